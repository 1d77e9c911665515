// A certificate signing request beside the request for a certificate. Pure.

/** @typedef {import("./order.js").Order} Order */
/** @typedef {import("./order.js").FieldValue} FieldValue */

/**
 * What either decoder of the peers yields.
 * @typedef {object} Csr
 * @property {string} subject
 * @property {string[]} commonNames
 * @property {string[]} organizationalUnits
 * @property {string[]} names DNS names and IP addresses of the subjectAltName
 * @property {string} keyAlgorithm RSA, EC, or an OID
 * @property {number} keyBits
 * @property {string} publicKey as people read it
 * @property {string} signatureAlgorithm
 * @property {string} hash
 * @property {{ name: string, value: string }[]} extensions
 */

/**
 * What takes WebCrypto, and so a moment longer.
 * @typedef {object} CsrDigests
 * @property {"valid" | "invalid" | "unsupported"} selfSignature
 * @property {string} sha256
 * @property {string} spkiSha256
 */

/** @typedef {{ label: string, requested: string[], inCsr: string[], matches: boolean, areNames: boolean }} Comparison */

/**
 * @param {Order} order
 * @param {Csr} csr
 * @returns {Comparison[]} mismatches first
 */
export function compare(order, csr) {
  const commonName = order.commonName ? [order.commonName] : [];
  const names = new Set(csr.names.map(comparable));
  const requested = new Set([...commonName, ...order.dnsNames].map(comparable));
  const inCsr = new Set([...csr.names, ...csr.commonNames].map(comparable));
  const commonNamesMatch = csr.commonNames.length
    ? commonName.length > 0 && commonName.every((name) => csr.commonNames.map(comparable).includes(comparable(name)))
    : commonName.every((name) => names.has(comparable(name))) && (commonName.length === 0) === (csr.names.length === 0);
  const dnsNamesMatch =
    (order.dnsNames.length === 0) === (csr.names.length === 0) &&
    order.dnsNames.every((name) => inCsr.has(comparable(name))) &&
    csr.names.every((name) => requested.has(comparable(name)));
  const hash = csr.hash ? [csr.hash] : [];
  const requestedHash = order.signatureHash ? [order.signatureHash] : [];
  const rows = [
    row("Common name", commonName, csr.commonNames, commonNamesMatch, true),
    row("DNS names", order.dnsNames, csr.names, dnsNamesMatch, true),
    row(
      "Organization units",
      order.organizationUnits,
      csr.organizationalUnits,
      sameTexts(order.organizationUnits, csr.organizationalUnits),
      false,
    ),
    row("Signature hash", requestedHash, hash, sameTexts(requestedHash, hash), false),
  ];
  return rows.sort((a, b) => Number(a.matches) - Number(b.matches));
}

/**
 * @param {string} label
 * @param {string[]} requested
 * @param {string[]} inCsr
 * @param {boolean} matches
 * @param {boolean} areNames
 * @returns {Comparison}
 */
function row(label, requested, inCsr, matches, areNames) {
  return { label, requested, inCsr, matches, areNames };
}

/** Whether one cell is enough for both sides. @param {Comparison} row */
export function isShownOnce({ matches, requested, inCsr }) {
  return matches && requested.length === inCsr.length && requested.every((text, index) => text === inCsr[index]);
}

/** @param {string} name */
function comparable(name) {
  const plain = name.toLowerCase().replace(/\.$/, "");
  return /[^\0-\x7f]/.test(plain) ? new URL(`http://${plain}`).hostname : plain;
}

/**
 * @param {string[]} a
 * @param {string[]} b
 */
function sameTexts(a, b) {
  const left = new Set(a.map((text) => text.toLowerCase()));
  const right = new Set(b.map((text) => text.toLowerCase()));
  return left.size === right.size && [...left].every((text) => right.has(text));
}

/** The key types that RFC 8410 gives one OID for key and signature. @type {Record<string, string>} */
export const EDWARDS = { "1.3.101.112": "Ed25519", "1.3.101.113": "Ed448" };

/** @param {ArrayBuffer | Uint8Array} bytes */
export function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
