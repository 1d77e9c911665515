//! Rules about letters beyond ASCII: both forms of international names, look-alikes, hidden characters. Pure.
//!
//! Three scripts are told apart, Latin, Greek and Cyrillic, since nearly all look-alikes of host names are made of
//! them; Unicode's own table of them would be larger than the page.

use super::names::{self, Name, coded};
use super::words::{List, quoted, said};
use super::{Context, CsrInput, FindingText, punycode};
use crate::order::{Field, Piece, pieces};

/// The name as it is written in the DNS, if it can be.
fn in_dns(name: &str) -> Option<String> {
    let mut out = String::new();
    for (index, label) in name.split('.').enumerate() {
        if index > 0 {
            out.push('.');
        }
        if label.is_ascii() {
            out.push_str(label);
        } else {
            out.push_str("xn--");
            out.push_str(&punycode::encode(label)?);
        }
    }
    Some(out)
}

/// The other form of an international name: what the DNS has for one as people read it, and the other way round. None
/// for a name that has one form only.
#[must_use]
pub fn other_form(name: &str) -> Option<String> {
    if !name.is_ascii() {
        return in_dns(name).filter(|_| !is_hidden(name));
    }
    let plain = names::comparable(name);
    (!plain.is_ascii()).then_some(plain)
}

fn is_hidden(text: &str) -> bool {
    pieces(text).iter().any(|piece| matches!(piece, Piece::Hidden(_)))
}

pub(super) fn both_forms(context: &Context<'_>) -> Option<FindingText> {
    let tell = |name: &Name<'_>, list: &mut List| {
        if !name.plain.is_ascii()
            && !is_hidden(&name.plain)
            && let Some(dns) = in_dns(&name.plain)
        {
            list.push(&[&quoted(&name.plain), " is ", &quoted(&dns)].concat());
        }
    };
    names::told(
        context,
        &tell,
        "International names, as people read them and as the certificate will say them: ",
        ". Compare both with what you expect.",
    )
}

/// Whether a label that begins with `xn--` has no letters behind it, or would not be written so.
fn is_damaged(label: &str) -> bool {
    coded(label).is_some_and(|coded| {
        let text = punycode::decode(coded).filter(|text| !text.is_ascii());
        text.and_then(|text| punycode::encode(&text)).is_none_or(|again| !again.eq_ignore_ascii_case(coded))
    })
}

pub(super) fn damaged(context: &Context<'_>) -> Option<FindingText> {
    names::found(
        context,
        &|name| name.text.split('.').any(is_damaged),
        "Names that begin with “xn--”, but are not the code of any letters: ",
        ". Look for a slip; public authorities refuse them.",
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
    names::found(
        context,
        &|name| name.plain.split('.').any(mixes_scripts),
        "Names that mix Latin, Greek or Cyrillic letters in one word: ",
        ". Honest names do not; a letter was exchanged for one that looks the same. Find out who asks before you \
         approve.",
    )
}

/// Letters that look like Latin ones, and what they look like, one below the other.
const ALIKE: &str = "аеорсухіјѕһԁԛԝӏαινορυχκ";
const LATIN: &str = "aeopcyxijshdqwlaivopuxk";

/// What a label looks like in Latin letters, if every letter of it looks like one and at least one is not.
fn latin_look(label: &str) -> Option<String> {
    let mut look = String::new();
    for c in label.chars() {
        match ALIKE.chars().zip(LATIN.chars()).find(|(alike, _)| *alike == c) {
            Some((_, latin)) => look.push(latin),
            None if c.is_ascii() => look.push(c),
            None => return None,
        }
    }
    (!label.is_ascii()).then_some(look)
}

pub(super) fn look_alike(context: &Context<'_>) -> Option<FindingText> {
    let tell = |name: &Name<'_>, list: &mut List| {
        for label in name.plain.split('.') {
            if let Some(look) = latin_look(label) {
                list.push(
                    &[&quoted(label), " in ", &quoted(name.text), " looks like ", &quoted(&look)].concat(),
                );
            }
        }
    };
    names::told(
        context,
        &tell,
        "Letters of another script that look like Latin ones: ",
        ". It is another name, and may be meant to be taken for it. Find out who asks before you approve.",
    )
}

pub(super) fn hidden(context: &Context<'_>) -> Option<FindingText> {
    let order = context.order;
    let mut list = List::default();
    let mut fields: Vec<Field> = Vec::new();
    let mut look = |text: &str, field| {
        if is_hidden(text) {
            list.push(&quoted(text));
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    };
    if let Some(name) = &order.certificate.common_name {
        look(name, Field::CommonName);
    }
    for name in &order.certificate.dns_names {
        look(name, Field::DnsNames);
    }
    for unit in &order.certificate.organization_units {
        look(unit, Field::OrganizationUnits);
    }
    if let Some(name) = &order.requester_user_name {
        look(name, Field::RequesterUserName);
    }
    for name in &order.approver_user_names {
        look(name, Field::ApproverUserNames);
    }
    if let CsrInput::Decoded(csr) = context.csr {
        for attribute in &csr.subject {
            look(&attribute.value, Field::EncodedCsr);
        }
    }
    for name in context.names {
        // Those behind `xn--`, too.
        if name.field == Field::EncodedCsr || (name.text.is_ascii() && !name.plain.is_ascii()) {
            look(&name.plain, name.field);
        }
    }
    said(
        &[
            "Characters that cannot be seen, or that turn the direction of writing: ",
            &list.finish()?,
            ". They make a text look like another one. Do not approve before you know why they are there.",
        ],
        &fields,
    )
}
