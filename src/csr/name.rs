//! Distinguished names (RFC 5280, 4.1.2.4) and GeneralNames (RFC 5280, 4.2.1.6), in their order. Pure.
//!
//! What RFC 5280 requires of an attribute's value (its string type, its upper bound) is noted, never an error: tools
//! in use violate each of these rules, and the name can be read all the same.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::any;
use super::der::{Element, ONE_VALUE, Octets, Reader, tag, to_hex};
use super::error::{CsrError, Deviation};
use super::oid::Known;
use super::string::{self, StringKind};

/// One AttributeTypeAndValue of a name (RFC 5280, 4.1.2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NameAttribute {
    /// Which RelativeDistinguishedName it belongs to, counted from 0. Attributes of a multi-valued one share it.
    pub rdn: usize,
    /// The attribute type, with dots.
    pub oid: String,
    /// The short name of the type, such as `CN` (RFC 4514, 3; RFC 4519), if it has one.
    pub name: Option<&'static str>,
    /// The value as text. A value that is not a character string is `#` and its DER in hexadecimal (RFC 4514, 2.4).
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

    fn expected(self) -> &'static str {
        match self {
            Self::Printable => "a PrintableString for this attribute",
            Self::Ia5 => "an IA5String for this attribute",
            _ => "a DirectoryString for this attribute",
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
pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Vec<NameAttribute>, CsrError> {
    let mut attributes: Vec<NameAttribute> = Vec::new();
    let mut sequence = reader.enter(tag::SEQUENCE, "a Name (SEQUENCE)")?;
    let mut rdn = 0;
    while !sequence.is_empty() {
        let set = sequence.take(tag::SET, "a RelativeDistinguishedName (SET)")?;
        set.note_if_empty();
        let mut pairs = set.reader();
        let mut previous: &[u8] = &[];
        while !pairs.is_empty() {
            let pair = pairs.take(tag::SEQUENCE, "an AttributeTypeAndValue (SEQUENCE)")?;
            pair.note_if_before(&mut previous);
            let attribute = decode_attribute(pair.reader(), rdn)?;
            // Those of one RelativeDistinguishedName are at the end.
            let mut same_rdn = attributes.iter().rev().take_while(|other| other.rdn == rdn);
            if same_rdn.any(|other| other.oid == attribute.oid) {
                let expected = "an attribute type once in a RelativeDistinguishedName";
                pair.note(Deviation::Duplicate, expected);
            }
            attributes.push(attribute);
        }
        rdn += 1;
    }
    Ok(attributes)
}

fn decode_attribute(mut pair: Reader<'_>, rdn: usize) -> Result<NameAttribute, CsrError> {
    let oid = pair.object_identifier("an attribute type (OBJECT IDENTIFIER)")?;
    let element = pair.next("an attribute value")?;
    pair.finish("one type and its values")?;
    let (kind, value) = decode_value(&element, constraints(oid.known));
    Ok(NameAttribute { rdn, oid: oid.text, name: oid.name, value, kind })
}

/// A PKCS9String (RFC 2985, 5.3), as attributes of a request have it.
pub(super) fn pkcs9_string(element: &Element<'_>) -> String {
    decode_value(element, (Syntax::Pkcs9, 255)).1
}

fn decode_value(element: &Element<'_>, (syntax, longest): (Syntax, usize)) -> (StringKind, String) {
    let (kind, text) = string::text(element).unwrap_or_else(|| {
        any::check(element);
        (StringKind::NotAString, format!("#{}", to_hex(element.full)))
    });
    if !syntax.allows(kind) {
        element.note(Deviation::StringType, syntax.expected());
    }
    // The only bound of 2 is that of a country, which is exact.
    let length = text.chars().count();
    if length > longest || length == 0 || (longest == 2 && length == 1) {
        let expected = "a value of the length its attribute has (RFC 5280, A.1)";
        element.note_contents(0, Deviation::UpperBound, expected);
    }
    (kind, text)
}

/// One GeneralName (RFC 5280, 4.2.1.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum GeneralName {
    /// otherName `[0]`.
    OtherName {
        /// The type, with dots.
        oid: String,
        /// The name in use for the type, such as `userPrincipalName`, if it has one.
        name: Option<&'static str>,
        /// The character strings in the value, in their order.
        texts: Vec<String>,
        /// The value in DER.
        der: Octets,
    },
    /// rfc822Name `[1]`: an e-mail address.
    Rfc822Name(String),
    /// dNSName `[2]`, verbatim: no case changed, no dot added or removed.
    DnsName(String),
    /// x400Address `[3]`, in DER.
    X400Address(Octets),
    /// directoryName `[4]`.
    DirectoryName(Vec<NameAttribute>),
    /// ediPartyName `[5]`, in DER.
    EdiPartyName(Octets),
    /// uniformResourceIdentifier `[6]`.
    #[serde(rename = "uri")]
    Uri(String),
    /// iPAddress `[7]`: dotted decimal or RFC 5952 text; `#` and hexadecimal if it has neither 4 nor 16 octets.
    IpAddress(String),
    /// registeredID `[8]`, with dots.
    RegisteredId(String),
}

