// What optimization levels cost and bring: `node bench/opt-levels.mjs` builds the page and the package with each, and
// prints a row of bytes (brotli) and times of decoding (median over rounds that alternate between the builds).
//
// Needs wasm-bindgen on PATH in its locked version. With `--package` the page is left out, which takes longest to build.
// The table of docs/performance.md was made with it.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotli, hideBuildPaths, minify } from "../scripts/assets.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
const ROUNDS = 15;
const CALLS = 200;

/** The crates that decoding spends its time in. */
const DECODING = ["asn1", "base64ct", "sha2"];
/** @type {Array<[string, string, string, string[]]>} name, opt-level, level of wasm-opt, options of cargo */
const LEVELS = [
  ["z", '"z"', "z", []],
  ["s", '"s"', "s", []],
  ["3", "3", "3", []],
  ["z, decoding crates 3", '"z"', "z", DECODING.map((name) => `profile.web.package.${name}.opt-level=3`)],
];
const CSRS = {
  "P-256, 1 name": "tests/fixtures/csr/openssl-p256.pem",
  "RSA 2048, ACME": "tests/fixtures/csr/certbot-acme-rsa2048.pem",
  "300 names": "server/src/sandbox/requests/multi-domain-300.pem",
};

/**
 * @param {string} program
 * @param {string[]} parameters
 */
const run = (program, parameters) => execFileSync(program, parameters, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });

const params = /data-wasm-opt-params="([^"]*)"/.exec(readFileSync(join(ROOT, "index.html"), "utf8"))?.[1]?.split(" ") ?? [];

/**
 * Builds one module; returns the folder with its files and their bytes.
 * @param {string} name
 * @param {"js" | "page"} feature
 * @param {typeof LEVELS[number]} level
 */
function build(name, feature, [, optLevel, wasmOpt, options]) {
  const settings = [`profile.web.opt-level=${optLevel}`, ...options].flatMap((option) => ["--config", option]);
  const [kind, output] = feature === "js" ? [["--lib"], "certview_orders"] : [["--bin", "page"], "page"];
  run("cargo", ["build", "--locked", "--quiet", "--profile", "web", "--target", "wasm32-unknown-unknown", "--package", "certview-orders",
    ...kind, "--no-default-features", "--features", feature, ...settings]);
  const folder = join(TARGET, "opt-levels", name, feature);
  mkdirSync(folder, { recursive: true });
  run("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-dir", folder, join(TARGET, "wasm32-unknown-unknown/web", `${output}.wasm`)]);
  const wasm = join(folder, `${output}_bg.wasm`);
  run(process.execPath, ["node_modules/binaryen/bin/wasm-opt", `-O${wasmOpt}`, ...params, wasm, "--output", wasm]);
  hideBuildPaths(wasm);
  minify(join(folder, `${output}.js`));
  const bytes = [wasm, join(folder, `${output}.js`)].map((path) => brotli(readFileSync(path)).length);
  return { folder, bytes: bytes.reduce((sum, each) => sum + each, 0) };
}

/** @type {Array<{ name: string, page: number, package: number, decode: (pem: string) => unknown, times: Record<string, number[]> }>} */
const built = [];
for (const level of LEVELS) {
  const name = level[0];
  console.error(`building ${name}`);
  const page = process.argv.includes("--package") ? { bytes: NaN } : build(name, "page", level);
  const packed = build(name, "js", level);
  cpSync(join(ROOT, "src/js/package"), packed.folder, { recursive: true });
  const { decodeCsr } = await import(pathToFileURL(join(packed.folder, "node.js")).href);
  built.push({ name, page: page.bytes, package: packed.bytes, decode: decodeCsr, times: {} });
}

for (const [csr, path] of Object.entries(CSRS)) {
  const pem = readFileSync(join(ROOT, path), "utf8");
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const { decode, times } of built) {
      const begin = process.hrtime.bigint();
      for (let call = 0; call < CALLS; call += 1) {
        decode(pem);
      }
      if (round >= 0) {
        (times[csr] ??= []).push(Number(process.hrtime.bigint() - begin) / CALLS / 1000);
      }
    }
  }
}

const median = (/** @type {number[]} */ values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
console.log(`| opt-level | page | package | ${Object.keys(CSRS).map((name) => `${name} (µs)`).join(" | ")} |`);
console.log(`|---|---|---|${"---|".repeat(Object.keys(CSRS).length)}`);
for (const { name, page, package: packed, times } of built) {
  const row = Object.keys(CSRS).map((csr) => median(times[csr] ?? []).toFixed(0));
  console.log(`| ${name} | ${(page / 1000).toFixed(1)} kB | ${(packed / 1000).toFixed(1)} kB | ${row.join(" | ")} |`);
}
