// The entry for pages, workers and bundlers: `init()` fetches the WebAssembly, once.

import load, { initSync as loadSync } from "./certview_orders.js";
import { loadFailure, setLoaded } from "./loading.js";

export * from "./face.js";

/** @type {Promise<void> | undefined} */
let loading;

/** @param {import("./index.js").InitOptions} [options] */
export default function init(options) {
  loading ??= load(options).then(setLoaded, (cause) => {
    // The next call tries again.
    loading = undefined;
    throw loadFailure(cause);
  });
  return loading;
}

/** @param {import("./index.js").InitSyncOptions} options */
export function initSync(options) {
  try {
    loadSync(options);
  } catch (cause) {
    throw loadFailure(cause);
  }
  setLoaded();
  loading = Promise.resolve();
}
