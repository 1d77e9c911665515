// The package behind bundlers, with the settings that its README names and no others: Vite (build and dev), webpack and
// esbuild. Their output is then run in Chromium under a strict policy.

import { test } from "node:test";
import assert from "node:assert/strict";
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { build as viteBuild, createServer as viteServer } from "vite";
import webpack from "webpack";
import { SUITE, browserScript, installed, page, startHost, startGateways, reportResults, useBrowser } from "./harness.mjs";

const { outcome } = useBrowser();

/**
 * @typedef {object} Bundler
 * @property {string} name
 * @property {string} [script] the page's script, where it differs from the common one
 * @property {(folder: string) => Promise<void>} bundle makes `dist/`
 */

/** @type {Bundler[]} */
const BUNDLERS = [
  {
    name: "Vite",
    async bundle(folder) {
      await viteBuild({ root: folder, logLevel: "error", configFile: false });
    },
  },
  {
    name: "webpack",
    async bundle(folder) {
      await new Promise((resolve, reject) => {
        webpack(
          {
            context: folder,
            mode: "production",
            // As in the README: webpack warns of every file above 244 KiB.
            performance: { hints: false },
            entry: "./main.js",
            output: { path: join(folder, "dist"), filename: "main.js", publicPath: "/" },
          },
          (error, stats) => {
            if (error || stats?.hasErrors() || stats?.hasWarnings()) {
              reject(error ?? new Error(stats?.toString("errors-warnings")));
            } else {
              resolve(undefined);
            }
          },
        );
      });
      await writeFile(join(folder, "dist/index.html"), page());
    },
  },
  {
    name: "esbuild",
    // It follows no `new URL(…, import.meta.url)`: the file is imported, as in the README.
    script: `import wasm from "certview-orders/wasm";\n${browserScript({ init: "init({ module_or_path: wasm })" })}`,
    async bundle(folder) {
      await esbuild({
        absWorkingDir: folder,
        entryPoints: ["main.js"],
        outdir: "dist",
        bundle: true,
        format: "esm",
        minify: true,
        loader: { ".wasm": "file" },
        logLevel: "error",
      });
      await writeFile(join(folder, "dist/index.html"), page());
    },
  },
];

/** @param {string} folder */
async function wasmFiles(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".wasm"));
}

/** @param {string} [script] */
async function source(script = browserScript()) {
  const place = await installed({ "index.html": page(), "main.js": script });
  await copyFile(SUITE, join(place.folder, "suite.mjs"));
  return place;
}

for (const { name, script, bundle } of BUNDLERS) {
  test(`the suite in what ${name} builds`, async (t) => {
    const place = await source(script);
    let context = "";
    const host = await startHost(join(place.folder, "dist"), (path) =>
      path === "/context.json" ? { body: context } : undefined,
    );
    const gateways = await startGateways(name, host.origin);
    try {
      await bundle(place.folder);
      assert.equal((await wasmFiles(join(place.folder, "dist"))).length, 1, "one WebAssembly file");
      context = JSON.stringify(gateways.context);
      host.allow([gateways.context.sandbox, gateways.context.scripted, "http://127.0.0.1:9"]);
      const { results, browserErrors } = await outcome(host.origin);
      await reportResults(t, results);
      assert.deepEqual(browserErrors.filter((text) => !/CORS policy|preflight/.test(text)), []);
    } finally {
      await gateways.stop();
      await host.stop();
      await place.remove();
    }
  });
}

test("the suite on Vite's development server", async (t) => {
  const place = await source();
  const server = await viteServer({
    root: place.folder,
    logLevel: "error",
    configFile: false,
    server: { host: "127.0.0.1", port: 0 },
  });
  try {
    await server.listen();
    const origin = new URL(server.resolvedUrls?.local[0] ?? "").origin;
    const gateways = await startGateways("Vite-dev", origin);
    try {
      await mkdir(join(place.folder, "public"));
      await writeFile(join(place.folder, "public/context.json"), JSON.stringify(gateways.context));
      const { results } = await outcome(origin);
      await reportResults(t, results);
    } finally {
      await gateways.stop();
    }
  } finally {
    await server.close();
    await place.remove();
  }
});
