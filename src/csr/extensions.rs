//! Requested extensions (RFC 5280, 4.2; RFC 7633), each decoded to its last octet. Pure.

use serde::Serialize;

use super::any;
use super::der::{DEFAULT_LEFT_OUT, Element, NOT_EMPTY, ONE_VALUE, Octets, Reader, tag};
use super::error::{CsrError, Deviation};
use super::name::{self, GeneralName};
use super::oid::{Known, Oid};
use super::string::{self, StringKind};

/// A requested extension (RFC 5280, 4.1.2.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extension {
    /// The identifier, with dots.
    pub oid: String,
    /// Its name, such as `subjectAltName`, if the identifier is known.
    pub name: Option<&'static str>,
    /// Whether it is requested as critical.
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
    /// keyUsage (RFC 5280, 4.2.1.3): the requested uses.
    KeyUsage(Vec<KeyUsage>),
    /// extKeyUsage (RFC 5280, 4.2.1.12).
    ExtendedKeyUsage(Vec<KeyPurpose>),
    /// basicConstraints (RFC 5280, 4.2.1.9).
    BasicConstraints {
        /// Whether a CA certificate is requested.
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
    /// An extension whose value this decoder does not interpret.
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
    /// Its name, such as `serverAuth`, if the identifier is known.
    pub name: Option<&'static str>,
}

/// PolicyInformation (RFC 5280, 4.2.1.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyInformation {
    /// The policy, with dots.
    pub oid: String,
    /// Its name, such as `domain-validated`, if the identifier is known.
    pub name: Option<&'static str>,
    /// Its qualifiers.
    pub qualifiers: Vec<PolicyQualifier>,
}

/// PolicyQualifierInfo (RFC 5280, 4.2.1.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PolicyQualifier {
    /// A pointer to a certification practice statement.
    Cps {
        /// Its address.
        uri: String,
    },
    /// A text for users.
    UserNotice {
        /// The organization that numbers the notices.
        organization: Option<String>,
        /// The numbers of the notices.
        notice_numbers: Vec<u32>,
        /// The text itself.
        explicit_text: Option<String>,
    },
    /// Another qualifier.
    Other {
        /// The identifier, with dots.
        oid: String,
        /// The value in DER.
        der: Octets,
    },
}

/// An extension as it is encoded, kept to find duplicates.
pub(super) struct Encoded<'a> {
    oid: String,
    full: &'a [u8],
}

/// Extensions: `SEQUENCE SIZE (1..MAX) OF Extension`. A CSR may contain several: `earlier` has those that came before.
pub(super) fn decode<'a>(
    mut reader: Reader<'a>,
    earlier: &mut Vec<Encoded<'a>>,
    extensions: &mut Vec<Extension>,
) -> Result<(), CsrError> {
    const ONCE: &str = "each extension once (RFC 5280, 4.2)";
    while !reader.is_empty() {
        let element = reader.take(tag::SEQUENCE, "an Extension (SEQUENCE)")?;
        let mut parts = element.reader();
        let oid = parts.object_identifier("an extnID (OBJECT IDENTIFIER)")?;
        let critical = default_false(&mut parts)?;
        let octets = parts.take(tag::OCTET_STRING, "an extnValue (OCTET STRING)")?;
        parts.finish("one extnValue")?;
        if let Some(same) = earlier.iter().find(|earlier| earlier.oid == oid.text) {
            // Nobody can know which of two different ones a CA takes, so the CSR is ambiguous.
            if same.full != element.full {
                return Err(element.error(Deviation::Duplicate, ONCE));
            }
            element.note(Deviation::Duplicate, ONCE);
        }
        earlier.push(Encoded { oid: oid.text.clone(), full: element.full });
        if critical && oid.name.is_none() {
            element.note(Deviation::UnknownCritical, "no critical extension that is not known");
        }
        let value = decode_value(&oid, &octets)?;
        extensions.push(Extension { oid: oid.text, name: oid.name, critical, value });
    }
    Ok(())
}

/// `BOOLEAN DEFAULT FALSE`. FALSE itself is noted: several tools in use encode it.
fn default_false(reader: &mut Reader<'_>) -> Result<bool, CsrError> {
    let Some(element) = reader.take_if(tag::BOOLEAN)? else { return Ok(false) };
    let value = element.boolean()?;
    if !value {
        element.note(Deviation::DefaultEncoded, DEFAULT_LEFT_OUT);
    }
    Ok(value)
}

