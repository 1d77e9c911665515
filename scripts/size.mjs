// What a browser downloads, in bytes as brotli: `node scripts/size.mjs page|worker|package|client|csr… [--record | --check]`.
//
// `--record` writes the sums to tests/sizes.json, `--check` fails where a sum has grown above what is recorded there.
// The page is index.html, every file that it links, and config.json, which the program fetches when it starts: what is
// loaded before a status is shown. The worker is what decodes and reviews the CSR beside it.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { brotli } from "./assets.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const RECORD = join(ROOT, "tests/sizes.json");
/** The paths that panic messages name have other lengths on other machines. */
const TOLERANCE = 1.005;

/** @type {Record<string, () => string[]>} */
const FILES = {
  page() {
    const index = readFileSync(join(ROOT, "dist/index.html"), "utf8");
    const named = [...index.matchAll(/(?:src|href)="?\/([\w.-]+)/g)].map(([, name]) => name ?? "");
    return [...new Set(["index.html", ...named, "config.json"])].map((name) => join(ROOT, "dist", name));
  },
  worker: () => readdirSync(join(ROOT, "dist")).filter((name) => /^inspection-worker-.*\.(js|wasm)$/.test(name)).map((name) => join(ROOT, "dist", name)),
  package: () => filesOf("index.js"),
  client: () => filesOf("client.js"),
  csr: () => filesOf("csr.js"),
};

/**
 * What a page loads that imports one entry of the package.
 * @param {string} entry
 */
function filesOf(entry) {
  const found = new Set([entry]);
  // A set hands out what is added to it meanwhile.
  for (const name of found) {
    const text = name.endsWith(".js") ? readFileSync(join(ROOT, "pkg", name), "utf8") : "";
    for (const [, imported = ""] of text.matchAll(/(?:from\s*|new URL\()["'](?:\.\/)?([\w-]+\.(?:js|wasm))["']/g)) {
      found.add(imported);
    }
  }
  return [...found].sort().map((name) => join(ROOT, "pkg", name));
}

const parameters = process.argv.slice(2);
const sizes = JSON.parse(readFileSync(RECORD, "utf8"));
for (const name of parameters.filter((parameter) => !parameter.startsWith("--"))) {
  const measured = FILES[name]?.().map((path) => ({ path, bytes: sizeOf(path) }));
  if (!measured?.some(({ path }) => path.endsWith(".wasm"))) {
    throw new Error(`there is no ${name} to measure; run \`cargo xtask size\``);
  }
  const sum = measured.reduce((total, { bytes }) => total + bytes, 0);
  const recorded = sizes[name]?.brotliBytes;
  console.log(`\n${name}, bytes as brotli (recorded: ${recorded ?? "none"})`);
  [...measured, { path: "together", bytes: sum }].forEach(({ path, bytes }) => console.log(`${String(bytes).padStart(9)}  ${basename(path)}`));
  if (parameters.includes("--record")) {
    sizes[name] = { brotliBytes: sum };
    writeFileSync(RECORD, `${JSON.stringify(sizes, null, 2)}\n`);
  } else if (parameters.includes("--check") && !(sum <= recorded * TOLERANCE)) {
    console.error(`The ${name} has grown from ${recorded} to ${sum} bytes. Make it smaller, or record the new size with \`cargo xtask size --record\` and give the reason in the commit.`);
    process.exitCode = 1;
  }
}

/**
 * @param {string} path
 */
function sizeOf(path) {
  const bytes = readFileSync(path);
  const compressed = existsSync(`${path}.br`) ? readFileSync(`${path}.br`) : brotli(bytes);
  return Math.min(bytes.length, compressed.length);
}
