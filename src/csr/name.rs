//! Distinguished names: RDNSequence (RFC 5280, 4.1.2.4), every attribute in its order.
//!
//! Pure. What RFC 5280 asks of an attribute's value (its string type, its upper bound) is noted, never refused:
//! tools in use break each of these rules, and the name can be read all the same.

use serde::Serialize;

use super::any;
use super::bytes::push_hex;
use super::der::{Element, Reader, note_order, tag};
use super::error::Log;
use super::oid::Known;
use super::rules::Rule;
use super::string::{self, StringKind, count};

/// One AttributeTypeAndValue of a name (RFC 5280, 4.1.2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NameAttribute {
    /// Which RelativeDistinguishedName it belongs to, counted from 0. Attributes of a multi-valued one share it.
    pub rdn: usize,
    /// The attribute type, with dots.
    pub oid: String,
    /// The short name in use for the type, such as `CN` (RFC 4514, 3; RFC 4519), if it has one.
    pub name: Option<&'static str>,
    /// The value as text. A value that is no character string is `#` and its DER in hexadecimal (RFC 4514, 2.4).
    pub value: String,
    /// The type of the value.
    pub kind: StringKind,
}

/// Which string types an attribute's value may have.
#[derive(Clone, Copy, PartialEq)]
enum Syntax {
    /// DirectoryString: Teletex, Printable, Universal, UTF8 or BMP.
    Directory,
    Printable,
    Ia5,
    /// DirectoryString or IA5String: PKCS9String (RFC 2985, 5.3.3).
    Pkcs9,
    /// Anything.
    Open,
}

impl Syntax {
    fn allows(self, kind: StringKind) -> bool {
        use StringKind as Kind;
        let directory = matches!(
            kind,
            Kind::Utf8String
                | Kind::PrintableString
                | Kind::TeletexString
                | Kind::BmpString
                | Kind::UniversalString
        );
        match self {
            Self::Directory => directory,
            Self::Printable => kind == Kind::PrintableString,
            Self::Ia5 => kind == Kind::Ia5String,
            Self::Pkcs9 => directory || kind == Kind::Ia5String,
            Self::Open => true,
        }
    }

    fn rule(self) -> Rule {
        match self {
            Self::Printable => Rule::PrintableType,
            Self::Ia5 => Rule::Ia5Type,
            _ => Rule::DirectoryType,
        }
    }
}

/// Syntax and upper bound in characters (RFC 5280, appendix A.1; RFC 4519; RFC 2985; the EV guidelines for the
/// jurisdiction). Types without either are not listed.
fn constraints(known: Known) -> (Syntax, usize) {
    use Known as Type;
    match known {
        Type::CommonName | Type::OrganizationName | Type::OrganizationalUnitName | Type::Title => {
            (Syntax::Directory, 64)
        }
        Type::LocalityName
        | Type::StateOrProvinceName
        | Type::StreetAddress
        | Type::BusinessCategory
        | Type::Pseudonym
        | Type::JurisdictionLocality
        | Type::JurisdictionState => (Syntax::Directory, 128),
        Type::PostalCode => (Syntax::Directory, 40),
        Type::UserId | Type::OrganizationIdentifier => (Syntax::Directory, 256),
        Type::Description => (Syntax::Directory, 1024),
        Type::Surname | Type::Name | Type::GivenName | Type::Initials | Type::GenerationQualifier => {
            (Syntax::Directory, 32768)
        }
        Type::CountryName | Type::JurisdictionCountry => (Syntax::Printable, 2),
        Type::SerialNumber => (Syntax::Printable, 64),
        Type::TelephoneNumber => (Syntax::Printable, 32),
        Type::DnQualifier => (Syntax::Printable, usize::MAX),
        Type::DomainComponent => (Syntax::Ia5, usize::MAX),
        Type::EmailAddress => (Syntax::Ia5, 255),
        Type::UnstructuredName | Type::UnstructuredAddress => (Syntax::Pkcs9, 255),
        _ => (Syntax::Open, usize::MAX),
    }
}

/// A Name: `SEQUENCE OF SET OF AttributeTypeAndValue`. May be empty.
pub(super) fn decode(reader: &mut Reader<'_>, log: &mut Log) -> Vec<NameAttribute> {
    let mut attributes = Vec::new();
    let mut sequence = reader.enter(tag::SEQUENCE, Rule::Name, log);
    let mut rdn = 0;
    while !sequence.is_empty() {
        let set = sequence.take(tag::SET, Rule::Rdn, log);
        let mut pairs = set.reader();
        if pairs.is_empty() {
            log.note(Rule::NotEmptyValue, set.at);
        }
        let mut previous: &[u8] = &[];
        while !pairs.is_empty() {
            let pair = pairs.take(tag::SEQUENCE, Rule::TypeAndValue, log);
            note_order(&mut previous, &pair, log);
            let attribute = decode_attribute(pair.reader(), rdn, log);
            if attributes.iter().any(|other: &NameAttribute| other.rdn == rdn && other.oid == attribute.oid) {
                log.note(Rule::TypeOnceInRdn, pair.at);
            }
            attributes.push(attribute);
        }
        rdn += 1;
    }
    attributes
}

fn decode_attribute(mut pair: Reader<'_>, rdn: usize, log: &mut Log) -> NameAttribute {
    let oid = pair.object_identifier(Rule::AttributeType, log);
    let element = pair.next(Rule::AttributeValue, log);
    pair.finish(Rule::AttributeEnd, log);
    let (kind, value) = decode_value(&element, constraints(oid.known), log);
    NameAttribute { rdn, oid: oid.text, name: oid.name, value, kind }
}

/// A PKCS9String (RFC 2985, 5.3), as attributes of a request have it.
pub(super) fn pkcs9_string(element: &Element<'_>, log: &mut Log) -> String {
    decode_value(element, (Syntax::Pkcs9, 255), log).1
}

fn decode_value(
    element: &Element<'_>,
    (syntax, longest): (Syntax, usize),
    log: &mut Log,
) -> (StringKind, String) {
    let (kind, text) = string::text(element, log).unwrap_or_else(|| {
        any::check(element, log);
        let mut text = String::from("#");
        push_hex(&mut text, element.full);
        (StringKind::NotAString, text)
    });
    if !syntax.allows(kind) {
        log.note(syntax.rule(), element.at);
    }
    // The only bound of 2 is that of a country, which is exact.
    let length = count(&text);
    if length > longest || length == 0 || (longest == 2 && length == 1) {
        log.note(Rule::Bounded, element.body_at);
    }
    (kind, text)
}
