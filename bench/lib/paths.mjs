// Where things are.

import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** @param {string} path */
const inRepository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const ROOT = inRepository("");
export const BENCH = inRepository("bench/");
export const RESULTS = inRepository("bench/results/");
/** What the benchmarks make for themselves. */
export const BUILD = inRepository("bench/build/");
/** The page as Trunk built it. */
export const DIST = process.env.CERTVIEW_ORDERS_DIST || inRepository("dist/");
/** The npm package as it is packed. */
export const PACKAGE = process.env.CERTVIEW_ORDERS_PACKAGE || inRepository("pkg/");
export const SERVER = process.env.CERTVIEW_ORDERS_SERVER || inRepository("target/release/certview-orders");
export const CHROME = process.env.CHROME || "/usr/bin/chromium";

/** The pages that are compared. @type {Record<string, { title: string, dist: string }>} */
export const PAGES = {
  ours: { title: "ours", dist: inRepository("bench/build/ours") },
  react: { title: "React", dist: inRepository("bench/peers/react/dist/bundled") },
  "react-split": { title: "React, split", dist: inRepository("bench/peers/react/dist/split") },
  preact: { title: "Preact", dist: inRepository("bench/peers/preact/dist") },
};

/**
 * @param {string} name of a page, or `build:FOLDER` for another build of ours to compare with
 * @returns {{ title: string, dist: string }}
 */
export function pageOf(name) {
  if (name.startsWith("build:")) {
    const dist = name.slice("build:".length);
    return { title: basename(dist), dist };
  }
  const known = PAGES[name];
  if (!known) {
    throw new Error(`there is no page ${name}; there are ${Object.keys(PAGES).join(", ")} and build:FOLDER`);
  }
  return known;
}
