#!/usr/bin/env node
// The command `certview-orders`: shows and reviews a certificate request, and decodes a CSR. Built on the package's public
// API.

import { readFile } from "node:fs/promises";
import process from "node:process";
import { parseArgs } from "node:util";
import { CertViewClient, CertViewError, decodeCsr, parseOrder, reviewOrder, verifyCsr, version } from "./node.js";
import { publicSuffixes } from "./public-suffixes.js";

/** @typedef {import("./index.js").Order} Order */
/** @typedef {import("./index.js").Csr} Csr */
/** @typedef {import("./index.js").Finding} Finding */
/** @typedef {{ json?: boolean, gateway?: string, "path-style"?: string }} Settings */

const HELP = `certview-orders ${version}: DigiCert certificate requests kept in Qualys CertView

  certview-orders show UUID           show a request
  certview-orders review UUID|FILE    review a request, or a saved response (JSON)
  certview-orders decode FILE         decode a certification request (PEM, base64 or DER)

FILE may be -, the standard input.

Options
  --json               print JSON
  --gateway URL        the gateway of your platform; also CERTVIEW_GATEWAY
  --path-style STYLE   auto (default), documented, sample, or a path that contains {uuid}
  -h, --help           show this
  --version            show the version

The token is read from CERTVIEW_TOKEN, else from the standard input; it is never an argument, since arguments can be
seen by others on the machine. NO_COLOR turns colours off.

Exit status: 0; 1 where the review has errors; 2 where something failed.
`;

const FAILED = 2;
const REVIEW_HAS_ERRORS = 1;
/** Longer input is no token. */
const LONGEST_TOKEN = 65_536;
const UUID = /^\s*(?:urn:uuid:)?\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?\s*$/i;

/** @type {Record<import("./index.js").SelfSignature, Style>} */
const VERDICTS = { valid: "green", invalid: "red", unsupported: "yellow" };

/** A mistake in how the command was called. */
class UsageError extends Error {}

// ---------------------------------------------------------------------------------------------------------------------
// Output

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
const colored = NO_COLOR ? false : FORCE_COLOR ? FORCE_COLOR !== "0" : process.stdout.isTTY === true && TERM !== "dumb";

/** @typedef {"bold" | "dim" | "red" | "yellow" | "green" | "blue"} Style */
/** @type {Record<Style, number>} */
const CODES = { bold: 1, dim: 2, red: 31, yellow: 33, green: 32, blue: 34 };

/**
 * @param {Style} style
 * @param {string} text
 */
const paint = (style, text) => (colored ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);

/**
 * Text from elsewhere: what would steer the terminal or reorder the line is spelled out.
 * @param {unknown} text
 */
const plain = (text) =>
  String(text).replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
  );

/** @param {string} text */
const print = (text) => process.stdout.write(`${text}\n`);

