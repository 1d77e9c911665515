// A gateway of our own behind the server, for requests that the sandbox does not have: with as many names as a
// measurement wants, and with a CA status that changes on each call, so that a refresh has something to show.

import { createServer } from "node:http";
import { once } from "node:events";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { webcrypto } from "node:crypto";

/** @typedef {{ origin: string, stop: () => Promise<void> }} Gateway */

/**
 * The UUID of the request with so many names.
 * @param {number} names
 */
export function uuidWithNames(names) {
  return `00000000-0000-4000-9000-${String(names).padStart(12, "0")}`;
}

/** What the CA status of the answers begins with; the number of the call follows. */
export const CALL = "CALL-";

/**
 * Requests with so many names.
 * @param {number[]} sizes
 * @returns {Promise<Map<string, string>>} the responses by UUID
 */
export async function ordersWithNames(sizes) {
  /** @type {[string, string][]} */
  const orders = [];
  for (const names of sizes) {
    orders.push([uuidWithNames(names), JSON.stringify(await order(names))]);
  }
  return new Map(orders);
}

/**
 * @param {Map<string, string>} bodies the responses by UUID; `{status}` in one becomes the number of the call
 * @returns {Promise<Gateway>}
 */
export async function startGateway(bodies) {
  const orders = new Map([...bodies].map(([uuid, body]) => [uuid, { body, calls: 0 }]));
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === "POST") {
      response.writeHead(201, { "content-type": "text/plain" }).end(token());
      return;
    }
    const known = orders.get(request.url?.split("/").at(-1) ?? "");
    if (!known) {
      response.writeHead(404).end();
      return;
    }
    known.calls += 1;
    const body = known.body.replace("{status}", `${CALL}${known.calls}.`);
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** @param {number} count */
async function order(count) {
  const names = Array.from({ length: count }, (_, index) => `host-${index}.shop.example.com`);
  const now = new Date().toISOString().replace("Z", "+0000");
  return {
    uuid: uuidWithNames(count),
    intermediateCA: { name: "DigiCert TLS RSA SHA256 2020 CA1", certhash: "52274c57ce4dee3b49db7a7ff708c040f771898b" },
    approverUserNames: ["doe_john", "poe_mary"],
    requesterUserName: "roe_jane",
    certificate: { commonName: names[0], organizationUnits: [], signatureHash: "SHA-256", encodedCSR: await csr(names), dnsNames: names },
    renewal: null,
    validity: { validityYears: null, validityDays: 199, customExpirationDate: null },
    digicertOrganization: { id: 525858, name: "Example" },
    digicertProductNameId: "ssl_multi_domain",
    digicertEVApproverUserIds: null,
    status: "SUBMITTED",
    caStatus: "{status}",
    created: now,
    updated: now,
  };
}

/**
 * @param {string[]} names
 * @param {"RSA" | "EC"} [kind]
 */
export async function csr(names, kind = "RSA") {
  const algorithm =
    kind === "RSA"
      ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 }
      : { name: "ECDSA", hash: "SHA-256", namedCurve: "P-256" };
  const keys = /** @type {CryptoKeyPair} */ (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]));
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    {
      name: `C=US, O=Example, CN=${names[0]}`,
      keys,
      signingAlgorithm: algorithm,
      extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: /** @type {const} */ ("dns"), value })))],
    },
    /** @type {Crypto} */ (webcrypto),
  );
  return request.toString("pem");
}

/** A token that nobody verifies. */
function token() {
  /** @param {object} part */
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const expires = Math.floor(Date.now() / 1000) + 4 * 3600;
  return `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub: "sandbox", exp: expires })}.c2lnbmF0dXJl`;
}
