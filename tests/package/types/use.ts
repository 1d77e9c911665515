// Uses every export as its types have it, and misuses it where the types should say so. Compiled, not run.

import init, {
  CertViewClient,
  CertViewError,
  RequestStatus,
  decodeCsr,
  initSync,
  parseOrder,
  reviewOrder,
  verifyCsr,
  version,
} from "certview-orders";
import { publicSuffixes } from "certview-orders/public-suffixes";
import type {
  CertViewErrorCode,
  CertViewErrorDetails,
  ClientOptions,
  CompiledModule,
  Csr,
  CsrAttribute,
  CsrProblem,
  DigicertOrganization,
  Extension,
  ExtensionValue,
  FetchHeaders,
  FetchInit,
  FetchResponse,
  Finding,
  GeneralName,
  GetOrderOptions,
  GetOrdersOptions,
  InitOptions,
  InitSyncOptions,
  IntermediateCa,
  KeyAlgorithm,
  KeyUsage,
  ModuleSource,
  NameAttribute,
  Order,
  OrderNote,
  OrderResult,
  ParseOrderOptions,
  PolicyInformation,
  PolicyQualifier,
  PssParameters,
  PublicKey,
  Renewal,
  RequestEvent,
  RequestedCertificate,
  ResponseEvent,
  ReviewOptions,
  SelfSignature,
  Session,
  SignInOptions,
  SignatureAlgorithm,
  StatusUpdate,
  UpdateStatusOptions,
  Validity,
  WatchOrderOptions,
} from "certview-orders";
import * as clientEntry from "certview-orders/client";
import type { ClientOptions as ClientOptionsOfEntry } from "certview-orders/client";
import clientWasm from "certview-orders/client/wasm";
import * as csrEntry from "certview-orders/csr";
import type { Csr as CsrOfEntry } from "certview-orders/csr";
import csrWasm from "certview-orders/csr/wasm";
import wasm from "certview-orders/wasm";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

