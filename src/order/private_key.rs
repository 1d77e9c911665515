//! The private key that a response may contain: this module's only secret. Pure.

use std::fmt;
use std::ops::Range;

use serde::{Serialize, Serializer};
use zeroize::{Zeroize, Zeroizing};

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

/// Replaces every private key in a text by [`REDACTED`] and overwrites the original. Returns whether there was one.
pub(super) fn redact(text: &mut String) -> bool {
    if !text.contains(LABEL) {
        return false;
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(block) = key_block(rest) {
        kept.push_str(rest.get(..block.start).unwrap_or_default());
        kept.push_str(REDACTED);
        rest = rest.get(block.end..).unwrap_or_default();
    }
    kept.push_str(rest);
    // The words without a block: the key may have lost its boundaries, so nothing of the text is kept.
    if kept.contains(LABEL) {
        kept.zeroize();
        kept.push_str(REDACTED);
    }
    text.zeroize();
    *text = kept;
    true
}

/// What every label of a private key contains (RFC 7468, 10; OpenSSL; OpenSSH).
pub(super) const LABEL: &str = "PRIVATE KEY";
const BEGIN: &str = "-BEGIN ";

/// The first PEM block of a private key with its boundaries. A block without an END line extends to the next block.
fn key_block(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    loop {
        let boundary = from + text.get(from..)?.find(BEGIN)?;
        from = boundary + BEGIN.len();
        let body = text.get(from..)?;
        let label = body.split(['-', '\r', '\n', '\\']).next()?;
        if !label.contains(LABEL) {
            continue;
        }
        let start = text.get(..boundary)?.trim_end_matches('-').len();
        let block = body.get(..body.find(BEGIN).unwrap_or(body.len()))?;
        let end = match block.split_once("-END ") {
            Some((_, after)) => {
                let after_label = after.find('-').and_then(|at| after.get(at..)).unwrap_or_default();
                block.len() - after_label.trim_start_matches('-').len()
            }
            None => block.trim_end_matches('-').len(),
        };
        return Some(start..from + end);
    }
}
