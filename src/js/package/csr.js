// @ts-self-types="./csr.d.ts"

// The CSR decoder, the review and the order reader, for pages, workers and bundlers: `init()` fetches the WebAssembly, once.

import { loading } from "./csr-shared.js";

export { CertViewError, decodeCsr, parseOrder, reviewOrder, verifyCsr, version } from "./csr-shared.js";

/** @param {import("./index.js").InitOptions} [options] */
export default function init(options) {
  return loading.load(options);
}

/** @param {import("./index.js").InitSyncOptions} options */
export function initSync(options) {
  loading.loadSync(options);
}
