//! Requests in shapes no tool here makes, built by hand: Windows, FreeIPA, string types, algorithms, odd but sound.

use certview_orders::csr::{
    Csr, EcPoint, ExtensionValue, GeneralName, Hash, KeyAlgorithm, KeyUsage, SelfSignature, SignatureScheme,
    StringKind, decode_der,
};

use crate::builder::*;

/// Decodes, and there is nothing to note.
fn sound(request: &Request) -> Csr {
    let csr = decode_der(&request.der()).unwrap_or_else(|error| panic!("{error}"));
    assert!(csr.notes.is_empty(), "{:?}", csr.notes);
    csr
}

fn bmp(text: &str) -> Vec<u8> {
    tlv(0x1e, &[&text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()])
}

#[test]
fn windows_certreq() {
    let request = Request {
        attributes: tlv(
            0xa0,
            &[
                &attribute("1.3.6.1.4.1.311.13.2.3", &[&ia5("10.0.19045.2")]),
                &attribute(
                    "1.3.6.1.4.1.311.21.20",
                    &[&sequence(&[
                        &integer(&[5]),
                        &utf8("host.corp.example"),
                        &utf8("CORP\\jdoe"),
                        &utf8("certreq.exe"),
                    ])],
                ),
                &attribute(
                    "1.3.6.1.4.1.311.13.2.2",
                    &[&sequence(&[
                        &integer(&[1]),
                        &bmp("Microsoft RSA SChannel Cryptographic Provider"),
                        &bit_string(&[]),
                    ])],
                ),
                &extension_request(&[
                    &sequence(&[&oid("2.5.29.15"), TRUE, &octet_string(b"\x03\x02\x05\xa0")]),
                    &extension("2.5.29.37", &sequence(&[&oid("1.3.6.1.5.5.7.3.1")])),
                    &extension("1.3.6.1.4.1.311.20.2", &bmp("WebServer")),
                    &extension(
                        "1.3.6.1.4.1.311.21.7",
                        &sequence(&[&oid("1.3.6.1.4.1.311.21.8.1.2"), &integer(&[100]), &integer(&[3])]),
                    ),
                    &extension(
                        "1.2.840.113549.1.9.15",
                        &sequence(&[&sequence(&[&oid("2.16.840.1.101.3.4.1.42")])]),
                    ),
                    &extension("2.5.29.17", &sequence(&[&tlv(0x82, &[b"www.corp.example"])])),
                    &extension("2.5.29.14", &octet_string(&[7; 20])),
                ]),
            ],
        ),
        ..Request::rsa()
    };
    let csr = sound(&request);
    let texts: Vec<_> =
        csr.attributes.iter().map(|one| (one.name.unwrap(), one.values[0].texts.join("|"))).collect();
    assert_eq!(
        texts,
        [
            ("osVersion", "10.0.19045.2".to_owned()),
            ("requestClientInfo", "host.corp.example|CORP\\jdoe|certreq.exe".to_owned()),
            ("enrollmentCSPProvider", "Microsoft RSA SChannel Cryptographic Provider".to_owned()),
        ]
    );
    assert_eq!(csr.dns_names().collect::<Vec<_>>(), ["www.corp.example"]);
    let ExtensionValue::Other { texts, .. } = &csr.extension("1.3.6.1.4.1.311.20.2").unwrap().value else {
        panic!()
    };
    assert_eq!(*texts, ["WebServer"]);
    assert_eq!(
        csr.extensions[0].value,
        ExtensionValue::KeyUsage(vec![KeyUsage::DigitalSignature, KeyUsage::KeyEncipherment])
    );
}

#[test]
fn windows_of_long_ago() {
    let extensions = sequence(&[&extension("2.5.29.17", &sequence(&[&tlv(0x82, &[b"old.example"])]))]);
    let csr = sound(&Request::with_attributes(&[&attribute("1.3.6.1.4.1.311.2.1.14", &[&extensions])]));
    assert_eq!(csr.dns_names().collect::<Vec<_>>(), ["old.example"]);

    // With the standard's identifier as well, the same extension under both.
    let csr = decode_der(
        &Request::with_attributes(&[
            &attribute("1.2.840.113549.1.9.14", &[&extensions]),
            &attribute("1.3.6.1.4.1.311.2.1.14", &[&extensions]),
        ])
        .der(),
    )
    .unwrap();
    assert_eq!(csr.notes.iter().map(|note| note.kind.code()).collect::<Vec<_>>(), ["duplicate"]);
    assert_eq!(csr.extensions.len(), 2);
}

