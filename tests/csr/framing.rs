//! What is wrong with elements, their lengths and their number, and with the request's own parts.

use certview_orders::csr::{decode, decode_der};

use crate::builder::*;
use crate::expect::{noted, refused};

#[test]
fn trailing_bytes_at_every_level() {
    let der = Request::new().der();
    refused(&[&der[..], &[1]].concat(), "trailing_bytes", der.len());
    refused(&[&der[..], b"\n\n1"].concat(), "trailing_bytes", der.len());
    refused(&[&der[..], NULL].concat(), "trailing_bytes", der.len());

    let parts = Request::new();
    let after_signature = sequence(&[&parts.info(), &parts.signature_algorithm, &parts.signature, NULL]);
    refused(&after_signature, "trailing_bytes", after_signature.len() - 2);

    let info = sequence(&[&parts.version, &parts.subject, &parts.spki, &parts.attributes, NULL]);
    let der = sequence(&[&info, &parts.signature_algorithm, &parts.signature]);
    refused(&der, "trailing_bytes", place(&der, &parts.attributes) + 2);

    let signature_algorithm = sequence(&[&oid("1.2.840.10045.4.3.2"), NULL, NULL]);
    let der = Request { signature_algorithm: signature_algorithm.clone(), ..Request::new() }.der();
    refused(&der, "trailing_bytes", place(&der, &signature_algorithm) + signature_algorithm.len() - 2);

    let pair = sequence(&[&oid("2.5.4.3"), &utf8("a"), NULL]);
    let der = Request::with_subject(sequence(&[&set(&[&pair])])).der();
    refused(&der, "trailing_bytes", place(&der, &pair) + pair.len() - 2);

    let extra = sequence(&[&ec_algorithm(&oid("1.2.840.10045.3.1.7")), &bit_string(P256_POINT), NULL]);
    let der = Request::with_spki(extra.clone()).der();
    refused(&der, "trailing_bytes", place(&der, &extra) + extra.len() - 2);

    let key = rsa_key(&modulus(), &[3]);
    for (key, from_end) in
        [([&key[..], NULL].concat(), 2), (sequence(&[&integer(&modulus()), &integer(&[3]), NULL]), 2)]
    {
        let der = Request { spki: spki(&rsa_algorithm(), &key), ..Request::rsa() }.der();
        refused(&der, "trailing_bytes", place(&der, &key) + key.len() - from_end);
    }

    let attribute = sequence(&[&oid("1.2.3"), &set(&[NULL]), TRUE]);
    let der = Request::with_attributes(&[&attribute]).der();
    refused(&der, "trailing_bytes", place(&der, &attribute) + attribute.len() - 3);

    let extension = sequence(&[&oid("1.2.3"), &octet_string(NULL), TRUE]);
    let der = Request::with_attributes(&[&extension_request(&[&extension])]).der();
    refused(&der, "trailing_bytes", place(&der, &extension) + extension.len() - 3);
}

/// Editors and shells append a line end, programs the zero of a C string.
#[test]
fn der_with_a_line_end_or_a_zero_after_it() {
    let der = Request::new().der();
    let clean = decode_der(&der).unwrap();
    for end in ["\n", "\r\n", "\0", "\0\0", "\n\0"] {
        let with_end = [&der[..], end.as_bytes()].concat();
        noted(&with_end, &[("trailing_bytes", der.len())]);
        for csr in [decode_der(&with_end).unwrap(), decode(&with_end).unwrap()] {
            assert_eq!((csr.der(), &csr.sha256), (&der[..], &clean.sha256));
        }
    }
}

