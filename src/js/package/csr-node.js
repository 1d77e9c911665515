// The CSR decoder, the review and the order reader, for Node: the WebAssembly is read from beside this file when it is imported, so nothing needs `init()`.

import { readFileSync } from "node:fs";
import { loading } from "./csr-shared.js";

export { CertViewError, decodeCsr, parseOrder, reviewOrder, verifyCsr, version } from "./csr-shared.js";

loading.loadSync({ module: readFileSync(new URL("./certview_csr_bg.wasm", import.meta.url)) });

// For programs that run on every host.
export default async function init() {}

export function initSync() {}
