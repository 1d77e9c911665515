// The notices of third-party crates, which are kept in the repository: `node scripts/licences.mjs` writes them anew,
// `node scripts/licences.mjs --check` fails where they name other crates than Cargo.lock.
//
// Cargo says which crates each file is about; cargo-about (about.toml) finds their licences.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { crates } from "./crates.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** What is linked and is no crate. */
const STANDARD_LIBRARY = "the Rust standard library: Copyright (c) The Rust Project Contributors (https://github.com/rust-lang/rust)";
const MUSL = "musl, in the static program for Linux: Copyright (c) 2005-2020 Rich Felker, et al. (https://musl.libc.org)";
const RULE = "=".repeat(112);
/** @typedef {{ path: string, subject: string, runtime: string[], tree: string[] }} Notices */
/** @type {Notices[]} */
const FILES = [
  {
    // A file of the page, and of the page in the server's program.
    path: "THIRD-PARTY-LICENSES.txt",
    subject: "its server, its page, and its npm package, with what builds them",
    runtime: [STANDARD_LIBRARY, MUSL],
    tree: ["--package", "certview-orders", "--package", "certview-orders-server", "--all-features", "--edges", "normal,build", ...targets()],
  },
  {
    path: "src/js/package/THIRD-PARTY-LICENSES.txt",
    subject: "its npm package",
    runtime: [STANDARD_LIBRARY],
    tree: ["--package", "certview-orders", "--no-default-features", "--features", "js", "--edges", "normal,no-proc-macro", "--target", "wasm32-unknown-unknown"],
  },
];

const stale = FILES.filter((file) => rowsOf(read(file.path)).join("\n") !== [...crates(...file.tree)].join("\n"));
if (!process.argv.includes("--check")) {
  write();
} else if (stale.length > 0) {
  console.error(`${stale.map(({ path }) => path).join(" and ")} name other crates than Cargo.lock; run \`cargo xtask licences\``);
  process.exitCode = 1;
}

function write() {
  /** @typedef {{ name: string, version: string, authors: string[], repository: string | null }} Crate */
  /** @typedef {{ name: string, text: string, source_path: string | null, used_by: { crate: Crate }[] }} License */
  const options = ["--workspace", "--all-features", "--locked", "--offline", "--fail", "--format", "json"];
  /** @type {{ licenses: License[] }} */
  const { licenses } = JSON.parse(execFileSync("cargo", ["about", "generate", ...options], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] }));
  const suffixes = read("static/public-suffixes.txt").split("\n").filter((line) => line.startsWith("#")).join("\n");
  const permission = read("LICENSE-MIT").replace(/^[\s\S]*?(?=Permission is hereby granted)/, "");
  for (const file of FILES) {
    const expected = crates(...file.tree);
    const parts = licenses.flatMap(({ name, text, source_path, used_by }) => {
      const users = used_by.map(({ crate }) => crate).filter((crate) => expected.has(`${crate.name} ${crate.version}`));
      const rows = users.map((crate) => `  ${crate.name} ${crate.version} (${crate.repository ?? `https://crates.io/crates/${crate.name}`})`);
      // A crate that has no file with its licence: the common text, and whom the crate names as its authors.
      const authors = users.filter((crate) => source_path === null && crate.authors.length > 0)
        .map((crate) => `Copyright (c) ${crate.authors.join(", ")} (${crate.name})`);
      const own = authors.length > 0 ? text.replace(/^Copyright \(c\) <.*$/m, authors.join("\n")) : text;
      return users.length > 0 ? [`${RULE}\n${name}\n${rows.join("\n")}\n\n${own.replace(/^\s*\n/, "").trimEnd()}\n`] : [];
    });
    const text = `Third-party software in certview-orders: in ${file.subject}.

Crates are listed with the licence under which they are used here, followed by its text. The Public Suffix List is at the end.

${RULE}
MIT License
${file.runtime.map((part) => `  ${part}`).join("\n")}

${permission.trimEnd()}

${[...parts, `${RULE}\n${suffixes}\n`].join("\n")}`;
    const missing = [...expected].filter((crate) => !rowsOf(text).includes(crate));
    if (missing.length > 0) {
      throw new Error(`cargo-about has no licence of ${missing.join(", ")}`);
    }
    writeFileSync(join(ROOT, file.path), text);
  }
}

/**
 * The crates that a file names.
 * @param {string} text
 */
function rowsOf(text) {
  return [...new Set([...text.matchAll(/^ {2}([\w-]+ \d\S*) \(https?:/gm)].map(([, crate = ""]) => crate))].sort();
}

/** The targets of about.toml, as options of cargo. */
function targets() {
  const list = /^targets = \[([^\]]*)\]/m.exec(read("about.toml"))?.[1] ?? "";
  return [...list.matchAll(/"([^"]+)"/g)].flatMap(([, target = ""]) => ["--target", target]);
}

/** @param {string} path */
function read(path) {
  return readFileSync(join(ROOT, path), "utf8");
}
