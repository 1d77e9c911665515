/** @typedef {import("../../shared/csr.js").CsrDigests} CsrDigests */
/** @typedef {import("../../shared/csr.js").Csr} Csr */
/** @typedef {{ csr: Csr | null, problem: string, digest: (() => Promise<CsrDigests>) | null }} Decoded */

/** @type {Decoded} */
export const NOTHING = { csr: null, problem: "", digest: null };

/**
 * @param {Pick<typeof import("./csr.js"), "decodeCsr" | "digest">} decoder
 * @param {string} text
 * @returns {Decoded}
 */
export function decode(decoder, text) {
  if (!text) {
    return NOTHING;
  }
  try {
    const csr = decoder.decodeCsr(text);
    return { csr, problem: "", digest: () => decoder.digest(csr.request) };
  } catch (error) {
    return { ...NOTHING, problem: `The CSR cannot be decoded: ${error instanceof Error ? error.message : error}` };
  }
}