fn decode_value(oid: &Oid, octets: &Element<'_>) -> Result<ExtensionValue, CsrError> {
    match oid.known {
        Known::SubjectKeyIdentifier => {
            let element = only_value(octets, tag::OCTET_STRING, "a KeyIdentifier (OCTET STRING)")?;
            element.note_if_empty();
            Ok(ExtensionValue::SubjectKeyIdentifier(element.contents().into()))
        }
        Known::KeyUsage => {
            let element = only_value(octets, tag::BIT_STRING, "a KeyUsage (BIT STRING)")?;
            key_usage(&element).map(ExtensionValue::KeyUsage)
        }
        Known::BasicConstraints => basic_constraints(only_sequence(octets)?.reader()),
        Known::SubjectAltName => {
            let names = name::decode_general_names(not_empty_sequence(octets)?)?;
            Ok(ExtensionValue::SubjectAltName(names))
        }
        Known::CertificatePolicies => {
            policies(not_empty_sequence(octets)?).map(ExtensionValue::CertificatePolicies)
        }
        Known::ExtKeyUsage => key_purposes(not_empty_sequence(octets)?).map(ExtensionValue::ExtendedKeyUsage),
        Known::TlsFeature => tls_features(not_empty_sequence(octets)?).map(ExtensionValue::TlsFeature),
        known => {
            let texts = any::check_contents(octets);
            if let Some((tag, expected)) = value_type(known)
                && octets.reader().peek() != tag
            {
                octets.note_contents(0, Deviation::UnexpectedTag, expected);
            }
            Ok(ExtensionValue::Other { octets: octets.contents().into(), texts })
        }
    }
}

/// The type of an extension's value, where no more than that is checked (RFC 5280, 4.2; RFC 3739; RFC 6960; the
/// certificate extensions of Netscape and Microsoft).
fn value_type(known: Known) -> Option<(u8, &'static str)> {
    Some(match known {
        Known::SubjectDirectoryAttributes
        | Known::PrivateKeyUsagePeriod
        | Known::IssuerAltName
        | Known::NameConstraints
        | Known::CRLDistributionPoints
        | Known::PolicyMappings
        | Known::AuthorityKeyIdentifier
        | Known::PolicyConstraints
        | Known::FreshestCRL
        | Known::AuthorityInfoAccess
        | Known::SubjectInfoAccess
        | Known::QcStatements
        | Known::CertificateTemplate
        | Known::ApplicationPolicies => (tag::SEQUENCE, VALUE_SEQUENCE),
        Known::InhibitAnyPolicy => (tag::INTEGER, "the extension's value (INTEGER)"),
        Known::OcspNocheck => (tag::NULL, "the extension's value (NULL)"),
        Known::NetscapeCertType => (tag::BIT_STRING, "the extension's value (BIT STRING)"),
        Known::NetscapeComment => (tag::IA5_STRING, "the extension's value (IA5String)"),
        _ => return None,
    })
}

const VALUE_SEQUENCE: &str = "the extension's value (SEQUENCE)";

/// The value of an extension: one element of this type.
fn only_value<'a>(octets: &Element<'a>, tag: u8, expected: &'static str) -> Result<Element<'a>, CsrError> {
    let mut reader = octets.reader();
    let element = reader.take(tag, expected)?;
    reader.finish(ONE_VALUE)?;
    Ok(element)
}

fn only_sequence<'a>(octets: &Element<'a>) -> Result<Element<'a>, CsrError> {
    only_value(octets, tag::SEQUENCE, VALUE_SEQUENCE)
}

fn not_empty_sequence<'a>(octets: &Element<'a>) -> Result<Reader<'a>, CsrError> {
    let element = only_sequence(octets)?;
    element.note_if_empty();
    Ok(element.reader())
}

/// A BIT STRING of named bits, whose trailing zero bits DER leaves out (X.690, 11.2.2).
fn key_usage(element: &Element<'_>) -> Result<Vec<KeyUsage>, CsrError> {
    let (unused, octets) = element.bit_string()?;
    let first = octets.first().copied().unwrap_or_default();
    let second = octets.get(1).copied().unwrap_or_default();
    let bits = u16::from_be_bytes([first, second]);
    let is_set = |bit: usize| (bits << bit) & 0x8000 != 0;
    let usages: Vec<KeyUsage> =
        (0..).zip(KEY_USAGES).filter(|(bit, _)| is_set(*bit)).map(|(_, usage)| usage).collect();
    if usages.is_empty() {
        element.note(Deviation::EmptyValue, NOT_EMPTY);
    }
    // The last bit in use is the lowest that is not unused.
    if octets.last().is_some_and(|last| (last >> unused) & 1 == 0) {
        element.note_contents(0, Deviation::BitString, "trailing zero bits to be left out");
    }
    if octets.len() > 2 || second & 0x7f != 0 {
        element.note_contents(0, Deviation::Value, "the nine key usages (RFC 5280, 4.2.1.3)");
    }
    Ok(usages)
}

/// `SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }`.
fn basic_constraints(mut sequence: Reader<'_>) -> Result<ExtensionValue, CsrError> {
    let ca = default_false(&mut sequence)?;
    let mut path_length = None;
    if let Some(length) = sequence.take_if(tag::INTEGER)? {
        path_length = Some(length.small("a path length of zero or more")?);
        if !ca {
            length.note(Deviation::Value, "a path length for a CA only (RFC 5280, 4.2.1.9)");
        }
    }
    sequence.finish("cA and a path length")?;
    Ok(ExtensionValue::BasicConstraints { ca, path_length })
}

