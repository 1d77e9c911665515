// Which gateway is called, on which path, and what the page finds out about it.

import { once } from "node:events";
import { createServer } from "node:http";
import { startServer, unusedOrigin } from "../support/server.mjs";
import {
  SAMPLE, TEXT, allowGatewayChoice, configure, enterUuid, expect, heading, openConnection, openOrder, openSignedIn, sandboxUuid, shownFailure,
  signIn, test as base,
} from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const PATH = "/certview/rest/public/v1/certificates/enrollment/digicert/orders/";
const OTHER_PATH = "/certview/v1/certificates/digicert/orders/";
const REACHABLE = "The gateway answers. Sign in and test again to see whether the path is right.";
const ACCEPTED = "The gateway knows this path and accepts your token.";

/**
 * @typedef {object} Gateways
 * @property {string} own the server of the page
 * @property {string} permitting a sandbox that lets the page call it
 * @property {string} closed a sandbox that does not
 * @property {string} plain a gateway without CORS headers, as most are
 * @property {string} nothing where nothing listens
 */

const test = base.extend(/** @type {import("@playwright/test").Fixtures<{}, { gateways: Gateways }, import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions, {}>} */ ({
  gateways: [async ({}, use) => {
    // Named before they are started, since the page's policy contains their origins and one of them permits the page's.
    const [own, permitting, closed, plain, nothing] =
      /** @type {[string, string, string, string, string]} */ (await Promise.all(Array.from({ length: 5 }, unusedOrigin)));
    const listen = (/** @type {string} */ origin) => ["--listen", origin.slice("http://".length)];
    const sources = [permitting, closed, plain, nothing].flatMap((origin) => ["--connect-src", origin]);
    const servers = await Promise.all([
      startServer(["--sandbox", ...listen(own), ...sources]),
      startServer(["--sandbox", "--no-page", "--allow-origin", own, ...listen(permitting)]),
      startServer(["--sandbox", "--no-page", ...listen(closed)]),
    ]);
    const silent = createServer((_, response) => {
      response.writeHead(401, { "content-type": "application/json" }).end('{"message":"JWT is missing"}');
    });
    silent.listen(Number(new URL(plain).port), "127.0.0.1");
    await once(silent, "listening");
    await use({ own, permitting, closed, plain, nothing });
    silent.closeAllConnections();
    silent.close();
    await Promise.all(servers.map((server) => server.stop()));
  }, { scope: "worker" }],
  baseURL: ({ gateways }, use) => use(gateways.own),
}));

/**
 * Opens the start page of a host that lets the user choose the gateway, and there the panel for it.
 * @param {Page} page
 * @param {{ signedIn?: boolean }} [options]
 */
async function openPanel(page, { signedIn = true } = {}) {
  await allowGatewayChoice(page);
  if (signedIn) {
    await openSignedIn(page);
  } else {
    await page.goto("/");
    await expect(page.getByLabel("User name")).toBeVisible();
  }
  await openConnection(page);
}

/**
 * Enters an address or a path and tests the connection; expects this result.
 * @param {Page} page
 * @param {{ address?: string, path?: string }} entered
 * @param {string | RegExp} result
 */
async function expectTested(page, { address, path }, result) {
  if (address !== undefined) {
    await page.getByLabel(TEXT.gatewayLabel).fill(address);
  }
  if (path !== undefined) {
    await page.getByLabel(TEXT.pathLabel).fill(path);
  }
  await page.getByRole("button", { name: TEXT.testConnectionButton }).click();
  await expect(page.locator(".test-result")).toHaveText(result);
}

test("a platform fills in its address, and another one may be typed over it", async ({ page, gateways }) => {
  await openPanel(page, { signedIn: false });
  const platform = page.getByLabel("Platform");
  const address = page.getByLabel(TEXT.gatewayLabel);
  await platform.selectOption("EU 1");
  await expect(address).toHaveValue("https://gateway.qg1.apps.qualys.eu");
  await expectTested(page, { address: gateways.permitting }, REACHABLE);
  await platform.selectOption({ index: 0 });
  await expect(address).toHaveValue("");
  await expect(platform.locator("option")).toHaveCount(15);
});

test("an address without TLS is refused, with the reason", async ({ page }) => {
  await openPanel(page);
  const address = page.getByLabel(TEXT.gatewayLabel);
  await address.fill("http://gateway.example");
  await page.getByRole("button", { name: TEXT.testConnectionButton }).click();
  await expect(page.getByRole("alert").getByText("The base URL is http, which would show the token to the network.")).toBeVisible();
  await expect(address).toBeFocused();
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await expect(address).toHaveValue("http://gateway.example");
  await expect(page.locator(".test-result")).toHaveCount(0);
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
});

test("an invalid path is refused at its own field", async ({ page }) => {
  await openPanel(page);
  const path = page.getByLabel(TEXT.pathLabel);
  await path.fill("orders");
  await page.getByRole("button", { name: TEXT.testConnectionButton }).click();
  await expect(page.getByRole("alert").getByText("The path style is not known.")).toBeVisible();
  await expect(path).toBeFocused();
  await expect(path).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel(TEXT.gatewayLabel)).not.toHaveAttribute("aria-invalid");
});

