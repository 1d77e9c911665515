//! Checks of letters beyond ASCII: both forms of internationalized names, look-alikes, hidden characters. Pure.
//!
//! Three scripts are distinguished, Latin, Greek and Cyrillic: nearly all look-alikes of host names are made of them.

use super::names::{self, Name};
use super::text::{finding, list, quoted, quoted_list};
use super::{Context, CsrInput, FindingText, punycode};
use crate::order::{Field, Piece, pieces};

/// The name as the DNS has it, if it can.
fn in_dns(name: &str) -> Option<String> {
    let labels = name.split('.').map(|label| {
        if label.is_ascii() {
            Some(label.to_owned())
        } else {
            punycode::encode(label).map(|encoded| format!("xn--{encoded}"))
        }
    });
    Some(labels.collect::<Option<Vec<_>>>()?.join("."))
}

/// The other form of an internationalized name: for A-labels the letters, for U-labels what the DNS has. `None` for a
/// name that has one form only.
#[must_use]
pub fn other_form(name: &str) -> Option<String> {
    if !name.is_ascii() {
        return in_dns(name).filter(|_| !is_hidden(name));
    }
    let letters = names::comparable(name);
    (!letters.is_ascii()).then_some(letters)
}

fn is_hidden(text: &str) -> bool {
    pieces(text).iter().any(|piece| matches!(piece, Piece::Hidden(_)))
}

pub(super) fn both_forms(context: &Context<'_>) -> Option<FindingText> {
    names::about_items(
        context,
        |name| {
            let letters = &name.comparable;
            if letters.is_ascii() || is_hidden(letters) {
                return None;
            }
            Some((letters, in_dns(letters)?))
        },
        |(letters, dns)| format!("{} is {}", quoted(letters), quoted(&dns)),
        |names| {
            format!(
                "These names are internationalized; each is shown as people read it and as the certificate has it: \
                 {names}. Letters of other scripts can look alike, so compare both forms with what you expect."
            )
        },
    )
}

/// Whether a label begins with `xn--` and does not encode letters, or would be encoded otherwise.
fn is_invalid(label: &str) -> bool {
    punycode::encoded_part(label).is_some_and(|encoded| {
        let text = punycode::decode(encoded).filter(|text| !text.is_ascii());
        text.and_then(|text| punycode::encode(&text)).is_none_or(|again| !again.eq_ignore_ascii_case(encoded))
    })
}

pub(super) fn invalid_punycode(context: &Context<'_>) -> Option<FindingText> {
    names::about_names(
        context,
        |name| name.is_requested() && name.text.split('.').any(is_invalid),
        |names| {
            format!(
                "These names have a label that begins with xn-- and is not valid punycode: {names}. Public CAs must refuse \
                 them. Look for a typing error."
            )
        },
    )
}

#[derive(Clone, Copy, PartialEq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
}

fn script(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2af}' => {
            Script::Latin
        }
        '\u{1d00}'..='\u{1d25}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' => Script::Latin,
        '\u{a722}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab64}' | '\u{ff21}'..='\u{ff5a}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8a}' | '\u{2de0}'..='\u{2dff}' => Script::Cyrillic,
        '\u{a640}'..='\u{a69f}' => Script::Cyrillic,
        _ => return None,
    })
}

fn mixes_scripts(label: &str) -> bool {
    let mut scripts = label.chars().filter_map(script);
    let first = scripts.next();
    scripts.any(|script| Some(script) != first)
}

pub(super) fn mixed_scripts(context: &Context<'_>) -> Option<FindingText> {
    names::about_names(
        context,
        |name| name.comparable.split('.').any(mixes_scripts),
        |names| {
            format!(
                "These names mix Latin, Greek or Cyrillic letters in one label: {names}. Legitimate names rarely do; a \
                 letter may have been swapped for a look-alike. Find out who needs the name before you approve."
            )
        },
    )
}

/// Letters that look like Latin ones, and below each the letter it looks like.
const ALIKE: &str = "аеорсухіјѕһԁԛԝӏαινορυχκ";
const LATIN: &str = "aeopcyxijshdqwlaivopuxk";

/// What a label looks like in Latin letters, if every letter of it looks like one and at least one is not.
fn latin_look(label: &str) -> Option<String> {
    let look: Option<String> = label
        .chars()
        .map(|c| match ALIKE.chars().zip(LATIN.chars()).find(|(alike, _)| *alike == c) {
            Some((_, latin)) => Some(latin),
            None => c.is_ascii().then_some(c),
        })
        .collect();
    look.filter(|_| !label.is_ascii())
}

/// The look-alike labels of a name, each with what it looks like. Below a top-level domain in the same script, such as
/// .рф, words of that script are usual.
fn look_alikes(name: &Name<'_>) -> Option<String> {
    let script_of = |label: &str| label.chars().filter(|c| !c.is_ascii()).find_map(script);
    let top_level_domain = name.comparable.rsplit('.').next().unwrap_or_default();
    let usual = script_of(top_level_domain);
    list(name.comparable.split('.').filter_map(|label| {
        let look = latin_look(label)?;
        if !mixes_scripts(label) && script_of(label) == usual {
            return None;
        }
        Some(format!("{} in {} looks like {}", quoted(label), quoted(name.text), quoted(&look)))
    }))
}

pub(super) fn look_alike(context: &Context<'_>) -> Option<FindingText> {
    names::about_items(
        context,
        look_alikes,
        |alike| alike,
        |names| {
            format!(
                "These names contain letters of another script that look like Latin ones: {names}. It is a different name, and may be meant to \
             be mistaken for it. Find out who needs the name before you approve."
            )
        },
    )
}

pub(super) fn hidden_characters(context: &Context<'_>) -> Option<FindingText> {
    let order = context.order;
    let certificate = &order.certificate;
    let mut texts: Vec<(&str, Field)> = Vec::new();
    texts.extend(certificate.common_name.iter().map(|text| (text.as_str(), Field::CommonName)));
    texts.extend(certificate.dns_names.iter().map(|text| (text.as_str(), Field::DnsNames)));
    texts.extend(certificate.organization_units.iter().map(|text| (text.as_str(), Field::OrganizationUnits)));
    texts.extend(order.requester_user_name.iter().map(|text| (text.as_str(), Field::RequesterUserName)));
    texts.extend(order.approver_user_names.iter().map(|text| (text.as_str(), Field::ApproverUserNames)));
    if let CsrInput::Decoded(csr) = context.csr {
        texts.extend(csr.subject.iter().map(|attribute| (attribute.value.as_str(), Field::EncodedCsr)));
    }
    for name in context.names {
        // Those behind `xn--`, too.
        if !name.is_requested() || (name.text.is_ascii() && !name.comparable.is_ascii()) {
            texts.push((&name.comparable, name.field));
        }
    }
    texts.retain(|(text, _)| is_hidden(text));
    let mut fields: Vec<Field> = Vec::new();
    for (_, field) in &texts {
        if !fields.contains(field) {
            fields.push(*field);
        }
    }
    let texts = quoted_list(texts.iter().map(|(text, _)| *text))?;
    finding(
        format!(
            "These texts contain characters that are invisible, or that change the direction of writing: {texts}. Such \
             characters make a text look like another. Do not approve before you know why they are there."
        ),
        &fields,
    )
}
