// The types of certview-orders: everything that may be imported, and nothing else. client.d.ts and csr.d.ts name the part
// of it that their entries have.

/// <reference lib="esnext.disposable" />

// ---------------------------------------------------------------------------------------------------------------------
// Loading

/** A `WebAssembly.Module`, where the project's libraries declare it. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** The bytes of the WebAssembly, or something that leads to them. */
export type ModuleSource = string | URL | Request | Response | ArrayBuffer | ArrayBufferView | CompiledModule;

/** The options of {@link init}. */
export interface InitOptions {
  /**
   * Where the WebAssembly is: its address, a response with it, its bytes, or a compiled module. Left out, it is
   * fetched from beside the script, which every browser and most bundlers find.
   */
  module_or_path?: ModuleSource | Promise<ModuleSource>;
}

/** The options of {@link initSync}. */
export interface InitSyncOptions {
  /** The bytes, or a compiled module. */
  module: ArrayBuffer | ArrayBufferView | CompiledModule;
}

/**
 * Loads the WebAssembly. Call it once, before anything else; further calls answer the same promise, and a call after
 * a failure tries again. In Node the import has loaded it already, and this does nothing.
 *
 * @throws {@link CertViewError} `load_failed`, saying what helps; its `cause` is the host's error.
 */
export default function init(options?: InitOptions): Promise<void>;

/**
 * Loads the WebAssembly from bytes or a compiled module at hand, without waiting: for hosts that import `.wasm` files
 * as modules. In Node it does nothing.
 *
 * @throws {@link CertViewError} `load_failed`
 */
export function initSync(options: InitSyncOptions): void;

/** The version of this package. */
export const version: string;

// ---------------------------------------------------------------------------------------------------------------------
// The client

/** How a client finds and calls its gateway. */
export interface ClientOptions {
  /**
   * The address of your gateway, such as `https://gateway.qg1.apps.qualys.com`. `http` is for this machine only.
   * `""` is the origin of the page.
   */
  baseUrl: string;
  /**
   * A bearer token (RFC 6750): the one that `POST /auth` or {@link CertViewClient.signIn} answered. Not together with
   * `getToken`.
   */
  token?: string;
  /**
   * Called for a token before each call, and once more where the gateway refuses that token with 401; `refused` is true
   * then. Keep the token yourself while it is valid. Calls that need a token at the same time share one call of this
   * function. What it throws is the `cause` of the {@link CertViewError} (`unauthorized`) that the call is rejected with.
   */
  getToken?: (why: { refused: boolean }) => string | Promise<string>;
  /**
   * The vendor publishes two paths for the call, `"documented"` and `"sample"`. `"auto"`, the default, calls the
   * documented path first, and the other one where the gateway has no such path; the client remembers which one answers.
   * Any other text is a path of your own that contains `{uuid}` once. A configured path is taken as it is.
   */
  pathStyle?: "auto" | "documented" | "sample" | (string & {});
  /** How long a call may take in milliseconds, over all attempts and waits. 30,000 by default. */
  timeoutMs?: number;
  /** How often a reading that fails temporarily is repeated, 0 to 10. 2 by default. */
  maxRetries?: number;
  /**
   * Called in the place of the host's `fetch`: for a proxy agent, a binding of your platform, or a test. Gets the
   * address and an object with `method`, `headers`, `body`, `redirect` and `signal`; the headers contain the token.
   */
  fetch?: (url: string, init: FetchInit) => Promise<FetchResponse>;
  /**
   * Headers of every request, such as those your proxy requires. The client's own are refused: `Accept`,
   * `Authorization`, `Content-Type`, `Content-Length`, `Host` and `User-Agent`.
   */
  headers?: Record<string, string> | Iterable<readonly [string, string]>;
  /** The `User-Agent` header, `certview-orders/VERSION` by default. Browsers send their own. */
  userAgent?: string;
  /** Called before each request is sent. Sees neither the token nor a body. What it throws is ignored. */
  onRequest?: (request: RequestEvent) => void;
  /** Called when the headers of an answer have arrived, or the request has failed. What it throws is ignored. */
  onResponse?: (response: ResponseEvent) => void;
}