test("another gateway ends the session, gets no token of the first, and can be signed in to", async ({ page, gateways }) => {
  /** @type {Array<string | undefined>} */
  const tokens = [];
  page.on("request", (request) => {
    if (request.url().startsWith(gateways.permitting) && request.method() === "GET") {
      tokens.push(request.headers().authorization);
    }
  });
  await openPanel(page);
  await expectTested(page, { address: gateways.permitting }, REACHABLE);
  await expect(page.getByText(TEXT.signedIn)).toHaveCount(0);
  expect(tokens).toEqual([undefined]);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual(["certview-orders.gateway"]);

  const signed = page.waitForRequest((request) => request.method() === "POST");
  await signIn(page);
  expect((await signed).url()).toBe(`${gateways.permitting}/auth`);
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
  await expectTested(page, {}, ACCEPTED);
  await enterUuid(page, SAMPLE);
  await expect(heading(page, "example.com")).toBeVisible();
  expect(tokens).toHaveLength(3);
  expect(tokens[2]).toMatch(/^Bearer ./);
});

test("the chosen gateway is kept after a reload", async ({ page, gateways }) => {
  await openPanel(page, { signedIn: false });
  await expectTested(page, { address: gateways.permitting }, REACHABLE);
  await page.reload();
  await openConnection(page);
  await expect(page.getByLabel(TEXT.gatewayLabel)).toHaveValue(gateways.permitting);
});

test("a reachable gateway, with a right and a wrong path", async ({ page }) => {
  await openPanel(page);
  await expectTested(page, {}, ACCEPTED);
  await expect(page.getByRole("status").getByText("The gateway knows this path")).toBeAttached();
  await expectTested(page, { path: "/certview/v1/nothing/{uuid}" }, /^The gateway has no such path\. Check/);
  await expectTested(page, { path: "sample" }, ACCEPTED);
  await expect(page.getByText(TEXT.signedIn), "the same gateway keeps the session").toBeVisible();
  await page.route(`**${PATH}*`, (route) => route.fulfill({ status: 404, json: { message: "No static resource." } }));
  await expectTested(page, { path: "documented" }, /answers on the other one/);
});

/** @type {Array<[string, Parameters<import("@playwright/test").Route["fulfill"]>[0], RegExp]>} */
const ANSWERS = [
  ["401", { status: 401, json: { message: "JWT expired" } }, /^The gateway does not accept your token/],
  ["403", { status: 403, json: { errorCode: "2012" } }, /^The gateway does not let this user read requests/],
  ["a web page", { status: 200, contentType: "text/html", body: "<!doctype html><title>Sign in</title>" }, /^Something answers there, but it is no Qualys gateway/],
  ["500", { status: 500, json: { message: "failed" } }, /^The gateway is there, but fails/],
];

for (const [name, answer, result] of ANSWERS) {
  test(`a connection that answers ${name}`, async ({ page }) => {
    await openPanel(page);
    await page.route("**/certview/**", (route) => route.fulfill(answer));
    await expectTested(page, {}, result);
    await expect(page.locator(".test-result")).toHaveAttribute("data-tone", "bad");
  });
}

test.describe("without permission for this origin", () => {
  test.use({ expectedErrors: /has been blocked by CORS policy/ });

  test("a gateway without CORS is distinguished from an unreachable one", async ({ page, gateways }) => {
    await openPanel(page, { signedIn: false });
    await expectTested(page, { address: gateways.plain },
      /^The gateway is there, but does not let a page of this origin read its answers \(CORS\)/);
    await expectTested(page, { address: gateways.nothing }, /^Nothing answers there\./);
    await expectTested(page, { address: gateways.plain }, /^The gateway is there/);
    // The server permits only configured origins to fetch from it: to the page it is the same as an unreachable one.
    await expectTested(page, { address: gateways.closed }, /^Nothing answers there\..*Cross-Origin-Resource-Policy/);
  });
});

test("where a path is configured, the alternative one is offered as a button", async ({ page }) => {
  await configure(page, (config) => ({ ...config, gateway: { ...config.gateway, pathStyle: "documented" } }));
  await openOrder(page, sandboxUuid(4041));
  await expect(shownFailure(page)).toHaveAttribute("data-code", "wrong_path");
  const second = page.waitForRequest((request) => request.url().includes("/certview/"));
  await page.getByRole("button", { name: "Try the alternative path" }).click();
  expect(new URL((await second).url()).pathname).toBe(`${OTHER_PATH}${sandboxUuid(4041)}`);
  // This one fails there too; another request is loaded on the path that is now in use.
  await page.getByRole("link", { name: TEXT.openAnotherLink }).click();
  const third = page.waitForRequest((request) => request.url().includes("/certview/"));
  await enterUuid(page, SAMPLE);
  expect(new URL((await third).url()).pathname).toBe(`${OTHER_PATH}${SAMPLE}`);
  await expect(heading(page, "example.com")).toBeVisible();
});

test("where none is configured, both published paths are tried and the one that answers is remembered", async ({ page }) => {
  /** @type {string[]} */
  const paths = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/certview/")) {
      paths.push(pathname);
    }
  });
  await page.route(`**${PATH}*`, (route) => route.fulfill({ status: 404, json: { message: "No static resource." } }));
  await openOrder(page, SAMPLE);
  await expect(heading(page, "example.com")).toBeVisible();
  await page.getByRole("button", { name: TEXT.refreshButton }).click();
  await expect.poll(() => paths).toEqual([`${PATH}${SAMPLE}`, `${OTHER_PATH}${SAMPLE}`, `${OTHER_PATH}${SAMPLE}`]);
});

test("where both published paths are wrong, no alternative is offered", async ({ page }) => {
  await openOrder(page, sandboxUuid(4041));
  await expect(shownFailure(page)).toHaveAttribute("data-code", "wrong_path");
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Try the alternative path" })).toHaveCount(0);
});
