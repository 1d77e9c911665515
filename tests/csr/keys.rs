//! What is wrong with public keys, signature algorithms and signatures.

use certview_orders::csr::{Csr, Hash, KeyAlgorithm, SignatureScheme, decode_der};

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

fn of_key(algorithm: &[u8], key: &[u8]) -> Csr {
    decode_der(&Request::with_spki(spki(algorithm, key)).der()).unwrap()
}

/// RFC 5480, SEC 2, RFC 5639, GB/T 32918.5; the strength of a curve is half its size, at most 256.
#[test]
fn every_curve_has_its_size() {
    for (curve, bits, strength) in [
        ("1.2.840.10045.3.1.1", 192, 96),
        ("1.3.132.0.33", 224, 112),
        ("1.2.840.10045.3.1.7", 256, 128),
        ("1.3.132.0.34", 384, 192),
        ("1.3.132.0.35", 521, 256),
        ("1.3.132.0.10", 256, 128),
        ("1.2.156.10197.1.301", 256, 128),
        ("1.3.36.3.3.2.8.1.1.1", 160, 80),
        ("1.3.36.3.3.2.8.1.1.3", 192, 96),
        ("1.3.36.3.3.2.8.1.1.5", 224, 112),
        ("1.3.36.3.3.2.8.1.1.7", 256, 128),
        ("1.3.36.3.3.2.8.1.1.8", 256, 128),
        ("1.3.36.3.3.2.8.1.1.9", 320, 160),
        ("1.3.36.3.3.2.8.1.1.11", 384, 192),
        ("1.3.36.3.3.2.8.1.1.12", 384, 192),
        ("1.3.36.3.3.2.8.1.1.13", 512, 256),
        ("1.3.36.3.3.2.8.1.1.14", 512, 256),
    ] {
        let point = [vec![4], vec![1; 2 * u32::div_ceil(bits, 8) as usize]].concat();
        let key = of_key(&ec_algorithm(&oid(curve)), &point).public_key;
        assert_eq!((key.bits, key.strength_bits), (Some(bits), Some(strength)), "{curve}");
        let der = Request::with_spki(spki(&ec_algorithm(&oid(curve)), &point[2..])).der();
        assert!(decode_der(&der).is_err(), "{curve}: an octet of each less");
    }
}