/** What {@link ClientOptions.fetch} is called with. */
export interface FetchInit {
  /** The method. */
  method: "GET" | "POST" | "PUT";
  /** The headers, the token among them. */
  headers: Record<string, string>;
  /** The form of a sign-in, or the JSON text of a decision. */
  body?: string;
  /** Fires when the call ends before its answer has come. */
  signal: AbortSignal;
  /** `"error"` in browsers, `"manual"` elsewhere: redirects are never followed, since the token would travel along. */
  redirect: "error" | "manual";
  /** In browsers: no cookies. */
  credentials?: "omit";
  /** In browsers: no cache. */
  cache?: "no-store";
  /** In browsers: no referrer. */
  referrerPolicy?: "no-referrer";
}

/** What is read of the answer of {@link ClientOptions.fetch}; a `Response` of any implementation has it. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: FetchHeaders;
  /** The body as a stream, as `Response` has it; else `arrayBuffer` is called. */
  readonly body?: unknown;
  /** The body as a whole, for implementations whose `body` is no web stream. */
  arrayBuffer?(): Promise<ArrayBuffer>;
}

/** What is read of the headers of {@link FetchResponse}. */
export interface FetchHeaders {
  /** The value of a header; null where it was not sent. */
  get(name: string): string | null;
}

/** A request that is about to be sent. */
export interface RequestEvent {
  /** The method. */
  method: "GET" | "POST" | "PUT";
  /** The address. */
  url: string;
  /** Which attempt of its call this is, from 1. */
  attempt: number;
  /** The headers without `Authorization`. */
  headers: Record<string, string>;
}

/** A request that was answered, or failed. */
export interface ResponseEvent {
  /** The method. */
  method: "GET" | "POST" | "PUT";
  /** The address. */
  url: string;
  /** Which attempt of its call this is, from 1. */
  attempt: number;
  /** The HTTP status; null where no answer came. */
  status: number | null;
  /** The time from sending to the headers or the failure, in milliseconds. */
  durationMs: number;
}

/** The options of {@link CertViewClient.getOrder}. */
export interface GetOrderOptions {
  /** Ends the call; it is rejected with the signal's own reason. */
  signal?: AbortSignal;
  /**
   * Whether `certificate.privateKey` holds the private key itself, where one was delivered, rather than
   * `"[private key, not shown]"`. `rawJson` never holds it.
   */
  includePrivateKey?: boolean;
}

/** The options of {@link CertViewClient.getOrders}. */
export interface GetOrdersOptions extends GetOrderOptions {
  /** How many requests are read at a time, 1 to 32. 4 by default. */
  concurrency?: number;
}

/** One result of {@link CertViewClient.getOrders}; `error` is what {@link CertViewClient.getOrder} is rejected with. */
export type OrderResult =
  | { uuid: string; order: Order; error?: undefined }
  | { uuid: string; order?: undefined; error: unknown };

/** A decision on a request. */
export interface UpdateStatusOptions {
  /** The decision. */
  status: "APPROVED" | "REJECTED" | "CANCELLED";
  /** Why: 1 to 2,000 characters, none of them a line break or another control character. */
  comment: string;
  /**
   * Aborts the call. Before the decision is sent it is rejected with the signal's own reason; afterwards with a
   * {@link CertViewError} (`aborted`) that says that the decision may have been carried out, and whose `cause` is the
   * reason.
   */
  signal?: AbortSignal;
}

/** What is known after a decision was sent. */
export interface StatusUpdate {
  /**
   * `"decided"`: the gateway confirmed it, or the request shows it. `"notDecided"`: it was not carried out, and will not
   * be. `"unknown"`: the answer was lost, and the request does not show whether it was carried out; read it again later.
   */
  outcome: "decided" | "notDecided" | "unknown";
  /** The request as it was read afterwards, where there was no confirmation and reading succeeded. */
  order?: Order;
  /** Why there was no confirmation: the answer was lost, or was a refusal of what had been done already. */
  error?: CertViewError;
}

