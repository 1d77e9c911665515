//! Rules about what is ordered: how long the certificate is to live, the product, and what it renews. Pure.

use super::words::{day, number, quoted, said};
use super::{Case, Said};
use crate::order::{RequestStatus, Timestamp, Validity};

const YEARS: &str = "validity.validityYears";
const DAYS: &str = "validity.validityDays";
const UNTIL: &str = "validity.customExpirationDate";
const RENEWED: &str = "renewal.renewalOfCertificate";

/// The forms that are given.
fn forms(validity: &Validity) -> Vec<&'static str> {
    let mut forms = Vec::new();
    for (is_given, field) in [
        (validity.validity_years.is_some(), YEARS),
        (validity.validity_days.is_some(), DAYS),
        (validity.custom_expiration_date.is_some(), UNTIL),
    ] {
        if is_given {
            forms.push(field);
        }
    }
    forms
}

pub(super) fn no_validity(case: &Case<'_>) -> Option<Said> {
    if !forms(&case.order.validity).is_empty() {
        return None;
    }
    said(
        &[
            "Nothing says how long the certificate is to be valid; CertView requires years, days or a date. Ask the \
           requester.",
        ],
        &[YEARS, DAYS, UNTIL],
    )
}

pub(super) fn several_validities(case: &Case<'_>) -> Option<Said> {
    let forms = forms(&case.order.validity);
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
fn issued(case: &Case<'_>) -> Timestamp {
    let ended = case.order.status.as_ref().is_some_and(RequestStatus::is_final);
    case.order.updated.filter(|_| ended).unwrap_or(case.now)
}

/// The longest time asked for in days, and the field that asks.
fn days_asked(case: &Case<'_>) -> Option<(i64, &'static str)> {
    let validity = &case.order.validity;
    let until = validity.custom_expiration_date.map(|until| {
        // A day begun is a day (BR 6.3.2).
        -issued(case).days_since(until)
    });
    [
        (validity.validity_years.map(|years| i64::from(years) * 365), YEARS),
        (validity.validity_days.map(i64::from), DAYS),
        (until, UNTIL),
    ]
    .into_iter()
    .filter_map(|(days, field)| Some((days?, field)))
    .max_by_key(|(days, _)| *days)
}

pub(super) fn validity_past(case: &Case<'_>) -> Option<Said> {
    let validity = &case.order.validity;
    if let Some(until) = validity.custom_expiration_date.filter(|until| *until <= issued(case)) {
        return said(
            &[
                "The certificate is to end on ",
                &day(until),
                ", which is past. It would never be valid; ask the requester for a new date.",
            ],
            &[UNTIL],
        );
    }
    let field = match (validity.validity_years, validity.validity_days) {
        (Some(0), _) => YEARS,
        (_, Some(0)) => DAYS,
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

pub(super) fn validity_too_long(case: &Case<'_>) -> Option<Said> {
    let (days, field) = days_asked(case)?;
    let (most, words) = limit(issued(case));
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

pub(super) fn validity_over_digicert(case: &Case<'_>) -> Option<Said> {
    let on = issued(case);
    let (days, field) = days_asked(case)?;
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

pub(super) fn no_ev_approvers(case: &Case<'_>) -> Option<Said> {
    let product = case.order.digicert_product_name_id.as_ref()?;
    if !product.is_extended_validation() || !case.order.digicert_ev_approver_user_ids.is_empty() {
        return None;
    }
    said(
        &[
            "The product ",
            &quoted(product.as_str()),
            " is Extended Validation, which needs an approver at DigiCert, and none is named. DigiCert will not issue \
             before one is.",
        ],
        &["digicertEVApproverUserIds", "digicertProductNameId"],
    )
}

pub(super) fn renewal_without_order(case: &Case<'_>) -> Option<Said> {
    if case.order.renewal.as_ref()?.digicert_previous_order_id.is_some() {
        return None;
    }
    said(
        &[
            "This is a renewal that does not say which DigiCert order it renews. DigiCert would refuse it, or bill it \
           as a new one; ask the requester.",
        ],
        &["renewal.digicertPreviousOrderId"],
    )
}

pub(super) fn renewal_without_certificate(case: &Case<'_>) -> Option<Said> {
    if case.order.renewal.as_ref()?.renewal_of_certificate.is_some() {
        return None;
    }
    said(
        &[
            "This is a renewal that does not say which certificate it renews; CertView requires that certificate's \
           hash. Ask the requester.",
        ],
        &[RENEWED],
    )
}

pub(super) fn renewal_hash_malformed(case: &Case<'_>) -> Option<Said> {
    let hash = case.order.renewal.as_ref()?.renewal_of_certificate.as_deref()?;
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
        &[RENEWED],
    )
}
