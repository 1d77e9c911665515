// Our server beside nginx, with wrk, on loopback: the same files under the same headers, and the same order forwarded to the
// same gateway. Both keep an access log, which goes to the null device.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { options } from "./lib/options.mjs";
import { PAGES, ROOT } from "./lib/paths.mjs";
import { writeResults } from "./lib/results.mjs";
import { signIn, startServer } from "./lib/server.mjs";
import { alternated, summarize } from "./lib/stats.mjs";

/** @typedef {import("./lib/stats.mjs").Summary} Summary */
/** @typedef {import("./lib/server.mjs").Running} Running */
/** @typedef {{ requestsPerSecond: number, cpuMicroseconds: number, p50Ms: number, p99Ms: number }} Load */
/** @typedef {Record<keyof Load, Summary>} Loads */
/** @typedef {{ ours: Loads, nginx: Loads, ratio: Summary }} Comparison `ratio` is of the requests a second, round by round */
/** @typedef {{ origin: string, pids: () => number[] }} Measured */

const CONNECTIONS = [1, 64, 256];
/** Tens of thousands of requests, and short, so that both have the same share of a machine that others use too. */
const SECONDS = 1;
/** The kernel counts a process's time in these. */
const TICK_MICROSECONDS = 10_000;
// nginx has gzip everywhere, and Brotli only with a module that not every system packages.
const ENCODING = "gzip";
const ORDER = "/certview/rest/public/v1/certificates/enrollment/digicert/orders/00000000-0000-4000-8000-000000000001";

