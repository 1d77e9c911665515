// The response, validated as it comes in.

import { z } from "zod";
import { toOrder } from "../../shared/order.js";

// The content security policy forbids the code that zod would generate.
z.config({ jitless: true });

const text = z.string().nullish();
const id = z.union([z.string(), z.number()]).nullish();
const texts = z.array(z.string()).nullish();
const count = z.number().nullish();

const Certificate = z.looseObject({
  commonName: text,
  dnsNames: texts,
  organizationUnits: texts,
  signatureHash: text,
  encodedCSR: text,
  csr: z.looseObject({ encodedCSR: text }).nullish(),
  autoGenerateCSR: z.boolean().nullish(),
  privateKey: text,
});

const OrderSchema = z.looseObject({
  uuid: z.uuid(),
  status: text,
  caStatus: text,
  intermediateCA: z.looseObject({ name: text, commonName: text, certhash: text, serialNumber: id }).nullish(),
  approverUserNames: texts,
  requesterUserName: text,
  certificate: Certificate.nullish(),
  renewal: z.looseObject({ digicertPreviousOrderId: id, renewalOfCertificate: text }).nullish(),
  validity: z.looseObject({ validityYears: count, validityDays: count, customExpirationDate: id }).nullish(),
  digicertOrganization: z.looseObject({ id, name: text }).nullish(),
  digicertProductNameId: id,
  digicertEVApproverUserIds: z.array(z.union([z.string(), z.number()])).nullish(),
  created: id,
  updated: id,
});

/** @param {unknown} response */
export function parseOrder(response) {
  const raw = OrderSchema.parse(response);
  return { raw, order: toOrder(raw) };
}
