//! What came of checking a request's signature over itself. The check is made elsewhere, where there is cryptography.

use serde::Serialize;

/// Whether the request is signed with the private key that belongs to its public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SelfSignature {
    /// It is: whoever made the request had the private key.
    Valid,
    /// It is not: the request was altered, or made by somebody who did not have the private key.
    Invalid,
    /// The algorithm, curve or key is none that can be checked here.
    Unsupported,
}

impl SelfSignature {
    /// The stable word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Unsupported => "unsupported",
        }
    }
}
