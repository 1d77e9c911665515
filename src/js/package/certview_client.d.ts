// What the generated certview_client.js exports, for the files beside it. Not for users: client.d.ts is.

export {
  Client,
  default,
  initSync,
  isFinalStatus,
  parseOrder,
  readGetOrderArguments,
  readGetOrdersOptions,
  readWatchOptions,
} from "./certview_orders.js";
