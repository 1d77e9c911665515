// A certificate request as CertView reports it, and what a page shows of it. Pure, and shared by the peers: what is
// compared is how the pages are built and delivered, not who has the shorter texts.

/**
 * @typedef {object} Order
 * @property {string} uuid
 * @property {string} status as it came; empty where none is reported
 * @property {string} caStatus
 * @property {string} commonName
 * @property {string[]} dnsNames
 * @property {string[]} organizationUnits
 * @property {string} signatureHash
 * @property {string} encodedCsr
 * @property {boolean | null} autoGenerateCsr
 * @property {boolean} hasPrivateKey
 * @property {number | null} validityYears
 * @property {number | null} validityDays
 * @property {Date | null} customExpirationDate
 * @property {string} caName
 * @property {string} caCommonName
 * @property {string} caCerthash
 * @property {string} caSerialNumber
 * @property {string} productNameId
 * @property {string} organizationId
 * @property {string} organizationName
 * @property {string[]} evApproverUserIds
 * @property {string} requester
 * @property {string[]} approvers
 * @property {boolean} isRenewal
 * @property {string} previousOrderId
 * @property {string} renewalOfCertificate
 * @property {Date | null} created
 * @property {Date | null} updated
 */

/** @typedef {{ kind: "text" | "code" | "secret", text: string } | { kind: "names" | "texts", texts: string[] } | { kind: "time", at: Date }} FieldValue */
/** @typedef {{ path: string, label: string, value: FieldValue | null }} FieldRow */
/** @typedef {{ id: string, title: string, rows: FieldRow[] }} FieldSection */
/** @typedef {"done" | "current" | "complete" | "stopped" | "pending"} StageState */
/** @typedef {{ label: string, system: string, state: StageState, reached: Date | null }} Stage */
/** @typedef {{ stages: Stage[], summary: string, next: string }} Progress */
/** @typedef {{ about: string, tone: string, icon: string, text: string }} BadgeFacts */

/**
 * @param {any} raw the parsed JSON
 * @returns {Order}
 */
export function toOrder(raw) {
  const certificate = raw.certificate ?? {};
  const ca = raw.intermediateCA ?? {};
  const validity = raw.validity ?? {};
  const organization = raw.digicertOrganization ?? {};
  return {
    uuid: text(raw.uuid),
    status: text(raw.status),
    caStatus: text(raw.caStatus),
    commonName: text(certificate.commonName),
    dnsNames: texts(certificate.dnsNames),
    organizationUnits: texts(certificate.organizationUnits),
    signatureHash: text(certificate.signatureHash),
    encodedCsr: text(certificate.encodedCSR ?? certificate.csr?.encodedCSR),
    autoGenerateCsr: certificate.autoGenerateCSR ?? null,
    hasPrivateKey: Boolean(certificate.privateKey),
    validityYears: validity.validityYears ?? null,
    validityDays: validity.validityDays ?? null,
    customExpirationDate: time(validity.customExpirationDate),
    caName: text(ca.name),
    caCommonName: text(ca.commonName),
    caCerthash: text(ca.certhash),
    caSerialNumber: text(ca.serialNumber),
    productNameId: text(raw.digicertProductNameId),
    organizationId: text(organization.id ?? raw.digicertOrganizationId),
    organizationName: text(organization.name),
    evApproverUserIds: texts(raw.digicertEVApproverUserIds),
    requester: text(raw.requesterUserName),
    approvers: texts(raw.approverUserNames),
    isRenewal: raw.renewal != null,
    previousOrderId: text(raw.renewal?.digicertPreviousOrderId),
    renewalOfCertificate: text(raw.renewal?.renewalOfCertificate),
    created: time(raw.created),
    updated: time(raw.updated),
  };
}

/** @param {unknown} value */
function text(value) {
  return value === null || value === undefined ? "" : String(value);
}

/** @param {unknown} value */
function texts(value) {
  return Array.isArray(value) ? value.map(String) : [];
}

