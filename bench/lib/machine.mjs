// The machine in general words: enough to read the numbers by, and nothing about whose it is.

import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";
import { CHROME } from "./paths.mjs";

/** @typedef {{ cores: number, memoryGib: number, system: string, node: string, chromium: string, load: number }} Machine */

/** @returns {Machine} */
export function machine() {
  return {
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    chromium: /[\d.]+/.exec(version(CHROME))?.[0] ?? "unknown",
    // More than the number of cores: others were at work, and the numbers are only indicative.
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** @param {string} program */
function version(program) {
  try {
    return execFileSync(program, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
