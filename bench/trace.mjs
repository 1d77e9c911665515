// Where the time until the status goes: the browser's own trace and a CPU profile of one visit at 4x slowdown.
// `CERTVIEW_ORDERS_DIST` may name a build that kept the names of its functions.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { options } from "./lib/options.mjs";
import { BUILD } from "./lib/paths.mjs";
import { PROFILES, launchBrowser, openTab, servePages } from "./lib/pages.mjs";
import { writeResults } from "./lib/results.mjs";
import { median } from "./lib/stats.mjs";

/** @typedef {import("./lib/pages.mjs").Tab} Tab */
/** @typedef {{ name: string, ph: string, ts: number, dur?: number, tdur?: number, pid: number, tid: number, args?: any, cat: string }} TraceEvent */

const REQUEST = "00000000-0000-4000-8000-000000000001";
const CATEGORIES = ["toplevel", "blink.user_timing", "blink", "devtools.timeline", "loading", "v8", "disabled-by-default-v8.wasm.detailed", "v8.wasm"];
const PROFILE = "loopback, CPU ×4";
/** A wasm function, and what of the page it belongs to; the first that fits. */
const GROUPS = /** @type {[string, RegExp][]} */ ([
  ["decoding the CSR", /certview_orders::csr|\basn1\b|sha2|base64ct/],
  ["reviewing", /certview_orders::review|idna|punycode/],
  ["parsing the order", /certview_orders::order|serde/],
  ["allocating", /dlmalloc|zeroizing|memcpy|memset|__rust_alloc|__rdl/],
  ["views", /certview_orders::page/],
  ["Yew", /\byew\b/],
  ["JavaScript interface", /js_sys|web_sys|wasm_bindgen|gloo/],
]);

/**
 * @param {number} rounds
 * @param {string[]} names of the pages
 */
export async function measureTrace(rounds, names) {
  const served = await servePages(names);
  const browser = await launchBrowser();
  /** @type {Record<string, Record<string, { painted: number, tasks: Record<string, number>, cpu: Record<string, number>, script: Record<string, number>, functions: [string, number][], compiledLazily: number }>>} */
  const pages = {};
  try {
    for (const page of served) {
      for (const kind of ["cold", "warm"]) {
        const warmTab = await openTab(browser, page, /** @type {any} */ (PROFILES[PROFILE]));
        for (let visit = 0; kind === "warm" && visit < 4; visit++) {
          await goTo(warmTab);
        }
        /** @type {Awaited<ReturnType<typeof traced>>[]} */
        const traces = [];
        /** @type {{ script: Record<string, number>, functions: [string, number][] }[]} */
        const profiles = [];
        for (let round = 0; round < rounds; round++) {
          for (const isTrace of [true, false]) {
            const tab = kind === "warm" ? warmTab : await openTab(browser, page, /** @type {any} */ (PROFILES[PROFILE]));
            await tab.page.goto("/healthz");
            if (isTrace) {
              traces.push(await traced(browser, tab, `${page.title}-${kind}`));
            } else {
              profiles.push(await profiled(tab));
            }
            if (tab !== warmTab) {
              await tab.context.close();
            }
          }
        }
        await warmTab.context.close();
        (pages[page.name] ??= {})[kind] = {
          painted: median(traces.map(({ painted }) => painted)),
          tasks: medians(traces.map(({ tasks }) => tasks)),
          cpu: medians(traces.map(({ cpu }) => cpu)),
          compiledLazily: median(traces.map(({ compiledLazily }) => compiledLazily)),
          script: medians(profiles.map(({ script }) => script)),
          functions: profiles[0]?.functions ?? [],
        };
        console.log(page.name, kind, JSON.stringify(pages[page.name]?.[kind], null, 1));
      }
    }
    writeResults("trace", rounds, { profile: PROFILE, pages });
  } finally {
    await browser.close();
    await Promise.all(served.map((page) => page.stop()));
  }
}

/** @param {Record<string, number>[]} rows */
function medians(rows) {
  const keys = new Set(rows.flatMap((row) => Object.keys(row)));
  const entries = [...keys].map((key) => /** @type {const} */ ([key, median(rows.map((row) => row[key] ?? 0))]));
  return Object.fromEntries(entries.filter(([, value]) => value >= 0.5).sort((a, b) => b[1] - a[1]));
}

