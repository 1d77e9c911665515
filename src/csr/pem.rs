//! The text around a CSR: PEM (RFC 7468) as tools and users really send it, bare base64, or none at all. Pure.
//!
//! CSRs are sent through forms, mails, JSON and clipboards, so what those do to a text is undone here: line ends lost or
//! written as `\n`, UTF-16, padding lost. What was undone is noted, if it is a deviation.

use super::error::{Context, CsrError, Deviation};

/// The label (RFC 7468, 7).
const LABEL: &str = "CERTIFICATE REQUEST";

/// The labels in use; the second is Netscape's and Microsoft's.
const LABELS: [&[u8]; 2] = [LABEL.as_bytes(), b"NEW CERTIFICATE REQUEST"];

const BEGIN: &[u8] = b"-BEGIN ";

/// The most bytes taken, as DER or as text. CSRs in use have a few hundred to a few thousand; those of
/// hash-based signatures have 50 000.
const MAX_LENGTH: usize = 1 << 20;

/// Rejects what is too large to be a CSR.
pub(super) fn check_length(input: &[u8]) -> Result<(), CsrError> {
    if input.len() > MAX_LENGTH {
        return Err(CsrError::of_input(Deviation::TooLarge, "at most 1 MiB"));
    }
    Ok(())
}

/// The DER inside the input.
pub(super) fn to_der(input: &[u8], context: &Context) -> Result<Vec<u8>, CsrError> {
    check_length(input)?;
    let is_utf16 = input.starts_with(b"\xff\xfe") || input.starts_with(b"\xfe\xff");
    // No text has octets below the tabulator, except for a zero at its end where a program meant a C string. Every
    // CSR in DER has some: the tags of INTEGER, BIT STRING and OBJECT IDENTIFIER.
    let mut text = input;
    while let [before @ .., 0] = text {
        text = before;
    }
    let is_der = !is_utf16 && text.iter().any(|octet| *octet < b'\t');
    if is_der {
        return Ok(input.to_vec());
    }
    let decoded = if is_utf16 {
        // What Windows calls "Unicode": every other octet of such a text is zero.
        context.note(Deviation::TextEncoding, 0, "ASCII rather than UTF-16");
        let narrow: Vec<u8> = input.iter().skip(2).copied().filter(|octet| *octet != 0).collect();
        text_to_der(&narrow, context)?
    } else {
        text_to_der(text, context)?
    };
    if find(&decoded, BEGIN).is_some_and(|at| at < 5) {
        // Kubernetes has CSRs as base64 of PEM.
        context.note(Deviation::TextEncoding, 0, "PEM rather than base64 of PEM");
        return text_to_der(&decoded, context);
    }
    Ok(decoded)
}

fn text_to_der(text: &[u8], context: &Context) -> Result<Vec<u8>, CsrError> {
    let trimmed = text.trim_ascii();
    let bare = trimmed.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(trimmed);
    if bare.is_empty() {
        return Err(CsrError::new(Deviation::Empty, 0, "a certificate request, not an empty text"));
    }
    if bare.eq_ignore_ascii_case(b"string") {
        let expected = "a certificate request, not the placeholder “string”";
        return Err(CsrError::new(Deviation::Placeholder, 0, expected));
    }
    if let Some((body, at)) = request_block(text, context)? {
        let base64 = without_headers(body, at, context);
        return base64_to_der(base64, at + body.len() - base64.len(), context);
    }
    let at = text.len() - text.trim_ascii_start().len() + usize::from(bare.len() < trimmed.len());
    base64_to_der(bare, at, context)
}

