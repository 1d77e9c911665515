// What a measurement leaves for the report: one JSON file each.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { machine } from "./machine.mjs";
import { RESULTS } from "./paths.mjs";

/**
 * @param {string} name
 * @param {number} rounds
 * @param {object} data
 */
export function writeResults(name, rounds, data) {
  mkdirSync(RESULTS, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const text = JSON.stringify({ ...data, date, rounds, machine: machine() }, null, 2);
  writeFileSync(join(RESULTS, `${name}.json`), `${text}\n`);
}

/**
 * @param {string} name
 * @returns {any} null where it was not measured
 */
export function readResults(name) {
  const path = join(RESULTS, `${name}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}
