//! DigiCert's ids, and what a product's name implies. Pure.

use std::fmt;

use serde::Serialize;

/// An id at DigiCert: a number in the documents, a name in the samples. Kept as text, so that no digit is
/// lost in JavaScript, whose numbers are exact only up to 2^53.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct DigicertId(String);

impl DigicertId {
    /// An id from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DigicertId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who trusts the certificate: every browser, or only clients that installed the CA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Trust {
    /// Chains to a publicly trusted root; the CA/Browser Forum's rules apply.
    Public,
    /// Chains to a private root; the CA/Browser Forum's rules do not apply.
    Private,
    /// The product's name does not say.
    Unknown,
}

impl DigicertId {
    /// The kind of trust that a `digicertProductNameId` implies: DigiCert's names begin with `private_` for private
    /// products and with `ssl_` for public TLS. A numeric id implies nothing.
    #[must_use]
    pub fn trust(&self) -> Trust {
        if self.0.starts_with("private_") {
            Trust::Private
        } else if self.0.starts_with("ssl_") {
            Trust::Public
        } else {
            Trust::Unknown
        }
    }

    /// Whether the product's name says Extended Validation (`ssl_ev_securesite_pro`, `ssl_ev`).
    #[must_use]
    pub fn is_extended_validation(&self) -> bool {
        self.0.split('_').any(|word| word == "ev")
    }

    /// Whether the product's name says wildcard (`ssl_wildcard`, `private_ssl_wildcard`).
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.0.split('_').any(|word| word == "wildcard")
    }
}
