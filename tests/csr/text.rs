//! What becomes of a request on its way through forms, mails, JSON and clipboards.

use certview_orders::csr::{Csr, CsrError, decode};

use crate::builder::Request;
use crate::fixture;

const BEGIN: &str = "-----BEGIN CERTIFICATE REQUEST-----";
const END: &str = "-----END CERTIFICATE REQUEST-----";

fn base64() -> String {
    pem().lines().filter(|line| !line.starts_with('-')).collect()
}

fn pem() -> String {
    String::from_utf8(fixture("openssl-p256.pem")).unwrap()
}

/// The request is the same, whatever its notes.
fn same(text: impl AsRef<[u8]>) -> Csr {
    let expected = decode(&fixture("openssl-p256.pem")).unwrap();
    let csr = decode(text.as_ref()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(csr.der(), expected.der());
    csr
}

fn codes(csr: &Csr) -> Vec<&'static str> {
    csr.notes.iter().map(|note| note.kind.code()).collect()
}

fn refused(text: impl AsRef<[u8]>) -> CsrError {
    decode(text.as_ref()).expect_err("this was not refused")
}

#[test]
fn forms_that_need_no_note() {
    let (pem, base64) = (pem(), base64());
    for text in [
        pem.clone(),
        pem.replace('\n', "\r\n"),
        pem.replace('\n', "\r"),
        pem.replace('\n', " "),
        pem.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"),
        format!("Dear colleague, here is our request: it's urgent!\n\n{pem}\nKind regards, Zoë\n"),
        format!("\u{feff}{pem}"),
        format!("csr:\n{}", pem.lines().map(|line| format!("    {line}\n")).collect::<String>()),
        format!("{BEGIN}{base64}{END}"),
        format!("{BEGIN}\n\n{base64}\n\n{END}"),
        format!("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n{pem}"),
        base64.clone(),
        format!("  \n{base64}\n"),
        format!("\"{base64}\""),
        format!("{pem}\0"),
        format!("{base64}\0\0"),
        base64
            .as_bytes()
            .chunks(76)
            .map(|line| format!("{}\r\n", std::str::from_utf8(line).unwrap()))
            .collect(),
    ] {
        let csr = same(&text);
        assert!(csr.notes.is_empty(), "{text}: {:?}", csr.notes);
    }
    let der = decode(pem.as_bytes()).unwrap().der().to_vec();
    assert!(same(&der).notes.is_empty());
}

