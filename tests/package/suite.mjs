// What the package does on every host: the same behaviours in Node, a page, a worker and behind each bundler. Written
// for all of them, so it uses nothing that one of them lacks. The HTTP side is real: the sandbox, and a scripted
// gateway for what the sandbox does not do (see gateway.mjs).

/** @typedef {typeof import("../../src/js/package/index.js")} Api */
/** @typedef {import("../../src/js/package/index.js").CertViewError} CertViewError */
/**
 * @typedef {object} Context
 * @property {string} sandbox the sandbox's origin
 * @property {string} scripted the scripted gateway's origin
 * @property {string} host a name that differs from host to host
 * @property {string} version what the package's version should be
 * @property {Record<string, string>} csrs certification requests as PEM, by name
 * @property {string} sample the vendor's sample response
 * @property {string} [publicSuffixes] what certview-orders/public-suffixes exports on this host
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
const IN_BROWSER = typeof navigator === "object" && navigator.userAgent?.startsWith("Mozilla/") === true;
/** Hosts that repeat any request whose kept connection is cut before an answer arrived, without reporting it. */
const REPEATS = IN_BROWSER || "Deno" in globalThis || "Bun" in globalThis;
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
 * @param {number} [timeoutMs] in milliseconds
 * @returns {Promise<T>}
 */
