// Trunk's post_build hook. In a release build it minifies the generated script and the style, names every script, style
// and WebAssembly file after its final content, and compresses what a server may send compressed. Trunk's own hash is taken
// before wasm-opt runs, so that with another release of the tools the same name would stand for other bytes in caches
// that keep it for a year; and it is printed without leading zeros, so that its length varies.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import process from "node:process";

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: folder = "" } = process.env;

/** config.json is left out: the host of the page edits it, and would not know of its copies. */
const COMPRESSED = [".html", ".css", ".js", ".wasm", ".svg"];
/** As Trunk names its files: `page-0123456789abcdef_bg.wasm`. */
const HASH = /-[0-9a-f]{8,16}(?=(_bg)?\.(js|css|wasm)$)/;

if (TRUNK_PROFILE === "release") {
  const { hideBuildPaths, minify, precompress } = await import("./assets.mjs").catch((error) => {
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
    renameByContent(name);
  }
  for (const name of readdirSync(folder)) {
    if (COMPRESSED.includes(extname(name))) {
      precompress(join(folder, name));
    }
  }
}

/**
 * Puts the hash of a file's content into its name, and the name into index.html.
 * @param {string} name
 */
function renameByContent(name) {
  const hash = createHash("sha256").update(readFileSync(join(folder, name))).digest("hex").slice(0, 16);
  const renamed = name.replace(HASH, `-${hash}`);
  renameSync(join(folder, name), join(folder, renamed));
  const index = join(folder, "index.html");
  writeFileSync(index, readFileSync(index, "utf8").replaceAll(name, renamed));
}
