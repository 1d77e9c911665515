// Takes the screenshots of the README and of docs/screenshots.md: `node scripts/screenshots.mjs [FOLDER]`, after
// `trunk build --release` and `cargo build --release -p certview-orders-server`.
//
// Everything that time or the machine changes is fixed: the clock of the page, the times of the sandbox's orders, the locale,
// the time zone and the fonts. So a new picture means that the page has changed.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../tests/support/browser.mjs";
import { ROOT, startServer } from "../tests/support/server.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const NOW = new Date("2026-11-24T14:00:00Z");
const FOLDER = process.argv[2] ?? fileURLToPath(new URL("docs/screenshots/", ROOT));

/** @param {string | number} end */
const uuid = (end) => `00000000-0000-4000-8000-${String(end).padStart(12, "0")}`;

/** @param {Page} page */
async function signIn(page) {
  await page.getByLabel("User name").fill("sandbox");
  await page.getByLabel("Password", { exact: true }).fill("sandbox");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Signed in as").waitFor();
}

/**
 * @param {Page} page
 * @param {number} number
 */
async function openOrder(page, number) {
  await page.goto(`/orders/${uuid(number)}`);
  await signIn(page);
  await page.locator("#csr .badge").getByText("Valid").first().waitFor();
}

/** @type {Record<string, (page: Page) => Promise<unknown>>} */
const VIEWS = {
  async start(page) {
    await page.goto("/");
    await page.getByLabel("User name").waitFor();
  },
  order: (page) => openOrder(page, 22),
  async decision(page) {
    await openOrder(page, 22);
    await page.getByRole("button", { name: "Approve…" }).click();
    await page.getByRole("dialog").waitFor();
  },
  async table(page) {
    await page.goto("/orders");
    await signIn(page);
    await page.getByLabel("Request UUIDs").fill([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 404, 13, 22].map(uuid).join("\n"));
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByText("13 of 13 loaded").waitFor();
  },
  async failure(page) {
    await page.goto(`/orders/${uuid(404)}`);
    await signIn(page);
    await page.locator(".notice[data-code]").waitFor();
  },
};

/** @typedef {[view: string, width: number, colours: "light" | "dark"]} Picture */
/** What is taken. @type {Picture[]} */
const PICTURES = [
  ["start", 1440, "light"],
  ...[320, 768, 1440, 1920].flatMap((width) => /** @type {Picture[]} */ ([["order", width, "light"], ["order", width, "dark"]])),
  ["decision", 1440, "light"],
  ["table", 1440, "light"],
  ["table", 320, "light"],
  ["failure", 768, "dark"],
];

/**
 * The orders of the sandbox are made relative to the time of the call: they are moved to the fixed time.
 * @param {Page} page
 */
async function fixTime(page) {
  const shift = NOW.getTime() - Date.now();
  await page.clock.setFixedTime(NOW);
  // The token as the sandbox has signed it: the page gets one that expires by its own clock.
  let signed = "";
  await page.route("**/certview/**", async (route) => {
    const response = await route.fetch({ headers: { ...route.request().headers(), authorization: `Bearer ${signed}` } });
    // Each form of a date that the orders have: epoch milliseconds and three of ISO 8601.
    const text = (await response.text()).replace(/\b1\d{12}\b|\d{4}-\d\d-\d\dT[\d:.]+(\+00:?00|Z)/g, (time) => {
      const at = /^1\d{12}$/.test(time) ? Number(time) : Date.parse(time.replace(/\+00:?00/, "Z"));
      const moved = new Date(Math.round((at + shift) / 60_000) * 60_000);
      return /^1\d{12}$/.test(time) ? String(moved.getTime()) : moved.toISOString().replace("Z", "+0000");
    });
    await route.fulfill({ response, body: text });
  });
  await page.route("**/auth", async (route) => {
    const response = await route.fetch();
    signed = await response.text();
    const [head, claims, signature] = signed.split(".");
    const decoded = JSON.parse(Buffer.from(claims ?? "", "base64url").toString());
    decoded.exp = NOW.getTime() / 1000 + 4 * 3600;
    const encoded = Buffer.from(JSON.stringify(decoded)).toString("base64url");
    await route.fulfill({ response, body: [head, encoded, signature].join(".") });
  });
}

mkdirSync(FOLDER, { recursive: true });
const server = await startServer(["--sandbox", "--allow-decisions"]);
const browser = await launchBrowser({ env: { ...process.env, FONTCONFIG_FILE: fileURLToPath(new URL("tests/page/fonts.conf", ROOT)) } });
try {
  for (const [view, width, colorScheme] of PICTURES) {
    const page = await browser.newPage({
      baseURL: server.origin,
      viewport: { width, height: width < 700 ? 800 : 900 },
      colorScheme,
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
    });
    await fixTime(page);
    await VIEWS[view]?.(page);
    const path = join(FOLDER, `${view}-${width}-${colorScheme}.png`);
    await page.screenshot({ path, animations: "disabled" });
    console.log(path);
    await page.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
