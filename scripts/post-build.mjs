// Trunk's post_build hook. In a release build it minifies the generated script and the style, names every script, style
// and WebAssembly file after its final content, and compresses what a server may send compressed. Trunk's own hash is taken
// before wasm-opt runs, so that with another release of the tools the same name would stand for other bytes in caches
// that keep it for a year; and it is printed without leading zeros, so that its length varies. The worker's files have
// no hash from Trunk at all: its scripts become one file here, which index.html names to the program.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import process from "node:process";

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: folder = "" } = process.env;

/** config.json is left out: the host of the page edits it, and would not know of its copies. */
const COMPRESSED = [".html", ".css", ".js", ".wasm", ".svg"];
/** The worker's files, as Trunk names them. */
const WORKER = { loader: "inspection-worker_loader.js", script: "inspection-worker.js", wasm: "inspection-worker_bg.wasm" };
/** As Trunk names its files: `page-0123456789abcdef_bg.wasm`. */
const HASH = /-[0-9a-f]{8,16}(?=(_bg)?\.(js|css|wasm)$)/;

if (TRUNK_PROFILE === "release") {
  const { bundle, hideBuildPaths, minify, precompress } = await import("./assets.mjs").catch((error) => {
    console.error(`scripts/post-build.mjs: ${error.message}; run \`npm ci --ignore-scripts\` first`);
    process.exit(1);
  });
  for (const name of readdirSync(folder).filter((name) => HASH.test(name))) {
    if (name.endsWith(".wasm")) {
      hideBuildPaths(join(folder, name));
    } else if (!name.startsWith("boot-")) {
      // boot.js stays readable: a failure to start is analysed there.
      minify(join(folder, name));
    }
    renameByContent(name, name.replace(HASH, ""), "index.html");
  }
  hideBuildPaths(join(folder, WORKER.wasm));
  renameByContent(WORKER.wasm, WORKER.wasm, WORKER.script);
  bundle(join(folder, WORKER.loader));
  rmSync(join(folder, WORKER.script));
  renameByContent(WORKER.loader, WORKER.script, "index.html");
  for (const name of readdirSync(folder)) {
    if (COMPRESSED.includes(extname(name))) {
      precompress(join(folder, name));
    }
  }
}

/**
 * Puts the hash of a file's content into its name, and the name into the file that refers to it.
 * @param {string} name
 * @param {string} plain the new name without the hash
 * @param {string} referrer
 */
function renameByContent(name, plain, referrer) {
  const hash = createHash("sha256").update(readFileSync(join(folder, name))).digest("hex").slice(0, 16);
  const renamed = plain.replace(/(?=(_bg)?\.(js|css|wasm)$)/, `-${hash}`);
  renameSync(join(folder, name), join(folder, renamed));
  const path = join(folder, referrer);
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(name, renamed));
}
