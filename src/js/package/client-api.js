// The client, for the entries that have it. Each has a WebAssembly file of its own, and so a class of its own.

import { onAbort, pause } from "./abort.js";
import { CertViewError } from "./errors.js";
import { iterate } from "./iteration.js";
import { SharedCalls } from "./sharing.js";

/** @typedef {import("./index.js").Order} Order */
/** @typedef {import("./loading.js").Loading} Loading */

export const RequestStatus = Object.freeze({
  SUBMITTED: "SUBMITTED",
  APPROVED: "APPROVED",
  ISSUED: "ISSUED",
  REJECTED: "REJECTED",
  CANCELLED: "CANCELLED",
});

/** How long `watchOrder` waits between two readings, in milliseconds, while nothing changes. */
const FIRST_INTERVAL_MS = 10_000;
const LONGEST_INTERVAL_MS = 60_000;
const INTERVAL_GROWTH = 1.5;
/** Beyond it, a host's timers fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;
/** So many readings in a row may fail in passing before a watch ends. */
const MOST_FAILURES = 3;

/**
 * @param {typeof import("./certview_client.js")} module
 * @param {Loading} loading
 */
export function clientApi(module, loading) {
  class CertViewClient {
    /** @type {import("./certview_orders.js").Client | undefined} */
    #client;
    /** @type {SharedCalls<Order>} */
    #readings = new SharedCalls();

    /** @param {import("./index.js").ClientOptions} options */
    constructor(options) {
      loading.assertLoaded("CertViewClient");
      this.#client = new module.Client(options);
    }

    /**
     * @param {string} uuid
     * @param {import("./index.js").GetOrderOptions} [options]
     */
    async getOrder(uuid, options) {
      const client = this.#open("getOrder");
      const call = module.readGetOrderArguments(uuid, options);
      const { includePrivateKey } = call;
      return this.#readings.join(`${call.uuid} ${includePrivateKey}`, call.signal, (signal) =>
        client.getOrder(call.uuid, { includePrivateKey, signal }),
      );
    }

    /**
     * @param {Iterable<string>} uuids
     * @param {import("./index.js").GetOrdersOptions} [options]
     * @returns {AsyncGenerator<import("./index.js").OrderResult, void, undefined>}
     */
    getOrders(uuids, options) {
      return iterate((ending) => this.#readAll(uuids, options, ending));
    }

    /**
     * @param {string} uuid
     * @param {import("./index.js").UpdateStatusOptions} options
     */
    async updateStatus(uuid, options) {
      return this.#open("updateStatus").updateStatus(uuid, options);
    }

    /** @param {import("./index.js").SignInOptions} options */
    async signIn(options) {
      return this.#open("signIn").signIn(options);
    }

    /**
     * @param {string} uuid
     * @param {import("./index.js").WatchOrderOptions} [options]
     * @returns {AsyncGenerator<Order, void, undefined>}
     */
    watchOrder(uuid, options) {
      return iterate((ending) => this.#watch(uuid, options, ending));
    }

    /**
     * @param {Iterable<string>} uuids
     * @param {import("./index.js").GetOrdersOptions | undefined} options
     * @param {AbortController} ending
     * @returns {AsyncGenerator<import("./index.js").OrderResult, void, undefined>}
     */
    async *#readAll(uuids, options, ending) {
      this.#open("getOrders");
      const { concurrency, signal, includePrivateKey } = module.readGetOrdersOptions(options);
      const rest = iterator(uuids);
      const stop = onAbort(signal, () => ending.abort(signal?.reason));
      /** @type {Set<Promise<() => import("./index.js").OrderResult>>} */
      const running = new Set();
      const start = (/** @type {string} */ uuid) => {
        const reading = outcome(this.getOrder(uuid, { includePrivateKey, signal: ending.signal })).then(
          ({ order, error }) =>
            () => {
              running.delete(reading);
              return order === undefined ? { uuid, error } : { uuid, order };
            },
        );
        running.add(reading);
      };
      try {
        for (let more = true; ; ) {
          while (more && running.size < concurrency) {
            const { done, value } = rest.next();
            if (done) {
              more = false;
            } else {
              start(value);
            }
          }
          if (running.size === 0) {
            return;
          }
          const take = await Promise.race(running);
          ending.signal.throwIfAborted();
          yield take();
        }
      } finally {
        stop();
        // Results that are no longer used.
        ending.abort();
      }
    }

    /**
     * @param {string} uuid
     * @param {import("./index.js").WatchOrderOptions | undefined} options
     * @param {AbortController} ending
     * @returns {AsyncGenerator<Order, void, undefined>}
     */
    async *#watch(uuid, options, ending) {
      loading.assertLoaded("watchOrder");
      const { intervalMs, includePrivateKey, signal } = module.readWatchOptions(options);
      let interval = intervalMs ?? FIRST_INTERVAL_MS;
      let failures = 0;
      /** @type {Order | undefined} */
      let last;
      const stop = onAbort(signal, () => ending.abort(signal?.reason));
      try {
        for (;;) {
          let wait = interval;
          const { order, error } = await outcome(this.getOrder(uuid, { includePrivateKey, signal: ending.signal }));
          if (order === undefined) {
            failures += 1;
            if (last === undefined || failures === MOST_FAILURES || !mayPass(error)) {
              throw error;
            }
            wait = Math.max(interval, error.retryAfterMs ?? 0);
          } else {
            failures = 0;
            if (order.rawJson !== last?.rawJson) {
              last = order;
              interval = intervalMs ?? FIRST_INTERVAL_MS;
              wait = interval;
              yield order;
            }
            if (module.isFinalStatus(order.status)) {
              return;
            }
          }
          await pause(Math.min(wait, LONGEST_TIMER_MS), ending.signal);
          if (intervalMs === undefined) {
            interval = Math.min(interval * INTERVAL_GROWTH, LONGEST_INTERVAL_MS);
          }
        }
      } finally {
        stop();
      }
    }

    free() {
      this.#client?.free();
      this.#client = undefined;
    }

    /** @param {string} method */
    #open(method) {
      if (this.#client === undefined) {
        throw new CertViewError(`${method} was called on a client that has been freed. Make a new CertViewClient.`, {
          code: "invalid_argument",
        });
      }
      return this.#client;
    }
  }

  // Where the host knows `using`.
  if (Symbol.dispose) {
    Object.defineProperty(CertViewClient.prototype, Symbol.dispose, {
      value: CertViewClient.prototype.free,
      configurable: true,
      writable: true,
    });
  }

  return { CertViewClient };
}

/**
 * The iterator of what should be iterable; a text is, but its characters are no UUIDs.
 * @param {Iterable<string>} uuids
 * @returns {Iterator<string>}
 */
function iterator(uuids) {
  try {
    if (typeof uuids === "object" && uuids !== null) {
      return uuids[Symbol.iterator]();
    }
  } catch {
    // No iterable, or one that cannot be iterated.
  }
  throw new CertViewError('"uuids": expected an array or another iterable of UUIDs.', { code: "invalid_argument" });
}

/**
 * The outcome of a call, so that the caller's own errors, thrown into a generator where it yields, are not taken for it.
 * @param {Promise<Order>} call
 * @returns {Promise<{ order: Order, error?: undefined } | { order?: undefined, error: unknown }>}
 */
async function outcome(call) {
  try {
    return { order: await call };
  } catch (error) {
    return { error };
  }
}

/**
 * Whether the next reading may succeed although this one failed.
 * @param {unknown} error
 * @returns {error is CertViewError}
 */
function mayPass(error) {
  if (!(error instanceof CertViewError)) {
    return false;
  }
  const { code, status } = error;
  return ["network", "timeout", "rate_limited"].includes(code) || (code === "server" && (status ?? 0) >= 500);
}