/** The options of {@link CertViewClient.watchOrder}. */
export interface WatchOrderOptions extends GetOrderOptions {
  /**
   * The time between two readings in milliseconds, at least 100. Left out, it is 10 seconds, and grows to a minute
   * while nothing changes.
   */
  intervalMs?: number;
}

/** The options of {@link CertViewClient.signIn}. */
export interface SignInOptions {
  /** The user's login name. */
  username: string;
  /** The user's password. */
  password: string;
  /** Ends the call; it is rejected with the signal's own reason. */
  signal?: AbortSignal;
}

/** The result of signing in. */
export interface Session {
  /** The token, for {@link ClientOptions.token}. A secret. */
  token: string;
  /** When it expires by its own account, as an ISO date in UTC; null where it does not say. */
  expiresAt: string | null;
}

/**
 * Reads certificate requests from one gateway.
 *
 * The only object here that may be freed by hand; what is not, the garbage collector frees. Calls in flight end as if
 * nothing had happened.
 */
export class CertViewClient {
  /**
   * @throws {@link CertViewError} `invalid_argument`, naming the option; `not_initialized`
   */
  constructor(options: ClientOptions);

  /**
   * Reads one certificate request. Identical calls at the same time share one request.
   *
   * @param uuid the request's UUID, in any case, with or without hyphens
   * @throws {@link CertViewError} with a code that says what went wrong; after an abort the signal's own reason
   */
  getOrder(uuid: string, options?: GetOrderOptions): Promise<Order>;

  /**
   * Reads one certificate request repeatedly, and yields it at first and then whenever it has changed. Its `return()`
   * takes effect at once, also while `next()` is waiting. Ends after a final status: ISSUED, REJECTED or CANCELLED. Once there is an order, failures that may pass (network, timeout,
   * rate limit, server) are thrown only when three come in a row.
   *
   * @throws {@link CertViewError} as {@link getOrder}; after an abort the signal's own reason
   */
  watchOrder(uuid: string, options?: WatchOrderOptions): AsyncGenerator<Order, void, undefined>;

  /**
   * Reads several certificate requests, and yields each result as soon as it is there: the order, or the error of this
   * one request. Its `return()`, and with it a `break`, aborts what is still being read.
   *
   * @param uuids the UUIDs; read as far as they are needed
   * @throws {@link CertViewError} `invalid_argument` for the arguments as a whole; after an abort the signal's own reason
   */
  getOrders(uuids: Iterable<string>, options?: GetOrdersOptions): AsyncGenerator<OrderResult, void, undefined>;

  /**
   * Approves, rejects or cancels a certificate request. The request is read first; then the decision is sent, exactly
   * once. Where its answer is lost (network, timeout, 5xx) or it is refused for the request's state, the request is read
   * again, with a deadline of its own.
   *
   * @throws {@link CertViewError} as {@link getOrder}; `conflict` or `forbidden` where the gateway refuses the decision, with
   *   its text in `gatewayMessage`; `conflict` where the request has the status already
   */
  updateStatus(uuid: string, options: UpdateStatusOptions): Promise<StatusUpdate>;

  /**
   * Exchanges a user name and a password for a token. The client does not keep it. Sent once, never repeated.
   *
   * @throws {@link CertViewError} `unauthorized` for a wrong name or password; after an abort the signal's own reason
   */
  signIn(options: SignInOptions): Promise<Session>;

  /** Frees the client's memory now rather than some time later. May be called again. */
  free(): void;

  /** The same as {@link free}, for `using`. */
  [Symbol.dispose](): void;
}

// ---------------------------------------------------------------------------------------------------------------------
// Errors

