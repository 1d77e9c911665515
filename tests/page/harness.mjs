// What the page tests share: one server, one browser, and a page that fails its test when the browser complains.

import { after, before } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { launchBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";

export const SAMPLE = "cb95d100-ec30-11ea-920d-eb66140967e3";

/**
 * The UUID of an order or a failure of the sandbox, by the end of its last group.
 * @param {string | number} end
 */
export function sandboxUuid(end) {
  return `00000000-0000-4000-8000-${String(end).padStart(12, "0")}`;
}

/**
 * Starts a sandbox and a browser for the tests of one file.
 * @param {string[]} [serverArguments] beside `--sandbox`
 */
export function useSandbox(serverArguments = []) {
  /** @type {{ origin: string, stop: () => Promise<void> } | undefined} */
  let server;
  /** @type {import("playwright-core").Browser | undefined} */
  let browser;
  before(async () => {
    server = await startServer(["--sandbox", ...serverArguments]);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const origin = () => {
    assert.ok(server, "the server has not started");
    return server.origin;
  };
  return {
    origin,
    /**
     * Runs a test in a fresh context, and fails it on a violated policy, an uncaught error or an unexpected
     * complaint on the console.
     * @param {(page: import("playwright-core").Page) => Promise<void>} test
     * @param {import("playwright-core").BrowserContextOptions} [options]
     * @param {RegExp} [expected] what the browser may complain of, since the test asks for it
     */
    async withPage(test, options = {}, expected) {
      assert.ok(browser, "the browser has not started");
      const context = await browser.newContext({
        locale: "en-GB",
        timezoneId: "Europe/Berlin",
        baseURL: origin(),
        ...options,
      });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      /** @type {string[]} */
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
      page.on("console", (message) => {
        const text = message.text();
        // The browser itself reports each answer that is a refusal; those are what the tests ask for.
        if (["error", "warning"].includes(message.type()) && !/^Failed to load resource/.test(text) && !expected?.test(text)) {
          complaints.push(`console: ${text}`);
        }
      });
      await page.exposeFunction("reportViolation", (/** @type {string} */ text) => complaints.push(text));
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          // @ts-expect-error exposed above
          window.reportViolation(`policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
      try {
        await test(page);
        assert.deepEqual(complaints, []);
      } finally {
        await context.close();
      }
    },
  };
}

/**
 * Signs in at the forms that are on show.
 * @param {import("playwright-core").Page} page
 */
export async function signIn(page) {
  await page.getByLabel("User name").fill("sandbox");
  await page.getByLabel("Password", { exact: true }).fill("sandbox");
  await page.getByRole("button", { name: "Sign in" }).click();
}

/**
 * Opens a request by its address and signs in there.
 * @param {import("playwright-core").Page} page
 * @param {string} uuid
 */
export async function openOrder(page, uuid) {
  await page.goto(`/orders/${uuid}`);
  await signIn(page);
}

/**
 * The value that stands under a path of the response.
 * @param {import("playwright-core").Page} page
 * @param {string} path
 */
export function fact(page, path) {
  return page.locator(`[data-path="${path}"] dd`);
}

/**
 * Catches what the page puts on the clipboard: reading it back is forbidden by the page's own Permissions-Policy.
 * To be called before the page is opened; answers a function that waits for the copy and gives it.
 * @param {import("playwright-core").Page} page
 */
export async function catchClipboard(page) {
  await page.addInitScript(() => {
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (text) => {
      document.documentElement.dataset.copied = text;
      return write(text);
    };
  });
  return async () => {
    await page.getByRole("status").getByText("Copied.").waitFor({ state: "attached" });
    return (await page.locator("html").getAttribute("data-copied")) ?? "";
  };
}

/**
 * What a button hands over as a file.
 * @param {import("playwright-core").Page} page
 * @param {string} button
 * @returns {Promise<{ name: string, bytes: Buffer }>}
 */
export async function downloadBy(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/**
 * Opens several requests as a table, on its own place, and waits until all are read.
 * @param {import("playwright-core").Page} page
 * @param {string[]} uuids
 */
export async function openTable(page, uuids) {
  await page.goto("/orders");
  await signIn(page);
  await page.getByText("Signed in as").waitFor();
  await page.getByLabel("Request UUIDs").fill(uuids.join("\n"));
  await page.getByRole("button", { name: "Open all" }).click();
  await page.getByText(`${uuids.length} of ${uuids.length} read`).waitFor();
}

/**
 * Everything that is in the page, its address and its storage.
 * @param {import("playwright-core").Page} page
 */
export function everythingIn(page) {
  return page.evaluate(() =>
    [document.documentElement.outerHTML, document.title, location.href, document.cookie, JSON.stringify({ ...localStorage, ...sessionStorage })].join("\n"));
}

/**
 * Holds the page's calls for requests until they are let go: `next` waits for one more to arrive and gives what lets
 * it go, `most` says how many were under way at once.
 * @param {import("playwright-core").Page} page
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
 * What the server answers to calls of this kind, read on its way to the page: the browser does not keep the bodies.
 * @param {import("playwright-core").Page} page
 * @param {string} pattern
 * @returns {Promise<() => string>}
 */
export async function overhear(page, pattern) {
  let body = "";
  await page.route(pattern, async (route) => {
    const response = await route.fetch();
    body = await response.text();
    await route.fulfill({ response });
  });
  return () => body;
}
