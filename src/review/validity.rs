//! Checks of the requested validity. Pure.

use super::text::{day, finding};
use super::{Context, FindingText};
use crate::order::{Field, RequestStatus, Timestamp};

/// The forms of validity that the request has.
fn given_forms(context: &Context<'_>) -> Vec<Field> {
    let validity = &context.order.validity;
    [
        (validity.validity_years.is_some(), Field::ValidityYears),
        (validity.validity_days.is_some(), Field::ValidityDays),
        (validity.custom_expiration_date.is_some(), Field::CustomExpirationDate),
    ]
    .into_iter()
    .filter_map(|(is_given, field)| is_given.then_some(field))
    .collect()
}

pub(super) fn missing(context: &Context<'_>) -> Option<FindingText> {
    if !given_forms(context).is_empty() {
        return None;
    }
    finding(
        "The request does not say how long the certificate is to be valid. CertView requires years, days or a date. Ask \
         the requester.",
        &[Field::ValidityYears, Field::ValidityDays, Field::CustomExpirationDate],
    )
}

pub(super) fn several(context: &Context<'_>) -> Option<FindingText> {
    let forms = given_forms(context);
    if forms.len() < 2 {
        return None;
    }
    finding(
        "The request gives the validity in more than one form, and CertView accepts one only. Where DigiCert gets \
         several, the date counts before the days, and the days before the years. Ask the requester which is meant.",
        &forms,
    )
}

/// When the certificate is issued, as far as that is known: a request that has ended is judged by its own time.
fn issued(context: &Context<'_>) -> Timestamp {
    let has_ended = context.order.status.as_ref().is_some_and(RequestStatus::is_final);
    context.order.updated.filter(|_| has_ended).unwrap_or(context.now)
}

pub(super) fn past(context: &Context<'_>) -> Option<FindingText> {
    let validity = &context.order.validity;
    if let Some(until) = validity.custom_expiration_date.filter(|until| *until <= issued(context)) {
        return finding(
            format!(
                "The certificate is to end on {}, which is in the past. It would never be valid. Ask the requester for \
                 a new date.",
                day(until)
            ),
            &[Field::CustomExpirationDate],
        );
    }
    let field = match (validity.validity_years, validity.validity_days) {
        (Some(0), _) => Field::ValidityYears,
        (_, Some(0)) => Field::ValidityDays,
        _ => return None,
    };
    finding(
        "The validity period is zero, so the certificate would never be valid. Ask the requester how long is meant.",
        &[field],
    )
}

/// The first day of each limit of public CAs (BR 6.3.2), in days since 1970: 2029-03-15, 2027-03-15, 2026-03-15.
const PUBLIC_LIMITS: [(i64, i64, &str); 3] =
    [(21_623, 47, "2029-03-15"), (20_892, 100, "2027-03-15"), (20_527, 200, "2026-03-15")];
const FORMER_PUBLIC_LIMIT: i64 = 398;

/// The most days a public CA may issue for at an instant, and since when if that is known.
fn public_limit(at: Timestamp) -> (i64, Option<&'static str>) {
    let today = at.epoch_milliseconds().div_euclid(86_400_000);
    PUBLIC_LIMITS
        .into_iter()
        .find(|(since, ..)| today >= *since)
        .map_or((FORMER_PUBLIC_LIMIT, None), |(_, days, since)| (days, Some(since)))
}

/// DigiCert's own limit since 2026-02-24.
const DIGICERT_LIMIT: i64 = 199;
const DIGICERT_LIMIT_SINCE: i64 = 1_771_891_200_000;

/// The most days DigiCert issues a public certificate for.
fn digicert_limit(at: Timestamp) -> i64 {
    let (limit, _) = public_limit(at);
    if at.epoch_milliseconds() < DIGICERT_LIMIT_SINCE { limit } else { limit.min(DIGICERT_LIMIT) }
}

/// The requested days: those of the request, or those until its date. A day begun counts (BR 6.3.2).
fn requested_days(context: &Context<'_>) -> Option<(i64, Field)> {
    let validity = &context.order.validity;
    let until = validity.custom_expiration_date.map(|until| -issued(context).days_since(until));
    let forms =
        [(validity.validity_days.map(i64::from), Field::ValidityDays), (until, Field::CustomExpirationDate)];
    forms.into_iter().filter_map(|(days, field)| Some((days?, field))).max_by_key(|(days, _)| *days)
}

pub(super) fn too_long(context: &Context<'_>) -> Option<FindingText> {
    let (days, field) = requested_days(context)?;
    let (limit, since) = public_limit(issued(context));
    if days <= limit {
        return None;
    }
    let since = match since {
        Some(since) => format!("Since {since} public CAs may issue for"),
        None => "Public CAs may issue for".to_owned(),
    };
    finding(
        format!(
            "The request is for {days} days. {since} at most {limit} days, so DigiCert will shorten the validity or refuse the request. Ask for {} days or fewer.",
            digicert_limit(issued(context))
        ),
        &[field],
    )
}

pub(super) fn over_digicert(context: &Context<'_>) -> Option<FindingText> {
    let at = issued(context);
    let (days, field) = requested_days(context)?;
    if days <= digicert_limit(at) || days > public_limit(at).0 {
        return None;
    }
    finding(
        format!(
            "The request is for {days} days. Since 2026-02-24 DigiCert issues public certificates for at most 199 days, so it will shorten the validity or refuse the request. Ask for 199 days or fewer."
        ),
        &[field],
    )
}

/// The most days for code signing: 460 since 2026-03-01 (CSBR 6.3.2), of which DigiCert issues 459 since its change of
/// 2026-02-24; before that 39 months, which are 1188 days at most.
const CODE_SIGNING_LIMIT: i64 = 459;
const FORMER_CODE_SIGNING_LIMIT: i64 = 1188;

pub(super) fn code_signing(context: &Context<'_>) -> Option<FindingText> {
    let years = context.order.validity.validity_years;
    let in_years = years.map(|years| (i64::from(years) * 365, Field::ValidityYears));
    let (days, field) = in_years.into_iter().chain(requested_days(context)).max_by_key(|(days, _)| *days)?;
    let (limit, rule) = if issued(context).epoch_milliseconds() < DIGICERT_LIMIT_SINCE {
        (FORMER_CODE_SIGNING_LIMIT, "Code signing certificates may be valid for at most 39 months")
    } else {
        (
            CODE_SIGNING_LIMIT,
            "Since 2026-03-01 code signing certificates may be valid for at most 460 days, and DigiCert issues them for \
             at most 459",
        )
    };
    if days <= limit {
        return None;
    }
    let requested = match years {
        Some(years) if field == Field::ValidityYears => format!("{years} years"),
        _ => format!("{days} days"),
    };
    finding(
        format!(
            "The request is for {requested}. {rule}, so DigiCert will shorten the validity or refuse the request. Ask \
             for {limit} days or fewer."
        ),
        &[field],
    )
}

pub(super) fn plan(context: &Context<'_>) -> Option<FindingText> {
    let years = i64::from(context.order.validity.validity_years?);
    let limit = digicert_limit(issued(context));
    if years * 365 <= limit {
        return None;
    }
    let plan = if years == 1 { "one year".to_owned() } else { format!("{years} years") };
    finding(
        format!(
            "The request is for {plan}. At DigiCert this is the length of the plan: a certificate lasts at most {limit} \
             days, and is reissued within the plan to cover the rest. Plan its replacement."
        ),
        &[Field::ValidityYears],
    )
}
