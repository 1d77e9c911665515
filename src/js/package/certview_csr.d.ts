// What the generated certview_csr.js exports, for the files beside it. Not for users: csr.d.ts is.

export { decodeCsr, default, initSync, parseOrder, reviewOrder, verifyCsr } from "./certview_orders.js";
