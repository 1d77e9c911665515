// What the page tests share: `test`, which fails on any error or warning of the browser, and the steps that many
// tests have in common.

import { readFile } from "node:fs/promises";
import { test as base, expect } from "@playwright/test";

export { expect };

/** @typedef {import("@playwright/test").Page} Page */

/** The order of the vendor's documentation. */
export const SAMPLE = "cb95d100-ec30-11ea-920d-eb66140967e3";

/** The texts of the page that more than one file of tests expects. */
export const TEXT = {
  startHeading: "Certificate requests in Qualys CertView",
  signInHeading: "Sign in to see this request",
  sandboxHeading: "Requests in this sandbox",
  recentHeading: "Opened in this tab",
  tableHeading: "Several requests",
  loadingHeading: "Loading the request…",
  homeLink: "CertView orders",
  uuidLabel: "Request UUID",
  uuidsLabel: "Request UUIDs",
  openButton: "Open",
  openAllButton: "Open all",
  refreshButton: "Refresh",
  watchButton: "Watch",
  signedIn: "Signed in as",
  sessionEndsSoon: "Your session ends within five minutes",
  sessionEnded: "Your session has ended.",
  sessionRefused: "The gateway no longer accepts this session. Sign in again to continue.",
  keepSession: "Keep me signed in until this tab is closed",
  openAnotherLink: "Open another request",
  connection: "Connection",
  gatewayLabel: "Gateway address",
  pathLabel: "Path of a request",
  testConnectionButton: "Save and test",
  actions: "Available actions",
  rawJson: "Raw JSON",
  copied: "Copied.",
  noUuid: "No UUID in this text.",
  maskedKey: "[private key, not shown]",
  /** @param {number} loaded @param {number} all */
  tableProgress: (loaded, all) => `${loaded} of ${all} loaded`,
  /** @param {number} shown @param {number} all */
  namesShown: (shown, all) => `${shown} of ${all} names shown`,
};

/**
 * The UUID of an order or a failure of the sandbox, by the end of its last group.
 * @param {string | number} end
 */
export function sandboxUuid(end) {
  return `00000000-0000-4000-8000-${String(end).padStart(12, "0")}`;
}

/**
 * @typedef {object} Options
 * @property {"SANDBOX" | "SANDBOX_FOUR_MINUTES" | "SANDBOX_TEN_MINUTES" | "SANDBOX_DECISIONS"} server the sandbox that
 *   the page comes from (playwright.config.mjs); two issue tokens with the lifetime in their names, and one lets
 *   requests be decided
 * @property {RegExp | undefined} expectedErrors the errors and warnings of the browser that this test expects
 */

/**
 * Fails the test on a violation of the content security policy, an uncaught error and an unexpected message on the
 * console.
 */
