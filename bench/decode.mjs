// Decoding a CSR, and reading and reviewing a request, through JavaScript: the npm package beside the decoders that
// JavaScript has, in alternated rounds of one process.

import "reflect-metadata";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import jsrsasign from "jsrsasign";
import forge from "node-forge";
import * as pkijs from "pkijs";
import { csr, ordersWithNames } from "./lib/gateway.mjs";
import { options } from "./lib/options.mjs";
import { PACKAGE } from "./lib/paths.mjs";
import { writeResults } from "./lib/results.mjs";
import { alternated, summarize } from "./lib/stats.mjs";

/** @typedef {import("./lib/stats.mjs").Summary} Summary */
/** @typedef {{ name: string, decodesNames: boolean, decode: (pem: string) => unknown }} Decoder */

/** How long one decoder is measured in a round. */
const SLICE_MS = 60;

/** @param {string} pem */
function toDer(pem) {
  const bytes = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ""), "base64");
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

/**
 * Each reads the same out of a CSR: subject, key, and the alternative names one by one.
 * @param {any} ours
 * @returns {Decoder[]}
 */
function decoders(ours) {
  return [
    { name: "ours", decodesNames: true, decode: (pem) => ours.decodeCsr(pem) },
    {
      name: "@peculiar/x509",
      decodesNames: true,
      decode(pem) {
        const request = new x509.Pkcs10CertificateRequest(pem);
        const names = request.extensions.find((extension) => extension instanceof x509.SubjectAlternativeNameExtension);
        return [request.subjectName.toJSON(), request.publicKey.algorithm, names?.names.toJSON()];
      },
    },
    {
      name: "pkijs",
      decodesNames: true,
      decode(pem) {
        const request = pkijs.CertificationRequest.fromBER(toDer(pem));
        const attribute = request.attributes?.find((attribute) => attribute.type === "1.2.840.113549.1.9.14");
        const extensions = new pkijs.Extensions({ schema: attribute?.values[0] });
        const names = extensions.extensions.find((extension) => extension.extnID === "2.5.29.17")?.parsedValue;
        return [
          request.subject.typesAndValues.map(({ type, value }) => [type, value.valueBlock.value]),
          request.subjectPublicKeyInfo.parsedKey,
          names.altNames.map((/** @type {{ value: string }} */ name) => name.value),
        ];
      },
    },
    { name: "jsrsasign", decodesNames: true, decode: (pem) => /** @type {any} */ (jsrsasign).KJUR.asn1.csr.CSRUtil.getParam(pem) },
    {
      // Leaves the extension as it came, and reads RSA keys only.
      name: "node-forge",
      decodesNames: false,
      decode(pem) {
        const request = forge.pki.certificationRequestFromPem(pem);
        return [request.subject.attributes, request.publicKey, request.attributes];
      },
    },
  ];
}

/** @param {number} rounds */
export async function measureDecoding(rounds) {
  const ours = await import(pathToFileURL(join(PACKAGE, "node.js")).href);
  await ours.default();
  const names = (/** @type {number} */ count) => Array.from({ length: count }, (_, index) => `host-${index}.example.com`);
  const requests = {
    "RSA 2048, 2 names": await csr(names(2)),
    "P-256, 2 names": await csr(names(2), "EC"),
    "RSA 2048, 300 names": await csr(names(300)),
  };
  /** @type {Record<string, Record<string, Summary | null>>} microseconds; null where the decoder refuses it */
  const decode = {};
  for (const [title, pem] of Object.entries(requests)) {
    const able = decoders(ours).filter(({ decode }) => isAble(() => decode(pem)));
    const times = measure(able.map(({ name, decode }) => ({ name, run: () => decode(pem) })), rounds);
    decode[title] = Object.fromEntries(decoders(ours).map(({ name }) => [name, times[name] ?? null]));
    print(`decode ${title}`, decode[title]);
  }
  /** @type {Record<string, Record<string, Summary | null>>} */
  const calls = {};
  for (const [count, body] of (await ordersWithNames([2, 300])).entries()) {
    const order = ours.parseOrder(body);
    const title = `${order.certificate.dnsNames.length} names`;
    calls[title] = measure(
      [
        { name: "parseOrder", run: () => ours.parseOrder(body) },
        { name: "JSON.parse", run: () => JSON.parse(body) },
        { name: "reviewOrder", run: () => ours.reviewOrder(order, { now: new Date() }) },
      ],
      rounds,
    );
    print(`calls on ${count}`, calls[title]);
  }
  const partial = decoders(ours)
    .filter(({ decodesNames }) => !decodesNames)
    .map(({ name }) => name);
  writeResults("decode", rounds, { decode, calls, partial });
}

/** @param {() => unknown} run */
function isAble(run) {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {{ name: string, run: () => unknown }[]} candidates
 * @param {number} rounds
 * @returns {Record<string, Summary>} microseconds a call
 */
function measure(candidates, rounds) {
  /** @type {Map<string, number[]>} */
  const times = new Map(candidates.map(({ name }) => [name, []]));
  // The first round warms the code and does not count.
  for (let round = -1; round < rounds; round++) {
    for (const { name, run } of alternated(candidates, round + 1)) {
      const start = performance.now();
      let calls = 0;
      do {
        run();
        calls += 1;
      } while (performance.now() - start < SLICE_MS);
      if (round >= 0) {
        times.get(name)?.push(((performance.now() - start) * 1000) / calls);
      }
    }
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, summarize(values)]));
}

/**
 * @param {string} what
 * @param {Record<string, Summary | null>} row
 */
function print(what, row) {
  const texts = Object.entries(row).map(([name, summary]) => `${name} ${summary ? `${summary.median.toFixed(1)} µs` : "–"}`);
  console.log(`${what}: ${texts.join(", ")}`);
}

if (process.argv[1]?.endsWith("decode.mjs")) {
  await measureDecoding(options().rounds);
}
