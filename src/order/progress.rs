//! How far a request has progressed, who acts next, and which actions are still available. Pure.
//!
//! CertView reports less than one would like (no reason of a rejection, no open checks at DigiCert); the texts say so
//! instead of guessing.

use super::{Order, RequestStatus, Timestamp};

/// The progress of a request, as far as its status shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Submitted, Approved, Issued; or the stage at which the request stopped.
    pub stages: Vec<Stage>,
    /// The current state, as a sentence.
    pub summary: String,
    /// Who acts next, as a sentence.
    pub next: String,
    /// How CertView's status and DigiCert's relate, as a sentence.
    pub statuses: String,
    /// The actions an approver has: approve, reject, cancel.
    pub actions: [Action; 3],
}

/// One stage of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The label of the status that this stage stands for.
    pub label: String,
    /// The system that completes the stage: CertView or DigiCert.
    pub system: &'static str,
    /// Whether the stage is done, current or pending.
    pub state: StageState,
    /// When the stage was reached, where CertView reports it.
    pub reached: Option<Timestamp>,
}

/// The state of one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageState {
    /// Completed; a later stage follows.
    Done,
    /// The current stage; others follow.
    Current,
    /// The last stage, completed: the certificate is issued.
    Complete,
    /// The request ended here without a certificate.
    Stopped,
    /// Not reached yet.
    Pending,
}

/// An action on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// A verb: Approve, Reject, Cancel.
    pub label: &'static str,
    /// Whether CertView allows it now; `None` where the status does not say.
    pub allowed: Option<bool>,
    /// Why, as a sentence.
    pub reason: &'static str,
}

impl Progress {
    /// The progress of an order, from its statuses, users and dates.
    ///
    /// Source: the vendor's pages "Update Status of Certificate Request" (who may decide, and that after approval
    /// nobody may reject or cancel) and "Enroll and renew certificates" (submission, approval, then DigiCert).
    #[must_use]
    pub fn of(order: &Order) -> Self {
        use StageState::{Complete, Current, Done, Pending, Stopped};
        let requester = order.requester_user_name.as_deref();
        let by = requester.map_or(String::new(), |name| format!(" by {name}"));
        let submitted = |state| stage("Submitted", state, order.created);
        // The last change is the change of status only where nothing can change after it.
        let ended = order.updated;
        let (stages, summary, next) = match &order.status {
            Some(RequestStatus::Submitted) => (
                vec![submitted(Current), stage("Approved", Pending, None), stage("Issued", Pending, None)],
                format!("Submitted{by}, waiting for approval."),
                match list_users(&order.approver_user_names) {
                    Some(users) => {
                        format!("{users} can approve, reject or cancel it; so can any PKI administrator or manager.")
                    }
                    None => "No approver is reported. Any PKI administrator or manager can approve, reject or cancel it."
                        .to_owned(),
                },
            ),
            Some(RequestStatus::Approved) => (
                vec![submitted(Done), stage("Approved", Current, None), stage("Issued", Pending, None)],
                format!("Submitted{by} and approved; now with DigiCert."),
                "DigiCert issues the certificate once its own checks of domains and organization are complete. CertView \
                 does not report which of them are open."
                    .to_owned(),
            ),
            Some(RequestStatus::Issued) => (
                vec![submitted(Done), stage("Approved", Done, None), stage("Issued", Complete, ended)],
                format!("Submitted{by}, approved, and issued by DigiCert."),
                "Nobody has to act. The certificate can be installed.".to_owned(),
            ),
            Some(RequestStatus::Rejected) => (
                vec![submitted(Done), stage("Rejected", Stopped, ended)],
                format!("Submitted{by} and rejected by an approver."),
                format!(
                    "{} can ask the approver for the reason, which CertView does not report, and submit a new request.",
                    requester.unwrap_or("The requester")
                ),
            ),
            Some(RequestStatus::Cancelled) => (
                vec![submitted(Done), stage("Cancelled", Stopped, ended)],
                format!("Submitted{by} and cancelled before approval."),
                "Nobody has to act. If the certificate is still needed, submit a new request.".to_owned(),
            ),
            Some(RequestStatus::Other(word)) => (
                vec![submitted(Done), stage(word, Current, None)],
                format!("CertView reports the status “{word}”, which this page does not know."),
                "Not known. An approver or a PKI administrator can look the status up in CertView.".to_owned(),
            ),
            None => (
                vec![stage("Status not reported", Current, None)],
                "CertView reports no status for this request.".to_owned(),
                "Not known. An approver or a PKI administrator can look the request up in CertView.".to_owned(),
            ),
        };
        Self { stages, summary, next, statuses: statuses(order), actions: actions(order.status.as_ref()) }
    }
}

fn stage(label: &str, state: StageState, reached: Option<Timestamp>) -> Stage {
    let system = if label == "Issued" { "DigiCert" } else { "CertView" };
    Stage { label: label.to_owned(), system, state, reached }
}

/// CertView's own status ends with the approval; DigiCert's begins there.
fn statuses(order: &Order) -> String {
    let reported = match &order.ca_status {
        Some(word) => format!("DigiCert's is “{word}”."),
        None if order.status == Some(RequestStatus::Submitted) => "DigiCert's begins there.".to_owned(),
        None => "CertView reports no DigiCert status.".to_owned(),
    };
    format!("CertView's own status ends with the approval. {reported}")
}

const DECISION: &str =
    "An approver, a PKI administrator or a manager can do it, with a comment; it is final.";
const ALREADY_APPROVED: &str = "The request is approved already.";
const AFTER_APPROVAL: &str = "CertView allows it only before approval.";
const ENDED: &str = "The request has ended.";
const UNKNOWN_STATUS: &str = "The status is not known.";

/// Source: the vendor's page "Update Status of Certificate Request".
fn actions(status: Option<&RequestStatus>) -> [Action; 3] {
    let (allowed, [approve, reject, cancel]) = match status {
        Some(RequestStatus::Submitted) => (Some(true), [DECISION; 3]),
        Some(RequestStatus::Approved) => (Some(false), [ALREADY_APPROVED, AFTER_APPROVAL, AFTER_APPROVAL]),
        Some(status) if status.is_final() => (Some(false), [ENDED; 3]),
        _ => (None, [UNKNOWN_STATUS; 3]),
    };
    [("Approve", approve), ("Reject", reject), ("Cancel", cancel)].map(|(label, reason)| Action {
        label,
        allowed,
        reason,
    })
}

/// "anna", "anna or ben", "anna, ben or carl"; `None` for an empty list.
fn list_users(users: &[String]) -> Option<String> {
    let (last, before) = users.split_last()?;
    Some(if before.is_empty() { last.clone() } else { format!("{} or {last}", before.join(", ")) })
}
