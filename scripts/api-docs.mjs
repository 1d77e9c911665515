// Writes the API reference of the package to docs/api/README.md and checks its links: `node scripts/api-docs.mjs`. With
// `--check` it writes nothing, and fails where the file is not what it would write. TypeDoc and the TypeScript that it needs
// are among the packages in tests/package/hosts: `npm ci --ignore-scripts --prefix tests/package/hosts`.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const HOSTS = join(ROOT, "tests/package/hosts");
const REFERENCE = join(ROOT, "docs/api/README.md");

const made = reference();
const broken = brokenLinks(made);
if (broken.length > 0) {
  throw new Error(`docs/api/README.md: these links lead nowhere: ${broken.join(", ")}`);
}
if (!process.argv.includes("--check")) {
  writeFileSync(REFERENCE, made);
} else if (readFileSync(REFERENCE, "utf8") !== made) {
  throw new Error("docs/api/README.md is out of date: node scripts/api-docs.mjs");
}

/** The reference as TypeDoc writes it. */
function reference() {
  const typedoc = join(dirname(createRequire(join(HOSTS, "package.json")).resolve("typedoc/package.json")), "bin/typedoc");
  const folder = mkdtempSync(join(tmpdir(), "certview-orders-api-"));
  try {
    const parameters = [typedoc, "--options", join(ROOT, "scripts/typedoc.json"), "--out", folder];
    // It looks for its plugin in the working directory.
    const { status, stdout } = spawnSync(process.execPath, parameters, { cwd: HOSTS, encoding: "utf8" });
    if (status !== 0) {
      throw new Error(`TypeDoc failed:\n${stdout}`);
    }
    return readFileSync(join(folder, "README.md"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The links within a document whose anchor is neither a heading's, as GitHub derives it, nor an element's id.
 * @param {string} markdown
 */
function brokenLinks(markdown) {
  const anchors = new Set([...markdown.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id));
  for (const [, heading = ""] of markdown.matchAll(/^#+ (.+)$/gm)) {
    const anchor = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
    let unique = anchor;
    for (let number = 1; anchors.has(unique); number += 1) {
      unique = `${anchor}-${number}`;
    }
    anchors.add(unique);
  }
  const targets = [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => !target.startsWith("https://") && !anchors.has(target.replace(/^#/, "")));
}
