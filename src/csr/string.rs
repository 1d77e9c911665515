//! Character strings: each ASN.1 string type decoded, and characters that the type does not have noted.
//!
//! Pure. A wrong character never rejects the CSR: the text is what the requester's tool meant, and the note tells what
//! the type allows.

use serde::Serialize;

use super::der::{Element, number};
use super::error::Deviation;

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
pub(super) fn text(element: &Element<'_>) -> Option<(StringKind, String)> {
    use StringKind as Kind;
    let bytes = element.contents();
    Some(match element.tag {
        0x0c => {
            if let Err(error) = std::str::from_utf8(bytes) {
                element.note_contents(error.valid_up_to(), Deviation::Characters, "UTF-8 in a UTF8String");
            }
            (Kind::Utf8String, utf8_or_latin1(bytes))
        }
        0x12 => {
            let allowed = |byte: u8| byte.is_ascii_digit() || byte == b' ';
            (Kind::NumericString, narrow(element, allowed, "digits and spaces in a NumericString"))
        }
        0x13 => {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte);
            let expected = "letters, digits, space or '()+,-./:=? in a PrintableString";
            (Kind::PrintableString, narrow(element, allowed, expected))
        }
        0x14 => (Kind::TeletexString, latin1(bytes)),
        0x16 => (Kind::Ia5String, ia5(element)),
        0x1a => {
            let allowed = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
            (Kind::VisibleString, narrow(element, allowed, "printing ASCII in a VisibleString"))
        }
        0x15 | 0x19 | 0x1b => (Kind::OtherString, utf8_or_latin1(bytes)),
        0x1c => (Kind::UniversalString, wide(element, 4, "four octets a character, all in Unicode")),
        0x1e => (Kind::BmpString, wide(element, 2, "two octets a character, without surrogates")),
        _ => return None,
    })
}

/// An IA5String under any tag.
pub(super) fn ia5(element: &Element<'_>) -> String {
    narrow(element, |byte| byte.is_ascii(), "ASCII in an IA5String")
}

/// A string of one octet a character.
fn narrow(element: &Element<'_>, allowed: fn(u8) -> bool, expected: &'static str) -> String {
    let bytes = element.contents();
    if let Some(index) = bytes.iter().position(|&byte| !allowed(byte)) {
        element.note_contents(index, Deviation::Characters, expected);
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
fn wide(element: &Element<'_>, width: usize, expected: &'static str) -> String {
    let mut text = String::new();
    let mut is_noted = false;
    let mut high = None;
    for (index, octets) in element.contents().chunks(width).enumerate() {
        let unit = number(octets).filter(|_| octets.len() == width);
        if unit.and_then(char::from_u32).is_none() && !is_noted {
            element.note_contents(index * width, Deviation::Characters, expected);
            is_noted = true;
        }
        let unit = unit.unwrap_or(u32::MAX);
        let character = match (high.take(), unit) {
            (None, 0xd800..=0xdbff) if width == 2 => {
                high = Some(unit);
                continue;
            }
            (Some(high), 0xdc00..=0xdfff) => {
                char::from_u32(0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff))
            }
            (Some(_), _) => {
                text.push(char::REPLACEMENT_CHARACTER);
                char::from_u32(unit)
            }
            (None, _) => char::from_u32(unit),
        };
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if high.is_some() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}
