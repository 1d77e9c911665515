// A gateway that answers as badly as faults.mjs says: written on the socket itself, because no HTTP server breaks its own
// answers. The UUID of the request in the path chooses the fault, so that one gateway, one client and one session meet all.

import { once } from "node:events";
import { createServer } from "node:net";
import { FAULTS, tokenOf } from "./faults.mjs";

/** Every answer may be read by pages of other origins, and ends its connection: an attempt is a connection. */
const HEAD = [
  "Connection: close",
  "Access-Control-Allow-Origin: *",
  "Access-Control-Allow-Headers: authorization, accept, content-type",
  "Access-Control-Expose-Headers: retry-after, x-ratelimit-towait-sec",
  "Access-Control-Max-Age: 600",
];

/**
 * @typedef {object} FaultGateway
 * @property {string} origin
 * @property {string} elsewhere another origin, where redirects lead
 * @property {(uuid: string) => number} calls how often a request was asked for
 * @property {() => string[]} strayed what has reached the other origin
 * @property {() => string[]} authorizations the different `Authorization` headers that were sent
 * @property {(uuid: string) => void} heal from now on this request is answered as it should be
 * @property {() => Promise<void>} pause nothing listens
 * @property {() => Promise<void>} resume it listens again at the same address
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<FaultGateway>} */
export async function startFaultGateway() {
  /** @type {string[]} */
  const strayed = [];
  const other = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      strayed.push(bytes.toString("latin1"));
      socket.end(`HTTP/1.1 200 OK\r\n${HEAD.join("\r\n")}\r\nContent-Length: 0\r\n\r\n`);
    });
  });
  const elsewhere = await listen(other);
  const faults = new Map(FAULTS.map((fault) => [fault.uuid, fault]));
  /** @type {Map<string, number>} */
  const calls = new Map();
  const authorizations = new Set();
  let signIns = 0;
  const healed = new Set();
  /** @type {Set<import("node:net").Socket>} */
  const open = new Set();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => {});
    let received = "";
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      if (!received.includes("\r\n\r\n")) {
        return;
      }
      const [, method = "", path = ""] = /^(\S+) (\S+)/.exec(received) ?? [];
      const uuid = /[0-9a-f-]{36}/.exec(path)?.[0] ?? "";
      const authorization = /^authorization: (.*)$/im.exec(received)?.[1] ?? "none";
      if (method !== "GET") {
        answer(socket, method === "POST" ? { status: 201, body: tokenOf((signIns += 1)) } : { status: 204 });
        return;
      }
      authorizations.add(authorization);
      calls.set(uuid, (calls.get(uuid) ?? 0) + 1);
      const fault = healed.has(uuid) ? undefined : faults.get(uuid);
      answer(socket, fault?.answer({ uuid, elsewhere, path, authorization }) ?? { body: JSON.stringify({ uuid, status: "ISSUED" }) });
    });
  });
  let origin = await listen(server);
  return {
    origin,
    elsewhere,
    calls: (uuid) => calls.get(uuid) ?? 0,
    strayed: () => strayed,
    authorizations: () => [...authorizations],
    heal: (uuid) => healed.add(uuid),
    pause: () => close(server, open),
    resume: async () => {
      await listen(server, Number(new URL(origin).port));
    },
    stop: async () => {
      await close(server, open);
      await close(other, new Set());
    },
  };
}

/**
 * @param {import("node:net").Socket} socket
 * @param {import("./faults.mjs").Answer} answer
 */
function answer(socket, { status = 200, headers = [], body = "", raw, length = Buffer.byteLength(body), then = "end" }) {
  const lines = [...HEAD, ...headers, ...(length === null ? [] : [`Content-Length: ${length}`])];
  const bytes = raw ?? Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join("\r\n")}\r\n\r\n`), Buffer.from(body)]);
  if (then === "drip") {
    drip(socket, Buffer.from(bytes));
  } else if (then === "end") {
    socket.end(bytes);
  } else {
    // A reset drops what has not been sent yet.
    socket.write(bytes, () => then === "reset" && socket.resetAndDestroy());
  }
}

/**
 * The head at once, the body one byte a second.
 * @param {import("node:net").Socket} socket
 * @param {Buffer} bytes
 */
function drip(socket, bytes) {
  let at = bytes.indexOf("\r\n\r\n") + 4;
  socket.write(bytes.subarray(0, at));
  const timer = setInterval(() => socket.write(bytes.subarray(at, ++at)), 1_000);
  socket.on("close", () => clearInterval(timer));
}

/**
 * @param {import("node:net").Server} server
 * @param {number} [port]
 */
async function listen(server, port = 0) {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
}

/**
 * @param {import("node:net").Server} server
 * @param {Set<import("node:net").Socket>} open
 */
async function close(server, open) {
  const closed = once(server, "close");
  server.close();
  open.forEach((socket) => socket.destroy());
  await closed;
}
