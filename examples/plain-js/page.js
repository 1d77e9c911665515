// The page's script: signs in, reads one request, and shows its status.

import init, { CertViewClient } from "./node_modules/certview-orders/index.js";

const form = document.querySelector("form");
const status = document.querySelector('[role="status"]');

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = (/** @type {string} */ name) => String(new FormData(form).get(name));
  const show = (/** @type {string} */ text) => status?.replaceChildren(text);
  show("Loading…");
  try {
    await init();
    const baseUrl = field("baseUrl");
    const client = new CertViewClient({ baseUrl });
    const { token } = await client.signIn({ username: field("username"), password: field("password") });
    const order = await new CertViewClient({ baseUrl, token }).getOrder(field("uuid"));
    show(`${order.certificate.commonName} is ${order.status}`);
  } catch (error) {
    show(`${error.code}: ${error.message}`);
  }
});
