//! The text around a request: PEM (RFC 7468) as people and tools really send it, bare base64, or none at all.
//!
//! Pure. Requests come through forms, mails, JSON and clipboards, so what those do to a text is undone here:
//! line ends lost or written as `\n`, UTF-16, padding lost. What was undone is noted, where it is a deviation.

use super::der::number;
use super::error::Log;
use super::rules::Rule;

/// The labels in use (RFC 7468, 7; the second is Netscape's and Microsoft's).
const LABELS: [&[u8]; 2] = [b"CERTIFICATE REQUEST", b"NEW CERTIFICATE REQUEST"];

/// The most bytes taken, as DER or as text. Requests in use have a few hundred to a few thousand; those of
/// hash-based signatures have 50 000.
const LONGEST: usize = 1 << 20;

/// Refuses what is too large to be a request.
pub(super) fn refuse_large(input: &[u8], log: &mut Log) {
    if input.len() > LONGEST {
        log.refuse_as(Rule::AtMostOneMebibyte.kind(), Rule::AtMostOneMebibyte, None);
    }
}

/// The DER inside whatever came.
pub(super) fn to_der(input: &[u8], log: &mut Log) -> Vec<u8> {
    refuse_large(input, log);
    let is_utf16 = input.starts_with(b"\xff\xfe") || input.starts_with(b"\xfe\xff");
    // No text has octets below the tabulator, but for a zero at its end where a program meant a C string. Every
    // request in DER has some: the tags of INTEGER, BIT STRING and OBJECT IDENTIFIER.
    let mut text = input;
    while let [before @ .., 0] = text {
        text = before;
    }
    let is_der = !is_utf16 && text.iter().any(|octet| *octet < b'\t');
    if is_der || log.is_refused() {
        return input.to_vec();
    }
    let decoded = if is_utf16 {
        // What Windows calls "Unicode": every other octet of such a text is zero.
        log.note(Rule::NotUtf16, 0);
        let narrow: Vec<u8> = input.iter().skip(2).copied().filter(|octet| *octet != 0).collect();
        text_to_der(&narrow, log)
    } else {
        text_to_der(text, log)
    };
    if find(&decoded, b"-BEGIN ").is_some_and(|at| at < 5) {
        // Kubernetes has requests as base64 of PEM.
        log.note(Rule::NotTwiceBase64, 0);
        return text_to_der(&decoded, log);
    }
    decoded
}

fn text_to_der(text: &[u8], log: &mut Log) -> Vec<u8> {
    let trimmed = text.trim_ascii();
    let bare = trimmed.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(trimmed);
    if bare.is_empty() {
        log.refuse(Rule::NotEmpty, 0);
    }
    if bare.eq_ignore_ascii_case(b"string") {
        log.refuse(Rule::NotPlaceholder, 0);
    }
    if let Some((body, at)) = request_block(text, log) {
        let base64 = without_headers(body, at, log);
        return base64_to_der(base64, at + body.len() - base64.len(), log);
    }
    let at = text.len() - text.trim_ascii_start().len() + usize::from(bare.len() < trimmed.len());
    base64_to_der(bare, at, log)
}

/// The text between the boundaries of the first request, and where it begins. `None` if there are no boundaries.
fn request_block<'a>(text: &'a [u8], log: &mut Log) -> Option<(&'a [u8], usize)> {
    const BEGIN: &[u8] = b"-BEGIN ";
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
                log.note(Rule::FiveHyphens, dashes_at);
            }
            // A block without an end reaches to the next one.
            let body_at = text.len() - rest.len();
            let segment = rest.get(..find(rest, BEGIN).unwrap_or(rest.len())).unwrap_or_default();
            let end = find(segment, b"-END ").unwrap_or(segment.len());
            let end_label = from(segment, end + 5);
            if !end_label.strip_prefix(label).is_some_and(|rest| rest.starts_with(b"-----")) {
                log.note(Rule::EndLine, body_at + end);
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
            log.note(Rule::NoKeyBeside, at);
        }
        (Some(_), None, Some((label, at))) if LABELS.contains(&label) => {
            log.note(Rule::OneRequest, at);
        }
        (None, Some(at), _) => {
            log.refuse(Rule::NotPrivateKey, at);
        }
        (None, None, Some((label, at))) => {
            let rule = match label {
                b"CERTIFICATE" => Rule::NotCertificate,
                b"PUBLIC KEY" => Rule::NotPublicKey,
                b"PKCS7" | b"CMS" => Rule::NotCms,
                _ => Rule::RequestLabel,
            };
            log.refuse(rule, at);
        }
        _ => {}
    }
    found
}

