// Where things are.

import { fileURLToPath } from "node:url";

/** @param {string} path */
const inRepository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const ROOT = inRepository("");
export const BENCH = inRepository("bench/");
export const RESULTS = inRepository("bench/results/");
/** What the benchmarks make for themselves. */
export const BUILD = inRepository("bench/build/");
/** The page as Trunk built it. */
export const DIST = process.env.CERTVIEW_ORDERS_DIST ?? inRepository("dist/");
/** The npm package as it is packed. */
export const PACKAGE = process.env.CERTVIEW_ORDERS_PACKAGE ?? inRepository("pkg/");
export const SERVER = process.env.CERTVIEW_ORDERS_SERVER ?? inRepository("target/release/certview-orders");
export const CHROME = process.env.CHROME ?? "/usr/bin/chromium";