/// The text between the boundaries of the first CSR, and its offset. `None` if there are no boundaries.
fn request_block<'a>(text: &'a [u8], context: &Context) -> Result<Option<(&'a [u8], usize)>, CsrError> {
    let mut found = None;
    let mut other = None;
    let mut private_key = None;
    let mut rest = text;
    while let Some(offset) = find(rest, BEGIN) {
        let dashes_at = text.len() - rest.len() + offset;
        let label_at = dashes_at + BEGIN.len();
        let labelled = from(text, label_at);
        let label = labelled.split(|byte| b"-\r\n\\".contains(byte)).next().unwrap_or_default();
        let after_label = from(labelled, label.len());
        rest = trim_dashes_start(after_label);
        if LABELS.contains(&label.trim_ascii()) && found.is_none() {
            let before = text.get(..=dashes_at).unwrap_or_default();
            if trim_dashes_end(before).len() + 5 != before.len() || after_label.len() != rest.len() + 5 {
                let expected = "five hyphens on both sides of the label (RFC 7468)";
                context.note(Deviation::TextEncoding, dashes_at, expected);
            }
            // A block without an end extends to the next one.
            let body_at = text.len() - rest.len();
            let segment = rest.get(..find(rest, BEGIN).unwrap_or(rest.len())).unwrap_or_default();
            let end = find(segment, b"-END ").unwrap_or(segment.len());
            let end_label = from(segment, end + 5);
            if !end_label.strip_prefix(label).is_some_and(|rest| rest.starts_with(b"-----")) {
                let expected = "an END line with the label of the BEGIN line";
                context.note(Deviation::TextEncoding, body_at + end, expected);
            }
            found = Some((trim_dashes_end(segment.get(..end).unwrap_or_default()), body_at));
        } else if label.ends_with(b"PRIVATE KEY") {
            private_key.get_or_insert(label_at);
        } else {
            other.get_or_insert((label, label_at));
        }
    }
    match (found, private_key, other) {
        (Some(_), Some(at), _) => {
            let expected = "no private key beside the request: it is to stay with its owner";
            context.note(Deviation::PrivateKey, at, expected);
        }
        (Some(_), None, Some((label, at))) if LABELS.contains(&label) => {
            context.note(Deviation::TextEncoding, at, "one request; the first is read");
        }
        (None, Some(at), _) => {
            let expected = "a certificate request, not a private key";
            return Err(CsrError::new(Deviation::PrivateKey, at, expected));
        }
        (None, None, Some((label, at))) => {
            let expected = match label {
                b"CERTIFICATE" => "a certificate request, not a certificate",
                b"PUBLIC KEY" => "a certificate request, not a public key",
                b"PKCS7" | b"CMS" => "a certificate request, not a CMS message",
                _ => "the label CERTIFICATE REQUEST (RFC 7468, 7)",
            };
            return Err(CsrError::new(Deviation::OtherContent, at, expected));
        }
        _ => {}
    }
    Ok(found)
}

/// Skips headers (RFC 1421, 4.4), which RFC 7468 no longer has.
fn without_headers<'a>(body: &'a [u8], at: usize, context: &Context) -> &'a [u8] {
    let (mut rest, mut first, mut continues) = (body, None, false);
    loop {
        let line = line(rest);
        let is_blank = line.trim_ascii().is_empty();
        if line.contains(&b':') {
            first.get_or_insert(at + body.len() - rest.len());
            continues = true;
        } else if is_blank {
            continues = false;
        } else if !(continues && line.starts_with(b" ")) {
            break;
        }
        let end = from(rest, line.len());
        match break_length(end) {
            Some(length) => rest = from(end, length),
            None => break,
        }
    }
    if let Some(first) = first {
        context.note(Deviation::TextEncoding, first, "no headers before the base64");
    }
    rest
}

