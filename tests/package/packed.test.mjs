// The tarball itself: what is in it, what package.json declares, and the results of public linters.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { brotli } from "../../scripts/assets.mjs";
import { ROOT, installed, runProgram, tarball } from "./harness.mjs";

/**
 * @param {(place: Awaited<ReturnType<typeof installed>>) => Promise<void>} body
 */
async function withPackage(body) {
  const place = await installed();
  try {
    await body(place);
  } finally {
    await place.remove();
  }
}

test("the files are exactly the intended ones", async () => {
  await withPackage(async (place) => {
    const names = (await readdir(place.package, { recursive: true })).sort();
    assert.deepEqual(names, [
      "LICENSE",
      "LICENSE-APACHE",
      "LICENSE-MIT",
      "LICENSE-MPL",
      "README.md",
      "THIRD-PARTY-LICENSES.txt",
      "abort.js",
      "all.js",
      "certview_client.d.ts",
      "certview_client.js",
      "certview_client_bg.wasm",
      "certview_csr.d.ts",
      "certview_csr.js",
      "certview_csr_bg.wasm",
      "certview_orders.d.ts",
      "certview_orders.js",
      "certview_orders_bg.wasm",
      "cli.js",
      "client-api.js",
      "client-node.js",
      "client-shared.js",
      "client.d.ts",
      "client.js",
      "csr-api.js",
      "csr-node.js",
      "csr-shared.js",
      "csr.d.ts",
      "csr.js",
      "errors.js",
      "index.d.ts",
      "index.js",
      "iteration.js",
      "loading.js",
      "node.js",
      "order-api.js",
      "package.json",
      "public-suffixes.d.ts",
      "public-suffixes.js",
      "sharing.js",
      "tokens.js",
      "version.js",
      "wasm.d.ts",
    ]);
  });
});

test("package.json has no scripts, no dependencies and the version", async () => {
  await withPackage(async (place) => {
    const description = JSON.parse(await readFile(join(place.package, "package.json"), "utf8"));
    assert.equal(description.scripts, undefined);
    assert.equal(description.dependencies, undefined);
    assert.equal(description.name, "certview-orders");
    const cargo = await readFile(join(ROOT, "Cargo.toml"), "utf8");
    assert.equal(description.version, /^version = "(.+)"$/m.exec(cargo)?.[1]);
  });
});

test("the licence expression names the licences whose texts are in the tarball", async () => {
  await withPackage(async (place) => {
    const read = (/** @type {string} */ name) => readFile(join(place.package, name), "utf8");
    for (const name of ["package.json", "jsr.json"]) {
      const text = name === "jsr.json" ? await readFile(join(ROOT, "src/js/package", name), "utf8") : await read(name);
      assert.equal(JSON.parse(text).license, "(MIT OR Apache-2.0) AND MPL-2.0", name);
    }
    assert.match(await read("LICENSE-MIT"), /Permission is hereby granted, free of charge/);
    assert.match(await read("LICENSE-APACHE"), /Apache License\s+Version 2\.0/);
    assert.match(await read("LICENSE-MPL"), /^Mozilla Public License Version 2\.0/);
    // What of others is compiled in. That it is complete, `cargo xtask check` compares with Cargo.lock.
    const notices = await read("THIRD-PARTY-LICENSES.txt");
    assert.match(notices, /^BSD 3-Clause.*\n {2}asn1 .*\n\nCopyright \(c\) Alex Gaynor/m);
    assert.match(notices, /^ {2}serde-wasm-bindgen /m);
    assert.match(notices, /^# Public Suffix List[\s\S]*Mozilla Public License/m);
    // The data under the MPL says so itself.
    assert.match(await read("public-suffixes.js"), /^\/\/ .*Mozilla Public License, v\. 2\.0/m);
  });
});

test("the README's sizes are those of tests/sizes.json, and of the file", async () => {
  const sizes = JSON.parse(await readFile(join(ROOT, "tests/sizes.json"), "utf8"));
  await withPackage(async (place) => {
    const readme = await readFile(join(place.package, "README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| `certview-orders(\/[\w-]+)?` \|.*\| (\d+) kB \|$/gm)];
    const shown = Object.fromEntries(rows.map(([, path = "", kilobytes]) => [path, Number(kilobytes)]));
    const suffixes = brotli(await readFile(join(place.package, "public-suffixes.js"))).length;
    const kilobytes = (/** @type {number} */ bytes) => Math.round(bytes / 1000);
    assert.deepEqual(shown, {
      "": kilobytes(sizes.package.brotliBytes),
      "/client": kilobytes(sizes.client.brotliBytes),
      "/csr": kilobytes(sizes.csr.brotliBytes),
      "/public-suffixes": kilobytes(suffixes),
    });
  });
});

test("no script evaluates strings as code, and no file contains the path of its build", async () => {
  await withPackage(async (place) => {
    for (const name of await readdir(place.package)) {
      const text = await readFile(join(place.package, name), "latin1");
      if (name.endsWith(".js")) {
        assert.equal(/\beval\s*\(|\bFunction\s*\(/.exec(text), null, name);
      }
      assert.equal(/\/(root|home|Users|tmp)\/[\w./-]*|\.cargo|registry\/src/.exec(text)?.[0], undefined, name);
    }
  });
});

test("every error code is in the declarations and in the README", async () => {
  const source = await readFile(join(ROOT, "src/client/error.rs"), "utf8");
  const codes = [...source.matchAll(/=> "([a-z_]+)"/g)].map(([, code]) => code);
  assert.ok(codes.length >= 13);
  await withPackage(async (place) => {
    const declared = await readFile(join(place.package, "index.d.ts"), "utf8");
    const readme = await readFile(join(place.package, "README.md"), "utf8");
    for (const code of [...codes, "invalid_csr", "not_initialized", "load_failed"]) {
      assert.ok(declared.includes(`| "${code}"`), `index.d.ts: ${code}`);
      assert.ok(readme.includes(`| \`${code}\` |`), `README.md: ${code}`);
    }
  });
});

test("publint reports nothing", async () => {
  const program = join(ROOT, "node_modules/publint/src/cli.js");
  const { code, stdout, stderr } = await runProgram(process.execPath, [program, await tarball(), "--strict"]);
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /All good/);
});

test("are-the-types-wrong reports nothing", async () => {
  const program = join(ROOT, "node_modules/@arethetypeswrong/cli/dist/index.js");
  const { code, stdout, stderr } = await runProgram(process.execPath, [
    program,
    await tarball(),
    "--profile",
    "esm-only",
    "--no-emoji",
    // By default it draws a table where it detects a wide terminal.
    "--format",
    "ascii",
  ]);
  assert.equal(code, 0, stdout + stderr);
  for (const path of ["", "/client", "/csr", "/public-suffixes", "/wasm", "/client/wasm", "/csr/wasm"]) {
    const expected = `"certview-orders${path}"\n\nnode16 (from ESM): OK (ESM)\nbundler: OK`;
    assert.ok(stdout.includes(expected), `${expected}\n${stdout}`);
  }
});
