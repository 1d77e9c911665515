//! The request as a whole: CertificationRequest and CertificationRequestInfo (RFC 2986, 4), and [`Csr`].
//!
//! Pure.

use std::fmt;
use std::ops::Range;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::algorithm::SignatureAlgorithm;
use super::attributes::{self, Attribute, Attributes};
use super::bytes::Octets;
use super::der::{Element, Reader, tag};
use super::error::{CsrError, CsrNote, Log};
use super::extensions::{Extension, ExtensionValue};
use super::general_name::GeneralName;
use super::name::{self, NameAttribute};
use super::pem;
use super::public_key::{self, PublicKey};
use super::rules::Rule;
use super::signature::{self, SignatureCheck};

/// A certification request, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Csr {
    /// The version as encoded: 0 is v1, the only one there is (RFC 2986, 4.1). Others are noted.
    pub version: u32,
    /// The subject: every attribute in its order. May be empty.
    pub subject: Vec<NameAttribute>,
    /// The public key.
    pub public_key: PublicKey,
    /// The algorithm the request says it is signed with.
    pub signature_algorithm: SignatureAlgorithm,
    /// The extensions asked for, in their order.
    pub extensions: Vec<Extension>,
    /// Whether a challenge password is there. Its value is not kept, but is in [`Csr::der`].
    pub has_challenge_password: bool,
    /// All other attributes, in their order.
    pub attributes: Vec<Attribute>,
    /// SHA-256 of the request in DER.
    pub sha256: Octets,
    /// SHA-256 of the SubjectPublicKeyInfo in DER, as it came.
    pub spki_sha256: Octets,
    /// What is unusual about the request, in the order it was met.
    pub notes: Vec<CsrNote>,
    #[serde(skip)]
    encoded: Encoded,
}

/// The bytes behind the decoded request. Their `Debug` shows none: a challenge password may be among them.
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

pub(super) fn decode(der: Vec<u8>, log: &mut Log) -> Result<Csr, CsrError> {
    let mut outer = Reader::new(&der, 0);
    let mut request = outer.enter(tag::SEQUENCE, Rule::Request, log);
    refuse_others(&request, log);
    outer.finish(Rule::RequestEnd, log);
    let info = request.take(tag::SEQUENCE, Rule::Info, log);

    let mut parts = info.reader();
    let version = version(&parts.take(tag::INTEGER, Rule::VersionType, log), log);
    let subject = name::decode(&mut parts, log);
    let spki = parts.take(tag::SEQUENCE, Rule::Spki, log);
    let key = public_key::decode(&spki, log);
    let mut attributes = Attributes::default();
    if parts.is_empty() {
        log.note(Rule::AttributesPresent, parts.at());
    } else {
        let set = parts.enter(tag::context_constructed(0), Rule::AttributesPresent, log);
        attributes = attributes::decode(set, log);
    }
    parts.finish(Rule::InfoEnd, log);

    let signature_algorithm = SignatureAlgorithm::decode(&mut request, log);
    let octets = request.take(tag::BIT_STRING, Rule::SignatureType, log).octets(log);
    request.finish(Rule::RequestEnd, log);
    let signature = signature::decode(octets, &signature_algorithm, &key.key, log);

    let notes = log.finish()?;
    let (sha256, spki_sha256) = (digest(&der), digest(spki.full));
    let (signed, spki) = (range(&info), range(&spki));
    Ok(Csr {
        version,
        subject,
        public_key: key.key,
        signature_algorithm,
        extensions: attributes.extensions,
        has_challenge_password: attributes.has_challenge_password,
        attributes: attributes.others,
        sha256,
        spki_sha256,
        notes,
        encoded: Encoded { signed, spki, importable: key.importable, signature, der },
    })
}

/// Says what else it is, where the first elements show it.
fn refuse_others(request: &Reader<'_>, log: &mut Log) {
    let mut inside = Reader::new(&[], 0);
    if request.peek() == tag::SEQUENCE {
        inside = request.clone().next(Rule::Info, log).reader();
    }
    let rule = match (request.peek(), inside.peek()) {
        (tag::OBJECT_IDENTIFIER, _) => Rule::NotCms,
        (tag::INTEGER, _) => Rule::NotKeyStore,
        (_, 0xa0) => Rule::NotCertificate,
        (_, tag::OBJECT_IDENTIFIER) => Rule::NotPublicKey,
        _ => return,
    };
    log.refuse_as(rule.kind(), rule, None);
}

/// `INTEGER { v1(0) }`. Versions 2 and 3 (1 and 2), as tools have written that confuse requests with
/// certificates, and the INTEGER without contents of OpenSSL before 1.0.2 are noted.
fn version(element: &Element<'_>, log: &mut Log) -> u32 {
    match element.contents() {
        [0] => 0,
        [] => {
            log.note(Rule::VersionZero, element.at);
            0
        }
        [version @ 1..=2] => {
            log.note(Rule::VersionZero, element.at);
            u32::from(*version)
        }
        _ => {
            log.refuse(Rule::VersionZero, element.body_at);
            0
        }
    }
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

    /// The names asked for in subjectAltName, of every kind, in their order.
    pub fn general_names(&self) -> impl Iterator<Item = &GeneralName> {
        self.extensions.iter().flat_map(|extension| match &extension.value {
            ExtensionValue::SubjectAltName(names) => names.as_slice(),
            _ => &[],
        })
    }

    /// The DNS names asked for in subjectAltName, in their order.
    pub fn dns_names(&self) -> impl Iterator<Item = &str> {
        self.general_names().filter_map(|name| match name {
            GeneralName::DnsName(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The IP addresses asked for in subjectAltName, in their order.
    pub fn ip_addresses(&self) -> impl Iterator<Item = &str> {
        self.general_names().filter_map(|name| match name {
            GeneralName::IpAddress(address) => Some(address.as_str()),
            _ => None,
        })
    }

    /// The extension with this identifier, if it is asked for.
    pub fn extension(&self, oid: &str) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid == oid)
    }

    /// The request in DER, as it came. A challenge password, if there is one, is in it.
    pub fn der(&self) -> &[u8] {
        &self.encoded.der
    }

    /// The SubjectPublicKeyInfo in DER, as it came.
    pub fn spki_der(&self) -> &[u8] {
        self.part(&self.encoded.spki)
    }

    /// The request as PEM (RFC 7468, 7), with line feeds.
    pub fn to_pem(&self) -> String {
        pem::encode(&self.encoded.der)
    }

    /// What WebCrypto needs to verify the signature. `None` means "not checkable here": an algorithm, hash or
    /// curve that WebCrypto does not have, a key that is not on its curve or does not go with the signature.
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
