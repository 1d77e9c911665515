// Which gateway is asked, on which path, and what the page finds out about it.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { SAMPLE, openOrder, sandboxUuid, signIn, useSandbox } from "./harness.mjs";
import { startServer, unusedOrigin } from "../support/server.mjs";

const PATH = "/certview/rest/public/v1/certificates/enrollment/digicert/orders/";
const OTHER_PATH = "/certview/v1/certificates/digicert/orders/";
const BLOCKED = /has been blocked by CORS policy/;

// Named before they are started, since the page's policy has to name them and one of them the page.
const [own, permitting, closed, plain, nothing] =
  await Promise.all([unusedOrigin(), unusedOrigin(), unusedOrigin(), unusedOrigin(), unusedOrigin()]);
const listen = (/** @type {string} */ origin) => ["--listen", origin.slice("http://".length)];

const { withPage } = useSandbox([...listen(own), ...[permitting, closed, plain, nothing].flatMap((origin) => ["--connect-src", origin])]);

/** @type {import("../support/server.mjs").RunningServer[]} */
const gateways = [];
// A gateway as most are: it answers, and says nothing of other origins.
const silent = createServer((_, response) => {
  response.writeHead(401, { "content-type": "application/json" }).end('{"message":"JWT is missing"}');
});
before(async () => {
  gateways.push(await startServer(["--sandbox", "--no-page", "--allow-origin", own, ...listen(permitting)]));
  gateways.push(await startServer(["--sandbox", "--no-page", ...listen(closed)]));
  silent.listen(Number(new URL(plain).port), "127.0.0.1");
  await once(silent, "listening");
});
after(async () => {
  silent.closeAllConnections();
  silent.close();
  await Promise.all(gateways.map((gateway) => gateway.stop()));
});

/**
 * Opens the start page of a host that lets the reader choose the gateway, and there the panel for it.
 * @param {import("playwright-core").Page} page
 * @param {{ signedIn?: boolean }} [options]
 */
async function openPanel(page, { signedIn = true } = {}) {
  await page.route("**/config.json", async (route) => {
    const config = await (await route.fetch()).json();
    await route.fulfill({ json: { ...config, gateway: { ...config.gateway, choose: true } } });
  });
  await page.goto("/");
  await page.getByLabel("User name").waitFor();
  if (signedIn) {
    await signIn(page);
    await page.getByText("Signed in as").waitFor();
  }
  await page.getByText("Gateway and path").click();
}

/**
 * Presses "Use and test"; answers what is found.
 * @param {import("playwright-core").Page} page
 * @param {{ address?: string, path?: string }} [entered]
 */
async function use(page, { address, path } = {}) {
  if (address !== undefined) {
    await page.getByLabel("Address of the gateway").fill(address);
  }
  if (path !== undefined) {
    await page.getByLabel("Path of a request").fill(path);
  }
  await page.getByRole("button", { name: "Use and test" }).click();
  return page.locator(".found").innerText();
}

test("a platform that is picked has its address put into the field, and another one may be typed over it", async () => {
  await withPage(async (page) => {
    await openPanel(page, { signedIn: false });
    const platform = page.getByLabel("Platform");
    const address = page.getByLabel("Address of the gateway");
    await platform.selectOption("EU 1");
    assert.equal(await address.inputValue(), "https://gateway.qg1.apps.qualys.eu");
    await address.fill(permitting);
    assert.equal(await use(page), "The gateway answers. Sign in and test again to see whether the path is right.");
    await platform.selectOption({ index: 0 });
    assert.equal(await address.inputValue(), "");
    assert.equal(await platform.locator("option").count(), 15);
  });
});

test("an address that would show the token to the network is refused, and says why", async () => {
  await withPage(async (page) => {
    await openPanel(page);
    await page.getByLabel("Address of the gateway").fill("http://gateway.example");
    await page.getByRole("button", { name: "Use and test" }).click();
    await page.getByRole("alert").getByText("The base URL is http, which would show the token to the network.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "gateway-address");
    assert.equal(await page.getByLabel("Address of the gateway").getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByLabel("Address of the gateway").inputValue(), "http://gateway.example");
    assert.equal(await page.locator(".found").count(), 0);
    assert.ok(await page.getByText("Signed in as").isVisible());
  });
});

test("a path that is none is refused at its own field", async () => {
  await withPage(async (page) => {
    await openPanel(page);
    await page.getByLabel("Path of a request").fill("orders");
    await page.getByRole("button", { name: "Use and test" }).click();
    await page.getByRole("alert").getByText("The path style is not known.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "gateway-path");
    assert.equal(await page.getByLabel("Path of a request").getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByLabel("Address of the gateway").getAttribute("aria-invalid"), null);
  });
});

test("another gateway ends the session, gets no token of the first, and can be signed in to", async () => {
  await withPage(async (page) => {
    /** @type {Array<string | undefined>} */
    const tokens = [];
    page.on("request", (request) => {
      if (request.url().startsWith(permitting) && request.method() === "GET") {
        tokens.push(request.headers().authorization);
      }
    });
    await openPanel(page);
    assert.equal(await use(page, { address: permitting }), "The gateway answers. Sign in and test again to see whether the path is right.");
    assert.equal(await page.getByText("Signed in as").count(), 0);
    assert.deepEqual(tokens, [undefined]);
    assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), ["certview-orders.gateway"]);

    const signed = page.waitForRequest((request) => request.method() === "POST");
    await signIn(page);
    assert.equal((await signed).url(), `${permitting}/auth`);
    await page.getByText("Signed in as").waitFor();
    assert.equal(await use(page), "The gateway knows this path and accepts your token.");
    await page.getByLabel("Request UUID").fill(SAMPLE);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
    assert.equal(tokens.length, 3);
    assert.match(tokens[2] ?? "", /^Bearer ./);
  });
});

