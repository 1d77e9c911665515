// @ts-self-types="./index.d.ts"

// Everything, for pages, workers and bundlers: `init()` fetches the WebAssembly, once.

import { loading } from "./all.js";

export {
  CertViewClient,
  CertViewError,
  decodeCsr,
  parseOrder,
  RequestStatus,
  reviewOrder,
  verifyCsr,
  version,
} from "./all.js";

/** @param {import("./index.js").InitOptions} [options] */
export default function init(options) {
  return loading.load(options);
}

/** @param {import("./index.js").InitSyncOptions} options */
export function initSync(options) {
  loading.loadSync(options);
}
