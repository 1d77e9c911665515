// What the generated certview_orders.js exports, for the files beside it. Not for users: index.d.ts is.

import type {
  Csr,
  GetOrderOptions,
  GetOrdersOptions,
  InitOptions,
  InitSyncOptions,
  Order,
  ParseOrderOptions,
  SelfSignature,
  Session,
  SignInOptions,
  ClientOptions,
  StatusUpdate,
  UpdateStatusOptions,
  WatchOrderOptions,
  Finding,
  ReviewOptions,
} from "./index.js";

export default function load(options?: InitOptions): Promise<unknown>;
export function initSync(options: InitSyncOptions): unknown;

export class Client {
  constructor(options: ClientOptions);
  getOrder(uuid: string, options?: GetOrderOptions): Promise<Order>;
  updateStatus(uuid: string, options: UpdateStatusOptions): Promise<StatusUpdate>;
  signIn(options: SignInOptions): Promise<Session>;
  free(): void;
}

export function parseOrder(text: string | Uint8Array, options?: ParseOrderOptions): Order;
export function decodeCsr(pemOrDer: string | Uint8Array): Csr;
export function verifyCsr(pemOrDer: string | Uint8Array): Promise<SelfSignature>;
export function reviewOrder(order: Order, options?: ReviewOptions): Finding[];
export function readGetOrderArguments(
  uuid: string,
  options?: GetOrderOptions,
): { uuid: string; includePrivateKey: boolean; signal: AbortSignal | undefined };
export function readGetOrdersOptions(
  options?: GetOrdersOptions,
): { concurrency: number; includePrivateKey: boolean; signal: AbortSignal | undefined };
export function readWatchOptions(options?: WatchOrderOptions): WatchOrderOptions;
export function isFinalStatus(status: string | null): boolean;
