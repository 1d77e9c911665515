// How long a reader waits: until the status is painted (cold and warm), after the click on Sign in, after Refresh, and
// from the response to the view of requests with many names. Our page and its peers in alternated rounds, all from the
// same server binary.

import { CALL, ordersWithNames, startGateway, uuidWithNames } from "./lib/gateway.mjs";
import { PROFILES, fillSignIn, launchBrowser, openTab, servePages } from "./lib/pages.mjs";
import { options } from "./lib/options.mjs";
import { pageOf } from "./lib/paths.mjs";
import { firstLoadBytes } from "./lib/prepare.mjs";
import { readResults, writeResults } from "./lib/results.mjs";
import { alternated, summarize } from "./lib/stats.mjs";

/** @typedef {import("./lib/pages.mjs").Served} Served */
/** @typedef {import("./lib/pages.mjs").Tab} Tab */
/** @typedef {import("./lib/pages.mjs").Profile} Profile */
/** @typedef {import("./lib/pages.mjs").Instruments} Instruments */
/** @typedef {Record<string, Record<string, import("./lib/stats.mjs").Summary>>} Table by profile, then by page */
/** @typedef {{ painted: number } & Record<string, number>} Visit milliseconds since the navigation began */

const PARTS = ["visits", "sign-in", "refresh", "names"];
/** A submitted request with a CSR of two names: the sandbox's first. */
const REQUEST = "00000000-0000-4000-8000-000000000001";
const STATUS = "Submitted";
/** Visits before the warm ones count: the browser keeps compiled code from the second or third on. */
const WARMING_VISITS = 3;
/** Not 10,000: @peculiar/x509 refuses a CSR of more than 10,000 ASN.1 elements. */
const NAMES = [100, 1_000, 9_000];
/** For a view that is not loaded over and over: the same at both ends of what readers have. */
const INTERACTIONS = ["loopback, CPU ×1", "loopback, CPU ×4", "1.6 Mbit/s, 150 ms, CPU ×4"];

/**
 * @param {number} rounds
 * @param {string[]} names of the pages
 * @param {string[]} [parts] of the measurement; the results of the others stay
 */
