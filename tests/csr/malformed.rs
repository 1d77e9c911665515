//! Every deviation there is, one at a time: what refuses the request, what is noted, and at which byte.

use certview_orders::csr::decode_der;

use crate::builder::*;

/// The request is refused for this, at this byte.
#[track_caller]
fn refused(der: &[u8], code: &str, offset: usize) {
    match decode_der(der) {
        Ok(csr) => panic!("not refused; notes: {:?}", csr.notes),
        Err(error) => assert_eq!((error.kind.code(), error.offset), (code, Some(offset)), "{error}"),
    }
}

/// The request is decoded with exactly these notes.
#[track_caller]
fn noted(der: &[u8], notes: &[(&str, usize)]) {
    let csr = decode_der(der).unwrap_or_else(|error| panic!("refused: {error}"));
    let ours: Vec<_> = csr.notes.iter().map(|note| (note.kind.code(), note.offset.unwrap())).collect();
    assert_eq!(ours, notes, "{:?}", csr.notes);
}

/// Inserts bytes at a place, without mending any length.
fn inserted(der: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    [&der[..at], bytes, &der[at..]].concat()
}

#[test]
fn trailing_bytes_at_every_level() {
    let der = Request::new().der();
    refused(&[&der[..], &[0]].concat(), "trailing_bytes", der.len());
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
    for (key, from_end) in [
        ([&key[..], NULL].concat(), 2),
        (sequence(&[&integer(&modulus()), &integer(&[3]), NULL]), 2),
    ] {
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
        refused(&der, "missing", place(&der, &[&oid(extension_type)[..], &[4, 0]].concat()) + oid(extension_type).len() + 2);
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
        let value_at = place(&der, &extension("1.2.3.4", &value)) + extension("1.2.3.4", &value).len() - value.len();
        noted(&der, &[(code, value_at + at)]);
    }
}

