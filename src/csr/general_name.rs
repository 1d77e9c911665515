//! GeneralName (RFC 5280, 4.2.1.6): the names a request asks for, of every kind.
//!
//! Pure.

use serde::Serialize;

use super::any;
use super::bytes::{Octets, push_hex};
use super::der::{Element, Reader, tag};
use super::error::Log;
use super::name::{self, NameAttribute};
use super::rules::Rule;
use super::string;

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
    /// dNSName `[2]`, as it came: no case changed, no dot added or removed.
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
    /// iPAddress `[7]`: dotted decimal or RFC 5952 text; `#` and hexadecimal where it has neither 4 nor 16 octets.
    IpAddress(String),
    /// registeredID `[8]`, with dots.
    RegisteredId(String),
}

/// GeneralNames: `SEQUENCE SIZE (1..MAX) OF GeneralName`.
pub(super) fn decode_names(mut sequence: Reader<'_>, log: &mut Log) -> Vec<GeneralName> {
    let mut names = Vec::new();
    while !sequence.is_empty() {
        names.push(decode(&sequence.next(Rule::GeneralName, log), log));
    }
    names
}

fn decode(element: &Element<'_>, log: &mut Log) -> GeneralName {
    match element.tag {
        0xa0 => other_name(element, log),
        0x81 => GeneralName::Rfc822Name(text(element, is_mail, Rule::MailAddress, log)),
        0x82 => GeneralName::DnsName(text(element, is_host, Rule::HostName, log)),
        0xa3 => GeneralName::X400Address(whole(element, log)),
        0xa4 => {
            let mut reader = element.reader();
            let name = name::decode(&mut reader, log);
            reader.finish(Rule::OneValue, log);
            GeneralName::DirectoryName(name)
        }
        0xa5 => GeneralName::EdiPartyName(whole(element, log)),
        0x86 => GeneralName::Uri(text(element, is_uri, Rule::AbsoluteUri, log)),
        0x87 => GeneralName::IpAddress(address(element, log)),
        0x88 => GeneralName::RegisteredId(element.object_identifier(log).text),
        _ => {
            log.refuse(Rule::GeneralName, element.at);
            GeneralName::DnsName(String::new())
        }
    }
}

/// `OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }`, implicitly tagged.
fn other_name(element: &Element<'_>, log: &mut Log) -> GeneralName {
    let mut reader = element.reader();
    let oid = reader.object_identifier(Rule::OtherNameType, log);
    let mut explicit = reader.enter(tag::context_constructed(0), Rule::OtherNameValue, log);
    reader.finish(Rule::OtherNameEnd, log);
    let value = explicit.next(Rule::OtherNameValue, log);
    explicit.finish(Rule::OneValue, log);
    let texts = any::check(&value, log);
    GeneralName::OtherName { oid: oid.text, name: oid.name, texts, der: value.full.into() }
}

/// Kinds that are no longer in use: walked to their end, and kept in DER.
fn whole(element: &Element<'_>, log: &mut Log) -> Octets {
    any::check(element, log);
    element.full.into()
}

/// An IA5String of one of the kinds that have a syntax of their own. Whether a name may be certified is the
/// review's to say; here only what cannot be such a name at all is noted.
fn text(element: &Element<'_>, fits: fn(&[u8]) -> bool, rule: Rule, log: &mut Log) -> String {
    let bytes = element.contents();
    if bytes.is_ascii() && !fits(bytes) {
        log.note(rule, element.body_at);
    }
    string::ia5(element, log)
}

fn is_mail(bytes: &[u8]) -> bool {
    let at_sign = bytes.iter().rposition(|&byte| byte == b'@');
    at_sign.is_some_and(|index| index > 0 && index + 1 < bytes.len())
        && bytes.iter().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(byte))
}

/// Letters, digits, hyphens and dots; underscores and asterisks are in use, and have rules in the review.
fn is_host(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._*".contains(byte))
}

fn is_uri(bytes: &[u8]) -> bool {
    let colon = bytes.iter().position(|&byte| byte == b':');
    let scheme = colon.and_then(|index| bytes.get(..index)).unwrap_or_default();
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        && bytes.iter().all(u8::is_ascii_graphic)
}

fn address(element: &Element<'_>, log: &mut Log) -> String {
    let octets = element.contents();
    let mut text = String::new();
    match octets.len() {
        4 => {
            for (index, octet) in octets.iter().enumerate() {
                if index > 0 {
                    text.push('.');
                }
                for scale in [100, 10, 1] {
                    if *octet >= scale || scale == 1 {
                        text.push(char::from(b'0' + octet / scale % 10));
                    }
                }
            }
        }
        16 => push_ipv6(&mut text, octets),
        _ => {
            log.note(Rule::IpAddress, element.body_at);
            text.push('#');
            push_hex(&mut text, octets);
        }
    }
    text
}

/// RFC 5952, 4: the first of the longest runs of zeros is left out. Written here rather than by `Ipv6Addr`, whose
/// `Display` is several times as large.
fn push_ipv6(text: &mut String, octets: &[u8]) {
    let (mut run_at, mut run_length) = (0, 0);
    for start in 0..8 {
        let zeros = octets.iter().skip(2 * start).take_while(|octet| **octet == 0).count() / 2;
        if zeros > run_length && zeros > 1 {
            (run_at, run_length) = (start, zeros);
        }
    }
    for (index, group) in octets.chunks(2).enumerate() {
        if run_length > 0 && (run_at..run_at + run_length).contains(&index) {
            if index == run_at {
                text.push_str("::");
            }
            continue;
        }
        if index > 0 && !text.ends_with(':') {
            text.push(':');
        }
        let mut hex = String::new();
        push_hex(&mut hex, group);
        let digits = hex.trim_start_matches('0');
        text.push_str(if digits.is_empty() { "0" } else { digits });
    }
}
