// The entry for Node: the WebAssembly is read from beside this file when it is imported, so nothing needs `init()`.

import { readFileSync } from "node:fs";
import { initSync as loadSync } from "./certview_orders.js";
import { setLoaded } from "./loading.js";

export * from "./face.js";

loadSync({ module: readFileSync(new URL("./certview_orders_bg.wasm", import.meta.url)) });
setLoaded();

// For programs that run on every host.
export default async function init() {}

export function initSync() {}
