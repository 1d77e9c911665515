// The native server for a test: started on a free port, ended with the test.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = new URL("../../", import.meta.url);
const PROGRAM = process.platform === "win32" ? "certview-orders.exe" : "certview-orders";
const START_MS = 30_000;
/** The server lets open calls finish for 3 s. */
const STOP_MS = 5_000;

/** The server that `CERTVIEW_ORDERS_SERVER` names, else the one that cargo has built. */
export function serverPath() {
  const path = process.env.CERTVIEW_ORDERS_SERVER || fileURLToPath(new URL(`target/release/${PROGRAM}`, ROOT));
  if (!existsSync(path)) {
    throw new Error(`There is no server at ${path}: name it in CERTVIEW_ORDERS_SERVER, or run \`cargo xtask test\`.`);
  }
  return path;
}

/**
 * @typedef {object} RunningServer
 * @property {string} origin `http://127.0.0.1:port`
 * @property {() => string} log what it has written to stderr so far
 * @property {() => Promise<void>} stop ends it; may be called again
 */

/**
 * Starts `certview-orders serve` from the repository's root, and waits until it listens.
 * @param {string[]} [options] options of `serve`; `--listen` is added when it is not among them
 * @returns {Promise<RunningServer>}
 */
export async function startServer(options = ["--sandbox"]) {
  const program = serverPath();
  const listen = options.includes("--listen") ? [] : ["--listen", "127.0.0.1:0"];
  const server = spawn(program, ["serve", ...options, ...listen], {
    cwd: fileURLToPath(ROOT),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text) => {
    log += text;
  });
  const ended = once(server, "close").catch(() => []);
  // A test that throws before it stops the server does not leave it behind.
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);

  async function stop() {
    process.off("exit", kill);
    if (server.exitCode !== null || server.signalCode !== null) {
      return;
    }
    server.kill("SIGTERM");
    const deadline = setTimeout(kill, STOP_MS);
    await ended;
    clearTimeout(deadline);
  }

  try {
    return { origin: await listening(server), log: () => log, stop };
  } catch (error) {
    await stop();
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${program} serve ${options.join(" ")}: ${message}\n${log}`.trimEnd());
  }
}

/**
 * The origin that the server prints first.
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} server
 * @returns {Promise<string>}
 */
function listening(server) {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error(`not listening after ${START_MS / 1000} s`)), START_MS);
    const fail = (/** @type {Error} */ error) => {
      clearTimeout(deadline);
      reject(error);
    };
    server.once("error", (error) => fail(new Error(`could not be started (${error.message}); build it with \`cargo xtask test page\``)));
    // "close", not "exit": by then all of its output has been read.
    server.once("close", (code) => fail(new Error(`ended with code ${code} before it listened`)));
    createInterface({ input: server.stdout }).on("line", (line) => {
      const origin = /^listening on (http:\S+)$/.exec(line)?.[1];
      if (origin) {
        clearTimeout(deadline);
        resolve(origin);
      }
    });
  });
}

/**
 * An origin where nothing listens, for a server that has to be named before it is started, or for none at all.
 * @returns {Promise<string>}
 */
export async function unusedOrigin() {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  holder.close();
  await once(holder, "close");
  if (address === null || typeof address === "string") {
    throw new Error("a listener without a port");
  }
  return `http://127.0.0.1:${address.port}`;
}
