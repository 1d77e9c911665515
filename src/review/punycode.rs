//! Punycode (RFC 3492): the letters behind a label that begins with `xn--`, and back. Pure.

/// Longer labels are invalid (RFC 1034, 3.1); the bound keeps the time small.
const MAX_LABEL: usize = 63;

/// The part of a label after `xn--`.
pub(super) fn encoded_part(label: &str) -> Option<&str> {
    let (prefix, encoded) = label.split_at_checked(4)?;
    prefix.eq_ignore_ascii_case("xn--").then_some(encoded)
}

/// The text of an encoded part, if it is the encoding of one.
pub(super) fn decode(encoded: &str) -> Option<String> {
    if encoded.is_empty() || encoded.len() > MAX_LABEL {
        return None;
    }
    idna::punycode::decode_to_string(encoded)
}

/// The encoded part of a text's label, if it can be one.
pub(super) fn encode(text: &str) -> Option<String> {
    if text.chars().nth(MAX_LABEL).is_some() {
        return None;
    }
    idna::punycode::encode_str(text)
}
