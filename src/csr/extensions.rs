//! The extensions a request asks for (RFC 5280, 4.2; RFC 7633), each decoded to its last octet.
//!
//! Pure.

use serde::Serialize;

use super::any;
use super::bytes::Octets;
use super::der::{Element, Reader, tag};
use super::error::Log;
use super::general_name::{self, GeneralName};
use super::oid::{Known, Oid};
use super::policies::{self, PolicyInformation};
use super::rules::Rule;

/// A requested extension (RFC 5280, 4.1.2.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extension {
    /// The identifier, with dots.
    pub oid: String,
    /// The name in use for the identifier, such as `subjectAltName`, if it has one.
    pub name: Option<&'static str>,
    /// Whether it is asked for as critical.
    pub critical: bool,
    /// The value.
    pub value: ExtensionValue,
}

/// The value of an extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum ExtensionValue {
    /// subjectAltName (RFC 5280, 4.2.1.6).
    SubjectAltName(Vec<GeneralName>),
    /// keyUsage (RFC 5280, 4.2.1.3): the uses that are asked for.
    KeyUsage(Vec<KeyUsage>),
    /// extKeyUsage (RFC 5280, 4.2.1.12).
    ExtendedKeyUsage(Vec<KeyPurpose>),
    /// basicConstraints (RFC 5280, 4.2.1.9).
    BasicConstraints {
        /// Whether a CA certificate is asked for.
        ca: bool,
        /// How many CA certificates may follow it.
        path_length: Option<u32>,
    },
    /// subjectKeyIdentifier (RFC 5280, 4.2.1.2).
    SubjectKeyIdentifier(Octets),
    /// certificatePolicies (RFC 5280, 4.2.1.4).
    CertificatePolicies(Vec<PolicyInformation>),
    /// TLS feature (RFC 7633): numbers of TLS extensions; 5 is status_request ("must staple").
    TlsFeature(Vec<u32>),
    /// An extension this decoder does not know.
    Other {
        /// The contents of extnValue.
        octets: Octets,
        /// The character strings in the value, in their order.
        texts: Vec<String>,
    },
}

/// A bit of keyUsage (RFC 5280, 4.2.1.3), in the order of the bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyUsage {
    /// digitalSignature (0).
    DigitalSignature,
    /// nonRepudiation, also called contentCommitment (1).
    NonRepudiation,
    /// keyEncipherment (2).
    KeyEncipherment,
    /// dataEncipherment (3).
    DataEncipherment,
    /// keyAgreement (4).
    KeyAgreement,
    /// keyCertSign (5).
    KeyCertSign,
    /// cRLSign (6).
    #[serde(rename = "cRLSign")]
    CrlSign,
    /// encipherOnly (7).
    EncipherOnly,
    /// decipherOnly (8).
    DecipherOnly,
}

impl KeyUsage {
    /// The name RFC 5280 gives the bit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DigitalSignature => "digitalSignature",
            Self::NonRepudiation => "nonRepudiation",
            Self::KeyEncipherment => "keyEncipherment",
            Self::DataEncipherment => "dataEncipherment",
            Self::KeyAgreement => "keyAgreement",
            Self::KeyCertSign => "keyCertSign",
            Self::CrlSign => "cRLSign",
            Self::EncipherOnly => "encipherOnly",
            Self::DecipherOnly => "decipherOnly",
        }
    }
}

const KEY_USAGES: [KeyUsage; 9] = [
    KeyUsage::DigitalSignature,
    KeyUsage::NonRepudiation,
    KeyUsage::KeyEncipherment,
    KeyUsage::DataEncipherment,
    KeyUsage::KeyAgreement,
    KeyUsage::KeyCertSign,
    KeyUsage::CrlSign,
    KeyUsage::EncipherOnly,
    KeyUsage::DecipherOnly,
];

/// A KeyPurposeId (RFC 5280, 4.2.1.12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyPurpose {
    /// The identifier, with dots.
    pub oid: String,
    /// The name in use for the identifier, such as `serverAuth`, if it has one.
    pub name: Option<&'static str>,
}

/// An extension as it is encoded, kept to find duplicates.
pub(super) struct Seen<'a> {
    oid: String,
    full: &'a [u8],
}

/// Extensions: `SEQUENCE SIZE (1..MAX) OF Extension`. May come several times: `seen` holds what came before.
pub(super) fn decode<'a>(
    mut reader: Reader<'a>,
    seen: &mut Vec<Seen<'a>>,
    extensions: &mut Vec<Extension>,
    log: &mut Log,
) {
    while !reader.is_empty() {
        let element = reader.take(tag::SEQUENCE, Rule::Extension, log);
        let mut parts = element.reader();
        let oid = parts.object_identifier(Rule::ExtensionType, log);
        let critical = default_false(&mut parts, log);
        let octets = parts.take(tag::OCTET_STRING, Rule::ExtensionOctets, log);
        parts.finish(Rule::ExtensionEnd, log);
        if let Some(earlier) = seen.iter().find(|earlier| earlier.oid == oid.text) {
            // Which of two different ones a CA takes nobody can say, so nothing can be said about the request.
            if earlier.full != element.full {
                log.refuse(Rule::ExtensionOnce, element.at);
            }
            log.note(Rule::ExtensionOnce, element.at);
        }
        seen.push(Seen { oid: oid.text.clone(), full: element.full });
        if critical && oid.name.is_none() {
            log.note(Rule::KnownCritical, element.at);
        }
        let value = decode_value(&oid, octets.reader(), log);
        extensions.push(Extension { oid: oid.text, name: oid.name, critical, value });
    }
}