/**
 * The kind of a failure.
 *
 * | code | what it means |
 * |---|---|
 * | `invalid_argument` | an argument was wrong; nothing was sent |
 * | `unauthorized` | 401: the token or password is not accepted, or `getToken` gave none |
 * | `forbidden` | 403: the user may not read certificate requests |
 * | `not_found` | 404: no such certificate request |
 * | `wrong_path` | 404: the gateway has no such path |
 * | `conflict` | 409 that is no limit; or the gateway refuses a decision |
 * | `rate_limited` | too many calls; `retryAfterMs` says how long to wait |
 * | `server` | the gateway failed, or answered something that was not expected |
 * | `network` | no answer: offline, DNS, TLS, refused, or in browsers CORS; `cause` is the host's error |
 * | `timeout` | the time was up |
 * | `aborted` | the call was aborted after a decision had been sent, or without a reason |
 * | `too_large` | the answer or the text is larger than any certificate request |
 * | `decode` | the answer or the text is no certificate request |
 * | `invalid_csr` | the certification request (CSR) cannot be read; `csrProblem` says where and why |
 * | `not_initialized` | something was used before `init()` had finished |
 * | `load_failed` | the WebAssembly could not be loaded |
 */
export type CertViewErrorCode =
  | "invalid_argument"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "wrong_path"
  | "conflict"
  | "rate_limited"
  | "server"
  | "network"
  | "timeout"
  | "aborted"
  | "too_large"
  | "decode"
  | "invalid_csr"
  | "not_initialized"
  | "load_failed";

/** What a {@link CertViewError} knows besides its message. */
export interface CertViewErrorDetails {
  /** The kind of the failure. */
  code: CertViewErrorCode;
  /** The HTTP status, where there was an answer. */
  status?: number | undefined;
  /** The gateway's own code, where it sent one. */
  gatewayCode?: string | undefined;
  /** The gateway's own text, where it sent one. */
  gatewayMessage?: string | undefined;
  /** How long the gateway asks to wait, in milliseconds, where it does. */
  retryAfterMs?: number | undefined;
  /** How often the call was sent; 0 where nothing was. */
  attempts?: number | undefined;
  /** Why a certification request cannot be read. */
  csrProblem?: CsrProblem | undefined;
  /** What the host, or a function of yours, threw. */
  cause?: unknown;
}

/** Every failure of this package, save an abort. No token and no password is in any of its members. */
export class CertViewError extends Error {
  /** For tests of your own: the package makes its errors itself. */
  constructor(message: string, details: CertViewErrorDetails);
  /** `"CertViewError"` */
  readonly name: "CertViewError";
  /** The kind of the failure: compare this, not the message. */
  readonly code: CertViewErrorCode;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** The gateway's own code, such as `2012`, where it sent one. */
  readonly gatewayCode: string | undefined;
  /** The gateway's own text, where it sent one. */
  readonly gatewayMessage: string | undefined;
  /** How long the gateway asks to wait, in milliseconds, where it does. */
  readonly retryAfterMs: number | undefined;
  /** How often the call was sent; 0 where nothing was. */
  readonly attempts: number;
  /** Why a certification request cannot be read (`invalid_csr`). */
  readonly csrProblem: CsrProblem | undefined;
}

// ---------------------------------------------------------------------------------------------------------------------
// The certificate request

/** The statuses that are known by name. The vendor's own list is incomplete, so others may come. */
export const RequestStatus: {
  /** Waiting for an approver. */
  readonly SUBMITTED: "SUBMITTED";
  /** Approved in CertView, and passed on to DigiCert. */
  readonly APPROVED: "APPROVED";
  /** The certificate is issued. */
  readonly ISSUED: "ISSUED";
  /** Rejected by an approver. */
  readonly REJECTED: "REJECTED";
  /** Withdrawn before approval. */
  readonly CANCELLED: "CANCELLED";
};

/** A status: one of the known words, or another as it came. */
export type RequestStatus = (typeof RequestStatus)[keyof typeof RequestStatus] | (string & {});

/** The options of {@link parseOrder}. */
export interface ParseOrderOptions {
  /** As {@link GetOrderOptions.includePrivateKey}. */
  includePrivateKey?: boolean;
}

/**
 * Reads a response that was saved: the JSON text that CertView answered.
 *
 * @throws {@link CertViewError} `decode`, `too_large` or `invalid_argument`
 */
export function parseOrder(text: string | Uint8Array, options?: ParseOrderOptions): Order;