/// GeneralNames: `SEQUENCE SIZE (1..MAX) OF GeneralName`.
pub(super) fn decode_general_names(mut sequence: Reader<'_>) -> Result<Vec<GeneralName>, CsrError> {
    let mut names = Vec::new();
    while !sequence.is_empty() {
        names.push(general_name(&sequence.next(GENERAL_NAME)?)?);
    }
    Ok(names)
}

const GENERAL_NAME: &str = "a GeneralName ([0] to [8])";

fn general_name(element: &Element<'_>) -> Result<GeneralName, CsrError> {
    Ok(match element.tag {
        0xa0 => other_name(element)?,
        0x81 => GeneralName::Rfc822Name(text(element, is_mail, "an e-mail address (RFC 5321, 4.1.2)")),
        0x82 => GeneralName::DnsName(text(element, is_host, "a host name (RFC 1034, 3.5)")),
        0xa3 => GeneralName::X400Address(whole(element)),
        0xa4 => {
            let mut reader = element.reader();
            let name = decode(&mut reader)?;
            reader.finish(ONE_VALUE)?;
            GeneralName::DirectoryName(name)
        }
        0xa5 => GeneralName::EdiPartyName(whole(element)),
        0x86 => GeneralName::Uri(text(element, is_uri, "an absolute URI (RFC 3986, 4.3)")),
        0x87 => GeneralName::IpAddress(address(element)),
        0x88 => GeneralName::RegisteredId(element.object_identifier()?.text),
        _ => return Err(element.error(Deviation::UnexpectedTag, GENERAL_NAME)),
    })
}

/// `OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }`, implicitly tagged.
fn other_name(element: &Element<'_>) -> Result<GeneralName, CsrError> {
    const VALUE: &str = "the value of an otherName ([0])";
    let mut reader = element.reader();
    let oid = reader.object_identifier("the type of an otherName (OBJECT IDENTIFIER)")?;
    let mut explicit = reader.enter(tag::context_constructed(0), VALUE)?;
    reader.finish("one type and one value")?;
    let value = explicit.next(VALUE)?;
    explicit.finish(ONE_VALUE)?;
    let texts = any::check(&value);
    Ok(GeneralName::OtherName { oid: oid.text, name: oid.name, texts, der: value.full.into() })
}

/// Kinds that are no longer in use: checked to their end, and kept in DER.
fn whole(element: &Element<'_>) -> Octets {
    any::check(element);
    element.full.into()
}

/// An IA5String of a kind that has a syntax of its own. Whether a CA may certify the name is up to the review; only
/// what cannot be such a name at all is noted here.
fn text(element: &Element<'_>, fits: fn(&[u8]) -> bool, expected: &'static str) -> String {
    let bytes = element.contents();
    if bytes.is_ascii() && !fits(bytes) {
        element.note_contents(0, Deviation::GeneralName, expected);
    }
    string::ia5(element)
}

fn is_mail(bytes: &[u8]) -> bool {
    let at_sign = bytes.iter().rposition(|&byte| byte == b'@');
    at_sign.is_some_and(|index| index > 0 && index + 1 < bytes.len())
        && bytes.iter().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(byte))
}

/// Letters, digits, hyphens and dots; underscores and asterisks are in use, and have checks in the review.
fn is_host(bytes: &[u8]) -> bool {
    !bytes.is_empty()
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'*'))
}

fn is_uri(bytes: &[u8]) -> bool {
    let colon = bytes.iter().position(|&byte| byte == b':');
    let scheme = colon.and_then(|index| bytes.get(..index)).unwrap_or_default();
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        && bytes.iter().all(u8::is_ascii_graphic)
}

fn address(element: &Element<'_>) -> String {
    let octets = element.contents();
    if let Ok(address) = <[u8; 4]>::try_from(octets) {
        return Ipv4Addr::from(address).to_string();
    }
    if let Ok(address) = <[u8; 16]>::try_from(octets) {
        return Ipv6Addr::from(address).to_string();
    }
    element.note_contents(0, Deviation::GeneralName, "an IP address of 4 or 16 octets");
    format!("#{}", to_hex(octets))
}
