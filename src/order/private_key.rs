//! The private key that a response may contain: this module's only secret. Pure.

use std::fmt;

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

/// Replaces a private key in every text made from an order.
pub const REDACTED: &str = "[private key, not shown]";

/// The private key that CertView delivers (`certificate.privateKey`) when it generated the CSR itself.
///
/// It cannot be printed, logged or serialised; its memory is overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey(Zeroizing<String>);

impl PrivateKey {
    pub(super) fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// The key's text, for a user who explicitly requested it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl Serialize for PrivateKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}