/// FIPS 186-4, D.1.2: a base point is on its curve, and no other point with its x is but one.
#[test]
fn points_are_checked_on_the_three_curves_of_nist() {
    let base_point_of_p384 = "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7\
        3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f";
    let base_point_of_p521 = "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66\
        011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650";
    let octets = |hex: &str| -> Vec<u8> {
        (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
    };
    for (curve, point) in [
        ("1.2.840.10045.3.1.7", P256_POINT[1..].to_vec()),
        ("1.3.132.0.34", octets(base_point_of_p384)),
        ("1.3.132.0.35", octets(base_point_of_p521)),
    ] {
        let on_curve = |point: &[u8]| {
            let csr = of_key(&ec_algorithm(&oid(curve)), &[&[4], point].concat());
            let KeyAlgorithm::Ec { on_curve, .. } = csr.public_key.algorithm else { panic!("{curve}") };
            (on_curve, csr.signature_check().is_some())
        };
        assert_eq!(on_curve(&point), (Some(true), true), "{curve}");
        let mut other = point.clone();
        *other.last_mut().unwrap() ^= 1;
        assert_eq!(on_curve(&other), (Some(false), false), "{curve}");
        // Numbers that are not of the field.
        let (x, y) = point.split_at(point.len() / 2);
        let beyond = vec![0xff; x.len()];
        assert_eq!(on_curve(&[&beyond, y].concat()).0, Some(false), "{curve}");
        assert_eq!(on_curve(&[x, &beyond].concat()).0, Some(false), "{curve}");
    }
}

/// NIST SP 800-57 part 1, table 2; SP 800-56B, appendix D.
#[test]
fn the_strength_of_an_rsa_key_is_that_of_the_largest_size_it_reaches() {
    for (bits, strength) in [
        (1016, 0),
        (1024, 80),
        (2040, 80),
        (2048, 112),
        (3072, 128),
        (4096, 152),
        (6144, 176),
        (7680, 192),
        (8192, 200),
        (15_360, 256),
    ] {
        let modulus = [vec![0], vec![0xff; bits / 8]].concat();
        let key = of_key(&rsa_algorithm(), &rsa_key(&modulus, &[1, 0, 1])).public_key;
        assert_eq!((key.bits, key.strength_bits), (Some(bits as u32), Some(strength)), "{bits}");
    }
    let key = of_key(&rsa_algorithm(), &rsa_key(&[1, 0xff], &[3])).public_key;
    assert_eq!(key.bits, Some(9));
}

/// FIPS 204, table 2; RFC 8410.
#[test]
fn keys_and_signatures_of_one_length() {
    for (algorithm, length, strength, signature) in [
        ("1.3.101.110", 32, 128, None),
        ("1.3.101.111", 56, 224, None),
        ("1.3.101.112", 32, 128, Some(64)),
        ("1.3.101.113", 57, 224, Some(114)),
        ("2.16.840.1.101.3.4.3.17", 1312, 128, Some(2420)),
        ("2.16.840.1.101.3.4.3.18", 1952, 192, Some(3309)),
        ("2.16.840.1.101.3.4.3.19", 2592, 256, Some(4627)),
    ] {
        let identifier = sequence(&[&oid(algorithm)]);
        let with = |signature: usize| Request {
            spki: spki(&identifier, &vec![1; length]),
            signature_algorithm: identifier.clone(),
            signature: bit_string(&vec![1; signature]),
            ..Request::new()
        };
        let key = decode_der(&with(1).der()).unwrap().public_key;
        assert_eq!((key.bits, key.strength_bits), (None, Some(strength)), "{algorithm}");
        if let Some(length) = signature {
            noted(&with(length).der(), &[]);
            for wrong in [length - 1, length + 1] {
                let der = with(wrong).der();
                noted(&der, &[("signature", der.len() - wrong)]);
            }
        }
    }
}

#[test]
fn every_signature_algorithm_has_its_scheme_and_hash() {
    for (kind, algorithms) in [
        (
            "rsaPkcs1",
            &[
                ("1.2.840.113549.1.1.2", "MD2"),
                ("1.2.840.113549.1.1.3", "MD4"),
                ("1.2.840.113549.1.1.4", "MD5"),
                ("1.2.840.113549.1.1.5", "SHA-1"),
                ("1.3.14.3.2.29", "SHA-1"),
                ("1.3.36.3.3.1.2", "RIPEMD-160"),
                ("1.2.840.113549.1.1.14", "SHA-224"),
                ("1.2.840.113549.1.1.11", "SHA-256"),
                ("1.2.840.113549.1.1.12", "SHA-384"),
                ("1.2.840.113549.1.1.13", "SHA-512"),
                ("1.2.840.113549.1.1.15", "SHA-512/224"),
                ("1.2.840.113549.1.1.16", "SHA-512/256"),
                ("2.16.840.1.101.3.4.3.13", "SHA3-224"),
                ("2.16.840.1.101.3.4.3.14", "SHA3-256"),
                ("2.16.840.1.101.3.4.3.15", "SHA3-384"),
                ("2.16.840.1.101.3.4.3.16", "SHA3-512"),
            ] as &[(&str, &str)],
        ),
        (
            "ecdsa",
            &[
                ("1.2.840.10045.4.1", "SHA-1"),
                ("1.2.840.10045.4.3.1", "SHA-224"),
                ("1.2.840.10045.4.3.2", "SHA-256"),
                ("1.2.840.10045.4.3.3", "SHA-384"),
                ("1.2.840.10045.4.3.4", "SHA-512"),
                ("2.16.840.1.101.3.4.3.9", "SHA3-224"),
                ("2.16.840.1.101.3.4.3.10", "SHA3-256"),
                ("2.16.840.1.101.3.4.3.11", "SHA3-384"),
                ("2.16.840.1.101.3.4.3.12", "SHA3-512"),
            ],
        ),
        (
            "dsa",
            &[
                ("1.2.840.10040.4.3", "SHA-1"),
                ("2.16.840.1.101.3.4.3.1", "SHA-224"),
                ("2.16.840.1.101.3.4.3.2", "SHA-256"),
                ("2.16.840.1.101.3.4.3.3", "SHA-384"),
                ("2.16.840.1.101.3.4.3.4", "SHA-512"),
            ],
        ),
        ("other", &[("1.2.156.10197.1.501", "SM3")]),
    ] {
        for (algorithm, hash) in algorithms {
            let parameters = if kind == "rsaPkcs1" { NULL } else { &[] };
            let signature_algorithm = sequence(&[&oid(algorithm), parameters]);
            let csr = decode_der(&Request { signature_algorithm, ..Request::new() }.der()).unwrap();
            let found = &csr.signature_algorithm;
            assert_eq!(found.hash.map(Hash::name), Some(*hash), "{algorithm}");
            assert_eq!(serde_json::to_value(&found.scheme).unwrap()["kind"], *kind, "{algorithm}");
            assert_eq!(serde_json::to_value(found.hash).unwrap(), *hash);
        }
    }
    for (algorithm, scheme) in
        [("1.3.101.112", SignatureScheme::Ed25519), ("1.3.101.113", SignatureScheme::Ed448)]
    {
        let signature_algorithm = sequence(&[&oid(algorithm)]);
        let csr = decode_der(&Request { signature_algorithm, ..Request::new() }.der()).unwrap();
        assert_eq!((csr.signature_algorithm.scheme, csr.signature_algorithm.hash), (scheme, None));
    }
}

/// RFC 4055, 2.1 and 3.1; RFC 5754, 2; RFC 8017, B.1.
#[test]
fn every_hash_of_rsassa_pss_is_read_for_the_message_and_the_mask() {
    for (hash, name) in [
        ("1.2.840.113549.2.5", Some("MD5")),
        ("1.3.14.3.2.26", Some("SHA-1")),
        ("2.16.840.1.101.3.4.2.1", Some("SHA-256")),
        ("2.16.840.1.101.3.4.2.2", Some("SHA-384")),
        ("2.16.840.1.101.3.4.2.3", Some("SHA-512")),
        ("2.16.840.1.101.3.4.2.4", Some("SHA-224")),
        ("2.16.840.1.101.3.4.2.5", Some("SHA-512/224")),
        ("2.16.840.1.101.3.4.2.6", Some("SHA-512/256")),
        ("2.16.840.1.101.3.4.2.7", Some("SHA3-224")),
        ("2.16.840.1.101.3.4.2.8", Some("SHA3-256")),
        ("2.16.840.1.101.3.4.2.9", Some("SHA3-384")),
        ("2.16.840.1.101.3.4.2.10", Some("SHA3-512")),
        ("1.2.3.4", None),
    ] {
        let identifier = sequence(&[&oid(hash), NULL]);
        let mask = sequence(&[&oid("1.2.840.113549.1.1.8"), &identifier]);
        let parameters =
            sequence(&[&tlv(0xa0, &[&identifier]), &tlv(0xa1, &[&mask]), &tlv(0xa2, &[&integer(&[7])])]);
        let signature_algorithm = sequence(&[&oid("1.2.840.113549.1.1.10"), &parameters]);
        let csr = decode_der(&Request { signature_algorithm, ..Request::rsa() }.der()).unwrap();
        let SignatureScheme::RsaPss(found) = &csr.signature_algorithm.scheme else { panic!("{hash}") };
        assert_eq!(
            (found.hash.map(Hash::name), found.mask_hash.map(Hash::name), found.salt_length),
            (name, name, 7),
            "{hash}"
        );
        assert_eq!(csr.signature_algorithm.hash, found.hash);
        let is_checkable = matches!(name, Some("SHA-1" | "SHA-256" | "SHA-384" | "SHA-512"));
        assert_eq!(csr.signature_check().is_some(), is_checkable, "{hash}");
    }
}
