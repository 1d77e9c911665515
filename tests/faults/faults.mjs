// Everything that can be wrong with an answer, and what each consumer has to make of it: the package in Node and in
// Chromium, the page, and the server that forwards. One table; the runners are tests/package/faults.test.mjs and
// tests/page/faults.test.mjs.

import { gzipSync } from "node:zlib";

/**
 * A token of the gateway: not expired, of nobody, and signed with nothing.
 * @param {number} number of the sign-in that gave it
 */
export const tokenOf = (number) =>
  [{ alg: "none" }, { sub: "fault_finder", exp: 4_102_444_800, jti: String(number) }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat("bm90LWEtc2lnbmF0dXJl")
    .join(".");

/** The token of those that do not sign in. */
export const TOKEN = tokenOf(0);

/**
 * What is written to the socket.
 * @typedef {object} Answer
 * @property {number} [status]
 * @property {string[]} [headers]
 * @property {string | Buffer} [body]
 * @property {number | null} [length] another `Content-Length` than that of the body, or none
 * @property {string} [raw] exactly these bytes instead
 * @property {"end" | "reset" | "hang" | "drip"} [then] what happens after that
 */
/**
 * What becomes of a call. `order` is a code of its own here: the request was read.
 * @typedef {object} Outcome
 * @property {string} code
 * @property {number} [attempts]
 * @property {number} [status]
 * @property {number} [retryAfterMs]
 * @property {string} [gatewayCode]
 * @property {string} [gatewayMessage]
 */
/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {string} uuid the request that is answered like this
 * @property {boolean} isDown nothing listens at all
 * @property {(request: { uuid: string, elsewhere: string, path: string, authorization: string }) => Answer} answer
 * @property {Outcome} node what the package does in Node
 * @property {Outcome} browser what it does in Chromium, and the page too
 * @property {number} timeoutMs the deadline given to the package
 * @property {boolean} onPage whether the page is shown this too
 * @property {RegExp} seen what the person reads, where it is no request
 * @property {{ status: number, says?: RegExp }} forwarded what the server answers with this gateway behind it
 */

/** What the page says for each code. */
const SEEN = /** @type {Record<string, RegExp>} */ ({
  order: /./,
  unauthorized: /Sign in again/,
  forbidden: /CertView API access/,
  not_found: /Check the UUID/,
  wrong_path: /path/,
  conflict: /conflict/,
  rate_limited: /too many calls/,
  server: /HTTP \d{3}/,
  network: /No complete answer came from the gateway/,
  timeout: /did not answer in time/,
  too_large: /larger than 8 MiB/,
  decode: /The gateway answered, but/,
});

const RETRIED = [408, 425, 429, 500, 502, 503, 504];
/** For what is not meant to reach it: two waits between attempts. */
const DEADLINE_MS = 20_000;
/** 8 MiB in pieces of 16 kB, on a busy machine. */
const LONG_DEADLINE_MS = 60_000;
const SHORT_DEADLINE_MS = 4_000;

/** @type {Fault[]} */
export const FAULTS = [];

/**
 * @param {string} name
 * @param {Answer | Fault["answer"]} answer
 * @param {Outcome} node
 * @param {Fault["forwarded"]} forwarded
 * @param {Partial<Fault>} [more]
 */
function fault(name, answer, node, forwarded, more = {}) {
  const browser = more.browser ?? node;
  FAULTS.push({
    name,
    uuid: `00000000-0000-4000-9000-${String(FAULTS.length).padStart(12, "0")}`,
    isDown: false,
    answer: typeof answer === "function" ? answer : () => answer,
    node,
    forwarded,
    timeoutMs: node.code === "timeout" ? SHORT_DEADLINE_MS : DEADLINE_MS,
    onPage: true,
    seen: SEEN[browser.code] ?? /./,
    ...more,
    browser,
  });
}

const order = (/** @type {string} */ uuid, more = {}) => JSON.stringify({ uuid, status: "ISSUED", ...more });
const lost = { code: "network", attempts: 3 };
const late = { code: "timeout" };
const undecodable = { code: "decode", attempts: 1, status: 200 };
const read = { code: "order" };
const brokenOff = { status: 502, says: /broke off|did not answer as HTTP has it|could not be reached/ };

// ── The connection ──

fault("refused", {}, lost, { status: 502, says: /could not be reached.*refused/ }, { isDown: true });
fault("reset before the head", { raw: "", then: "reset" }, lost, brokenOff);
fault("closed before the head", { raw: "" }, lost, brokenOff);
fault("reset in the head", { raw: "HTTP/1.1 200 OK\r\nContent-Le", then: "reset" }, lost, brokenOff);
fault("reset in the body", ({ uuid }) => ({ body: order(uuid).slice(0, 30), length: 500, then: "reset" }), lost, brokenOff);
fault("closed in the body", ({ uuid }) => ({ body: order(uuid), length: 500 }), lost, brokenOff);
fault("a head that does not come", { raw: "", then: "hang" }, late, { status: 504, says: /did not answer in time/ });
fault("a body that stops", ({ uuid }) => ({ body: order(uuid).slice(0, 30), length: 500, then: "hang" }), late, { status: 504, says: /did not answer in time/ });
fault("one byte a second", ({ uuid }) => ({ body: order(uuid, { caStatus: "x".repeat(200) }), then: "drip" }), late, { status: 504, says: /did not answer in time/ });
fault("another protocol", { raw: "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n" }, lost, brokenOff);
fault("an endless head", ({ uuid }) => ({ headers: [`X-Long: ${"x".repeat(1_000_000)}`], body: order(uuid) }), lost, brokenOff);
fault("a chunk of no length", { headers: ["Transfer-Encoding: chunked"], length: null, body: "zz\r\nnot a chunk\r\n" }, lost, brokenOff);

// ── The body of an answer that says 200 ──

const passed = { status: 200 };
fault("JSON that is cut off", ({ uuid }) => ({ body: order(uuid).slice(0, 30) }), undecodable, passed);
fault("a length that is too short", ({ uuid }) => ({ body: order(uuid), length: 20 }), undecodable, passed);
fault("gzip that is none", ({ uuid }) => ({ headers: ["Content-Encoding: gzip"], body: order(uuid) }), lost, { status: 502, says: /compressed/ });
fault("gzip as it should be", ({ uuid }) => ({ headers: ["Content-Encoding: gzip"], body: gzipSync(order(uuid)) }), read, { status: 502, says: /compressed/ });
fault(
  "20 MB out of 20 kB of gzip",
  { headers: ["Content-Encoding: gzip"], body: gzipSync(Buffer.alloc(20_000_000, " ")) },
  { code: "too_large", attempts: 1 },
  { status: 502, says: /compressed/ },
  { timeoutMs: LONG_DEADLINE_MS },
);
fault(
  "20 MB",
  { body: " ".repeat(20_000_000) },
  { code: "too_large", attempts: 1 },
  { status: 502, says: /more than 8388608 bytes/ },
  { timeoutMs: LONG_DEADLINE_MS },
);
fault(
  "20 MB without a length",
  { length: null, body: " ".repeat(20_000_000) },
  { code: "too_large", attempts: 1 },
  { status: 502, says: /more than 8388608 bytes/ },
  { timeoutMs: LONG_DEADLINE_MS },
);
fault("a web page", { headers: ["Content-Type: text/html"], body: "<!doctype html><title>Sign in</title>" }, undecodable, passed, { seen: /web page/ });
fault("nothing", {}, undecodable, passed);
fault("204", { status: 204, length: null }, { ...undecodable, status: 204 }, { status: 204 });
fault("a byte order mark", ({ uuid }) => ({ body: `\ufeff${order(uuid)}` }), read, passed);
fault("members twice", ({ uuid }) => ({ body: `{"status":"REJECTED",${order(uuid).slice(1)}` }), read, passed);
fault("the request of another UUID", { body: order("cb95d100-ec30-11ea-920d-eb66140967e3") }, read, passed);
fault("deep nesting", { body: "[".repeat(100_000) }, undecodable, passed);
fault("deep nesting within a request", ({ uuid }) => ({ body: order(uuid).replace("}", `,"more":${'{"a":'.repeat(50_000)}`) }), undecodable, passed);
fault("text that is not UTF-8", { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }, undecodable, passed);
fault("UTF-16", ({ uuid }) => ({ body: Buffer.from(order(uuid), "utf16le") }), undecodable, passed);
for (const body of ["null", "[]", "7", '"order"', "{}", '{"uuid":7}', "\0"]) {
  fault(`the body ${JSON.stringify(body)}`, { body }, undecodable, passed, { onPage: body === "[]" });
}

// ── Redirects ──

for (const status of [301, 302, 303, 307, 308]) {
  const node = { code: "server", attempts: 1, status };
  const forwarded = { status: 502, says: /redirect to another place \(host 127\.0\.0\.1\)/ };
  fault(`${status} to another origin`, ({ elsewhere, path }) => ({ status, headers: [`Location: ${elsewhere}${path}`] }), node, forwarded, {
    browser: lost,
  });
}
fault("302 to another path", { status: 302, headers: ["Location: /elsewhere"] }, { code: "server", attempts: 1, status: 302 }, { status: 502, says: /redirect/ }, { browser: lost });
fault("302 to nowhere", { status: 302 }, { code: "server", attempts: 1, status: 302 }, { status: 502, says: /redirect/ });
fault("304", { status: 304, length: null }, { code: "server", attempts: 1, status: 304 }, { status: 502, says: /status 304/ });
fault("300", { status: 300 }, { code: "server", attempts: 1, status: 300 }, { status: 502, says: /status 300/ });

// ── Every status of a refusal ──

const CODES = /** @type {Record<number, string>} */ ({ 401: "unauthorized", 403: "forbidden", 404: "not_found", 409: "conflict", 429: "rate_limited" });
/** Those the client has a word of its own for, and some of the others. */
const SHOWN = [400, 401, 403, 404, 405, 407, 408, 409, 418, 425, 429, 431, 500, 501, 502, 503, 504, 511, 599];
for (let status = 400; status < 600; status += 1) {
  // 407 is the word of a proxy, and no proxy was called: fetch takes it for no answer (Fetch standard, HTTP-network-or-cache
  // fetch).
  const outcome = status === 407 ? lost : { code: CODES[status] ?? "server", attempts: RETRIED.includes(status) ? 3 : 1, status };
  fault(`${status}`, { status }, outcome, status === 407 ? { status: 502, says: /status 407/ } : { status }, { onPage: SHOWN.includes(status) });
}

// ── Every known body of a refusal ──

/** @type {Array<[string, number, string, string, string | undefined, string | undefined]>} */
const BODIES = [
  ["of CertView", 400, '{"errorCode":"400 BAD_REQUEST","message":"The uuid is wrong."}', "server", "400 BAD_REQUEST", "The uuid is wrong."],
  ["of Spring", 404, '{"timestamp":1,"status":404,"error":"Not Found","path":"/certview"}', "not_found", undefined, "Not Found"],
  ["of a missing route", 404, '{"message":"No static resource certview/rest."}', "wrong_path", undefined, "No static resource certview/rest."],
  ["response", 403, '{"response":{"responseCode":"2012","responseMessage":"User license is not authorized."}}', "forbidden", "2012", "User license is not authorized."],
  ["_error", 500, '{"_error":{"code":"999","message":"Internal error"}}', "server", "999", "Internal error"],
  ["ServiceResponse", 400, '{"ServiceResponse":{"responseCode":"INVALID_REQUEST","responseMessage":"No"}}', "server", "INVALID_REQUEST", "No"],
  ["error", 401, '{"error":{"code":401,"message":"JWT expired"}}', "unauthorized", "401", "JWT expired"],
  ["OAuth", 401, '{"error":"invalid_token","error_description":"Expired"}', "unauthorized", undefined, "Expired"],
  ["a list", 400, '[{"errorCode":"1","message":"first"},{"errorCode":"2","message":"second"}]', "server", "1", "first"],
  ["problem details", 422, '{"type":"about:blank","title":"Unprocessable","detail":"The path is wrong."}', "server", undefined, "The path is wrong."],
  ["authentication", 401, '{"authentication_exceptions":["Bad credentials"]}', "unauthorized", undefined, "Bad credentials"],
  ["the classic API", 409, "<SIMPLE_RETURN><RESPONSE><CODE>2003</CODE><TEXT>Not now &amp; here</TEXT></RESPONSE></SIMPLE_RETURN>", "conflict", "2003", "Not now & here"],
  ["a concurrency limit", 409, "<RESPONSE><CODE>1960</CODE><TEXT>Too many at once</TEXT></RESPONSE>", "rate_limited", "1960", "Too many at once"],
  ["a rate limit", 409, '{"errorCode":"1965","message":"Too often"}', "rate_limited", "1965", "Too often"],
  ["text", 400, "Bad Request", "server", undefined, "Bad Request"],
  ["a web page", 403, "<!doctype html><title>Blocked</title>", "forbidden", undefined, undefined],
  ["JSON that is cut off", 400, '{"errorCode":"400","mess', "server", undefined, undefined],
  ["deep nesting", 400, "[".repeat(100_000), "server", undefined, undefined],
    ["markup", 400, '{"message":"<img src=x onerror=alert(1)>"}', "server", undefined, "<img src=x onerror=alert(1)>"],
];
for (const [name, status, body, code, gatewayCode, gatewayMessage] of BODIES) {
  const attempts = code === "rate_limited" || status === 500 ? 3 : code === "wrong_path" ? 2 : 1;
  fault(`${status} with the body: ${name}`, { status, body }, { code, attempts, status, gatewayCode, gatewayMessage }, { status }, {
    seen: gatewayMessage === undefined ? (SEEN[code] ?? /./) : new RegExp(gatewayMessage.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")),
  });
}

fault("400 that repeats the token", ({ authorization }) => ({ status: 400, body: `You sent ${authorization}.` }), { code: "server", attempts: 1, status: 400, gatewayMessage: "You sent Bearer …." }, { status: 400 }, { seen: /You sent Bearer …\./ });

// ── Every form of a wait ──

const inMs = (/** @type {number} */ milliseconds) => new Date(Date.now() + milliseconds).toUTCString();
const ASCTIME = "Sun Nov  6 08:49:37 1994";
/** @type {Array<[string, string, number | undefined, number]>} */
const WAITS = [
  ["Retry-After", "0", 0, 3],
  ["Retry-After", " 1 ", 1_000, 3],
  ["Retry-After", "120", 120_000, 1],
  ["Retry-After", "99999999", 99_999_999_000, 1],
  ["Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", 0, 3],
  ["Retry-After", "Sunday, 06-Nov-94 08:49:37 GMT", 0, 3],
  ["Retry-After", ASCTIME, 0, 3],
  ["Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT", NaN, 1],
  ["X-RateLimit-ToWait-Sec", "40", 40_000, 1],
  ["X-RateLimit-ToWait-Sec", "soon", undefined, 3],
  // Nonsense: as if there were none.
  ...["", "soon", "-5", "1.5", "1e3", "0x10", "1, 2", "99999999999999999999", "NaN", "Mon, 31 Feb 2028 25:61:61 GMT", "1".repeat(5_000)].map(
    (value) => /** @type {[string, string, undefined, number]} */ (["Retry-After", value, undefined, 3]),
  ),
];
for (const [header, value, retryAfterMs, attempts] of WAITS) {
  const node = { code: "server", attempts, status: 503, retryAfterMs };
  fault(`503 with ${header}: ${value.slice(0, 40)}`, { status: 503, headers: [`${header}: ${value}`] }, node, { status: 503 }, {
    onPage: attempts === 1,
  });
}
fault("503 with a date in two seconds", () => ({ status: 503, headers: [`Retry-After: ${inMs(2_000)}`] }), { code: "server", attempts: 3, status: 503, retryAfterMs: NaN }, { status: 503 });
fault(
  "429 with both waits: the longer",
  { status: 429, headers: ["Retry-After: 20", "X-RateLimit-ToWait-Sec: 40"] },
  { code: "rate_limited", attempts: 1, status: 429, retryAfterMs: 40_000 },
  { status: 429 },
);
fault(
  "409 with a wait is a limit",
  { status: 409, headers: ["Retry-After: 40"] },
  { code: "rate_limited", attempts: 1, status: 409, retryAfterMs: 40_000 },
  { status: 409 },
);