#[test]
fn windows_renewal_with_the_old_certificate() {
    // It is none of the requested values: its deviations are noted, not refused.
    let odd = sequence(&[&sequence(&[&integer(&[0, 1])]), TRUE]);
    let csr =
        decode_der(&Request::with_attributes(&[&attribute("1.3.6.1.4.1.311.13.1", &[&odd])]).der()).unwrap();
    assert_eq!(csr.attributes[0].name, Some("renewalCertificate"));
    assert_eq!(csr.notes.iter().map(|note| note.kind.code()).collect::<Vec<_>>(), ["integer"]);
}

#[test]
fn every_kind_of_string() {
    for (value, kind, expected) in [
        (utf8("Zürich 大 😀"), StringKind::Utf8String, "Zürich 大 😀"),
        (printable("A-Z 0:9?"), StringKind::PrintableString, "A-Z 0:9?"),
        (tlv(0x14, &[b"Z\xfcrich"]), StringKind::TeletexString, "Zürich"),
        (bmp("Zürich 大"), StringKind::BmpString, "Zürich 大"),
        (tlv(0x1c, &[b"\0\0\0A\0\x01\xf6\x00"]), StringKind::UniversalString, "A😀"),
    ] {
        let csr = sound(&Request::with_subject(name("2.5.4.3", &value)));
        assert_eq!((csr.subject[0].kind, csr.subject[0].value.as_str()), (kind, expected));
    }
    // Types that have no syntax of their own here take any string.
    for (value, kind, expected) in [
        (ia5("a@b"), StringKind::Ia5String, "a@b"),
        (tlv(0x12, &[b"12 34"]), StringKind::NumericString, "12 34"),
        (tlv(0x1a, &[b"visible"]), StringKind::VisibleString, "visible"),
        (tlv(0x1b, &[b"general"]), StringKind::OtherString, "general"),
        (bit_string(&[0x2a]), StringKind::NotAString, "#0302002a"),
        (tlv(0x18, &[b"19700101000000Z"]), StringKind::NotAString, "#180f31393730303130313030303030305a"),
    ] {
        let csr = sound(&Request::with_subject(name("1.2.3.4", &value)));
        assert_eq!((csr.subject[0].kind, csr.subject[0].value.as_str()), (kind, expected));
        assert_eq!(csr.subject[0].name, None);
    }
    let csr = sound(&Request::with_subject(name("2.5.4.45", &bit_string(&[1]))));
    assert_eq!(csr.subject[0].name, Some("x500UniqueIdentifier"));
}

#[test]
fn subjects_empty_and_of_many_attributes() {
    assert!(sound(&Request::with_subject(sequence(&[]))).subject.is_empty());
    let (common, unit) =
        (attribute_type_and_value("2.5.4.3", &utf8("a")), attribute_type_and_value("2.5.4.11", &utf8("b")));
    let csr = sound(&Request::with_subject(sequence(&[&set(&[&common, &unit]), &set(&[&unit])])));
    let seen: Vec<_> = csr.subject.iter().map(|one| (one.rdn, one.name.unwrap())).collect();
    assert_eq!(seen, [(0, "CN"), (0, "OU"), (1, "OU")]);
}

#[test]
fn attributes_empty_and_unknown() {
    assert!(sound(&Request::new()).attributes.is_empty());
    let value =
        sequence(&[&tlv(0x17, &[b"260101000000Z"]), &tlv(0x85, &[b"any"]), NULL, TRUE, &tlv(0x0a, &[&[1]])]);
    let csr = sound(&Request::with_attributes(&[&attribute("1.2.3", &[NULL, &value])]));
    assert_eq!(csr.attributes[0].values.len(), 2);
    assert_eq!(csr.attributes[0].values[0].der.to_hex(), "0500");
    // Two attributes with the same values, in order of their encodings.
    sound(&Request::with_attributes(&[&attribute("1.2.3", &[NULL]), &attribute("1.2.4", &[NULL])]));
}

/// Lengths of one, two and three octets, each as short as it can be.
#[test]
fn lengths_of_every_form() {
    for length in [100_usize, 200, 300, 70_000] {
        let text = vec![b'a'; length];
        let request = Request::with_attributes(&[&attribute("1.2.3", &[&tlv(0x0c, &[&text])])]);
        let csr = decode_der(&request.der()).unwrap();
        assert_eq!(csr.attributes[0].values[0].texts[0].len(), length);
        assert!(csr.notes.is_empty());
    }
}

