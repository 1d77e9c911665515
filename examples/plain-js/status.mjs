// Prints the status of a certificate request: `node status.mjs UUID`, from the sandbox unless CERTVIEW_GATEWAY,
// CERTVIEW_USER and CERTVIEW_PASSWORD name another gateway and user.

import { CertViewClient, CertViewError } from "certview-orders";

const {
  CERTVIEW_GATEWAY: baseUrl = "http://127.0.0.1:8080",
  CERTVIEW_USER: username = "sandbox",
  CERTVIEW_PASSWORD: password = "sandbox",
} = process.env;
const uuid = process.argv[2] ?? "00000000-0000-4000-8000-000000000001";

try {
  const { token } = await new CertViewClient({ baseUrl }).signIn({ username, password });
  const order = await new CertViewClient({ baseUrl, token }).getOrder(uuid);
  const approvers = order.approverUserNames.join(" or ") || "an approver";
  const next = order.status === "SUBMITTED" ? `; it waits for ${approvers}` : "";
  console.log(`${order.certificate.commonName ?? order.uuid} is ${order.status ?? "in no known status"}${next}.`);
} catch (error) {
  if (!(error instanceof CertViewError)) {
    throw error;
  }
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