#[test]
fn lengths_and_tags_that_are_not_der() {
    let der = Request::new().der();
    // 30 81 xx: the outermost length, in one octet more than it needs, indefinite, and far too long.
    assert_eq!(der[1], 0x81);
    for length in [vec![0x82, 0, der[2]], vec![0x83, 0, 0, der[2]], vec![0x80], vec![0x85, 0, 0, 0, 0, der[2]], vec![0xff]] {
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

/// A subject with one deviation, whose place is given by a part of it and an offset in that.
#[track_caller]
fn subject(subject: Vec<u8>, part: &[u8], within: usize, code: &str, is_noted: bool) {
    let der = Request::with_subject(subject.clone()).der();
    let at = place(&der, &subject) + place(&subject, part) + within;
    if is_noted { noted(&der, &[(code, at)]) } else { refused(&der, code, at) }
}

#[test]
fn relative_distinguished_names() {
    let rdn = |parts: &[&[u8]]| sequence(&[&set(parts)]);
    let unit = attribute_type_and_value("2.5.4.11", &utf8("unit"));
    let common = attribute_type_and_value("2.5.4.3", &utf8("common"));
    let other_unit = attribute_type_and_value("2.5.4.11", &utf8("zzzz"));
    subject(rdn(&[&common, &unit]), &unit, 0, "set_order", true);
    subject(rdn(&[&unit, &other_unit]), &other_unit, 0, "duplicate", true);
    let empty = sequence(&[&set(&[]), &set(&[&common])]);
    subject(empty.clone(), &empty, 2, "empty_value", true);
    // A SEQUENCE where a SET belongs, and the other way round; no type; no value.
    subject(sequence(&[&common]), &common, 0, "unexpected_tag", false);
    let inner = set(&[&oid("2.5.4.3"), &utf8("x")]);
    subject(rdn(&[&inner]), &inner, 0, "unexpected_tag", false);
    let untyped = sequence(&[&utf8("untyped")]);
    subject(rdn(&[&untyped]), &untyped, 2, "unexpected_tag", false);
    let unvalued = sequence(&[&oid("2.5.4.3")]);
    subject(rdn(&[&unvalued]), &unvalued, unvalued.len(), "missing", false);
    subject(rdn(&[&sequence(&[])]), &rdn(&[&sequence(&[])]), 6, "missing", false);
}

#[test]
fn character_strings() {
    let long = "x".repeat(65);
    for (attribute_type, value, within, code) in [
        ("2.5.4.3", printable("*.example"), 2, "characters"),
        ("2.5.4.3", printable("a_b@c"), 3, "characters"),
        ("2.5.4.3", printable("Ben & Co"), 6, "characters"),
        ("2.5.4.3", tlv(0x13, &[b"caf\xe9"]), 5, "characters"),
        ("2.5.4.3", tlv(0x13, &[b"a\0b"]), 3, "characters"),
        ("2.5.4.3", tlv(0x0c, &[b"ok\xff"]), 4, "characters"),
        ("2.5.4.3", tlv(0x0c, &[b"\xc0\x80"]), 2, "characters"),
        ("2.5.4.3", tlv(0x0c, &[b"\xed\xa0\x80"]), 2, "characters"),
        ("2.5.4.3", tlv(0x1e, &[b"\0a\0"]), 4, "characters"),
        ("2.5.4.3", tlv(0x1e, &[b"\xd8\x3d\xde\0"]), 2, "characters"),
        ("2.5.4.3", tlv(0x1e, &[b"\0a\xdc\0"]), 4, "characters"),
        ("2.5.4.3", tlv(0x1c, &[b"\0\0\0a\0\x11\0\0"]), 6, "characters"),
        ("2.5.4.3", tlv(0x1c, &[b"\0\0\0a\0"]), 6, "characters"),
        ("1.2.3", tlv(0x12, &[b"12a"]), 4, "characters"),
        ("1.2.3", tlv(0x1a, &[b"a\x7f"]), 3, "characters"),
        ("1.2.3", tlv(0x16, &[b"a\x80"]), 3, "characters"),
        ("1.2.840.113549.1.9.1", tlv(0x16, &["ä@x".as_bytes()]), 2, "characters"),
        ("2.5.4.3", ia5("a.example"), 0, "string_type"),
        ("2.5.4.3", integer(&[1]), 0, "string_type"),
        ("2.5.4.6", utf8("CH"), 0, "string_type"),
        ("2.5.4.5", utf8("123"), 0, "string_type"),
        ("2.5.4.46", utf8("123"), 0, "string_type"),
        ("1.2.840.113549.1.9.1", utf8("a@b"), 0, "string_type"),
        ("0.9.2342.19200300.100.1.25", utf8("example"), 0, "string_type"),
        ("2.5.4.3", utf8(""), 2, "upper_bound"),
        ("2.5.4.3", utf8(&long), 2, "upper_bound"),
        ("2.5.4.10", utf8(&long), 2, "upper_bound"),
        ("2.5.4.6", printable("C"), 2, "upper_bound"),
        ("2.5.4.6", printable("CHE"), 2, "upper_bound"),
    ] {
        subject(name(attribute_type, &value), &value, within, code, true);
    }
    // Bounds count characters, not octets.
    noted(&Request::with_subject(name("2.5.4.3", &utf8(&"ü".repeat(64)))).der(), &[]);
    // What was meant is shown all the same.
    for (value, shown) in [
        (tlv(0x13, &[b"caf\xe9"]), "café"),
        (tlv(0x13, &["café".as_bytes()]), "café"),
        (tlv(0x0c, &[b"caf\xe9"]), "café"),
        (tlv(0x1e, &[b"\xd8\x3d\xde\0"]), "😀"),
        (tlv(0x1e, &[b"\xd8\x3d\0a"]), "\u{fffd}a"),
        (tlv(0x1e, &[b"\0a\xd8\x3d"]), "a\u{fffd}"),
        (tlv(0x1e, &[b"\0a\0"]), "a\u{fffd}"),
        (tlv(0x1c, &[b"\0\x11\0\0\0\0\0a"]), "\u{fffd}a"),
    ] {
        let csr = decode_der(&Request::with_subject(name("2.5.4.3", &value)).der()).unwrap();
        assert_eq!(csr.subject[0].value, shown);
        assert_eq!(csr.notes.len(), 1, "{:?}", csr.notes);
    }
}

#[test]
fn values_of_unknown_syntax() {
    for (value, within, code) in [
        (tlv(0x01, &[&[1]]), 2, "boolean"),
        (tlv(0x01, &[&[0xff, 0xff]]), 0, "boolean"),
        (tlv(0x01, &[]), 0, "boolean"),
        (integer(&[]), 2, "integer"),
        (integer(&[0, 1]), 2, "integer"),
        (integer(&[0xff, 0x80]), 2, "integer"),
        (tlv(0x0a, &[&[0, 0]]), 2, "integer"),
        (tlv(0x03, &[]), 2, "bit_string"),
        (tlv(0x03, &[&[1]]), 2, "bit_string"),
        (tlv(0x03, &[&[8, 0]]), 2, "bit_string"),
        (tlv(0x03, &[&[4, 0x1f]]), 2, "bit_string"),
        (tlv(0x05, &[&[0]]), 2, "null"),
        (tlv(0x06, &[]), 2, "object_identifier"),
        (tlv(0x06, &[&[0x80, 1]]), 2, "object_identifier"),
        (tlv(0x06, &[&[0x2a, 0x80, 1]]), 2, "object_identifier"),
        (tlv(0x06, &[&[0x2a, 0x81]]), 2, "object_identifier"),
        (tlv(0x06, &[&[0x2a; 129]]), 0, "too_large"),
        (tlv(0x17, &[b"2601010000Z"]), 2, "time"),
        (tlv(0x17, &[b"261301000000Z"]), 2, "time"),
        (tlv(0x17, &[b"260101000000+0000"]), 2, "time"),
        (tlv(0x18, &[b"20260101000000"]), 2, "time"),
        (tlv(0x18, &[b"20260101000000.50Z"]), 2, "time"),
        (tlv(0x18, &[b"20260101250000Z"]), 2, "time"),
        (tlv(0x10, &[]), 0, "unexpected_tag"),
        (tlv(0x00, &[]), 0, "unexpected_tag"),
        (tlv(0x23, &[]), 0, "unexpected_tag"),
        (tlv(0x0f, &[]), 0, "unexpected_tag"),
        (sequence(&[&integer(&[2]), &[0x02, 0x81, 0x01, 0x00]]), 6, "length"),
        (set(&[&integer(&[2]), &integer(&[1])]), 5, "set_order"),
        (sequence(&[&[0x04, 0x09, 0x00]]), 2, "truncated"),
    ] {
        let attribute = attribute("1.2.3.4", &[&value]);
        let der = Request::with_attributes(&[&attribute]).der();
        noted(&der, &[(code, place(&der, &attribute) + attribute.len() - value.len() + within)]);
    }
    noted(&Request::with_attributes(&[&attribute("1.2.3.4", &[&tlv(0x18, &[b"20260101000000.5Z"])])]).der(), &[]);
    let mut deep = NULL.to_vec();
    for _ in 0..40 {
        deep = sequence(&[&deep]);
    }
    let der = Request::with_attributes(&[&attribute("1.2.3.4", &[&deep])]).der();
    noted(&der, &[("too_deep", place(&der, &deep) + 32 * 2)]);
}

#[test]
fn attributes() {
    let one = attribute("1.2.3", &[NULL]);
    let der = Request::with_attributes(&[&one, &one]).der();
    noted(&der, &[("duplicate", place(&der, &[&one[..], &one].concat()) + one.len())]);
    let two = attribute("1.2.4", &[NULL]);
    let der = Request::with_attributes(&[&two, &one]).der();
    noted(&der, &[("set_order", place(&der, &one))]);
    let der = Request::with_attributes(&[&attribute("1.2.3", &[])]).der();
    noted(&der, &[("empty_value", place(&der, &attribute("1.2.3", &[])) + 6)]);
    let values = attribute("1.2.3", &[&utf8("b"), &utf8("a")]);
    let der = Request::with_attributes(&[&values]).der();
    noted(&der, &[("set_order", place(&der, &utf8("a")))]);
    // Not a SEQUENCE; no type; values that are no SET, or none at all.
    for (attribute, within, code) in [
        (utf8("attribute"), 0, "unexpected_tag"),
        (sequence(&[&set(&[])]), 2, "unexpected_tag"),
        (sequence(&[&oid("1.2.3"), &utf8("value")]), 6, "unexpected_tag"),
        (sequence(&[&oid("1.2.3")]), 6, "missing"),
        (sequence(&[&tlv(0x06, &[&[0x2a, 0x80]]), &set(&[])]), 4, "object_identifier"),
    ] {
        let der = Request::with_attributes(&[&attribute]).der();
        refused(&der, code, place(&der, &attribute) + within);
    }
}

#[test]
fn challenge_passwords_and_unstructured_names() {
    const PASSWORD: &str = "1.2.840.113549.1.9.7";
    noted(&Request::with_attributes(&[&attribute(PASSWORD, &[&ia5("a")])]).der(), &[]);
    let der = Request::with_attributes(&[&attribute(PASSWORD, &[&utf8("first"), &utf8("other")])]).der();
    noted(&der, &[("value", place(&der, &utf8("other")))]);
    let der = Request::with_attributes(&[&attribute(PASSWORD, &[&printable("pass_word")])]).der();
    noted(&der, &[("characters", place(&der, b"_"))]);
    let der = Request::with_attributes(&[&attribute(PASSWORD, &[])]).der();
    noted(&der, &[("empty_value", place(&der, &attribute(PASSWORD, &[])) + 13)]);
    assert!(!decode_der(&der).unwrap().has_challenge_password);
    for attribute_type in [PASSWORD, "1.2.840.113549.1.9.2", "1.2.840.113549.1.9.8"] {
        let der = Request::with_attributes(&[&attribute(attribute_type, &[&integer(&[5])])]).der();
        noted(&der, &[("string_type", place(&der, &integer(&[5])))]);
    }
}

#[test]
fn extension_requests() {
    const REQUEST: &str = "1.2.840.113549.1.9.14";
    let one = extension("1.2.3", NULL);
    let list = sequence(&[&one]);
    let other = sequence(&[&extension("1.2.4", NULL)]);
    let der = Request::with_attributes(&[&attribute(REQUEST, &[&list, &other])]).der();
    noted(&der, &[("value", place(&der, &other))]);
    let der = Request::with_attributes(&[&attribute(REQUEST, &[])]).der();
    noted(&der, &[("empty_value", place(&der, &attribute(REQUEST, &[])) + 13)]);
    let der = Request::with_attributes(&[&attribute(REQUEST, &[&sequence(&[])])]).der();
    noted(&der, &[("empty_value", place(&der, &attribute(REQUEST, &[&sequence(&[])])) + 15)]);
    let der = Request::with_attributes(&[&attribute(REQUEST, &[&set(&[&one])])]).der();
    refused(&der, "unexpected_tag", place(&der, &set(&[&one])[2..]) - 2);
    // The same extension twice, alike and not alike.
    let der = Request::with_attributes(&[&extension_request(&[&one, &one])]).der();
    noted(&der, &[("duplicate", place(&der, &[&one[..], &one].concat()) + one.len())]);
    let unlike = extension("1.2.3", TRUE);
    let der = Request::with_attributes(&[&extension_request(&[&one, &unlike])]).der();
    refused(&der, "duplicate", place(&der, &unlike));
    let der = Request::with_attributes(&[
        &extension_request(&[&one]),
        &attribute("1.3.6.1.4.1.311.2.1.14", &[&sequence(&[&unlike])]),
    ])
    .der();
    refused(&der, "duplicate", place(&der, &unlike));

    for (extension, within, code, is_noted) in [
        (sequence(&[&oid("1.2.3"), FALSE, &octet_string(NULL)]), 6, "default_encoded", true),
        (sequence(&[&oid("2.5.29.18"), &tlv(0x01, &[&[1]]), &octet_string(NULL)]), 9, "boolean", true),
        (sequence(&[&oid("1.2.3"), TRUE, &octet_string(NULL)]), 0, "unknown_critical", true),
        (sequence(&[&oid("1.2.3"), &tlv(0x01, &[&[]]), &octet_string(NULL)]), 6, "boolean", false),
        (sequence(&[&oid("1.2.3"), &octet_string(NULL), TRUE]), 10, "trailing_bytes", false),
        (sequence(&[&oid("1.2.3"), NULL]), 6, "unexpected_tag", false),
        (sequence(&[&oid("1.2.3"), TRUE]), 9, "missing", false),
        (sequence(&[&oid("1.2.3")]), 6, "missing", false),
        (sequence(&[&octet_string(NULL)]), 2, "unexpected_tag", false),
        (set(&[&oid("1.2.3"), &octet_string(NULL)]), 0, "unexpected_tag", false),
    ] {
        let der = Request::with_attributes(&[&extension_request(&[&extension])]).der();
        let at = place(&der, &extension) + within;
        if is_noted { noted(&der, &[(code, at)]) } else { refused(&der, code, at) }
    }
}

/// An extension with one deviation at an offset in its value.
#[track_caller]
fn in_extension(extension_type: &str, value: &[u8], within: usize, code: &str, is_noted: bool) {
    let der = Request::with_extension(extension_type, value).der();
    let at = place(&der, &octet_string(value)) + octet_string(value).len() - value.len() + within;
    if is_noted { noted(&der, &[(code, at)]) } else { refused(&der, code, at) }
}

#[test]
fn subject_alt_names() {
    const NAMES: &str = "2.5.29.17";
    in_extension(NAMES, &sequence(&[]), 0, "empty_value", true);
    for (name, within, code, is_noted) in [
        (tlv(0x82, &[]), 2, "general_name", true),
        (tlv(0x82, &[b" "]), 2, "general_name", true),
        (tlv(0x82, &[b"a b.example"]), 2, "general_name", true),
        (tlv(0x82, &[b"a.example\0.b"]), 2, "general_name", true),
        (tlv(0x82, &[b"https://a.example/"]), 2, "general_name", true),
        (tlv(0x82, &["ä.example".as_bytes()]), 2, "characters", true),
        (tlv(0x81, &[]), 2, "general_name", true),
        (tlv(0x81, &[b"no address"]), 2, "general_name", true),
        (tlv(0x81, &[b"a@b\xe9"]), 5, "characters", true),
        (tlv(0x86, &[b"no uri"]), 2, "general_name", true),
        (tlv(0x86, &[b"/relative"]), 2, "general_name", true),
        (tlv(0x87, &[]), 2, "general_name", true),
        (tlv(0x87, &[b"10.0.0.1"]), 2, "general_name", true),
        (tlv(0x87, &[&[1; 5]]), 2, "general_name", true),
        (tlv(0x87, &[&[1; 8]]), 2, "general_name", true),
        (tlv(0x87, &[&[1; 32]]), 2, "general_name", true),
        (tlv(0x88, &[]), 2, "object_identifier", false),
        (tlv(0x88, &[&[0x2a, 0x80]]), 2, "object_identifier", false),
        (tlv(0x89, &[b"a"]), 0, "unexpected_tag", false),
        (tlv(0xa2, &[b"\x82\0"]), 0, "unexpected_tag", false),
        (utf8("a.example"), 0, "unexpected_tag", false),
        (ia5("a.example"), 0, "unexpected_tag", false),
        (tlv(0x80, &[]), 0, "unexpected_tag", false),
        (tlv(0xa0, &[]), 2, "missing", false),
        (tlv(0xa0, &[&oid("1.2.3")]), 6, "missing", false),
        (tlv(0xa0, &[&oid("1.2.3"), &utf8("x")]), 6, "unexpected_tag", false),
        (tlv(0xa0, &[&oid("1.2.3"), &tlv(0xa0, &[])]), 8, "missing", false),
        (tlv(0xa0, &[&oid("1.2.3"), &tlv(0xa0, &[NULL, NULL])]), 10, "trailing_bytes", false),
        (tlv(0xa0, &[&oid("1.2.3"), &tlv(0xa0, &[NULL]), NULL]), 10, "trailing_bytes", false),
        (tlv(0xa0, &[&oid("1.2.3"), &tlv(0xa0, &[&tlv(0x05, &[&[0]])])]), 10, "null", true),
        (tlv(0xa4, &[]), 2, "missing", false),
        (tlv(0xa4, &[&sequence(&[]), NULL]), 4, "trailing_bytes", false),
        (tlv(0xa4, &[&set(&[])]), 2, "unexpected_tag", false),
        (tlv(0xa3, &[&integer(&[0, 0])]), 4, "integer", true),
        (tlv(0xa5, &[&[0x81, 5, 0]]), 2, "truncated", true),
    ] {
        in_extension(NAMES, &sequence(&[&name]), 2 + within, code, is_noted);
    }
}

#[test]
fn key_usage_and_basic_constraints() {
    const USAGE: &str = "2.5.29.15";
    in_extension(USAGE, b"\x03\x02\x00\xa0", 2, "bit_string", true);
    in_extension(USAGE, b"\x03\x02\x04\xa0", 2, "bit_string", true);
    in_extension(USAGE, b"\x03\x03\x07\xa0\x00", 2, "bit_string", true);
    in_extension(USAGE, b"\x03\x03\x06\xa0\x40", 2, "value", true);
    in_extension(USAGE, b"\x03\x04\x07\xa0\x80\x80", 2, "value", true);
    in_extension(USAGE, b"\x03\x02\x05\xa8", 2, "bit_string", false);
    in_extension(USAGE, b"\x03\x02\x08\xa0", 2, "bit_string", false);
    in_extension(USAGE, b"\x03\x00", 2, "bit_string", false);
    in_extension(USAGE, b"\x23\x04\x03\x02\x05\xa0", 0, "unexpected_tag", false);
    let der = Request::with_extension(USAGE, b"\x03\x01\x00").der();
    noted(&der, &[("empty_value", place(&der, b"\x03\x01\x00"))]);
    let der = Request::with_extension(USAGE, b"\x03\x02\x07\x00").der();
    let at = place(&der, b"\x04\x04\x03\x02\x07\x00") + 2;
    noted(&der, &[("empty_value", at), ("bit_string", at + 2)]);

    const CONSTRAINTS: &str = "2.5.29.19";
    in_extension(CONSTRAINTS, &sequence(&[FALSE]), 2, "default_encoded", true);
    in_extension(CONSTRAINTS, &sequence(&[&tlv(0x01, &[&[1]])]), 4, "boolean", true);
    in_extension(CONSTRAINTS, &sequence(&[&integer(&[0])]), 2, "value", true);
    in_extension(CONSTRAINTS, &sequence(&[TRUE, &integer(&[0xff])]), 7, "integer", false);
    in_extension(CONSTRAINTS, &sequence(&[TRUE, &integer(&[0, 1])]), 7, "integer", false);
    in_extension(CONSTRAINTS, &sequence(&[TRUE, &integer(&[1; 5])]), 7, "integer", false);
    in_extension(CONSTRAINTS, &sequence(&[TRUE, TRUE]), 5, "trailing_bytes", false);
    in_extension(CONSTRAINTS, &sequence(&[&integer(&[0]), TRUE]), 5, "trailing_bytes", false);
}

#[test]
fn purposes_policies_identifiers_and_features() {
    in_extension("2.5.29.14", &octet_string(&[]), 0, "empty_value", true);
    in_extension("2.5.29.37", &sequence(&[]), 0, "empty_value", true);
    in_extension("2.5.29.37", &sequence(&[NULL]), 2, "unexpected_tag", false);
    in_extension("2.5.29.37", &sequence(&[&tlv(0x06, &[&[0x80]])]), 4, "object_identifier", false);
    in_extension("1.3.6.1.5.5.7.1.24", &sequence(&[]), 0, "empty_value", true);
    in_extension("1.3.6.1.5.5.7.1.24", &sequence(&[&integer(&[0xff])]), 4, "integer", false);
    in_extension("1.3.6.1.5.5.7.1.24", &sequence(&[&utf8("5")]), 2, "unexpected_tag", false);

    const POLICIES: &str = "2.5.29.32";
    in_extension(POLICIES, &sequence(&[]), 0, "empty_value", true);
    let policy = |qualifiers: &[&[u8]]| sequence(&[&sequence(&[&oid("1.2.3"), &sequence(qualifiers)])]);
    let cps = |value: &[u8]| policy(&[&sequence(&[&oid("1.3.6.1.5.5.7.2.1"), value])]);
    let notice = |value: &[u8]| policy(&[&sequence(&[&oid("1.3.6.1.5.5.7.2.2"), value])]);
    noted(&Request::with_extension(POLICIES, &cps(&ia5("https://a.example"))).der(), &[]);
    noted(&Request::with_extension(POLICIES, &notice(&sequence(&[]))).der(), &[]);
    in_extension(POLICIES, &policy(&[]), 10, "empty_value", true);
    in_extension(POLICIES, &sequence(&[&sequence(&[NULL])]), 4, "unexpected_tag", false);
    in_extension(POLICIES, &sequence(&[&oid("1.2.3")]), 2, "unexpected_tag", false);
    in_extension(POLICIES, &policy(&[NULL]), 10, "unexpected_tag", false);
    in_extension(POLICIES, &cps(&utf8("x")), 22, "unexpected_tag", false);
    in_extension(POLICIES, &notice(&utf8("x")), 22, "unexpected_tag", false);
    in_extension(POLICIES, &notice(&sequence(&[&printable("x")])), 24, "unexpected_tag", false);
    in_extension(POLICIES, &notice(&sequence(&[&utf8("")])), 24, "upper_bound", true);
    in_extension(POLICIES, &notice(&sequence(&[&utf8("x"), NULL])), 27, "trailing_bytes", false);
    in_extension(POLICIES, &notice(&sequence(&[&sequence(&[&utf8("x")])])), 29, "missing", false);
    in_extension(POLICIES, &policy(&[&sequence(&[&oid("1.2.9"), &integer(&[])])]), 18, "integer", true);
}

/// A key with one deviation, whose place is given by a part of it and an offset in that.
#[track_caller]
fn key(request: Request, spki: Vec<u8>, part: &[u8], within: usize, code: &str, is_noted: bool) {
    let der = Request { spki, ..request }.der();
    let at = place(&der, part) + within;
    if is_noted { noted(&der, &[(code, at)]) } else { refused(&der, code, at) }
}

#[test]
fn rsa_keys() {
    let sound = rsa_key(&modulus(), &[1, 0, 1]);
    let algorithm = |parameters: &[u8]| sequence(&[&oid("1.2.840.113549.1.1.1"), parameters]);
    let check = |algorithm: Vec<u8>, rsa_key: Vec<u8>, part: &[u8], within, code, is_noted| {
        key(Request::rsa(), spki(&algorithm, &rsa_key), part, within, code, is_noted);
    };
    check(algorithm(&[]), sound.clone(), &bit_string(&sound), 0, "parameters", true);
    check(algorithm(&tlv(0x05, &[&[0]])), sound.clone(), &[5, 1, 0, 3], 2, "null", false);
    check(algorithm(&sequence(&[])), sound.clone(), &[0x30, 0, 3], 0, "parameters", false);
    check(algorithm(&oid("1.2.840.10045.3.1.7")), sound.clone(), &oid("1.2.840.10045.3.1.7"), 0, "parameters", false);

    let negative = modulus()[1..].to_vec();
    for (n, e, part, within, code, is_noted) in [
        (negative.clone(), vec![3], integer(&negative), 3, "integer", false),
        (vec![0], vec![3], rsa_key(&[0], &[3]), 4, "integer", false),
        (vec![], vec![3], rsa_key(&[], &[3]), 4, "integer", false),
        ([&[0, 0], &modulus()[1..]].concat(), vec![3], [&[0, 0], &modulus()[1..]].concat(), 0, "integer", false),
        (modulus(), vec![0], integer(&[0])[..].to_vec(), 2, "integer", false),
        (modulus(), vec![0xfd], integer(&[0xfd]), 2, "integer", false),
        (modulus(), vec![0, 1, 0, 1], integer(&[0, 1, 0, 1]), 2, "integer", false),
    ] {
        let rsa_key = rsa_key(&n, &e);
        // The version is a zero too: look inside the key only.
        let within = place(&rsa_key, &part) + within;
        check(rsa_algorithm(), rsa_key.clone(), &rsa_key, within, code, is_noted);
    }
    let large = rsa_key(&modulus(), &modulus());
    check(rsa_algorithm(), large.clone(), &large, 3 + integer(&modulus()).len() + 1, "public_key", true);
    for (wrong, within, code) in [
        (integer(&modulus()), 0, "unexpected_tag"),
        (set(&[&integer(&modulus()), &integer(&[3])]), 0, "unexpected_tag"),
        (sequence(&[&integer(&modulus())]), sequence(&[&integer(&modulus())]).len(), "missing"),
        (sequence(&[&octet_string(&[3]), &integer(&[3])]), 2, "unexpected_tag"),
    ] {
        check(rsa_algorithm(), wrong.clone(), &wrong, within, code, false);
    }
    let empty = spki(&rsa_algorithm(), &[]);
    key(Request::rsa(), empty.clone(), &empty, empty.len(), "missing", false);
}

#[test]
fn keys_in_bit_strings_that_are_not_whole_octets() {
    let algorithm = ec_algorithm(&oid("1.2.840.10045.3.1.7"));
    for (bits, within) in [
        (tlv(0x03, &[]), 2),
        (tlv(0x03, &[&[1], &P256_POINT[..64], &[0xf4]]), 2),
        (tlv(0x03, &[&[4], P256_POINT]), 2),
        (tlv(0x03, &[&[9], P256_POINT]), 2),
    ] {
        let spki = sequence(&[&algorithm, &bits]);
        key(Request::new(), spki, &bits, within, "bit_string", false);
    }
    let octets = octet_string(P256_POINT);
    key(Request::new(), sequence(&[&algorithm, &octets]), &octets, 0, "unexpected_tag", false);
}

#[test]
fn elliptic_curve_keys() {
    let named = ec_algorithm(&oid("1.2.840.10045.3.1.7"));
    for point in [
        vec![],
        vec![0],
        vec![4],
        P256_POINT[..64].to_vec(),
        [P256_POINT, &[0]].concat(),
        P256_POINT[..33].to_vec(),
        [&[2], &P256_POINT[1..]].concat(),
        [&[5], &P256_POINT[1..]].concat(),
        [&[0], &P256_POINT[1..]].concat(),
        P256_POINT[1..].to_vec(),
    ] {
        let spki = spki(&named, &point);
        let at = spki.len() - point.len();
        key(Request::new(), spki.clone(), &spki, at, "public_key", false);
    }
    // Implicit, absent and wrong parameters.
    for parameters in [NULL.to_vec(), Vec::new(), utf8("P-256"), integer(&[1])] {
        let spki = spki(&ec_algorithm(&parameters), P256_POINT);
        let at = place(&spki, &oid("1.2.840.10045.2.1")) + 9;
        key(Request::new(), spki.clone(), &spki, at, "parameters", false);
    }
    let broken = spki(&ec_algorithm(&tlv(0x06, &[&[0x2a, 0x80]])), P256_POINT);
    key(Request::new(), broken, &[0x2a, 0x80], 0, "object_identifier", false);
    // A described curve is noted, and walked to its end.
    let field = sequence(&[&oid("1.2.840.10045.1.1"), &integer(&[0x17])]);
    let described = |order: &[u8]| {
        sequence(&[
            &integer(&[1]),
            &field,
            &sequence(&[&octet_string(&[1]), &octet_string(&[1])]),
            &octet_string(&[4, 1, 1]),
            order,
        ])
    };
    let der = Request::with_spki(spki(&ec_algorithm(&described(&integer(&[7]))), &[4, 1, 1])).der();
    let at = place(&der, &described(&integer(&[7])));
    noted(&der, &[("parameters", at)]);
    let der = Request::with_spki(spki(&ec_algorithm(&described(&integer(&[0, 7]))), &[4, 1, 1])).der();
    let at = place(&der, &described(&integer(&[0, 7])));
    let order_at = place(&der, &integer(&[0, 7])) + 2;
    noted(&der, &[("parameters", at), ("integer", order_at)]);
    let der = Request::with_spki(spki(&ec_algorithm(&sequence(&[&integer(&[1])])), &[4, 1, 1])).der();
    let algorithm_end = place(&der, &sequence(&[&integer(&[1])])) + 5;
    refused(&der, "missing", algorithm_end);
}

#[test]
fn edwards_post_quantum_and_dsa_keys() {
    for (algorithm, length) in
        [("1.3.101.110", 32), ("1.3.101.111", 56), ("1.3.101.112", 32), ("1.3.101.113", 57), ("2.16.840.1.101.3.4.3.19", 2592)]
    {
        for length in [length - 1, length + 1, 0] {
            let spki = spki(&sequence(&[&oid(algorithm)]), &vec![1; length]);
            let at = spki.len() - length;
            key(Request::new(), spki.clone(), &spki, at, "public_key", false);
        }
        let with = spki(&sequence(&[&oid(algorithm), &sequence(&[])]), &vec![1; length]);
        key(Request::new(), with, &[0x30, 0x00, 0x03], 0, "parameters", false);
    }
    let ed25519 = Request {
        spki: spki(&sequence(&[&oid("1.3.101.112"), NULL]), &[1; 32]),
        signature_algorithm: sequence(&[&oid("1.3.101.112")]),
        signature: bit_string(&[1; 64]),
        ..Request::new()
    };
    noted(&ed25519.der(), &[("parameters", place(&ed25519.der(), NULL))]);

    let dsa = |parameters: &[u8], key: &[u8]| Request {
        spki: spki(&sequence(&[&oid("1.2.840.10040.4.1"), parameters]), key),
        signature_algorithm: sequence(&[&oid("2.16.840.1.101.3.4.3.2")]),
        ..Request::new()
    };
    let sound = sequence(&[&integer(&[0x17]), &integer(&[0x0b]), &integer(&[0x04])]);
    noted(&dsa(&sound, &integer(&[8])).der(), &[]);
    let inherited = dsa(&[], &integer(&[8])).der();
    noted(&inherited, &[("parameters", place(&inherited, &bit_string(&integer(&[8]))))]);
    for (parameters, key, part, within, code) in [
        (NULL.to_vec(), integer(&[8]), NULL.to_vec(), 0, "parameters"),
        (sequence(&[&integer(&[0x17])]), integer(&[8]), integer(&[0x17]), 3, "missing"),
        (sequence(&[&integer(&[0x97]), &integer(&[0x0b]), &integer(&[4])]), integer(&[8]), integer(&[0x97]), 2, "integer"),
        (sound.clone(), integer(&[0x88]), integer(&[0x88]), 2, "integer"),
        (sound.clone(), [&integer(&[8])[..], NULL].concat(), NULL.to_vec(), 0, "trailing_bytes"),
        (sound.clone(), utf8("8"), utf8("8"), 0, "unexpected_tag"),
    ] {
        let der = dsa(&parameters, &key).der();
        refused(&der, code, place(&der, &part) + within);
    }
    let empty = Request::with_spki(spki(&sequence(&[&oid("1.2.3.4")]), &[]));
    let csr = decode_der(&empty.der()).unwrap();
    assert_eq!(csr.notes[0].kind.code(), "empty_value");
}

#[test]
fn signature_algorithms() {
    let check = |request: Request, algorithm: Vec<u8>, within: usize, code: &str, is_noted: bool| {
        let der = Request { signature_algorithm: algorithm.clone(), ..request }.der();
        let at = place(&der, &algorithm) + within;
        if is_noted { noted(&der, &[(code, at)]) } else { refused(&der, code, at) }
    };
    check(Request::rsa(), sequence(&[&oid("1.2.840.113549.1.1.11")]), 13, "parameters", true);
    check(Request::rsa(), sequence(&[&oid("1.2.840.113549.1.1.11"), &sequence(&[])]), 13, "parameters", false);
    check(Request::rsa(), sequence(&[&oid("1.2.840.113549.1.1.11"), &tlv(5, &[&[0]])]), 15, "null", false);
    check(Request::new(), sequence(&[&oid("1.2.840.10045.4.3.2"), NULL]), 12, "parameters", true);
    check(Request::new(), sequence(&[&oid("1.2.840.10045.4.3.2"), &sequence(&[])]), 12, "parameters", false);
    check(Request::new(), sequence(&[]), 2, "missing", false);
    check(Request::new(), sequence(&[&utf8("ecdsa")]), 2, "unexpected_tag", false);

    let pss = |parameters: &[&[u8]]| sequence(&[&oid("1.2.840.113549.1.1.10"), &sequence(parameters)]);
    let hash = |name: &str| sequence(&[&oid(name), NULL]);
    let sha1 = hash("1.3.14.3.2.26");
    check(Request::rsa(), sequence(&[&oid("1.2.840.113549.1.1.10")]), 13, "parameters", false);
    check(Request::rsa(), sequence(&[&oid("1.2.840.113549.1.1.10"), NULL]), 13, "parameters", false);
    check(Request::rsa(), pss(&[&tlv(0xa0, &[&sha1])]), 15, "default_encoded", true);
    check(Request::rsa(), pss(&[&tlv(0xa1, &[&sequence(&[&oid("1.2.840.113549.1.1.8"), &sha1])])]), 15, "default_encoded", true);
    check(Request::rsa(), pss(&[&tlv(0xa2, &[&integer(&[20])])]), 15, "default_encoded", true);
    check(Request::rsa(), pss(&[&tlv(0xa3, &[&integer(&[1])])]), 15, "default_encoded", true);
    check(Request::rsa(), pss(&[&tlv(0xa3, &[&integer(&[2])])]), 19, "parameters", false);
    check(Request::rsa(), pss(&[&tlv(0xa2, &[&integer(&[0xff])])]), 19, "integer", false);
    check(Request::rsa(), pss(&[&tlv(0xa2, &[&integer(&[32]), NULL])]), 20, "trailing_bytes", false);
    check(Request::rsa(), pss(&[&tlv(0xa2, &[])]), 17, "missing", false);
    check(Request::rsa(), pss(&[&tlv(0xa4, &[])]), 15, "trailing_bytes", false);
    check(Request::rsa(), pss(&[&tlv(0xa2, &[&integer(&[32])]), &tlv(0xa0, &[&hash("2.16.840.1.101.3.4.2.1")])]), 20, "trailing_bytes", false);
    check(Request::rsa(), pss(&[&tlv(0xa1, &[&sequence(&[&oid("1.2.840.113549.1.1.8")])])]), 30, "missing", false);
}

#[test]
fn signatures() {
    let check = |request: Request, signature: Vec<u8>, within: usize, code: &str, is_noted: bool| {
        let der = Request { signature: signature.clone(), ..request }.der();
        let at = der.len() - signature.len() + within;
        if is_noted { noted(&der, &[(code, at)]) } else { refused(&der, code, at) }
    };
    let pair = sequence(&[&integer(&[1]), &integer(&[1])]);
    check(Request::new(), octet_string(&pair), 0, "unexpected_tag", false);
    check(Request::new(), tlv(0x03, &[]), 2, "bit_string", false);
    check(Request::new(), tlv(0x03, &[&[1], &sequence(&[&integer(&[1]), &integer(&[2])])]), 2, "bit_string", false);
    check(Request::rsa(), tlv(0x03, &[&[7], &[0x80; 128]]), 3, "bit_string", false);
    check(Request::rsa(), bit_string(&[1; 127]), 4, "signature", true);
    check(Request::rsa(), bit_string(&[1; 256]), 5, "signature", true);
    check(Request::rsa(), bit_string(&[]), 3, "signature", true);
    check(Request::new(), bit_string(&[]), 3, "missing", true);
    check(Request::new(), bit_string(&[&pair[..], &[0]].concat()), 3 + pair.len(), "trailing_bytes", true);
    check(Request::new(), bit_string(&sequence(&[&integer(&[1]), &integer(&[0])])), 8, "signature", true);
    check(Request::new(), bit_string(&sequence(&[&integer(&[1]), &integer(&[0x80])])), 10, "integer", true);
    let mismatched = Request { signature_algorithm: Request::rsa().signature_algorithm, ..Request::new() };
    check(mismatched, bit_string(&pair), 3, "signature", true);
    // An algorithm that is not known takes any signature.
    let unknown = Request {
        spki: spki(&sequence(&[&oid("1.2.3.4")]), &[1]),
        signature_algorithm: sequence(&[&oid("1.2.3.5"), &integer(&[])]),
        ..Request::new()
    };
    let der = unknown.der();
    noted(&der, &[("integer", place(&der, &unknown.signature_algorithm) + unknown.signature_algorithm.len())]);
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
    let wide = |tag: u8, contents: &[u8]| {
        let length = (contents.len() as u32).to_be_bytes();
        [&[tag, 0x83], &length[1..], contents].concat()
    };
    let value = wide(0x04, &wide(0x30, &tlv(0x82, &[b"a.example"]).repeat(30_000)));
    let extensions = wide(0x30, &wide(0x30, &[oid("2.5.29.17"), value].concat()));
    let attribute = wide(0x30, &[oid("1.2.840.113549.1.9.14"), wide(0x31, &extensions)].concat());
    let parts = Request::new();
    let info = wide(0x30, &[parts.version, parts.subject, parts.spki, wide(0xa0, &attribute)].concat());
    let error = decode_der(&wide(0x30, &[info, parts.signature_algorithm, parts.signature].concat())).unwrap_err();
    assert_eq!(error.kind.code(), "too_many");
}

/// An inserted byte is met wherever it is.
#[test]
fn an_octet_too_many_anywhere_is_refused() {
    let der = Request::with_extension("2.5.29.17", &sequence(&[&tlv(0x82, &[b"a.example"])])).der();
    for at in 0..=der.len() {
        let changed = inserted(&der, at, &[0]);
        let error = decode_der(&changed).expect_err("an inserted octet was read over");
        assert!(error.offset.is_none_or(|offset| offset <= changed.len()));
    }
}