#[test]
fn general_names_of_every_kind() {
    let names = sequence(&[
        &tlv(0xa0, &[&oid("1.3.6.1.4.1.311.20.2.3"), &tlv(0xa0, &[&utf8("me@corp.example")])]),
        &tlv(0x81, &[b"me@example.com"]),
        &tlv(0x82, &[b"*.Example.COM."]),
        &tlv(0xa3, &[&sequence(&[])]),
        &tlv(0xa4, &[&name("2.5.4.3", &utf8("dir"))]),
        &tlv(0xa5, &[&tlv(0xa1, &[&utf8("party")])]),
        &tlv(0x86, &[b"urn:x:y"]),
        &tlv(0x87, &[&[192, 0, 2, 1]]),
        &tlv(0x87, &[&[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]]),
        &tlv(0x88, &[&oid("2.999.1")[2..]]),
    ]);
    let csr = sound(&Request::with_extension("2.5.29.17", &names));
    let names: Vec<_> = csr.general_names().collect();
    let GeneralName::OtherName { name, texts, der, .. } = names[0] else { panic!() };
    assert_eq!((*name, texts[0].as_str()), (Some("userPrincipalName"), "me@corp.example"));
    assert_eq!(der.as_slice(), utf8("me@corp.example"));
    assert_eq!(*names[1], GeneralName::Rfc822Name("me@example.com".to_owned()));
    assert_eq!(*names[2], GeneralName::DnsName("*.Example.COM.".to_owned()));
    assert!(matches!(names[3], GeneralName::X400Address(_)));
    assert!(matches!(names[4], GeneralName::DirectoryName(attributes) if attributes[0].value == "dir"));
    assert!(matches!(names[5], GeneralName::EdiPartyName(_)));
    assert_eq!(*names[6], GeneralName::Uri("urn:x:y".to_owned()));
    assert_eq!(*names[7], GeneralName::IpAddress("192.0.2.1".to_owned()));
    assert_eq!(*names[8], GeneralName::IpAddress("2001:db8::1".to_owned()));
    assert_eq!(*names[9], GeneralName::RegisteredId("2.999.1".to_owned()));
}

/// RFC 5952, against the standard library's own text.
#[test]
fn addresses_of_every_form() {
    let mut samples: Vec<[u8; 16]> = (0..=u8::MAX)
        .map(|bits| std::array::from_fn(|index| u8::from(index % 2 == 1 && (bits >> (index / 2)) & 1 == 1)))
        .collect();
    samples.push(std::array::from_fn(|index| (index * 17) as u8));
    samples.push(*b"\x20\x01\x0d\xb8\x0a\x0b\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x01");
    for octets in samples {
        let csr = sound(&Request::with_extension("2.5.29.17", &sequence(&[&tlv(0x87, &[&octets])])));
        let expected = std::net::Ipv6Addr::from(octets).to_string();
        assert_eq!(csr.ip_addresses().next().unwrap(), expected);
    }
    for octets in [[0, 0, 0, 0], [255, 255, 255, 255], [10, 20, 100, 9], [1, 0, 200, 90]] {
        let csr = sound(&Request::with_extension("2.5.29.17", &sequence(&[&tlv(0x87, &[&octets])])));
        assert_eq!(csr.ip_addresses().next().unwrap(), std::net::Ipv4Addr::from(octets).to_string());
    }
}

#[test]
fn key_usages_of_every_bit() {
    for (octets, count) in [
        (&b"\x03\x02\x07\x80"[..], 1),
        (b"\x03\x02\x01\x06", 2),
        (b"\x03\x03\x07\xff\x80", 9),
        (b"\x03\x02\x00\xff", 8),
    ] {
        let csr = sound(&Request::with_extension("2.5.29.15", octets));
        let ExtensionValue::KeyUsage(usages) = &csr.extensions[0].value else { panic!() };
        assert_eq!(usages.len(), count);
    }
}

