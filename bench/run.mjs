// All measurements in one command, and the report of them:
//   node bench/run.mjs [--rounds N] [--only facts,load,memory,decode,server,lighthouse,trace,report] [--pages ours,react,…]

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { FULL_ROUNDS, options } from "./lib/options.mjs";
import { preparePackage, preparePackages, preparePages, prepareServer } from "./lib/prepare.mjs";

const STEPS = ["facts", "load", "memory", "decode", "server", "lighthouse", "trace", "report"];

const { rounds, only, pages } = options();
const unknown = only.find((step) => !STEPS.includes(step));
if (unknown) {
  throw new Error(`there is no measurement ${unknown}; there are ${STEPS.join(", ")}`);
}
/** @param {string} step */
const wants = (step) => only.length === 0 || only.includes(step);
const argument = ["--rounds", String(rounds), "--pages", pages.join(",")];

preparePackages();
if (["facts", "load", "memory", "server", "lighthouse", "trace"].some(wants)) {
  prepareServer();
  preparePages(pages);
}
if (wants("decode")) {
  preparePackage();
}
if (rounds < FULL_ROUNDS) {
  console.log(`! few rounds (${rounds}) show that the scripts work; a comparison takes ${FULL_ROUNDS}`);
}
// A process each: what one leaves behind does not weigh on the next.
for (const step of STEPS.filter(wants)) {
  console.log(`\n${step}`);
  const script = fileURLToPath(new URL(`${step}.mjs`, import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...argument], { stdio: "inherit" });
  if (status !== 0) {
    throw new Error(`${step} failed`);
  }
}
