// What is the same on every host: the client, the functions and the constants. The entries index.js and node.js differ
// only in how they load the WebAssembly.

import * as module from "./certview_orders.js";
import { CertViewError } from "./errors.js";
import { assertLoaded } from "./loading.js";

export { CertViewError } from "./errors.js";
export { version } from "./version.js";

/** @typedef {import("./index.js").Order} Order */

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

export class CertViewClient {
  /** @type {module.Client | undefined} */
  #client;

  /** @param {import("./index.js").ClientOptions} options */
  constructor(options) {
    assertLoaded("CertViewClient");
    this.#client = new module.Client(options);
  }

  /**
   * @param {string} uuid
   * @param {import("./index.js").GetOrderOptions} [options]
   */
  async getOrder(uuid, options) {
    return this.#open("getOrder").getOrder(uuid, options);
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
  async *watchOrder(uuid, options) {
    assertLoaded("watchOrder");
    const { intervalMs, ...others } = module.readWatchOptions(options);
    let interval = intervalMs ?? FIRST_INTERVAL_MS;
    let failures = 0;
    /** @type {Order | undefined} */
    let last;
    for (;;) {
      let wait = interval;
      const { order, error } = await outcome(this.getOrder(uuid, others));
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
      await pause(Math.min(wait, LONGEST_TIMER_MS), others.signal);
      if (intervalMs === undefined) {
        interval = Math.min(interval * INTERVAL_GROWTH, LONGEST_INTERVAL_MS);
      }
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

/**
 * @param {string | Uint8Array} text
 * @param {import("./index.js").ParseOrderOptions} [options]
 */
export function parseOrder(text, options) {
  assertLoaded("parseOrder");
  return module.parseOrder(text, options);
}

/** @param {string | Uint8Array} pemOrDer */
export function decodeCsr(pemOrDer) {
  assertLoaded("decodeCsr");
  return module.decodeCsr(pemOrDer);
}

/** @param {string | Uint8Array} pemOrDer */
export async function verifyCsr(pemOrDer) {
  assertLoaded("verifyCsr");
  return module.verifyCsr(pemOrDer);
}

/**
 * @param {Order} order
 * @param {import("./index.js").ReviewOptions} [options]
 */
export function reviewOrder(order, options) {
  assertLoaded("reviewOrder");
  return module.reviewOrder(order, options);
}

/**
 * What came of a call, so that the caller's own errors, thrown into a generator where it yields, are not taken for it.
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

/**
 * Waits, unless the signal ends it first, with its own reason.
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", end, { once: true });
  });
}
