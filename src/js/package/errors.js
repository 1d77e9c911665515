// The one error class. A file of its own, because the WebAssembly makes errors of it too.

/** What every failure of this package is, save an abort: that rejects with the signal's own reason, as `fetch` does. */
export class CertViewError extends Error {
  /**
   * @param {string} message
   * @param {import("./index.js").CertViewErrorDetails} details
   */
  constructor(message, details) {
    const { cause } = details;
    // Without a cause there is no such member, as with other errors.
    super(message, cause === undefined ? undefined : { cause });
    this.code = details.code;
    this.status = details.status;
    this.gatewayCode = details.gatewayCode;
    this.gatewayMessage = details.gatewayMessage;
    this.retryAfterMs = details.retryAfterMs;
    this.attempts = details.attempts ?? 0;
    this.csrProblem = details.csrProblem;
  }
}

// On the prototype and not enumerable, as the names of JavaScript's own errors are.
Object.defineProperty(CertViewError.prototype, "name", {
  value: "CertViewError",
  configurable: true,
  writable: true,
});

/**
 * Called by the WebAssembly.
 * @param {import("./index.js").CertViewErrorCode} code
 * @param {string} message
 * @param {number | undefined} status
 * @param {string | undefined} gatewayCode
 * @param {string | undefined} gatewayMessage
 * @param {number | undefined} retryAfterMs
 * @param {number} attempts
 * @param {unknown} cause
 */
export function errorFromModule(code, message, status, gatewayCode, gatewayMessage, retryAfterMs, attempts, cause) {
  return new CertViewError(message, { code, status, gatewayCode, gatewayMessage, retryAfterMs, attempts, cause });
}

/**
 * Called by the WebAssembly.
 * @param {string} message
 * @param {string} kind
 * @param {number | undefined} offset
 * @param {string} expected
 */
export function csrErrorFromModule(message, kind, offset, expected) {
  return new CertViewError(message, { code: "invalid_csr", csrProblem: { kind, offset: offset ?? null, expected } });
}
