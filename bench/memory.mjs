// What a page holds in memory: after it loaded, with 9,000 names, and while it is refreshed 1,000 times.

import { readFileSync } from "node:fs";
import { CALL, ordersWithNames, startGateway, uuidWithNames } from "./lib/gateway.mjs";
import { PROFILES, launchBrowser, openTab, servePages } from "./lib/pages.mjs";
import { options } from "./lib/options.mjs";
import { writeResults } from "./lib/results.mjs";

/** @typedef {import("./lib/pages.mjs").Tab} Tab */
/** @typedef {import("./lib/pages.mjs").Instruments} Instruments */
/**
 * @typedef {object} Memory of the page and its worker, if it has one
 * @property {number} script bytes of JavaScript objects
 * @property {number} buffers bytes of array buffers
 * @property {number} wasm bytes of WebAssembly's memory
 * @property {number} nodes of the document, those not yet collected among them
 * @property {number} listeners
 * @property {number} process bytes that the renderer process has to itself
 */

/** As many as the decoder of the React peer takes. */
const NAMES = 9_000;
const REFRESHES = [100, 250, 500, 750, 1_000];
/** With few rounds the scripts are being tried out. */
const SHORT = [20, 40];

/**
 * @param {number[]} refreshes after how many the memory is read
 * @param {string[]} names of the pages
 */
export async function measureMemory(refreshes, names) {
  const gateway = await startGateway(await ordersWithNames([2, NAMES]));
  const served = await servePages(names, gateway.origin);
  /** @type {Record<string, { loaded: Memory, manyNames: Memory, refreshed: Record<number, Memory> }>} */
  const pages = {};
  try {
    for (const page of served) {
      // A browser of its own, so that there is one renderer process, and it is this page's.
      const browser = await launchBrowser();
      try {
        const tab = await openTab(browser, page, PROFILES["loopback, CPU ×1"]);
        await tab.page.addInitScript(keepWasmMemory);
        const workers = await attachWorkers(tab);
        await open(tab, uuidWithNames(2));
        const loaded = await read(browser, tab, workers);
        /** @type {Record<number, Memory>} */
        const refreshed = {};
        let done = 0;
        for (const count of refreshes) {
          await tab.page.evaluate(refreshTimes, { times: count - done, call: CALL });
          done = count;
          refreshed[count] = await read(browser, tab, workers);
        }
        await open(tab, uuidWithNames(NAMES));
        const manyNames = await read(browser, tab, workers);
        pages[page.name] = { loaded, manyNames, refreshed };
        print(page.name, pages[page.name]);
      } finally {
        await browser.close();
      }
    }
    writeResults("memory", 1, { names: NAMES, pages });
  } finally {
    await Promise.all(served.map((page) => page.stop()));
    await gateway.stop();
  }
}

/**
 * @param {Tab} tab
 * @param {string} uuid
 */
async function open({ page }, uuid) {
  await page.goto(`/orders/${uuid}`);
  await page.evaluate((call) => /** @type {any} */ (globalThis).bench.painted(call), CALL);
  await page.locator("#csr").getByText("SHA-256 of the public key").waitFor();
}

/** Runs in the page and in its worker, before their own scripts: nothing else tells how large the memory of a module is. */
function keepWasmMemory() {
  for (const name of /** @type {const} */ (["instantiate", "instantiateStreaming"])) {
    const instantiate = /** @type {(...parameters: any[]) => Promise<any>} */ (WebAssembly[name]);
    Object.assign(WebAssembly, {
      /** @param {any[]} parameters */
      [name]: async (...parameters) => {
        const result = await instantiate.apply(WebAssembly, parameters);
        Object.assign(globalThis, { wasmMemory: (result.instance ?? result).exports.memory });
        return result;
      },
    });
  }
}

/** An expression for what `keepWasmMemory` has kept. */
const WASM_BYTES = "globalThis.wasmMemory?.buffer.byteLength ?? 0";

/** @typedef {(method: string, parameters?: object) => Promise<any>} Send a command of DevTools to a page or a worker */

