// What the page tests share: one server, one browser, and a page that fails its test when the browser complains.

import { after, before } from "node:test";
import assert from "node:assert/strict";
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
     */
    async withPage(test, options = {}) {
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
        // The browser itself reports each answer that is a refusal; those are what the tests ask for.
        if (["error", "warning"].includes(message.type()) && !/^Failed to load resource/.test(message.text())) {
          complaints.push(`console: ${message.text()}`);
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
  await page.getByLabel("Password").fill("sandbox");
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
