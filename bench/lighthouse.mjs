// Lighthouse's scores of the start page and of a request: mobile, with its simulated slow 4G. The largest contentful paint
// also where the browser is slowed instead: the simulation counts everything that had arrived before that paint on
// loopback, where the module is there before the first frame.

import { createRequire } from "node:module";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";
import { options } from "./lib/options.mjs";
import { keepSession, servePages } from "./lib/pages.mjs";
import { CHROME } from "./lib/paths.mjs";
import { writeResults } from "./lib/results.mjs";
import { median } from "./lib/stats.mjs";

const REQUEST = "00000000-0000-4000-8000-000000000001";
const PATHS = { "start page": "/", "order page": `/orders/${REQUEST}` };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const LCP = "largest-contentful-paint";
const METRICS = ["first-contentful-paint", LCP, "total-blocking-time", "cumulative-layout-shift", "speed-index"];
const MOST_RUNS = 5;

/**
 * @param {number} rounds
 * @param {string[]} names of the pages
 */
export async function measureLighthouse(rounds, names) {
  const served = await servePages(names);
  const runs = Math.min(rounds, MOST_RUNS);
  /** @type {Record<string, Record<string, { scores: Record<string, number>, metrics: Record<string, number>, appliedLcp: number, failed: string[] }>>} */
  const pages = {};
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  const browser = await puppeteer.launch({ executablePath: CHROME, args: [...args, "--disable-component-update", "--disable-sync"] });
  try {
    for (const page of served) {
      for (const [title, path] of Object.entries(PATHS)) {
        /** @type {import("lighthouse").Result[]} */
        const results = [];
        /** @type {number[]} */
        const appliedLcp = [];
        for (let run = 0; run < runs; run++) {
          results.push(await retried(() => audit(browser, page, path, "simulate")));
          const applied = await retried(() => audit(browser, page, path, "devtools"));
          appliedLcp.push(applied.audits[LCP]?.numericValue ?? Number.NaN);
        }
        const last = results[results.length - 1];
        const of = (/** @type {(result: import("lighthouse").Result) => number} */ value) => median(results.map(value));
        (pages[page.name] ??= {})[title] = {
          scores: Object.fromEntries(CATEGORIES.map((id) => [id, of((result) => Math.round((result.categories[id]?.score ?? 0) * 100))])),
          metrics: Object.fromEntries(METRICS.map((id) => [id, of((result) => result.audits[id]?.numericValue ?? Number.NaN)])),
          appliedLcp: median(appliedLcp),
          failed: CATEGORIES.slice(1).flatMap((id) =>
            (last?.categories[id]?.auditRefs ?? [])
              .filter(({ id, weight }) => weight > 0 && (last?.audits[id]?.score ?? 1) < 1)
              .map(({ id }) => id),
          ),
        };
        console.log(`${page.title}, ${title}:`, JSON.stringify(pages[page.name]?.[title]));
      }
    }
    const { version } = createRequire(import.meta.url)("lighthouse/package.json");
    writeResults("lighthouse", runs, { pages, version });
  } finally {
    await browser.close();
    await Promise.all(served.map((page) => page.stop()));
  }
}

/**
 * Lighthouse's recording of the trace fails now and then, with the page unharmed.
 * @template T
 * @param {() => Promise<T>} attempt
 */
async function retried(attempt) {
  for (let left = 2; left > 0; left--) {
    try {
      return await attempt();
    } catch (error) {
      console.log(`once more: ${error instanceof Error ? error.message : error}`);
    }
  }
  return attempt();
}

/**
 * @param {import("puppeteer-core").Browser} browser
 * @param {import("./lib/pages.mjs").Served} served
 * @param {string} path
 * @param {"simulate" | "devtools"} throttlingMethod
 */
async function audit(browser, served, path, throttlingMethod) {
  const page = await browser.newPage();
  if (path !== "/") {
    await page.evaluateOnNewDocument(keepSession, { origin: served.origin, items: served.kept });
  }
  const result = await lighthouse(
    `${served.origin}${path}`,
    { onlyCategories: CATEGORIES, formFactor: "mobile", throttlingMethod, logLevel: "error" },
    undefined,
    /** @type {any} */ (page),
  );
  await page.close();
  if (!result || result.lhr.runtimeError) {
    throw new Error(`Lighthouse failed on ${served.name} ${path}: ${result?.lhr.runtimeError?.message}`);
  }
  return result.lhr;
}

if (process.argv[1]?.endsWith("lighthouse.mjs")) {
  const { rounds, pages } = options();
  await measureLighthouse(rounds, pages.filter((name) => name !== "react-split"));
}
