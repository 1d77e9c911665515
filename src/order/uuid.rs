//! The identifier of a certificate request. Pure.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The UUID of a certificate request (RFC 9562), of any version: the vendor's own sample is version 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(uuid::Uuid);

/// A text that is not a UUID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UuidError;

impl fmt::Display for UuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a request UUID: expected 32 hexadecimal digits in groups of 8-4-4-4-12, \
             such as cb95d100-ec30-11ea-920d-eb66140967e3",
        )
    }
}

impl std::error::Error for UuidError {}

impl FromStr for Uuid {
    type Err = UuidError;

    /// Reads the usual form with hyphens, in either case; white space around it, braces and `urn:uuid:` are
    /// accepted, since that is how UUIDs are pasted.
    fn from_str(text: &str) -> Result<Self, UuidError> {
        uuid::Uuid::try_parse(text.trim()).map(Self).map_err(|_| UuidError)
    }
}

impl Uuid {
    /// The first UUID in a pasted text: the text itself, a link that ends in one, a log line that holds one.
    #[must_use]
    pub fn find_in(text: &str) -> Option<Self> {
        text.split(|c: char| !c.is_ascii_hexdigit() && c != '-')
            .find_map(|word| (word.len() == 36).then(|| word.parse().ok()).flatten())
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

impl Serialize for Uuid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
