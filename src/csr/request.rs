//! The request as a whole (RFC 2986, 4), its attributes (RFC 2985, 5.4), and [`Csr`]. Pure.
//!
//! A challenge password is a secret: it is checked here, and its value is not kept.

use std::fmt;
use std::ops::Range;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::any;
use super::der::{Element, Octets, Reader, tag};
use super::error::{Context, CsrError, CsrNote, Deviation};
use super::extensions::{self, Extension, ExtensionValue};
use super::name::{self, GeneralName, NameAttribute};
use super::oid::Known;
use super::pem;
use super::public_key::{self, PublicKey};
use super::signature::{self, SignatureAlgorithm, SignatureCheck};

/// A certification request, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Csr {
    /// The version as encoded: 0 is v1, the only one defined (RFC 2986, 4.1). Others are noted.
    pub version: u32,
    /// The subject: every attribute in its order. May be empty.
    pub subject: Vec<NameAttribute>,
    /// The public key.
    pub public_key: PublicKey,
    /// The algorithm of the self-signature.
    pub signature_algorithm: SignatureAlgorithm,
    /// The requested extensions, in their order.
    pub extensions: Vec<Extension>,
    /// Whether there is a challenge password. Its value is not kept, but is in [`Csr::der`].
    pub has_challenge_password: bool,
    /// All other attributes, in their order.
    pub attributes: Vec<Attribute>,
    /// SHA-256 of the request in DER.
    pub sha256: Octets,
    /// SHA-256 of the SubjectPublicKeyInfo in DER.
    pub spki_sha256: Octets,
    /// Deviations from the standards, in the order they were found.
    pub notes: Vec<CsrNote>,
    #[serde(skip)]
    encoded: Encoded,
}

/// The encoded parts. `Debug` shows no byte: a challenge password may be among them.
#[derive(Clone, PartialEq, Eq)]
struct Encoded {
    der: Vec<u8>,
    signed: Range<usize>,
    spki: Range<usize>,
    importable: Option<Vec<u8>>,
    signature: Vec<u8>,
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Encoded")
    }
}

/// An attribute of a request, other than extension requests and challenge passwords.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// The type, with dots.
    pub oid: String,
    /// Its name, such as `unstructuredName`, if the type is known.
    pub name: Option<&'static str>,
    /// The values.
    pub values: Vec<AttributeValue>,
}

/// One value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributeValue {
    /// The value in DER.
    pub der: Octets,
    /// The character strings in the value, in their order: the value itself if it is one.
    pub texts: Vec<String>,
}

/// `CertificationRequest ::= SEQUENCE { CertificationRequestInfo, AlgorithmIdentifier, BIT STRING }`.
pub(super) fn decode(mut der: Vec<u8>, context: Context) -> Result<Csr, CsrError> {
    let mut outer = Reader::new(&der, 0, &context);
    let whole = outer.take(tag::SEQUENCE, "a certification request (SEQUENCE)")?;
    let mut request = whole.reader();
    reject_other_content(&request)?;
    // An editor or a shell may append a line end, a program the zero of a C string.
    if outer.rest().iter().all(|octet| b"\r\n\0".contains(octet)) && !outer.is_empty() {
        outer.note(Deviation::TrailingBytes, REQUEST_END);
    } else {
        outer.finish(REQUEST_END)?;
    }
    let info = request.take(tag::SEQUENCE, "a CertificationRequestInfo (SEQUENCE)")?;

    let mut parts = info.reader();
    let version = version(&parts.take(tag::INTEGER, "a version (INTEGER)")?)?;
    let subject = name::decode(&mut parts)?;
    let spki = parts.take(tag::SEQUENCE, "a SubjectPublicKeyInfo (SEQUENCE)")?;
    let key = public_key::decode(&spki)?;
    let attributes = attributes(&mut parts)?;
    parts.finish("the end of the CertificationRequestInfo")?;

    let signature_algorithm = SignatureAlgorithm::decode(&mut request)?;
    let octets = request.take(tag::BIT_STRING, "a signature (BIT STRING)")?.octets()?;
    request.finish(REQUEST_END)?;
    let signature = signature::decode(octets, &signature_algorithm, &key.key);

    let spki_sha256 = digest(spki.full);
    let (signed, spki, length) = (range(&info), range(&spki), whole.full.len());
    der.truncate(length);
    Ok(Csr {
        version,
        subject,
        public_key: key.key,
        signature_algorithm,
        extensions: attributes.extensions,
        has_challenge_password: attributes.has_challenge_password,
        attributes: attributes.others,
        sha256: digest(&der),
        spki_sha256,
        notes: context.into_notes(),
        encoded: Encoded { signed, spki, importable: key.importable, signature, der },
    })
}

