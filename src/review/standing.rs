//! Rules about where the request stands, who acts, and what came along with it. Pure.

use super::words::{day, listed, number, quoted, said};
use super::{Context, FindingText};
use crate::order::{Field, RequestStatus};

fn is_final(context: &Context<'_>) -> bool {
    context.order.status.as_ref().is_some_and(RequestStatus::is_final)
}

pub(super) fn no_approver(context: &Context<'_>) -> Option<FindingText> {
    if !context.order.approver_user_names.is_empty() || context.order.status != Some(RequestStatus::Submitted)
    {
        return None;
    }
    said(
        &[
            "No approver is named, and CertView requires one. A PKI administrator or a manager can decide; name an \
           approver.",
        ],
        &[Field::ApproverUserNames],
    )
}

pub(super) fn self_approval(context: &Context<'_>) -> Option<FindingText> {
    let requester = context.order.requester_user_name.as_deref()?;
    let approvers = &context.order.approver_user_names;
    if approvers.is_empty() || approvers.iter().any(|name| !name.eq_ignore_ascii_case(requester)) {
        return None;
    }
    said(
        &[
            &quoted(requester),
            " asked for the certificate and is its only approver, so nobody else looks at it. Have a second person \
             decide.",
        ],
        &[Field::RequesterUserName, Field::ApproverUserNames],
    )
}

/// After so many days without a change somebody should be asked.
const LONG: i64 = 7;

pub(super) fn waiting(context: &Context<'_>) -> Option<FindingText> {
    let order = context.order;
    let last = order.updated.or(order.created)?;
    let days = context.now.days_since(last);
    if is_final(context) || days < LONG {
        return None;
    }
    let whom = match order.status {
        Some(RequestStatus::Submitted) => {
            match listed(&mut order.approver_user_names.iter().map(String::as_str)) {
                Some(names) => {
                    [" It waits for approval by ", &names, "; ask there, or any PKI administrator."].concat()
                }
                None => " It waits for approval; ask a PKI administrator.".to_owned(),
            }
        }
        Some(RequestStatus::Approved) => {
            " It waits for DigiCert; look there for checks that are open.".to_owned()
        }
        _ => " Whom it waits for is not known; ask a PKI administrator.".to_owned(),
    };
    said(
        &[
            "Nothing has changed for ",
            &number(u32::try_from(days).unwrap_or(u32::MAX)),
            " days, since ",
            &day(last),
            ".",
            &whom,
        ],
        &[Field::Status, if order.updated.is_some() { Field::Updated } else { Field::Created }],
    )
}

/// Words that DigiCert's interfaces use for the state of an order.
const NOT_ISSUED: &str =
    " needs_approval pending processing waiting_pickup rejected canceled cancelled failed ";
const OVER: &str = "issued rejected canceled cancelled failed revoked expired";
const GOING_ON: &str = "issued needs_approval pending processing reissue_pending";

/// Whether a text is this word, however it is spaced and in whichever context.
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
    let contradicting = match status {
        RequestStatus::Issued => NOT_ISSUED,
        RequestStatus::Submitted | RequestStatus::Approved => OVER,
        RequestStatus::Rejected | RequestStatus::Cancelled => GOING_ON,
        RequestStatus::Other(_) => return None,
    };
    contradicting.split(' ').find(|word| is_word(word, at_ca.trim()))?;
    said(
        &[
            "CertView says ",
            status.as_word(),
            ", the authority says ",
            &quoted(at_ca),
            ": the two contradict each other. One of them may be old; look the order up at DigiCert before you rely on \
             either.",
        ],
        &[Field::Status, Field::CaStatus],
    )
}

pub(super) fn private_key(context: &Context<'_>) -> Option<FindingText> {
    context.order.certificate.private_key.as_ref()?;
    said(
        &[
            "The answer carries a private key: everybody who may read this request can have it. Take it to the server \
           it is for, see that no copy stays, and prefer requests whose key never leaves the server.",
        ],
        &[Field::PrivateKey],
    )
}
