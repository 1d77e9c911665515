// Writes docs/benchmarks.md and its plots from what was measured.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FULL_ROUNDS } from "./lib/options.mjs";
import { pageOf, ROOT } from "./lib/paths.mjs";
import { drawBars, drawLines } from "./lib/plots.mjs";
import { readResults } from "./lib/results.mjs";

/** @typedef {import("./lib/stats.mjs").Summary} Summary */
/** @typedef {Record<string, Record<string, Summary>>} Table */

const PLOTS = join(ROOT, "docs/benchmarks");
const load = readResults("load");
const memory = readResults("memory");
const decode = readResults("decode");
const server = readResults("server");
const lighthouse = readResults("lighthouse");
const trace = readResults("trace");

/** @param {(string | number)[][]} rows the first is the heading */
function table(rows) {
  const [heading = [], ...body] = rows;
  const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.join(" | ")} |`;
  const rule = heading.map((_, index) => (index ? "--:" : ":--"));
  return [line(heading), line(rule), ...body.map(line)].join("\n");
}

/** @param {Summary | null | undefined} summary @param {number} [digits] */
function spread(summary, digits = 0) {
  if (!summary) {
    return "–";
  }
  return `${number(summary.median, digits)} <sub>${number(summary.low, digits)}–${number(summary.high, digits)}</sub>`;
}

/** @param {number} value @param {number} [digits] */
function number(value, digits = 0) {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** @param {number} value */
const mebibytes = (value) => number(value / 2 ** 20, 1);

/** @param {string} name @param {string} description */
function picture(name, description) {
  return [
    "<picture>",
    `  <source media="(prefers-color-scheme: dark)" srcset="benchmarks/${name}-dark.svg">`,
    `  <img alt="${description}" src="benchmarks/${name}-light.svg">`,
    "</picture>",
  ].join("\n");
}

/**
 * @param {Table} rows
 * @param {string} first
 * @param {number} [digits]
 */
function comparison(rows, first, digits = 0) {
  const names = Object.keys(Object.values(rows)[0] ?? {});
  const others = names.filter((name) => name !== "ours");
  return table([
    [first, ...names.map((name) => pageOf(name).title), ...others.map((name) => `ours / ${pageOf(name).title}`)],
    ...Object.entries(rows).map(([title, row]) => [
      title,
      ...names.map((name) => spread(row[name], digits)),
      ...others.map((name) => number((row.ours?.median ?? Number.NaN) / (row[name]?.median ?? Number.NaN), 2)),
    ]),
  ]);
}

/** @param {Table} rows @param {string} [suffix] */
function bars(rows, suffix = "") {
  return Object.entries(rows).flatMap(([group, row]) =>
    Object.entries(row).map(([name, { median, low, high }]) => ({ group: group + suffix, series: pageOf(name).title, value: median, low, high })),
  );
}

/** @type {{ what: string, goal: string, measured: string, isMet: boolean }[]} */
const goals = [];
/** @param {string} what @param {string} goal @param {number} value @param {number} limit @param {boolean} [atLeast] */
function goal(what, goal, value, limit, atLeast = false) {
  goals.push({ what, goal, measured: number(value, 2), isMet: atLeast ? value >= limit : value <= limit });
}

/** @param {Record<string, Summary> | undefined} row @param {string} [peer] */
const ratio = (row, peer = "react") => (row?.ours?.median ?? Number.NaN) / (row?.[peer]?.median ?? Number.NaN);

/** @type {string[]} */
const parts = [];

if (load) {
  const { machine, rounds, date } = load;
  const isShort = rounds < FULL_ROUNDS;
  parts.push(
    `Measured on ${date} on a machine with ${machine.cores} cores and ${machine.memoryGib} GiB of memory (${machine.system}), ` +
      `Chromium ${machine.chromium}, Node ${machine.node}: ${rounds} alternated ${rounds === 1 ? "round" : "rounds"}, medians with quartiles. ` +
      "All pages come from the same server binary; CPU and network are throttled by the browser.",
  );
  const isBusy = machine.busyCores > machine.cores / 4;
  if (isShort || isBusy) {
    parts.push(
      `> **Only indicative**: ${isShort ? `${rounds} ${rounds === 1 ? "round" : "rounds"} instead of ${FULL_ROUNDS}` : "the machine was busy"}` +
        `${isShort && isBusy ? ", on a busy machine" : ""}.`,
    );
  }
  parts.push("{goals}");
  parts.push(
    "## The peers\n\n" +
      "`bench/facts.mjs` reads status, badges, next action, key facts, CSR comparison, sections and raw JSON of twelve requests from every page and fails at the first difference. The peers use our style sheet and markup; they have 12 checks where we have 82, and do not watch, list or export requests.\n\n" +
      table([
        ["page", "made of", "first load, kB as brotli"],
        ...load.pages.map((/** @type {string} */ name) => [pageOf(name).title, madeOf(name), number(load.bytes[name] / 1000, 1)]),
      ]),
  );
}

/** @param {string} name */
function madeOf(name) {
  return (
    {
      ours: "Rust, Yew, WebAssembly",
      react: "React 19, React Router, TanStack Query, zod, @peculiar/x509, date-fns, Vite",
      "react-split": "the same, @peculiar/x509 in a chunk that is loaded after the request",
      preact: "Preact, preact-iso, a CSR decoder of 200 lines, Intl, Vite",
    }[name] ?? "another build of ours"
  );
}

if (load?.cold) {
  parts.push(
    `## Until the status is painted\n\nFrom the start of the navigation to the frame that shows it, in milliseconds. Cold: no cache, no connection. Warm: the fourth visit and later.\n\n### Cold\n\n${comparison(load.cold, "profile")}\n\n### Warm\n\n${comparison(load.warm, "profile")}\n\n${picture("status", "Time until the status is painted, by profile and page")}`,
  );
  await drawBars(PLOTS, "status", {
    values: [...bars(load.cold, " – cold"), ...bars(load.warm, " – warm")],
    unit: "milliseconds until the status is painted",
    description: "Time until the status is painted, by profile and page",
  });
  for (const [title, row] of Object.entries(load.cold)) {
    goal(`status painted, cold, ${title}`, "≤ 0.85 of React", ratio(row), 0.85);
  }
  for (const [title, row] of Object.entries(load.warm)) {
    goal(`status painted, warm, ${title}`, "≤ 0.75 of React", ratio(row), 0.75);
  }
  const slow = "1.6 Mbit/s, 150 ms, CPU ×4";
  const steps = load.steps[slow];
  const labels = {
    html: "HTML there",
    firstPaint: "first content painted",
    program: "program there",
    config: "config.json there",
    orderSent: "order requested",
    orderAnswered: "order answered",
    painted: "status painted",
  };
  /** @type {[string, Record<string, number | null>][]} */
  const columns = load.pages.flatMap((/** @type {string} */ name) => [
    [`${pageOf(name).title}, cold`, steps[name].cold],
    [`${pageOf(name).title}, warm`, steps[name].warm],
  ]);
  parts.push(
    `### Where the time goes\n\nMilliseconds since the navigation began, at ${slow}.\n\n${table([
      ["", ...columns.map(([title]) => title)],
      ...Object.entries(labels).map(([key, label]) => [
        label,
        ...columns.map(([, values]) => (values[key] === null || values[key] === undefined ? "–" : number(values[key]))),
      ]),
    ])}`,
  );
}
if (load?.signIn) {
  parts.push(`## After the click on Sign in\n\nUntil the request is painted, in milliseconds.\n\n${comparison(load.signIn, "profile")}`);
  for (const [title, row] of Object.entries(load.signIn)) {
    goal(`order painted after Sign in, ${title}`, "≤ React", ratio(row), 1);
  }
}
if (load?.refresh) {
  parts.push(
    `## Refresh\n\nFrom the click until the new status is painted, in milliseconds.\n\n${comparison(load.refresh.afterClick, "profile")}\n\nFrom the response on:\n\n${comparison(load.refresh.afterResponse, "profile")}`,
  );
}
if (load?.names) {
  /** @type {[string, Table][]} */
  const tables = Object.entries(load.names);
  parts.push(
    `## Requests with many names\n\nFrom the response to the painted view with the CSR compared, in milliseconds.\n\n${tables
      .map(([profile, rows]) => `### ${profile}\n\n${comparison(rows, "names")}`)
      .join("\n\n")}\n\n${picture("names", "From the response to the view, by number of names")}`,
  );
  const [, rows] = /** @type {[string, Table]} */ (tables.at(-1));
  await drawLines(PLOTS, "names", {
    values: Object.entries(rows).flatMap(([count, row]) =>
      Object.entries(row).map(([name, { median, low, high }]) => ({ x: Number(count), series: pageOf(name).title, value: median, low, high })),
    ),
    x: "names",
    unit: "milliseconds from the response to the view, CPU ×4",
    description: "From the response to the view, by number of names",
  });
  for (const [count, row] of Object.entries(rows)) {
    goal(`response to view, ${count} names, CPU ×4`, "≤ 0.5 of React", ratio(row), 0.5);
  }
}
if (memory) {
  /** @typedef {import("./memory.mjs").Memory} Memory */
  /** @type {[string, { loaded: Memory, manyNames: Memory, refreshed: Record<string, Memory> }][]} */
  const pages = Object.entries(memory.pages);
  const total = (/** @type {Memory} */ state) => state.script + state.buffers + state.wasm;
  const counts = Object.keys(pages[0]?.[1].refreshed ?? {});
  /** @param {Memory} state */
  const cell = (state) => `${mebibytes(total(state))} <sub>process ${mebibytes(state.process)}, ${number(state.nodes)} nodes</sub>`;
  parts.push(
    `## Memory\n\nMiB of objects, buffers and WebAssembly memory after a garbage collection, and of the whole process.\n\n${table([
      ["page", "after load", ...counts.map((count) => `${number(Number(count))} refreshes`), `${number(memory.names)} names`],
      ...pages.map(([name, { loaded, manyNames, refreshed }]) => [
        pageOf(name).title,
        cell(loaded),
        ...counts.map((count) => cell(/** @type {Memory} */ (refreshed[count]))),
        cell(manyNames),
      ]),
    ])}`,
  );
  const { ours, react } = memory.pages;
  if (ours && react) {
    const last = counts.at(-1) ?? "";
    goal("memory after load", "≤ React", total(ours.loaded) / total(react.loaded), 1);
    goal(`memory with ${number(memory.names)} names`, "≤ React", total(ours.manyNames) / total(react.manyNames), 1);
    goal(`memory after ${last} refreshes to ${counts[0]}`, "flat: ≤ 1.05", total(ours.refreshed[last]) / total(ours.refreshed[counts[0] ?? ""]), 1.05);
  }
}
if (decode) {
  const peers = Object.keys(Object.values(decode.decode)[0] ?? {});
  parts.push(
    `## Decoding through JavaScript\n\nMicroseconds a call in Node ${decode.machine.node}: our npm package and the decoders for JavaScript. ${decode.partial.join(", ")} does not decode the names.\n\n${table([
      ["CSR", ...peers],
      ...Object.entries(decode.decode).map(([title, row]) => [title, ...peers.map((peer) => spread(row[peer], 1))]),
    ])}\n\n${picture("decode", "Time to decode a CSR, by decoder")}\n\n${table([
      ["request", ...Object.keys(Object.values(decode.calls)[0] ?? {})],
      ...Object.entries(decode.calls).map(([title, row]) => [title, ...Object.values(row).map((value) => spread(/** @type {Summary} */ (value), 1))]),
    ])}`,
  );
  await drawBars(PLOTS, "decode", {
    values: Object.entries(decode.decode).flatMap(([group, row]) =>
      Object.entries(row)
        .filter(([, summary]) => summary)
        .map(([series, { median, low, high }]) => ({ group, series, value: median, low, high })),
    ),
    unit: "microseconds a CSR (logarithmic)",
    description: "Time to decode a CSR, by decoder",
    isLogarithmic: true,
  });
  for (const [title, row] of Object.entries(decode.decode)) {
    const fastest = Math.min(
      ...peers.filter((peer) => peer !== "ours" && !decode.partial.includes(peer) && row[peer]).map((peer) => row[peer].median),
    );
    goal(`decodeCsr, ${title}: times as fast as the fastest peer that decodes as much`, "≥ 2", fastest / row.ours.median, 2, true);
  }
}
if (server) {
  /** @type {[string, Record<string, import("./server.mjs").Comparison>][]} */
  const measured = Object.entries(server.results);
  parts.push(
    `## The server\n\nRequests a second beside nginx ${server.nginx}, with wrk on the same machine (${server.seconds} s a round, ${server.encoding}); the server's CPU time for a request in microseconds, which depends little on what else the machine does; the latency in milliseconds. Both send the same content under the same headers and keep an access log, which goes to the null device. The order is forwarded to another nginx, which answers it from a file.\n\n${table([
      ["what", "connections", "ours", "nginx", "ours / nginx", "CPU, ours", "CPU, nginx", "p50, ours", "p50, nginx", "p99, ours", "p99, nginx"],
      ...measured.flatMap(([what, rows]) =>
        Object.entries(rows).map(([connections, { ours, nginx, ratio }]) => [
          what,
          connections,
          spread(ours.requestsPerSecond),
          spread(nginx.requestsPerSecond),
          spread(ratio, 2),
          ...[ours, nginx].map(({ cpuMicroseconds }) => number(cpuMicroseconds.median, 1)),
          ...[ours, nginx].map(({ p50Ms }) => number(p50Ms.median, 2)),
          ...[ours, nginx].map(({ p99Ms }) => number(p99Ms.median, 1)),
        ]),
      ),
    ])}\n\n${picture("server", "Requests a second of our server and nginx")}`,
  );
  await drawBars(PLOTS, "server", {
    values: measured.flatMap(([what, rows]) =>
      Object.entries(rows).flatMap(([connections, { ours, nginx }]) =>
        Object.entries({ ours, nginx }).map(([series, { requestsPerSecond: { median, low, high } }]) => ({
          group: `${what}, ${connections} ${connections === "1" ? "connection" : "connections"}`,
          series,
          value: median,
          low,
          high,
        })),
      ),
    ),
    unit: "requests a second",
    description: "Requests a second of our server and nginx",
  });
  for (const [what, rows] of measured) {
    for (const [connections, { ratio }] of Object.entries(rows)) {
      if (what !== "forwarded order" || connections !== "1") {
        goal(`${what}, ${connections} connections`, "≥ 0.9 of nginx", ratio.median, 0.9, true);
      }
    }
  }
}
if (lighthouse) {
  /** @type {[string, Record<string, { scores: Record<string, number>, metrics: Record<string, number>, appliedLcp: number, failed: string[] }>][]} */
  const pages = Object.entries(lighthouse.pages);
  parts.push(
    `## Lighthouse ${lighthouse.version}\n\nMobile, simulated slow 4G; medians of ${lighthouse.rounds} ${lighthouse.rounds === 1 ? "run" : "runs"}. The last column is the largest contentful paint where the browser itself is slowed: the simulation takes everything for needed that arrived before that paint without slowing.\n\n${table([
      ["page", "performance", "accessibility", "best practices", "SEO", "FCP, s", "LCP, s", "TBT, ms", "CLS", "LCP, slowed browser, s"],
      ...pages.flatMap(([name, paths]) =>
        Object.entries(paths).map(([path, { scores, metrics, appliedLcp }]) => [
          `${pageOf(name).title}, ${path}`,
          ...Object.values(scores),
          number((metrics["first-contentful-paint"] ?? Number.NaN) / 1000, 1),
          number((metrics["largest-contentful-paint"] ?? Number.NaN) / 1000, 1),
          number(metrics["total-blocking-time"] ?? Number.NaN),
          number(metrics["cumulative-layout-shift"] ?? Number.NaN, 3),
          number(appliedLcp / 1000, 1),
        ]),
      ),
    ])}`,
  );
  for (const [path, { scores, metrics }] of Object.entries(lighthouse.pages.ours ?? {})) {
    for (const [category, score] of Object.entries(scores)) {
      goal(`Lighthouse, ${path}: ${category}`, "100", /** @type {number} */ (score), 100, true);
    }
    goal(`Lighthouse, ${path}: LCP in s`, "≤ 1.3", metrics["largest-contentful-paint"] / 1000, 1.3);
  }
}
if (trace) {
  const kinds = Object.entries(trace.pages).flatMap(([name, rows]) =>
    Object.entries(/** @type {Record<string, any>} */ (rows)).map(([kind, row]) => /** @type {const} */ ([`${pageOf(name).title}, ${kind}`, row])),
  );
  parts.push(
    `## The main thread\n\nFrom the browser's trace at ${trace.profile}: milliseconds of the main thread's own time (unthrottled) until the status is painted, without what each called. Tracing itself slows it down.\n\n${kinds
      .map(([title, row]) => {
        const tasks = Object.entries(row.cpu).slice(0, 10);
        const lazily = row.compiledLazily ? ` ${number(row.compiledLazily)} functions of the module were compiled when they were first called.` : "";
        return `**${title}** – ${tasks.map(([task, time]) => `${task} ${number(/** @type {number} */ (time))}`).join(", ")}.${lazily}`;
      })
      .join("\n\n")}`,
  );
}

const goalTable = table([
  ["goal", "wanted", "measured", "met"],
  ...goals.map(({ what, goal, measured, isMet }) => [what, goal, measured, isMet ? "yes" : "**no**"]),
]);
const text = [
  "# Benchmarks",
  "Generated by `cargo xtask bench` from `bench/results/`; not edited by hand. What the figures decided, and why some goals are " +
    "not met, is in [performance.md](performance.md).",
  ...parts.map((part) => part.replace("{goals}", () => `## Goals\n\n${goalTable}`)),
];
writeFileSync(join(ROOT, "docs/benchmarks.md"), `${text.join("\n\n")}\n`);
console.log(`docs/benchmarks.md: ${goals.filter(({ isMet }) => isMet).length} of ${goals.length} goals met`);
