//! What is wrong with extension requests and the values of extensions.

use certview_orders::csr::decode_der;

use crate::builder::*;
use crate::expect::{noted, refused};

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
        (
            sequence(&[&oid("2.5.29.18"), &tlv(0x01, &[&[1]]), &octet_string(&sequence(&[]))]),
            9,
            "boolean",
            true,
        ),
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

/// Of these no more is checked than their type.
#[test]
fn the_type_of_a_value_that_is_not_decoded() {
    let bits = tlv(0x03, &[&[6, 0x40]]);
    for (extension_type, value) in [
        ("2.16.840.1.113730.1.1", &bits[..]),
        ("2.16.840.1.113730.1.13", &ia5("comment")),
        ("2.5.29.30", &sequence(&[])),
        ("2.5.29.54", &integer(&[1])),
        ("1.3.6.1.5.5.7.48.1.5", NULL),
    ] {
        noted(&Request::with_extension(extension_type, value).der(), &[]);
        in_extension(extension_type, &octet_string(b"wrong"), 0, "unexpected_tag", true);
    }
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
        (tlv(0x81, &[b"Me <me@example.com>"]), 2, "general_name", true),
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

    in_extension("1.3.6.1.5.5.7.1.24", &sequence(&[&integer(&[1, 0, 0])]), 4, "value", true);

    const POLICIES: &str = "2.5.29.32";
    let once = sequence(&[&oid("1.2.3")]);
    in_extension(POLICIES, &sequence(&[&once, &once]), 2 + once.len(), "duplicate", true);
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

#[test]
fn extensions_of_which_no_more_is_read_have_their_type() {
    let types: [(&[u8], &[&str]); 5] = [
        (
            &sequence(&[]),
            &[
                "2.5.29.9",
                "2.5.29.16",
                "2.5.29.18",
                "2.5.29.30",
                "2.5.29.31",
                "2.5.29.33",
                "2.5.29.35",
                "2.5.29.36",
                "2.5.29.46",
                "1.3.6.1.5.5.7.1.1",
                "1.3.6.1.5.5.7.1.3",
                "1.3.6.1.5.5.7.1.11",
                "1.3.6.1.4.1.311.21.7",
                "1.3.6.1.4.1.311.21.10",
            ],
        ),
        (&integer(&[1]), &["2.5.29.54"]),
        (NULL, &["1.3.6.1.5.5.7.48.1.5"]),
        (&bit_string(&[1]), &["2.16.840.1.113730.1.1"]),
        (&ia5("a"), &["2.16.840.1.113730.1.13"]),
    ];
    for (right, extension_types) in types {
        for extension_type in extension_types {
            let der = Request::with_extension(extension_type, right).der();
            assert_eq!(codes(&der), [""; 0], "{extension_type}");
            let der = Request::with_extension(extension_type, &utf8("a")).der();
            assert_eq!(codes(&der), ["unexpected_tag"], "{extension_type}");
        }
    }
}

fn codes(der: &[u8]) -> Vec<&'static str> {
    decode_der(der).unwrap().notes.iter().map(|note| note.kind.code()).collect()
}
