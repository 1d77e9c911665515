// The package against the faults, on any host: what each call came to, as plain data.

/** @typedef {typeof import("../../src/js/package/index.js")} Api */
/** @typedef {{ name: string, uuid: string, timeoutMs: number }} Case */
/** @typedef {import("./faults.mjs").Outcome & { tookMs: number, text: string, next: string }} Result */

/**
 * @param {Api} api
 * @param {{ origin: string, token: string, cases: Case[], atATime: number }} context
 * @returns {Promise<Record<string, Result>>} by name
 */
export async function runFaults(api, { origin, token, cases, atATime }) {
  /** @type {Record<string, Result>} */
  const results = {};
  const waiting = [...cases];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next.name] = await callOnce(api, { origin, token, ...next });
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}

/**
 * @param {Api} api
 * @param {Case & { origin: string, token: string }} call
 * @returns {Promise<Result>}
 */
async function callOnce({ CertViewClient, CertViewError }, { origin, token, uuid, timeoutMs }) {
  const client = new CertViewClient({ baseUrl: origin, token, timeoutMs });
  const started = performance.now();
  const outcome = await client.getOrder(uuid).then(
    () => ({ code: "order", text: "" }),
    (error) => {
      if (!(error instanceof CertViewError)) {
        return { code: `not a CertViewError: ${error}`, text: "" };
      }
      const { code, attempts, status, retryAfterMs, gatewayCode, gatewayMessage } = error;
      return { code, attempts, status, retryAfterMs, gatewayCode, gatewayMessage, text: String(error) };
    },
  );
  const tookMs = performance.now() - started;
  // The same client, right after: another request is read.
  const next = await client.getOrder("cb95d100-ec30-11ea-920d-eb66140967e3").then((order) => order.uuid, String);
  client.free();
  return { ...outcome, tookMs, next };
}