/// `SEQUENCE SIZE (1..MAX) OF OBJECT IDENTIFIER`.
fn key_purposes(mut sequence: Reader<'_>) -> Result<Vec<KeyPurpose>, CsrError> {
    let mut purposes = Vec::new();
    while !sequence.is_empty() {
        let Oid { text, name, .. } = sequence.object_identifier("a key purpose (OBJECT IDENTIFIER)")?;
        purposes.push(KeyPurpose { oid: text, name });
    }
    Ok(purposes)
}

/// `SEQUENCE OF INTEGER` (RFC 7633, 4).
fn tls_features(mut sequence: Reader<'_>) -> Result<Vec<u32>, CsrError> {
    const FEATURE: &str = "the number of a TLS extension (INTEGER)";
    let mut features = Vec::new();
    while !sequence.is_empty() {
        let feature = sequence.take(tag::INTEGER, FEATURE)?;
        let number = feature.small(FEATURE)?;
        if number > 0xffff {
            feature.note_contents(0, Deviation::Value, "the number of a TLS extension, of two octets");
        }
        features.push(number);
    }
    Ok(features)
}

/// `SEQUENCE SIZE (1..MAX) OF PolicyInformation`.
fn policies(mut sequence: Reader<'_>) -> Result<Vec<PolicyInformation>, CsrError> {
    let mut policies: Vec<PolicyInformation> = Vec::new();
    while !sequence.is_empty() {
        let policy = sequence.take(tag::SEQUENCE, "PolicyInformation (SEQUENCE)")?;
        let mut parts = policy.reader();
        let oid = parts.object_identifier("a policy (OBJECT IDENTIFIER)")?;
        let mut qualifiers = Vec::new();
        if !parts.is_empty() {
            let mut infos = parts.enter(tag::SEQUENCE, "policy qualifiers (SEQUENCE)")?;
            parts.finish("one policy and its qualifiers")?;
            if infos.is_empty() {
                infos.note(Deviation::EmptyValue, NOT_EMPTY);
            }
            while !infos.is_empty() {
                let info = infos.enter(tag::SEQUENCE, "PolicyQualifierInfo (SEQUENCE)")?;
                qualifiers.push(qualifier(info)?);
            }
        }
        if policies.iter().any(|other| other.oid == oid.text) {
            policy.note(Deviation::Duplicate, "each policy once (RFC 5280, 4.2.1.4)");
        }
        policies.push(PolicyInformation { oid: oid.text, name: oid.name, qualifiers });
    }
    Ok(policies)
}

fn qualifier(mut info: Reader<'_>) -> Result<PolicyQualifier, CsrError> {
    let oid = info.object_identifier("a qualifier type (OBJECT IDENTIFIER)")?;
    let value = info.next("a qualifier")?;
    info.finish("one qualifier type and one qualifier")?;
    match oid.known {
        Known::Cps => {
            value.must_be(tag::IA5_STRING, "a CPS pointer (IA5String)")?;
            Ok(PolicyQualifier::Cps { uri: string::ia5(&value) })
        }
        Known::UserNotice => {
            value.must_be(tag::SEQUENCE, "a UserNotice (SEQUENCE)")?;
            user_notice(value.reader())
        }
        _ => {
            any::check(&value);
            Ok(PolicyQualifier::Other { oid: oid.text, der: value.full.into() })
        }
    }
}

/// `SEQUENCE { noticeRef SEQUENCE { DisplayText, SEQUENCE OF INTEGER } OPTIONAL, explicitText DisplayText OPTIONAL }`.
fn user_notice(mut reader: Reader<'_>) -> Result<PolicyQualifier, CsrError> {
    let (mut organization, mut notice_numbers, mut explicit_text) = (None, Vec::new(), None);
    if let Some(reference) = reader.take_if(tag::SEQUENCE)? {
        let mut parts = reference.reader();
        organization = Some(display_text(&mut parts)?);
        let mut numbers = parts.enter(tag::SEQUENCE, "notice numbers (SEQUENCE)")?;
        parts.finish("one organization and its notice numbers")?;
        while !numbers.is_empty() {
            const NUMBER: &str = "a notice number (INTEGER)";
            notice_numbers.push(numbers.take(tag::INTEGER, NUMBER)?.small(NUMBER)?);
        }
    }
    if !reader.is_empty() {
        explicit_text = Some(display_text(&mut reader)?);
    }
    reader.finish("one reference and one text")?;
    Ok(PolicyQualifier::UserNotice { organization, notice_numbers, explicit_text })
}

/// DisplayText: IA5, Visible, BMP or UTF8, of 1 to 200 characters. Longer texts are in use and are noted.
fn display_text(reader: &mut Reader<'_>) -> Result<String, CsrError> {
    use StringKind::{BmpString, Ia5String, Utf8String, VisibleString};
    const DISPLAY_TEXT: &str = "a DisplayText (RFC 5280, 4.2.1.4)";
    let element = reader.next(DISPLAY_TEXT)?;
    let Some((Utf8String | Ia5String | VisibleString | BmpString, text)) = string::text(&element) else {
        return Err(element.error(Deviation::UnexpectedTag, DISPLAY_TEXT));
    };
    if !(1..=200).contains(&text.chars().count()) {
        element.note(Deviation::UpperBound, "a DisplayText of 1 to 200 characters");
    }
    Ok(text)
}