export const test = base.extend(/** @type {import("@playwright/test").Fixtures<Options, {}, import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions>} */ ({
  server: ["SANDBOX", { option: true }],
  expectedErrors: [undefined, { option: true }],
  baseURL: ({ server }, use) => use(process.env[server]),
  page: async ({ page, expectedErrors }, use) => {
    /** @type {string[]} */
    const browserErrors = [];
    const add = (/** @type {string} */ text) => {
      if (!expectedErrors?.test(text)) {
        browserErrors.push(text);
      }
    };
    page.on("pageerror", (error) => add(`uncaught: ${error.message}`));
    page.on("console", (message) => {
      // The browser itself reports every answer with an error status; the tests provoke those.
      if (["error", "warning"].includes(message.type()) && !/^Failed to load resource/.test(message.text())) {
        add(`console: ${message.text()}`);
      }
    });
    await page.exposeFunction("reportViolation", add);
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        // @ts-expect-error exposed above
        window.reportViolation(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await use(page);
    expect(browserErrors).toEqual([]);
  },
}));

/**
 * Enters the user of the sandbox and its password at the form that is shown.
 * @param {Page} page
 * @param {string} [password]
 */
export async function signIn(page, password = "sandbox") {
  await page.getByLabel("User name").fill("sandbox");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/**
 * Opens the start page and signs in there.
 * @param {Page} page
 * @param {string} [path] another place of the page
 */
export async function openSignedIn(page, path = "/") {
  await page.goto(path);
  await signIn(page);
  await expect(page.getByText(TEXT.signedIn)).toBeVisible();
}

/**
 * Opens a request by its address and signs in there.
 * @param {Page} page
 * @param {string} uuid
 */
export async function openOrder(page, uuid) {
  await page.goto(`/orders/${uuid}`);
  await signIn(page);
}

/**
 * The request that is shown.
 * @param {Page} page
 */
export const shownOrder = (page) => page.locator("article.order");

/**
 * What stands in the review once it is complete: it arrives from the worker a moment after the order.
 * @param {Page} page
 */
export const checksRun = (page) => page.locator("#review").getByText("checks run");

/**
 * The failure that is shown. For a refused token that is the form to sign in again.
 * @param {Page} page
 */
export const shownFailure = (page) => page.locator("main :is(.notice, .renewal)[data-code]");

/**
 * The heading of the page.
 * @param {Page} page
 * @param {string | RegExp} [name]
 */
export const heading = (page, name) => page.getByRole("heading", { level: 1, ...(name === undefined ? {} : { name }) });

/**
 * Opens a request at the field of the start page.
 * @param {Page} page
 * @param {string} text
 */
export async function enterUuid(page, text) {
  await page.getByLabel(TEXT.uuidLabel).fill(text);
  await page.getByLabel(TEXT.uuidLabel).press("Enter");
}

/**
 * The value that is shown for a path of the response.
 * @param {Page} page
 * @param {string} path
 */
export function fact(page, path) {
  return page.locator(`[data-path="${path}"] dd`);
}

/**
 * The encoded CSR, expanded: it is collapsed below the decoded one, and has no row of its own.
 * @param {Page} page
 */
export async function openEncodedCsr(page) {
  const encoded = page.locator('[data-path="certificate.encodedCSR"]');
  await encoded.locator("summary").click();
  return encoded.locator("pre");
}

/**
 * The region in which the page announces what happened.
 * @param {Page} page
 */
export const announcer = (page) => page.locator("p.visually-hidden[role=status]");

/**
 * Opens the panel that chooses the gateway and the path.
 * @param {Page} page
 */
export async function openConnection(page) {
  await page.locator("summary").getByText(TEXT.connection, { exact: true }).click();
}

/**
 * Records what the page writes to the clipboard: reading it back is forbidden by the page's own Permissions-Policy.
 * To be called before the page is opened; returns a function that waits for the copy and returns it.
 * @param {Page} page
 */
export async function recordClipboard(page) {
  await page.addInitScript(() => {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => {
      document.documentElement.dataset.copied = text;
      return write(text);
    };
  });
  return async () => {
    await expect(page.getByRole("status").getByText(TEXT.copied)).toBeAttached();
    return (await page.locator("html").getAttribute("data-copied")) ?? "";
  };
}

/**
 * The file that a button saves.
 * @param {Page} page
 * @param {string} button
 * @returns {Promise<{ name: string, bytes: Buffer }>}
 */
export async function downloadBy(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/**
 * Opens several requests as a table, and waits until all are loaded.
 * @param {Page} page
 * @param {string[]} uuids
 */
export async function openTable(page, uuids) {
  await openSignedIn(page, "/orders");
  await enterTable(page, uuids);
  await expect(page.getByText(TEXT.tableProgress(uuids.length, uuids.length))).toBeVisible();
}

/**
 * Enters the UUIDs of a table.
 * @param {Page} page
 * @param {string[]} uuids
 */
export async function enterTable(page, uuids) {
  await page.getByLabel(TEXT.uuidsLabel).fill(uuids.join("\n"));
  await page.getByRole("button", { name: TEXT.openAllButton }).click();
}

/**
 * Everything that is in the page, its address and its storage.
 * @param {Page} page
 */
export function everythingIn(page) {
  return page.evaluate(() =>
    [document.documentElement.outerHTML, document.title, location.href, document.cookie, JSON.stringify({ ...localStorage, ...sessionStorage })].join("\n"));
}

/** A promise, and what resolves it. */
export function deferred() {
  /** @type {() => void} */
  let release = () => {};
  const held = /** @type {Promise<void>} */ (new Promise((resolve) => (release = resolve)));
  return { held, release };
}

/**
 * Holds the page's calls for requests until they are released: `next` waits for one more to arrive and returns what
 * releases it, `most` is the maximum number in flight.
 * @param {Page} page
 */
export async function holdCalls(page) {
  /** @type {Array<() => void>} */
  const held = [];
  /** @type {Array<(release: () => void) => void>} */
  const takers = [];
  let underWay = 0;
  let most = 0;
  let all = 0;
  await page.route("**/certview/**", async (route) => {
    all += 1;
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      const taker = takers.shift();
      taker ? taker(resolve) : held.push(resolve);
    });
    const answer = await route.fetch();
    underWay -= 1;
    await route.fulfill({ response: answer });
  });
  return {
    /** @returns {Promise<() => void>} */
    next: async () => held.shift() ?? new Promise((resolve) => takers.push(resolve)),
    most: () => most,
    all: () => all,
  };
}

/**
 * Has the calls of this kind refused as those of a session that has ended, until the returned function is called.
 * @param {Page} page
 * @param {string} [pattern]
 */
export async function refuseSession(page, pattern = "**/certview/**") {
  let isRefused = true;
  await page.route(pattern, (route) =>
    isRefused ? route.fulfill({ status: 401, json: { message: "JWT expired" } }) : route.fallback());
  return () => {
    isRefused = false;
  };
}

/**
 * Has every sign-in answered with the token of the first one.
 * @param {Page} page
 */
export async function repeatToken(page) {
  let token = "";
  await page.route("**/auth", async (route) => {
    token ||= await (await route.fetch()).text();
    await route.fulfill({ status: 201, body: token });
  });
}

/**
 * Counts the calls for requests from now on.
 * @param {Page} page
 */
export function countCalls(page) {
  let calls = 0;
  page.on("request", (request) => (calls += request.url().includes("/certview/") ? 1 : 0));
  return () => calls;
}

/**
 * Records what the server answers to calls of this kind on its way to the page: the browser does not keep the bodies.
 * @param {Page} page
 * @param {string} pattern
 * @returns {Promise<() => string>}
 */
export async function recordBody(page, pattern) {
  let body = "";
  await page.route(pattern, async (route) => {
    const response = await route.fetch();
    body = await response.text();
    await route.fulfill({ response });
  });
  return () => body;
}

/**
 * Changes the requests that the server answers to calls of this kind on their way to the page.
 * @param {Page} page
 * @param {string} pattern
 * @param {(order: Record<string, any>) => object} change called with each answer
 */
export async function changeOrders(page, pattern, change) {
  await page.route(pattern, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  });
}

/**
 * Changes the configuration that the server has written into the page, for every load from now on. In the page and not
 * in the response: a response that a test fulfils has no address space, and may not call one on loopback.
 * @param {Page} page
 * @param {(config: Record<string, any>, value: any) => Record<string, any>} change runs in the page: it can use its arguments only
 * @param {unknown} [value] the second of them, as JSON
 */
export async function configure(page, change, value = null) {
  await page.addInitScript(`
    document.addEventListener("readystatechange", () => {
      // The block has been parsed, and the page's program has not yet run.
      if (document.readyState === "interactive") {
        const block = document.getElementById("config").firstChild;
        block.data = JSON.stringify((${change})(JSON.parse(block.data), ${JSON.stringify(value)}));
      }
    });
  `);
}

/**
 * Lets the user of the page choose the gateway, as config.json can.
 * @param {Page} page
 */
export async function allowGatewayChoice(page) {
  await configure(page, (config) => ({ ...config, gateway: { ...config.gateway, choose: true } }));
}
