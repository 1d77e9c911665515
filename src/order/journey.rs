//! Where a request stands, and who acts next, in plain words. Pure; honest about what CertView does not tell.

use super::{Order, RequestStatus, Timestamp};

/// The way of a request, as far as its status tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Submitted → Approved → Issued, or where it ended instead.
    pub stations: Vec<Station>,
    /// Where it stands, as a sentence.
    pub standing: String,
    /// Who acts next, as a sentence.
    pub next: String,
    /// How CertView's status and the CA's belong together, as a sentence.
    pub statuses: String,
    /// What an approver can still do, and what not any more: approve, reject, cancel.
    pub actions: [Action; 3],
}

/// Something that can be done with a request, at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// What: a verb.
    pub label: &'static str,
    /// Whether it is possible now; none where the status does not tell.
    pub possible: Option<bool>,
    /// Why, as a sentence.
    pub why: &'static str,
}

/// One station of the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Its name: the label of a status.
    pub label: String,
    /// Whose station it is.
    pub whose: &'static str,
    /// How far the request is with it.
    pub progress: Progress,
    /// When it was reached, where CertView tells.
    pub reached: Option<Timestamp>,
}

/// How far the request is with a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Behind it.
    Passed,
    /// Here it stands, and something is still to come.
    Current,
    /// Here it ended well.
    Reached,
    /// Here it ended without a certificate.
    Stopped,
    /// Still to come.
    Ahead,
}

/// Tells where a request stands and who acts next.
///
/// Source: the vendor's pages "Update Status of Certificate Request" (who may decide, and that after approval
/// nobody may reject or cancel) and "Enroll and renew certificates" (submit, approval, then DigiCert).
#[must_use]
pub fn journey(order: &Order) -> Journey {
    use Progress::{Ahead, Current, Passed, Reached, Stopped};
    let requester = order.requester_user_name.as_deref();
    let by = requester.map_or(String::new(), |name| [" by ", name].concat());
    let submitted = |progress| station("Submitted", progress, order.created);
    // The last change is the change of status only where nothing can change after it.
    let ended = order.updated;
    let (stations, standing, next) = match &order.status {
        Some(RequestStatus::Submitted) => (
            vec![submitted(Current), station("Approved", Ahead, None), station("Issued", Ahead, None)],
            ["Submitted", &by, ", waiting for approval."].concat(),
            match names(&order.approver_user_names) {
                Some(names) => [
                    &names,
                    " can approve, reject or cancel it; so can any PKI administrator or manager.",
                ]
                .concat(),
                None => "No approver is reported. Any PKI administrator or manager can approve, reject or cancel it."
                    .to_owned(),
            },
        ),
        Some(RequestStatus::Approved) => (
            vec![submitted(Passed), station("Approved", Current, None), station("Issued", Ahead, None)],
            ["Submitted", &by, " and approved; now with DigiCert."].concat(),
            "DigiCert: it issues once its own checks of domains and organization are complete. CertView does \
             not report which of them are open. The request can no longer be rejected or cancelled in CertView."
                .to_owned(),
        ),
        Some(RequestStatus::Issued) => (
            vec![submitted(Passed), station("Approved", Passed, None), station("Issued", Reached, ended)],
            ["Submitted", &by, ", approved, and issued by DigiCert."].concat(),
            "Nobody: the request is complete. The certificate can be installed.".to_owned(),
        ),
        Some(RequestStatus::Rejected) => (
            vec![submitted(Passed), station("Rejected", Stopped, ended)],
            ["Submitted", &by, " and rejected by an approver."].concat(),
            format!(
                "{}: CertView does not report the reason here; ask the approver, then submit a new request.",
                requester.unwrap_or("The requester")
            ),
        ),
        Some(RequestStatus::Cancelled) => (
            vec![submitted(Passed), station("Cancelled", Stopped, ended)],
            ["Submitted", &by, " and cancelled before approval."].concat(),
            "Nobody: the request has ended. If the certificate is still needed, submit a new request.".to_owned(),
        ),
        Some(RequestStatus::Other(word)) => (
            vec![submitted(Passed), station(word, Current, None)],
            format!("CertView reports the status “{word}”, which this page does not know."),
            "Not known. An approver or a PKI administrator can look the status up in CertView.".to_owned(),
        ),
        None => (
            vec![station("Status not reported", Current, None)],
            "CertView reports no status for this request.".to_owned(),
            "Not known. An approver or a PKI administrator can look the request up in CertView.".to_owned(),
        ),
    };
    Journey { stations, standing, next, statuses: statuses(order), actions: actions(order.status.as_ref()) }
}

fn station(label: &str, progress: Progress, reached: Option<Timestamp>) -> Station {
    let whose = if label == "Issued" { "DigiCert" } else { "CertView" };
    Station { label: label.to_owned(), whose, progress, reached }
}

/// The two statuses are two stretches of one way: CertView's own ends with the approval, the CA's begins there.
fn statuses(order: &Order) -> String {
    let reported = match &order.ca_status {
        Some(word) => ["DigiCert's is “", word, "”."].concat(),
        None if order.status == Some(RequestStatus::Submitted) => "DigiCert's begins there.".to_owned(),
        None => "CertView reports nothing of DigiCert's.".to_owned(),
    };
    ["CertView's own status ends with the approval. ", &reported].concat()
}

const DECISION: &str =
    "Can be done by an approver, a PKI administrator or a manager, with a comment; it is final.";
const DECIDED: &str = "It is approved already.";
const TOO_LATE: &str = "CertView allows it only before approval.";
const ENDED: &str = "The request has ended.";
const NOT_TOLD: &str = "The status does not tell.";

/// What can still be done (source: the vendor's page "Update Status of Certificate Request").
fn actions(status: Option<&RequestStatus>) -> [Action; 3] {
    let (possible, [approve, reject, cancel]) = match status {
        Some(RequestStatus::Submitted) => (Some(true), [DECISION; 3]),
        Some(RequestStatus::Approved) => (Some(false), [DECIDED, TOO_LATE, TOO_LATE]),
        Some(status) if status.is_final() => (Some(false), [ENDED; 3]),
        _ => (None, [NOT_TOLD; 3]),
    };
    [("Approve", approve), ("Reject", reject), ("Cancel", cancel)].map(|(label, why)| Action {
        label,
        possible,
        why,
    })
}

/// "anna", "anna or ben", "anna, ben or carl".
fn names(names: &[String]) -> Option<String> {
    let (last, before) = names.split_last()?;
    Some(if before.is_empty() { last.clone() } else { [&before.join(", "), " or ", last].concat() })
}