/**
 * The workers of the page that run, by session, kept up to date. They are stopped before their first line, until `keepWasmMemory`
 * is in them.
 * @param {Tab} tab
 * @returns {Promise<Map<string, Send>>}
 */
async function attachWorkers({ cdp }) {
  /** @type {Map<string, Send>} */
  const workers = new Map();
  /** @type {Map<number, (message: any) => void>} */
  const waiting = new Map();
  let last = 0;
  cdp.on("Target.receivedMessageFromTarget", ({ message }) => {
    const answer = JSON.parse(message);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  cdp.on("Target.detachedFromTarget", ({ sessionId }) => workers.delete(sessionId));
  cdp.on("Target.attachedToTarget", async ({ sessionId, targetInfo }) => {
    /** @type {Send} */
    const send = (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, ({ result, error }) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result)));
        cdp.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) }).catch(reject);
      });
    if (targetInfo.type === "worker") {
      workers.set(sessionId, send);
      await send("Runtime.evaluate", { expression: `(${keepWasmMemory})()` });
    }
    await send("Runtime.runIfWaitingForDebugger");
  });
  await cdp.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });
  return workers;
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {Tab} tab
 * @param {Map<string, Send>} workers
 * @returns {Promise<Memory>}
 */
async function read(browser, { cdp }, workers) {
  /** @type {Send} */
  const sendToPage = (method, parameters) => cdp.send(/** @type {any} */ (method), parameters);
  const sum = { script: 0, buffers: 0, wasm: 0 };
  for (const send of [sendToPage, ...workers.values()]) {
    await send("HeapProfiler.collectGarbage");
    await send("HeapProfiler.collectGarbage");
    const heap = await send("Runtime.getHeapUsage");
    sum.script += heap.usedSize;
    sum.buffers += heap.backingStorageSize ?? 0;
    sum.wasm += (await send("Runtime.evaluate", { expression: WASM_BYTES })).result.value;
  }
  const { nodes, jsEventListeners } = await cdp.send("Memory.getDOMCounters");
  const processes = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const renderers = processes.processInfo.filter(({ type }) => type === "renderer");
  return {
    ...sum,
    nodes,
    listeners: jsEventListeners,
    // The others are spare, and empty.
    process: Math.max(...renderers.map(({ id }) => privateBytes(id))),
  };
}

/** Linux only; elsewhere 0. @param {number} process */
function privateBytes(process) {
  try {
    const text = readFileSync(`/proc/${process}/smaps_rollup`, "utf8");
    return [...text.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].reduce((sum, match) => sum + Number(match[1]) * 1024, 0);
  } catch {
    return 0;
  }
}

/**
 * Runs in the page.
 * @param {{ times: number, call: string }} options
 */
async function refreshTimes({ times, call }) {
  const bench = /** @type {Instruments} */ (/** @type {any} */ (globalThis).bench);
  for (let done = 0; done < times; done++) {
    const badges = document.querySelector("ul.badges")?.textContent ?? "";
    const painted = bench.painted(call, new RegExp(`${call}\\d+\\.`).exec(badges)?.[0]);
    [...document.querySelectorAll("button")].find((button) => button.textContent?.includes("Refresh"))?.click();
    await painted;
  }
}

/**
 * @param {string} page
 * @param {{ loaded: Memory, manyNames: Memory, refreshed: Record<number, Memory> }} memory
 */
function print(page, { loaded, manyNames, refreshed }) {
  const mega = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(1);
  const states = [["loaded", loaded], [`${NAMES} names`, manyNames], ...Object.entries(refreshed)];
  for (const [state, memory] of /** @type {[string, Memory][]} */ (states)) {
    const { script, buffers, wasm, nodes, listeners, process } = memory;
    console.log(`${page}, ${state}: script ${mega(script)}, buffers ${mega(buffers)}, wasm ${mega(wasm)}, process ${mega(process)} MiB, ${nodes} nodes, ${listeners} listeners`);
  }
}

if (process.argv[1]?.endsWith("memory.mjs")) {
  const { rounds, pages } = options();
  await measureMemory(rounds < 5 ? SHORT : REFRESHES, pages);
}
