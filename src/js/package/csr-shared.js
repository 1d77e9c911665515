// The CSR decoder, the review and the order reader, before the WebAssembly is loaded: what the entries of certview-orders/csr for browsers and for Node share.

import * as module from "./certview_csr.js";
import { csrApi } from "./csr-api.js";
import { Loading } from "./loading.js";
import { orderApi } from "./order-api.js";

export { CertViewError } from "./errors.js";
export { version } from "./version.js";

export const loading = new Loading("certview-orders/csr", "certview_csr_bg.wasm", module);
export const { parseOrder } = orderApi(module, loading);
export const { decodeCsr, verifyCsr, reviewOrder } = csrApi(module, loading);
