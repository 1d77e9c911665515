// What the tests of the package share: the tarball installed by npm, servers, and the suite run on a host.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import { launchBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { portOf, startGateway, stopServer } from "./gateway.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const SUITE = fileURLToPath(new URL("suite.mjs", import.meta.url));

/** What is needed besides the development dependencies, with a lock file of its own: it is large. */
export const HOSTS = join(ROOT, "tests/package/hosts");

/** Scripts from the own origin and WebAssembly; no eval, no inline script. */
export const STRICT_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";

/** The tarball under test: the one that is named, else the one `cargo xtask package` has left. */
export async function tarball() {
  const named = process.env.CERTVIEW_ORDERS_PACKAGE;
  if (named) {
    return named;
  }
  const folder = join(ROOT, "target/package");
  const found = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".tgz"));
  if (found.length !== 1) {
    throw new Error(`There is not one tarball in ${folder}: run \`cargo xtask package\`, or name it in CERTVIEW_ORDERS_PACKAGE.`);
  }
  return join(folder, found[0] ?? "");
}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} parameters
 * @param {import("node:child_process").SpawnOptions & { input?: string }} [options] `input` is its standard input
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
export async function runProgram(program, parameters, options = {}) {
  const { input, ...others } = options;
  const child = spawn(program, parameters, { ...others, stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"] });
  child.stdin?.end(input);
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text) => (stderr += text));
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

/**
 * The packed package, installed by npm: once for each tarball, since npm takes longer than most tests.
 * @returns {Promise<string>} the folder that contains node_modules
 */
async function installation() {
  const path = await tarball();
  const hash = createHash("sha256").update(await readFile(path)).digest("hex").slice(0, 16);
  const folder = join(ROOT, "target/package/installed", hash);
  if (existsSync(folder)) {
    return folder;
  }
  await mkdir(join(ROOT, "target/package/installed"), { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  await writeFile(join(unfinished, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  const command = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--offline", path];
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { code, stderr } = await runProgram(npm, command, { cwd: unfinished });
  if (code !== 0) {
    throw new Error(`npm ${command.join(" ")}: ${stderr}`);
  }
  // Tests run in several processes: the first one has installed it for all.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
  return folder;
}

/** Installs the hosts, unless that has been done for this lock file. */
export async function installHosts() {
  const lock = await readFile(join(HOSTS, "package-lock.json"), "utf8");
  const mark = join(HOSTS, "node_modules/.installed");
  if ((await readFile(mark, "utf8").catch(() => "")) === lock) {
    return;
  }
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { code, stderr } = await runProgram(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: HOSTS });
  if (code !== 0) {
    throw new Error(`npm ci in ${HOSTS}: ${stderr}`);
  }
  await writeFile(mark, lock);
}

/**
 * A fresh folder with the packed package installed and some files of its own.
 * @param {Record<string, string>} [files] by name
 * @param {string} [parent] where the folder is made
 */
export async function installed(files = {}, parent = tmpdir()) {
  const folder = await mkdtemp(join(parent, "run-certview-orders-"));
  await cp(await installation(), folder, { recursive: true, verbatimSymlinks: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text);
  }
  return {
    folder,
    /** The installed package. */
    package: join(folder, "node_modules/certview-orders"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A script for a browser's page or worker that runs the suite; `address` and `suffixes` are where the package comes from. */
export const browserScript = ({
  address = "certview-orders",
  suffixes = "certview-orders/public-suffixes",
  init = "init()",
} = {}) => `
import init, * as api from ${JSON.stringify(address)};
import { publicSuffixes } from ${JSON.stringify(suffixes)};
import { run } from "./suite.mjs";
globalThis.outcome = (async () => {
  const context = await (await fetch("/context.json")).json();
  await ${init};
  return run(api, { ...context, publicSuffixes });
})();
globalThis.outcome.catch(() => {});
`;

export const page = (script = "/main.js") =>
  `<!doctype html><meta charset="utf-8"><title>A consumer's page</title><script type="module" src="${script}"></script>`;

const TYPES = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
});

/**
 * A plain static host, with a Content-Security-Policy.
 * @param {string} folder
 * @param {(name: string) => { type?: string, body?: string, policy?: string } | undefined} [special] other answers, by path
 */
export async function startHost(folder, special = () => undefined) {
  const policy = { connect: "'self'" };
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname));
    const other = special(path);
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const body = other?.body ?? (await readFile(join(folder, name)).catch(() => null));
    response.setHeader("Content-Type", other?.type ?? TYPES[extname(name)] ?? "application/octet-stream");
    response.setHeader("Content-Security-Policy", other?.policy ?? `${STRICT_POLICY}; connect-src ${policy.connect}`);
    response.writeHead(body === null ? 404 : 200).end(body ?? "not here");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    /** @param {string[]} origins whom pages may call */
    allow: (origins) => {
      policy.connect = ["'self'", ...origins].join(" ");
    },
    stop: () => stopServer(server),
  };
}

/**
 * The sandbox and the scripted gateway, and the context of the suite.
 * @param {string} host a word that differs from host to host
 * @param {string} [origin] the page that may call them
 */
export async function startGateways(host, origin) {
  const sandbox = await startServer([
    "--sandbox",
    "--no-page",
    "--allow-decisions",
    ...(origin === undefined ? [] : ["--allow-origin", origin]),
  ]);
  const gateway = await startGateway();
  const csr = (/** @type {string} */ name) => readFile(join(ROOT, `tests/fixtures/csr/${name}.pem`), "utf8");
  /** @type {import("./suite.mjs").Context} */
  const context = {
    sandbox: sandbox.origin,
    scripted: gateway.origin,
    host,
    version: (await readFile(join(ROOT, "Cargo.toml"), "utf8")).match(/^version = "(.+)"$/m)?.[1] ?? "",
    csrs: {
      p256: await csr("openssl-p256"),
      rsa2048: await csr("certbot-acme-rsa2048"),
      secp256k1: await csr("openssl-secp256k1"),
    },
    sample: await readFile(join(ROOT, "tests/fixtures/view-certificate-request.json"), "utf8"),
  };
  return {
    context,
    stop: async () => {
      await gateway.stop();
      await sandbox.stop();
    },
  };
}

/**
 * Makes one test of each of the suite's results.
 * @param {import("node:test").TestContext} t
 * @param {import("./suite.mjs").Result[]} results
 */
export async function reportResults(t, results) {
  if (results.length < 20) {
    throw new Error(`only ${results.length} behaviours were run`);
  }
  for (const { name, error } of results) {
    await t.test(name, () => {
      if (error !== null) {
        throw new Error(error);
      }
    });
  }
}

/** One Chromium for the tests of a file. */
export function useBrowser() {
  /** @type {import("playwright-core").Browser} */
  let browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  return {
    /**
     * Opens an address, and returns what its script stores in `outcome`.
     * @param {string} address
     * @returns {Promise<{ results: import("./suite.mjs").Result[], browserErrors: string[] }>}
     */
    async outcome(address) {
      const context = await browser.newContext();
      try {
        const page = await context.newPage();
        /** @type {string[]} */
        const browserErrors = [];
        page.on("pageerror", (error) => browserErrors.push(String(error)));
        page.on("console", (message) => {
          // The suite provokes refusals, which the browser reports too.
          if (["error", "warning"].includes(message.type()) && !/^Failed to load resource/.test(message.text())) {
            browserErrors.push(message.text());
          }
        });
        await page.goto(address);
        await page.waitForFunction(() => "outcome" in globalThis).catch((error) => {
          throw new Error(`the script never started: ${browserErrors.join("; ")} (${error.message})`);
        });
        return { results: await page.evaluate(() => Reflect.get(globalThis, "outcome")), browserErrors };
      } finally {
        await context.close();
      }
    },
    newPage: () => browser.newPage(),
  };
}
