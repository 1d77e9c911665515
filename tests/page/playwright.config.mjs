// How the page tests run: against the built server in its sandbox mode, on free ports of the loopback interface.
//
// `CERTVIEW_ORDERS_SERVER` names the server and `CHROME` the browser; `cargo xtask test page` sets both.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, firefox, webkit } from "@playwright/test";
import { CHROMIUM_ARGUMENTS, chromiumPath } from "../support/browser.mjs";
import { findFirefox } from "../support/firefox.mjs";
import { ROOT, serverPath } from "../support/server.mjs";

/**
 * What needs Chromium itself: its heap snapshots and its print preview, layout shifts, the screenshots of it, the
 * stops of its Tab key; the decisions, which the sandbox keeps from one browser to the next; and the faults, which each
 * browser's network meets in its own way.
 */
const CHROMIUM_ONLY = /(secrets|longrun|hostile|faults|visual|layout|export|decide|keyboard)\.test\.mjs/;
/** Steers the Firefox of the system, without Playwright's `page`. */
const SYSTEM_FIREFOX = /firefox\.test\.mjs/;

/** The fonts of the machine do not matter (on Linux): those of an npm package are used. */
const FONTCONFIG_FILE = fileURLToPath(new URL("fonts.conf", import.meta.url));

/**
 * A sandbox whose origin is then in the environment of the tests.
 * @param {string} name see `server` in fixtures.mjs
 * @param {string} options
 */
const sandbox = (name, options) => ({
  name,
  command: `"${serverPath()}" serve --sandbox --listen 127.0.0.1:0 ${options}`,
  cwd: fileURLToPath(ROOT),
  wait: { stdout: new RegExp(`listening on (?<${name}>http://\\S+)`) },
  // Its log lines.
  stderr: /** @type {const} */ ("ignore"),
  gracefulShutdown: /** @type {const} */ ({ signal: "SIGTERM", timeout: 1_000 }),
});

/**
 * A project for a browser of Playwright's own, where it is installed (`npx playwright install`).
 * @param {import("@playwright/test").BrowserType} browser
 */
const whereInstalled = (browser) =>
  existsSync(browser.executablePath())
    ? [{ name: browser.name(), use: { browserName: /** @type {"firefox" | "webkit"} */ (browser.name()) }, testIgnore: [CHROMIUM_ONLY, SYSTEM_FIREFOX] }]
    : [];

export default defineConfig({
  testDir: ".",
  testMatch: "*.test.mjs",
  outputDir: "../output",
  snapshotPathTemplate: "{testDir}/snapshots/{platform}/{arg}{ext}",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  reporter: process.env.CI ? "dot" : "list",
  // The longest visits thirty views of the page.
  timeout: 120_000,
  expect: {
    timeout: 15_000,
    // A word in another colour is more than that.
    toHaveScreenshot: { animations: "disabled", caret: "hide", maxDiffPixels: 40 },
  },
  webServer: [
    sandbox("SANDBOX", ""),
    sandbox("SANDBOX_FOUR_MINUTES", "--token-lifetime 4m"),
    sandbox("SANDBOX_TEN_MINUTES", "--token-lifetime 10m"),
    sandbox("SANDBOX_DECISIONS", "--allow-decisions"),
  ],
  use: {
    actionTimeout: 15_000,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
  },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        launchOptions: { executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS, env: { ...process.env, FONTCONFIG_FILE } },
      },
      testIgnore: SYSTEM_FIREFOX,
    },
    ...whereInstalled(firefox),
    ...whereInstalled(webkit),
    ...(findFirefox() === undefined ? [] : [{ name: "system-firefox", testMatch: SYSTEM_FIREFOX }]),
  ],
});
