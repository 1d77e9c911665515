//! The status of a request in CertView. Pure.

use std::fmt;

use serde::Serialize;

/// The status of a certificate request.
///
/// The vendor's View page lists CANCELLED, APPROVED, SUBMITTED and ISSUED; its Update Status page adds
/// REJECTED, so the list is known to be incomplete and the type is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum RequestStatus {
    /// Waiting for approval.
    Submitted,
    /// Approved in CertView and sent to DigiCert.
    Approved,
    /// The certificate is issued.
    Issued,
    /// Rejected by an approver.
    Rejected,
    /// Cancelled before approval.
    Cancelled,
    /// A status that this version does not know, verbatim.
    #[serde(untagged)]
    Other(String),
}

impl RequestStatus {
    /// Every known status.
    pub const KNOWN: [RequestStatus; 5] =
        [Self::Submitted, Self::Approved, Self::Issued, Self::Rejected, Self::Cancelled];

    /// The status with this name, in any case; an unknown name is kept.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|known| known.as_word().eq_ignore_ascii_case(word.trim()))
            .unwrap_or_else(|| Self::Other(word.to_owned()))
    }

    /// The vendor's name of the status.
    #[must_use]
    pub fn as_word(&self) -> &str {
        match self {
            Self::Submitted => "SUBMITTED",
            Self::Approved => "APPROVED",
            Self::Issued => "ISSUED",
            Self::Rejected => "REJECTED",
            Self::Cancelled => "CANCELLED",
            Self::Other(word) => word,
        }
    }

    /// The label shown to users; an unknown status verbatim.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Submitted => "Submitted",
            Self::Approved => "Approved",
            Self::Issued => "Issued",
            Self::Rejected => "Rejected",
            Self::Cancelled => "Cancelled",
            Self::Other(word) => word,
        }
    }

    /// Whether the status is final, so that no change is expected. An unknown status is not.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Issued | Self::Rejected | Self::Cancelled)
    }
}

impl fmt::Display for RequestStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_word())
    }
}
