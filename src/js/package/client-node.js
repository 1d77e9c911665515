// The client and the order reader, for Node: the WebAssembly is read from beside this file when it is imported, so nothing needs `init()`.

import { readFileSync } from "node:fs";
import { loading } from "./client-shared.js";

export { CertViewClient, CertViewError, parseOrder, RequestStatus, version } from "./client-shared.js";

loading.loadSync({ module: readFileSync(new URL("./certview_client_bg.wasm", import.meta.url)) });

// For programs that run on every host.
export default async function init() {}

export function initSync() {}