/// Up to the next line end.
fn line(text: &[u8]) -> &[u8] {
    let end = (0..text.len()).find(|&index| break_length(from(text, index)).is_some());
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The length of the line break the text begins with: CR, LF, or either as an escape of JSON, whose backslash may
/// have been doubled in transit.
fn break_length(text: &[u8]) -> Option<usize> {
    match text {
        [b'\r' | b'\n', ..] => Some(1),
        [b'\\', rest @ ..] => {
            let letter = rest.iter().take(8).position(|&byte| byte != b'\\')?;
            matches!(rest.get(letter), Some(b'n' | b'r')).then_some(letter + 2)
        }
        _ => None,
    }
}

/// Decodes base64 (RFC 4648, 4 or 5) that begins at offset `at`, with any white space.
fn base64_to_der(text: &[u8], at: usize, context: &Context) -> Result<Vec<u8>, CsrError> {
    /// Byte order mark, no-break space, zero-width space: web pages and word processors insert them.
    const INVISIBLE: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\x8b"];
    let mut der = Vec::with_capacity(text.len() / 4 * 3);
    let (mut symbols, mut padding) = (0_usize, 0_usize);
    // Bits that do not make an octet yet, and how many.
    let (mut bits, mut count) = (0_u32, 0_u32);
    let (mut escaped, mut invisible, mut url_safe) = (None, None, None);
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        let here = at + text.len() - rest.len();
        rest = tail;
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'-' | b'_' => {
                url_safe.get_or_insert(here);
                if byte == b'-' { 62 } else { 63 }
            }
            b' ' | b'\t' | b'\r' | b'\n' | 0x0b | 0x0c => continue,
            b'=' => {
                padding += 1;
                continue;
            }
            _ => {
                let whole = from(text, here - at);
                if let Some(length) = escape_length(whole) {
                    escaped.get_or_insert(here);
                    rest = from(whole, length);
                } else if let Some(after) = INVISIBLE.iter().find_map(|mark| whole.strip_prefix(*mark)) {
                    invisible.get_or_insert(here);
                    rest = after;
                } else {
                    return Err(CsrError::new(Deviation::Base64, here, "PEM, base64 or DER"));
                }
                continue;
            }
        };
        if padding > 0 {
            return Err(CsrError::new(Deviation::Base64, here, "nothing after the padding of the base64"));
        }
        symbols += 1;
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            der.push((bits >> count) as u8);
        }
    }
    let end = at + text.len();
    let padding_fits = (symbols + padding) % 4 == 0 && padding < 3;
    let bits_fit = bits & ((1 << count) - 1) == 0;
    if count == 6 {
        return Err(CsrError::new(Deviation::Base64, end, "whole octets at the end of the base64"));
    }
    use Deviation::{Base64, TextEncoding};
    for (found, kind, expected) in [
        (escaped, TextEncoding, "line breaks and solidus without backslashes"),
        (invisible, TextEncoding, "no invisible characters in the base64"),
        (url_safe, Base64, "the standard alphabet of base64 (RFC 4648, 4)"),
        ((!padding_fits).then_some(end), Base64, "base64 padded with = to groups of four"),
        ((!bits_fit).then_some(end), Base64, "zero for the unused bits of the base64"),
    ] {
        if let Some(offset) = found {
            context.note(kind, offset, expected);
        }
    }
    Ok(der)
}

/// The length of a line break written as an escape of JSON, or of the backslash before a solidus.
fn escape_length(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"\\/") { Some(1) } else { break_length(text) }
}

/// PEM with lines of 64 characters (RFC 7468, 2).
pub(super) fn encode(der: &[u8]) -> String {
    // The only error is a length beyond `usize`.
    pem_rfc7468::encode_string(LABEL, pem_rfc7468::LineEnding::LF, der).unwrap_or_default()
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    // The first byte rules most places out without a call.
    text.windows(sought.len()).position(|window| window.first() == sought.first() && window == sought)
}

fn from(text: &[u8], start: usize) -> &[u8] {
    text.get(start..).unwrap_or_default()
}

fn trim_dashes_start(text: &[u8]) -> &[u8] {
    from(text, text.iter().position(|&byte| byte != b'-').unwrap_or(text.len()))
}

fn trim_dashes_end(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|&byte| byte != b'-').map_or(0, |last| last + 1);
    text.get(..end).unwrap_or_default()
}