#[test]
fn keys_and_algorithms_of_every_kind() {
    let ed =
        |last: &str, length: usize| spki(&sequence(&[&oid(&format!("1.3.101.{last}"))]), &vec![9; length]);
    for (spki, expected) in [
        (ed("110", 32), KeyAlgorithm::X25519),
        (ed("111", 56), KeyAlgorithm::X448),
        (ed("112", 32), KeyAlgorithm::Ed25519),
        (ed("113", 57), KeyAlgorithm::Ed448),
        (spki(&sequence(&[&oid("2.16.840.1.101.3.4.3.18")]), &[1; 1952]), KeyAlgorithm::Other),
        (spki(&sequence(&[&oid("1.2.3.4"), &sequence(&[])]), &[1, 2]), KeyAlgorithm::Other),
    ] {
        let csr = decode_der(&Request::with_spki(spki).der()).unwrap();
        assert_eq!(csr.public_key.algorithm, expected);
        // An ECDSA signature does not go with any of these.
        assert_eq!(csr.notes.iter().map(|note| note.kind.code()).collect::<Vec<_>>(), ["signature"]);
        assert!(csr.signature_check().is_none());
    }

    let request = Request {
        spki: spki(&sequence(&[&oid("2.16.840.1.101.3.4.3.17")]), &[1; 1312]),
        signature_algorithm: sequence(&[&oid("2.16.840.1.101.3.4.3.17")]),
        signature: bit_string(&[1; 2420]),
        ..Request::new()
    };
    let csr = sound(&request);
    assert_eq!((csr.public_key.name, csr.public_key.strength_bits), (Some("id-ml-dsa-44"), Some(128)));
    assert_eq!((csr.signature_algorithm.name, csr.signature_algorithm.hash), (Some("id-ml-dsa-44"), None));

    let request = Request {
        spki: spki(
            &sequence(&[&oid("1.2.643.7.1.1.1.1"), &sequence(&[&oid("1.2.643.7.1.2.1.1.1")])]),
            &octet_string(&[1; 64]),
        ),
        signature_algorithm: sequence(&[&oid("1.2.643.7.1.1.3.2")]),
        signature: bit_string(&[1; 64]),
        ..Request::new()
    };
    let csr = sound(&request);
    assert_eq!((csr.public_key.name, csr.public_key.oid.as_str()), (None, "1.2.643.7.1.1.1.1"));
    assert_eq!(csr.signature_algorithm.scheme, SignatureScheme::Other);
}

#[test]
fn points_of_every_form() {
    let algorithm = ec_algorithm(&oid("1.2.840.10045.3.1.7"));
    let (x, y) = P256_POINT[1..].split_at(32);
    let point = |octets: &[u8]| {
        let csr = decode_der(&Request::with_spki(spki(&algorithm, octets)).der()).unwrap();
        let KeyAlgorithm::Ec { point, on_curve, .. } = csr.public_key.algorithm.clone() else { panic!() };
        (point, on_curve, csr.notes.len(), csr.signature_check().is_some())
    };
    assert_eq!(point(P256_POINT), (EcPoint::Uncompressed, Some(true), 0, true));
    assert_eq!(point(&[&[3], x].concat()), (EcPoint::Compressed, None, 0, false));
    // Hybrid, with y odd as it is, and with its parity wrong.
    assert_eq!(point(&[&[7], x, y].concat()), (EcPoint::Hybrid, Some(true), 1, true));
    assert_eq!(point(&[&[6], x, y].concat()), (EcPoint::Hybrid, Some(false), 2, false));
    // Beside the curve; x and y the wrong way round; x not below the prime.
    let mut beside = P256_POINT.to_vec();
    beside[64] ^= 1;
    assert_eq!(point(&beside), (EcPoint::Uncompressed, Some(false), 1, false));
    assert_eq!(point(&[&[4], y, x].concat()), (EcPoint::Uncompressed, Some(false), 1, false));
    assert_eq!(point(&[&[4], &[0xff; 32][..], y].concat()), (EcPoint::Uncompressed, Some(false), 1, false));
    // An unknown curve has points of whatever length.
    let unknown = spki(&ec_algorithm(&oid("1.2.3")), &[4, 1, 2]);
    let csr = sound(&Request::with_spki(unknown));
    assert_eq!(csr.public_key.bits, None);
}

#[test]
fn pss_parameters_of_every_form() {
    let sha256 = sequence(&[&oid("2.16.840.1.101.3.4.2.1"), NULL]);
    let sha256_absent = sequence(&[&oid("2.16.840.1.101.3.4.2.1")]);
    let mgf = |hash: &[u8]| sequence(&[&oid("1.2.840.113549.1.1.8"), hash]);
    let pss = |parameters: &[&[u8]]| Request {
        signature_algorithm: sequence(&[&oid("1.2.840.113549.1.1.10"), &sequence(parameters)]),
        ..Request::rsa()
    };
    for (request, hash, mask, salt, checkable) in [
        (pss(&[]), Hash::Sha1, Hash::Sha1, 20, true),
        (
            pss(&[&tlv(0xa0, &[&sha256]), &tlv(0xa1, &[&mgf(&sha256)]), &tlv(0xa2, &[&integer(&[32])])]),
            Hash::Sha256,
            Hash::Sha256,
            32,
            true,
        ),
        (
            pss(&[&tlv(0xa0, &[&sha256_absent]), &tlv(0xa1, &[&mgf(&sha256_absent)])]),
            Hash::Sha256,
            Hash::Sha256,
            20,
            true,
        ),
        // WebCrypto has no mask of another hash.
        (pss(&[&tlv(0xa0, &[&sha256])]), Hash::Sha256, Hash::Sha1, 20, false),
    ] {
        let csr = sound(&request);
        let SignatureScheme::RsaPss(parameters) = &csr.signature_algorithm.scheme else { panic!() };
        assert_eq!(
            (parameters.hash, parameters.mask_hash, parameters.salt_length),
            (Some(hash), Some(mask), salt)
        );
        assert_eq!(csr.signature_check().is_some(), checkable);
    }
}

