// The pages that are compared, each behind a server of its own but of the same binary, and how a browser visits them.

import { chromium } from "playwright-core";
import { CHROME, pageOf } from "./paths.mjs";
import { startServer } from "./server.mjs";

/** @typedef {import("playwright-core").Browser} Browser */
/** @typedef {import("playwright-core").BrowserContext} BrowserContext */
/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ cpu: number, latencyMs: number, megabits: number }} Profile no latency and 0 Mbit/s: as it comes */
/** @typedef {{ name: string, title: string, origin: string, kept: Record<string, string>, stop: () => Promise<void> }} Served */
/** @typedef {{ page: Page, context: BrowserContext, cdp: import("playwright-core").CDPSession }} Tab */

/** @type {Record<string, Profile>} */
export const PROFILES = {
  "loopback, CPU ×1": { cpu: 1, latencyMs: 0, megabits: 0 },
  "loopback, CPU ×4": { cpu: 4, latencyMs: 0, megabits: 0 },
  "9 Mbit/s, 40 ms": { cpu: 1, latencyMs: 40, megabits: 9 },
  "1.6 Mbit/s, 150 ms, CPU ×4": { cpu: 4, latencyMs: 150, megabits: 1.6 },
};

/**
 * Serves these pages, all with the same backend.
 * @param {string[]} names
 * @param {string} [upstream] the sandbox, where there is none
 * @returns {Promise<Served[]>}
 */
export async function servePages(names, upstream) {
  const backend = upstream ? ["--upstream", upstream] : ["--sandbox"];
  const browser = await launchBrowser();
  try {
    return await Promise.all(
      names.map(async (name) => {
        const { title, dist } = pageOf(name);
        const { origin, stop } = await startServer([...backend, "--dist", dist]);
        return { name, title, origin, kept: await keptSession(browser, origin), stop };
      }),
    );
  } finally {
    await browser.close();
  }
}

/**
 * What the page keeps for the tab once somebody has signed in, by key: a page may keep more than its token there.
 * @param {Browser} browser
 * @param {string} origin
 * @returns {Promise<Record<string, string>>}
 */
async function keptSession(browser, origin) {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await page.goto("/orders/00000000-0000-4000-8000-000000000001");
  await fillSignIn(page);
  const keep = page.getByLabel(/^Keep me signed in/);
  if ((await keep.count()) > 0) {
    await keep.check();
  }
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForFunction(() => sessionStorage.length > 0);
  const kept = await page.evaluate(() => ({ ...sessionStorage }));
  await context.close();
  return kept;
}

/** @param {Page} page with the form to sign in */
export async function fillSignIn(page) {
  await page.getByLabel("User name").fill("sandbox");
  await page.getByLabel("Password", { exact: true }).fill("sandbox");
}

/** @returns {Promise<Browser>} */
export function launchBrowser() {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  args.push("--disable-component-update", "--disable-sync");
  return chromium.launch({ executablePath: CHROME, args });
}

/**
 * A tab with a cache and a storage of its own.
 * @param {Browser} browser
 * @param {Served} served
 * @param {Profile} profile
 * @param {{ isSignedIn?: boolean }} [options]
 * @returns {Promise<Tab>}
 */
export async function openTab(browser, served, profile, { isSignedIn = true } = {}) {
  const context = await browser.newContext({ baseURL: served.origin, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(instrument);
  if (isSignedIn) {
    await page.addInitScript(keepSession, { origin: served.origin, items: served.kept });
  }
  const cdp = await context.newCDPSession(page);
  await applyProfile(cdp, profile);
  return { page, context, cdp };
}

/**
 * @param {Tab["cdp"]} cdp
 * @param {Profile} profile
 */
export async function applyProfile(cdp, { cpu, latencyMs, megabits }) {
  const bytesPerSecond = megabits ? (megabits * 1e6) / 8 : -1;
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: latencyMs,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpu });
}

/** @param {{ origin: string, items: Record<string, string> }} kept */
export function keepSession({ origin, items }) {
  if (location.origin === origin) {
    for (const [key, value] of Object.entries(items)) {
      sessionStorage.setItem(key, value);
    }
  }
}

/**
 * @typedef {object} Instruments
 * @property {(text: string, former?: string) => Promise<number>} painted when the view was painted whose badges contain
 *   this text, and not the former one; fails after a minute
 * @property {number} clicked when the last click happened
 * @property {() => Promise<{ start: number, end: number }>} order when the last call for a request was sent, and
 *   answered: of those since the resource timings were cleared
 */

/** Runs in the page, before its own scripts. */
export function instrument() {
  /** @type {Instruments} */
  const bench = {
    clicked: 0,
    painted(text, former = "") {
      return new Promise((resolve, reject) => {
        const timeout = setTimeout(() => reject(new Error(`no badge with ${text} after a minute`)), 60_000);
        const look = () => {
          const badges = document.querySelector("ul.badges")?.textContent ?? "";
          if (!badges.includes(text) || (former && badges.includes(former))) {
            return;
          }
          observer.disconnect();
          clearTimeout(timeout);
          // The frame with it is drawn after the callbacks of the frame and in the same task, so the task after that
          // is the first that knows it drawn: of the highest priority, before what the page itself planned for then.
          requestAnimationFrame(() => scheduler.postTask(() => resolve(performance.now()), { priority: "user-blocking" }));
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true, characterData: true });
        look();
      });
    },
    async order() {
      for (;;) {
        const calls = performance.getEntriesByType("resource").filter((entry) => entry.name.includes("/digicert/orders/"));
        const last = /** @type {PerformanceResourceTiming | undefined} */ (calls.at(-1));
        if (last) {
          return { start: last.startTime, end: last.responseEnd };
        }
        // The browser reports a call in a task of its own, which may come after the frame that shows its answer.
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
  };
  addEventListener("click", (event) => (bench.clicked = event.timeStamp), { capture: true });
  Object.assign(globalThis, { bench });
}
