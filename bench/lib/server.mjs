// Our server as a child process, on a free port of the loopback interface.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { SERVER } from "./paths.mjs";

const START_MS = 15_000;

/** @typedef {{ origin: string, pid: number, stop: () => Promise<void> }} Running */

/**
 * @param {string[]} options of `certview-orders serve`
 * @returns {Promise<Running>}
 */
export async function startServer(options) {
  const child = spawn(SERVER, ["serve", ...options, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const lines = createInterface({ input: child.stdout });
  const timeout = setTimeout(kill, START_MS);
  let origin = "";
  for await (const line of lines) {
    origin = /http:\/\/[\w.[\]:]+:\d+/.exec(line)?.[0] ?? "";
    if (origin) {
      break;
    }
  }
  clearTimeout(timeout);
  if (!origin) {
    throw new Error(`${SERVER} serve ${options.join(" ")} did not start`);
  }
  // Its further lines are read and dropped, or it would wait for a reader.
  child.stdout.resume();
  return {
    origin,
    pid: child.pid ?? 0,
    async stop() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) {
        await once(child, "exit");
      }
    },
  };
}

/**
 * A token for the sandbox or the gateway behind this server.
 * @param {string} origin
 */
export async function signIn(origin) {
  const body = new URLSearchParams({ username: "sandbox", password: "sandbox", token: "true", permissions: "true" });
  const response = await fetch(`${origin}/auth`, { method: "POST", body });
  if (!response.ok) {
    throw new Error(`no token from ${origin}: HTTP ${response.status}`);
  }
  return (await response.text()).trim();
}
