//! The certificate request ("order") as CertView reports it. Pure: no browser type, no clock.
//!
//! Source: the vendor's page "View Certificate Request" and its sample. The page's table is the body of the
//! create call; only the sample shows a response, and the two differ. Both are read.

use serde::Serialize;
use zeroize::Zeroizing;

mod field;
mod foreign_text;
mod json;
mod private_key;
mod product;
mod progress;
mod status;
mod timestamp;
mod uuid;
mod wire;

pub use field::Field;
pub use foreign_text::{Piece, block_pieces, code_point, pieces, spelled_out};
pub use json::{Json, JsonError, MAX_DEPTH};
pub use private_key::{PrivateKey, REDACTED};
pub use product::{DigicertId, ProductKind, Trust};
pub use progress::{Action, Progress, Stage, StageState};
pub use status::RequestStatus;
pub use timestamp::Timestamp;
pub use uuid::{Uuid, UuidError};
pub use wire::Note;

/// One certificate request. A member that was not reported is `None` or empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// The request's id. (The vendor's table calls it "UUID of the certificate"; the sample shows that it is
    /// the request's.)
    pub uuid: Uuid,
    /// The status in CertView.
    pub status: Option<RequestStatus>,
    /// The status at the CA, verbatim; the vendor lists no values.
    pub ca_status: Option<String>,
    /// The CA that will issue the certificate.
    #[serde(rename = "intermediateCA")]
    pub intermediate_ca: IntermediateCa,
    /// Users who may approve, reject or cancel the request.
    pub approver_user_names: Vec<String>,
    /// The user who submitted the request.
    pub requester_user_name: Option<String>,
    /// The requested certificate.
    pub certificate: Certificate,
    /// Present where the request renews an earlier certificate.
    pub renewal: Option<Renewal>,
    /// The requested validity period.
    pub validity: Validity,
    /// The organization at DigiCert.
    pub digicert_organization: Organization,
    /// DigiCert's product: a name in the sample, an integer in the table.
    pub digicert_product_name_id: Option<DigicertId>,
    /// Users at DigiCert who approve Extended Validation requests.
    #[serde(rename = "digicertEVApproverUserIds")]
    pub digicert_ev_approver_user_ids: Vec<DigicertId>,
    /// When the request was made.
    pub created: Option<Timestamp>,
    /// When the request last changed.
    pub updated: Option<Timestamp>,
    /// Unexpected values in the response.
    pub notes: Vec<Note>,
    /// Paths of members that neither the vendor's table nor its sample names; their values are in `raw`.
    pub unknown: Vec<String>,
    /// The whole response, unchanged except that private keys are replaced by [`REDACTED`].
    #[serde(skip)]
    pub raw: Json,
}

/// The CA that will issue the certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IntermediateCa {
    /// Its name; in the sample, not in the table.
    pub name: Option<String>,
    /// The common name of its certificate; in the table, not in the sample.
    pub common_name: Option<String>,
    /// Hash of its certificate: 64 hexadecimal digits (SHA-256) in the sample.
    pub certhash: Option<String>,
    /// Serial number of its certificate.
    pub serial_number: Option<String>,
}

/// The requested certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// The common name; a wildcard for wildcard products.
    pub common_name: Option<String>,
    /// Additional DNS names.
    pub dns_names: Vec<String>,
    /// Values for the organizational unit attribute.
    pub organization_units: Vec<String>,
    /// The hash algorithm requested for the CA's signature: SHA-256, SHA-384 or SHA-512.
    pub signature_hash: Option<String>,
    /// The certification request (CSR) as text: flat in the sample, under `csr` in the table; both are read.
    #[serde(rename = "encodedCSR")]
    pub encoded_csr: Option<String>,
    /// Whether Qualys generates the CSR, and with it the private key.
    #[serde(rename = "autoGenerateCSR")]
    pub auto_generate_csr: Option<bool>,
    /// Whether a private key was in the text of the CSR, from which it has been removed. Everyone who could read the
    /// request has had the key.
    #[serde(rename = "privateKeyInCSR")]
    pub private_key_in_csr: bool,
    /// The private key, if the response contains one in a place of its own. Serialises as [`REDACTED`].
    pub private_key: Option<PrivateKey>,
}

