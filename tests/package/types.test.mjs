// The declarations: they compile with the options of every kind of project, refuse misuse, and describe real values.

import { test } from "node:test";
import assert from "node:assert/strict";
import { copyFile, cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { ROOT, installed, runProgram, startGateways } from "./harness.mjs";

const COMPILER = join(ROOT, "node_modules/typescript/bin/tsc");
const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  // The package's own declarations are checked too.
  skipLibCheck: false,
};

/** @type {Record<string, object>} */
const PROJECTS = {
  "a bundler's project": {
    module: "esnext",
    moduleResolution: "bundler",
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable"],
    types: [],
  },
  "a Node project": {
    module: "node16",
    moduleResolution: "node16",
    target: "es2022",
    lib: ["es2022"],
    types: ["node"],
  },
};

/**
 * @param {string} folder
 * @param {object} options
 */
async function compile(folder, options) {
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...STRICT, ...options }, include: ["*.ts", "*.cts"] }),
  );
  return runProgram(process.execPath, [COMPILER, "--project", folder], { cwd: folder });
}

for (const [name, options] of Object.entries(PROJECTS)) {
  test(`every export, in ${name}`, async () => {
    const place = await installed();
    try {
      await copyFile(join(ROOT, "tests/package/types/use.ts"), join(place.folder, "use.ts"));
      await mkdir(join(place.folder, "node_modules/@types"));
      for (const types of ["@types/node", "undici-types"]) {
        await cp(join(ROOT, "node_modules", types), join(place.folder, "node_modules", types), { recursive: true });
      }
      const { code, stdout } = await compile(place.folder, options);
      assert.equal(stdout, "");
      assert.equal(code, 0);
    } finally {
      await place.remove();
    }
  });
}

test("a CommonJS module that requires it has the types, and the package", async () => {
  const place = await installed({
    "use.cts": `
      import orders = require("certview-orders");
      import client = require("certview-orders/client");
      import csr = require("certview-orders/csr");
      const made: orders.CertViewClient = new client.CertViewClient({ baseUrl: "https://gateway.example" });
      const decoded: orders.Csr = csr.decodeCsr("pem");
      // @ts-expect-error: no such export
      orders.decode("pem");
      export = [made, decoded];
    `,
    "use.cjs": `
      for (const path of ["certview-orders", "certview-orders/client", "certview-orders/csr"]) {
        console.log(require(path).parseOrder('{"uuid":"cb95d100-ec30-11ea-920d-eb66140967e3"}').status);
      }
    `,
  });
  try {
    const options = { module: "nodenext", moduleResolution: "nodenext", target: "es2023", lib: ["es2023"], types: [] };
    assert.deepEqual(await compile(place.folder, { ...options, skipLibCheck: true }), { code: 0, stdout: "", stderr: "" });
    const { stdout } = await runProgram(process.execPath, ["use.cjs"], { cwd: place.folder });
    assert.equal(stdout, "null\nnull\nnull\n");
  } finally {
    await place.remove();
  }
});

test("the members of real orders and requests are those that are declared", async (t) => {
  const gateways = await startGateways("types");
  const folder = join(ROOT, "tests/fixtures/csr");
  const pems = (await readdir(folder)).filter((name) => name.endsWith(".pem"));
  const texts = await Promise.all(pems.map((name) => readFile(join(folder, name), "utf8")));
  const place = await installed({
    "main.mjs": `
      import { CertViewClient, decodeCsr } from "certview-orders";
      const baseUrl = ${JSON.stringify(gateways.context.sandbox)};
      const { token } = await new CertViewClient({ baseUrl }).signIn({ username: "sandbox", password: "sandbox" });
      const client = new CertViewClient({ baseUrl, token });
      const orders = [];
      for (let number = 1; number <= 19; number += 1) {
        orders.push(await client.getOrder("00000000-0000-4000-8000-" + String(number).padStart(12, "0")));
      }
      const csrs = ${JSON.stringify(texts)}.flatMap((pem) => {
        try {
          return [decodeCsr(pem)];
        } catch (error) {
          if (error.code !== "invalid_csr") throw error;
          return [];
        }
      });
      console.log(JSON.stringify({ orders, csrs }));
    `,
  });
  try {
    const { stdout, stderr } = await runProgram(process.execPath, ["main.mjs"], { cwd: place.folder });
    assert.equal(stderr, "");
    const { orders, csrs } = JSON.parse(stdout);
    assert.ok(csrs.length >= 40, `${csrs.length} of ${pems.map((name) => basename(name)).length} requests were read`);
    // Every member is required and no other allowed: in a literal, the compiler checks both.
    const literals = (/** @type {any[]} */ orders, /** @type {any[]} */ csrs) => `
      import type { Csr, Order } from "certview-orders";
      ${orders.map((order, index) => `export const order${index}: Order = ${JSON.stringify(order)};`).join("\n")}
      ${csrs.map((csr, index) => `export const csr${index}: Csr = ${JSON.stringify(csr)};`).join("\n")}
    `;
    const options = PROJECTS["a bundler's project"] ?? {};
    const compilerOutput = async (/** @type {string} */ source) => {
      await writeFile(join(place.folder, "values.ts"), source);
      return (await compile(place.folder, options)).stdout;
    };
    await t.test("as they are", async () => {
      assert.equal(await compilerOutput(literals(orders, csrs)), "");
    });
    await t.test("with one member less or more, they are not", async () => {
      const { caStatus, ...less } = orders[0];
      assert.match(await compilerOutput(literals([less], [])), /caStatus/);
      assert.match(await compilerOutput(literals([{ ...orders[0], extra: 1 }], [])), /extra/);
    });
  } finally {
    await place.remove();
    await gateways.stop();
  }
});
