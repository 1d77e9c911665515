// @ts-self-types="./client.d.ts"

// The client and the order reader, for pages, workers and bundlers: `init()` fetches the WebAssembly, once.

import { loading } from "./client-shared.js";

export { CertViewClient, CertViewError, parseOrder, RequestStatus, version } from "./client-shared.js";

/** @param {import("./index.js").InitOptions} [options] */
export default function init(options) {
  return loading.load(options);
}

/** @param {import("./index.js").InitSyncOptions} options */
export function initSync(options) {
  loading.loadSync(options);
}
