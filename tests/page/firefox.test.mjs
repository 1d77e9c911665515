// The main path in the system's Firefox: what depends on the engine works there too, without an error or warning of the
// browser.

import { findFirefox, launchFirefox } from "../support/firefox.mjs";
import { SAMPLE, expect, sandboxUuid, test as base } from "./fixtures.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const test = base.extend(/** @type {import("@playwright/test").Fixtures<{}, { firefox: import("puppeteer-core").Browser }>} */ ({
  firefox: [async ({}, use) => {
    const firefox = await launchFirefox(findFirefox() ?? "");
    await use(firefox);
    await firefox.close();
  }, { scope: "worker" }],
}));

/**
 * Runs a test in a fresh context at this path, and fails it on an uncaught error, a violated policy, which Firefox
 * reports among the errors, and an error or warning on the console.
 * @param {import("puppeteer-core").Browser} firefox
 * @param {string} path
 * @param {(page: Page, browserErrors: string[]) => Promise<void>} run
 */
async function withPage(firefox, path, run) {
  const context = await firefox.createBrowserContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    /** @type {string[]} */
    const browserErrors = [];
    page.on("pageerror", (error) => browserErrors.push(error instanceof Error ? error.message : String(error)));
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) {
        browserErrors.push(message.text());
      }
    });
    const answer = await page.goto(`${process.env.SANDBOX}${path}`);
    expect(answer?.status()).toBe(200);
    await run(page, browserErrors);
    expect(browserErrors).toEqual([]);
  } finally {
    await context.close();
  }
}

test("from sign-in to the facts of the documentation's sample, and back", async ({ firefox }) => {
  await withPage(firefox, "/", async (page) => {
    await signIn(page, "sandbox");
    await page.waitForSelector("::-p-text(Signed in as)");
    await enter(page, "Request UUID", SAMPLE);
    await press(page, "Open");

    await waitForHeading(page, "example.com");
    expect(new URL(page.url()).pathname).toBe(`/orders/${SAMPLE}`);
    expect(await page.title()).toBe("example.com · Submitted – CertView orders");
    expect(await read(page, ".badge")).toBe("Request status: Submitted");
    expect(await read(page, ".progress .summary")).toBe("Submitted by doe_john, waiting for approval.");
    const facts = {
      "requesterUserName": "doe_john",
      "approverUserNames": "doe_john",
      "certificate.signatureHash": "SHA-256",
      "intermediateCA.name": "DigiCert Test SHA2 Intermediate CA-1",
      "validity.validityYears": "1 year",
      "digicertOrganization.id": "525858",
      "digicertProductNameId": "private_ssl_plus",
    };
    for (const [path, expected] of Object.entries(facts)) {
      expect(await read(page, `[data-path="${path}"] dd bdi`), path).toBe(expected);
    }
    const created = await page.$eval('[data-path="created"] time', (time) => time.getAttribute("datetime"));
    expect(created).toBe("2020-09-01T08:54:50.473Z");

    await page.goBack();
    await waitForHeading(page, "Certificate requests in Qualys CertView");
    expect(new URL(page.url()).pathname).toBe("/");
    expect(await page.title()).toBe("CertView orders");
  });
});

/** @type {Array<[number, string]>} */
const SIGNATURES = [
  [1, "Self-signature: Valid"],
  [23, "Self-signature: Does not verify"],
];

for (const [number, result] of SIGNATURES) {
  test(`WebCrypto's result on the CSR of order ${number}`, async ({ firefox }) => {
    await withPage(firefox, `/orders/${sandboxUuid(number)}`, async (page) => {
      await signIn(page, "sandbox");
      const badge = 'section[@id="csr"]//span[contains(@class, "badge")][contains(., "Self-signature")]';
      // The result comes after the rest of the section.
      const verified = `::-p-xpath(//${badge}[not(contains(., "Verifying"))])`;
      await page.waitForSelector(verified);
      expect(await read(page, verified)).toBe(result);
    });
  });
}

test("a wrong password is reported", async ({ firefox }) => {
  await withPage(firefox, "/", async (page) => {
    await signIn(page, "wrong");
    await page.waitForSelector(".sign-in [role=alert] h2");
    expect(await read(page, ".sign-in .notice")).toMatch(/The user name or the password is not accepted\./);
  });
});

// The tests above depend on such messages being detected.
test("an error of Firefox is detected", async ({ firefox }) => {
  await withPage(firefox, "/", async (page, browserErrors) => {
    await page.evaluate(() => {
      console.error("logged");
      setTimeout(() => {
        throw new Error("thrown");
      });
      document.body.append(Object.assign(new Image(), { src: "https://elsewhere.example/" }));
    });
    await expect.poll(() => browserErrors.length).toBe(3);
    const detected = browserErrors.splice(0).join("\n");
    expect(detected).toMatch(/^logged$/m);
    expect(detected).toMatch(/^Error: thrown$/m);
    expect(detected).toMatch(/^Content-Security-Policy: .*img-src.*elsewhere\.example/m);
  });
});

/**
 * Signs in at the form that is shown.
 * @param {Page} page
 * @param {string} password
 */
async function signIn(page, password) {
  await enter(page, "User name", "sandbox");
  await enter(page, "Password", password);
  await press(page, "Sign in");
}

/**
 * Types into the field with this label.
 * @param {Page} page
 * @param {string} label
 * @param {string} text
 */
async function enter(page, label, text) {
  const field = await page.waitForSelector(`::-p-aria([name="${label}"])`);
  await field?.type(text);
}

/**
 * Clicks the button with this name.
 * @param {Page} page
 * @param {string} name
 */
async function press(page, name) {
  const button = await page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`);
  await button?.click();
}

/**
 * Waits until the heading of the page has this text.
 * @param {Page} page
 * @param {string} name
 */
async function waitForHeading(page, name) {
  await page.waitForSelector(`::-p-xpath(//h1[.="${name}"])`);
}

/**
 * The text of the first element that the selector finds.
 * @param {Page} page
 * @param {string} selector
 */
async function read(page, selector) {
  const text = await page.$eval(selector, (element) => /** @type {HTMLElement} */ (element).innerText);
  return text.replace(/\s+/g, " ").trim();
}
