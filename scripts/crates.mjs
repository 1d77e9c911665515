// Which crates of others a part of the project consists of, by cargo's own resolution of features and targets.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/**
 * The crates as `name version`, sorted.
 * @param {string[]} options of `cargo tree`, which choose packages, features, targets and kinds of dependencies
 */
export function crates(...options) {
  const command = ["tree", "--locked", "--prefix", "none", "--format", "{p}", ...options];
  const lines = execFileSync("cargo", command, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "inherit"] }).split("\n");
  const names = lines.map((line) => line.split(" ").slice(0, 2).join(" ").replace(" v", " "));
  return new Set(names.filter((name) => name !== "" && !name.startsWith("certview-orders")).sort());
}