/** @param {unknown} value */
const printJson = (value) =>
  print(
    JSON.stringify(value, null, 2).replace(
      /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );

/**
 * A table of labels and values; a row without a value is left out.
 * @param {Array<[string, unknown]>} rows
 */
function printRows(rows) {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  for (const [label, value] of shown) {
    print(`  ${paint("dim", label.padEnd(width))}  ${value}`);
  }
}

/** @param {readonly unknown[]} values */
const list = (values) => values.map(plain).join(", ");

/** @param {unknown} value */
const optional = (value) => (value === null || value === undefined ? null : plain(value));

// ---------------------------------------------------------------------------------------------------------------------
// Commands

/**
 * @param {string} target
 * @param {Settings} settings
 */
async function show(target, settings) {
  const order = await readOrder(target, settings);
  if (settings.json) {
    printJson(order);
    return 0;
  }
  const { certificate, validity, intermediateCA, renewal, digicertOrganization } = order;
  print(paint("bold", plain(certificate.commonName ?? order.uuid)));
  printRows([
    ["Status", paint(statusStyle(order.status), plain(order.status ?? "not reported"))],
    ["CA status", optional(order.caStatus)],
    ["UUID", plain(order.uuid)],
    ["Names", list(certificate.dnsNames)],
    ["Organizational units", list(certificate.organizationUnits)],
    ["Product", optional(order.digicertProductNameId)],
    ["Organization", list([digicertOrganization.name, digicertOrganization.id].filter((value) => value !== null))],
    ["Validity", validityText(validity)],
    ["Signature hash", optional(certificate.signatureHash)],
    ["Intermediate CA", optional(intermediateCA.name ?? intermediateCA.commonName)],
    ["Renews", optional(renewal?.digicertPreviousOrderId ?? renewal?.renewalOfCertificate)],
    ["Requester", optional(order.requesterUserName)],
    ["Approvers", list(order.approverUserNames)],
    ["Created", optional(order.created)],
    ["Updated", optional(order.updated)],
    ["Private key", optional(certificate.privateKey)],
    ...order.notes.map(({ path, message }) => /** @type {[string, string]} */ (["Note", `${plain(path)}: ${plain(message)}`])),
  ]);
  return 0;
}

/**
 * @param {string} target
 * @param {Settings} settings
 */
async function review(target, settings) {
  const order = UUID.test(target) ? await readOrder(target, settings) : parseOrder(await readInput(target));
  const selfSignature = await verdict(order.certificate.encodedCSR);
  const findings = reviewOrder(order, { publicSuffixes, ...(selfSignature === undefined ? {} : { selfSignature }) });
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (settings.json) {
    printJson({ uuid: order.uuid, findings });
  } else {
    print(paint("bold", plain(order.certificate.commonName ?? order.uuid)));
    for (const finding of findings) {
      printFinding(finding);
    }
    print(findings.length === 0 ? paint("green", "No problems found") : count(findings));
  }
  return errors > 0 ? REVIEW_HAS_ERRORS : 0;
}

/**
 * @param {string} target
 * @param {Settings} settings
 */
async function decode(target, settings) {
  const input = await readInput(target);
  const csr = decodeCsr(input);
  const selfSignature = await verifyCsr(input);
  if (settings.json) {
    printJson({ ...csr, selfSignature });
    return 0;
  }
  const { publicKey, signatureAlgorithm } = csr;
  print(paint("bold", plain(csr.subject.find(({ name }) => name === "CN")?.value ?? "Certification request")));
  printRows([
    ["Subject", csr.subject.map(({ name, oid, value }) => `${name ?? oid}=${plain(value)}`).join(", ")],
    ["Key", [plain(publicKey.name ?? publicKey.oid), publicKey.bits && `${publicKey.bits} bits`].filter(Boolean).join(", ")],
    ["Signature", plain(signatureAlgorithm.name ?? signatureAlgorithm.oid)],
    ["Self-signature", paint(VERDICTS[selfSignature], selfSignature)],
    ...csr.extensions.map((extension) => /** @type {[string, string]} */ ([
      plain(extension.name ?? extension.oid),
      `${extensionText(extension.value)}${extension.critical ? " (critical)" : ""}`,
    ])),
    ["SHA-256", csr.sha256],
    ["SHA-256 of the key", csr.spkiSha256],
    ...csr.notes.map(({ expected }) => /** @type {[string, string]} */ (["Note", `expected ${plain(expected)}`])),
  ]);
  return 0;
}

/** @param {import("./index.js").ExtensionValue} extension */
function extensionText(extension) {
  switch (extension.kind) {
    case "subjectAltName":
      return extension.value
        .map((name) => (typeof name.value === "string" ? plain(name.value) : `${name.kind} ${plain(JSON.stringify(name.value))}`))
        .join(", ");
    case "extendedKeyUsage":
      return list(extension.value.map(({ name, oid }) => name ?? oid));
    case "keyUsage":
    case "tlsFeature":
      return list(extension.value);
    default:
      return plain(typeof extension.value === "string" ? extension.value : JSON.stringify(extension.value));
  }
}

/** @param {import("./index.js").Validity} validity */
function validityText({ validityYears, validityDays, customExpirationDate }) {
  if (customExpirationDate !== null) {
    return `until ${plain(customExpirationDate)}`;
  }
  const parts = [validityYears && `${validityYears} years`, validityDays && `${validityDays} days`];
  return parts.filter(Boolean).join(", ");
}

/**
 * @param {string | null} status
 * @returns {Style}
 */
function statusStyle(status) {
  switch (status) {
    case "ISSUED":
    case "APPROVED":
      return "green";
    case "REJECTED":
    case "CANCELLED":
      return "red";
    default:
      return "yellow";
  }
}

/** @param {Finding} finding */
function printFinding({ check, severity, title, text, source }) {
  /** @type {Record<string, Style>} */
  const styles = { error: "red", warning: "yellow" };
  print(`${paint(styles[severity] ?? "blue", severity)}  ${paint("bold", plain(title))}`);
  print(`  ${plain(text)}`);
  print(paint("dim", `  ${check} · ${source.title}${source.section && `, ${source.section}`}`));
}

/** @param {readonly Finding[]} findings */
function count(findings) {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const many = (/** @type {number} */ number, /** @type {string} */ word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const others = findings.length - errors - warnings;
  return `${many(errors, "error")}, ${many(warnings, "warning")}, ${others} for information`;
}

/**
 * The verdict on a CSR's signature; none without a CSR that can be read.
 * @param {string | null} csr
 */
async function verdict(csr) {
  try {
    return csr === null ? undefined : await verifyCsr(csr);
  } catch {
    // The review reports a CSR that cannot be read.
    return undefined;
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Input

/**
 * @param {string} uuid
 * @param {Settings} settings
 */
async function readOrder(uuid, settings) {
  const baseUrl = settings.gateway ?? process.env.CERTVIEW_GATEWAY;
  if (!baseUrl) {
    throw new UsageError("Name the gateway of your platform: --gateway URL, or CERTVIEW_GATEWAY.");
  }
  const pathStyle = settings["path-style"];
  const options = { baseUrl, token: await readToken(), ...(pathStyle === undefined ? {} : { pathStyle }) };
  return new CertViewClient(options).getOrder(uuid);
}

async function readToken() {
  if (process.env.CERTVIEW_TOKEN) {
    return process.env.CERTVIEW_TOKEN;
  }
  if (process.stdin.isTTY) {
    throw new UsageError("There is no token: set CERTVIEW_TOKEN, or pass it to the standard input.");
  }
  const token = (await readInput("-")).toString("utf8");
  if (token.length > LONGEST_TOKEN) {
    throw new UsageError("The standard input is longer than any token.");
  }
  if (token.trim() === "") {
    throw new UsageError("There is no token: CERTVIEW_TOKEN is not set, and the standard input is empty.");
  }
  return token;
}

/**
 * A file, or the standard input.
 * @param {string} name
 */
async function readInput(name) {
  if (name !== "-") {
    return readFile(name).catch((error) => {
      throw new UsageError(`${name} cannot be read (${error.code ?? error.message}).`);
    });
  }
  const chunks = [];
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// ---------------------------------------------------------------------------------------------------------------------
// The command line

const COMMANDS = { show, review, decode };

/** @param {string[]} parameters */
async function run(parameters) {
  const { values, positionals } = parse(parameters);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.version) {
    print(version);
    return 0;
  }
  const [name, target, ...more] = positionals;
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[/** @type {keyof typeof COMMANDS} */ (name)] : undefined;
  if (command === undefined || target === undefined || more.length > 0) {
    throw new UsageError("Expected a command and what it is about; `certview-orders --help` shows them.");
  }
  return command(target, values);
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        gateway: { type: "string" },
        "path-style": { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

// The reader of the output may stop reading it, as `head` does.
process.stdout.on("error", (error) => {
  process.exit(/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE" ? 0 : FAILED);
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const code = error instanceof CertViewError ? `${error.code}: ` : "";
  const gateway = error instanceof CertViewError && error.gatewayMessage ? ` The gateway's message: ${error.gatewayMessage}` : "";
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`certview-orders: ${code}${plain(message + gateway)}\n`);
  process.exitCode = FAILED;
}