/// Leaves out explanatory headers (RFC 1421, 4.4), which RFC 7468 no longer has.
fn without_headers<'a>(body: &'a [u8], at: usize, log: &mut Log) -> &'a [u8] {
    let (mut rest, mut met, mut continues) = (body, None, false);
    loop {
        let line = line(rest);
        let is_blank = line.trim_ascii().is_empty();
        if line.contains(&b':') {
            met.get_or_insert(at + body.len() - rest.len());
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
    if let Some(met) = met {
        log.note(Rule::NoHeaders, met);
    }
    rest
}

/// Up to the next line end.
fn line(text: &[u8]) -> &[u8] {
    let end = (0..text.len()).find(|&index| break_length(from(text, index)).is_some());
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The length of the line break the text begins with: CR, LF, or either as an escape of JSON, whose backslash may
/// have been doubled on the way.
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

/// Base64 (RFC 4648, 4 or 5), which begins at `at`, with whatever white space.
fn base64_to_der(text: &[u8], at: usize, log: &mut Log) -> Vec<u8> {
    /// Byte order mark, no-break space, zero-width space: what web pages and word processors leave behind.
    const INVISIBLE: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xc2\xa0", b"\xe2\x80\x8b"];
    let mut der = Vec::new();
    let (mut symbols, mut padding) = (0_usize, 0_usize);
    // Bits that do not make an octet yet, and how many.
    let (mut bits, mut count) = (0_u32, 0_u32);
    let (mut escaped, mut invisible, mut url_safe) = (None, None, None);
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        let here = at + text.len() - rest.len();
        if let Some(length) = break_length(rest) {
            if byte == b'\\' {
                escaped.get_or_insert(here);
            }
            rest = from(rest, length);
            continue;
        }
        let mark = INVISIBLE.iter().find_map(|mark| rest.strip_prefix(*mark));
        rest = tail;
        let value = match byte {
            b' ' | b'\t' | 0x0b | 0x0c => continue,
            b'=' => {
                padding += 1;
                continue;
            }
            // JSON may write a solidus so.
            b'\\' if tail.starts_with(b"/") => {
                escaped.get_or_insert(here);
                continue;
            }
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'-' | b'_' => {
                url_safe.get_or_insert(here);
                if byte == b'-' { 62 } else { 63 }
            }
            _ => {
                let Some(after) = mark else {
                    log.refuse(Rule::PemBase64OrDer, here);
                    return der;
                };
                invisible.get_or_insert(here);
                rest = after;
                continue;
            }
        };
        if padding > 0 {
            log.refuse(Rule::NothingAfterPadding, here);
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
        log.refuse(Rule::WholeOctets, end);
    }
    for (met, rule) in [
        (escaped, Rule::NoBackslashes),
        (invisible, Rule::NoInvisible),
        (url_safe, Rule::StandardAlphabet),
        ((!padding_fits).then_some(end), Rule::Padded),
        ((!bits_fit).then_some(end), Rule::UnusedBase64Bits),
    ] {
        if let Some(met) = met {
            log.note(rule, met);
        }
    }
    der
}

/// PEM with lines of 64 characters (RFC 7468, 2).
pub(super) fn encode(der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::from("-----BEGIN CERTIFICATE REQUEST-----");
    for (index, group) in der.chunks(3).enumerate() {
        if index % 16 == 0 {
            text.push('\n');
        }
        let bits = number(group) << (24 - 8 * group.len());
        for symbol in 0..4 {
            let value = (bits >> (18 - 6 * symbol)) & 63;
            let letter = if symbol <= group.len() { ALPHABET.get(value as usize) } else { None };
            text.push(char::from(letter.copied().unwrap_or(b'=')));
        }
    }
    text.push_str("\n-----END CERTIFICATE REQUEST-----\n");
    text
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    text.windows(sought.len()).position(|window| window == sought)
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