/**
 * One certificate request ("order"). Every member is always there: null or an empty list where nothing was reported.
 * Dates are ISO texts in UTC. DigiCert's ids are texts, because numbers in JavaScript are exact only up to 2^53.
 */
export interface Order {
  /** The request's id. */
  uuid: string;
  /** The status in CertView. */
  status: RequestStatus | null;
  /** The status at the CA, word for word. */
  caStatus: string | null;
  /** The CA that is to issue. */
  intermediateCA: IntermediateCa;
  /** Users who may decide on the request. */
  approverUserNames: string[];
  /** The user who made the request. */
  requesterUserName: string | null;
  /** What was requested. */
  certificate: RequestedCertificate;
  /** The certificate that is renewed, where the request renews one. */
  renewal: Renewal | null;
  /** How long the certificate is to be valid. */
  validity: Validity;
  /** The organization at DigiCert. */
  digicertOrganization: DigicertOrganization;
  /** DigiCert's product, such as `ssl_plus`. */
  digicertProductNameId: string | null;
  /** Users at DigiCert who approve Extended Validation requests. */
  digicertEVApproverUserIds: string[];
  /** When the request was made. */
  created: string | null;
  /** When the request last changed. */
  updated: string | null;
  /** What was odd in the response: a value of the wrong type costs only itself, and is reported here. */
  notes: OrderNote[];
  /** Paths of members that the vendor does not document; their values are in `rawJson`. */
  unknown: string[];
  /** The whole response as JSON text, every digit as it came; private keys replaced by `[private key, not shown]`. */
  rawJson: string;
}

/** The CA that is to issue the certificate. */
export interface IntermediateCa {
  /** Its name. */
  name: string | null;
  /** The common name of its certificate. */
  commonName: string | null;
  /** The hash of its certificate. */
  certhash: string | null;
  /** The serial number of its certificate. */
  serialNumber: string | null;
}

/** The certificate that was requested. */
export interface RequestedCertificate {
  /** The common name. */
  commonName: string | null;
  /** Further names. */
  dnsNames: string[];
  /** Values for the organizational-unit field. */
  organizationUnits: string[];
  /** The hash for the CA's signature, such as `SHA-256`. */
  signatureHash: string | null;
  /** The certification request as text; {@link decodeCsr} reads it. */
  encodedCSR: string | null;
  /** Whether Qualys was to make the CSR, and with it the private key. */
  autoGenerateCSR: boolean | null;
  /** Whether a private key was in the text of the CSR, from which it has been removed. */
  privateKeyInCSR: boolean;
  /**
   * `"[private key, not shown]"` where one was delivered; the key itself only with `includePrivateKey`.
   */
  privateKey: string | null;
}

/** What earlier certificate is renewed. */
export interface Renewal {
  /** DigiCert's id of the order that is renewed. */
  digicertPreviousOrderId: string | null;
  /** Hash of the certificate that is renewed. */
  renewalOfCertificate: string | null;
}

/** How long the certificate is to be valid. */
export interface Validity {
  /** In years. */
  validityYears: number | null;
  /** In days. */
  validityDays: number | null;
  /** Until this date. */
  customExpirationDate: string | null;
}

/** The organization at DigiCert. */
export interface DigicertOrganization {
  /** DigiCert's id. */
  id: string | null;
  /** Its name. */
  name: string | null;
}

/** Something odd in a response. */
export interface OrderNote {
  /** Where, such as `validity.validityDays`. */
  path: string;
  /** What was expected. */
  message: string;
  /** What came, shortened. */
  found: string;
}

// ---------------------------------------------------------------------------------------------------------------------
// The review

/** How an order is reviewed. */
export interface ReviewOptions {
  /** The time it is reviewed at: a date, or a text such as `2026-11-23T15:00:00Z`. The time it is now, by default. */
  now?: Date | string;
  /** The result of {@link verifyCsr} for the order's CSR. Left out, its signature over itself is not reviewed. */
  selfSignature?: SelfSignature;
  /**
   * The Public Suffix List: the text that `certview-orders/public-suffixes` exports. Left out, wildcards for a public
   * suffix of several labels, such as `*.co.uk`, are not reported.
   */
  publicSuffixes?: string;
}

