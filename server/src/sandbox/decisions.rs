//! What was decided in this sandbox: approvals, rejections and cancellations, kept in memory for the life of the
//! process. Refuses what CertView's documentation refuses; some orders fail on purpose, as those of
//! `failures.rs` do for reading.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::failures::server_error;
use super::{SandboxError, USER_NAME};
use crate::call::{Decision, DecisionCall};
use crate::problem::Problem;
use crate::serve::CutConnection;

/// How long the order that answers late does; a client's deadline is 30 seconds.
const LATE: Duration = Duration::from_secs(20);
/// Who cancels the order that changes meanwhile.
const SOMEBODY_ELSE: &str = "doe_john";

/// An order that can be read, and fails in a known way when it is decided.
#[derive(Debug)]
pub struct DecisionFault {
    /// The uuid that fails so.
    pub uuid: &'static str,
    /// A short title.
    pub name: &'static str,
    /// One sentence for a newcomer.
    pub shows: &'static str,
    way: Way,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Late,
    CutAfterwards,
    FailsBefore,
    ChangedMeanwhile,
    Forbidden,
}

const fn fault(uuid: &'static str, way: Way, name: &'static str, shows: &'static str) -> DecisionFault {
    DecisionFault { uuid, name, shows, way }
}

/// Every order that fails on purpose when it is decided.
#[rustfmt::skip]
pub const DECISION_FAULTS: &[DecisionFault] = &[
    fault("00000000-0000-4000-8000-0000000d0020", Way::Late, "Decision answered after 20 s",
        "The decision is taken at once, and answered with 204 only after 20 seconds."),
    fault("00000000-0000-4000-8000-0000000d0206", Way::CutAfterwards, "Decision taken, connection cut",
        "The decision is taken, and the connection breaks before the answer."),
    fault("00000000-0000-4000-8000-0000000d0500", Way::FailsBefore, "Decision fails with 500",
        "The gateway fails before the decision is taken."),
    fault("00000000-0000-4000-8000-0000000d0409", Way::ChangedMeanwhile, "Decision meets a changed request",
        "Another user cancels the request a moment before your decision (409)."),
    fault("00000000-0000-4000-8000-0000000d0403", Way::Forbidden, "Decision not permitted",
        "Your role may read this request and not decide it (403)."),
];

/// One decision that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The order.
    pub uuid: String,
    /// What was decided.
    pub status: Decision,
    /// Why.
    pub comment: String,
    /// Who decided.
    pub user: String,
    /// When.
    pub at: Timestamp,
}

/// The record of decisions.
#[derive(Debug, Default)]
pub(super) struct Decisions(Mutex<BTreeMap<String, Taken>>);

impl Decisions {
    /// Every decision, by its order.
    pub(super) fn all(&self) -> Vec<Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Takes a decision about `order`, the order as it is read now, or refuses it.
    pub(super) async fn decide(&self, call: DecisionCall, user: &str, order: &str) -> Response {
        let uuid = call.uuid.to_string();
        let way = DECISION_FAULTS.iter().find(|fault| fault.uuid == uuid).map(|fault| fault.way);
        if way == Some(Way::FailsBefore) {
            return server_error();
        }
        let order: Value = serde_json::from_str(order).unwrap_or_default();
        if way == Some(Way::Forbidden) || !may_decide(user, &order) {
            return Problem::new(
                StatusCode::FORBIDDEN,
                format!(
                    "The {user} user is not an approver of this request, a PKI administrator or a manager."
                ),
            )
            .into_response();
        }
        let taken = |user: &str, status, comment: String| Taken {
            uuid: uuid.clone(),
            status,
            comment,
            user: user.to_owned(),
            at: Timestamp::now(),
        };
        {
            // Checked and taken under one lock: of two at the same time, one is refused.
            let mut decisions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if way == Some(Way::ChangedMeanwhile) && !decisions.contains_key(&uuid) {
                let comment = "Not needed any more".to_owned();
                decisions.insert(uuid.clone(), taken(SOMEBODY_ELSE, Decision::Cancelled, comment));
            }
            let read = order.get("status").and_then(Value::as_str).unwrap_or("without a status");
            let current = decisions.get(&uuid).map_or(read, |earlier| earlier.status.as_word());
            if current != "SUBMITTED" {
                return wrong_state(&uuid, current, call.decision);
            }
            decisions.insert(uuid.clone(), taken(user, call.decision, call.comment));
        }
        match way {
            Some(Way::Late) => tokio::time::sleep(LATE).await,
            Some(Way::CutAfterwards) => {
                let mut cut = StatusCode::BAD_GATEWAY.into_response();
                cut.extensions_mut().insert(CutConnection);
                return cut;
            }
            _ => {}
        }
        StatusCode::NO_CONTENT.into_response()
    }

    /// The order as it is after what was decided: an approved one is with DigiCert for half of `progress_time`, then
    /// issued.
    pub(super) fn apply(
        &self,
        uuid: &str,
        order: String,
        now: Timestamp,
        progress_time: SignedDuration,
    ) -> Result<String, SandboxError> {
        let Some(taken) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(uuid).cloned() else {
            return Ok(order);
        };
        let half = progress_time.checked_div(2).unwrap_or(progress_time);
        let (status, ca_status, since) = match taken.status {
            Decision::Approved if now.duration_since(taken.at) >= half => ("ISSUED", "issued", half),
            Decision::Approved => ("APPROVED", "pending", SignedDuration::ZERO),
            other => (other.as_word(), "", SignedDuration::ZERO),
        };
        let updated = taken.at.checked_add(since).unwrap_or(taken.at);
        let mut members: Map<String, Value> =
            serde_json::from_str(&order).map_err(|_| SandboxError::Placeholder(format!("order {uuid}")))?;
        members.insert("status".to_owned(), json!(status));
        members.insert("caStatus".to_owned(), json!(ca_status));
        members
            .insert("updated".to_owned(), json!(updated.strftime("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string()));
        Ok(Value::Object(members).to_string())
    }
}

/// The sandbox's own user is a manager; of the others, those the request names may decide.
fn may_decide(user: &str, order: &Value) -> bool {
    let approvers = order.get("approverUserNames").and_then(Value::as_array);
    user == USER_NAME || approvers.is_some_and(|names| names.iter().any(|name| name == user))
}

/// What CertView answers is not published; this is one of the shapes it may be.
fn wrong_state(uuid: &str, current: &str, wanted: Decision) -> Response {
    Problem::new(
        StatusCode::CONFLICT,
        format!(
            "Certificate order {uuid} is {current}; its status cannot be changed to {}.",
            wanted.as_word()
        ),
    )
    .into_response()
}
