// A CSR read by hand: RFC 2986 in the part that the page shows. WebCrypto verifies the signature.

import { EDWARDS, hex } from "../../shared/csr.js";

/** @typedef {import("../../shared/csr.js").Csr} Csr */
/** @typedef {import("../../shared/csr.js").CsrDigests} CsrDigests */

/** @typedef {{ tag: number, whole: Uint8Array, content: Uint8Array }} Element */

const SEQUENCE = 0x30;
const SET = 0x31;
const OID = 0x06;
const ATTRIBUTES = 0xa0;

/** @type {Record<string, string>} */
const ATTRIBUTE_TYPES = {
  "2.5.4.3": "CN",
  "2.5.4.5": "SERIALNUMBER",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
};

/** @type {Record<string, [string, string, string]>} */
const SIGNATURES = {
  "1.2.840.113549.1.1.5": ["RSA with SHA-1", "SHA-1", "RSASSA-PKCS1-v1_5"],
  "1.2.840.113549.1.1.11": ["RSA with SHA-256", "SHA-256", "RSASSA-PKCS1-v1_5"],
  "1.2.840.113549.1.1.12": ["RSA with SHA-384", "SHA-384", "RSASSA-PKCS1-v1_5"],
  "1.2.840.113549.1.1.13": ["RSA with SHA-512", "SHA-512", "RSASSA-PKCS1-v1_5"],
  "1.2.840.10045.4.3.2": ["ECDSA with SHA-256", "SHA-256", "ECDSA"],
  "1.2.840.10045.4.3.3": ["ECDSA with SHA-384", "SHA-384", "ECDSA"],
  "1.2.840.10045.4.3.4": ["ECDSA with SHA-512", "SHA-512", "ECDSA"],
};

/** @type {Record<string, [string, number]>} */
const CURVES = {
  "1.2.840.10045.3.1.7": ["P-256", 32],
  "1.3.132.0.34": ["P-384", 48],
  "1.3.132.0.35": ["P-521", 66],
};

/** @type {Record<string, string>} */
const EXTENSIONS = {
  "2.5.29.14": "Subject key identifier",
  "2.5.29.15": "Key usage",
  "2.5.29.17": "Subject alternative name",
  "2.5.29.19": "Basic constraints",
  "2.5.29.37": "Extended key usage",
};

const utf8 = new TextDecoder();

/**
 * @param {string} text PEM, or base64 without its frame
 * @returns {Csr & { digest: () => Promise<CsrDigests> }}
 */
export function decodeCsr(text) {
  const bytes = Uint8Array.from(atob(text.replace(/-----[^-]+-----|\s/g, "")), (character) => character.charCodeAt(0));
  const [request] = elements(bytes, SEQUENCE);
  const [info, signatureAlgorithm, signature] = elements(request.content);
  const [, subject, spki, ...rest] = elements(info.content);
  const attributes = elements(subject.content, SET).flatMap((set) =>
    elements(set.content, SEQUENCE).map((attribute) => {
      const [type, value] = elements(attribute.content);
      return { type: ATTRIBUTE_TYPES[oid(type)] ?? oid(type), value: utf8.decode(value.content) };
    }),
  );
  const extensions = requestedExtensions(rest.find((element) => element.tag === ATTRIBUTES));
  const algorithm = oid(elements(signatureAlgorithm.content)[0]);
  const [name, hash, scheme] = SIGNATURES[algorithm] ?? [EDWARDS[algorithm] ?? algorithm, "", ""];
  const key = publicKey(spki);
  const of = (/** @type {string} */ type) =>
    attributes.filter((attribute) => attribute.type === type).map((attribute) => attribute.value);
  return {
    subject: attributes.map((attribute) => `${attribute.type}=${attribute.value}`).join(", "),
    commonNames: of("CN"),
    organizationalUnits: of("OU"),
    names: extensions.find((extension) => extension.id === "2.5.29.17")?.names ?? [],
    keyAlgorithm: key.keyAlgorithm,
    keyBits: key.keyBits,
    publicKey: key.publicKey,
    signatureAlgorithm: name,
    hash,
    extensions: extensions.map(({ id, value }) => ({ name: EXTENSIONS[id] ?? id, value })),
    digest: async () => {
      const [selfSignature, sha256, spkiSha256] = await Promise.all([
        verify(key, spki.whole, scheme, hash, signature.content.subarray(1), info.whole),
        crypto.subtle.digest("SHA-256", copy(bytes)),
        crypto.subtle.digest("SHA-256", copy(spki.whole)),
      ]);
      return { selfSignature, sha256: hex(sha256), spkiSha256: hex(spkiSha256) };
    },
  };
}

