// The packed package on hosts and behind bundlers beyond the development dependencies of this project: other releases of
// Node, Deno, Bun, Vitest, Jest, Vite 7, Rollup, Next.js and workerd. They are installed once, by npm, into hosts/; what is
// not there for this system is skipped by name.

import { test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { HOSTS, ROOT, SUITE, browserScript, installHosts, installed, page, runProgram, startHost, startGateways, reportResults, useBrowser } from "./harness.mjs";
import { portOf, stopServer } from "./gateway.mjs";

await installHosts();
const require = createRequire(join(HOSTS, "package.json"));
const { outcome } = useBrowser();

/** @param {string} name */
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
/** @param {string} name */
const inHosts = (name) => join(HOSTS, "node_modules", name);
/** Runs the suite and prints its results; what a behaviour leaves behind must not keep the process. */
const script = (/** @type {import("./suite.mjs").Context} */ context) => `
  import * as api from "certview-orders";
  import { publicSuffixes } from "certview-orders/public-suffixes";
  import { run } from "./suite.mjs";
  const results = await run(api, { ...${JSON.stringify(context)}, publicSuffixes });
  process.stdout.write("RESULTS " + JSON.stringify(results) + "\\n", () => process.exit());
`;

/**
 * A folder inside hosts/, where what is installed there is found.
 * @param {Record<string, string>} files
 */
async function place(files) {
  const made = await installed(files, HOSTS);
  await copyFile(SUITE, join(made.folder, "suite.mjs"));
  return made;
}

/** @param {string} output */
function results(output) {
  const line = output.split("\n").find((text) => text.startsWith("RESULTS "));
  assert.ok(line, output);
  return JSON.parse(line.slice("RESULTS ".length));
}

/** @type {Array<[string, string, string[]]>} */
const PROGRAMS = [
  ["Node 22", inHosts("node22/bin/node"), ["main.mjs"]],
  ["Node 24", inHosts("node24/bin/node"), ["main.mjs"]],
  ["Deno", inHosts("@deno/linux-x64-glibc/deno"), ["run", "--allow-all", "--no-lock", "main.mjs"]],
  ["Bun", inHosts("@oven/bun-linux-x64/bin/bun"), ["run", "main.mjs"]],
];

for (const [name, program, parameters] of PROGRAMS) {
  test(`the suite in ${name}`, { skip: !existsSync(program) && `${name} is not installed for this system` }, async (t) => {
    const gateways = await startGateways(name.replace(" ", "-"));
    const { folder, remove } = await place({ "main.mjs": script(gateways.context) });
    try {
      const env = { ...process.env, DENO_DIR: join(folder, ".deno"), DENO_NO_UPDATE_CHECK: "1" };
      const { stdout, stderr } = await runProgram(program, parameters, { cwd: folder, env });
      await reportResults(t, results(stdout + stderr));
    } finally {
      await gateways.stop();
      await remove();
    }
  });
}

const deno = inHosts("@deno/linux-x64-glibc/deno");

test("JSR accepts it, as the publish workflow prepares it", { skip: !existsSync(deno) && "Deno is not installed for this system" }, async () => {
  const { folder, package: installedPackage, remove } = await place({});
  try {
    const workflow = await readFile(join(ROOT, ".github/workflows/publish.yml"), "utf8");
    const command = /^ *(sed -i .+ index\.d\.ts)$/m.exec(workflow)?.[1] ?? assert.fail("the workflow has no sed");
    assert.equal((await runProgram("sh", ["-c", command], { cwd: installedPackage })).code, 0);
    const configuration = JSON.parse(await readFile(join(ROOT, "src/js/package/jsr.json"), "utf8"));
    const { version } = JSON.parse(await readFile(join(installedPackage, "package.json"), "utf8"));
    // Outside of the project, which Git and npm would say something about.
    const target = await mkdtemp(join(tmpdir(), "certview-orders-jsr-"));
    try {
      await cp(installedPackage, target, { recursive: true });
      await writeFile(join(target, "jsr.json"), JSON.stringify({ ...configuration, version }));
      const env = { ...process.env, DENO_DIR: join(folder, ".deno"), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
      const { code, stdout, stderr } = await runProgram(deno, ["publish", "--dry-run"], { cwd: target, env });
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout + stderr, /certview_orders_bg\.wasm/);
    } finally {
      await rm(target, { recursive: true, force: true });
    }
  } finally {
    await remove();
  }
});

for (const [name, parameters] of /** @type {const} */ ([
  ["Vitest", [inHosts("vitest/vitest.mjs"), "run", "--globals", "--root", "."]],
  ["Jest", ["--experimental-vm-modules", "--no-warnings", inHosts("jest/bin/jest.js"), "--rootDir", ".", "--testTimeout", "300000"]],
])) {
  test(`the suite in ${name}`, async (t) => {
    const gateways = await startGateways(name);
    const { folder, remove } = await place({
      "main.test.mjs": `
        import { writeFileSync } from "node:fs";
        import * as api from "certview-orders";
        import { publicSuffixes } from "certview-orders/public-suffixes";
        import { run } from "./suite.mjs";
        test("the suite", async () => {
          const context = { ...${JSON.stringify(gateways.context)}, publicSuffixes };
          writeFileSync("results.json", JSON.stringify(await run(api, context)));
        }, 300000);
      `,
      "jest.config.json": JSON.stringify({ testMatch: ["**/main.test.mjs"], transform: {}, watchman: false }),
      "vitest.config.mjs": "export default { test: { testTimeout: 300000, include: ['main.test.mjs'] } };",
    });
    try {
      const { stdout, stderr } = await runProgram(process.execPath, [...parameters], { cwd: folder });
      const written = await readFile(join(folder, "results.json"), "utf8").catch(() => assert.fail(stdout + stderr));
      await reportResults(t, JSON.parse(written));
    } finally {
      await gateways.stop();
      await remove();
    }
  });
}

/** @type {Array<[string, (folder: string) => Promise<void>]>} */
const BUNDLERS = [
  [
    "Vite 7",
    async (folder) => {
      const { build } = await load("vite");
      await build({ root: folder, logLevel: "error", configFile: false });
    },
  ],
  [
    "Rollup",
    async (folder) => {
      const { rollup } = await load("rollup");
      const { nodeResolve } = await load("@rollup/plugin-node-resolve");
      const { importMetaAssets } = await load("@web/rollup-plugin-import-meta-assets");
      const bundle = await rollup({
        input: join(folder, "main.js"),
        plugins: [nodeResolve({ browser: true }), importMetaAssets()],
      });
      await bundle.write({ dir: join(folder, "dist"), format: "es" });
      await writeFile(join(folder, "dist/index.html"), page());
    },
  ],
];

for (const [name, bundle] of BUNDLERS) {
  test(`the suite in what ${name} builds`, async (t) => {
    const { folder, remove } = await place({ "index.html": page(), "main.js": browserScript() });
    let contextJson = "";
    const host = await startHost(join(folder, "dist"), (path) => (path === "/context.json" ? { body: contextJson } : undefined));
    const own = await startGateways(name.replace(" ", "-"), host.origin);
    try {
      await bundle(folder);
      const files = await readdir(join(folder, "dist"), { recursive: true });
      assert.equal(files.filter((file) => file.endsWith(".wasm")).length, 1, "one WebAssembly file");
      contextJson = JSON.stringify(own.context);
      host.allow([own.context.sandbox, own.context.scripted, "http://127.0.0.1:9"]);
      await reportResults(t, (await outcome(host.origin)).results);
    } finally {
      await own.stop();
      await host.stop();
      await remove();
    }
  });
}

test("the suite on the development server of Vite 7, with the package excluded from optimization", async (t) => {
  const { folder, remove } = await place({ "index.html": page(), "main.js": browserScript() });
  const { createServer } = await load("vite");
  const server = await createServer({
    root: folder,
    logLevel: "error",
    configFile: false,
    server: { host: "127.0.0.1", port: 0 },
    optimizeDeps: { exclude: ["certview-orders"] },
  });
  try {
    await server.listen();
    const origin = new URL(server.resolvedUrls?.local[0] ?? "").origin;
    const own = await startGateways("Vite-7-dev", origin);
    try {
      await mkdir(join(folder, "public"));
      await writeFile(join(folder, "public/context.json"), JSON.stringify(own.context));
      await reportResults(t, (await outcome(origin)).results);
    } finally {
      await own.stop();
    }
  } finally {
    await server.close();
    await remove();
  }
});

test("the suite in workerd, as Cloudflare's platform imports WebAssembly", async (t) => {
  const { Miniflare } = await load("miniflare");
  const gateways = await startGateways("workerd");
  const { package: installedPackage, remove } = await place({});
  const names = (await readdir(installedPackage)).filter((name) => name.endsWith(".js") && !/node\.js$|cli\.js$/.test(name));
  const main = `
    import wasm from "./certview_orders_bg.wasm";
    import * as api from "./index.js";
    import { publicSuffixes } from "./public-suffixes.js";
    import { run } from "./suite.mjs";
    api.initSync({ module: wasm });
    export default {
      async fetch(request) {
        return Response.json(await run(api, { ...(await request.json()), publicSuffixes }));
      },
    };
  `;
  const worker = new Miniflare({
    modules: [
      { type: "ESModule", path: "main.js", contents: main },
      { type: "ESModule", path: "suite.mjs", contents: await readFile(SUITE, "utf8") },
      ...(await Promise.all(names.map(async (path) => ({
        type: "ESModule",
        path,
        contents: await readFile(join(installedPackage, path), "utf8"),
      })))),
      { type: "CompiledWasm", path: "certview_orders_bg.wasm", contents: await readFile(join(installedPackage, "certview_orders_bg.wasm")) },
    ],
    compatibilityDate: "2026-01-01",
  });
  try {
    const answer = await worker.dispatchFetch("http://worker.example/", {
      method: "POST",
      body: JSON.stringify(gateways.context),
    });
    await reportResults(t, /** @type {any} */ (await answer.json()));
  } finally {
    await worker.dispose();
    await gateways.stop();
    await remove();
  }
});

test("a client component and a route handler of Next.js", async () => {
  const gateways = await startGateways("Next.js");
  const { folder, remove } = await place({
    "next.config.mjs": `export default {
      turbopack: { root: ${JSON.stringify(HOSTS)} },
      // As in the README: on the server the package is imported, not bundled.
      serverExternalPackages: ["certview-orders"],
    };`,
  });
  const files = {
    "app/layout.js": "export default function Layout({ children }) { return <html><body>{children}</body></html>; }",
    "app/page.js": `
      "use client";
      import { useEffect, useState } from "react";
      import init, { decodeCsr, verifyCsr } from "certview-orders";
      const pem = ${JSON.stringify(gateways.context.csrs.p256)};
      export default function Page() {
        const [text, setText] = useState("");
        useEffect(() => {
          globalThis.outcome = init()
            .then(async () => decodeCsr(pem).subject[0].value + " " + (await verifyCsr(pem)))
            .then((shown) => { setText(shown); return shown; });
        }, []);
        return <p role="status">{text}</p>;
      }
    `,
    "app/order/route.js": `
      import { CertViewClient } from "certview-orders";
      export const dynamic = "force-dynamic";
      export async function GET() {
        const baseUrl = ${JSON.stringify(gateways.context.sandbox)};
        const { token } = await new CertViewClient({ baseUrl }).signIn({ username: "sandbox", password: "sandbox" });
        const order = await new CertViewClient({ baseUrl, token }).getOrder("cb95d100-ec30-11ea-920d-eb66140967e3");
        return Response.json({ status: order.status, name: order.certificate.commonName });
      }
    `,
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const next = inHosts("next/dist/bin/next");
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CI: "1" };
  try {
    const built = await runProgram(process.execPath, [next, "build"], { cwd: folder, env });
    assert.equal(built.code, 0, built.stdout + built.stderr);
    const port = await freePort();
    const server = spawn(process.execPath, [next, "start", "--port", String(port), "--hostname", "127.0.0.1"], { cwd: folder, env });
    try {
      const origin = `http://127.0.0.1:${port}`;
      for await (const text of server.stdout.setEncoding("utf8")) {
        if (/Ready/.test(text)) {
          break;
        }
      }
      const answer = await fetch(`${origin}/order`);
      assert.deepEqual(await answer.json(), { status: "SUBMITTED", name: "example.com" });
      assert.equal(/** @type {any} */ ((await outcome(origin)).results), "p256.example.com valid");
    } finally {
      server.kill();
      await once(server, "close");
    }
  } finally {
    await gateways.stop();
    await remove();
  }
});

test("the README's example of a proxy, with undici in Node", async () => {
  const gateways = await startGateways("proxy");
  const proxied = new Set();
  // undici opens a tunnel for plain HTTP too.
  const proxy = createHttpServer().on("connect", (request, socket) => {
    proxied.add(request.url);
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { folder, package: installedPackage, remove } = await place({});
  try {
    const readme = await readFile(join(installedPackage, "README.md"), "utf8");
    const examples = [...readme.matchAll(/```js\n(.+?)```/gs)].map(([, script = ""]) => script);
    const example = examples.find((script) => script.includes('from "undici"'))?.replace("proxy.example:3128", `127.0.0.1:${portOf(proxy)}`);
    const script = `
      import { CertViewClient } from "certview-orders";
      const baseUrl = ${JSON.stringify(gateways.context.sandbox)};
      const { token } = await new CertViewClient({ baseUrl }).signIn({ username: "sandbox", password: "sandbox" });
      ${example}
      console.log((await client.getOrder("cb95d100-ec30-11ea-920d-eb66140967e3")).status);
      await dispatcher.close();
    `;
    const { stdout, stderr } = await runProgram(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder });
    assert.deepEqual([stdout, stderr], ["SUBMITTED\n", ""]);
    assert.deepEqual([...proxied], [new URL(gateways.context.sandbox).host]);
  } finally {
    await stopServer(proxy);
    await remove();
    await gateways.stop();
  }
});

async function freePort() {
  const server = createHttpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}
