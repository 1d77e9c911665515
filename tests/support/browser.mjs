// Chromium for a test, controlled by Playwright.

import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

export const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The Chromium that `CHROME` names, else Debian's. */
export function chromiumPath() {
  const path = process.env.CHROME || "/usr/bin/chromium";
  if (!existsSync(path)) {
    throw new Error(`There is no Chromium at ${path}: name yours in CHROME, or run \`cargo xtask test\`.`);
  }
  return path;
}

/**
 * Starts it without a window.
 * @param {import("@playwright/test").LaunchOptions} [options]
 * @returns {Promise<import("@playwright/test").Browser>}
 */
export function launchBrowser(options = {}) {
  return chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS, ...options });
}
