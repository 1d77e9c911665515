// The machine in general words: enough to read the numbers by, and nothing about whose it is.

import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { CHROME } from "./paths.mjs";

/** @typedef {{ cores: number, memoryGib: number, system: string, node: string, chromium: string, busyCores: number }} Machine */

/** @returns {Machine} */
export function machine() {
  return {
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    chromium: /[\d.]+/.exec(version(CHROME))?.[0] ?? "unknown",
    busyCores: busyCores(),
  };
}

/**
 * How many cores others keep busy: measured over a second in which the benchmark itself does nothing. The load average
 * of the system would count the benchmark.
 */
function busyCores() {
  const seconds = 1;
  const used = () => cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
  const before = used();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  return Math.round((used() - before) / seconds / 100) / 10;
}

/** @param {string} program */
function version(program) {
  try {
    return execFileSync(program, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
