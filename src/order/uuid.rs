//! The identifier of a certificate request. Pure.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// The UUID of a certificate request (RFC 9562), of any version: the vendor's own sample is version 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Uuid(uuid::Uuid);

/// A text that is not a UUID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a request UUID: expected 32 hexadecimal digits in groups of 8-4-4-4-12, \
     such as cb95d100-ec30-11ea-920d-eb66140967e3"
)]
pub struct UuidError;

impl FromStr for Uuid {
    type Err = UuidError;

    /// Reads the usual form with hyphens, in either case; white space around it, braces and `urn:uuid:` are
    /// accepted, since that is how UUIDs are pasted.
    fn from_str(text: &str) -> Result<Self, UuidError> {
        uuid::Uuid::try_parse(text.trim()).map(Self).map_err(|_| UuidError)
    }
}

impl Uuid {
    /// The nil UUID (RFC 9562, section 5.9).
    pub const NIL: Self = Self(uuid::Uuid::nil());

    /// Every UUID in a pasted text, in order and without duplicates: the text itself, a link that ends in one, a
    /// column of a table. A single-line field drops line breaks, so UUIDs may be adjacent; a run with a digit too
    /// many or too few contains none.
    #[must_use]
    pub fn find_all(text: &str) -> Vec<Self> {
        const LENGTH: usize = uuid::fmt::Hyphenated::LENGTH;
        let mut found = Vec::new();
        for word in text.split(|c: char| !c.is_ascii_hexdigit() && c != '-') {
            let uuids = word.trim_matches('-').as_bytes().chunks(LENGTH).map(|chunk| {
                (chunk.len() == LENGTH).then(|| uuid::Uuid::try_parse_ascii(chunk).ok().map(Self)).flatten()
            });
            // One invalid chunk rules out the whole word: a digit may be missing anywhere in it.
            for uuid in uuids.collect::<Option<Vec<Self>>>().unwrap_or_default() {
                if !found.contains(&uuid) {
                    found.push(uuid);
                }
            }
        }
        found
    }
}

impl fmt::Display for Uuid {
    /// Lower case with hyphens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()))
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
