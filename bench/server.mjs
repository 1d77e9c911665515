// Our server beside nginx: the same files, and the same request forwarded to the same gateway, with wrk, on loopback.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { options } from "./lib/options.mjs";
import { PAGES } from "./lib/paths.mjs";
import { writeResults } from "./lib/results.mjs";
import { signIn, startServer } from "./lib/server.mjs";
import { alternated, summarize } from "./lib/stats.mjs";

/** @typedef {import("./lib/stats.mjs").Summary} Summary */
/** @typedef {{ requestsPerSecond: number, p50Ms: number, p99Ms: number, failed: number }} Load */
/** @typedef {Record<string, Record<string, { requestsPerSecond: Summary, p50Ms: Summary, p99Ms: Summary }>>} Comparison */

const CONNECTIONS = [1, 64, 256];
/** Long enough for thousands of requests, short enough for many rounds. */
const SECONDS = 3;
const ORDER = "/certview/rest/public/v1/certificates/enrollment/digicert/orders/00000000-0000-4000-8000-000000000001";

/** @param {number} rounds */
export async function measureServer(rounds) {
  const dist = PAGES.ours.dist;
  const sandbox = await startServer(["--sandbox", "--dist", dist]);
  const forwarder = await startServer(["--upstream", sandbox.origin, "--dist", dist]);
  const nginx = await startNginx(dist, sandbox.origin);
  const token = await signIn(sandbox.origin);
  const wasm = readdirSync(dist).find((name) => name.endsWith(".wasm"));
  // nginx has gzip everywhere, and Brotli only with a module that not every system packages.
  const encoding = "gzip";
  const measurements = [
    { name: "index.html", path: "/", ours: sandbox.origin },
    { name: "WebAssembly module", path: `/${wasm}`, ours: sandbox.origin },
    { name: "forwarded order", path: ORDER, ours: forwarder.origin },
  ];
  /** @type {Record<string, Comparison>} */
  const results = {};
  try {
    for (const { name, path, ours } of measurements) {
      /** @type {Comparison} */
      const table = {};
      for (const connections of CONNECTIONS) {
        /** @type {{ name: string, origin: string, loads: Load[] }[]} */
        const servers = [
          { name: "ours", origin: ours, loads: [] },
          { name: "nginx", origin: nginx.origin, loads: [] },
        ];
        for (let round = 0; round < rounds; round++) {
          for (const { origin, loads } of alternated(servers, round)) {
            loads.push(wrk(`${origin}${path}`, connections, { "accept-encoding": encoding, authorization: `Bearer ${token}` }));
          }
        }
        for (const { name: server, loads } of servers) {
          const failed = loads.reduce((sum, load) => sum + load.failed, 0);
          if (failed > 0) {
            throw new Error(`${failed} answers of ${server} for ${name} at ${connections} connections were failures`);
          }
        }
        table[connections] = Object.fromEntries(
          servers.map(({ name, loads }) => [
            name,
            {
              requestsPerSecond: summarize(loads.map((load) => load.requestsPerSecond)),
              p50Ms: summarize(loads.map((load) => load.p50Ms)),
              p99Ms: summarize(loads.map((load) => load.p99Ms)),
            },
          ]),
        );
        const [first, second] = ["ours", "nginx"].map((server) => table[connections]?.[server]?.requestsPerSecond.median ?? 0);
        console.log(`${name}, ${connections} connections: ours ${first?.toFixed(0)}, nginx ${second?.toFixed(0)} requests/s (${((first ?? 0) / (second ?? 1)).toFixed(2)})`);
      }
      results[name] = table;
    }
    writeResults("server", rounds, { results, encoding, seconds: SECONDS, nginx: nginx.version });
  } finally {
    await Promise.all([nginx.stop(), forwarder.stop(), sandbox.stop()]);
  }
}

/**
 * @param {string} dist
 * @param {string} upstream
 */
async function startNginx(dist, upstream) {
  const folder = mkdtempSync(join(tmpdir(), "certview-orders-nginx-"));
  const port = await freePort();
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const configuration = `
    ${user} daemon off; worker_processes ${cpus().length}; pid ${folder}/pid; error_log ${folder}/errors;
    events { worker_connections 4096; }
    http {
      access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100;
      types { text/html html; text/css css; text/javascript js; application/wasm wasm; image/svg+xml svg; application/json json; }
      client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      upstream gateway { server ${new URL(upstream).host}; keepalive 256; keepalive_requests 100000000; }
      server {
        listen 127.0.0.1:${port}; root ${dist}; gzip_static on;
        location / { try_files $uri /index.html; }
        location /certview/ { proxy_pass http://gateway; proxy_http_version 1.1; proxy_set_header Connection ""; }
      }
    }`;
  writeFileSync(join(folder, "nginx.conf"), configuration);
  const child = spawn("nginx", ["-e", join(folder, "errors"), "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);
  const origin = `http://127.0.0.1:${port}`;
  await answers(origin);
  return {
    origin,
    version: /[\d.]+/.exec(nginxVersion())?.[0] ?? "unknown",
    async stop() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      if (child.exitCode === null) {
        await once(child, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function nginxVersion() {
  // On stderr, where execFileSync leaves nothing.
  return execFileSync("sh", ["-c", "nginx -v 2>&1"], { encoding: "utf8" });
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** @param {string} origin */
async function answers(origin) {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    try {
      await (await fetch(origin)).arrayBuffer();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("nginx did not start");
}

/**
 * @param {string} url
 * @param {number} connections
 * @param {Record<string, string>} headers
 * @returns {Load}
 */
function wrk(url, connections, headers) {
  const lines = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const parameters = ["-t1", `-c${connections}`, `-d${SECONDS}s`, "--latency", ...lines, url];
  const text = execFileSync("wrk", parameters, { encoding: "utf8" });
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? "0";
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    p50Ms: milliseconds(/50%\s+(\S+)/.exec(text)?.[1]),
    p99Ms: milliseconds(/99%\s+(\S+)/.exec(text)?.[1]),
    failed: Number(failed),
  };
}

/** @param {string | undefined} text `812.00us`, `4.05ms`, `1.20s` */
function milliseconds(text = "") {
  const value = Number.parseFloat(text);
  return text.endsWith("us") ? value / 1000 : text.endsWith("ms") ? value : value * 1000;
}

if (process.argv[1]?.endsWith("server.mjs")) {
  await measureServer(options().rounds);
}