/// The certificate that the request renews.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Renewal {
    /// DigiCert's id of the renewed order.
    pub digicert_previous_order_id: Option<DigicertId>,
    /// Hash (certhash) of the renewed certificate.
    pub renewal_of_certificate: Option<String>,
}

/// The requested validity period. According to the vendor, exactly one of the three is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Validity {
    /// In years.
    pub validity_years: Option<u32>,
    /// In days.
    pub validity_days: Option<u32>,
    /// Until this date.
    pub custom_expiration_date: Option<Timestamp>,
}

/// The organization at DigiCert: `digicertOrganization.id` in the sample, `digicertOrganizationId` in the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// DigiCert's id.
    pub id: Option<DigicertId>,
    /// Its name; not documented, but read if present.
    pub name: Option<String>,
}

/// Why a response is not an order. Every other defect of a response is a [`Note`] in the order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body is empty.
    #[error("the response is empty where a JSON object was expected")]
    Empty,
    /// The bytes are not UTF-8.
    #[error("the response is not UTF-8 text where a JSON object was expected")]
    NotUtf8,
    /// A web page, such as a proxy's error or a sign-in page.
    #[error("the response is a web page where a JSON object was expected")]
    WebPage,
    /// Not JSON, or truncated JSON.
    #[error("the response is not JSON: {0}")]
    NotJson(JsonError),
    /// JSON, but not an object.
    #[error("the response is {found} where a JSON object was expected")]
    NotAnObject {
        /// The kind of value found.
        found: &'static str,
    },
    /// An object without a valid `uuid`, so not a certificate request.
    #[error("the response is not a certificate request: its member \"uuid\" is {found}")]
    NoUuid {
        /// What was found in its place.
        found: &'static str,
    },
}

impl Order {
    /// Decodes the body of a response. The bytes are overwritten afterwards: they may contain a private key.
    ///
    /// # Errors
    /// If the body is not a JSON object or has no `uuid`. Nothing else is an error: an unexpected value costs
    /// its own field only and is reported in [`Order::notes`].
    pub fn from_response(body: Vec<u8>) -> Result<Order, DecodeError> {
        let body = Zeroizing::new(body);
        let text = std::str::from_utf8(&body).map_err(|_| DecodeError::NotUtf8)?;
        Self::from_text(text)
    }

    /// Decodes a JSON text, such as a saved response.
    ///
    /// # Errors
    /// As [`Order::from_response`].
    pub fn from_text(text: &str) -> Result<Order, DecodeError> {
        // Some gateways and many editors put a byte order mark before JSON; RFC 8259 lets readers ignore it.
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Err(DecodeError::Empty);
        }
        if text.starts_with('<') {
            return Err(DecodeError::WebPage);
        }
        wire::order(Json::parse(text).map_err(DecodeError::NotJson)?)
    }

    /// Every requested name: the common name first, then the DNS names, without duplicates.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::with_capacity(1 + self.certificate.dns_names.len());
        let mut seen = std::collections::HashSet::new();
        for name in self.certificate.common_name.iter().chain(&self.certificate.dns_names) {
            if seen.insert(name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    /// The kind of certificate that is requested; unknown where no product was reported.
    #[must_use]
    pub fn product_kind(&self) -> ProductKind {
        self.digicert_product_name_id.as_ref().map_or(ProductKind::Unknown, DigicertId::product_kind)
    }

    /// Who will trust the certificate; unknown where no product was reported.
    #[must_use]
    pub fn trust(&self) -> Trust {
        self.product_kind().trust()
    }

    /// Adds a note where this is not the order that was requested.
    pub fn note_uuid_mismatch(&mut self, requested: &Uuid) {
        if self.uuid != *requested {
            self.notes.push(Note {
                path: "uuid".to_owned(),
                message: "differs from the UUID that was requested".to_owned(),
                found: self.uuid.to_string(),
            });
        }
    }

    /// The first note about the value at this path.
    #[must_use]
    pub fn note_at(&self, path: &str) -> Option<&Note> {
        self.notes.iter().find(|note| note.path == path)
    }
}