/// `BOOLEAN DEFAULT FALSE`. FALSE itself is noted: several tools in use encode it.
fn default_false(reader: &mut Reader<'_>, log: &mut Log) -> bool {
    let Some(element) = reader.take_if(tag::BOOLEAN, log) else { return false };
    let value = element.boolean(log);
    if !value {
        log.note(Rule::DefaultLeftOut, element.at);
    }
    value
}

fn decode_value(oid: &Oid, mut reader: Reader<'_>, log: &mut Log) -> ExtensionValue {
    let (tag, rule) = match oid.known {
        Known::SubjectKeyIdentifier => (tag::OCTET_STRING, Rule::KeyIdentifier),
        Known::KeyUsage => (tag::BIT_STRING, Rule::KeyUsageType),
        Known::SubjectAltName
        | Known::BasicConstraints
        | Known::CertificatePolicies
        | Known::ExtKeyUsage
        | Known::TlsFeature => (tag::SEQUENCE, Rule::ExtensionSequence),
        _ => {
            let octets = reader.rest().into();
            return ExtensionValue::Other { octets, texts: any::check_octets(reader, log) };
        }
    };
    let element = reader.take(tag, rule, log);
    reader.finish(Rule::OneValue, log);
    let mut inner = element.reader();
    if inner.is_empty() && oid.known != Known::BasicConstraints {
        log.note(Rule::NotEmptyValue, element.at);
    }
    match oid.known {
        Known::SubjectKeyIdentifier => ExtensionValue::SubjectKeyIdentifier(element.contents().into()),
        Known::KeyUsage => ExtensionValue::KeyUsage(key_usage(&element, log)),
        Known::SubjectAltName => ExtensionValue::SubjectAltName(general_name::decode_names(inner, log)),
        Known::BasicConstraints => basic_constraints(inner, log),
        Known::CertificatePolicies => ExtensionValue::CertificatePolicies(policies::decode(inner, log)),
        Known::ExtKeyUsage => {
            let mut purposes = Vec::new();
            while !inner.is_empty() {
                let Oid { text, name, .. } = inner.object_identifier(Rule::KeyPurpose, log);
                purposes.push(KeyPurpose { oid: text, name });
            }
            ExtensionValue::ExtendedKeyUsage(purposes)
        }
        _ => {
            let mut features = Vec::new();
            while !inner.is_empty() {
                let feature = inner.take(tag::INTEGER, Rule::TlsFeature, log);
                let number = feature.small(Rule::TlsFeature, log);
                if number > 0xffff {
                    log.note(Rule::TlsFeatureBound, feature.body_at);
                }
                features.push(number);
            }
            ExtensionValue::TlsFeature(features)
        }
    }
}

/// A BIT STRING of named bits, whose trailing zero bits DER leaves out (X.690, 11.2.2).
fn key_usage(element: &Element<'_>, log: &mut Log) -> Vec<KeyUsage> {
    let (unused, octets) = element.bit_string(log);
    let first = octets.first().copied().unwrap_or_default();
    let second = octets.get(1).copied().unwrap_or_default();
    let bits = u16::from_be_bytes([first, second]);
    let mut usages = Vec::new();
    for (bit, usage) in KEY_USAGES.iter().enumerate() {
        if (bits << bit) & 0x8000 != 0 {
            usages.push(*usage);
        }
    }
    if usages.is_empty() {
        log.note(Rule::NotEmptyValue, element.at);
    }
    // The last bit in use is the lowest that is not unused.
    if octets.last().is_some_and(|last| (last >> unused) & 1 == 0) {
        log.note(Rule::NoTrailingZeros, element.body_at);
    }
    if octets.len() > 2 || second & 0x7f != 0 {
        log.note(Rule::NineUsages, element.body_at);
    }
    usages
}

/// `SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }`.
fn basic_constraints(mut sequence: Reader<'_>, log: &mut Log) -> ExtensionValue {
    let ca = default_false(&mut sequence, log);
    let mut path_length = None;
    if let Some(length) = sequence.take_if(tag::INTEGER, log) {
        path_length = Some(length.small(Rule::PathLength, log));
        if !ca {
            log.note(Rule::PathLengthOfCa, length.at);
        }
    }
    sequence.finish(Rule::BasicConstraintsEnd, log);
    ExtensionValue::BasicConstraints { ca, path_length }
}