/** @param {unknown} value `2020-09-01T10:44:09.234+0000`, with or without a colon in the offset, or milliseconds */
function time(value) {
  if (value === null || value === undefined || value === "") {
    return null;
  }
  const at = new Date(typeof value === "number" ? value : String(value).replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(at.getTime()) ? null : at;
}

/** @type {Record<string, [string, string, string]>} */
const STATUSES = {
  SUBMITTED: ["Submitted", "warning", "clock"],
  APPROVED: ["Approved", "active", "check"],
  ISSUED: ["Issued", "good", "seal"],
  REJECTED: ["Rejected", "bad", "cross"],
  CANCELLED: ["Cancelled", "neutral", "ban"],
};

/** @param {string} status */
export function statusLabel(status) {
  return STATUSES[status]?.[0] ?? (status || "Status not reported");
}

/** @param {Order} order */
export function allNames(order) {
  return [...new Set([order.commonName, ...order.dnsNames].filter(Boolean))];
}

/**
 * @param {Order} order
 * @returns {BadgeFacts[]}
 */
export function badges(order) {
  const [, tone, icon] = STATUSES[order.status] ?? ["", "neutral", "question"];
  const product = order.productNameId;
  const list = [{ about: "Request status", tone, icon, text: statusLabel(order.status) }];
  if (order.caStatus) {
    list.push({ about: "CA status", tone: "neutral", icon: "info", text: `CA: ${order.caStatus}` });
  }
  const [trustIcon, trust] = product.startsWith("private_")
    ? ["lock", "Private trust"]
    : product.startsWith("ssl_")
      ? ["globe", "Public trust"]
      : ["question", "Trust not known"];
  list.push({ about: "Trust", tone: "neutral", icon: trustIcon, text: trust });
  if (product) {
    list.push({ about: "Product", tone: "neutral", icon: "tag", text: product });
    if (product.split("_").includes("ev")) {
      list.push({ about: "Validation", tone: "neutral", icon: "seal", text: "Extended validation" });
    }
  }
  if (order.isRenewal) {
    list.push({ about: "Kind", tone: "neutral", icon: "refresh", text: "Renewal" });
  }
  return list;
}

/**
 * @param {Order} order
 * @returns {Progress}
 */
export function progress(order) {
  const { requester, approvers } = order;
  const by = requester ? ` by ${requester}` : "";
  /** @type {(label: string, state: StageState, reached: Date | null) => Stage} */
  const stage = (label, state, reached) => {
    return { label, system: label === "Issued" ? "DigiCert" : "CertView", state, reached };
  };
  /** @param {StageState} state */
  const submitted = (state) => stage("Submitted", state, order.created);
  switch (order.status) {
    case "SUBMITTED":
      return {
        stages: [submitted("current"), stage("Approved", "pending", null), stage("Issued", "pending", null)],
        summary: `Submitted${by}, waiting for approval.`,
        next: approvers.length
          ? `${alternatives(approvers)} can approve, reject or cancel it; so can any PKI administrator or manager.`
          : "No approver is reported. Any PKI administrator or manager can approve, reject or cancel it.",
      };
    case "APPROVED":
      return {
        stages: [submitted("done"), stage("Approved", "current", null), stage("Issued", "pending", null)],
        summary: `Submitted${by} and approved; now with DigiCert.`,
        next:
          "DigiCert issues the certificate once its own checks of domains and organization are complete. CertView " +
          "does not report which of them are open.",
      };
    case "ISSUED":
      return {
        stages: [submitted("done"), stage("Approved", "done", null), stage("Issued", "complete", order.updated)],
        summary: `Submitted${by}, approved, and issued by DigiCert.`,
        next: "Nobody has to act. The certificate can be installed.",
      };
    case "REJECTED":
      return {
        stages: [submitted("done"), stage("Rejected", "stopped", order.updated)],
        summary: `Submitted${by} and rejected by an approver.`,
        next:
          `${requester || "The requester"} can ask the approver for the reason, which CertView does not report, ` +
          "and submit a new request.",
      };
    case "CANCELLED":
      return {
        stages: [submitted("done"), stage("Cancelled", "stopped", order.updated)],
        summary: `Submitted${by} and cancelled before approval.`,
        next: "Nobody has to act. If the certificate is still needed, submit a new request.",
      };
    case "":
      return {
        stages: [stage("Status not reported", "current", null)],
        summary: "CertView reports no status for this request.",
        next: "Not known. An approver or a PKI administrator can look the request up in CertView.",
      };
    default:
      return {
        stages: [submitted("done"), stage(order.status, "current", null)],
        summary: `CertView reports the status “${order.status}”, which this page does not know.`,
        next: "Not known. An approver or a PKI administrator can look the status up in CertView.",
      };
  }
}

/** @param {string[]} users */
function alternatives(users) {
  return users.length === 1 ? users[0] : `${users.slice(0, -1).join(", ")} or ${users.at(-1)}`;
}

/** @param {Order} order */
export function requestedValidity(order) {
  const parts = [
    counted(order.validityYears, "year"),
    counted(order.validityDays, "day"),
    order.customExpirationDate && `until ${order.customExpirationDate.toISOString().slice(0, 10)}`,
  ];
  return parts.filter(Boolean).join(", ") || "not reported";
}

/**
 * @param {number | null} count
 * @param {string} unit
 */
function counted(count, unit) {
  return count === null ? "" : `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/**
 * @param {Order} order
 * @returns {FieldSection[]}
 */
export function fieldSections(order) {
  /** @type {(kind: "text" | "code" | "secret", text: string) => FieldValue | null} */
  const one = (kind, text) => (text ? { kind, text } : null);
  /** @type {(kind: "names" | "texts", texts: string[]) => FieldValue | null} */
  const many = (kind, texts) => (texts.length ? { kind, texts } : null);
  /** @type {(at: Date | null) => FieldValue | null} */
  const moment = (at) => at && { kind: "time", at };
  /** @type {(path: string, label: string, value: FieldValue | null) => FieldRow} */
  const row = (path, label, value) => ({ path, label, value });
  const generated = order.autoGenerateCsr === null ? "" : order.autoGenerateCsr ? "Yes, by Qualys" : "No";
  const sections = [
    {
      id: "certificate",
      title: "Certificate",
      rows: [
        row("certificate.commonName", "Common name", one("text", order.commonName)),
        row("certificate.dnsNames", "DNS names", many("names", order.dnsNames)),
        row("certificate.organizationUnits", "Organization units", many("texts", order.organizationUnits)),
        row("certificate.signatureHash", "Signature hash", one("text", order.signatureHash)),
        row("certificate.autoGenerateCSR", "Auto-generated CSR", one("text", generated)),
        row("certificate.privateKey", "Private key", one("secret", order.hasPrivateKey ? "Delivered" : "")),
      ],
    },
    {
      id: "validity",
      title: "Validity",
      rows: [
        row("validity.validityYears", "Validity years", one("text", counted(order.validityYears, "year"))),
        row("validity.validityDays", "Validity days", one("text", counted(order.validityDays, "day"))),
        row("validity.customExpirationDate", "Custom expiration date", moment(order.customExpirationDate)),
      ],
    },
    {
      id: "issuer",
      title: "Issuer",
      rows: [
        row("intermediateCA.name", "Intermediate CA", one("text", order.caName)),
        row("intermediateCA.commonName", "Intermediate CA common name", one("text", order.caCommonName)),
        row("intermediateCA.certhash", "Certificate hash", one("code", order.caCerthash)),
        row("intermediateCA.serialNumber", "Serial number", one("code", order.caSerialNumber)),
      ],
    },
    {
      id: "digicert",
      title: "DigiCert",
      rows: [
        row("digicertProductNameId", "Product name id", one("code", order.productNameId)),
        row("digicertOrganization.id", "Organization id", one("code", order.organizationId)),
        row("digicertOrganization.name", "Organization", one("text", order.organizationName)),
        row("digicertEVApproverUserIds", "EV approver user ids", many("texts", order.evApproverUserIds)),
        row("caStatus", "CA status", one("text", order.caStatus)),
      ],
    },
    {
      id: "people",
      title: "People and dates",
      rows: [
        row("requesterUserName", "Requester", one("text", order.requester)),
        row("approverUserNames", "Approvers", many("texts", order.approvers)),
        row("status", "Status", one("text", order.status && statusLabel(order.status))),
        row("created", "Created", moment(order.created)),
        row("updated", "Updated", moment(order.updated)),
        row("uuid", "UUID", one("code", order.uuid)),
      ],
    },
  ];
  if (order.isRenewal) {
    sections.push({
      id: "renewal",
      title: "Renewal",
      rows: [
        row("renewal.digicertPreviousOrderId", "DigiCert previous order id", one("code", order.previousOrderId)),
        row("renewal.renewalOfCertificate", "Renewal of certificate", one("code", order.renewalOfCertificate)),
      ],
    });
  }
  return sections;
}

/**
 * The text that the copy button of a field copies.
 * @param {FieldValue} value
 */
export function copiedText(value) {
  switch (value.kind) {
    case "names":
    case "texts":
      return value.texts.join("\n");
    case "time":
      return value.at.toISOString();
    case "secret":
      return "";
    default:
      return value.text;
  }
}

/**
 * The response without private keys, for the raw view.
 * @param {unknown} raw
 */
export function rawText(raw) {
  return JSON.stringify(raw, (key, value) => (key === "privateKey" && value ? "(not shown)" : value), 2);
}
