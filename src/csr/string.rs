//! Character strings: each ASN.1 string type decoded, with the bytes it does not have noted.
//!
//! Pure. A wrong character never costs the request: what is shown is what the requester's tool meant, and the
//! note says what the type would have allowed.

use serde::Serialize;

use super::der::{Element, number};
use super::error::Log;
use super::rules::Rule;

/// The ASN.1 type of a character string (X.680, 41; RFC 5280, appendix A.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "PascalCase")]
pub enum StringKind {
    /// UTF8String.
    Utf8String,
    /// PrintableString: letters, digits, space and `'()+,-./:=?`.
    PrintableString,
    /// TeletexString (T61String), read as Latin-1, as all tools in use write it.
    TeletexString,
    /// BMPString: UTF-16 without surrogates.
    BmpString,
    /// UniversalString: UTF-32.
    UniversalString,
    /// IA5String: ASCII.
    Ia5String,
    /// NumericString: digits and space.
    NumericString,
    /// VisibleString: printing ASCII and space.
    VisibleString,
    /// GeneralString, GraphicString or VideotexString, read as UTF-8 or else Latin-1.
    OtherString,
    /// Not a character string.
    NotAString,
}

/// The text of a character string, or `None` for an element of another type.
pub(super) fn text(element: &Element<'_>, log: &mut Log) -> Option<(StringKind, String)> {
    let bytes = element.contents();
    let (kind, text) = match element.tag {
        0x0c => {
            if let Err(error) = std::str::from_utf8(bytes) {
                log.note(Rule::Utf8, element.body_at + error.valid_up_to());
            }
            (StringKind::Utf8String, utf8_or_latin1(bytes))
        }
        0x12 => {
            let allowed = |byte: u8| byte.is_ascii_digit() || byte == b' ';
            (StringKind::NumericString, narrow(element, allowed, Rule::Numeric, log))
        }
        0x13 => {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte);
            (StringKind::PrintableString, narrow(element, allowed, Rule::Printable, log))
        }
        0x14 => (StringKind::TeletexString, latin1(bytes)),
        0x16 => (StringKind::Ia5String, ia5(element, log)),
        0x1a => {
            let allowed = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
            (StringKind::VisibleString, narrow(element, allowed, Rule::Visible, log))
        }
        0x15 | 0x19 | 0x1b => (StringKind::OtherString, utf8_or_latin1(bytes)),
        0x1c => (StringKind::UniversalString, wide(element, 4, Rule::FourOctets, log)),
        0x1e => (StringKind::BmpString, wide(element, 2, Rule::TwoOctets, log)),
        _ => return None,
    };
    Some((kind, text))
}

/// An IA5String under any tag.
pub(super) fn ia5(element: &Element<'_>, log: &mut Log) -> String {
    narrow(element, |byte| byte.is_ascii(), Rule::Ascii, log)
}

/// A string of one octet a character.
fn narrow(element: &Element<'_>, allowed: fn(u8) -> bool, rule: Rule, log: &mut Log) -> String {
    let bytes = element.contents();
    if let Some(index) = bytes.iter().position(|&byte| !allowed(byte)) {
        log.note(rule, element.body_at + index);
    }
    utf8_or_latin1(bytes)
}

/// What a tool meant that wrote octets its string type does not have.
fn utf8_or_latin1(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| latin1(bytes), str::to_owned)
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// A string of two or four octets a character. Pairs of surrogates, as Windows writes them, make one character.
fn wide(element: &Element<'_>, width: usize, rule: Rule, log: &mut Log) -> String {
    let mut text = String::new();
    let mut is_noted = false;
    let mut high = 0;
    for (index, octets) in element.contents().chunks(width).enumerate() {
        let mut value = number(octets);
        let is_sound = octets.len() == width && char::from_u32(value).is_some();
        if !is_sound && !is_noted {
            log.note(rule, element.body_at + index * width);
            is_noted = true;
        }
        if width == 2 && matches!(value, 0xd800..=0xdbff) && high == 0 {
            high = value;
            continue;
        }
        if high != 0 && matches!(value, 0xdc00..=0xdfff) {
            value = 0x10000 + ((high & 0x3ff) << 10) + (value & 0x3ff);
        } else if high != 0 {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        high = 0;
        let whole = char::from_u32(value).filter(|_| octets.len() == width);
        text.push(whole.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if high != 0 {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// The number of characters.
pub(super) fn count(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}