export async function use(signal: AbortSignal, bytes: Uint8Array): Promise<void> {
  same<ReturnType<typeof init>, Promise<void>>(true);
  await init();
  await init({ module_or_path: wasm });
  await init({ module_or_path: new URL("https://host.example/x.wasm") });
  initSync({ module: bytes });
  initSync({ module: wasm });
  same<typeof version, string>(true);

  const options: ClientOptions = { baseUrl: "https://gateway.example" };
  new CertViewClient({ ...options, token: "a.b.c", pathStyle: "sample", timeoutMs: 5, maxRetries: 0 });
  new CertViewClient({ ...options, getToken: () => "a.b.c", pathStyle: "/orders/{uuid}" });
  const client = new CertViewClient({ ...options, getToken: async ({ refused }) => (refused ? "a.b.c" : "d.e.f") });
  const order = await client.getOrder("uuid", { signal, includePrivateKey: true });
  same<typeof order, Order>(true);
  for await (const update of client.watchOrder("uuid", { signal, intervalMs: 1000 })) {
    same<typeof update, Order>(true);
  }
  for await (const result of client.getOrders(new Set(["uuid"]), { concurrency: 8, signal, includePrivateKey: true })) {
    same<typeof result, OrderResult>(true);
    if (result.order) {
      same<typeof result.order, Order>(true);
    } else {
      const error: unknown = result.error;
      void error;
    }
  }
  const update = await client.updateStatus("uuid", { status: "APPROVED", comment: "checked", signal });
  same<typeof update, StatusUpdate>(true);
  same<typeof update.outcome, "decided" | "notDecided" | "unknown">(true);
  same<typeof update.order, Order | undefined>(true);
  new CertViewClient({
    ...options,
    fetch: (url, init) => fetch(url, init),
    headers: new Map([["X-Team", "pki"]]),
    userAgent: "my-tool/1",
    onRequest: ({ method, url, attempt, headers }) => void [method, url, attempt, headers],
    onResponse: ({ status, durationMs }) => void [status, durationMs],
  });
  new CertViewClient({ ...options, headers: { "X-Team": "pki" }, fetch: async () => new Response("{}"), pathStyle: "auto" });

  // The sub-paths have a part of it, with the same types.
  same<CsrOfEntry, Csr>(true);
  same<ClientOptionsOfEntry, ClientOptions>(true);
  same<typeof clientEntry.CertViewClient, typeof CertViewClient>(true);
  same<typeof csrEntry.decodeCsr, typeof decodeCsr>(true);
  await clientEntry.default({ module_or_path: clientWasm });
  csrEntry.initSync({ module: csrWasm });
  csrEntry.reviewOrder(clientEntry.parseOrder("{}"));
  // @ts-expect-error: the client's entry decodes no CSR
  clientEntry.decodeCsr("pem");
  // @ts-expect-error: the CSR's entry has no client
  new csrEntry.CertViewClient(options);
  const session = await client.signIn({ username: "a", password: "b", signal });
  same<typeof session, Session>(true);
  const end: string | null = session.expiresAt;
  client.free();
  client[Symbol.dispose]();
  {
    using disposed = new CertViewClient(options);
    void disposed;
  }

  same<ReturnType<typeof parseOrder>, Order>(true);
  parseOrder("{}", { includePrivateKey: false });
  parseOrder(bytes);
  same<ReturnType<typeof decodeCsr>, Csr>(true);
  const csr = decodeCsr(bytes);
  const verdict: SelfSignature = await verifyCsr("pem");
  const findings = reviewOrder(order, { now: new Date(), selfSignature: verdict });
  same<typeof findings, Finding[]>(true);
  reviewOrder(order, { now: "2026-11-23", publicSuffixes });

  // Unions narrow.
  const key = csr.publicKey.algorithm;
  if (key.kind === "rsa") {
    same<typeof key.modulusBits, number>(true);
  } else if (key.kind === "ec") {
    same<typeof key.curve.name, string | null>(true);
  }
  const scheme = csr.signatureAlgorithm.scheme;
  if (scheme.kind === "rsaPss") {
    same<typeof scheme.saltLength, number>(true);
  }
  for (const { value } of csr.extensions) {
    if (value.kind === "subjectAltName") {
      for (const name of value.value) {
        if (name.kind === "dnsName") {
          same<typeof name.value, string>(true);
        }
      }
    }
  }

  // A status is open, and its words complete themselves.
  const status: RequestStatus = RequestStatus.ISSUED;
  const other: RequestStatus = "ON_HOLD";
  same<typeof RequestStatus.REJECTED, "REJECTED">(true);

  try {
    await client.getOrder("uuid");
  } catch (error) {
    if (error instanceof CertViewError) {
      same<typeof error.code, CertViewErrorCode>(true);
      same<typeof error.status, number | undefined>(true);
      same<typeof error.retryAfterMs, number | undefined>(true);
      same<typeof error.gatewayCode, string | undefined>(true);
      same<typeof error.gatewayMessage, string | undefined>(true);
      same<typeof error.attempts, number>(true);
      same<typeof error.name, "CertViewError">(true);
      const cause: unknown = error.cause;
      const problem: CsrProblem | undefined = error.csrProblem;
      // @ts-expect-error: no such code
      if (error.code === "offline") return;
      // @ts-expect-error: an error is not changed
      error.code = "network";
      void [cause, problem];
    }
  }
  const made: Error = new CertViewError("No.", { code: "network", status: 503 });
  // @ts-expect-error: a code is needed
  new CertViewError("No.", {});

  // @ts-expect-error: a gateway is needed
  new CertViewClient({});
  // @ts-expect-error: no such option
  new CertViewClient({ baseURL: "https://gateway.example" });
  // @ts-expect-error: milliseconds are a number
  new CertViewClient({ ...options, timeoutMs: "5" });
  // @ts-expect-error: a token is a text
  new CertViewClient({ ...options, getToken: () => 5 });
  // @ts-expect-error: a UUID is needed
  client.getOrder();
  // @ts-expect-error: no such option
  client.getOrder("uuid", { timeout: 5 });
  // @ts-expect-error: no such decision
  client.updateStatus("uuid", { status: "ISSUED", comment: "x" });
  // @ts-expect-error: a comment is needed
  client.updateStatus("uuid", { status: "APPROVED" });
  // @ts-expect-error: several UUIDs are an iterable of texts
  client.getOrders([1]);
  // @ts-expect-error: a header is a text
  new CertViewClient({ ...options, headers: { "X-Team": 7 } });
  // @ts-expect-error: a controller is no signal
  client.getOrder("uuid", { signal: new AbortController() });
  // @ts-expect-error: a watch is iterated, not awaited
  (await client.watchOrder("uuid")).status;
  // @ts-expect-error: a password is needed
  client.signIn({ username: "a" });
  // @ts-expect-error: an order has no such member
  order.commonName;
  // @ts-expect-error: it may not be reported
  order.certificate.commonName.length;
  // @ts-expect-error: ids are texts
  const id: number | null = order.digicertOrganization.id;
  // @ts-expect-error: an object is no text
  parseOrder({});
  // @ts-expect-error: an ArrayBuffer has no bytes of its own
  decodeCsr(new ArrayBuffer(8));
  // @ts-expect-error: an order is needed
  reviewOrder("{}");
  // @ts-expect-error: a time is a date or a text
  reviewOrder(order, { now: 5 });
  // @ts-expect-error: no such status is known
  RequestStatus.ON_HOLD;
  // @ts-expect-error: the constants are constant
  RequestStatus.ISSUED = "OTHER";
  // @ts-expect-error: a promise is no verdict
  const early: SelfSignature = verifyCsr("pem");
  void [end, verdict, status, other, made, id, early];
}

// Each declared type can be named.
export type Everything = [
  CertViewErrorDetails,
  CompiledModule,
  CsrAttribute,
  DigicertOrganization,
  Extension,
  ExtensionValue,
  FetchHeaders,
  FetchInit,
  FetchResponse,
  Finding,
  GeneralName,
  GetOrderOptions,
  GetOrdersOptions,
  InitOptions,
  InitSyncOptions,
  IntermediateCa,
  KeyAlgorithm,
  KeyUsage,
  ModuleSource,
  NameAttribute,
  OrderNote,
  OrderResult,
  ParseOrderOptions,
  PolicyInformation,
  PolicyQualifier,
  PssParameters,
  PublicKey,
  Renewal,
  RequestEvent,
  RequestedCertificate,
  ResponseEvent,
  ReviewOptions,
  SignInOptions,
  SignatureAlgorithm,
  StatusUpdate,
  UpdateStatusOptions,
  Validity,
  WatchOrderOptions,
];
