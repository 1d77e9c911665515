// Callbacks of an AbortSignal: one listener for each signal, since Node warns of a leak when a signal has eleven.

/** @type {WeakMap<AbortSignal, { callbacks: Set<() => void>, listener: () => void }>} */
const observed = new WeakMap();

/**
 * Calls back when the signal fires.
 * @param {AbortSignal | undefined} signal
 * @param {() => void} callback
 * @returns {() => void} stops that
 */
export function onAbort(signal, callback) {
  if (signal === undefined) {
    return () => {};
  }
  const { callbacks, listener } = observed.get(signal) ?? observe(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) {
      signal.removeEventListener("abort", listener);
      observed.delete(signal);
    }
  };
}

/** @param {AbortSignal} signal */
function observe(signal) {
  /** @type {Set<() => void>} */
  const callbacks = new Set();
  const listener = () => {
    for (const callback of [...callbacks]) {
      callback();
    }
  };
  signal.addEventListener("abort", listener, { once: true });
  const observation = { callbacks, listener };
  observed.set(signal, observation);
  return observation;
}

/**
 * Waits, unless the signal ends it first, with its own reason.
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(() => {
      stop();
      resolve();
    }, milliseconds);
    const stop = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