export async function measureLoad(rounds, names, parts = PARTS) {
  const gateway = await startGateway(await ordersWithNames([2, ...NAMES]));
  const [inSandbox, behindGateway] = await Promise.all([servePages(names), servePages(names, gateway.origin)]);
  const browser = await launchBrowser();
  try {
    const bytes = Object.fromEntries(names.map((name) => [name, firstLoadBytes(pageOf(name).dist)]));
    const results = { ...readResults("load"), pages: names, bytes };
    if (parts.includes("visits")) {
      Object.assign(results, await measureVisits(browser, inSandbox, rounds));
    }
    if (parts.includes("sign-in")) {
      results.signIn = await measureSignIn(browser, inSandbox, rounds);
    }
    if (parts.includes("refresh")) {
      results.refresh = await measureRefresh(browser, behindGateway, rounds);
    }
    if (parts.includes("names")) {
      results.names = await measureNames(browser, behindGateway, rounds);
    }
    writeResults("load", rounds, results);
  } finally {
    await browser.close();
    await Promise.all([...inSandbox, ...behindGateway].map((page) => page.stop()));
    await gateway.stop();
  }
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {Served[]} pages
 * @param {number} rounds
 */
async function measureVisits(browser, pages, rounds) {
  /** @type {Table} */
  const cold = {};
  /** @type {Table} */
  const warm = {};
  /** @type {Record<string, Record<string, { cold: Record<string, number>, warm: Record<string, number> }>>} */
  const steps = {};
  for (const [name, profile] of Object.entries(PROFILES)) {
    const visits = collector(pages);
    const returns = collector(pages);
    /** @type {Map<string, Tab>} */
    const tabs = new Map();
    for (const page of pages) {
      const tab = await openTab(browser, page, profile);
      tabs.set(page.name, tab);
      for (let visit = 0; visit < WARMING_VISITS; visit++) {
        await visitOrder(tab);
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const page of alternated(pages, round)) {
        // A context of its own: no cache, no connection, a fresh process.
        const tab = await openTab(browser, page, profile);
        visits.add(page.name, await visitOrder(tab));
        await tab.context.close();
        returns.add(page.name, await visitOrder(/** @type {Tab} */ (tabs.get(page.name))));
      }
    }
    for (const tab of tabs.values()) {
      await tab.context.close();
    }
    cold[name] = visits.summary("painted");
    warm[name] = returns.summary("painted");
    steps[name] = Object.fromEntries(
      pages.map((page) => [page.name, { cold: visits.medians(page.name), warm: returns.medians(page.name) }]),
    );
    print(`status painted, cold: ${name}`, cold[name]);
    print(`status painted, warm: ${name}`, warm[name]);
  }
  return { cold, warm, steps };
}

/**
 * @param {Tab} tab
 * @returns {Promise<Visit>}
 */
async function visitOrder({ page }) {
  await page.goto("/healthz");
  await page.goto(`/orders/${REQUEST}`, { waitUntil: "commit" });
  return page.evaluate(async (status) => {
    const painted = await globals().painted(status);
    /** @param {string} pattern */
    const resource = (pattern) => {
      const entries = performance.getEntriesByType("resource");
      return /** @type {PerformanceResourceTiming | undefined} */ (
        entries.filter((entry) => new RegExp(pattern).test(new URL(entry.name).pathname)).at(-1)
      );
    };
    const [navigation] = performance.getEntriesByType("navigation");
    const { start, end } = await globals().order();
    return {
      html: /** @type {PerformanceNavigationTiming} */ (navigation).responseEnd,
      firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      program: Math.max(resource("\\.wasm$")?.responseEnd ?? 0, resource("\\.js$")?.responseEnd ?? 0),
      config: resource("/config\\.json$")?.responseEnd ?? Number.NaN,
      orderSent: start,
      orderAnswered: end,
      painted,
    };

    /** @returns {Instruments} */
    function globals() {
      return /** @type {any} */ (globalThis).bench;
    }
  }, STATUS);
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {Served[]} pages
 * @param {number} rounds
 */
async function measureSignIn(browser, pages, rounds) {
  /** @type {Table} */
  const table = {};
  for (const name of INTERACTIONS) {
    const clicks = collector(pages);
    for (let round = 0; round < rounds; round++) {
      for (const served of alternated(pages, round)) {
        const { page, context } = await openTab(browser, served, profileOf(name), { isSignedIn: false });
        await page.goto(`/orders/${REQUEST}`);
        await fillSignIn(page);
        const painted = page.evaluate(
          (status) => /** @type {any} */ (globalThis).bench.painted(status),
          STATUS,
        );
        await page.getByRole("button", { name: "Sign in" }).click();
        const end = await painted;
        clicks.add(served.name, { painted: end - (await page.evaluate(() => /** @type {any} */ (globalThis).bench.clicked)) });
        await context.close();
      }
    }
    table[name] = clicks.summary("painted");
    print(`order painted after the click on Sign in: ${name}`, table[name]);
  }
  return table;
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {Served[]} pages
 * @param {number} rounds
 */
async function measureRefresh(browser, pages, rounds) {
  /** @type {Table} */
  const table = {};
  /** @type {Table} */
  const afterResponse = {};
  for (const name of INTERACTIONS) {
    const clicks = collector(pages);
    /** @type {Map<string, Tab>} */
    const tabs = new Map();
    for (const page of pages) {
      const tab = await openTab(browser, page, profileOf(name));
      await tab.page.goto(`/orders/${uuidWithNames(2)}`);
      await tab.page.evaluate((call) => /** @type {any} */ (globalThis).bench.painted(call), CALL);
      tabs.set(page.name, tab);
    }
    for (let round = 0; round < rounds; round++) {
      for (const { name } of alternated(pages, round)) {
        const { page } = /** @type {Tab} */ (tabs.get(name));
        clicks.add(name, await page.evaluate(refresh));
      }
    }
    for (const tab of tabs.values()) {
      await tab.context.close();
    }
    table[name] = clicks.summary("painted");
    afterResponse[name] = clicks.summary("afterResponse");
    print(`new status painted after Refresh: ${name}`, table[name]);
  }
  return { afterClick: table, afterResponse };
}

/** Runs in the page: presses Refresh and waits for what the next answer says. */
async function refresh() {
  const bench = /** @type {Instruments} */ (/** @type {any} */ (globalThis).bench);
  const button = [...document.querySelectorAll("button")].find((element) => element.textContent?.includes("Refresh"));
  const shown = /CALL-\d+\./.exec(document.querySelector("ul.badges")?.textContent ?? "")?.[0];
  performance.clearResourceTimings();
  const start = performance.now();
  const painted = bench.painted("CALL-", shown);
  button?.click();
  const end = await painted;
  return { painted: end - start, afterResponse: end - (await bench.order()).end };
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {Served[]} pages
 * @param {number} rounds
 */
async function measureNames(browser, pages, rounds) {
  /** @type {Record<string, Table>} */
  const tables = {};
  for (const name of INTERACTIONS.slice(0, 2)) {
    /** @type {Table} */
    const table = {};
    for (const count of NAMES) {
      const views = collector(pages);
      /** @type {Map<string, Tab>} */
      const tabs = new Map();
      for (const page of pages) {
        tabs.set(page.name, await openTab(browser, page, profileOf(name)));
      }
      // The first round warms the code and does not count.
      for (let round = -1; round < rounds; round++) {
        for (const served of alternated(pages, round + 1)) {
          const { page } = /** @type {Tab} */ (tabs.get(served.name));
          // From one request to another in the running program: what is measured is the view, not the program's start.
          await page.goto(`/orders/${uuidWithNames(2)}`, { waitUntil: "commit" });
          await page.evaluate(fullView, null);
          const view = await page.evaluate(fullView, `/orders/${uuidWithNames(count)}`);
          if (round >= 0) {
            views.add(served.name, { painted: view });
          }
        }
      }
      for (const tab of tabs.values()) {
        await tab.context.close();
      }
      table[count] = views.summary("painted");
      print(`response to view, ${count} names: ${name}`, table[count]);
    }
    tables[name] = table;
  }
  return tables;
}

/**
 * Runs in the page: from the response to the view with the comparison of the CSR.
 * @param {string | null} path of the request to go to, as Back and Forward do; none where it is being loaded already
 */
async function fullView(path) {
  const bench = /** @type {Instruments} */ (/** @type {any} */ (globalThis).bench);
  const former = path && document.querySelector("table.comparison");
  if (path) {
    performance.clearResourceTimings();
    history.pushState({}, "", path);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }
  await new Promise((resolve) => {
    const look = () => {
      const table = document.querySelector("table.comparison");
      if (table && table !== former && table.querySelectorAll("tbody tr").length === 4) {
        observer.disconnect();
        resolve(undefined);
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true });
    look();
  });
  const painted = await bench.painted("Submitted");
  return painted - (await bench.order()).end;
}

/** @param {string} name */
function profileOf(name) {
  const profile = PROFILES[name];
  if (!profile) {
    throw new Error(`there is no profile ${name}`);
  }
  return profile;
}

/**
 * The measured values by page.
 * @param {Served[]} pages
 */
function collector(pages) {
  /** @type {Map<string, Record<string, number>[]>} */
  const all = new Map(pages.map((page) => [page.name, []]));
  return {
    /** @type {(page: string, values: Record<string, number>) => void} */
    add: (page, values) => all.get(page)?.push(values),
    /** @param {string} key */
    summary: (key) =>
      Object.fromEntries([...all].map(([page, values]) => [page, summarize(values.map((value) => value[key] ?? Number.NaN))])),
    /** @param {string} page @returns {Record<string, number>} */
    medians: (page) => {
      const values = all.get(page) ?? [];
      return Object.fromEntries(
        Object.keys(values[0] ?? {}).map((key) => [key, summarize(values.map((value) => value[key] ?? Number.NaN)).median]),
      );
    },
  };
}

/**
 * @param {string} what
 * @param {Record<string, import("./lib/stats.mjs").Summary>} row
 */
function print(what, row) {
  const ours = row.ours?.median ?? Number.NaN;
  const texts = Object.entries(row).map(([page, { median, low, high }]) => {
    const ratio = page === "ours" ? "" : ` (ours ${(ours / median).toFixed(2)})`;
    return `${page} ${median.toFixed(0)} [${low.toFixed(0)}–${high.toFixed(0)}]${ratio}`;
  });
  console.log(`${what}: ${texts.join(", ")}`);
}

if (process.argv[1]?.endsWith("load.mjs")) {
  const { rounds, pages, only } = options();
  await measureLoad(rounds, pages, only.length ? only : PARTS);
}
