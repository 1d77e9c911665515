//! certificatePolicies (RFC 5280, 4.2.1.4) with its qualifiers.
//!
//! Pure.

use serde::Serialize;

use super::any;
use super::bytes::Octets;
use super::der::{Reader, tag};
use super::error::Log;
use super::oid::Known;
use super::rules::Rule;
use super::string::{self, StringKind, count};

/// PolicyInformation (RFC 5280, 4.2.1.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyInformation {
    /// The policy, with dots.
    pub oid: String,
    /// The name in use for the policy, such as `domain-validated`, if it has one.
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
        /// Where it is.
        uri: String,
    },
    /// A text for people.
    UserNotice {
        /// The organization whose numbered notices are meant.
        organization: Option<String>,
        /// The numbers of those notices.
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

/// `SEQUENCE SIZE (1..MAX) OF PolicyInformation`.
pub(super) fn decode(mut sequence: Reader<'_>, log: &mut Log) -> Vec<PolicyInformation> {
    let mut policies = Vec::new();
    while !sequence.is_empty() {
        let at = sequence.at();
        let mut parts = sequence.enter(tag::SEQUENCE, Rule::Policy, log);
        let oid = parts.object_identifier(Rule::PolicyType, log);
        let mut qualifiers = Vec::new();
        if !parts.is_empty() {
            let mut infos = parts.enter(tag::SEQUENCE, Rule::Qualifiers, log);
            parts.finish(Rule::PolicyEnd, log);
            if infos.is_empty() {
                log.note(Rule::NotEmptyValue, infos.at());
            }
            while !infos.is_empty() {
                let info = infos.enter(tag::SEQUENCE, Rule::Qualifier, log);
                qualifiers.push(qualifier(info, log));
            }
        }
        if policies.iter().any(|other: &PolicyInformation| other.oid == oid.text) {
            log.note(Rule::PolicyOnce, at);
        }
        policies.push(PolicyInformation { oid: oid.text, name: oid.name, qualifiers });
    }
    policies
}

fn qualifier(mut info: Reader<'_>, log: &mut Log) -> PolicyQualifier {
    let oid = info.object_identifier(Rule::QualifierType, log);
    let value = info.next(Rule::QualifierValue, log);
    info.finish(Rule::QualifierEnd, log);
    match oid.known {
        Known::Cps => {
            value.must_be(0x16, Rule::CpsPointer, log);
            PolicyQualifier::Cps { uri: string::ia5(&value, log) }
        }
        Known::UserNotice => {
            value.must_be(tag::SEQUENCE, Rule::UserNotice, log);
            user_notice(value.reader(), log)
        }
        _ => {
            any::check(&value, log);
            PolicyQualifier::Other { oid: oid.text, der: value.full.into() }
        }
    }
}

/// `SEQUENCE { noticeRef SEQUENCE { DisplayText, SEQUENCE OF INTEGER } OPTIONAL, explicitText DisplayText OPTIONAL }`.
fn user_notice(mut reader: Reader<'_>, log: &mut Log) -> PolicyQualifier {
    let (mut organization, mut notice_numbers, mut explicit_text) = (None, Vec::new(), None);
    if let Some(reference) = reader.take_if(tag::SEQUENCE, log) {
        let mut parts = reference.reader();
        organization = Some(display_text(&mut parts, log));
        let mut numbers = parts.enter(tag::SEQUENCE, Rule::NoticeNumbers, log);
        parts.finish(Rule::NoticeReferenceEnd, log);
        while !numbers.is_empty() {
            let number = numbers.take(tag::INTEGER, Rule::NoticeNumber, log);
            notice_numbers.push(number.small(Rule::NoticeNumber, log));
        }
    }
    if !reader.is_empty() {
        explicit_text = Some(display_text(&mut reader, log));
    }
    reader.finish(Rule::UserNoticeEnd, log);
    PolicyQualifier::UserNotice { organization, notice_numbers, explicit_text }
}

/// DisplayText: IA5, Visible, BMP or UTF8, of 1 to 200 characters. Longer texts are in use and are noted.
fn display_text(reader: &mut Reader<'_>, log: &mut Log) -> String {
    let element = reader.next(Rule::DisplayText, log);
    let (kind, text) = string::text(&element, log).unwrap_or((StringKind::NotAString, String::new()));
    use StringKind::{BmpString, Ia5String, Utf8String, VisibleString};
    if !matches!(kind, Utf8String | Ia5String | VisibleString | BmpString) {
        log.refuse(Rule::DisplayText, element.at);
    }
    if !(1..=200).contains(&count(&text)) {
        log.note(Rule::DisplayTextLength, element.at);
    }
    text
}
