// Completes the npm package: `node scripts/package.mjs FOLDER VERSION`, where FOLDER holds what wasm-bindgen has
// written. Optimizes the WebAssembly as Trunk does for the page, and adds the hand-written files and the licences.

import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { hideBuildPaths, minify } from "./assets.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const [folder = "", version = ""] = process.argv.slice(2);

// The same options as for the page: what the compiler emits is the same for both.
const page = readFileSync(join(ROOT, "index.html"), "utf8");
const option = (/** @type {string} */ name) => {
  const value = new RegExp(`${name}="([^"]*)"`).exec(page)?.[1];
  if (value === undefined) {
    throw new Error(`index.html has no ${name}; the package is optimized with the same options as the page`);
  }
  return value;
};
for (const wasm of readdirSync(folder).filter((name) => name.endsWith(".wasm")).map((name) => join(folder, name))) {
  execFileSync(process.execPath, [
    join(ROOT, "node_modules/binaryen/bin/wasm-opt"),
    `-O${option("data-wasm-opt")}`,
    ...option("data-wasm-opt-params").split(" "),
    wasm,
    "--output",
    wasm,
  ], { stdio: "inherit" });
  hideBuildPaths(wasm);
  minify(wasm.replace("_bg.wasm", ".js"));
}

cpSync(join(ROOT, "src/js/package"), folder, { recursive: true });
for (const name of ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE"]) {
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