function soon(promise, timeoutMs = PATIENCE_MS) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled after ${timeoutMs} ms`)), timeoutMs);
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

/** What each behaviour is given. */
class Fixture {
  #scripts = 0;

  /**
   * @param {Api} api
   * @param {Context} context
   */
  constructor(api, context) {
    this.api = api;
    this.context = context;
    /** @type {Promise<string> | undefined} */
    this.signedIn = undefined;
  }

  /** A token of the sandbox. */
  token() {
    const client = new this.api.CertViewClient({ baseUrl: this.context.sandbox });
    this.signedIn ??= client.signIn({ username: "sandbox", password: "sandbox" }).then(({ token }) => token);
    return this.signedIn;
  }

  /**
   * A client of the sandbox.
   * @param {Partial<import("../../src/js/package/index.js").ClientOptions>} [options]
   */
  async client(options) {
    return new this.api.CertViewClient({ baseUrl: this.context.sandbox, token: await this.token(), ...options });
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
   * What has happened at a scripted gateway.
   * @param {string} baseUrl
   * @returns {Promise<{ calls: number, puts: number, status: string, headers: Record<string, string> }>}
   */
  async record(baseUrl) {
    return (await fetch(baseUrl.replace(/\/[^/]*$/, "/record"))).json();
  }

  /**
   * How often a scripted gateway was called.
   * @param {string} baseUrl
   */
  async calls(baseUrl) {
    return (await this.record(baseUrl)).calls;
  }

  /**
   * @param {() => unknown} call
   * @returns {Promise<CertViewError>}
   */
  async refusal(call) {
    const error = await failure(call);
    check(error instanceof this.api.CertViewError, `no CertViewError: ${String(error)}`);
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

/** @type {Record<string, (fixture: Fixture) => Promise<void>>} */
const BEHAVIOURS = {
  async "the version and the statuses are constants"({ api, context }) {
    same(api.version, context.version);
    same(api.RequestStatus, {
      SUBMITTED: "SUBMITTED",
      APPROVED: "APPROVED",
      ISSUED: "ISSUED",
      REJECTED: "REJECTED",
      CANCELLED: "CANCELLED",
    });
    check(Object.isFrozen(api.RequestStatus), "not frozen");
  },

  async "init() may be called again and again"({ api }) {
    await Promise.all([api.default(), api.default()]);
    await api.default();
  },

  async "an order is a plain object"(fixture) {
    const order = await (await fixture.client()).getOrder(SAMPLE.toUpperCase());
    same(order.uuid, SAMPLE);
    same(order.status, fixture.api.RequestStatus.SUBMITTED);
    same(order.caStatus, null, "an empty text is not reported");
    same(order.certificate.commonName, "example.com");
    same(order.certificate.dnsNames, []);
    same(order.certificate.privateKey, null);
    same(order.created, "2020-09-01T08:54:50.473Z");
    same(order.digicertOrganization.id, "525858");
    same(order.renewal, null);
    same(Object.getPrototypeOf(order) === Object.prototype, true, "prototype");
    same(structuredClone(order), order, "structured clone");
    same(JSON.parse(order.rawJson), JSON.parse(fixture.context.sample), "rawJson");
  },

  async "both published paths are supported"(fixture) {
    for (const pathStyle of [undefined, "auto", "documented", "sample", "/certview/v1/certificates/digicert/orders/{uuid}"]) {
      same((await (await fixture.client({ pathStyle })).getOrder(SAMPLE)).uuid, SAMPLE, pathStyle);
    }
  },

  async "ids beyond 2^53 keep every digit"(fixture) {
    const order = await (await fixture.client()).getOrder(uuid(13));
    const written = /"digicertOrganizationId":\s*(\d+)/.exec(order.rawJson)?.[1];
    check(written !== undefined && !Number.isSafeInteger(Number(written)), `no such id in the sandbox: ${written}`);
    same(order.digicertOrganization.id, written);
    same(fixture.api.parseOrder(order.rawJson).digicertOrganization.id, written);
  },

  async "a private key is shown only where it was requested"(fixture) {
    const client = await fixture.client();
    const hidden = await client.getOrder(uuid(11));
    same(hidden.certificate.privateKey, "[private key, not shown]");
    const shown = await client.getOrder(uuid(11), { includePrivateKey: true });
    const key = shown.certificate.privateKey ?? "";
    check(key.includes("PRIVATE KEY-----"), "no key");
    same(shown.rawJson, hidden.rawJson);
    check(!JSON.stringify(hidden).includes("PRIVATE KEY-----"), "the key is shown");
    const text = JSON.stringify({ uuid: SAMPLE, certificate: { privateKey: key } });
    same(fixture.api.parseOrder(text).certificate.privateKey, "[private key, not shown]");
    same(fixture.api.parseOrder(text, { includePrivateKey: true }).certificate.privateKey, key);
  },

  async "every refusal of the gateway has its code and its facts"(fixture) {
    const token = await fixture.token();
    const client = await fixture.client({ maxRetries: 0, pathStyle: "documented" });
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
      const error = await fixture.refusal(() => client.getOrder(uuid(number)));
      same([error.code, error.status, error.attempts], [code, status, 1], error.message);
      if (gatewayCode !== undefined) {
        same(error.gatewayCode?.startsWith(gatewayCode.slice(0, 3)), true, `${number}: ${error.gatewayCode}`);
      }
      same(error.retryAfterMs, number === 429 ? 30_000 : undefined, "retryAfterMs");
      const values = Reflect.ownKeys(error).map((name) => String(Reflect.get(error, name)));
      check(!values.some((text) => text.includes(token)), `${number}: the token is exposed`);
    }
  },

  async "a gateway that repeats the token does not make the error contain it"(fixture) {
    const baseUrl = fixture.scripted("repeat");
    const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2VjcmV0";
    const client = new fixture.api.CertViewClient({ baseUrl, token });
    const error = await fixture.refusal(() => client.getOrder(SAMPLE));
    check(error.gatewayMessage?.includes("…") === true, `nothing is hidden: ${error.gatewayMessage}`);
    const values = Reflect.ownKeys(error).map((name) => String(Reflect.get(error, name)));
    check(!values.some((text) => text.includes(token)), "the token is exposed");
  },

  async "a network error has the host's error as its cause, and names CORS in browsers only"(fixture) {
    const client = await fixture.client({ baseUrl: "http://127.0.0.1:9", maxRetries: 0 });
    const error = await fixture.refusal(() => client.getOrder(SAMPLE));
    same(error.code, "network");
    // Of another realm where tests run in one of their own.
    same(Object.prototype.toString.call(error.cause), "[object Error]", `cause: ${String(error.cause)}`);
    same(error.message.includes("CORS"), IN_BROWSER, error.message);
    same(/browser|origin/i.test(error.message), IN_BROWSER, error.message);
  },

  async "any bearer token is sent as it is"(fixture) {
    const baseUrl = fixture.scripted("ISSUED");
    for (const token of ["test-token", "a.b", "dG9rZW4=", "mF_9.B5f-4.1JqM"]) {
      const client = new fixture.api.CertViewClient({ baseUrl, token });
      same((await client.getOrder(SAMPLE)).status, "ISSUED", token);
      same((await fixture.record(baseUrl)).headers.authorization, `Bearer ${token}`);
    }
    const withGetToken = new fixture.api.CertViewClient({ baseUrl, getToken: () => "test-token" });
    same((await withGetToken.getOrder(SAMPLE)).status, "ISSUED");
  },

  async "a fetch of the caller's own is called in the place of the host's"(fixture) {
    const { CertViewClient } = fixture.api;
    /** @type {Array<[string, any]>} */
    const calls = [];
    const options = { baseUrl: "https://gateway.example", token: "test-token", maxRetries: 0 };
    const body = JSON.stringify({ uuid: SAMPLE, status: "ISSUED" });
    /** @param {(url: string, init: any) => any} fetch */
    const client = (fetch) => new CertViewClient({ ...options, fetch });
    const recorded = client(async (url, init) => {
      calls.push([url, init]);
      return new Response(body);
    });
    same((await recorded.getOrder(SAMPLE)).status, "ISSUED");
    const [url, init] = calls[0] ?? ["", {}];
    check(url.startsWith("https://gateway.example/certview/") && url.endsWith(SAMPLE), url);
    same([init.method, init.headers.Authorization, init.body], ["GET", "Bearer test-token", undefined]);
    check(init.signal instanceof AbortSignal && ["error", "manual"].includes(init.redirect), "signal and redirect");

    // A response of another implementation, without a web stream.
    const headers = { get: (/** @type {string} */ name) => (name === "Retry-After" ? "7" : null) };
    const arrayBuffer = async () => new TextEncoder().encode(body).buffer;
    const foreign = client(async () => ({ status: 200, headers, body: {}, arrayBuffer }));
    same((await foreign.getOrder(SAMPLE)).status, "ISSUED");
    const limited = client(async () => ({ status: 429, headers }));
    const late = await fixture.refusal(() => limited.getOrder(SAMPLE));
    same([late.code, late.retryAfterMs], ["rate_limited", 7_000]);

    const thrown = new Error("proxy");
    for (const failing of [
      () => Promise.reject(thrown),
      () => {
        throw thrown;
      },
    ]) {
      const error = await fixture.refusal(() => client(failing).getOrder(SAMPLE));
      same([error.code, error.cause === thrown], ["network", true]);
    }
    for (const odd of [undefined, null, 5, "text", {}, { status: 200 }, { status: "200", headers }, { status: NaN, headers }]) {
      same((await fixture.refusal(() => client(async () => odd).getOrder(SAMPLE))).code, "network", String(odd));
    }
    const controller = new AbortController();
    const hanging = client(() => new Promise(() => {})).getOrder(SAMPLE, { signal: controller.signal });
    controller.abort("enough");
    same(await failure(() => hanging), "enough");
  },

  async "headers of the caller's own are sent, and none in the place of the client's"(fixture) {
    const { CertViewClient } = fixture.api;
    const token = "test-token";
    /** @type {Array<any>} */
    const given = [{ "X-Team": "pki" }, new Headers({ "X-Team": "pki" }), new Map([["X-Team", "pki"]]), [["X-Team", "pki"]]];
    for (const headers of given) {
      const baseUrl = fixture.scripted("ISSUED");
      await new CertViewClient({ baseUrl, token, headers, userAgent: "my-tool/1" }).getOrder(SAMPLE);
      const sent = (await fixture.record(baseUrl)).headers;
      same([sent["x-team"], sent.authorization], ["pki", "Bearer test-token"]);
      same(sent["user-agent"] === "my-tool/1", !IN_BROWSER, String(sent["user-agent"]));
    }
    const baseUrl = fixture.scripted("ISSUED");
    await new CertViewClient({ baseUrl, token }).getOrder(SAMPLE);
    same((await fixture.record(baseUrl)).headers["user-agent"] === `certview-orders/${fixture.api.version}`, !IN_BROWSER);
    const any = /** @type {any} */ (CertViewClient);
    for (const headers of [
      { Authorization: "Bearer x" },
      { ACCEPT: "x" },
      { "Content-Type": "x" },
      { "X Team": "x" },
      { "X-Team": "a\r\nb" },
      { "X-Team": 7 },
      { "X-Team": "" },
      [["X-Team"]],
      [7],
      "X-Team: x",
    ]) {
      await fixture.invalid("headers", () => new any({ baseUrl, token, headers }));
    }
    await fixture.invalid("userAgent", () => new any({ baseUrl, token, userAgent: "a\nb" }));
  },

  async "hooks observe each request and answer, and never a secret"(fixture) {
    const { CertViewClient } = fixture.api;
    /** @type {any[]} */
    const events = [];
    const hooks = {
      onRequest: (/** @type {any} */ event) => events.push(event),
      onResponse: (/** @type {any} */ event) => events.push(event),
    };
    const baseUrl = fixture.scripted("503", "ISSUED");
    const token = "secret-token";
    await new CertViewClient({ baseUrl, token, headers: { "X-Team": "pki" }, ...hooks }).getOrder(SAMPLE);
    same(events.map(({ method, attempt, status }) => [method, attempt, status]), [
      ["GET", 1, undefined],
      ["GET", 1, 503],
      ["GET", 2, undefined],
      ["GET", 2, 200],
    ]);
    check(events.every(({ url }) => url.startsWith(baseUrl) && url.endsWith(SAMPLE)), "url");
    same([events[0].headers["X-Team"], Object.keys(events[0].headers).includes("Authorization")], ["pki", false]);
    check(typeof events[1].durationMs === "number" && events[1].durationMs >= 0, "durationMs");
    const away = new CertViewClient({ baseUrl: "http://127.0.0.1:9", token, maxRetries: 0, ...hooks });
    await fixture.refusal(() => away.getOrder(SAMPLE));
    same(events.at(-1).status, null);
    const { sandbox } = fixture.context;
    await new CertViewClient({ baseUrl: sandbox, ...hooks }).signIn({ username: "sandbox", password: "sandbox" });
    same([events.at(-1).method, events.at(-1).status], ["POST", 201]);
    check(!/secret-token|password/i.test(JSON.stringify(events)), "a hook saw a secret");

    const throwing = () => {
      throw new Error("hook");
    };
    const careless = { baseUrl: fixture.scripted("ISSUED"), token, onRequest: throwing, onResponse: throwing };
    same((await new CertViewClient(careless).getOrder(SAMPLE)).status, "ISSUED");
  },

  async "the path that answers is found, remembered, and named where there is none"(fixture) {
    for (const style of ["documented", "sample"]) {
      const baseUrl = fixture.scripted(style);
      const client = await fixture.client({ baseUrl });
      same((await client.getOrder(SAMPLE)).uuid, SAMPLE, style);
      same((await client.getOrder(SAMPLE)).uuid, SAMPLE, style);
      same(await fixture.calls(baseUrl), style === "documented" ? 2 : 3, style);
    }
    const baseUrl = fixture.scripted("bare");
    const error = await fixture.refusal(async () => (await fixture.client({ baseUrl })).getOrder(SAMPLE));
    same([error.code, error.attempts], ["wrong_path", 2]);
    for (const path of ["/certview/rest/public/v1/certificates/enrollment/digicert/orders/", "/certview/v1/certificates/"]) {
      check(error.message.includes(path), error.message);
    }
    const configured = await fixture.client({ baseUrl: fixture.scripted("sample"), pathStyle: "documented" });
    same((await fixture.refusal(() => configured.getOrder(SAMPLE))).attempts, 1);
  },

  async "identical calls in flight share one request, and each has a signal of its own"(fixture) {
    const baseUrl = fixture.scripted("SUBMITTED");
    const client = await fixture.client({ baseUrl });
    const orders = await Promise.all([SAMPLE, SAMPLE.toUpperCase(), ` ${SAMPLE} `].map((id) => client.getOrder(id)));
    same(await fixture.calls(baseUrl), 1, "calls");
    same(orders[1], orders[0]);
    check(orders[1] !== orders[0] && orders[1]?.certificate !== orders[0]?.certificate, "an object returned twice");
    await Promise.all([client.getOrder(SAMPLE), client.getOrder(uuid(1)), client.getOrder(SAMPLE, { includePrivateKey: true })]);
    same(await fixture.calls(baseUrl), 4, "calls that are not identical");

    const slow = await fixture.client({ baseUrl: fixture.scripted("hang", "ISSUED") });
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [first, second].map(({ signal }) => slow.getOrder(SAMPLE, { signal }));
    first.abort("first");
    same(await failure(() => calls[0]), "first");
    let ended = false;
    calls[1]?.catch(() => {
      ended = true;
    });
    await (await fixture.client({ baseUrl: fixture.scripted("ISSUED") })).getOrder(SAMPLE);
    check(!ended, "one caller's abort has ended the other's call");
    second.abort("second");
    same(await failure(() => calls[1]), "second");
    same((await slow.getOrder(SAMPLE)).status, "ISSUED", "a call after all have left is a new one");

    const failing = await fixture.client({ baseUrl: fixture.scripted("404") });
    const errors = await Promise.all([failing, failing].map((shared) => fixture.refusal(() => shared.getOrder(SAMPLE))));
    same(errors.map(({ code }) => code), ["not_found", "not_found"]);
  },

  async "several orders are read, a few at a time, each with its own result"(fixture) {
    const baseUrl = fixture.scripted("ISSUED");
    let [now, most] = [0, 0];
    /** @type {(url: string, init: any) => Promise<Response>} */
    const counting = async (url, init) => {
      now += 1;
      most = Math.max(most, now);
      try {
        return await fetch(url, init);
      } finally {
        now -= 1;
      }
    };
    const client = await fixture.client({ baseUrl, fetch: counting });
    const ids = Array.from({ length: 10 }, (_, index) => uuid(index + 1));
    const results = [];
    for await (const result of client.getOrders([...ids, "no uuid"])) {
      results.push(result);
    }
    same(results.filter(({ order }) => order).map((result) => result.uuid).sort(), ids);
    const failed = results.filter(({ error }) => error !== undefined);
    same(failed.map((result) => [result.uuid, /** @type {any} */ (result.error).code]), [["no uuid", "invalid_argument"]]);
    check(most > 1 && most <= 4, `${most} at a time`);
    most = 0;
    for await (const { order } of client.getOrders(new Set(ids), { concurrency: 1 })) {
      same(order?.status, "ISSUED");
    }
    same(most, 1);
    for await (const result of client.getOrders([])) {
      throw new Error(`a result of nothing: ${result.uuid}`);
    }

    const hanging = await fixture.client({ baseUrl: fixture.scripted("ISSUED", "hang") });
    const controller = new AbortController();
    const reading = hanging.getOrders(ids, { signal: controller.signal });
    await reading.next();
    const next = reading.next();
    controller.abort("enough");
    same(await failure(() => next), "enough");
    same((await reading.next()).done, true);

    const any = /** @type {any} */ (client);
    for (const wrong of [undefined, null, "text", 7, {}]) {
      await fixture.invalid("uuids", () => any.getOrders(wrong).next());
    }
    await fixture.invalid("concurrency", () => any.getOrders([], { concurrency: 0 }).next());
    await fixture.invalid("atOnce", () => any.getOrders([], { atOnce: 2 }).next());
  },

  async "calls at the same time share one token, and one renewal of it"(fixture) {
    const good = await fixture.token();
    /** @type {boolean[]} */
    const calls = [];
    let token = "expired-token";
    const client = new fixture.api.CertViewClient({
      baseUrl: fixture.context.sandbox,
      getToken: async ({ refused }) => {
        calls.push(refused);
        if (refused) {
          token = good;
        }
        return token;
      },
    });
    const ids = Array.from({ length: 12 }, (_, index) => uuid(index + 1));
    for await (const { order, error } of client.getOrders(ids, { concurrency: 12 })) {
      check(order !== undefined, String(error));
    }
    same(calls.filter((refused) => refused).length, 1, "renewals");
    same(calls.filter((refused) => !refused).length, 1, "tokens");
  },

  async "a decision is sent once, and its outcome is what the request shows"(fixture) {
    /** @type {Array<[string, string, boolean]>} */
    const courses = [
      ["204", "decided", false],
      ["taken-cut", "decided", true],
      ["taken-500", "decided", true],
      // What a gateway answers when the browser has repeated the call.
      ["taken-409", "decided", true],
      ["500", "notDecided", true],
      ["502", "unknown", true],
      ["cut", "unknown", true],
    ];
    for (const status of /** @type {const} */ (["APPROVED", "REJECTED", "CANCELLED"])) {
      for (const [step, outcome, lost] of courses) {
        const baseUrl = fixture.scripted(`order~${step}`);
        const client = await fixture.client({ baseUrl });
        const update = await client.updateStatus(SAMPLE, { status, comment: "checked" });
        same(update.outcome, outcome, `${status} ${step}`);
        same([update.order !== undefined, update.error instanceof fixture.api.CertViewError], [lost, lost], step);
        const record = await fixture.record(baseUrl);
        check(record.puts === 1 || (REPEATS && step.endsWith("cut")), `${record.puts} PUTs of ${step}`);
        same(record.status, outcome === "decided" ? status : "SUBMITTED");
      }
    }
  },

  async "a refused decision reports the reason, and an aborted one the known outcome"(fixture) {
    const refused = await fixture.client({ baseUrl: fixture.scripted("order~refused") });
    const error = await fixture.refusal(() => refused.updateStatus(SAMPLE, { status: "REJECTED", comment: "no" }));
    same([error.code, error.status], ["conflict", 409]);
    same(error.gatewayMessage, "The order is not in the state SUBMITTED.");
    for (const [step, code] of [["403", "forbidden"], ["400", "conflict"], ["401", "unauthorized"]]) {
      const client = await fixture.client({ baseUrl: fixture.scripted(`order~${step}`) });
      same((await fixture.refusal(() => client.updateStatus(SAMPLE, { status: "APPROVED", comment: "x" }))).code, code);
    }
    const done = fixture.scripted("APPROVED~204");
    const already = await fixture.client({ baseUrl: done });
    same((await fixture.refusal(() => already.updateStatus(SAMPLE, { status: "APPROVED", comment: "x" }))).code, "conflict");
    same((await fixture.record(done)).puts, 0, "PUTs");

    const reason = { left: true };
    const hanging = fixture.scripted("order~hang");
    const controller = new AbortController();
    const client = await fixture.client({
      baseUrl: hanging,
      onRequest: ({ method }) => {
        if (method === "PUT") {
          // The request is sent in this very turn.
          queueMicrotask(() => controller.abort(reason));
        }
      },
    });
    const update = { status: /** @type {const} */ ("APPROVED"), comment: "x", signal: controller.signal };
    const aborted = await fixture.refusal(() => client.updateStatus(SAMPLE, update));
    same([aborted.code, aborted.cause === reason], ["aborted", true]);
    check(aborted.message.includes("may have been carried out"), aborted.message);
    same((await failure(() => client.updateStatus(SAMPLE, update))) === reason, true, "before sending: the reason itself");

    const any = /** @type {any} */ (client);
    const comment = "x";
    /** @type {Array<[string, unknown]>} */
    const misuses = [
      ["status", undefined],
      ["status", { comment }],
      ["status", { status: "ISSUED", comment }],
      ["status", { status: "approved", comment }],
      ["comment", { status: "APPROVED" }],
      ["comment", { status: "APPROVED", comment: " " }],
      ["comment", { status: "APPROVED", comment: "a\nb" }],
      ["comment", { status: "APPROVED", comment: "x".repeat(2_001) }],
      ["reason", { status: "APPROVED", comment, reason: 1 }],
    ];
    for (const [name, options] of misuses) {
      await fixture.invalid(name, () => any.updateStatus(SAMPLE, options));
    }
    await fixture.invalid("uuid", () => any.updateStatus("no uuid", { status: "APPROVED", comment }));
  },

  async "the sandbox decides once, and what is lost on the way is read back"(fixture) {
    const client = await fixture.client({ maxRetries: 0 });
    const comment = "Checked with the owner.";
    for (const [number, status] of /** @type {const} */ ([[21, "APPROVED"], [24, "REJECTED"], [25, "CANCELLED"]])) {
      const update = await client.updateStatus(uuid(number), { status, comment });
      same([update.outcome, update.error], ["decided", undefined], `${status}: ${update.error}`);
      same((await client.getOrder(uuid(number))).status, status);
      const again = await fixture.refusal(() => client.updateStatus(uuid(number), { status, comment }));
      same([again.code, again.status], ["conflict", undefined], again.message);
    }
    const other = await fixture.refusal(() => client.updateStatus(uuid(24), { status: "APPROVED", comment }));
    same([other.code, other.status], ["conflict", 409]);
    check(other.gatewayMessage?.includes("REJECTED") === true, String(other.gatewayMessage));

    const fault = (/** @type {string} */ name) => `00000000-0000-4000-8000-0000000d${name}`;
    const decide = (/** @type {string} */ name) => client.updateStatus(fault(name), { status: "APPROVED", comment });
    const cut = await decide("0206");
    same([cut.outcome, cut.order?.status], ["decided", "APPROVED"], `connection cut: ${cut.error}`);
    const failed = await decide("0500");
    same([failed.outcome, failed.order?.status, failed.error?.status], ["notDecided", "SUBMITTED", 500]);
    const impatient = await fixture.client({ timeoutMs: 1_000 });
    const late = await impatient.updateStatus(fault("0020"), { status: "APPROVED", comment });
    same([late.outcome, late.order?.status, late.error?.code], ["decided", "APPROVED", "timeout"]);
    const changed = await fixture.refusal(() => decide("0409"));
    same([changed.code, changed.status], ["conflict", 409]);
    same((await client.getOrder(fault("0409"))).status, "CANCELLED");
    const forbidden = await fixture.refusal(() => decide("0403"));
    same([forbidden.code, forbidden.status], ["forbidden", 403]);
    same((await client.getOrder(fault("0403"))).status, "SUBMITTED");
  },

  async "temporary failures are retried"(fixture) {
    const baseUrl = fixture.scripted("503", "503", "ISSUED");
    const client = await fixture.client({ baseUrl });
    same((await client.getOrder(SAMPLE)).status, "ISSUED");
    same(await fixture.calls(baseUrl), 3, "calls");
    const impatient = await fixture.client({ baseUrl: fixture.scripted("503"), maxRetries: 1 });
    same((await fixture.refusal(() => impatient.getOrder(SAMPLE))).attempts, 2);
  },

  async "the deadline ends a call that hangs"(fixture) {
    const client = await fixture.client({ timeoutMs: 250 });
    const error = await fixture.refusal(() => client.getOrder(uuid(60)));
    same([error.code, error.attempts], ["timeout", 1]);
  },

  async "an abort rejects with the signal's own reason"(fixture) {
    const client = await fixture.client();
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

  async "getToken is called before each request, and once more after a 401"(fixture) {
    const good = await fixture.token();
    const [head, claims] = good.split(".");
    const bad = `${head}.${claims}.AAAA`;
    /** @type {boolean[]} */
    const calls = [];
    const client = new fixture.api.CertViewClient({
      baseUrl: fixture.context.sandbox,
      getToken: async ({ refused }) => {
        calls.push(refused);
        return refused ? good : bad;
      },
    });
    same((await client.getOrder(SAMPLE)).uuid, SAMPLE);
    same(calls, [false, true]);

    let times = 0;
    const stubborn = new fixture.api.CertViewClient({
      baseUrl: fixture.context.sandbox,
      getToken: () => {
        times += 1;
        return bad;
      },
    });
    const error = await fixture.refusal(() => stubborn.getOrder(SAMPLE));
    same([error.code, error.attempts, times], ["unauthorized", 2, 2]);
  },

  async "a getToken that fails is the cause; one that hangs is ended"(fixture) {
    const baseUrl = fixture.scripted("ISSUED");
    const thrown = { mine: true };
    /** @type {Array<() => any>} */
    const failing = [
      () => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ];
    for (const getToken of failing) {
      const client = new fixture.api.CertViewClient({ baseUrl, getToken });
      const error = await fixture.refusal(() => client.getOrder(SAMPLE));
      same([error.code, error.cause === thrown, error.attempts], ["unauthorized", true, 0]);
    }
    const never = () => new Promise(() => {});
    const late = new fixture.api.CertViewClient({ baseUrl, timeoutMs: 100, getToken: /** @type {any} */ (never) });
    same((await fixture.refusal(() => late.getOrder(SAMPLE))).code, "timeout");
    const client = new fixture.api.CertViewClient({ baseUrl, getToken: /** @type {any} */ (never) });
    const controller = new AbortController();
    const call = client.getOrder(SAMPLE, { signal: controller.signal });
    controller.abort("enough");
    same(await failure(() => call), "enough");
    for (const answer of [undefined, 7, "", "no token", {}, { then: 1 }]) {
      const odd = new fixture.api.CertViewClient({ baseUrl, getToken: /** @type {any} */ (() => answer) });
      await fixture.invalid("getToken", () => odd.getOrder(SAMPLE));
    }
    same(await fixture.calls(baseUrl), 0, "calls");
  },

  async "signIn answers a token and its end"(fixture) {
    const client = new fixture.api.CertViewClient({ baseUrl: fixture.context.sandbox });
    const { token, expiresAt } = await client.signIn({ username: "sandbox", password: "sandbox" });
    same(token.split(".").length, 3);
    check(Date.parse(expiresAt ?? "") > Date.now(), `expiresAt: ${expiresAt}`);
    check(expiresAt?.endsWith("Z") === true, `not UTC: ${expiresAt}`);
    const error = await fixture.refusal(() => client.signIn({ username: "sandbox", password: "secret-word" }));
    same([error.code, error.status], ["unauthorized", 401]);
    const values = Reflect.ownKeys(error).map((name) => String(Reflect.get(error, name)));
    check(!values.some((text) => text.includes("secret-word")), "the password is exposed");
    await fixture.invalid("token", () => client.getOrder(SAMPLE));
  },

  async "unknown and wrong options are named, and nothing is sent"(fixture) {
    const { CertViewClient, parseOrder } = /** @type {any} */ (fixture.api);
    const baseUrl = fixture.scripted("ISSUED");
    const token = await fixture.token();
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
      await fixture.invalid(name, () => new CertViewClient(options));
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
      ["include", () => parseOrder(fixture.context.sample, { include: true })],
      ["pemOrDer", () => fixture.api.decodeCsr(/** @type {any} */ (7))],
      ["pemOrDer", () => fixture.api.verifyCsr(/** @type {any} */ (null))],
    ];
    for (const [name, call] of calls) {
      await fixture.invalid(name, call);
    }
    same(await fixture.calls(baseUrl), 0, "calls");
    const undefinedOptions = new CertViewClient({ baseUrl, token, timeoutMs: undefined, getToken: null });
    same((await undefinedOptions.getOrder(SAMPLE, { signal: undefined })).status, "ISSUED");
  },

  async "a watch yields what changed and ends with a final status"(fixture) {
    const baseUrl = fixture.scripted("SUBMITTED", "SUBMITTED", "503", "503", "APPROVED", "APPROVED", "ISSUED");
    const client = await fixture.client({ baseUrl, maxRetries: 0 });
    const seen = [];
    for await (const order of client.watchOrder(SAMPLE, { intervalMs: 100 })) {
      seen.push(order.status);
    }
    same(seen, ["SUBMITTED", "APPROVED", "ISSUED"]);
    same(await fixture.calls(baseUrl), 7, "calls");
    for (const status of ["REJECTED", "CANCELLED"]) {
      const ended = (await fixture.client({ baseUrl: fixture.scripted(status) })).watchOrder(SAMPLE);
      same((await ended.next()).value?.status, status);
      same((await ended.next()).done, true);
    }
  },

  async "a watch ends with the signal's reason, by a break, and with a permanent failure"(fixture) {
    const client = await fixture.client({ baseUrl: fixture.scripted("SUBMITTED"), maxRetries: 0 });
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

    // The next reading would be 10 seconds later, and its call another 30.
    const hanging = await fixture.client({ baseUrl: fixture.scripted("SUBMITTED", "hang") });
    for (const returned of [client.watchOrder(SAMPLE), hanging.watchOrder(SAMPLE, { intervalMs: 100 })]) {
      await returned.next();
      const pending = returned.next();
      const ended = [await soon(returned.return(), 5_000), await soon(pending, 5_000), await returned.next()];
      same(ended, [{ done: true }, { done: true }, { done: true }]);
    }
    const unused = client.watchOrder(SAMPLE);
    same((await unused.return()).done, true);
    if (Symbol.asyncDispose) {
      check(typeof client.watchOrder(SAMPLE)[Symbol.asyncDispose] === "function", "not disposable");
    }

    const first = (await fixture.client({ baseUrl: fixture.scripted("503"), maxRetries: 0 })).watchOrder(SAMPLE);
    same((await fixture.refusal(() => first.next())).code, "server");

    const baseUrl = fixture.scripted("SUBMITTED", "503");
    const third = (await fixture.client({ baseUrl, maxRetries: 0 })).watchOrder(SAMPLE, { intervalMs: 100 });
    await third.next();
    same((await fixture.refusal(() => third.next())).status, 503);
    same(await fixture.calls(baseUrl), 4, "calls");

    const gone = (await fixture.client({ baseUrl: fixture.scripted("SUBMITTED", "404") })).watchOrder(SAMPLE, {
      intervalMs: 100,
    });
    await gone.next();
    same((await fixture.refusal(() => gone.next())).code, "not_found");
  },

  async "a saved response is read as text and as bytes"(fixture) {
    const { parseOrder } = fixture.api;
    const order = parseOrder(fixture.context.sample);
    same(order.uuid, SAMPLE);
    same(parseOrder(new TextEncoder().encode(`\ufeff${fixture.context.sample}`)), order);
    for (const text of ["", "null", "[]", "{}", "{", "<html>", '{"uuid":7}', new Uint8Array([0xff])]) {
      same((await fixture.refusal(() => parseOrder(text))).code, "decode", String(text));
    }
    const long = " ".repeat(8 * 1024 * 1024 + 1);
    same((await fixture.refusal(() => parseOrder(long))).code, "too_large");
    same((await fixture.refusal(() => parseOrder(new Uint8Array(8 * 1024 * 1024 + 1)))).code, "too_large");
    same((await fixture.refusal(() => parseOrder("[".repeat(100_000)))).code, "decode");
  },

  async "a certification request is decoded from PEM, base64 and DER"(fixture) {
    const { decodeCsr } = fixture.api;
    const pem = fixture.context.csrs.p256 ?? "";
    const csr = decodeCsr(pem);
    same(csr.subject.map(({ name, value }) => `${name}=${value}`), ["CN=p256.example.com"]);
    same(csr.publicKey.algorithm.kind, "ec");
    same([csr.publicKey.bits, csr.version, csr.hasChallengePassword], [256, 0, false]);
    same(/^[0-9a-f]{64}$/.test(csr.sha256), true, "sha256");
    const base64 = pem.replace(/-----[^-]+-----|\s/g, "");
    same(decodeCsr(base64).sha256, csr.sha256);
    same(decodeCsr(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))), { ...csr, notes: [] });
    for (const text of ["", "string", "junk", fixture.context.sample, pem.slice(0, 100)]) {
      const error = await fixture.refusal(() => decodeCsr(text));
      same(error.code, "invalid_csr", text);
      check(typeof error.csrProblem?.kind === "string" && error.csrProblem.expected !== "", error.message);
    }
    same((await fixture.refusal(() => decodeCsr("A".repeat(9_000_000)))).code, "too_large");
  },

  async "a certification request's signature over itself is checked"(fixture) {
    const { verifyCsr } = fixture.api;
    const pem = fixture.context.csrs.p256 ?? "";
    same(await verifyCsr(pem), "valid");
    same(await verifyCsr(fixture.context.csrs.rsa2048 ?? ""), "valid");
    same(await verifyCsr(fixture.context.csrs.secp256k1 ?? ""), "unsupported");
    const der = Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, "")), (c) => c.charCodeAt(0));
    const at = der.findIndex((_, index) => String.fromCharCode(...der.subarray(index, index + 4)) === "p256");
    der[at] = "q".charCodeAt(0);
    same(await verifyCsr(der), "invalid");
    same((await fixture.refusal(() => verifyCsr("junk"))).code, "invalid_csr");
  },

  async "an order is reviewed as of any time"(fixture) {
    const { parseOrder, reviewOrder } = fixture.api;
    const order = parseOrder(fixture.context.sample);
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
      const error = await fixture.refusal(misuse);
      same(error.code, "invalid_argument");
      check(error.message.includes(`"${name}"`), error.message);
    }
  },

  async "an order is reviewed, at the time and with the verdict that are given"(fixture) {
    const { parseOrder, reviewOrder } = fixture.api;
    const order = await (await fixture.client()).getOrder(uuid(4));
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
    const any = /** @type {any} */ (fixture.api);
    await fixture.invalid("order", () => any.reviewOrder());
    await fixture.invalid("order", () => any.reviewOrder({}));
    await fixture.invalid("now", () => any.reviewOrder(order, { now: new Date(NaN) }));
    await fixture.invalid("now", () => any.reviewOrder(order, { now: "yesterday" }));
    await fixture.invalid("selfSignature", () => any.reviewOrder(order, { selfSignature: true }));
    await fixture.invalid("at", () => any.reviewOrder(order, { at: 5 }));
  },

  async "a wildcard for a public suffix is found with the list of them"(fixture) {
    const { reviewOrder } = fixture.api;
    const { publicSuffixes = "" } = fixture.context;
    const order = await (await fixture.client()).getOrder(uuid(45));
    const options = { now: "2026-11-23T15:00:00Z" };
    const wildcards = (/** @type {import("../../src/js/package/index.js").ReviewOptions} */ more) =>
      reviewOrder(order, { ...options, ...more }).filter((finding) => finding.check === "wildcard-public-suffix");
    const found = wildcards({ publicSuffixes });
    same(found.map(({ severity }) => severity), ["error"], "with the list");
    check(found[0]?.text.includes("*.co.uk") === true, JSON.stringify(found));
    same(wildcards({}), [], "without the list");
    const any = /** @type {any} */ (fixture.api);
    for (const wrong of [7, {}, new Uint8Array(3), "", "<!doctype html>", publicSuffixes.replace("# Version", "#")]) {
      await fixture.invalid("publicSuffixes", () => any.reviewOrder(order, { publicSuffixes: wrong }));
    }
  },

  async "a freed client's calls still settle, and later ones are rejected with the reason"(fixture) {
    const client = await fixture.client();
    const call = client.getOrder(SAMPLE);
    client.free();
    same((await soon(call)).uuid, SAMPLE);
    client.free();
    for (const late of [
      () => client.getOrder(SAMPLE),
      () => client.signIn({ username: "a", password: "b" }),
      () => client.updateStatus(SAMPLE, { status: "APPROVED", comment: "x" }),
      () => client.getOrders([SAMPLE]).next(),
      () => client.watchOrder(SAMPLE).next(),
    ]) {
      const error = await fixture.refusal(late);
      same(error.code, "invalid_argument");
      check(error.message.includes("freed"), error.message);
    }
    if (Symbol.dispose) {
      const disposable = await fixture.client();
      disposable[Symbol.dispose]();
      check((await fixture.refusal(() => disposable.getOrder(SAMPLE))).message.includes("freed"), "not freed");
    }
  },

  async "concurrent calls do not affect each other"(fixture) {
    const client = await fixture.client();
    const numbers = Array.from({ length: 18 }, (_, index) => index + 1);
    const orders = await Promise.all(numbers.map((number) => client.getOrder(uuid(number))));
    same(orders.map((order) => order.uuid), numbers.map(uuid));
  },

  async "invalid arguments to every export leave the module usable"(fixture) {
    const { api, context } = fixture;
    const any = /** @type {any} */ (api);
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
    const client = await fixture.client({ timeoutMs: 2_000, maxRetries: 0 });
    const token = await fixture.token();
    const baseUrl = context.sandbox;
    /** @type {Array<(value: unknown) => unknown>} */
    const entries = [
      (value) => new any.CertViewClient(value),
      ...[
        "baseUrl",
        "token",
        "getToken",
        "pathStyle",
        "timeoutMs",
        "maxRetries",
        "fetch",
        "headers",
        "userAgent",
        "onRequest",
        "onResponse",
        "other",
      ].map(
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
      (value) => new any.CertViewClient({ baseUrl, token, fetch: () => value, maxRetries: 0 }).getOrder(SAMPLE),
      (value) => new any.CertViewClient({ baseUrl, token, headers: { "X-Team": value } }),
      (value) => client.getOrders(/** @type {any} */ (value)).next(),
      (value) => client.getOrders(/** @type {any} */ ([value])).next(),
      (value) => client.getOrders([SAMPLE], /** @type {any} */ (value)).next(),
      (value) => client.updateStatus(/** @type {any} */ (value), { status: "APPROVED", comment: "x" }),
      (value) => client.updateStatus(SAMPLE, /** @type {any} */ (value)),
      (value) => client.updateStatus(SAMPLE, /** @type {any} */ ({ status: value, comment: value })),
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
      (value) => any.reviewOrder({ uuid: SAMPLE }, { publicSuffixes: value }),
    ];
    for (const [index, entry] of entries.entries()) {
      for (const value of junk) {
        try {
          await soon(Promise.resolve(entry(value)));
        } catch (error) {
          check(error instanceof api.CertViewError, `entry ${index}, ${typeof value}: ${String(error)}`);
        }
      }
      same(api.parseOrder(context.sample).uuid, SAMPLE, `after entry ${index}`);
    }
    same((await (await fixture.client({ token })).getOrder(SAMPLE)).uuid, SAMPLE);
  },
};

/**
 * Runs every behaviour, one after the other.
 * @param {Api} api
 * @param {Context} context
 * @returns {Promise<Result[]>}
 */
export async function run(api, context) {
  const fixture = new Fixture(api, context);
  const results = [];
  for (const [name, behaviour] of Object.entries(BEHAVIOURS)) {
    try {
      await soon(behaviour(fixture), LONG_PATIENCE_MS);
      results.push({ name, error: null });
    } catch (error) {
      results.push({ name, error: error instanceof Error ? (error.stack ?? String(error)) : String(error) });
    }
  }
  return results;
}