/** @param {number} rounds */
export async function measureServer(rounds) {
  const dist = PAGES.ours.dist;
  const folder = mkdtempSync(join(tmpdir(), "certview-orders-server-"));
  /** @type {{ stop: () => Promise<void> }[]} */
  const started = [];
  /** @template {{ stop: () => Promise<void> }} T @param {Promise<T>} starting */
  const keep = async (starting) => {
    const running = await starting;
    started.push(running);
    return running;
  };
  try {
    const site = await keep(startServer(["--sandbox", "--dist", dist]));
    const token = await signIn(site.origin);
    const headers = { "accept-encoding": ENCODING, authorization: `Bearer ${token}` };
    writeFileSync(join(folder, "order.json"), await bytes(`${site.origin}${ORDER}`, headers));
    const gateway = await keep(startNginx(join(folder, "gateway"), gatewayOf(folder)));
    const forwarder = await keep(startServer(["--upstream", gateway.origin, "--no-page", "--max-calls", String(Math.max(...CONNECTIONS))]));
    // nginx gets the HTML that our server makes of the build: with the configuration in it.
    const page = join(folder, "page");
    execFileSync("cp", ["-R", dist, page]);
    writeFileSync(join(page, "index.html"), await bytes(`${site.origin}/`, { "accept-encoding": "identity" }));
    execFileSync("gzip", ["-9", "-n", "-k", "-f", join(page, "index.html")]);
    const nginx = await keep(startNginx(join(folder, "nginx"), peerOf(page, gateway.origin)));
    const wasm = readdirSync(dist).find((name) => /^page-.*\.wasm$/.test(name));
    /** @type {Record<string, Record<string, Comparison>>} */
    const results = {};
    const measurements = [
      { name: "index.html", path: "/", ours: site },
      { name: "WebAssembly module", path: `/${wasm}`, ours: site },
      { name: "forwarded order", path: ORDER, ours: forwarder },
    ];
    for (const { path, ours } of measurements) {
      await checkSameAnswer(`${ours.origin}${path}`, `${nginx.origin}${path}`, headers);
    }
    for (const { name, path, ours } of measurements) {
      results[name] = {};
      for (const connections of CONNECTIONS) {
        const comparison = compare(rounds, { ours: { origin: ours.origin, pids: () => [ours.pid] }, nginx }, path, connections, headers);
        results[name][connections] = comparison;
        console.log(`${name}, ${connections} connections: ${describe(comparison)}`);
      }
    }
    writeResults("server", rounds, { results, encoding: ENCODING, seconds: SECONDS, nginx: nginxVersion() });
  } finally {
    for (const running of started.reverse()) {
      await running.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {number} rounds
 * @param {{ ours: Measured, nginx: Measured }} servers
 * @param {string} path
 * @param {number} connections
 * @param {Record<string, string>} headers
 * @returns {Comparison}
 */
function compare(rounds, servers, path, connections, headers) {
  const measured = Object.values(servers).map((server) => ({ ...server, loads: /** @type {Load[]} */ ([]) }));
  for (let round = 0; round < rounds; round++) {
    for (const { origin, pids, loads } of alternated(measured, round)) {
      loads.push(load(`${origin}${path}`, pids, connections, headers));
    }
  }
  const [ours, nginx] = /** @type {[Load[], Load[]]} */ (measured.map(({ loads }) => loads));
  const ratios = ours.map(({ requestsPerSecond }, round) => requestsPerSecond / (nginx[round]?.requestsPerSecond ?? Number.NaN));
  return { ours: summarizeLoads(ours), nginx: summarizeLoads(nginx), ratio: summarize(ratios) };
}

/**
 * @param {Load[]} loads
 * @returns {Loads}
 */
function summarizeLoads(loads) {
  /** @param {keyof Load} figure */
  const of = (figure) => summarize(loads.map((load) => load[figure]));
  return { requestsPerSecond: of("requestsPerSecond"), cpuMicroseconds: of("cpuMicroseconds"), p50Ms: of("p50Ms"), p99Ms: of("p99Ms") };
}

/** @param {Comparison} comparison */
function describe({ ours, nginx, ratio }) {
  /** @param {Loads} loads */
  const text = ({ requestsPerSecond, cpuMicroseconds, p50Ms, p99Ms }) =>
    `${requestsPerSecond.median.toFixed(0)}/s, CPU ${cpuMicroseconds.median.toFixed(1)} us, p50 ${p50Ms.median.toFixed(2)} ms, p99 ${p99Ms.median.toFixed(2)} ms`;
  return `ours ${text(ours)}; nginx ${text(nginx)}; ratio ${ratio.median.toFixed(2)} [${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)}]`;
}

/**
 * The part of the gateway: answers every call with the one order, from a single process that does nothing else.
 * @param {string} folder that holds `order.json`
 */
function gatewayOf(folder) {
  return `
    access_log off;
    types { }
    default_type application/json;
    server { listen {listen}; root ${folder}; location / { try_files /order.json =404; } }`;
}

/**
 * nginx as deploy/nginx.conf has it, without TLS, and with the gateway directly behind it.
 * @param {string} page
 * @param {string} gateway
 */
function peerOf(page, gateway) {
  const example = readFileSync(join(ROOT, "deploy/nginx.conf"), "utf8");
  const cacheControl = /^map \$uri [^}]*\{(?:[^}"]|"[^"]*")*\}$/m.exec(example)?.[0];
  const lines = example.split("\n").filter((line) => /^ {4}add_header /.test(line) && !line.includes("Strict-Transport-Security"));
  if (!cacheControl || lines.length === 0) {
    throw new Error("deploy/nginx.conf has no headers where they were looked for");
  }
  return `
    access_log /dev/null combined buffer=64k flush=1s;
    types { text/html html; text/css css; text/javascript js; application/wasm wasm; image/svg+xml svg; application/json json; }
    charset utf-8; charset_types text/css text/javascript image/svg+xml;
    ${cacheControl}
    upstream gateway { server ${new URL(gateway).host}; keepalive 256; keepalive_requests 100000000; }
    server {
      listen {listen}; root ${page}; gzip_static on;
      ${lines.join("\n")}
      location = / { try_files /index.html =404; }
      location / { try_files $uri =404; }
      location /certview/ { proxy_pass http://gateway; proxy_http_version 1.1; proxy_set_header Connection ""; }
    }`;
}

/**
 * nginx with a master, so that its workers are found as the master's children.
 * @param {string} folder that it may write to
 * @param {string} http the content of the http block; `{listen}` is the address
 * @returns {Promise<Measured & { stop: () => Promise<void> }>}
 */
async function startNginx(folder, http) {
  execFileSync("mkdir", ["-p", folder]);
  const address = `127.0.0.1:${await freePort()}`;
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
  writeFileSync(
    join(folder, "nginx.conf"),
    `${user} daemon off; worker_processes auto; pid ${folder}/pid; error_log ${folder}/errors;
    events { worker_connections 4096; }
    http {
      sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100; ${temporary.join(" ")}
      ${http.replace("{listen}", address)}
    }`,
  );
  const child = spawn("nginx", ["-e", join(folder, "errors"), "-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);
  const origin = `http://${address}`;
  await answers(origin);
  return {
    origin,
    pids: () => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ").map(Number),
    async stop() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      if (child.exitCode === null) {
        await once(child, "exit");
      }
    },
  };
}

function nginxVersion() {
  // On stderr, where execFileSync leaves nothing.
  return /[\d.]+/.exec(execFileSync("sh", ["-c", "nginx -v 2>&1"], { encoding: "utf8" }))?.[0] ?? "unknown";
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
 * @param {Record<string, string>} headers
 */
async function bytes(url, headers) {
  const response = await fetch(url, { headers });
  if (!response.ok) {
    throw new Error(`${url}: HTTP ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Both must send the same content in the same coding; what is compared would not be the same work otherwise.
 * @param {string} ours
 * @param {string} nginx
 * @param {Record<string, string>} headers
 */
async function checkSameAnswer(ours, nginx, headers) {
  const [first, second] = await Promise.all(
    [ours, nginx].map(async (url) => {
      const response = await fetch(url, { headers });
      const coding = response.headers.get("content-encoding");
      return { status: response.status, coding, body: Buffer.from(await response.arrayBuffer()) };
    }),
  );
  if (first?.status !== 200 || second?.status !== 200 || first.coding !== second.coding || !first.body.equals(second.body)) {
    throw new Error(`${ours} and ${nginx} answer differently: HTTP ${first?.status} and ${second?.status}, ${first?.coding} and ${second?.coding}`);
  }
}

/**
 * @param {string} url
 * @param {() => number[]} pids the processes of the server
 * @param {number} connections
 * @param {Record<string, string>} headers
 * @returns {Load}
 */
function load(url, pids, connections, headers) {
  const lines = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  // On each core one thread, so that it is not wrk that sets the pace.
  const threads = Math.min(connections, availableParallelism());
  const before = cpuMicroseconds(pids());
  const text = execFileSync("wrk", [`-t${threads}`, `-c${connections}`, `-d${SECONDS}s`, "--latency", ...lines, url], { encoding: "utf8" });
  const used = cpuMicroseconds(pids()) - before;
  const failed = /Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)/.exec(text)?.[0];
  if (failed) {
    throw new Error(`${url} at ${connections} connections: ${failed}`);
  }
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    cpuMicroseconds: used / Number(/(\d+) requests in/.exec(text)?.[1]),
    p50Ms: milliseconds(/^ +50%\s+(\S+)/m.exec(text)?.[1]),
    p99Ms: milliseconds(/^ +99%\s+(\S+)/m.exec(text)?.[1]),
  };
}

/**
 * What these processes have used so far, in user mode and in the kernel. Linux only.
 * @param {number[]} pids
 */
function cpuMicroseconds(pids) {
  const ticks = pids.map((pid) => {
    // After the name, which may hold spaces: from the third field on.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, count) => sum + count, 0) * TICK_MICROSECONDS;
}

/** @param {string | undefined} text `812.00us`, `4.05ms`, `1.20s` */
function milliseconds(text = "") {
  const value = Number.parseFloat(text);
  return text.endsWith("us") ? value / 1000 : text.endsWith("ms") ? value : value * 1000;
}

if (process.argv[1]?.endsWith("server.mjs")) {
  await measureServer(options().rounds);
}