#[test]
fn forms_that_are_noted() {
    let (pem, base64) = (pem(), base64());
    let unpadded = base64.trim_end_matches('=').to_owned();
    assert_ne!(unpadded, base64, "this test needs a padded request");
    let url_safe = base64.replace('+', "-").replace('/', "_");
    assert_ne!(url_safe, base64, "this test needs a request with + or /");
    let utf16 = |text: &str, mark: &[u8], wide: fn(u16) -> [u8; 2]| {
        let units = text.encode_utf16().flat_map(wide);
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    for (text, expected) in [
        (pem.replace('\n', "\\n").into_bytes(), vec!["text_encoding"]),
        (pem.replace('\n', "\\r\\n").into_bytes(), vec!["text_encoding"]),
        (pem.replace('\n', "\\\\n").into_bytes(), vec!["text_encoding"]),
        (base64.replace('/', "\\/").into_bytes(), vec!["text_encoding"]),
        (format!("{BEGIN}\n{base64}").into_bytes(), vec!["text_encoding"]),
        (format!("{BEGIN}\n{base64}\n-----END CERTIFICATE-----").into_bytes(), vec!["text_encoding"]),
        (pem.replace("-----", "----").into_bytes(), vec!["text_encoding", "text_encoding"]),
        (
            pem.replacen(BEGIN, &format!("{BEGIN}\nComment: made by hand\n more of it\nX: y\n"), 1)
                .into_bytes(),
            vec!["text_encoding"],
        ),
        (format!("{pem}{pem}").into_bytes(), vec!["text_encoding"]),
        (pem.replace('\n', "\u{a0}\n").into_bytes(), vec!["text_encoding"]),
        (pem.replacen("\nMI", "\nM\u{200b}I", 1).into_bytes(), vec!["text_encoding"]),
        (unpadded.clone().into_bytes(), vec!["base64"]),
        (format!("{BEGIN}\n{unpadded}\n{END}").into_bytes(), vec!["base64"]),
        (format!("{base64}=").into_bytes(), vec!["base64"]),
        (url_safe.into_bytes(), vec!["base64"]),
        (utf16(&pem, b"\xff\xfe", u16::to_le_bytes), vec!["text_encoding"]),
        (utf16(&pem, b"\xfe\xff", u16::to_be_bytes), vec!["text_encoding"]),
        (encode_base64(pem.as_bytes()).into_bytes(), vec!["text_encoding"]),
        (
            format!("-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n{pem}").into_bytes(),
            vec!["private_key"],
        ),
        (
            format!("{pem}-----BEGIN EC PRIVATE KEY-----\nMC4=\n-----END EC PRIVATE KEY-----\n").into_bytes(),
            vec!["private_key"],
        ),
    ] {
        let csr = same(&text);
        assert_eq!(codes(&csr), expected, "{}: {:?}", String::from_utf8_lossy(&text), csr.notes);
    }
}

#[test]
fn a_note_about_the_text_names_its_byte() {
    let (pem, base64) = (pem(), base64());
    let place = |text: &str, part: &str| text.find(part).unwrap();
    let four_hyphens = format!("ab\n{}", pem.replace("-----", "----"));
    let open = format!("ab\n{BEGIN}\n{base64}");
    let with_key = format!("{pem}-----BEGIN EC PRIVATE KEY-----\nMC4=\n-----END EC PRIVATE KEY-----\n");
    let twice = format!("ab\n{pem}{pem}");
    let headers = pem.replacen(BEGIN, &format!("{BEGIN}\n\nProc-Type: 4\n more of it\nX: y\n"), 1);
    let escaped = pem.replacen("\nMI", "\nM\\nI", 1);
    let invisible = pem.replacen("\nMI", "\nM\u{200b}I", 1);
    let marked = pem.replacen("\nMI", "\nM\u{feff}I", 1);
    let url_safe = base64.replace('+', "-").replace('/', "_");
    let unpadded = base64.trim_end_matches('=').to_owned();
    let last = unpadded.chars().last().unwrap();
    // The lowest of the bits that make no octet any more.
    let unused_bit = char::from_u32(u32::from(last) + 1).unwrap();
    let unused_bits = format!("{}{unused_bit}{}", &unpadded[..unpadded.len() - 1], &base64[unpadded.len()..]);
    for (text, notes) in [
        (
            four_hyphens.clone(),
            vec![
                ("text_encoding", place(&four_hyphens, "-BEGIN")),
                ("text_encoding", place(&four_hyphens, "-END")),
            ],
        ),
        (open.clone(), vec![("text_encoding", open.len())]),
        (with_key.clone(), vec![("private_key", place(&with_key, "EC PRIVATE KEY"))]),
        (twice.clone(), vec![("text_encoding", twice.rfind("-----BEGIN ").unwrap() + 11)]),
        (headers.clone(), vec![("text_encoding", place(&headers, "Proc-Type"))]),
        (escaped.clone(), vec![("text_encoding", place(&escaped, "\\n"))]),
        (invisible.clone(), vec![("text_encoding", place(&invisible, "\u{200b}"))]),
        (marked.clone(), vec![("text_encoding", place(&marked, "\u{feff}"))]),
        (format!(" \"{url_safe}\""), vec![("base64", 2 + url_safe.find(['-', '_']).unwrap())]),
        (format!("\n{unpadded}\n"), vec![("base64", 1 + unpadded.len())]),
        (unused_bits.clone(), vec![("base64", unused_bits.len())]),
    ] {
        let csr = same(&text);
        let found: Vec<_> = csr.notes.iter().map(|note| (note.kind.code(), note.offset.unwrap())).collect();
        assert_eq!(found, notes, "{text}");
        assert!(csr.notes[0].to_string().ends_with(" of the text)."), "{}", csr.notes[0]);
    }
    for (text, offset) in [("  AB!", 4), (" \"AB!\"", 4), ("AB=C", 3), ("\\\\x", 0)] {
        let error = refused(text);
        assert_eq!((error.kind.code(), error.offset), ("base64", Some(offset)), "{text}: {error}");
    }
}

fn encode_base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0_u32, |bits, &byte| (bits << 8) | u32::from(byte)) << (8 * (3 - group.len()));
        for index in 0..4 {
            let symbol = ALPHABET[(bits >> (18 - 6 * index)) as usize & 63];
            text.push(if index <= group.len() { symbol as char } else { '=' });
        }
    }
    text
}

