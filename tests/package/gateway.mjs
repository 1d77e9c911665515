// A gateway that answers by script, for what the sandbox does not do: an order that changes from call to call, and a
// gateway that repeats the token. The address is the script: /NAME/STEP.STEP…, one step each call of that name.

import { createServer } from "node:http";
import { once } from "node:events";

const SAMPLE = "cb95d100-ec30-11ea-920d-eb66140967e3";

/**
 * @typedef {object} Gateway
 * @property {string} origin
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Gateway>} */
export async function startGateway() {
  /** @type {Map<string, number>} */
  const calls = new Map();
  const server = createServer((request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "authorization, accept, content-type");
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    const [, name = "", script = ""] = (request.url ?? "").split("/");
    const before = calls.get(name) ?? 0;
    if (script === "calls") {
      response.end(String(before));
      return;
    }
    calls.set(name, before + 1);
    const steps = script.split(".");
    const step = steps[Math.min(before, steps.length - 1)] ?? "";
    if (step === "repeat") {
      response.writeHead(400).end(`You sent ${request.headers.authorization}`);
    } else if (/^\d+$/.test(step)) {
      response.writeHead(Number(step)).end();
    } else {
      response.setHeader("Content-Type", "application/json").end(JSON.stringify({ uuid: SAMPLE, status: step }));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${portOf(server)}`, stop: () => stopServer(server) };
}

/** @param {import("node:http").Server} server */
export function portOf(server) {
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The server listens on no port.");
  }
  return address.port;
}

/** @param {import("node:http").Server} server */
export async function stopServer(server) {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
