// Builds what the measurements need and is not there: the peers, and copies of our page with their compressed files.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { BENCH, DIST, PACKAGE, PAGES, ROOT, SERVER, pageOf } from "./paths.mjs";

/**
 * @param {string} what
 * @param {string} command
 * @param {string[]} parameters
 * @param {string} folder
 */
function run(what, command, parameters, folder) {
  console.log(`· ${what}`);
  execFileSync(command, parameters, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
}

/** The locked packages of the benchmarks and of the peers. */
export function preparePackages() {
  if (!existsSync(join(BENCH, "node_modules/.package-lock.json"))) {
    run("packages of the benchmarks", "npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], BENCH);
  }
}

/** The server: built by cargo, which knows whether anything changed; one that is named is taken as it is. */
export function prepareServer() {
  if (process.env.CERTVIEW_ORDERS_SERVER === undefined) {
    run("server", "cargo", ["build", "--release", "--locked", "--package", "certview-orders-server"], ROOT);
  }
  if (!existsSync(SERVER)) {
    throw new Error(`there is no server at ${SERVER}; CERTVIEW_ORDERS_SERVER names another`);
  }
}

/**
 * The pages, each with the compressed files that the server looks for.
 * @param {string[]} [pages] other builds of ours among them
 */
export function preparePages(pages = []) {
  if (!existsSync(join(DIST, "index.html"))) {
    run("page", "trunk", ["build", "--release"], ROOT);
  }
  rmSync(PAGES.ours.dist, { recursive: true, force: true });
  cpSync(DIST, PAGES.ours.dist, { recursive: true });
  run("React peer", "npm", ["run", "--silent", "build", "--workspace", "peers/react"], BENCH);
  run("React peer, split", "npm", ["run", "--silent", "build:split", "--workspace", "peers/react"], BENCH);
  run("Preact peer", "npm", ["run", "--silent", "build", "--workspace", "peers/preact"], BENCH);
  for (const page of new Set([...Object.keys(PAGES), ...pages])) {
    compress(pageOf(page).dist);
  }
}

/** The npm package. */
export function preparePackage() {
  if (!existsSync(join(PACKAGE, "package.json"))) {
    run("npm package", "cargo", ["xtask", "package"], ROOT);
  }
}

/** @param {string} folder */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    if (!/\.(html|css|js|wasm|svg)$/.test(name)) {
      continue;
    }
    const path = join(folder, name);
    if (existsSync(`${path}.br`)) {
      continue;
    }
    const bytes = readFileSync(path);
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/**
 * What a first visit downloads, as brotli.
 * @param {string} dist
 */
export function firstLoadBytes(dist) {
  const compressed = readdirSync(dist).filter((name) => name.endsWith(".br"));
  if (compressed.length === 0) {
    throw new Error(`${dist} has no compressed files: run \`node bench/prepare.mjs\``);
  }
  return compressed.reduce((sum, name) => sum + readFileSync(join(dist, name)).length, 0);
}
