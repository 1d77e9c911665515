//! Checks of the approval: who decides, how long it takes, what was delivered. Pure.

use super::text::{day, finding, quoted, quoted_list};
use super::{Context, FindingText, csr};
use crate::order::{Field, RequestStatus};

pub(super) fn no_approver(context: &Context<'_>) -> Option<FindingText> {
    if !context.order.approver_user_names.is_empty() || context.order.status != Some(RequestStatus::Submitted)
    {
        return None;
    }
    finding(
        "The request names no approver, and CertView requires one. A manager or PKI administrator can decide; name an \
         approver.",
        &[Field::ApproverUserNames],
    )
}

pub(super) fn self_approval(context: &Context<'_>) -> Option<FindingText> {
    let requester = context.order.requester_user_name.as_deref()?;
    let approvers = &context.order.approver_user_names;
    if approvers.is_empty() || approvers.iter().any(|name| !name.eq_ignore_ascii_case(requester)) {
        return None;
    }
    finding(
        format!(
            "{} is the requester and the only approver, so nobody else reviews the request. Have a second person \
             decide.",
            quoted(requester)
        ),
        &[Field::RequesterUserName, Field::ApproverUserNames],
    )
}

/// After so many days without a change somebody should ask.
const MAX_DAYS: i64 = 7;

pub(super) fn waiting(context: &Context<'_>) -> Option<FindingText> {
    let order = context.order;
    let last = order.updated.or(order.created)?;
    let days = context.now.days_since(last);
    if order.status.as_ref().is_some_and(RequestStatus::is_final) || days < MAX_DAYS {
        return None;
    }
    let waits_for = match order.status {
        Some(RequestStatus::Submitted) => {
            match quoted_list(order.approver_user_names.iter().map(String::as_str)) {
                Some(names) => {
                    format!("It waits for approval by {names}. Ask there, or any PKI administrator.")
                }
                None => "It waits for approval. Ask a PKI administrator.".to_owned(),
            }
        }
        Some(RequestStatus::Approved) => {
            "It waits for DigiCert. Look there for validation that is not finished.".to_owned()
        }
        _ => "What it waits for is not known. Ask a PKI administrator.".to_owned(),
    };
    let changed = if order.updated.is_some() { Field::Updated } else { Field::Created };
    finding(
        format!("The request has not changed for {days} days, since {}. {waits_for}", day(last)),
        &[Field::Status, changed],
    )
}

/// Words that DigiCert's interfaces use for the state of an order, by what they contradict.
const NOT_ISSUED: [&str; 8] = [
    "needs_approval",
    "pending",
    "processing",
    "waiting_pickup",
    "rejected",
    "canceled",
    "cancelled",
    "failed",
];
const ENDED: [&str; 7] = ["issued", "rejected", "canceled", "cancelled", "failed", "revoked", "expired"];
const IN_PROGRESS: [&str; 5] = ["issued", "needs_approval", "pending", "processing", "reissue_pending"];

/// Whether a text is this word, however it is spaced and in whichever case.
fn is_word(word: &str, text: &str) -> bool {
    word.len() == text.len()
        && word.bytes().zip(text.bytes()).all(|(wanted, byte)| {
            wanted == byte.to_ascii_lowercase() || (wanted == b'_' && matches!(byte, b' ' | b'-'))
        })
}

pub(super) fn contradiction(context: &Context<'_>) -> Option<FindingText> {
    let order = context.order;
    let status = order.status.as_ref()?;
    let at_ca = order.ca_status.as_deref()?;
    let contradicting: &[&str] = match status {
        RequestStatus::Issued => &NOT_ISSUED,
        RequestStatus::Submitted | RequestStatus::Approved => &ENDED,
        RequestStatus::Rejected | RequestStatus::Cancelled => &IN_PROGRESS,
        RequestStatus::Other(_) => return None,
    };
    contradicting.iter().find(|word| is_word(word, at_ca.trim()))?;
    finding(
        format!(
            "CertView's status is {}, and the CA's is {}: they contradict each other. One of them may be out of date. \
             Look the order up at DigiCert before you rely on either.",
            status.as_word(),
            quoted(at_ca)
        ),
        &[Field::Status, Field::CaStatus],
    )
}

pub(super) fn private_key_delivered(context: &Context<'_>) -> Option<FindingText> {
    context.order.certificate.private_key.as_ref()?;
    // A key in the CSR field is compromised, which is another finding.
    if csr::private_key_in_csr(context) {
        return None;
    }
    finding(
        "The response contains a private key, so everyone who may read this request can have it. Move it to its server, \
         make sure that no copy remains, and prefer requests whose key never leaves the server.",
        &[Field::PrivateKey],
    )
}
