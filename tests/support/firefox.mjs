// The system's Firefox for a test, controlled by Puppeteer: it uses WebDriver BiDi with a Firefox as it is installed,
// without geckodriver. Playwright's own Firefox is a patched build that only its servers have, and its support of BiDi
// needs a newer Firefox than Debian's.

import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

const DEBIAN = "/usr/bin/firefox-esr";

/**
 * The Firefox that `FIREFOX` names, else Debian's; nothing where there is none. A path that does not exist is an error.
 * @returns {string | undefined}
 */
export function findFirefox() {
  const named = process.env.FIREFOX;
  if (named && !existsSync(named)) {
    throw new Error(`There is no Firefox at ${named}, which FIREFOX names.`);
  }
  return named || (existsSync(DEBIAN) ? DEBIAN : undefined);
}

/**
 * Starts it without a window, with a profile of its own.
 * @param {string} executablePath
 * @returns {Promise<import("puppeteer-core").Browser>}
 */
export function launchFirefox(executablePath) {
  return puppeteer.launch({ browser: "firefox", executablePath, headless: true });
}
