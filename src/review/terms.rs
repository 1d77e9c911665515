//! Rules about what is ordered: how long the certificate is to live, the product, and what it renews. Pure.

use super::words::{day, number, quoted, said};
use super::{Context, FindingText};
use crate::order::{Field, RequestStatus, Timestamp, Validity};

/// The forms that are given.
fn forms(validity: &Validity) -> Vec<Field> {
    let mut forms = Vec::new();
    for (is_given, field) in [
        (validity.validity_years.is_some(), Field::ValidityYears),
        (validity.validity_days.is_some(), Field::ValidityDays),
        (validity.custom_expiration_date.is_some(), Field::CustomExpirationDate),
    ] {
        if is_given {
            forms.push(field);
        }
    }
    forms
}

pub(super) fn no_validity(context: &Context<'_>) -> Option<FindingText> {
    if !forms(&context.order.validity).is_empty() {
        return None;
    }
    said(
        &[
            "Nothing says how long the certificate is to be valid; CertView requires years, days or a date. Ask the \
           requester.",
        ],
        &[Field::ValidityYears, Field::ValidityDays, Field::CustomExpirationDate],
    )
}

pub(super) fn several_validities(context: &Context<'_>) -> Option<FindingText> {
    let forms = forms(&context.order.validity);
    if forms.len() < 2 {
        return None;
    }
    said(
        &[
            "How long the certificate is to be valid is said in more than one way, and CertView allows one only. Which \
           of them counts is not known; ask the requester.",
        ],
        &forms,
    )
}

/// When the certificate is issued, as far as that is known: an order that has ended is judged by its own time.
fn issued(context: &Context<'_>) -> Timestamp {
    let ended = context.order.status.as_ref().is_some_and(RequestStatus::is_final);
    context.order.updated.filter(|_| ended).unwrap_or(context.now)
}

/// The longest time asked for in days, and the field that asks.
fn days_asked(context: &Context<'_>) -> Option<(i64, Field)> {
    let validity = &context.order.validity;
    let until = validity.custom_expiration_date.map(|until| {
        // A day begun is a day (BR 6.3.2).
        -issued(context).days_since(until)
    });
    [
        (validity.validity_years.map(|years| i64::from(years) * 365), Field::ValidityYears),
        (validity.validity_days.map(i64::from), Field::ValidityDays),
        (until, Field::CustomExpirationDate),
    ]
    .into_iter()
    .filter_map(|(days, field)| Some((days?, field)))
    .max_by_key(|(days, _)| *days)
}

pub(super) fn validity_past(context: &Context<'_>) -> Option<FindingText> {
    let validity = &context.order.validity;
    if let Some(until) = validity.custom_expiration_date.filter(|until| *until <= issued(context)) {
        return said(
            &[
                "The certificate is to end on ",
                &day(until),
                ", which is past. It would never be valid; ask the requester for a new date.",
            ],
            &[Field::CustomExpirationDate],
        );
    }
    let field = match (validity.validity_years, validity.validity_days) {
        (Some(0), _) => Field::ValidityYears,
        (_, Some(0)) => Field::ValidityDays,
        _ => return None,
    };
    said(
        &["The certificate is to be valid for no time at all. Ask the requester how long is meant."],
        &[field],
    )
}

/// The longest a public authority may issue for on a day, and from when on that holds (BR 6.3.2).
fn limit(on: Timestamp) -> (i64, &'static str) {
    const STEPS: [(i64, i64, &str); 3] = [
        // Days are counted from 1970: 2029-03-15, 2027-03-15, 2026-03-15.
        (21_623, 47, " days from 2029-03-15 on"),
        (20_892, 100, " days from 2027-03-15 on"),
        (20_527, 200, " days from 2026-03-15 on"),
    ];
    let today = on.epoch_milliseconds().div_euclid(86_400_000);
    STEPS
        .into_iter()
        .find(|(since, ..)| today >= *since)
        .map_or((398, " days until 2026-03-14"), |(_, days, words)| (days, words))
}

pub(super) fn validity_too_long(context: &Context<'_>) -> Option<FindingText> {
    let (days, field) = days_asked(context)?;
    let (most, words) = limit(issued(context));
    if days <= most {
        return None;
    }
    said(
        &[
            &number(u32::try_from(days).unwrap_or(u32::MAX)),
            " days are asked for; a public authority may issue for at most ",
            &number(most as u32),
            words,
            ". The certificate will end sooner than asked: plan its replacement for then.",
        ],
        &[field],
    )
}

/// DigiCert's own limit, and since when.
const DIGICERT_MOST: i64 = 199;
const DIGICERT_SINCE: i64 = 1_771_891_200_000;

pub(super) fn validity_over_digicert(context: &Context<'_>) -> Option<FindingText> {
    let on = issued(context);
    let (days, field) = days_asked(context)?;
    if on.epoch_milliseconds() < DIGICERT_SINCE || days <= DIGICERT_MOST || days > limit(on).0 {
        return None;
    }
    said(
        &[
            &number(days as u32),
            " days are asked for; DigiCert has issued public certificates for at most 199 days since 2026-02-24. The \
             certificate will end sooner than asked: plan its replacement for then.",
        ],
        &[field],
    )
}

pub(super) fn no_ev_approvers(context: &Context<'_>) -> Option<FindingText> {
    let product = context.order.digicert_product_name_id.as_ref()?;
    if !product.is_extended_validation() || !context.order.digicert_ev_approver_user_ids.is_empty() {
        return None;
    }
    said(
        &[
            "The product ",
            &quoted(product.as_str()),
            " is Extended Validation, which needs an approver at DigiCert, and none is named. DigiCert will not issue \
             before one is.",
        ],
        &[Field::EvApproverUserIds, Field::ProductNameId],
    )
}

pub(super) fn renewal_without_order(context: &Context<'_>) -> Option<FindingText> {
    if context.order.renewal.as_ref()?.digicert_previous_order_id.is_some() {
        return None;
    }
    said(
        &[
            "This is a renewal that does not say which DigiCert order it renews. DigiCert would refuse it, or bill it \
           as a new one; ask the requester.",
        ],
        &[Field::PreviousOrderId],
    )
}

pub(super) fn renewal_without_certificate(context: &Context<'_>) -> Option<FindingText> {
    if context.order.renewal.as_ref()?.renewal_of_certificate.is_some() {
        return None;
    }
    said(
        &[
            "This is a renewal that does not say which certificate it renews; CertView requires that certificate's \
           hash. Ask the requester.",
        ],
        &[Field::RenewalOfCertificate],
    )
}

pub(super) fn renewal_hash_malformed(context: &Context<'_>) -> Option<FindingText> {
    let hash = context.order.renewal.as_ref()?.renewal_of_certificate.as_deref()?;
    if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    said(
        &[
            "The hash of the certificate to be renewed is ",
            &quoted(hash),
            ", which is not a SHA-256: 64 digits from 0 to 9 and a to f. CertView would not find the certificate; copy \
             the hash again.",
        ],
        &[Field::RenewalOfCertificate],
    )
}
