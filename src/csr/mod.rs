//! A PKCS#10 certification request (CSR, RFC 2986), decoded.
//!
//! `pem` converts text to DER; `request` decodes the request with its name, key, attributes and extensions, each in the
//! file of its name, all with the readers of `der`. Everything is read to its last byte. A broken structure, or a doubt
//! about what is requested, is a [`CsrError`]; any other deviation from the standards is in [`Csr::notes`]. Both tell
//! where, and what the standards require there.
//!
//! Pure: no clock, no transport, no randomness, and no cryptography but SHA-256. The self-signature is prepared here
//! ([`Csr::signature_check`]) and verified elsewhere.

mod algorithm;
mod any;
mod curve;
mod der;
mod error;
mod extensions;
mod name;
mod oid;
mod pem;
mod public_key;
mod request;
mod signature;
mod string;

pub use algorithm::{Hash, PssParameters};
pub use der::Octets;
pub use error::{CsrError, CsrNote, Deviation};
pub use extensions::{Extension, ExtensionValue, KeyPurpose, KeyUsage, PolicyInformation, PolicyQualifier};
pub use name::{GeneralName, NameAttribute};
pub use public_key::{EcCurve, EcPoint, KeyAlgorithm, PublicKey};
pub use request::{Attribute, AttributeValue, Csr};
pub use signature::{CheckAlgorithm, SelfSignature, SignatureAlgorithm, SignatureCheck, SignatureScheme};
pub use string::StringKind;

/// Decodes a CSR given as PEM, bare base64 or DER; the content shows which it is.
///
/// # Errors
/// If the structure is broken or it is ambiguous what the CSR requests; see [`CsrError`].
pub fn decode(input: &[u8]) -> Result<Csr, CsrError> {
    let context = error::Context::default();
    let der = pem::to_der(input, &context)?;
    request::decode(der, context)
}

/// Decodes a CSR given as DER.
///
/// # Errors
/// As [`decode`].
pub fn decode_der(der: &[u8]) -> Result<Csr, CsrError> {
    pem::check_length(der)?;
    request::decode(der.to_vec(), error::Context::default())
}
