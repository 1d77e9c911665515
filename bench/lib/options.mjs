// The command line that all measurements share.

import { parseArgs } from "node:util";

/** Fewer rounds than this are for trying the scripts out. */
export const FULL_ROUNDS = 15;

/**
 * @typedef {object} Options
 * @property {number} rounds
 * @property {string[]} only
 * @property {string[]} pages
 */

/** @returns {Options} */
export function options() {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: String(FULL_ROUNDS) },
      only: { type: "string", default: "" },
      pages: { type: "string", default: "ours,react,react-split,preact" },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds takes a number of rounds, not ${values.rounds}`);
  }
  return { rounds, only: list(values.only), pages: list(values.pages) };
}

/** @param {string} text */
function list(text) {
  return text.split(",").filter(Boolean);
}
