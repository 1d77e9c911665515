//! Checks of the product, the issuing CA, the organization and the renewal. Pure.

use super::text::{finding, list, quoted, quoted_list};
use super::{Context, FindingText};
use crate::order::{DigicertId, Field, ProductKind, Renewal};

pub(super) fn mandatory_missing(context: &Context<'_>) -> Option<FindingText> {
    let order = context.order;
    let ca = &order.intermediate_ca;
    let product = order.digicert_product_name_id.as_ref();
    // Certificates of a domain or a mailbox have no organization.
    let needs_organization = !product.is_some_and(DigicertId::is_domain_validation)
        && !matches!(context.product, ProductKind::SecureEmail | ProductKind::Client);
    let fields = [
        (order.certificate.signature_hash.is_none(), Field::SignatureHash),
        (product.is_none(), Field::ProductNameId),
        (needs_organization && order.digicert_organization.id.is_none(), Field::OrganizationId),
        (
            [&ca.name, &ca.common_name, &ca.certhash, &ca.serial_number].into_iter().all(Option::is_none),
            Field::IntermediateCaName,
        ),
    ];
    let fields: Vec<Field> =
        fields.into_iter().filter_map(|(is_missing, field)| is_missing.then_some(field)).collect();
    let labels = list(fields.iter().map(|field| field.label()))?;
    finding(
        format!(
            "The request does not report what CertView requires: {labels}. It may not have been stored completely. Look \
             it up in CertView before you approve."
        ),
        &fields,
    )
}

pub(super) fn no_ev_approvers(context: &Context<'_>) -> Option<FindingText> {
    let product = context.order.digicert_product_name_id.as_ref()?;
    if !product.is_extended_validation() || !context.order.digicert_ev_approver_user_ids.is_empty() {
        return None;
    }
    finding(
        format!(
            "The product {} is Extended Validation, and the request names no EV approver. DigiCert will not issue until \
             an EV approver is named. Ask the requester to name one.",
            quoted(product.as_str())
        ),
        &[Field::EvApproverUserIds, Field::ProductNameId],
    )
}

/// DigiCert's issuing CAs below the three G1 roots that Chrome and Firefox stopped trusting on 2026-04-15.
const G1_ISSUERS: [&str; 15] = [
    "DigiCert TLS RSA SHA256 2020 CA1",
    "DigiCert TLS Hybrid ECC SHA384 2020 CA1",
    "DigiCert SHA2 Secure Server CA",
    "DigiCert SHA2 High Assurance Server CA",
    "DigiCert SHA2 Extended Validation Server CA",
    "GeoTrust RSA CA 2018",
    "GeoTrust ECC CA 2018",
    "GeoTrust EV RSA CA 2018",
    "GeoTrust EV ECC CA 2018",
    "GeoTrust TLS DV RSA Mixed SHA256 2020 CA-1",
    "RapidSSL RSA CA 2018",
    "RapidSSL TLS DV RSA Mixed SHA256 2020 CA-1",
    "Thawte RSA CA 2018",
    "Thawte ECC CA 2018",
    "Thawte EV RSA CA 2018",
];

pub(super) fn distrusted_issuer(context: &Context<'_>) -> Option<FindingText> {
    let ca = &context.order.intermediate_ca;
    let names = [(&ca.name, Field::IntermediateCaName), (&ca.common_name, Field::IntermediateCaCommonName)];
    let names = names.into_iter().filter_map(|(name, field)| Some((name.as_deref()?, field)));
    let is_g1 = |name: &str| G1_ISSUERS.iter().any(|issuer| issuer.eq_ignore_ascii_case(name.trim()));
    let is_test = |name: &str| name.split_whitespace().any(|word| word.eq_ignore_ascii_case("test"));
    let found: Vec<(&str, Field)> = names.filter(|(name, _)| is_g1(name) || is_test(name)).collect();
    let fields: Vec<Field> = found.iter().map(|(_, field)| *field).collect();
    let (name, _) = found.first()?;
    let quoted = quoted(name);
    let text = if is_g1(name) {
        format!(
            "The issuing CA is {quoted}, which is below one of DigiCert's G1 roots. Chrome and Firefox have not trusted those roots since 2026-04-15, so visitors would get a warning. Ask for an issuing CA of the G2 or G3 \
             hierarchy."
        )
    } else {
        format!(
            "The issuing CA is {quoted}, which is a test CA by its name. Browsers do not trust test CAs. Ask for a \
             production CA, or confirm that this is a test."
        )
    };
    finding(text, &fields)
}

pub(super) fn organizational_unit(context: &Context<'_>) -> Option<FindingText> {
    let units = &context.order.certificate.organization_units;
    let quoted = quoted_list(units.iter().map(String::as_str))?;
    let what = if units.len() == 1 { "the organizational unit" } else { "organizational units:" };
    finding(
        format!(
            "The request contains {what} {quoted}. Public certificates may not contain one since 2022-09-01, so \
             DigiCert will omit it. Do not rely on it."
        ),
        &[Field::OrganizationUnits],
    )
}

/// The renewal, unless it reports nothing at all.
fn renewal<'a>(context: &Context<'a>) -> Option<&'a Renewal> {
    let is_reported = |renewal: &&Renewal| {
        renewal.digicert_previous_order_id.is_some() || renewal.renewal_of_certificate.is_some()
    };
    context.order.renewal.as_ref().filter(is_reported)
}

pub(super) fn renewal_without_order(context: &Context<'_>) -> Option<FindingText> {
    if renewal(context)?.digicert_previous_order_id.is_some() {
        return None;
    }
    finding(
        "The request is a renewal and does not say which DigiCert order it renews. DigiCert may refuse it, or bill it as \
         a new order. Ask the requester for the order id.",
        &[Field::PreviousOrderId],
    )
}

pub(super) fn renewal_without_certificate(context: &Context<'_>) -> Option<FindingText> {
    if renewal(context)?.renewal_of_certificate.is_some() {
        return None;
    }
    finding(
        "The request is a renewal and does not say which certificate it renews. CertView requires the hash of that \
         certificate. Ask the requester for it.",
        &[Field::RenewalOfCertificate],
    )
}

pub(super) fn malformed_renewal_hash(context: &Context<'_>) -> Option<FindingText> {
    let hash = renewal(context)?.renewal_of_certificate.as_deref()?;
    if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    finding(
        format!(
            "The hash of the renewed certificate is {}. It is not a SHA-256 hash, which has 64 hexadecimal digits, so \
             CertView cannot find the certificate. Copy the hash again.",
            quoted(hash)
        ),
        &[Field::RenewalOfCertificate],
    )
}
