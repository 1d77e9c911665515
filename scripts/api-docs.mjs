// Writes the API reference of the package to docs/api/ and checks its links: `node scripts/api-docs.mjs`. TypeDoc reads the
// declarations; it needs a TypeScript of its own, so npm runs both from its cache.

import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const OUTPUT = join(ROOT, "docs/api");
const PACKAGES = ["typedoc@0.28.20", "typescript@6.0.3"];

rmSync(OUTPUT, { recursive: true, force: true });
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const { status } = spawnSync(
  npm,
  [
    "exec",
    "--yes",
    ...PACKAGES.map((name) => `--package=${name}`),
    "--",
    "typedoc",
    "--options",
    join(ROOT, "scripts/typedoc.json"),
    "--out",
    OUTPUT,
  ],
  { cwd: ROOT, stdio: "inherit" },
);
if (status !== 0) {
  process.exit(status ?? 1);
}

const pages = new Map(
  readdirSync(OUTPUT, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => [name, readFileSync(join(OUTPUT, name), "utf8")]),
);
const files = new Set(readdirSync(OUTPUT, { recursive: true, encoding: "utf8" }).map((name) => normalize(name)));
const anchors = new Map(
  [...pages].map(([name, html]) => [name, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))]),
);
let links = 0;
const broken = [];
for (const [name, html] of pages) {
  for (const [, href = ""] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
    if (/^(https?:|data:|mailto:)/.test(href)) {
      continue;
    }
    links += 1;
    const [path = "", anchor] = href.split("#");
    const target = path === "" ? name : normalize(join(dirname(name), decodeURIComponent(path)));
    const known = anchors.get(target);
    // "#" alone is where scripts of the page act.
    if (!files.has(target) || (anchor && known && !known.has(decodeURIComponent(anchor)))) {
      broken.push(`${name}: ${href}`);
    }
  }
}
if (broken.length > 0 || links === 0) {
  console.error(`docs/api: ${broken.length} of ${links} links lead nowhere\n${broken.join("\n")}`);
  process.exit(1);
}
console.log(`docs/api: ${pages.size} pages, ${links} links, none broken`);
