//! Text from outside, made safe to display. Pure.
//!
//! Names in a request are untrusted. A control, invisible or bidirectional formatting character can make one
//! name look like another, so each is separated from the text around it. Nothing is dropped, since Arabic and
//! Hebrew names are legitimate. Source: Unicode Technical Report 36, section 2.

/// A part of a text from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that can be displayed as it is.
    Plain(&'a str),
    /// One character that is invisible, or changes how the characters beside it are displayed.
    Hidden(char),
}

/// Splits a text into parts that can be displayed as they are and characters that must be named.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    split(text, is_hidden)
}

/// As [`pieces`], for a text of several lines: line breaks are plain text.
#[must_use]
pub fn block_pieces(text: &str) -> Vec<Piece<'_>> {
    split(text, |c| c != '\n' && is_hidden(c))
}

/// The text with every hidden character replaced by its code point, for places without markup: a title, a file.
#[must_use]
pub fn spelled_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Plain(text) => out.push_str(text),
            Piece::Hidden(c) => out.push_str(&code_point(c)),
        }
    }
    out
}

/// The notation of a character's code point: `U+202E`.
#[must_use]
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

fn split(text: &str, is_hidden: impl Fn(char) -> bool) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if is_hidden(c) {
            push_plain(&mut pieces, text.get(start..at));
            pieces.push(Piece::Hidden(c));
            start = at + c.len_utf8();
        }
    }
    push_plain(&mut pieces, text.get(start..));
    pieces
}

fn push_plain<'a>(pieces: &mut Vec<Piece<'a>>, text: Option<&'a str>) {
    if let Some(text) = text
        && !text.is_empty()
    {
        pieces.push(Piece::Plain(text));
    }
}

/// Whether a character is a control, a bidirectional mark, invisible, or a space other than U+0020.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || (c != ' ' && c.is_whitespace())
}
