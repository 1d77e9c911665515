//! DigiCert's ids, and what a product's name implies. Pure.

use std::fmt;

use serde::{Deserialize, Serialize};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Trust {
    /// Chains to a publicly trusted root; the CA/Browser Forum's requirements apply.
    Public,
    /// Chains to a private root; the CA/Browser Forum's requirements do not apply.
    Private,
    /// The product does not show it.
    Unknown,
}

/// What kind of certificate a product is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProductKind {
    /// A server certificate that browsers trust.
    PublicTls,
    /// A server certificate of a private CA.
    PrivateTls,
    /// Code signing.
    CodeSigning,
    /// Secure e-mail (S/MIME).
    SecureEmail,
    /// A certificate of a person or device for authentication.
    Client,
    /// Document signing.
    Document,
    /// The product's id does not show it, or none was reported.
    Unknown,
}

impl ProductKind {
    /// The kind in words, such as "public TLS".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::PublicTls => "public TLS",
            Self::PrivateTls => "private TLS",
            Self::CodeSigning => "code signing",
            Self::SecureEmail => "secure e-mail",
            Self::Client => "client authentication",
            Self::Document => "document signing",
            Self::Unknown => "unknown",
        }
    }

    /// Who trusts certificates of this kind. DigiCert sells client and document certificates of several roots.
    #[must_use]
    pub fn trust(self) -> Trust {
        match self {
            Self::PublicTls | Self::CodeSigning | Self::SecureEmail => Trust::Public,
            Self::PrivateTls => Trust::Private,
            Self::Client | Self::Document | Self::Unknown => Trust::Unknown,
        }
    }
}

impl DigicertId {
    /// The kind of certificate that a `digicertProductNameId` names, by the forms of DigiCert's identifiers:
    /// `ssl_securesite_pro`, `wildcard_dv_geotrust`, `private_ssl_plus`, `code_signing_ev`, `secure_email_mailbox`,
    /// `class1_smime`, `client_premium`, `document_signing_org_1`. A numeric id shows nothing.
    #[must_use]
    pub fn product_kind(&self) -> ProductKind {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| self.0.starts_with(prefix));
        if begins(&["private_"]) {
            ProductKind::PrivateTls
        } else if begins(&["ssl_", "wildcard_", "cloud_"]) {
            ProductKind::PublicTls
        } else if begins(&["code_signing"]) {
            ProductKind::CodeSigning
        } else if begins(&["secure_email", "client_email"]) || self.has_word("smime") {
            ProductKind::SecureEmail
        } else if begins(&["client_"]) {
            ProductKind::Client
        } else if begins(&["document_signing"]) {
            ProductKind::Document
        } else {
            ProductKind::Unknown
        }
    }

    /// Who trusts the product's certificates.
    #[must_use]
    pub fn trust(&self) -> Trust {
        self.product_kind().trust()
    }

    /// Whether one of the words of the identifier is this one.
    fn has_word(&self, wanted: &str) -> bool {
        self.0.split('_').any(|word| word == wanted)
    }

    /// Whether the product is Extended Validation (`ssl_ev_securesite_pro`, `code_signing_ev`).
    #[must_use]
    pub fn is_extended_validation(&self) -> bool {
        self.has_word("ev")
    }

    /// Whether the product is Domain Validation (`ssl_dv_geotrust`), which has no organization.
    #[must_use]
    pub fn is_domain_validation(&self) -> bool {
        self.has_word("dv")
    }

    /// Whether the product is for wildcard names (`ssl_wildcard`, `wildcard_dv_geotrust`).
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.has_word("wildcard")
    }
}
