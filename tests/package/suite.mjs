// What the package does on every host: the same behaviours in Node, a page, a worker and behind each bundler. Written
// for all of them, so it uses nothing that one of them lacks. The HTTP side is real: the sandbox, and a scripted
// gateway for what the sandbox does not do (see gateway.mjs).

/** @typedef {typeof import("../../src/js/package/index.js")} Face */
/** @typedef {import("../../src/js/package/index.js").CertViewError} CertViewError */
/**
 * @typedef {object} Context
 * @property {string} sandbox the sandbox's origin
 * @property {string} scripted the scripted gateway's origin
 * @property {string} host a word that differs from host to host
 * @property {string} version what the package's version should be
 * @property {Record<string, string>} csrs certification requests as PEM, by name
 * @property {string} sample the vendor's sample response
 */
/** @typedef {{ name: string, error: string | null }} Result */

const SAMPLE = "cb95d100-ec30-11ea-920d-eb66140967e3";
const CODES = [
  "invalid_argument",
  "unauthorized",
  "forbidden",
  "not_found",
  "wrong_path",
  "conflict",
  "rate_limited",
  "server",
  "network",
  "timeout",
  "aborted",
  "too_large",
  "decode",
  "invalid_csr",
  "not_initialized",
  "load_failed",
];
/** A call that has not settled by then never will. */
const PATIENCE_MS = 20_000;
/** Nor will a whole behaviour. */
const LONG_PATIENCE_MS = 90_000;

/** @param {number} number */
const uuid = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/**
 * @param {unknown} condition
 * @param {string} message
 * @returns {asserts condition}
 */
function check(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

/**
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} [about]
 */
function same(actual, expected, about = "value") {
  const [left, right] = [actual, expected].map((value) => (value === undefined ? "undefined" : JSON.stringify(value)));
  check(left === right, `${about}: expected ${right}, got ${left}`);
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} [patience] in milliseconds
 * @returns {Promise<T>}
 */
function soon(promise, patience = PATIENCE_MS) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled after ${patience} ms`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * What a call throws or rejects with.
 * @param {() => unknown} call
 * @returns {Promise<any>}
 */
async function failure(call) {
  let value;
  try {
    value = await soon(Promise.resolve(call()));
  } catch (error) {
    return error;
  }
  throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
}

/** What the world lends to the behaviours. */
class Stage {
  #scripts = 0;

  /**
   * @param {Face} face
   * @param {Context} context
   */
  constructor(face, context) {
    this.face = face;
    this.context = context;
    /** @type {Promise<string> | undefined} */
    this.signedIn = undefined;
  }

  /** A token of the sandbox. */
  token() {
    const client = new this.face.CertViewClient({ baseUrl: this.context.sandbox });
    this.signedIn ??= client.signIn({ username: "sandbox", password: "sandbox" }).then(({ token }) => token);
    return this.signedIn;
  }

  /**
   * A client of the sandbox.
   * @param {Partial<import("../../src/js/package/index.js").ClientOptions>} [options]
   */
  async client(options) {
    return new this.face.CertViewClient({ baseUrl: this.context.sandbox, token: await this.token(), ...options });
  }

  /**
   * The address of a gateway that answers by script, one step each call; the last step again and again.
   * @param {...string} steps
   */
  scripted(...steps) {
    this.#scripts += 1;
    return `${this.context.scripted}/${this.context.host}-${this.#scripts}/${steps.join(".")}`;
  }

  /**
   * How often a scripted gateway was called.
   * @param {string} baseUrl
   */
  async calls(baseUrl) {
    const answer = await fetch(baseUrl.replace(/\/[^/]*$/, "/calls"));
    return Number(await answer.text());
  }

  /**
   * @param {() => unknown} call
   * @returns {Promise<CertViewError>}
   */
  async refusal(call) {
    const error = await failure(call);
    check(error instanceof this.face.CertViewError, `no CertViewError: ${String(error)}`);
    check(error instanceof Error, "no Error");
    same(error.name, "CertViewError");
    check(CODES.includes(error.code), `unknown code ${error.code}`);
    check(error.message.length > 20 && error.message.endsWith("."), `no sentence: ${error.message}`);
    check(String(error).startsWith("CertViewError: "), String(error));
    return error;
  }

  /**
   * @param {string} name what has to be named
   * @param {() => unknown} call
   */
  async invalid(name, call) {
    const error = await this.refusal(call);
    same(error.code, "invalid_argument", error.message);
    check(error.message.includes(`"${name}"`), `does not name ${name}: ${error.message}`);
    same(error.attempts, 0);
  }
}