/** @param {Tab} tab @returns {Promise<number>} */
async function goTo({ page }) {
  await page.goto(`/orders/${REQUEST}`, { waitUntil: "commit" });
  return page.evaluate(() => /** @type {any} */ (globalThis).bench.painted("Submitted"));
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {Tab} tab
 * @param {string} name of the file with the trace, for the browser's own viewer
 */
async function traced(browser, tab, name) {
  await browser.startTracing(tab.page, { categories: CATEGORIES });
  const painted = await goTo(tab);
  const buffer = await browser.stopTracing();
  writeFileSync(join(BUILD, `trace-${name}.json`), buffer);
  /** @type {TraceEvent[]} */
  const events = JSON.parse(buffer.toString()).traceEvents;
  return {
    painted,
    tasks: mainThread(events, painted, (event) => event.dur ?? 0),
    // Of this thread alone and without the throttling, so that it is the same on a busy machine.
    cpu: mainThread(events, painted, (event) => event.tdur ?? 0),
    compiledLazily: events.filter(({ name, ph }) => name === "wasm.CompileLazy" && ph === "X").length,
  };
}

/**
 * Milliseconds of the main thread by kind of work, each without what it called, from the navigation to the painting.
 * @param {TraceEvent[]} events
 * @param {number} painted
 * @param {(event: TraceEvent) => number} cost in microseconds
 * @returns {Record<string, number>}
 */
function mainThread(events, painted, cost) {
  const start = events.find(({ name, args }) => name === "navigationStart" && args?.data?.documentLoaderURL?.includes("/orders/"));
  if (!start) {
    return {};
  }
  const end = start.ts + painted * 1000;
  const own = events
    .filter(({ ph, pid, tid, ts, dur }) => ph === "X" && pid === start.pid && tid === start.tid && ts >= start.ts && ts < end && dur)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  /** @type {Record<string, number>} */
  const sums = {};
  /** @type {{ name: string, end: number }[]} */
  const open = [];
  let busy = 0;
  for (const event of own) {
    const { name, ts, dur = 0 } = event;
    const time = cost(event) / 1000;
    while (open.length && (open.at(-1)?.end ?? 0) <= ts) {
      open.pop();
    }
    const parent = open.at(-1);
    sums[name] = (sums[name] ?? 0) + time;
    if (parent) {
      sums[parent.name] = (sums[parent.name] ?? 0) - time;
    } else {
      busy += time;
    }
    open.push({ name, end: ts + dur });
  }
  return { ...sums, "(busy)": busy };
}

/** @param {Tab} tab */
async function profiled({ page, context }) {
  const cdp = await context.newCDPSession(page);
  await cdp.send("Profiler.enable");
  await cdp.send("Profiler.setSamplingInterval", { interval: 200 });
  await cdp.send("Profiler.start");
  await goTo({ page, context, cdp });
  const { profile } = await cdp.send("Profiler.stop");
  await cdp.detach();
  /** @type {Map<number, { name: string, url: string }>} */
  const nodes = new Map(profile.nodes.map(({ id, callFrame }) => [id, { name: callFrame.functionName, url: callFrame.url }]));
  /** @type {Record<string, number>} */
  const script = {};
  /** @type {Record<string, number>} */
  const functions = {};
  (profile.samples ?? []).forEach((id, index) => {
    const node = nodes.get(id);
    const time = Math.max(profile.timeDeltas?.[index] ?? 0, 0) / 1000;
    if (!node || node.name === "(idle)" || node.name === "(root)") {
      return;
    }
    const isWasm = node.url.startsWith("wasm:") || node.url.endsWith(".wasm");
    const group = isWasm
      ? `wasm: ${GROUPS.find(([, pattern]) => pattern.test(node.name))?.[0] ?? "other"}`
      : node.name.startsWith("(")
        ? node.name
        : "JavaScript";
    script[group] = (script[group] ?? 0) + time;
    functions[node.name || "(anonymous)"] = (functions[node.name || "(anonymous)"] ?? 0) + time;
  });
  return {
    script,
    functions: Object.entries(functions).filter(([, time]) => time >= 1).sort((a, b) => b[1] - a[1]).slice(0, 40),
  };
}

if (process.argv[1]?.endsWith("trace.mjs")) {
  const { rounds, pages } = options();
  await measureTrace(Math.min(rounds, 5), pages.filter((name) => name !== "react-split" && name !== "preact"));
}