test("the gateway that was chosen outlives a reload", async () => {
  await withPage(async (page) => {
    await openPanel(page, { signedIn: false });
    await use(page, { address: permitting });
    await page.reload();
    await page.getByText("Gateway and path").click();
    assert.equal(await page.getByLabel("Address of the gateway").inputValue(), permitting);
  });
});

test("the gateway is right, the path is right or not", async () => {
  await withPage(async (page) => {
    await openPanel(page);
    assert.equal(await use(page), "The gateway knows this path and accepts your token.");
    await page.getByRole("status").getByText("The gateway knows this path").waitFor({ state: "attached" });
    assert.match(await use(page, { path: "/certview/v1/nothing/{uuid}" }), /^The gateway has no such path\. Check/);
    assert.equal(await use(page, { path: "sample" }), "The gateway knows this path and accepts your token.");
    assert.ok(await page.getByText("Signed in as").isVisible(), "the same gateway keeps the session");
    await page.route(`**${PATH}*`, (route) => route.fulfill({ status: 404, json: { message: "No static resource." } }));
    assert.match(await use(page, { path: "documented" }), /answers on the other one/);
  });
});

/** @type {Array<[string, Parameters<import("playwright-core").Route["fulfill"]>[0], RegExp]>} */
const ANSWERS = [
  ["401", { status: 401, json: { message: "JWT expired" } }, /^The gateway does not accept your token/],
  ["403", { status: 403, json: { errorCode: "2012" } }, /^The gateway does not let this user read requests/],
  ["a web page", { status: 200, contentType: "text/html", body: "<!doctype html><title>Sign in</title>" }, /^Something answers there, but it is no Qualys gateway/],
  ["500", { status: 500, json: { message: "failed" } }, /^The gateway is there, but fails/],
];

for (const [name, answer, says] of ANSWERS) {
  test(`a connection that answers ${name}`, async () => {
    await withPage(async (page) => {
      await openPanel(page);
      await page.route("**/certview/**", (route) => route.fulfill(answer));
      assert.match(await use(page), says);
      assert.equal(await page.locator(".found").getAttribute("data-tone"), "bad");
    });
  });
}

test("a gateway that does not permit this origin is told apart from none", async () => {
  await withPage(async (page) => {
    await openPanel(page, { signedIn: false });
    assert.match(await use(page, { address: plain }), /^The gateway is there, but does not let a page of this origin read its answers \(CORS\)/);
    assert.match(await use(page, { address: nothing }), /^Nothing answers there\./);
    // Our own server permits nobody to fetch from it whom it was not told of: nothing tells the page that it is there.
    assert.match(await use(page, { address: closed }), /^Nothing answers there\..*Cross-Origin-Resource-Policy/);
  }, {}, BLOCKED);
});

test("the other path is tried at the press of a button", async () => {
  await withPage(async (page) => {
    await openOrder(page, sandboxUuid(4041));
    await page.locator('.failure[data-code="wrong_path"]').waitFor();
    const second = page.waitForRequest((request) => request.url().includes("/certview/"));
    await page.getByRole("button", { name: "Try the other path" }).click();
    assert.equal(new URL((await second).url()).pathname, `${OTHER_PATH}${sandboxUuid(4041)}`);
    // This one fails there too; another request is read on the path that is now in use.
    await page.getByRole("link", { name: "Open another request" }).click();
    const third = page.waitForRequest((request) => request.url().includes("/certview/"));
    await page.getByLabel("Request UUID").fill(SAMPLE);
    await page.keyboard.press("Enter");
    assert.equal(new URL((await third).url()).pathname, `${OTHER_PATH}${SAMPLE}`);
    await page.getByRole("heading", { level: 1, name: "example.com" }).waitFor();
  });
});
