// Makes the generated JavaScript of the page small, in place: Trunk's own minifier gives up on it. Nothing but white
// space, comments and local names changes. `node minify.mjs FILE…`

import { readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "esbuild";

for (const file of process.argv.slice(2)) {
  const { code } = transformSync(readFileSync(file, "utf8"), { minify: true, format: "esm", target: "es2022" });
  writeFileSync(file, code);
}
