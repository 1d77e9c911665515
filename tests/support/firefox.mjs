// Firefox for a test, steered by Puppeteer: it speaks WebDriver BiDi to the Firefox that is installed, without
// geckodriver. Playwright brings a Firefox of its own and cannot steer another.

import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

const DEBIANS = "/usr/bin/firefox-esr";

/**
 * The Firefox that `FIREFOX` names, else Debian's; nothing where there is none. A name that leads nowhere is an
 * error, not a reason to go without.
 * @returns {string | undefined}
 */
export function findFirefox() {
  const named = process.env.FIREFOX;
  if (named && !existsSync(named)) {
    throw new Error(`There is no Firefox at ${named}, which FIREFOX names.`);
  }
  return named || (existsSync(DEBIANS) ? DEBIANS : undefined);
}

/**
 * Starts a headless Firefox with a profile of its own.
 * @param {string} executablePath
 * @returns {Promise<import("puppeteer-core").Browser>}
 */
export function launchFirefox(executablePath) {
  return puppeteer.launch({ browser: "firefox", executablePath, headless: true });
}