/**
 * What an approver should notice in an order and its CSR: errors first, then warnings, then information. The
 * checks and their sources are listed in the project's `docs/review-rules.md`.
 *
 * @throws {@link CertViewError} `invalid_argument`
 */
export function reviewOrder(order: Order, options?: ReviewOptions): Finding[];

/** Something an approver should notice. */
export interface Finding {
  /** The stable id of the check. */
  check: string;
  /** How much it matters. */
  severity: "error" | "warning" | "information";
  /** A few words, for scanning. */
  title: string;
  /** What is the case, why it matters and what to do, in sentences. */
  text: string;
  /** The members that show it, such as `certificate.commonName`. */
  fields: string[];
  /** What the check is based on. */
  source: {
    /** The document. */
    title: string;
    /** The place in it; `""` where the document as a whole is meant. */
    section: string;
    /** Where it can be read. */
    url: string | null;
  };
}

// ---------------------------------------------------------------------------------------------------------------------
// The certification request (CSR)

/**
 * Decodes a PKCS#10 certification request: PEM, bare base64, or DER.
 *
 * @throws {@link CertViewError} `invalid_csr` where it cannot be read; `too_large` or `invalid_argument`
 */
export function decodeCsr(pemOrDer: string | Uint8Array): Csr;

/** Whether a request is signed with the private key that belongs to its public key. */
export type SelfSignature = "valid" | "invalid" | "unsupported";

/**
 * Checks the signature of a certification request over itself, by the host's WebCrypto. `"unsupported"` is no verdict:
 * the algorithm, or WebCrypto itself (as in pages that are not served by https), is not there.
 *
 * @throws {@link CertViewError} as {@link decodeCsr}
 */
export function verifyCsr(pemOrDer: string | Uint8Array): Promise<SelfSignature>;

/** A certification request, decoded. Octets are lower-case hexadecimal; object identifiers are texts with dots. */
export interface Csr {
  /** The version as encoded: 0 is v1, the only one there is. */
  version: number;
  /** The subject: every attribute in its order. May be empty. */
  subject: NameAttribute[];
  /** The public key. */
  publicKey: PublicKey;
  /** The algorithm the request says it is signed with. */
  signatureAlgorithm: SignatureAlgorithm;
  /** The requested extensions, in their order. */
  extensions: Extension[];
  /** Whether a challenge password is there. Its value is never part of the result. */
  hasChallengePassword: boolean;
  /** All other attributes, in their order. */
  attributes: CsrAttribute[];
  /** SHA-256 of the request in DER. */
  sha256: string;
  /** SHA-256 of the SubjectPublicKeyInfo in DER. */
  spkiSha256: string;
  /** What is unusual about the request. */
  notes: CsrProblem[];
}

/** Where a certification request is not as it should be. */
export interface CsrProblem {
  /** A stable code, such as `truncated` or `set_order`. */
  kind: string;
  /** The first wrong byte, counted in the DER, or in the text where the text itself is wrong. */
  offset: number | null;
  /** What belongs there instead. */
  expected: string;
}

/** One attribute of a name. */
export interface NameAttribute {
  /** Which RelativeDistinguishedName it belongs to, from 0. */
  rdn: number;
  /** The attribute type. */
  oid: string;
  /** The short name in use for the type, such as `CN`. */
  name: string | null;
  /** The value as text. */
  value: string;
  /** The type of the value, such as `Utf8String`. */
  kind: string;
}

/** The public key of a request. */
export interface PublicKey {
  /** The algorithm's identifier. */
  oid: string;
  /** The name in use for the identifier, such as `rsaEncryption`. */
  name: string | null;
  /** The key, as far as its algorithm is known. */
  algorithm: KeyAlgorithm;
  /** The size people name a key by. */
  bits: number | null;
  /** The security strength in bits. */
  strengthBits: number | null;
  /** The contents of subjectPublicKey. */
  subjectPublicKey: string;
}

