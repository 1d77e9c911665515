// Everything a release page needs, in target/dist/: `node scripts/dist.mjs VERSION TARGET_FOLDER TARBALL`, where the page
// and the package's tarball are built already. Writes the server with the page in it for this platform, and statically
// linked where that is Linux; the SBOM of server, page and package; the licences of third parties; and SHA256SUMS.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { crates } from "./crates.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const [version = "", target = "", tarball = ""] = process.argv.slice(2);
const folder = join(target, "dist");
const run = (/** @type {string} */ program, /** @type {string[]} */ options, /** @type {NodeJS.ProcessEnv} */ env = {}) =>
  execFileSync(program, options, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env } });

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
copyFileSync(tarball, join(folder, basename(tarball)));

const host = execFileSync("rustc", ["--print", "host-tuple"], { encoding: "utf8" }).trim();
const targets = host.includes("linux") ? [...new Set([host, host.replace(/-linux-\w+$/, "-linux-musl")])] : [host];
// Panic messages name source files by absolute paths, and with them the user who built the program.
const cargoHome = process.env.CARGO_HOME || join(homedir(), ".cargo");
const sysroot = execFileSync("rustc", ["--print", "sysroot"], { encoding: "utf8" }).trim();
const RUSTFLAGS = [[cargoHome, "cargo"], [sysroot, "rust"], [realpathSync(sysroot), "rust"], [ROOT, ""]]
  .map(([folder, name]) => `--remap-path-prefix=${folder}=${name}`).join(" ");
for (const tuple of targets) {
  const options = ["--package", "certview-orders-server", "--bin", "certview-orders", "--features", "embed"];
  run("cargo", ["build", "--release", "--locked", "--target", tuple, ...options], { RUSTFLAGS });
  const ending = tuple.includes("windows") ? ".exe" : "";
  const program = join(target, tuple, "release", `certview-orders${ending}`);
  copyFileSync(program, join(folder, `certview-orders-${version}-${tuple}${ending}`));
}

// cargo-cyclonedx writes beside each Cargo.toml of the workspace, whichever is named; and it lists what any feature of any
// member would need, for tests too. Cargo says what this part consists of.
const BOMS = /** @type {const} */ ([
  { of: "server", member: "certview-orders-server", manifest: "server", features: "embed", tuple: host },
  { of: "page", member: "certview-orders", manifest: ".", features: "page,worker", tuple: "wasm32-unknown-unknown" },
  { of: "package", member: "certview-orders", manifest: ".", features: "js", tuple: "wasm32-unknown-unknown" },
]);
for (const { of, member, manifest, features, tuple } of BOMS) {
  const choice = ["--features", features, "--target", tuple];
  run("cargo", ["cyclonedx", "--manifest-path", join(manifest, "Cargo.toml"), ...choice, "--format", "json", "--spec-version", "1.5", "--override-filename", "bom"]);
  const bom = JSON.parse(readFileSync(join(ROOT, manifest, "bom.json"), "utf8").replaceAll(ROOT.slice(0, -1), ""));
  keep(bom, crates("--package", member, ...choice, "--edges", "normal,build"));
  if (of !== "server") {
    bom.components.push(suffixes());
  }
  writeFileSync(join(folder, `certview-orders-${version}-${of}.cdx.json`), `${JSON.stringify(bom, null, 1)}\n`);
  ["", "server", "xtask"].forEach((member) => rmSync(join(ROOT, member, "bom.json"), { force: true }));
}

/**
 * Leaves a bill of materials with these crates and those of this project.
 * @param {{ components: { name: string, version: string, "bom-ref": string }[], dependencies: { ref: string, dependsOn?: string[] }[] }} bom
 * @param {Set<string>} expected
 */
function keep(bom, expected) {
  const known = new Set(bom.components.map(({ name, version }) => `${name} ${version}`));
  const missing = [...expected].filter((crate) => !known.has(crate));
  if (missing.length > 0) {
    throw new Error(`the bill of materials misses ${missing.join(", ")}`);
  }
  const others = bom.components.filter(({ name, version }) => !name.startsWith("certview-orders") && !expected.has(`${name} ${version}`));
  const removed = new Set(others.map((component) => component["bom-ref"]));
  bom.components = bom.components.filter((component) => !removed.has(component["bom-ref"]));
  bom.dependencies = bom.dependencies.filter(({ ref }) => !removed.has(ref));
  bom.dependencies.forEach((dependency) => {
    dependency.dependsOn = dependency.dependsOn?.filter((ref) => !removed.has(ref));
  });
}

/** The Public Suffix List, as a component of what contains it. */
function suffixes() {
  const date = /^# Version (\S+)$/m.exec(readFileSync(join(ROOT, "static/public-suffixes.txt"), "utf8"))?.[1];
  return { type: "data", name: "public-suffix-list", version: date, licenses: [{ license: { id: "MPL-2.0" } }] };
}

copyFileSync(join(ROOT, "THIRD-PARTY-LICENSES.txt"), join(folder, "THIRD-PARTY-LICENSES.txt"));

const sums = readdirSync(folder).sort().map((name) =>
  `${createHash("sha256").update(readFileSync(join(folder, name))).digest("hex")}  ${name}\n`);
writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
