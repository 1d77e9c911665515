// The package in Chromium without a bundler: a page and a module worker from a static host, under a strict policy.

import { test } from "node:test";
import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { SUITE, STRICT_POLICY, browserScript, installed, page, startHost, startGateways, reportResults, useBrowser } from "./harness.mjs";

const { outcome, newPage } = useBrowser();
const ADDRESS = "/node_modules/certview-orders/index.js";
const SCRIPT = browserScript({ address: ADDRESS, suffixes: "/node_modules/certview-orders/public-suffixes.js" });

/**
 * The package on a static host, with a page.
 * @param {Record<string, string>} files
 * @param {Parameters<typeof startHost>[1]} [special]
 */
async function hosted(files, special) {
  const place = await installed(files);
  await copyFile(SUITE, join(place.folder, "suite.mjs"));
  const host = await startHost(place.folder, special);
  return {
    ...host,
    stop: async () => {
      await host.stop();
      await place.remove();
    },
  };
}

const WORKER = `
self.onmessage = async () => {
  try {
    postMessage({ results: await globalThis.outcome });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
`;
const WORKER_PAGE = `
globalThis.outcome = new Promise((resolve, reject) => {
  const worker = new Worker("/worker.js", { type: "module" });
  worker.onerror = (event) => reject(new Error(event.message ?? "the worker did not start"));
  worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.results));
  worker.postMessage("begin");
});
`;

const SERVICE_WORKER = `
self.addEventListener("message", (event) => {
  event.waitUntil((async () => {
    try {
      event.ports[0].postMessage({ results: await globalThis.outcome });
    } catch (error) {
      event.ports[0].postMessage({ error: String(error) });
    }
  })());
});
`;
const SERVICE_WORKER_PAGE = `
globalThis.outcome = (async () => {
  await navigator.serviceWorker.register("/worker.js", { type: "module" });
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.results));
    active.postMessage("begin", [port2]);
  });
})();
`;

for (const [name, files] of /** @type {const} */ ([
  ["a page", { "index.html": page(), "main.js": SCRIPT }],
  ["a worker", { "index.html": page(), "main.js": WORKER_PAGE, "worker.js": SCRIPT + WORKER }],
  [
    "a service worker",
    { "index.html": page(), "main.js": SERVICE_WORKER_PAGE, "worker.js": SCRIPT + SERVICE_WORKER },
  ],
])) {
  test(`the suite in ${name}`, async (t) => {
    let context = "";
    const host = await hosted(files, (path) => (path === "/context.json" ? { body: context } : undefined));
    const gateways = await startGateways(name.replaceAll(" ", "-"), host.origin);
    try {
      context = JSON.stringify(gateways.context);
      // The suite expects that nothing listens on port 9.
      host.allow([gateways.context.sandbox, gateways.context.scripted, "http://127.0.0.1:9"]);
      const { results, browserErrors } = await outcome(host.origin);
      await reportResults(t, results);
      assert.deepEqual(browserErrors.filter((text) => !/CORS policy|preflight/.test(text)), []);
    } finally {
      await gateways.stop();
      await host.stop();
    }
  });
}

test("a failure while loading is reported with its cause and its remedy", async (t) => {
  let wasm = {};
  let policy = `${STRICT_POLICY}; connect-src 'self'`;
  const script = `
    import init, * as api from "${ADDRESS}";
    Object.assign(globalThis, { init, api });
  `;
  const host = await hosted({ "index.html": page(), "main.js": script }, (path) => {
    if (path.endsWith(".wasm")) {
      return /** @type {{ body?: string }} */ (wasm);
    }
    return path === "/" ? { policy } : undefined;
  });
  /** @typedef {{ init: typeof import("../../src/js/package/index.js").default, api: import("./suite.mjs").Api }} Globals */
  /** Calls init, and returns its outcome. */
  const load = () => {
    const { init, api } = /** @type {Globals} */ (/** @type {unknown} */ (globalThis));
    return init().then(
      () => ({ code: "loaded", message: api.parseOrder('{"uuid":"cb95d100-ec30-11ea-920d-eb66140967e3"}').uuid, cause: "" }),
      (error) => ({ code: error.code, message: error.message, cause: String(error.cause), real: error instanceof api.CertViewError }),
    );
  };
  const open = async () => {
    const opened = await newPage();
    await opened.goto(host.origin);
    await opened.waitForFunction(() => "api" in globalThis);
    return opened;
  };
  try {
    await t.test("used before init()", async () => {
      const opened = await open();
      const errors = await opened.evaluate(() => {
        const { api } = /** @type {Globals} */ (/** @type {unknown} */ (globalThis));
        const rejection = (/** @type {() => unknown} */ call) =>
          Promise.resolve()
            .then(call)
            .then(() => "nothing", ({ code, message }) => `${code} ${message}`);
        return Promise.all([
          rejection(() => new api.CertViewClient({ baseUrl: "" })),
          rejection(() => api.parseOrder("{}")),
          rejection(() => api.decodeCsr("")),
          rejection(() => api.verifyCsr("")),
        ]);
      });
      for (const error of errors) {
        assert.match(error, /^not_initialized (CertViewClient|parseOrder|decodeCsr|verifyCsr) .*await init\(\)/);
      }
      await opened.close();
    });

    await t.test("a web page in its place, then another attempt", async () => {
      const opened = await open();
      wasm = { type: "text/html", body: "<!doctype html><title>Not here</title>" };
      const failed = await opened.evaluate(load);
      assert.equal(failed.code, "load_failed");
      assert.match(failed.message, /web page.*Vite 7.*optimizeDeps.*exclude/s);
      assert.match(failed.cause, /CompileError/);
      wasm = {};
      assert.equal((await opened.evaluate(load)).code, "loaded");
      await opened.close();
    });

    await t.test("a host that serves .wasm files with another media type is supported", async () => {
      wasm = { type: "application/octet-stream" };
      const opened = await open();
      assert.equal((await opened.evaluate(load)).code, "loaded");
      wasm = {};
      await opened.close();
    });

    await t.test("a policy without 'wasm-unsafe-eval'", async () => {
      policy = "default-src 'none'; script-src 'self'; connect-src 'self'";
      const opened = await open();
      const failed = await opened.evaluate(load);
      assert.equal(failed.code, "load_failed");
      assert.match(failed.message, /'wasm-unsafe-eval'/);
      await opened.close();
    });
  } finally {
    await host.stop();
  }
});