const REQUEST_END: &str = "the end of the request";

/// Names the content if it is another type whose first elements are distinctive.
fn reject_other_content(request: &Reader<'_>) -> Result<(), CsrError> {
    let mut second = 0;
    if request.peek() == tag::SEQUENCE {
        second = request.clone().next(REQUEST_END)?.reader().peek();
    }
    let (kind, expected) = match (request.peek(), second) {
        (tag::OBJECT_IDENTIFIER, _) => (Deviation::OtherContent, "a certificate request, not a CMS message"),
        (tag::INTEGER, _) => (Deviation::PrivateKey, "a certificate request, not a key or key store"),
        (_, 0xa0) => (Deviation::OtherContent, "a certificate request, not a certificate"),
        (_, tag::OBJECT_IDENTIFIER) => (Deviation::OtherContent, "a certificate request, not a public key"),
        _ => return Ok(()),
    };
    Err(CsrError::of_input(kind, expected))
}

/// `INTEGER { v1(0) }`. Versions 2 and 3 (1 and 2), as tools have written that confuse requests with
/// certificates, and the INTEGER without contents of OpenSSL before 1.0.2 are noted.
fn version(element: &Element<'_>) -> Result<u32, CsrError> {
    const VERSION_ZERO: &str = "version 0 (v1)";
    match element.contents() {
        [0] => Ok(0),
        [] => {
            element.note(Deviation::Version, VERSION_ZERO);
            Ok(0)
        }
        [version @ 1..=2] => {
            element.note(Deviation::Version, VERSION_ZERO);
            Ok(u32::from(*version))
        }
        _ => Err(element.contents_error(Deviation::Version, VERSION_ZERO)),
    }
}

/// The decoded attributes.
#[derive(Default)]
struct Attributes {
    extensions: Vec<Extension>,
    has_challenge_password: bool,
    others: Vec<Attribute>,
}

/// `[0] IMPLICIT SET OF Attribute`.
fn attributes(info: &mut Reader<'_>) -> Result<Attributes, CsrError> {
    const ATTRIBUTES: &str = "attributes ([0]), if only an empty set";
    let mut decoded = Attributes::default();
    if info.is_empty() {
        info.note(Deviation::Missing, ATTRIBUTES);
        return Ok(decoded);
    }
    let mut reader = info.enter(tag::context_constructed(0), ATTRIBUTES)?;
    let (mut types, mut earlier) = (Vec::new(), Vec::new());
    let mut previous: &[u8] = &[];
    while !reader.is_empty() {
        let attribute = reader.take(tag::SEQUENCE, "an Attribute (SEQUENCE)")?;
        attribute.note_if_before(&mut previous);
        let mut parts = attribute.reader();
        let oid = parts.object_identifier("an attribute type (OBJECT IDENTIFIER)")?;
        let set = parts.take(tag::SET, "attribute values (SET)")?;
        parts.finish("one type and its values")?;
        if types.contains(&oid.text) {
            attribute.note(Deviation::Duplicate, "each attribute type once");
        }
        types.push(oid.text.clone());
        set.note_if_empty();
        // RFC 2985, 5.4. Microsoft's older extension list is of the same kind.
        let is_extensions = matches!(oid.known, Known::ExtensionRequest | Known::CertExtensions);
        let is_password = oid.known == Known::ChallengePassword;
        let mut values = Vec::new();
        let mut reader = set.reader();
        let mut previous: &[u8] = &[];
        while !reader.is_empty() {
            let value = reader.next("an attribute value")?;
            if (is_extensions || is_password) && !previous.is_empty() {
                value.note(Deviation::Value, "one value for this attribute (RFC 2985, 5.4)");
            }
            value.note_if_before(&mut previous);
            if is_extensions {
                value.must_be(tag::SEQUENCE, "Extensions (SEQUENCE)")?;
                value.note_if_empty();
                extensions::decode(value.reader(), &mut earlier, &mut decoded.extensions)?;
            } else if is_password {
                name::pkcs9_string(&value);
                decoded.has_challenge_password = true;
            } else {
                values.push(other_value(oid.known, &value));
            }
        }
        if !is_extensions && !is_password {
            decoded.others.push(Attribute { oid: oid.text, name: oid.name, values });
        }
    }
    Ok(decoded)
}

