//! The attributes of a request (RFC 2986, 4.1; RFC 2985, 5.4): extension requests, the challenge password, and
//! all others by identifier and value.
//!
//! Pure. A challenge password is a secret: it is checked and counted here, and its value goes no further.

use serde::Serialize;

use super::any;
use super::bytes::Octets;
use super::der::{Element, Reader, note_order, tag};
use super::error::Log;
use super::extensions::{self, Extension};
use super::name;
use super::oid::Known;
use super::rules::Rule;

/// An attribute of a request, other than extension requests and challenge passwords.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// The type, with dots.
    pub oid: String,
    /// The name in use for the type, such as `unstructuredName`, if it has one.
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
    /// The character strings in the value, in their order: the value itself where it is one.
    pub texts: Vec<String>,
}

/// What the attributes say.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) extensions: Vec<Extension>,
    pub(super) has_challenge_password: bool,
    pub(super) others: Vec<Attribute>,
}

/// `[0] IMPLICIT SET OF Attribute`.
pub(super) fn decode(mut reader: Reader<'_>, log: &mut Log) -> Attributes {
    let mut decoded = Attributes::default();
    let (mut types, mut seen) = (Vec::new(), Vec::new());
    let mut previous: &[u8] = &[];
    while !reader.is_empty() {
        let attribute = reader.take(tag::SEQUENCE, Rule::Attribute, log);
        note_order(&mut previous, &attribute, log);
        let mut parts = attribute.reader();
        let oid = parts.object_identifier(Rule::AttributeType, log);
        let set = parts.take(tag::SET, Rule::AttributeValues, log);
        parts.finish(Rule::AttributeEnd, log);
        if types.contains(&oid.text) {
            log.note(Rule::AttributeOnce, attribute.at);
        }
        types.push(oid.text.clone());
        // RFC 2985, 5.4. Microsoft's older extension list is of the same kind.
        let is_extensions = matches!(oid.known, Known::ExtensionRequest | Known::CertExtensions);
        let is_password = oid.known == Known::ChallengePassword;
        let mut values = Vec::new();
        let mut inner = set.reader();
        if inner.is_empty() {
            log.note(Rule::NotEmptyValue, set.at);
        }
        let mut previous: &[u8] = &[];
        while !inner.is_empty() {
            let element = inner.next(Rule::AttributeValue, log);
            if (is_extensions || is_password) && !previous.is_empty() {
                log.note(Rule::SingleValued, element.at);
            }
            note_order(&mut previous, &element, log);
            if is_extensions {
                element.must_be(tag::SEQUENCE, Rule::Extensions, log);
                if element.contents().is_empty() {
                    log.note(Rule::NotEmptyValue, element.at);
                }
                extensions::decode(element.reader(), &mut seen, &mut decoded.extensions, log);
            } else if is_password {
                name::pkcs9_string(&element, log);
                decoded.has_challenge_password = true;
            } else {
                values.push(other_value(oid.known, &element, log));
            }
        }
        if !is_extensions && !is_password {
            decoded.others.push(Attribute { oid: oid.text, name: oid.name, values });
        }
    }
    decoded
}

fn other_value(known: Known, element: &Element<'_>, log: &mut Log) -> AttributeValue {
    let texts = match known {
        Known::UnstructuredName | Known::UnstructuredAddress => vec![name::pkcs9_string(element, log)],
        _ => any::check(element, log),
    };
    AttributeValue { der: element.full.into(), texts }
}
