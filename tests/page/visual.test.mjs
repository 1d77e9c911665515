// Every state, compared with a screenshot of it, in colour.
//
// `cargo xtask test page -- --update-snapshots=all visual` makes new screenshots: review them before you commit them. On
// Linux the fonts of the machine do not matter (fonts.conf); another operating system needs screenshots of its own.

import { readFile } from "node:fs/promises";
import { SAMPLE, TEXT, configure, enterTable, expect, sandboxUuid, shownFailure, test } from "./fixtures.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const NOW = new Date("2026-11-24T09:00:00Z");
const WIDTHS = /** @type {const} */ ([["light", 320], ["dark", 1280]]);

const fixture = JSON.parse(await readFile(new URL("../fixtures/view-certificate-request.json", import.meta.url), "utf8"));
const csr = await readFile(new URL("../fixtures/csr/openssl-rsa2048-everything.pem", import.meta.url), "utf8");
const encode = (/** @type {object} */ json) => Buffer.from(JSON.stringify(json)).toString("base64url");
const TOKEN = `${encode({ alg: "none" })}.${encode({ sub: "doe_john", exp: NOW.getTime() / 1000 + 3 * 3600 })}.x`;

/** @type {Record<string, object | number>} */
const ANSWERS = {
  [SAMPLE]: fixture,
  [sandboxUuid(1)]: {
    ...fixture,
    uuid: sandboxUuid(1),
    status: "APPROVED",
    caStatus: "pending",
    digicertProductNameId: "ssl_basic",
    certificate: { ...fixture.certificate, commonName: "xn--bcher-kva.example", encodedCSR: csr.slice(csr.indexOf("-----BEGIN")) },
  },
  [sandboxUuid(404)]: 404,
};

/**
 * Makes the page show the same at any time: clock, token and answers are fixed.
 * @param {Page} page
 */
async function freeze(page) {
  await page.clock.setFixedTime(NOW);
  await configure(page, () => ({}));
  await page.route("**/auth", (route) => route.fulfill({ status: 201, body: TOKEN }));
  await page.route("**/certview/**", (route) => {
    const answer = ANSWERS[new URL(route.request().url()).pathname.split("/").at(-1) ?? ""] ?? 404;
    return typeof answer === "number" ? route.fulfill({ status: answer, json: { message: "Order not found" } }) : route.fulfill({ json: answer });
  });
}

/** @param {Page} page */
async function signIn(page) {
  await page.getByLabel("User name").fill("doe_john");
  await page.getByLabel("Password").fill("secret");
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** @type {Record<string, (page: Page) => Promise<void>>} */
const STATES = {
  async start(page) {
    await page.goto("/");
    await expect(page.getByLabel("User name")).toBeVisible();
  },
  async order(page) {
    await page.goto(`/orders/${sandboxUuid(1)}`);
    await signIn(page);
    await expect(page.locator("section.csr").getByText("Valid").first()).toBeVisible();
  },
  async failure(page) {
    await page.goto(`/orders/${sandboxUuid(404)}`);
    await signIn(page);
    await expect(shownFailure(page)).toBeVisible();
  },
  async table(page) {
    await page.goto("/orders");
    await signIn(page);
    await expect(page.getByText(TEXT.signedIn)).toBeVisible();
    await enterTable(page, Object.keys(ANSWERS));
    await expect(page.getByText(TEXT.tableProgress(3, 3))).toBeVisible();
  },
};

for (const [colorScheme, width] of WIDTHS) {
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } });

    for (const [state, show] of Object.entries(STATES)) {
      test(state, async ({ page }) => {
        await freeze(page);
        await show(page);
        await expect(page).toHaveScreenshot(`${state}-${colorScheme}-${width}.png`, { fullPage: true });
      });
    }
  });
}

test("a badge in another colour is detected", async ({ page }) => {
  test.skip(test.info().config.updateSnapshots === "all", "would overwrite the reference screenshot");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  await freeze(page);
  await STATES.order?.(page);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".badge { filter: hue-rotate(90deg) }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  await expect(expect(page).toHaveScreenshot("order-dark-1280.png", { fullPage: true, timeout: 5_000 })).rejects.toThrow(/pixels/);
});