/** A key by its algorithm. */
export type KeyAlgorithm =
  | {
      kind: "rsa";
      modulus: string;
      modulusBits: number;
      exponent: string;
      /** The public exponent as a number, if it is below 2^32. */
      exponentValue: number | null;
      /** Whether the key is for RSASSA-PSS only. */
      pssOnly: boolean;
      pssParameters: PssParameters | null;
    }
  | {
      kind: "ec";
      curve: { name: string | null; oid: string | null; fieldBits: number | null };
      point: "uncompressed" | "compressed" | "hybrid";
      /** Whether the point lies on the curve: checked for P-256, P-384 and P-521. */
      onCurve: boolean | null;
    }
  | { kind: "dsa"; primeBits: number | null; subgroupBits: number | null }
  | { kind: "ed25519" | "ed448" | "x25519" | "x448" | "other" };

/** The parameters of RSASSA-PSS. */
export interface PssParameters {
  /** The hash function. */
  hash: string | null;
  /** The hash function of MGF1. */
  maskHash: string | null;
  /** The length of the salt in octets. */
  saltLength: number;
}

/** The algorithm a request says it is signed with. */
export interface SignatureAlgorithm {
  /** The identifier. */
  oid: string;
  /** The name in use for the identifier, such as `sha256WithRSAEncryption`. */
  name: string | null;
  /** What it does. */
  scheme:
    | ({ kind: "rsaPss" } & PssParameters)
    | { kind: "rsaPkcs1" | "ecdsa" | "dsa" | "ed25519" | "ed448" | "other" };
  /** The hash function, such as `SHA-256`. */
  hash: string | null;
}

/** A requested extension. */
export interface Extension {
  /** The identifier. */
  oid: string;
  /** The name in use for the identifier, such as `subjectAltName`. */
  name: string | null;
  /** Whether it is requested as critical. */
  critical: boolean;
  /** The value. */
  value: ExtensionValue;
}

/** The value of an extension. */
export type ExtensionValue =
  | { kind: "subjectAltName"; value: GeneralName[] }
  | { kind: "keyUsage"; value: KeyUsage[] }
  | { kind: "extendedKeyUsage"; value: { oid: string; name: string | null }[] }
  | { kind: "basicConstraints"; value: { ca: boolean; pathLength: number | null } }
  | { kind: "subjectKeyIdentifier"; value: string }
  | { kind: "certificatePolicies"; value: PolicyInformation[] }
  | { kind: "tlsFeature"; value: number[] }
  | { kind: "other"; value: { octets: string; texts: string[] } };

/** A use of the key. */
export type KeyUsage =
  | "digitalSignature"
  | "nonRepudiation"
  | "keyEncipherment"
  | "dataEncipherment"
  | "keyAgreement"
  | "keyCertSign"
  | "cRLSign"
  | "encipherOnly"
  | "decipherOnly";

/** A name in subjectAltName. */
export type GeneralName =
  | { kind: "otherName"; value: { oid: string; name: string | null; texts: string[]; der: string } }
  | { kind: "directoryName"; value: NameAttribute[] }
  | {
      kind: "rfc822Name" | "dnsName" | "x400Address" | "ediPartyName" | "uri" | "ipAddress" | "registeredId";
      value: string;
    };

/** A certificate policy. */
export interface PolicyInformation {
  /** The policy. */
  oid: string;
  /** The name in use for the policy. */
  name: string | null;
  /** Its qualifiers. */
  qualifiers: PolicyQualifier[];
}

/** A qualifier of a certificate policy. */
export type PolicyQualifier =
  | { kind: "cps"; uri: string }
  | {
      kind: "userNotice";
      organization: string | null;
      noticeNumbers: number[];
      explicitText: string | null;
    }
  | { kind: "other"; oid: string; der: string };

/** An attribute of a request, other than extension requests and challenge passwords. */
export interface CsrAttribute {
  /** The type. */
  oid: string;
  /** The name in use for the type. */
  name: string | null;
  /** The values. */
  values: { der: string; texts: string[] }[];
}
