// CSRs by @peculiar/x509.

import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { EDWARDS, hex } from "../../shared/csr.js";

/** @typedef {import("../../shared/csr.js").Csr} Csr */
/** @typedef {import("../../shared/csr.js").CsrDigests} CsrDigests */

/**
 * @param {string} text PEM, or base64 without its frame
 * @returns {Csr & { request: x509.Pkcs10CertificateRequest }}
 */
export function decodeCsr(text) {
  const request = new x509.Pkcs10CertificateRequest(text);
  const subject = request.subjectName.toJSON().flatMap((part) => Object.entries(part));
  const values = (/** @type {string} */ type) =>
    subject.filter(([name]) => name === type).flatMap(([, texts]) => texts);
  const alternativeNames = request.extensions.find((extension) => extension instanceof x509.SubjectAlternativeNameExtension);
  return {
    request,
    subject: subject.map(([name, texts]) => `${name}=${texts.join("+")}`).join(", "),
    commonNames: values("CN"),
    organizationalUnits: values("OU"),
    names: (alternativeNames?.names.items ?? [])
      .filter((name) => name.type === "dns" || name.type === "ip")
      .map((name) => name.value),
    ...publicKey(request.publicKey.algorithm),
    ...signature(request.signatureAlgorithm),
    extensions: request.extensions.map((extension) => ({ name: extensionName(extension.type), value: extensionText(extension) })),
  };
}

/** @param {any} algorithm */
function publicKey(algorithm) {
  if (algorithm.namedCurve) {
    return { keyAlgorithm: "EC", keyBits: 0, publicKey: `EC ${algorithm.namedCurve}` };
  }
  if (algorithm.modulusLength) {
    const exponent = [...algorithm.publicExponent].reduce((value, byte) => value * 256 + byte, 0);
    const bits = algorithm.modulusLength;
    return { keyAlgorithm: "RSA", keyBits: bits, publicKey: `RSA ${bits} bits, exponent ${exponent}` };
  }
  const name = EDWARDS[algorithm.name] ?? algorithm.name;
  return { keyAlgorithm: name, keyBits: 0, publicKey: name };
}

/** @param {any} algorithm */
function signature(algorithm) {
  const hash = algorithm.hash?.name ?? "";
  const name = `${algorithm.name === "ECDSA" ? "ECDSA" : "RSA"} with ${hash}`;
  return { hash, signatureAlgorithm: hash ? name : EDWARDS[algorithm.name] ?? algorithm.name };
}

/** @type {Record<string, string>} */
const EXTENSIONS = {
  "2.5.29.14": "Subject key identifier",
  "2.5.29.15": "Key usage",
  "2.5.29.17": "Subject alternative name",
  "2.5.29.19": "Basic constraints",
  "2.5.29.37": "Extended key usage",
};

/** @param {string} oid */
function extensionName(oid) {
  return EXTENSIONS[oid] ?? oid;
}

/** @param {x509.Extension} extension */
function extensionText(extension) {
  if (extension instanceof x509.SubjectAlternativeNameExtension) {
    return extension.names.items.map((name) => name.value).join(", ");
  }
  if (extension instanceof x509.ExtendedKeyUsageExtension) {
    return extension.usages.join(", ");
  }
  if (extension instanceof x509.BasicConstraintsExtension) {
    return extension.ca ? "CA certificate" : "Not a CA certificate";
  }
  if (extension instanceof x509.KeyUsagesExtension) {
    const uses = x509.KeyUsageFlags;
    return Object.keys(uses)
      .filter((name) => Number(uses[/** @type {keyof typeof uses} */ (name)]) & extension.usages)
      .join(", ");
  }
  return hex(extension.value);
}

/**
 * @param {x509.Pkcs10CertificateRequest} request
 * @returns {Promise<CsrDigests>}
 */
export async function digest(request) {
  const [isValid, sha256, spkiSha256] = await Promise.all([
    request.verify().catch(() => null),
    crypto.subtle.digest("SHA-256", request.rawData),
    crypto.subtle.digest("SHA-256", request.publicKey.rawData),
  ]);
  return {
    selfSignature: isValid === null ? "unsupported" : isValid ? "valid" : "invalid",
    sha256: hex(sha256),
    spkiSha256: hex(spkiSha256),
  };
}
