//! What is wrong with public keys, signature algorithms and signatures.

use certview_orders::csr::decode_der;

use crate::builder::*;
use crate::expect::{noted, refused};

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
    check(
        algorithm(&oid("1.2.840.10045.3.1.7")),
        sound.clone(),
        &oid("1.2.840.10045.3.1.7"),
        0,
        "parameters",
        false,
    );

    let negative = modulus()[1..].to_vec();
    for (n, e, part, within, code, is_noted) in [
        (negative.clone(), vec![3], integer(&negative), 3, "integer", false),
        (vec![0], vec![3], rsa_key(&[0], &[3]), 4, "integer", false),
        (vec![], vec![3], rsa_key(&[], &[3]), 4, "integer", false),
        (
            [&[0, 0], &modulus()[1..]].concat(),
            vec![3],
            [&[0, 0], &modulus()[1..]].concat(),
            0,
            "integer",
            false,
        ),
        (modulus(), vec![0], integer(&[0])[..].to_vec(), 2, "integer", false),
        (modulus(), vec![0xfd], integer(&[0xfd]), 2, "integer", false),
        (modulus(), vec![0, 1, 0, 1], integer(&[0, 1, 0, 1]), 2, "integer", false),
    ] {
        let rsa_key = rsa_key(&n, &e);
        // The version is a zero too: look inside the key only.
        let within = place(&rsa_key, &part) + within;
        check(rsa_algorithm(), rsa_key.clone(), &rsa_key, within, code, is_noted);
    }
    let mut even = modulus();
    *even.last_mut().unwrap() &= 0xfe;
    let even_key = rsa_key(&even, &[3]);
    check(rsa_algorithm(), even_key.clone(), &even_key, even_key.len() - 4, "public_key", true);
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
    for (algorithm, length) in [
        ("1.3.101.110", 32),
        ("1.3.101.111", 56),
        ("1.3.101.112", 32),
        ("1.3.101.113", 57),
        ("2.16.840.1.101.3.4.3.19", 2592),
    ] {
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
        (
            sequence(&[&integer(&[0x97]), &integer(&[0x0b]), &integer(&[4])]),
            integer(&[8]),
            integer(&[0x97]),
            2,
            "integer",
        ),
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
    check(
        Request::rsa(),
        sequence(&[&oid("1.2.840.113549.1.1.11"), &sequence(&[])]),
        13,
        "parameters",
        false,
    );
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
    check(
        Request::rsa(),
        pss(&[&tlv(0xa1, &[&sequence(&[&oid("1.2.840.113549.1.1.8"), &sha1])])]),
        15,
        "default_encoded",
        true,
    );
    check(Request::rsa(), pss(&[&tlv(0xa2, &[&integer(&[20])])]), 15, "default_encoded", true);
    check(Request::rsa(), pss(&[&tlv(0xa3, &[&integer(&[1])])]), 15, "default_encoded", true);
    check(Request::rsa(), pss(&[&tlv(0xa3, &[&integer(&[2])])]), 19, "parameters", false);
    check(Request::rsa(), pss(&[&tlv(0xa2, &[&integer(&[0xff])])]), 19, "integer", false);
    check(Request::rsa(), pss(&[&tlv(0xa2, &[&integer(&[32]), NULL])]), 20, "trailing_bytes", false);
    check(Request::rsa(), pss(&[&tlv(0xa2, &[])]), 17, "missing", false);
    check(Request::rsa(), pss(&[&tlv(0xa4, &[])]), 15, "trailing_bytes", false);
    check(
        Request::rsa(),
        pss(&[&tlv(0xa2, &[&integer(&[32])]), &tlv(0xa0, &[&hash("2.16.840.1.101.3.4.2.1")])]),
        20,
        "trailing_bytes",
        false,
    );
    // A key of SHA-256 with a signature of SHA-1.
    let parameters = sequence(&[&tlv(0xa0, &[&hash("2.16.840.1.101.3.4.2.1")])]);
    let algorithm = sequence(&[&oid("1.2.840.113549.1.1.10"), &parameters]);
    let restricted = Request { spki: spki(&algorithm, &rsa_key(&modulus(), &[3])), ..Request::rsa() };
    let signature_at = restricted.der().len() - 128;
    let der = Request { signature_algorithm: pss(&[]), ..restricted }.der();
    noted(&der, &[("signature", signature_at)]);
    check(
        Request::rsa(),
        pss(&[&tlv(0xa1, &[&sequence(&[&oid("1.2.840.113549.1.1.8")])])]),
        30,
        "missing",
        false,
    );
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
    check(
        Request::new(),
        tlv(0x03, &[&[1], &sequence(&[&integer(&[1]), &integer(&[2])])]),
        2,
        "bit_string",
        false,
    );
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
    noted(
        &der,
        &[("integer", place(&der, &unknown.signature_algorithm) + unknown.signature_algorithm.len())],
    );
}
