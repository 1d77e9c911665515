// The checks that a page of this size usually has: a dozen, where ours runs some sixty. Pure.

import { allNames } from "./order.js";

/** @typedef {import("./order.js").Order} Order */
/** @typedef {import("./csr.js").Csr} Csr */
/** @typedef {{ severity: "error" | "warning", title: string, text: string }} Finding */
/** @typedef {Finding & { applies: (order: Order, csr: Csr | null) => boolean }} Check */

/** @type {Check[]} */
export const CHECKS = [
  {
    severity: "error",
    title: "RSA key too short",
    text: "Public CAs accept RSA keys of 2048 bits and more. Submit a request with a new key.",
    applies: (_, csr) => csr?.keyAlgorithm === "RSA" && csr.keyBits < 2048,
  },
  {
    severity: "error",
    title: "No names requested",
    text: "The request has neither a common name nor DNS names.",
    applies: (order) => allNames(order).length === 0,
  },
  {
    severity: "error",
    title: "Name without a domain",
    text: "Public CAs issue for fully qualified domain names only.",
    applies: (order) => isPublic(order) && allNames(order).some((name) => !name.includes(".")),
  },
  {
    severity: "error",
    title: "Reserved name",
    text: "Names below .local, .internal and .test cannot be validated.",
    applies: (order) => isPublic(order) && allNames(order).some((name) => /\.(local|internal|test)$/i.test(name)),
  },
  {
    severity: "warning",
    title: "Common name not among the DNS names",
    text: "Clients read the alternative names only.",
    applies: (order) => Boolean(order.commonName) && order.dnsNames.length > 0 && !order.dnsNames.includes(order.commonName),
  },
  {
    severity: "warning",
    title: "Validity longer than a public CA grants",
    text: "Public TLS certificates are limited to 200 days.",
    applies: (order) => isPublic(order) && ((order.validityYears ?? 0) >= 1 || (order.validityDays ?? 0) > 200),
  },
  {
    severity: "warning",
    title: "The request contains an organizational unit",
    text: "Public certificates have not contained organizational units since 2022.",
    applies: (order) => isPublic(order) && order.organizationUnits.length > 0,
  },
  {
    severity: "warning",
    title: "Requester is the only approver",
    text: "Nobody else looks at the request before it is approved.",
    applies: (order) => order.approvers.length === 1 && order.approvers[0] === order.requester,
  },
  {
    severity: "warning",
    title: "No approver reported",
    text: "Only PKI administrators and managers can act.",
    applies: (order) => order.status === "SUBMITTED" && order.approvers.length === 0,
  },
  {
    severity: "warning",
    title: "SHA-1 signature",
    text: "The CSR is signed with SHA-1, which is no longer collision resistant.",
    applies: (_, csr) => csr?.hash === "SHA-1",
  },
  {
    severity: "warning",
    title: "EV request without EV approvers",
    text: "DigiCert asks EV approvers of the organization for their consent.",
    applies: (order) => order.productNameId.split("_").includes("ev") && order.evApproverUserIds.length === 0,
  },
  {
    severity: "warning",
    title: "Waiting for more than a week",
    text: "The request has been waiting for an approver for more than seven days.",
    applies: (order) => order.status === "SUBMITTED" && Date.now() - Number(order.created) > 7 * 86_400_000,
  },
];

/** @param {Order} order */
function isPublic(order) {
  return order.productNameId.startsWith("ssl_");
}

/**
 * @param {Order} order
 * @param {Csr | null} csr
 * @returns {Finding[]}
 */
export function review(order, csr) {
  return CHECKS.filter((check) => check.applies(order, csr));
}
