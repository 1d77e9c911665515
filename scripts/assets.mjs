// What the page and the package have in common: their generated files are minified, compressed and measured here.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildSync, transformSync } from "esbuild";

/**
 * Minifies a script or a style in place.
 * @param {string} path
 */
export function minify(path) {
  const loader = path.endsWith(".css") ? "css" : "js";
  const { code } = transformSync(readFileSync(path, "utf8"), { minify: true, loader, format: "esm", target: "es2022" });
  writeFileSync(path, code);
}

/**
 * Puts a script and what it imports into one file, minified.
 * @param {string} path
 */
export function bundle(path) {
  buildSync({ entryPoints: [path], outfile: path, allowOverwrite: true, bundle: true, minify: true, format: "esm", target: "es2022" });
}

/**
 * Overwrites, in a WebAssembly file, where this machine keeps crates and compiler: panic messages name their source
 * files by absolute paths, and with them the user. Cargo's `trim-paths` is not stable, and `--remap-path-prefix` in
 * RUSTFLAGS would make the result depend on who calls Trunk. The replacement has the same length, since the texts'
 * lengths stand elsewhere in the file.
 * @param {string} path
 */
export function hideBuildPaths(path) {
  const registries = join(process.env.CARGO_HOME || join(homedir(), ".cargo"), "registry", "src");
  const sysroot = execFileSync("rustc", ["--print", "sysroot"], { encoding: "utf8" }).trim();
  const prefixes = existsSync(registries) ? readdirSync(registries).map((name) => join(registries, name)) : [];
  prefixes.push(join(sysroot, "lib", "rustlib", "src", "rust"));
  // Latin-1 maps every byte to one character and back.
  let text = readFileSync(path, "latin1");
  for (const prefix of prefixes) {
    const name = Buffer.from(prefix).toString("latin1");
    text = text.replaceAll(name, "src".padStart(name.length, "/"));
  }
  writeFileSync(path, text, "latin1");
}

/**
 * Brotli in its best quality, as a server sends it.
 * @param {Buffer} bytes
 */
export function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/**
 * Writes `FILE.br` and `FILE.gz` beside a file, where they are smaller.
 * @param {string} path
 */
export function precompress(path) {
  const bytes = readFileSync(path);
  for (const [ending, compressed] of /** @type {const} */ ([["br", brotli(bytes)], ["gz", gzipSync(bytes, { level: 9 })]])) {
    if (compressed.length < bytes.length) {
      writeFileSync(`${path}.${ending}`, compressed);
    }
  }
}
