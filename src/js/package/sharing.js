// Identical calls in flight share one request. Each caller keeps a signal of its own: the request is aborted when the
// last caller has left.

import { onAbort } from "./abort.js";

/**
 * @template T
 * @typedef {object} Call
 * @property {Promise<T>} answer
 * @property {AbortController} controller
 * @property {number} callers those that still wait
 * @property {boolean} handedOut whether a caller has the answer itself; later ones get copies
 */

/** @template T */
export class SharedCalls {
  /** @type {Map<string, Call<T>>} */
  #calls = new Map();

  /**
   * @param {string} key calls with the same key are identical
   * @param {AbortSignal | undefined} signal
   * @param {(signal: AbortSignal) => Promise<T>} start
   * @returns {Promise<T>}
   */
  join(key, signal, start) {
    const call = this.#calls.get(key) ?? this.#start(key, start);
    call.callers += 1;
    return new Promise((resolve, reject) => {
      const stop = onAbort(signal, () => {
        reject(signal?.reason);
        call.callers -= 1;
        if (call.callers === 0) {
          this.#forget(key, call);
          call.controller.abort(signal?.reason);
        }
      });
      call.answer.then(
        (value) => {
          stop();
          resolve(call.handedOut ? structuredClone(value) : value);
          call.handedOut = true;
        },
        (error) => {
          stop();
          reject(error);
        },
      );
    });
  }

  /**
   * @param {string} key
   * @param {(signal: AbortSignal) => Promise<T>} start
   */
  #start(key, start) {
    const controller = new AbortController();
    /** @type {Call<T>} */
    const call = { answer: start(controller.signal), controller, callers: 0, handedOut: false };
    const done = () => this.#forget(key, call);
    call.answer.then(done, done);
    this.#calls.set(key, call);
    return call;
  }

  /**
   * @param {string} key
   * @param {Call<T>} call
   */
  #forget(key, call) {
    if (this.#calls.get(key) === call) {
      this.#calls.delete(key);
    }
  }
}
