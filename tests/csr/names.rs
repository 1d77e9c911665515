//! What is wrong with names, character strings, and attributes of known and unknown syntax.

use certview_orders::csr::decode_der;

use crate::builder::*;
use crate::expect::{noted, refused};

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
    noted(
        &Request::with_attributes(&[&attribute("1.2.3.4", &[&tlv(0x18, &[b"20260101000000.5Z"])])]).der(),
        &[],
    );
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

/// RFC 5280, appendix A.1; RFC 4519; RFC 2985; the EV guidelines.
#[test]
fn every_attribute_has_its_string_type_and_its_upper_bound() {
    // The tags of a string type that is right, and of one that is not.
    let (directory, printable, ia5) = ((0x0c, 0x16), (0x13, 0x0c), (0x16, 0x0c));
    let value = |tag: u8, length: usize| tlv(tag, &["x".repeat(length).as_bytes()]);
    for ((right, wrong), longest, attribute_types) in [
        (directory, 64, &["2.5.4.3", "2.5.4.10", "2.5.4.11", "2.5.4.12"] as &[&str]),
        (
            directory,
            128,
            &[
                "2.5.4.7",
                "2.5.4.8",
                "2.5.4.9",
                "2.5.4.15",
                "2.5.4.65",
                "1.3.6.1.4.1.311.60.2.1.1",
                "1.3.6.1.4.1.311.60.2.1.2",
            ],
        ),
        (directory, 40, &["2.5.4.17"]),
        (directory, 256, &["0.9.2342.19200300.100.1.1", "2.5.4.97"]),
        (directory, 1024, &["2.5.4.13"]),
        (directory, 32_768, &["2.5.4.4", "2.5.4.41", "2.5.4.42", "2.5.4.43", "2.5.4.44"]),
        (printable, 2, &["2.5.4.6", "1.3.6.1.4.1.311.60.2.1.3"]),
        (printable, 64, &["2.5.4.5"]),
        (printable, 32, &["2.5.4.20"]),
        (ia5, 255, &["1.2.840.113549.1.9.1"]),
    ] {
        for attribute_type in attribute_types {
            let notes = |value: Vec<u8>| {
                let csr = decode_der(&Request::with_subject(name(attribute_type, &value)).der()).unwrap();
                csr.notes.iter().map(|note| note.kind.code()).collect::<Vec<_>>()
            };
            assert_eq!(notes(value(right, longest)), [""; 0], "{attribute_type}");
            assert_eq!(notes(value(right, longest + 1)), ["upper_bound"], "{attribute_type}");
            assert_eq!(notes(value(wrong, longest)), ["string_type"], "{attribute_type}");
        }
    }
    // Without a bound, and of any type.
    for (attribute_type, text) in [
        ("2.5.4.46", value(printable.0, 1_000)),
        ("0.9.2342.19200300.100.1.25", value(ia5.0, 1_000)),
        ("1.2.3", value(ia5.0, 1_000)),
    ] {
        noted(&Request::with_subject(name(attribute_type, &text)).der(), &[]);
    }
    for attribute_type in ["1.2.840.113549.1.9.2", "1.2.840.113549.1.9.8"] {
        for (text, is_noted) in
            [(value(directory.0, 255), false), (value(ia5.0, 255), false), (value(directory.0, 256), true)]
        {
            let csr = decode_der(&Request::with_subject(name(attribute_type, &text)).der()).unwrap();
            assert_eq!(!csr.notes.is_empty(), is_noted, "{attribute_type}");
        }
    }
}

#[test]
fn what_cannot_be_a_mail_address_a_host_name_or_a_uri_is_noted() {
    for (tag, text, fits) in [
        (0x81, "a@b", true),
        (0x81, "\"a@b\"@c", true),
        (0x81, "a", false),
        (0x81, "@b", false),
        (0x81, "a@", false),
        (0x81, "<a@b>", false),
        (0x81, "a b@c", false),
        (0x82, "*.a-b_c.example", true),
        (0x82, "", false),
        (0x82, "a b", false),
        (0x82, "a/b", false),
        (0x86, "https://a.example/?b#c", true),
        (0x86, "a+b-c.1:", true),
        (0x86, "a", false),
        (0x86, ":b", false),
        (0x86, "1a:b", false),
        (0x86, "a_b:c", false),
        (0x86, "a:b c", false),
    ] {
        let names = sequence(&[&tlv(tag, &[text.as_bytes()])]);
        let csr = decode_der(&Request::with_extension("2.5.29.17", &names).der()).unwrap();
        let codes: Vec<_> = csr.notes.iter().map(|note| note.kind.code()).collect();
        assert_eq!(codes, if fits { vec![] } else { vec!["general_name"] }, "{text}");
    }
}

/// X.690, 11.7, 11.8.
#[test]
fn each_part_of_a_time_has_its_range() {
    for (time, fits) in [
        ("260101000000Z", true),
        ("261231235959Z", true),
        ("260001000000Z", false),
        ("261301000000Z", false),
        ("260100000000Z", false),
        ("260132000000Z", false),
        ("260101240000Z", false),
        ("260101006000Z", false),
        ("260101000060Z", false),
        ("26010100000aZ", false),
        ("260101000000.5Z", false),
    ] {
        let der = Request::with_attributes(&[&attribute("1.2.3.4", &[&tlv(0x17, &[time.as_bytes()])])]).der();
        assert_eq!(decode_der(&der).unwrap().notes.is_empty(), fits, "{time}");
    }
    for (time, fits) in [
        ("20260101000000.05Z", true),
        ("20260101000000.Z", false),
        ("20260101000000.0Z", false),
        ("20260101000000.a5Z", false),
    ] {
        let der = Request::with_attributes(&[&attribute("1.2.3.4", &[&tlv(0x18, &[time.as_bytes()])])]).der();
        assert_eq!(decode_der(&der).unwrap().notes.is_empty(), fits, "{time}");
    }
}