/**
 * The elements that follow each other in these octets.
 * @param {Uint8Array} octets
 * @param {number} [expected] the tag of each
 */
function elements(octets, expected) {
  /** @type {Element[]} */
  const found = [];
  for (let at = 0; at < octets.length; ) {
    const start = at;
    const tag = octets[at];
    let length = octets[at + 1];
    at += 2;
    if (length > 0x80) {
      const count = length & 0x7f;
      length = octets.subarray(at, at + count).reduce((value, octet) => value * 256 + octet, 0);
      at += count;
    }
    const end = at + length;
    if (!(end <= octets.length) || (expected !== undefined && tag !== expected)) {
      throw new Error("not a PKCS#10 certificate request");
    }
    found.push({ tag, whole: octets.subarray(start, end), content: octets.subarray(at, end) });
    at = end;
  }
  return found;
}

/** @param {Element} element */
function oid({ content }) {
  const arcs = [];
  let value = 0;
  for (const octet of content) {
    value = value * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(value);
      value = 0;
    }
  }
  const first = Math.min(Math.floor(arcs[0] / 40), 2);
  return [first, arcs[0] - first * 40, ...arcs.slice(1)].join(".");
}

/** @param {Element | undefined} attributes */
function requestedExtensions(attributes) {
  for (const attribute of attributes ? elements(attributes.content) : []) {
    const [type, values] = elements(attribute.content);
    if (oid(type) === "1.2.840.113549.1.9.14") {
      return elements(elements(values.content)[0].content).map(extension);
    }
  }
  return [];
}

/** @param {Element} element */
function extension(element) {
  const parts = elements(element.content);
  const id = oid(parts[0]);
  const { content } = parts[parts.length - 1];
  if (id !== "2.5.29.17") {
    return { id, value: hex(content), names: [] };
  }
  const names = elements(elements(content)[0].content)
    .filter(({ tag }) => tag === 0x82 || tag === 0x87)
    .map(({ tag, content }) => (tag === 0x82 ? utf8.decode(content) : [...content].join(content.length === 4 ? "." : ":")));
  return { id, value: names.join(", "), names };
}

/** @param {Element} spki */
function publicKey(spki) {
  const [algorithm, bits] = elements(spki.content);
  const [type, parameters] = elements(algorithm.content);
  const id = oid(type);
  if (id === "1.2.840.113549.1.1.1") {
    const [modulus, exponent] = elements(elements(bits.content.subarray(1))[0].content);
    const first = modulus.content.findIndex((octet) => octet !== 0);
    const keyBits = (modulus.content.length - first) * 8 - Math.clz32(modulus.content[first]) + 24;
    const value = exponent.content.reduce((sum, octet) => sum * 256 + octet, 0);
    return { keyAlgorithm: "RSA", keyBits, publicKey: `RSA ${keyBits} bits, exponent ${value}`, curve: "", size: 0 };
  }
  if (id === "1.2.840.10045.2.1" && parameters.tag === OID) {
    const [curve, size] = CURVES[oid(parameters)] ?? [oid(parameters), 0];
    return { keyAlgorithm: "EC", keyBits: 0, publicKey: `EC ${curve}`, curve, size };
  }
  const name = EDWARDS[id] ?? id;
  return { keyAlgorithm: name, keyBits: 0, publicKey: name, curve: "", size: 0 };
}

/**
 * @param {{ curve: string, size: number }} key
 * @param {Uint8Array} spki
 * @param {string} scheme
 * @param {string} hash
 * @param {Uint8Array} signature
 * @param {Uint8Array} signed
 * @returns {Promise<"valid" | "invalid" | "unsupported">}
 */
async function verify(key, spki, scheme, hash, signature, signed) {
  try {
    const parameters = { name: scheme, hash, namedCurve: key.curve };
    const publicKey = await crypto.subtle.importKey("spki", copy(spki), parameters, false, ["verify"]);
    const octets = scheme === "ECDSA" ? fixedLength(signature, key.size) : copy(signature);
    const isValid = await crypto.subtle.verify(parameters, publicKey, octets, copy(signed));
    return isValid ? "valid" : "invalid";
  } catch {
    return "unsupported";
  }
}

/**
 * WebCrypto takes r and s one after the other, not as a SEQUENCE.
 * @param {Uint8Array} signature
 * @param {number} size
 */
function fixedLength(signature, size) {
  const octets = new Uint8Array(size * 2);
  elements(elements(signature)[0].content).forEach(({ content }, index) => {
    const digits = content.subarray(Math.max(content.length - size, 0));
    octets.set(digits, size * (index + 1) - digits.length);
  });
  return octets;
}

/** @param {Uint8Array} octets */
function copy(octets) {
  return new Uint8Array(octets);
}
