// Everything, for Node: the WebAssembly is read from beside this file when it is imported, so nothing needs `init()`.

import { readFileSync } from "node:fs";
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

loading.loadSync({ module: readFileSync(new URL("./certview_orders_bg.wasm", import.meta.url)) });

// For programs that run on every host.
export default async function init() {}

export function initSync() {}