/** @type {Record<string, (stage: Stage) => Promise<void>>} */
const BEHAVIOURS = {
  async "the version and the statuses are constants"({ face, context }) {
    same(face.version, context.version);
    same(face.RequestStatus, {
      SUBMITTED: "SUBMITTED",
      APPROVED: "APPROVED",
      ISSUED: "ISSUED",
      REJECTED: "REJECTED",
      CANCELLED: "CANCELLED",
    });
    check(Object.isFrozen(face.RequestStatus), "not frozen");
  },

  async "init() may be called again and again"({ face }) {
    await Promise.all([face.default(), face.default()]);
    await face.default();
  },

  async "an order is a plain object"(stage) {
    const order = await (await stage.client()).getOrder(SAMPLE.toUpperCase());
    same(order.uuid, SAMPLE);
    same(order.status, stage.face.RequestStatus.SUBMITTED);
    same(order.caStatus, null, "an empty text is not reported");
    same(order.certificate.commonName, "example.com");
    same(order.certificate.dnsNames, []);
    same(order.certificate.privateKey, null);
    same(order.created, "2020-09-01T08:54:50.473Z");
    same(order.digicertOrganization.id, "525858");
    same(order.renewal, null);
    same(Object.getPrototypeOf(order) === Object.prototype, true, "prototype");
    same(structuredClone(order), order, "structured clone");
    same(JSON.parse(order.rawJson), JSON.parse(stage.context.sample), "rawJson");
  },

  async "both published paths are spoken"(stage) {
    for (const pathStyle of ["documented", "sample", "/certview/v1/certificates/digicert/orders/{uuid}"]) {
      same((await (await stage.client({ pathStyle })).getOrder(SAMPLE)).uuid, SAMPLE, pathStyle);
    }
  },

  async "ids beyond 2^53 keep every digit"(stage) {
    const order = await (await stage.client()).getOrder(uuid(13));
    const written = /"digicertOrganizationId":\s*(\d+)/.exec(order.rawJson)?.[1];
    check(written !== undefined && !Number.isSafeInteger(Number(written)), `no such id in the sandbox: ${written}`);
    same(order.digicertOrganization.id, written);
    same(stage.face.parseOrder(order.rawJson).digicertOrganization.id, written);
  },

  async "a private key is shown only where it was asked for"(stage) {
    const client = await stage.client();
    const hidden = await client.getOrder(uuid(11));
    same(hidden.certificate.privateKey, "[private key, not shown]");
    const shown = await client.getOrder(uuid(11), { includePrivateKey: true });
    const key = shown.certificate.privateKey ?? "";
    check(key.includes("PRIVATE KEY-----"), "no key");
    same(shown.rawJson, hidden.rawJson);
    check(!JSON.stringify(hidden).includes("PRIVATE KEY-----"), "the key is shown");
    const text = JSON.stringify({ uuid: SAMPLE, certificate: { privateKey: key } });
    same(stage.face.parseOrder(text).certificate.privateKey, "[private key, not shown]");
    same(stage.face.parseOrder(text, { includePrivateKey: true }).certificate.privateKey, key);
  },

  async "every refusal of the gateway has its code and its facts"(stage) {
    const token = await stage.token();
    const client = await stage.client({ maxRetries: 0 });
    /** @type {Array<[number, string, number | undefined, string | undefined]>} */
    const refusals = [
      [401, "unauthorized", 401, undefined],
      [403, "forbidden", 403, "2012"],
      [404, "not_found", 404, "404 NOT_FOUND"],
      [4041, "wrong_path", 404, undefined],
      [409, "conflict", 409, "2003"],
      [429, "rate_limited", 429, "FAILED"],
      [500, "server", 500, "999"],
      [415, "decode", 200, undefined],
      [206, "network", undefined, undefined],
      [20, "too_large", undefined, undefined],
    ];
    for (const [number, code, status, gatewayCode] of refusals) {
      const error = await stage.refusal(() => client.getOrder(uuid(number)));
      same([error.code, error.status, error.attempts], [code, status, 1], error.message);
      if (gatewayCode !== undefined) {
        same(error.gatewayCode?.startsWith(gatewayCode.slice(0, 3)), true, `${number}: ${error.gatewayCode}`);
      }
      same(error.retryAfterMs, number === 429 ? 30_000 : undefined, "retryAfterMs");
      const told = Reflect.ownKeys(error).map((name) => String(Reflect.get(error, name)));
      check(!told.some((text) => text.includes(token)), `${number}: the token is told`);
    }
  },

  async "a gateway that repeats the token does not make the error tell it"(stage) {
    const baseUrl = stage.scripted("repeat");
    const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2VjcmV0";
    const client = new stage.face.CertViewClient({ baseUrl, token });
    const error = await stage.refusal(() => client.getOrder(SAMPLE));
    check(error.gatewayMessage?.includes("…") === true, `nothing is hidden: ${error.gatewayMessage}`);
    const told = Reflect.ownKeys(error).map((name) => String(Reflect.get(error, name)));
    check(!told.some((text) => text.includes(token)), "the token is told");
  },

  async "nobody listening is a network error that names CORS"(stage) {
    const client = await stage.client({ baseUrl: "http://127.0.0.1:9", maxRetries: 0 });
    const error = await stage.refusal(() => client.getOrder(SAMPLE));
    same(error.code, "network");
    check(error.message.includes("CORS"), error.message);
  },

  async "what passes is tried again"(stage) {
    const baseUrl = stage.scripted("503", "503", "ISSUED");
    const client = await stage.client({ baseUrl });
    same((await client.getOrder(SAMPLE)).status, "ISSUED");
    same(await stage.calls(baseUrl), 3, "calls");
    const impatient = await stage.client({ baseUrl: stage.scripted("503"), maxRetries: 1 });
    same((await stage.refusal(() => impatient.getOrder(SAMPLE))).attempts, 2);
  },

  async "the deadline ends a call that hangs"(stage) {
    const client = await stage.client({ timeoutMs: 250 });
    const error = await stage.refusal(() => client.getOrder(uuid(60)));
    same([error.code, error.attempts], ["timeout", 1]);
  },

  async "an abort rejects with the signal's own reason"(stage) {
    const client = await stage.client();
    for (const reason of [new Error("the user left"), "a text", { any: "thing" }, 0, null]) {
      const controller = new AbortController();
      const call = client.getOrder(uuid(60), { signal: controller.signal });
      controller.abort(reason);
      same((await failure(() => call)) === reason, true, `reason ${String(reason)}`);
      const again = await failure(() => client.getOrder(SAMPLE, { signal: controller.signal }));
      same(again === reason, true, "a signal that has fired already");
      const session = { username: "sandbox", password: "sandbox", signal: controller.signal };
      same((await failure(() => client.signIn(session))) === reason, true, "signIn");
    }
    const controller = new AbortController();
    const call = client.getOrder(uuid(60), { signal: controller.signal });
    controller.abort();
    const error = await failure(() => call);
    same(error.name, "AbortError");
    same(error === controller.signal.reason, true, "the standard reason");
    const timeout = await failure(() => client.getOrder(uuid(60), { signal: AbortSignal.timeout(50) }));
    same(timeout.name, "TimeoutError");
  },

  async "getToken is asked before each reading, and once more after a 401"(stage) {
    const good = await stage.token();
    const [head, claims] = good.split(".");
    const bad = `${head}.${claims}.AAAA`;
    /** @type {boolean[]} */
    const asked = [];
    const client = new stage.face.CertViewClient({
      baseUrl: stage.context.sandbox,
      getToken: async ({ refused }) => {
        asked.push(refused);
        return refused ? good : bad;
      },
    });
    same((await client.getOrder(SAMPLE)).uuid, SAMPLE);
    same(asked, [false, true]);

    let times = 0;
    const stubborn = new stage.face.CertViewClient({
      baseUrl: stage.context.sandbox,
      getToken: () => {
        times += 1;
        return bad;
      },
    });
    const error = await stage.refusal(() => stubborn.getOrder(SAMPLE));
    same([error.code, error.attempts, times], ["unauthorized", 2, 2]);
  },

  async "a getToken that fails is the cause; one that hangs is ended"(stage) {
    const baseUrl = stage.scripted("ISSUED");
    const thrown = { mine: true };
    /** @type {Array<() => any>} */
    const failing = [
      () => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ];
    for (const getToken of failing) {
      const client = new stage.face.CertViewClient({ baseUrl, getToken });
      const error = await stage.refusal(() => client.getOrder(SAMPLE));
      same([error.code, error.cause === thrown, error.attempts], ["unauthorized", true, 0]);
    }
    const never = () => new Promise(() => {});
    const late = new stage.face.CertViewClient({ baseUrl, timeoutMs: 100, getToken: /** @type {any} */ (never) });
    same((await stage.refusal(() => late.getOrder(SAMPLE))).code, "timeout");
    const client = new stage.face.CertViewClient({ baseUrl, getToken: /** @type {any} */ (never) });
    const controller = new AbortController();
    const call = client.getOrder(SAMPLE, { signal: controller.signal });
    controller.abort("enough");
    same(await failure(() => call), "enough");
    for (const answer of [undefined, 7, "", "no token", {}, { then: 1 }]) {
      const odd = new stage.face.CertViewClient({ baseUrl, getToken: /** @type {any} */ (() => answer) });
      await stage.invalid("getToken", () => odd.getOrder(SAMPLE));
    }
    same(await stage.calls(baseUrl), 0, "calls");
  },

  async "signIn answers a token and its end"(stage) {
    const client = new stage.face.CertViewClient({ baseUrl: stage.context.sandbox });
    const { token, expiresAt } = await client.signIn({ username: "sandbox", password: "sandbox" });
    same(token.split(".").length, 3);
    check(Date.parse(expiresAt ?? "") > Date.now(), `expiresAt: ${expiresAt}`);
    check(expiresAt?.endsWith("Z") === true, `not UTC: ${expiresAt}`);
    const error = await stage.refusal(() => client.signIn({ username: "sandbox", password: "secret-word" }));
    same([error.code, error.status], ["unauthorized", 401]);
    const told = Reflect.ownKeys(error).map((name) => String(Reflect.get(error, name)));
    check(!told.some((text) => text.includes("secret-word")), "the password is told");
    await stage.invalid("token", () => client.getOrder(SAMPLE));
  },

  async "unknown and wrong options are named, and nothing is sent"(stage) {
    const { CertViewClient, parseOrder } = /** @type {any} */ (stage.face);
    const baseUrl = stage.scripted("ISSUED");
    const token = await stage.token();
    /** @type {Array<[string, unknown]>} */
    const constructions = [
      ["CertViewClient", 7],
      ["CertViewClient", []],
      ["CertViewClient", () => {}],
      ["baseUrl", undefined],
      ["baseUrl", {}],
      ["baseUrl", { baseUrl: 7 }],
      ["baseUrl", { baseUrl: "gateway.example" }],
      ["baseUrl", { baseUrl: "http://gateway.example" }],
      ["baseURL", { baseURL: baseUrl }],
      ["timeout", { baseUrl, timeout: 5 }],
      ["timeoutMs", { baseUrl, timeoutMs: "5" }],
      ["timeoutMs", { baseUrl, timeoutMs: 0 }],
      ["timeoutMs", { baseUrl, timeoutMs: 1.5 }],
      ["timeoutMs", { baseUrl, timeoutMs: Infinity }],
      ["timeoutMs", { baseUrl, timeoutMs: NaN }],
      ["timeoutMs", { baseUrl, timeoutMs: 2 ** 31 }],
      ["maxRetries", { baseUrl, maxRetries: -1 }],
      ["maxRetries", { baseUrl, maxRetries: 11 }],
      ["pathStyle", { baseUrl, pathStyle: "other" }],
      ["token", { baseUrl, token: 7 }],
      ["token", { baseUrl, token: "a b" }],
      ["getToken", { baseUrl, getToken: "token" }],
      ["getToken", { baseUrl, getToken: () => token, token }],
    ];
    for (const [name, options] of constructions) {
      await stage.invalid(name, () => new CertViewClient(options));
    }
    const client = new CertViewClient({ baseUrl, token });
    const signal = { aborted: false, addEventListener() {} };
    /** @type {Array<[string, () => unknown]>} */
    const calls = [
      ["uuid", () => client.getOrder()],
      ["uuid", () => client.getOrder("no uuid")],
      ["uuid", () => client.getOrder({ uuid: SAMPLE })],
      ["getOrder", () => client.getOrder(SAMPLE, new AbortController().signal.aborted)],
      ["Signal", () => client.getOrder(SAMPLE, { Signal: null })],
      ["signal", () => client.getOrder(SAMPLE, { signal })],
      ["signal", () => client.getOrder(SAMPLE, { signal: new AbortController() })],
      ["includePrivateKey", () => client.getOrder(SAMPLE, { includePrivateKey: "yes" })],
      ["username", () => client.signIn()],
      ["username", () => client.signIn({ username: " ", password: "x" })],
      ["password", () => client.signIn({ username: "x" })],
      ["user", () => client.signIn({ user: "x", password: "x" })],
      ["interval", () => client.watchOrder(SAMPLE, { interval: 5 }).next()],
      ["intervalMs", () => client.watchOrder(SAMPLE, { intervalMs: 99 }).next()],
      ["uuid", () => client.watchOrder("no uuid").next()],
      ["text", () => parseOrder()],
      ["text", () => parseOrder({})],
      ["text", () => parseOrder(new ArrayBuffer(8))],
      ["include", () => parseOrder(stage.context.sample, { include: true })],
      ["pemOrDer", () => stage.face.decodeCsr(/** @type {any} */ (7))],
      ["pemOrDer", () => stage.face.verifyCsr(/** @type {any} */ (null))],
    ];
    for (const [name, call] of calls) {
      await stage.invalid(name, call);
    }
    same(await stage.calls(baseUrl), 0, "calls");
    const undefinedOptions = new CertViewClient({ baseUrl, token, timeoutMs: undefined, getToken: null });
    same((await undefinedOptions.getOrder(SAMPLE, { signal: undefined })).status, "ISSUED");
  },

  async "a watch yields what changed and ends with a final status"(stage) {
    const baseUrl = stage.scripted("SUBMITTED", "SUBMITTED", "503", "503", "APPROVED", "APPROVED", "ISSUED");
    const client = await stage.client({ baseUrl, maxRetries: 0 });
    const seen = [];
    for await (const order of client.watchOrder(SAMPLE, { intervalMs: 100 })) {
      seen.push(order.status);
    }
    same(seen, ["SUBMITTED", "APPROVED", "ISSUED"]);
    same(await stage.calls(baseUrl), 7, "calls");
    for (const status of ["REJECTED", "CANCELLED"]) {
      const ended = (await stage.client({ baseUrl: stage.scripted(status) })).watchOrder(SAMPLE);
      same((await ended.next()).value?.status, status);
      same((await ended.next()).done, true);
    }
  },

  async "a watch ends with the signal's reason, by a break, and with what does not pass"(stage) {
    const client = await stage.client({ baseUrl: stage.scripted("SUBMITTED"), maxRetries: 0 });
    const controller = new AbortController();
    const watch = client.watchOrder(SAMPLE, { signal: controller.signal });
    same((await watch.next()).value?.status, "SUBMITTED");
    const next = watch.next();
    controller.abort("seen enough");
    same(await failure(() => next), "seen enough");
    same((await watch.next()).done, true);

    for await (const order of client.watchOrder(SAMPLE)) {
      same(order.status, "SUBMITTED");
      break;
    }

    const first = (await stage.client({ baseUrl: stage.scripted("503"), maxRetries: 0 })).watchOrder(SAMPLE);
    same((await stage.refusal(() => first.next())).code, "server");

    const baseUrl = stage.scripted("SUBMITTED", "503");
    const third = (await stage.client({ baseUrl, maxRetries: 0 })).watchOrder(SAMPLE, { intervalMs: 100 });
    await third.next();
    same((await stage.refusal(() => third.next())).status, 503);
    same(await stage.calls(baseUrl), 4, "calls");

    const gone = (await stage.client({ baseUrl: stage.scripted("SUBMITTED", "404") })).watchOrder(SAMPLE, {
      intervalMs: 100,
    });
    await gone.next();
    same((await stage.refusal(() => gone.next())).code, "not_found");
  },

  async "a saved response is read as text and as bytes"(stage) {
    const { parseOrder } = stage.face;
    const order = parseOrder(stage.context.sample);
    same(order.uuid, SAMPLE);
    same(parseOrder(new TextEncoder().encode(`\ufeff${stage.context.sample}`)), order);
    for (const text of ["", "null", "[]", "{}", "{", "<html>", '{"uuid":7}', new Uint8Array([0xff])]) {
      same((await stage.refusal(() => parseOrder(text))).code, "decode", String(text));
    }
    const long = " ".repeat(8 * 1024 * 1024 + 1);
    same((await stage.refusal(() => parseOrder(long))).code, "too_large");
    same((await stage.refusal(() => parseOrder(new Uint8Array(8 * 1024 * 1024 + 1)))).code, "too_large");
    same((await stage.refusal(() => parseOrder("[".repeat(100_000)))).code, "decode");
  },

  async "a certification request is decoded from PEM, base64 and DER"(stage) {
    const { decodeCsr } = stage.face;
    const pem = stage.context.csrs.p256 ?? "";
    const csr = decodeCsr(pem);
    same(csr.subject.map(({ name, value }) => `${name}=${value}`), ["CN=p256.example.com"]);
    same(csr.publicKey.algorithm.kind, "ec");
    same([csr.publicKey.bits, csr.version, csr.hasChallengePassword], [256, 0, false]);
    same(/^[0-9a-f]{64}$/.test(csr.sha256), true, "sha256");
    const base64 = pem.replace(/-----[^-]+-----|\s/g, "");
    same(decodeCsr(base64).sha256, csr.sha256);
    same(decodeCsr(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))), { ...csr, notes: [] });
    for (const text of ["", "string", "junk", stage.context.sample, pem.slice(0, 100)]) {
      const error = await stage.refusal(() => decodeCsr(text));
      same(error.code, "invalid_csr", text);
      check(typeof error.csrProblem?.kind === "string" && error.csrProblem.expected !== "", error.message);
    }
    same((await stage.refusal(() => decodeCsr("A".repeat(9_000_000)))).code, "too_large");
  },

  async "a certification request's signature over itself is checked"(stage) {
    const { verifyCsr } = stage.face;
    const pem = stage.context.csrs.p256 ?? "";
    same(await verifyCsr(pem), "valid");
    same(await verifyCsr(stage.context.csrs.rsa2048 ?? ""), "valid");
    same(await verifyCsr(stage.context.csrs.secp256k1 ?? ""), "unsupported");
    const der = Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, "")), (c) => c.charCodeAt(0));
    const at = der.findIndex((_, index) => String.fromCharCode(...der.subarray(index, index + 4)) === "p256");
    der[at] = "q".charCodeAt(0);
    same(await verifyCsr(der), "invalid");
    same((await stage.refusal(() => verifyCsr("junk"))).code, "invalid_csr");
  },

  async "an order is reviewed as of any time"(stage) {
    const { parseOrder, reviewOrder } = stage.face;
    const order = parseOrder(stage.context.sample);
    const findings = reviewOrder(order, { now: "2026-11-23T15:00:00Z" });
    const placeholder = findings.find((finding) => finding.check === "csr-placeholder");
    same(placeholder?.severity, "error", JSON.stringify(findings));
    same(placeholder?.fields, ["certificate.encodedCSR"]);
    check((placeholder?.text.length ?? 0) > 20 && placeholder?.source.title !== "", "a sentence and a source");
    same(reviewOrder(order, { now: new Date("2026-11-23T15:00:00Z") }), findings);
    for (const [name, misuse] of /** @type {Array<[string, () => unknown]>} */ ([
      ["order", () => reviewOrder(/** @type {any} */ (7))],
      ["order", () => reviewOrder(/** @type {any} */ ({}))],
      ["now", () => reviewOrder(order, { now: new Date(NaN) })],
      ["selfSignature", () => reviewOrder(order, { selfSignature: /** @type {any} */ ("yes") })],
      ["when", () => reviewOrder(order, /** @type {any} */ ({ when: 1 }))],
    ])) {
      const error = await stage.refusal(misuse);
      same(error.code, "invalid_argument");
      check(error.message.includes(`"${name}"`), error.message);
    }
  },

  async "an order is reviewed, at the time and with the verdict that are given"(stage) {
    const { parseOrder, reviewOrder } = stage.face;
    const order = await (await stage.client()).getOrder(uuid(4));
    const findings = reviewOrder(order);
    check(findings.length > 0, "nothing is found in an order that was rejected for cause");
    for (const { check: id, severity, title, text, fields, source } of findings) {
      check(/^[a-z0-9.-]+$/.test(id), id);
      check(["error", "warning", "information"].includes(severity), severity);
      check(text.endsWith(".") && title.length > 0 && fields.length > 0 && source.title !== "", id);
    }
    same(reviewOrder(parseOrder(order.rawJson), { now: new Date() }).map((finding) => finding.check), findings.map((finding) => finding.check));
    same(reviewOrder(order, { now: "2026-11-23T12:00:00Z" }), reviewOrder(order, { now: new Date(1795435200000) }));
    const rules = (/** @type {import("../../src/js/package/index.js").SelfSignature} */ selfSignature) =>
      reviewOrder(order, { selfSignature }).filter(({ severity }) => severity === "error").length;
    check(rules("invalid") === rules("valid") + 1, "a signature that is invalid is an error");
    const any = /** @type {any} */ (stage.face);
    await stage.invalid("order", () => any.reviewOrder());
    await stage.invalid("order", () => any.reviewOrder({}));
    await stage.invalid("now", () => any.reviewOrder(order, { now: new Date(NaN) }));
    await stage.invalid("now", () => any.reviewOrder(order, { now: "yesterday" }));
    await stage.invalid("selfSignature", () => any.reviewOrder(order, { selfSignature: true }));
    await stage.invalid("at", () => any.reviewOrder(order, { at: 5 }));
  },

  async "a freed client's calls still settle, and later ones say why not"(stage) {
    const client = await stage.client();
    const call = client.getOrder(SAMPLE);
    client.free();
    same((await soon(call)).uuid, SAMPLE);
    client.free();
    for (const late of [
      () => client.getOrder(SAMPLE),
      () => client.signIn({ username: "a", password: "b" }),
      () => client.watchOrder(SAMPLE).next(),
    ]) {
      const error = await stage.refusal(late);
      same(error.code, "invalid_argument");
      check(error.message.includes("freed"), error.message);
    }
    if (Symbol.dispose) {
      const disposable = await stage.client();
      disposable[Symbol.dispose]();
      check((await stage.refusal(() => disposable.getOrder(SAMPLE))).message.includes("freed"), "not freed");
    }
  },

  async "many calls at once keep apart"(stage) {
    const client = await stage.client();
    const numbers = Array.from({ length: 18 }, (_, index) => index + 1);
    const orders = await Promise.all(numbers.map((number) => client.getOrder(uuid(number))));
    same(orders.map((order) => order.uuid), numbers.map(uuid));
  },

  async "junk to every entry leaves the module whole"(stage) {
    const { face, context } = stage;
    const any = /** @type {any} */ (face);
    const throwing = new Proxy(
      {},
      {
        get() {
          throw new Error("trap");
        },
        ownKeys() {
          throw new Error("trap");
        },
        getPrototypeOf() {
          throw new Error("trap");
        },
      },
    );
    const getter = Object.defineProperty({}, "baseUrl", {
      enumerable: true,
      get() {
        throw new Error("getter");
      },
    });
    const rejected = Promise.reject(new Error("unheard"));
    rejected.catch(() => {});
    const junk = [
      undefined,
      null,
      true,
      0,
      NaN,
      -1,
      2n ** 80n,
      "",
      "\ud800",
      "\0",
      "💥".repeat(1000),
      Symbol("junk"),
      () => {},
      [],
      [[]],
      {},
      Object.create(null),
      throwing,
      getter,
      new Proxy(() => {}, {}),
      new Proxy(new AbortController().signal, {}),
      new Date(NaN),
      new Proxy(new Date(), {}),
      new Uint8Array(3),
      new ArrayBuffer(3),
      new Map(),
      rejected,
      globalThis,
    ];
    const client = await stage.client({ timeoutMs: 2_000, maxRetries: 0 });
    const token = await stage.token();
    const baseUrl = context.sandbox;
    /** @type {Array<(value: unknown) => unknown>} */
    const entries = [
      (value) => new any.CertViewClient(value),
      ...["baseUrl", "token", "getToken", "pathStyle", "timeoutMs", "maxRetries", "other"].map(
        (name) => (/** @type {unknown} */ value) => {
          new any.CertViewClient({ baseUrl, [name]: value }).free();
        },
      ),
      (value) => new any.CertViewClient({ baseUrl, getToken: () => value }).getOrder(SAMPLE),
      (value) =>
        new any.CertViewClient({
          baseUrl,
          getToken() {
            throw value;
          },
        }).getOrder(SAMPLE),
      (value) => client.getOrder(/** @type {any} */ (value)),
      (value) => client.getOrder(SAMPLE, /** @type {any} */ (value)),
      (value) => client.getOrder(SAMPLE, { signal: /** @type {any} */ (value) }),
      (value) => client.getOrder(SAMPLE, { includePrivateKey: /** @type {any} */ (value) }),
      (value) => client.watchOrder(/** @type {any} */ (value)).next(),
      (value) => client.watchOrder(SAMPLE, /** @type {any} */ (value)).next(),
      (value) => client.signIn(/** @type {any} */ (value)),
      (value) => client.signIn(/** @type {any} */ ({ username: value, password: "x", signal: value })),
      (value) => any.parseOrder(value),
      (value) => any.parseOrder(context.sample, value),
      (value) => any.decodeCsr(value),
      (value) => any.verifyCsr(value),
      (value) => any.reviewOrder(value),
      (value) => any.reviewOrder({ uuid: SAMPLE, notes: value, certificate: value }),
      (value) => any.reviewOrder({ uuid: SAMPLE }, value),
      (value) => any.reviewOrder({ uuid: SAMPLE }, { now: value, selfSignature: "valid" }),
      (value) => any.reviewOrder({ uuid: SAMPLE }, { selfSignature: value }),
    ];
    for (const [index, entry] of entries.entries()) {
      for (const value of junk) {
        try {
          await soon(Promise.resolve(entry(value)));
        } catch (error) {
          check(error instanceof face.CertViewError, `entry ${index}, ${typeof value}: ${String(error)}`);
        }
      }
      same(face.parseOrder(context.sample).uuid, SAMPLE, `after entry ${index}`);
    }
    same((await (await stage.client({ token })).getOrder(SAMPLE)).uuid, SAMPLE);
  },
};

/**
 * Runs every behaviour, one after the other.
 * @param {Face} face
 * @param {Context} context
 * @returns {Promise<Result[]>}
 */
export async function run(face, context) {
  const stage = new Stage(face, context);
  const results = [];
  for (const [name, behaviour] of Object.entries(BEHAVIOURS)) {
    try {
      await soon(behaviour(stage), LONG_PATIENCE_MS);
      results.push({ name, error: null });
    } catch (error) {
      results.push({ name, error: error instanceof Error ? (error.stack ?? String(error)) : String(error) });
    }
  }
  return results;
}
