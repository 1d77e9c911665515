// Completes the npm package: `node scripts/package.mjs FOLDER VERSION`, where FOLDER holds what wasm-bindgen has
// written. Optimizes the WebAssembly, and adds the hand-written files, the Public Suffix List and the licences.

import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { hideBuildPaths, minify } from "./assets.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const [folder = "", version = ""] = process.argv.slice(2);

// The features that the compiler uses are the same as for the page.
const features = /data-wasm-opt-params="([^"]*)"/.exec(readFileSync(join(ROOT, "index.html"), "utf8"))?.[1];
if (features === undefined) {
  throw new Error("index.html has no data-wasm-opt-params, which the package is optimized with too");
}
const wasmOpt = join(ROOT, "node_modules/binaryen/bin/wasm-opt");
for (const name of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) {
  const wasm = join(folder, name);
  execFileSync(process.execPath, [wasmOpt, "-O3", ...features.split(" "), wasm, "--output", wasm], { stdio: "inherit" });
  hideBuildPaths(wasm);
  minify(wasm.replace("_bg.wasm", ".js"));
}

cpSync(join(ROOT, "src/js/package"), folder, { recursive: true });
// As a module, which every host and bundler can import; the comments keep its licence.
const suffixes = readFileSync(join(ROOT, "static/public-suffixes.txt"), "utf8");
const notice = suffixes.split("\n").filter((line) => line.startsWith("#")).map((line) => `//${line.slice(1)}\n`).join("");
writeFileSync(
  join(folder, "public-suffixes.js"),
  `// @ts-self-types="./public-suffixes.d.ts"\n\n${notice}\nexport const publicSuffixes = ${JSON.stringify(suffixes)};\n`,
);
for (const name of ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE", "LICENSE-MPL"]) {
  copyFileSync(join(ROOT, name), join(folder, name));
}
const VERSION_PLACES = /** @type {const} */ ([
  ["package.json", '"version": "0.0.0"'],
  ["jsr.json", '"version": "0.0.0"'],
  ["version.js", 'version = "0.0.0"'],
]);
for (const [name, place] of VERSION_PLACES) {
  const text = readFileSync(join(folder, name), "utf8");
  if (!text.includes(place)) {
    throw new Error(`src/js/package/${name} has no \`${place}\`, where the version of Cargo.toml is put`);
  }
  writeFileSync(join(folder, name), text.replace(place, place.replace("0.0.0", version)));
}