#[test]
fn trailing_bytes_in_extension_values() {
    let name = tlv(0x82, &[b"a.example"]);
    for (extension_type, value) in [
        ("2.5.29.14", octet_string(&[1])),
        ("2.5.29.15", b"\x03\x02\x07\x80".to_vec()),
        ("2.5.29.17", sequence(&[&name])),
        ("2.5.29.19", sequence(&[TRUE])),
        ("2.5.29.32", sequence(&[&sequence(&[&oid("1.2.3")])])),
        ("2.5.29.37", sequence(&[&oid("1.2.3")])),
        ("1.3.6.1.5.5.7.1.24", sequence(&[&integer(&[5])])),
    ] {
        noted(&Request::with_extension(extension_type, &value).der(), &[]);
        let trailing = [&value[..], NULL].concat();
        let der = Request::with_extension(extension_type, &trailing).der();
        refused(&der, "trailing_bytes", place(&der, &trailing) + value.len());
        // Cut short.
        let short = &value[..value.len() - 1];
        let der = Request::with_extension(extension_type, short).der();
        refused(&der, "truncated", place(&der, &octet_string(short)) + 2);
        // Nothing at all, and something else altogether.
        let der = Request::with_extension(extension_type, &[]).der();
        refused(
            &der,
            "missing",
            place(&der, &[&oid(extension_type)[..], &[4, 0]].concat()) + oid(extension_type).len() + 2,
        );
        let der = Request::with_extension(extension_type, &utf8("x")).der();
        refused(&der, "unexpected_tag", place(&der, &utf8("x")));
    }
    // An unknown extension may hold anything; what is not DER is noted.
    for (value, code, at) in [
        ([NULL, NULL].concat(), "trailing_bytes", 2),
        (vec![0x04, 0x05, 0x01], "truncated", 0),
        (vec![0x05], "truncated", 0),
        (vec![0x0c, 0x81, 0x01, b'a'], "length", 1),
        (sequence(&[&tlv(0x24, &[])]), "unexpected_tag", 2),
        (vec![], "missing", 0),
    ] {
        let der = Request::with_extension("1.2.3.4", &value).der();
        let value_at =
            place(&der, &extension("1.2.3.4", &value)) + extension("1.2.3.4", &value).len() - value.len();
        noted(&der, &[(code, value_at + at)]);
    }
}

#[test]
fn lengths_and_tags_that_are_not_der() {
    let der = Request::new().der();
    // 30 81 xx: the outermost length, in one octet more than it needs, indefinite, and far too long.
    assert_eq!(der[1], 0x81);
    for length in [
        vec![0x82, 0, der[2]],
        vec![0x83, 0, 0, der[2]],
        vec![0x80],
        vec![0x85, 0, 0, 0, 0, der[2]],
        vec![0xff],
    ] {
        let changed = [&der[..1], &length, &der[3..]].concat();
        refused(&changed, "length", 1);
    }
    for length in [&[0x84, 0x7f, 0xff, 0xff, 0xff][..], &[0x81, 0xff], &[0x82, 0xff]] {
        refused(&[&der[..1], length, &der[3..]].concat(), "truncated", 0);
    }
    // Indefinite length with an end-of-contents.
    let parts = Request::with_subject(vec![0x30, 0x80, 0x00, 0x00]);
    refused(&parts.der(), "length", place(&parts.der(), &parts.subject) + 1);
    // Tag numbers in the long form without need, and unfinished.
    for tag in [&[0x1f, 0x0c][..], &[0x1f, 0x80, 0x0c]] {
        let value = [tag, &[1, b'a']].concat();
        let der = Request::with_subject(name("2.5.4.3", &value)).der();
        refused(&der, "unexpected_tag", place(&der, &value));
    }
    // A string of strings, as BER has them.
    let constructed = tlv(0x2c, &[&utf8("a")]);
    let der = Request::with_subject(name("1.2.3", &constructed)).der();
    noted(&der, &[("unexpected_tag", place(&der, &constructed))]);
    // Every prefix of a request is truncated, or misses something.
    for end in 0..der.len() {
        let error = decode_der(&Request::new().der()[..end]).unwrap_err();
        assert!(matches!(error.kind.code(), "truncated" | "missing"), "{end}: {error}");
    }
}