#[test]
fn identifiers_of_any_length_and_name() {
    let uuid = "2.25.340282366920938463463374607431768211455";
    let csr = sound(&Request::with_attributes(&[&attribute(uuid, &[NULL])]));
    assert_eq!((csr.attributes[0].oid.as_str(), csr.attributes[0].name), (uuid, None));
    // 2.5.29.1 is no prefix of 2.5.29.17 in any table.
    let csr = sound(&Request::with_extension("2.5.29.1", &sequence(&[])));
    assert_eq!(csr.extensions[0].name, None);
}

#[test]
fn thousands_of_names_are_read() {
    let names: Vec<Vec<u8>> =
        (0..5000).map(|index| tlv(0x82, &[format!("host{index}.example").as_bytes()])).collect();
    let csr = decode_der(&Request::with_extension("2.5.29.17", &sequence(&[&names.concat()])).der()).unwrap();
    assert_eq!(csr.dns_names().count(), 5000);
    assert!(csr.notes.is_empty());
}

#[test]
fn the_parts_of_a_request_are_found_by_their_meaning() {
    let subject = sequence(&[
        &set(&[&attribute_type_and_value("2.5.4.3", &utf8("first"))]),
        &set(&[&attribute_type_and_value("2.5.4.11", &utf8("unit"))]),
        &set(&[&attribute_type_and_value("2.5.4.3", &utf8("second"))]),
    ]);
    let names =
        sequence(&[&tlv(0x82, &[b"a.example"]), &tlv(0x87, &[&[8, 8, 8, 8]]), &tlv(0x82, &[b"b.example"])]);
    let csr = sound(&Request { subject, ..Request::with_extension("2.5.29.17", &names) });
    assert_eq!(csr.common_names().collect::<Vec<_>>(), ["first", "second"]);
    assert_eq!(csr.organizational_units().collect::<Vec<_>>(), ["unit"]);
    assert_eq!(csr.dns_names().collect::<Vec<_>>(), ["a.example", "b.example"]);
    assert_eq!(csr.ip_addresses().collect::<Vec<_>>(), ["8.8.8.8"]);
    assert_eq!(csr.general_names().count(), 3);
    assert_eq!(csr.extension("2.5.29.17").unwrap().oid, "2.5.29.17");
    assert!(csr.extension("2.5.29.15").is_none());
}

#[test]
fn octets_are_written_in_hexadecimal() {
    let csr = sound(&Request::new());
    let octets = &csr.public_key.subject_public_key;
    let bytes: &[u8] = octets.as_ref();
    assert_eq!((octets.as_slice(), bytes), (P256_POINT, P256_POINT));
    let hex = octets.to_hex();
    assert!(hex.starts_with("046b17d1f2e12c42") && hex.ends_with("37bf51f5"), "{hex}");
    assert_eq!((octets.to_string(), format!("{octets:?}")), (hex.clone(), hex.clone()));
    assert_eq!(serde_json::to_value(octets).unwrap(), hex);
}

#[test]
fn key_usages_have_the_names_of_rfc_5280() {
    let all = sound(&Request::with_extension("2.5.29.15", b"\x03\x03\x07\xff\x80"));
    let ExtensionValue::KeyUsage(usages) = &all.extensions[0].value else { panic!() };
    let names = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];
    assert_eq!(usages.iter().map(|usage| usage.name()).collect::<Vec<_>>(), names);
    assert_eq!(serde_json::to_value(usages).unwrap(), serde_json::json!(names));
    let verdicts = [SelfSignature::Valid, SelfSignature::Invalid, SelfSignature::Unsupported];
    assert_eq!(verdicts.map(SelfSignature::as_str), ["valid", "invalid", "unsupported"]);
}
