// The client and the order reader, before the WebAssembly is loaded: what the entries of certview-orders/client for browsers and for Node share.

import * as module from "./certview_client.js";
import { clientApi } from "./client-api.js";
import { Loading } from "./loading.js";
import { orderApi } from "./order-api.js";

export { CertViewError } from "./errors.js";
export { version } from "./version.js";
export { RequestStatus } from "./client-api.js";

export const loading = new Loading("certview-orders/client", "certview_client_bg.wasm", module);
export const { CertViewClient } = clientApi(module, loading);
export const { parseOrder } = orderApi(module, loading);
