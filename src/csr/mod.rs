//! A PKCS#10 certification request (RFC 2986), decoded.
//!
//! The way through the room: text to DER (`pem`), the request (`request`) with its name, key, attributes and
//! extensions, each in the file of its name, all over one reader (`der`). Everything is read to its last byte.
//! What breaks the structure, or leaves a doubt about what is asked for, is refused with a [`CsrError`]; any other
//! deviation stands in [`Csr::notes`]. Both say where, and what was expected.
//!
//! Pure: no clock, no transport, no randomness, and no cryptography but SHA-256. The request's signature over
//! itself is made ready here ([`Csr::signature_check`]) and verified elsewhere.

mod algorithm;
mod any;
mod attributes;
mod bytes;
mod curve;
mod der;
mod deviation;
mod error;
mod extensions;
mod general_name;
mod name;
mod oid;
mod pem;
mod policies;
mod public_key;
mod request;
mod rules;
mod signature;
mod string;
mod verdict;

pub use algorithm::{Hash, PssParameters, SignatureAlgorithm, SignatureScheme};
pub use attributes::{Attribute, AttributeValue};
pub use bytes::Octets;
pub use deviation::Deviation;
pub use error::{CsrError, CsrNote};
pub use extensions::{Extension, ExtensionValue, KeyPurpose, KeyUsage};
pub use general_name::GeneralName;
pub use name::NameAttribute;
pub use policies::{PolicyInformation, PolicyQualifier};
pub use public_key::{EcCurve, EcPoint, KeyAlgorithm, PublicKey};
pub use request::Csr;
pub use signature::{CheckAlgorithm, SignatureCheck};
pub use string::StringKind;
pub use verdict::SelfSignature;

/// Decodes a request given as PEM, bare base64 or DER; which it is is seen by looking at it.
///
/// # Errors
/// Whatever leaves a doubt about what is asked for; see [`CsrError`].
pub fn decode(input: &[u8]) -> Result<Csr, CsrError> {
    let mut log = error::Log::default();
    let der = pem::to_der(input, &mut log);
    request::decode(der, &mut log)
}

/// Decodes a request given as DER.
///
/// # Errors
/// Whatever leaves a doubt about what is asked for; see [`CsrError`].
pub fn decode_der(der: &[u8]) -> Result<Csr, CsrError> {
    let mut log = error::Log::default();
    pem::refuse_large(der, &mut log);
    request::decode(der.to_vec(), &mut log)
}
