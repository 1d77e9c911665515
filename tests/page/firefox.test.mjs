// The main path in Firefox: what depends on the engine is there too, and nothing it has to say against the page.

import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { SAMPLE, sandboxUuid } from "./harness.mjs";
import { findFirefox, launchFirefox } from "../support/firefox.mjs";
import { startServer } from "../support/server.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

const firefox = findFirefox() ?? "";
const skip = firefox ? false : "there is no Firefox: install it (Debian's package `firefox-esr`), or name yours in FIREFOX";

describe("in Firefox", { skip }, () => {
  /** @type {{ origin: string, stop: () => Promise<void> } | undefined} */
  let server;
  /** @type {import("puppeteer-core").Browser | undefined} */
  let browser;
  before(async () => {
    server = await startServer(["--sandbox"]);
    browser = await launchFirefox(firefox);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /**
   * Runs a test in a fresh context at this path, and fails it on an uncaught error, a complaint on the console or
   * a violated policy, which Firefox reports among the errors.
   * @param {string} path
   * @param {(page: Page, complaints: string[]) => Promise<void>} run
   */
  async function withPage(path, run) {
    assert.ok(server && browser, "the server or the browser has not started");
    const context = await browser.createBrowserContext();
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      /** @type {string[]} */
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(error instanceof Error ? error.message : String(error)));
      page.on("console", (message) => {
        if (["error", "warn"].includes(message.type())) {
          complaints.push(message.text());
        }
      });
      const answer = await page.goto(server.origin + path);
      assert.equal(answer?.status(), 200);
      await run(page, complaints);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  }

  test("from sign-in to the facts of the specification's sample, and back", async () => {
    await withPage("/", async (page) => {
      await signIn(page, "sandbox");
      await page.waitForSelector("::-p-text(Signed in as)");
      await enter(page, "Request UUID, or a link or text that holds one", SAMPLE);
      await press(page, "Open");

      await heading(page, "example.com");
      assert.equal(new URL(page.url()).pathname, `/orders/${SAMPLE}`);
      assert.equal(await page.title(), "example.com · Submitted – CertView orders");
      assert.equal(await read(page, ".badge"), "Request status: Submitted");
      assert.equal(await read(page, ".standing"), "Submitted by doe_john, waiting for approval.");
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
        assert.equal(await read(page, `[data-path="${path}"] dd bdi`), expected, path);
      }
      const created = await page.$eval('[data-path="created"] time', (time) => time.getAttribute("datetime"));
      assert.equal(created, "2020-09-01T08:54:50.473Z");

      await page.goBack();
      await heading(page, "Certificate requests in Qualys CertView");
      assert.equal(new URL(page.url()).pathname, "/");
      assert.equal(await page.title(), "CertView orders");
    });
  });

  /** @type {Array<[number, RegExp]>} */
  const SIGNATURES = [
    [1, /^Valid: /],
    [23, /^Wrong: /],
  ];
  for (const [number, verdict] of SIGNATURES) {
    test(`WebCrypto's verdict on the CSR of order ${number}`, async () => {
      await withPage(`/orders/${sandboxUuid(number)}`, async (page) => {
        await signIn(page, "sandbox");
        const row = 'section[@aria-labelledby="section-csr"]//dt[.="Self-signature"]/following-sibling::dd';
        // The verdict comes after the rest of the section.
        const checked = `::-p-xpath(//${row}[not(contains(., "Being checked"))])`;
        await page.waitForSelector(checked);
        assert.match(await read(page, checked), verdict);
      });
    });
  }

  test("a wrong password is told", async () => {
    await withPage("/", async (page) => {
      await signIn(page, "wrong");
      await page.waitForSelector(".failure");
      assert.match(await read(page, ".failure"), /The user name or the password is not accepted\./);
    });
  });

  // The tests above lean on silence, so it has to be heard when it is broken.
  test("what Firefox has against a page is heard", { timeout: 30_000 }, async () => {
    await withPage("/", async (page, complaints) => {
      await page.evaluate(() => {
        console.error("said");
        setTimeout(() => {
          throw new Error("thrown");
        });
        document.body.append(Object.assign(new Image(), { src: "https://elsewhere.example/" }));
      });
      while (complaints.length < 3) {
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      const heard = complaints.splice(0).join("\n");
      assert.match(heard, /^said$/m);
      assert.match(heard, /^Error: thrown$/m);
      assert.match(heard, /^Content-Security-Policy: .*img-src.*elsewhere\.example/m);
    });
  });
});

/**
 * Signs in at the form that is on show.
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
 * Waits for the page's heading to have this text.
 * @param {Page} page
 * @param {string} name
 */
async function heading(page, name) {
  await page.waitForSelector(`::-p-xpath(//h1[.="${name}"])`);
}

/**
 * What is to be read in the first element that the selector finds.
 * @param {Page} page
 * @param {string} selector
 */
async function read(page, selector) {
  const text = await page.$eval(selector, (element) => /** @type {HTMLElement} */ (element).innerText);
  return text.replace(/\s+/g, " ").trim();
}
