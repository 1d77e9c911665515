// Everything, before the WebAssembly is loaded: what the entries of certview-orders for browsers and for Node share.

import * as module from "./certview_orders.js";
import { clientApi } from "./client-api.js";
import { csrApi } from "./csr-api.js";
import { Loading } from "./loading.js";
import { orderApi } from "./order-api.js";

export { CertViewError } from "./errors.js";
export { version } from "./version.js";
export { RequestStatus } from "./client-api.js";

export const loading = new Loading("certview-orders", "certview_orders_bg.wasm", module);
export const { CertViewClient } = clientApi(module, loading);
export const { parseOrder } = orderApi(module, loading);
export const { decodeCsr, verifyCsr, reviewOrder } = csrApi(module, loading);
