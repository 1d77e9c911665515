// The files of a release, as `cargo xtask dist` has written them to the folder that CERTVIEW_ORDERS_DIST names.

import { ok, deepEqual, equal, match } from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, sep } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import test from "node:test";

const FOLDER = process.env.CERTVIEW_ORDERS_DIST ?? "target/dist";
const names = readdirSync(FOLDER).sort();
const programs = names.filter((name) => /-(linux-gnu|linux-musl|darwin|msvc\.exe|windows-gnu\.exe)$/.test(name));
const read = (/** @type {string} */ name) => readFileSync(join(FOLDER, name));
/** @typedef {{ name: string, version: string }} Component */
const boms = new Map(["server", "page", "package"].map((of) => {
  const name = names.find((name) => name.endsWith(`-${of}.cdx.json`)) ?? "";
  return [of, /** @type {{ components: Component[] }} */ (JSON.parse(read(name).toString()))];
}));

test("the checksums are those of all other files", () => {
  const sums = read("SHA256SUMS").toString().trimEnd().split("\n");
  const computed = names.filter((name) => name !== "SHA256SUMS").map((name) =>
    `${createHash("sha256").update(read(name)).digest("hex")}  ${name}`);
  deepEqual(sums, computed);
});

for (const name of programs) {
  test(`${name} serves the page from an empty folder`, async () => {
    const folder = mkdtempSync(join(tmpdir(), "certview-orders-dist-"));
    const program = join(folder, "certview-orders");
    copyFileSync(join(FOLDER, name), program);
    const server = spawn(program, ["serve", "--sandbox", "--listen", "127.0.0.1:0"], { cwd: folder, env: {}, stdio: ["ignore", "pipe", "ignore"] });
    try {
      const [line] = await new Promise((resolve, reject) => {
        server.once("error", reject).once("exit", (code) => reject(new Error(`ended with ${code}`)));
        createInterface({ input: server.stdout }).once("line", (line) => resolve([line]));
      });
      const origin = line.replace("listening on ", "");
      const html = await (await fetch(`${origin}/orders`)).text();
      match(html, /<script[^>]*id="?config/);
      const wasm = /[\w-]+_bg\.wasm/.exec(html)?.[0];
      const answer = await fetch(`${origin}/${wasm}`, { headers: { "Accept-Encoding": "br" } });
      equal(answer.headers.get("content-encoding"), "br");
      await WebAssembly.compile(await answer.arrayBuffer());
      const notices = await (await fetch(`${origin}/THIRD-PARTY-LICENSES.txt`)).text();
      equal(notices, read("THIRD-PARTY-LICENSES.txt").toString());
    } finally {
      server.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test(`${name} names no folder of the machine that built it`, () => {
    // With its separator: as root, whose home is /root, the source file src/roots.rs of a crate has the bare name too.
    ok(!read(name).includes(`${homedir()}${sep}`));
    ok(!read(name).includes(process.cwd()));
  });
}

/**
 * Whether an ELF program (64 bits, little endian) names a loader for shared libraries (PT_INTERP).
 * @param {Buffer} elf
 */
function isDynamic(elf) {
  equal(elf.toString("latin1", 1, 4), "ELF");
  const [start, size, count] = [Number(elf.readBigUInt64LE(32)), elf.readUInt16LE(54), elf.readUInt16LE(56)];
  return Array.from({ length: count }, (_, index) => elf.readUInt32LE(start + index * size)).includes(3);
}

test("for Linux there is a program that needs no shared library", { skip: process.platform !== "linux" }, () => {
  const [dynamic, fixed] = ["-linux-gnu", "-linux-musl"].map((ending) => programs.find((name) => name.endsWith(ending)) ?? "");
  equal(isDynamic(read(fixed ?? "")), false);
  if (dynamic) {
    equal(isDynamic(read(dynamic)), true);
  }
});

test("the bills of materials name what each part consists of, and no folder", () => {
  for (const [of, expected] of Object.entries({
    server: ["axum", "ring", "rust-embed", "certview-orders"],
    page: ["yew", "asn1", "public-suffix-list"],
    package: ["serde-wasm-bindgen", "asn1", "public-suffix-list"],
  })) {
    const found = boms.get(of)?.components.map((component) => component.name) ?? [];
    deepEqual(expected.filter((name) => !found.includes(name)), [], of);
  }
  names.filter((name) => name.endsWith(".cdx.json")).forEach((name) => ok(!read(name).includes(process.cwd()), name));
});

test("the licences cover every crate of the bills of materials", () => {
  const licences = read("THIRD-PARTY-LICENSES.txt").toString();
  const missing = [...boms.values()].flatMap(({ components }) => components).filter(({ name, version }) =>
    !name.startsWith("certview-orders") && name !== "public-suffix-list" && !licences.includes(`\n  ${name} ${version} `));
  deepEqual(missing.map(({ name }) => name), []);
  match(licences, /Public Suffix List[\s\S]*Mozilla Public License/);
});

test("the package's tarball is the one of this version", () => {
  const tarball = names.find((name) => name.endsWith(".tgz")) ?? "";
  const manifest = JSON.parse(execFileSync("tar", ["-xzOf", join(FOLDER, tarball), "package/package.json"]).toString());
  equal(tarball, `${manifest.name}-${manifest.version}.tgz`);
});