fn other_value(known: Known, element: &Element<'_>) -> AttributeValue {
    let texts = match known {
        Known::UnstructuredName | Known::UnstructuredAddress => vec![name::pkcs9_string(element)],
        _ => any::check(element),
    };
    AttributeValue { der: element.full.into(), texts }
}

fn range(element: &Element<'_>) -> Range<usize> {
    element.at..element.at + element.full.len()
}

fn digest(bytes: &[u8]) -> Octets {
    Octets::from(Sha256::digest(bytes).as_slice())
}

impl Csr {
    /// The common names of the subject (2.5.4.3), in their order.
    pub fn common_names(&self) -> impl Iterator<Item = &str> {
        self.subject_values("2.5.4.3")
    }

    /// The organizational units of the subject (2.5.4.11), in their order.
    pub fn organizational_units(&self) -> impl Iterator<Item = &str> {
        self.subject_values("2.5.4.11")
    }

    /// The subject's values of the attribute type with this identifier.
    pub fn subject_values(&self, oid: &str) -> impl Iterator<Item = &str> {
        self.subject
            .iter()
            .filter(move |attribute| attribute.oid == oid)
            .map(|attribute| attribute.value.as_str())
    }

    /// The names requested in subjectAltName, of every kind, in their order.
    pub fn general_names(&self) -> impl Iterator<Item = &GeneralName> {
        self.extensions.iter().flat_map(|extension| match &extension.value {
            ExtensionValue::SubjectAltName(names) => names.as_slice(),
            _ => &[],
        })
    }

    /// The DNS names requested in subjectAltName, in their order.
    pub fn dns_names(&self) -> impl Iterator<Item = &str> {
        self.general_names().filter_map(|name| match name {
            GeneralName::DnsName(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The IP addresses requested in subjectAltName, in their order.
    pub fn ip_addresses(&self) -> impl Iterator<Item = &str> {
        self.general_names().filter_map(|name| match name {
            GeneralName::IpAddress(address) => Some(address.as_str()),
            _ => None,
        })
    }

    /// The requested extension with this identifier.
    pub fn extension(&self, oid: &str) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == oid)
    }

    /// The request in DER. It contains the challenge password, if there is one.
    pub fn der(&self) -> &[u8] {
        &self.encoded.der
    }

    /// The SubjectPublicKeyInfo in DER.
    pub fn spki_der(&self) -> &[u8] {
        self.part(&self.encoded.spki)
    }

    /// The request as PEM (RFC 7468, 7), with line feeds.
    pub fn to_pem(&self) -> String {
        pem::encode(&self.encoded.der)
    }

    /// What WebCrypto needs to verify the self-signature. `None` if WebCrypto cannot: an algorithm, hash or curve that
    /// it does not have, a key that is not on its curve or does not match the signature algorithm.
    pub fn signature_check(&self) -> Option<SignatureCheck> {
        Some(SignatureCheck {
            algorithm: signature::check_algorithm(&self.signature_algorithm, &self.public_key)?,
            spki_der: self.encoded.importable.clone()?,
            signed_bytes: self.part(&self.encoded.signed).to_vec(),
            signature: self.encoded.signature.clone(),
        })
    }

    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.encoded.der.get(range.clone()).unwrap_or_default()
    }
}