#[test]
fn texts_that_are_no_request() {
    let (pem, base64) = (pem(), base64());
    let labelled = |label: &str| format!("-----BEGIN {label}-----\nMC4=\n-----END {label}-----\n");
    for (text, code, offset) in [
        (String::new(), "empty", Some(0)),
        (" \r\n\t".to_owned(), "empty", Some(0)),
        ("\"\"".to_owned(), "empty", Some(0)),
        ("string".to_owned(), "placeholder", Some(0)),
        (" \"string\"\n".to_owned(), "placeholder", Some(0)),
        (labelled("CERTIFICATE"), "other_content", Some(11)),
        (labelled("PUBLIC KEY"), "other_content", Some(11)),
        (labelled("PKCS7"), "other_content", Some(11)),
        (labelled("X509 CRL"), "other_content", Some(11)),
        (labelled("PRIVATE KEY"), "private_key", Some(11)),
        (labelled("RSA PRIVATE KEY"), "private_key", Some(11)),
        (labelled("ENCRYPTED PRIVATE KEY"), "private_key", Some(11)),
        (labelled("OPENSSH PRIVATE KEY"), "private_key", Some(11)),
        ("please sign".to_owned(), "other_content", None),
        ("!".to_owned(), "base64", Some(0)),
        (format!("{BEGIN}\n{END}\n"), "missing", Some(0)),
        (pem.replacen("\nMI", "\nM!", 1), "base64", Some(BEGIN.len() + 2)),
        (format!("{base64}AAAA"), "base64", Some(base64.len())),
        (base64[..base64.len() - 3].to_owned(), "base64", Some(base64.len() - 3)),
        (base64[..base64.len() - 8].to_owned(), "truncated", Some(0)),
    ] {
        let error = refused(&text);
        if code == "other_content" && offset.is_none() {
            assert!(
                matches!(error.kind.code(), "base64" | "unexpected_tag" | "truncated"),
                "{text}: {error}"
            );
            continue;
        }
        assert_eq!((error.kind.code(), error.offset), (code, offset), "{text}: {error}");
    }
}

#[test]
fn der_that_is_no_request() {
    use crate::builder::{bit_string, integer, oid, p256_spki, sequence, tlv};
    let certificate =
        sequence(&[&sequence(&[&tlv(0xa0, &[&integer(&[2])]), &integer(&[1])]), &bit_string(&[0])]);
    let cms = sequence(&[&oid("1.2.840.113549.1.7.2"), &tlv(0xa0, &[])]);
    let key = sequence(&[&integer(&[0]), &sequence(&[])]);
    for (der, code, expected) in [
        (certificate, "other_content", "not a certificate"),
        (cms, "other_content", "not a CMS message"),
        (p256_spki(), "other_content", "not a public key"),
        (key, "private_key", "not a key or key store"),
    ] {
        let error = refused(encode_base64(&der));
        assert_eq!((error.kind.code(), error.offset), (code, None));
        assert!(error.to_string().contains(expected), "{error}");
    }
}

/// DER is known for DER however short or broken it is.
#[test]
fn octets_that_are_no_text_are_read_as_der() {
    for (octets, code, offset) in [
        (&b"\x31\x03\x02\x01\x00"[..], "unexpected_tag", 0),
        (b"\x30\x09\x02\x01\x00", "truncated", 0),
        (b"\x30\x02\x05\x00", "unexpected_tag", 2),
        (b"\x30\x80\x02\x01\x00\x00\x00", "length", 1),
        (b"\x00\x01", "unexpected_tag", 0),
    ] {
        let error = refused(octets);
        assert_eq!((error.kind.code(), error.offset), (code, Some(offset)), "{error}");
    }
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    assert_ne!(refused(vec![b'A'; 1 << 20]).kind.code(), "too_large");
    for input in [vec![b'A'; (1 << 20) + 1], vec![0x30; (1 << 20) + 1]] {
        let error = refused(&input);
        assert_eq!((error.kind.code(), error.offset), ("too_large", None));
        assert_eq!(error.to_string(), "The certificate request cannot be read: expected at most 1 MiB.");
        assert_eq!(certview_orders::csr::decode_der(&input).unwrap_err().kind.code(), "too_large");
    }
}

#[test]
fn messages_name_what_is_expected_and_where() {
    let mut der = Request::new().der();
    der.push(1);
    assert_eq!(
        refused(&der).to_string(),
        format!(
            "The certificate request cannot be read: expected the end of the request (byte {} of the DER).",
            der.len() - 1
        )
    );
    assert_eq!(
        refused("string").to_string(),
        "The certificate request cannot be read: expected a certificate request, not the placeholder “string” \
         (byte 0 of the text)."
    );
}

#[test]
fn pem_goes_out_as_it_came_in() {
    assert_eq!(decode(pem().as_bytes()).unwrap().to_pem(), pem());
    for length in 0..200 {
        let request = Request::with_subject(crate::builder::name(
            "2.5.4.3",
            &crate::builder::utf8(&"x".repeat(length)),
        ));
        let csr = decode(&request.der()).unwrap();
        let again = decode(csr.to_pem().as_bytes()).unwrap();
        assert_eq!(again, csr);
        assert!(csr.to_pem().lines().all(|line| line.len() <= 64));
    }
}