#[test]
fn versions() {
    let check = |version: Vec<u8>, within: usize, code: &str, is_noted: bool| {
        let request = Request { version, ..Request::new() };
        let (der, info) = (request.der(), request.info());
        // Behind the headers of the request and of its information.
        let at = place(&der, &info) + info.len() - sequence_contents(&info).len() + within;
        if is_noted { noted(&der, &[(code, at)]) } else { refused(&der, code, at) }
    };
    check(integer(&[1]), 0, "version", true);
    check(integer(&[2]), 0, "version", true);
    // OpenSSL before 1.0.2 wrote an INTEGER without contents.
    check(integer(&[]), 0, "version", true);
    for version in [&[3][..], &[0xff], &[0, 0], &[0, 1], &[1, 0], &[0, 0x80]] {
        check(integer(version), 2, "version", false);
    }
    check(utf8("0"), 0, "unexpected_tag", false);
    check(vec![0x02, 0x81, 0x01, 0x00], 1, "length", false);
    let request = Request { version: integer(&[2]), ..Request::new() };
    assert_eq!(decode_der(&request.der()).unwrap().version, 2);
}

/// What is behind the header.
fn sequence_contents(element: &[u8]) -> &[u8] {
    match element[1] {
        0x81 => &element[3..],
        0x82 => &element[4..],
        _ => &element[2..],
    }
}

#[test]
fn missing_parts() {
    let parts = Request::new();
    let wrap = |info: Vec<u8>| sequence(&[&info, &parts.signature_algorithm, &parts.signature]);
    let without_attributes = wrap(sequence(&[&parts.version, &parts.subject, &parts.spki]));
    noted(&without_attributes, &[("missing", place(&without_attributes, &parts.spki) + parts.spki.len())]);
    let without_key = wrap(sequence(&[&parts.version, &parts.subject]));
    refused(&without_key, "missing", place(&without_key, &parts.subject) + parts.subject.len());
    let without_subject = wrap(sequence(&[&parts.version]));
    refused(&without_subject, "missing", place(&without_subject, &parts.version) + parts.version.len());
    refused(&wrap(sequence(&[])), "missing", 4);
    let without_version = wrap(sequence(&[&parts.subject, &parts.spki, &parts.attributes]));
    refused(&without_version, "unexpected_tag", place(&without_version, &parts.subject));
    let without_signature = sequence(&[&parts.info(), &parts.signature_algorithm]);
    refused(&without_signature, "missing", without_signature.len());
    let info_only = sequence(&[&parts.info()]);
    refused(&info_only, "missing", info_only.len());
    refused(&sequence(&[]), "missing", 2);
    refused(&set(&[&parts.info()]), "unexpected_tag", 0);
    // Attributes under another tag.
    for attributes in [tlv(0x80, &[]), tlv(0xa1, &[]), set(&[])] {
        let request = Request { attributes: attributes.clone(), ..Request::new() };
        refused(&request.der(), "unexpected_tag", place(&request.der(), &request.spki) + request.spki.len());
    }
}

#[test]
fn many_deviations_make_few_notes() {
    let names: Vec<Vec<u8>> = (0..300).map(|_| tlv(0x82, &[])).collect();
    let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
    let csr = decode_der(&Request::with_extension("2.5.29.17", &sequence(&names)).der()).unwrap();
    assert_eq!(csr.notes.len(), 101);
    assert_eq!(csr.notes[99].kind.code(), "general_name");
    assert_eq!(csr.notes[100].kind.code(), "too_many");
    assert_eq!(csr.dns_names().count(), 300);
}

#[test]
fn many_elements_are_refused() {
    let names = tlv(0x82, &[b"a.example"]).repeat(30_000);
    let error = decode_der(&Request::with_extension("2.5.29.17", &sequence(&[&names])).der()).unwrap_err();
    assert_eq!(error.kind.code(), "too_many");
}

/// An inserted byte is met wherever it is.
#[test]
fn an_octet_too_many_anywhere_is_refused() {
    let der = Request::with_extension("2.5.29.17", &sequence(&[&tlv(0x82, &[b"a.example"])])).der();
    for at in 0..=der.len() {
        // A zero at the end is that of a C string.
        let octet = u8::from(at == der.len());
        let changed = inserted(&der, at, &[octet]);
        let error = decode_der(&changed).expect_err("an inserted octet was read over");
        assert!(error.offset.is_none_or(|offset| offset <= changed.len()));
    }
}

/// Inserts bytes at a place, without mending any length.
fn inserted(der: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    [&der[..at], bytes, &der[at..]].concat()
}
