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
}

/// One station of the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Its name: the label of a status.
    pub label: String,
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
    Journey { stations, standing, next }
}

fn station(label: &str, progress: Progress, reached: Option<Timestamp>) -> Station {
    Station { label: label.to_owned(), progress, reached }
}

/// "anna", "anna or ben", "anna, ben or carl".
fn names(names: &[String]) -> Option<String> {
    let (last, before) = names.split_last()?;
    Some(if before.is_empty() { last.clone() } else { [&before.join(", "), " or ", last].concat() })
}
