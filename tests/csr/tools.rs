//! Requests made by the tools in use, against what OpenSSL says of them.

use std::net::IpAddr;

use certview_orders::csr::{
    Csr, EcPoint, ExtensionValue, GeneralName, Hash, KeyAlgorithm, KeyUsage, PolicyQualifier,
    SignatureScheme, StringKind, decode,
};

use crate::{fixture, fixtures};

#[test]
fn everything_is_as_openssl_says() {
    let table = include_str!("../fixtures/csr/openssl.tsv");
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows.len(), fixtures().len(), "openssl.tsv is out of date");
    for row in rows {
        let name = row[0];
        let csr = decode(&fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let ours = [
            csr.sha256.to_hex(),
            csr.spki_sha256.to_hex(),
            subject(&csr),
            key_algorithm(&csr),
            key_size(&csr, row[5]),
            signature_algorithm(&csr),
            subject_alt_name(&csr),
            key_usage(&csr),
            extended_key_usage(&csr),
            basic_constraints(&csr),
            subject_key_identifier(&csr),
        ];
        for (index, ours) in ours.iter().enumerate() {
            let expected = plain_addresses(row[index + 1]);
            assert_eq!(*ours, expected, "{name}, column {}", index + 1);
        }
    }
}

/// OpenSSL writes IPv6 addresses with all their groups.
fn plain_addresses(text: &str) -> String {
    let plain =
        |name: &str| match name.strip_prefix("IP Address:").and_then(|rest| rest.parse::<IpAddr>().ok()) {
            Some(address) => format!("IP Address:{address}"),
            None => name.to_owned(),
        };
    text.split(", ").map(plain).collect::<Vec<_>>().join(", ")
}

fn subject(csr: &Csr) -> String {
    let mut text = String::new();
    let mut last = 0;
    for (index, attribute) in csr.subject.iter().enumerate() {
        if index > 0 {
            text.push_str(if attribute.rdn == last { " + " } else { "; " });
        }
        last = attribute.rdn;
        let kind = match attribute.kind {
            StringKind::Utf8String => "UTF8STRING",
            StringKind::PrintableString => "PRINTABLESTRING",
            StringKind::TeletexString => "T61STRING",
            StringKind::BmpString => "BMPSTRING",
            StringKind::Ia5String => "IA5STRING",
            other => panic!("no fixture has a {other:?}"),
        };
        text.push_str(&format!("{}={kind}:{}", attribute.name.unwrap(), attribute.value));
    }
    text
}

fn key_algorithm(csr: &Csr) -> String {
    match csr.public_key.name.unwrap() {
        "id-RSASSA-PSS" => "rsassaPss",
        "id-dsa" => "dsaEncryption",
        "id-Ed25519" => "ED25519",
        "id-Ed448" => "ED448",
        other => other,
    }
    .to_owned()
}

fn key_size(csr: &Csr, expected: &str) -> String {
    match (&csr.public_key.algorithm, csr.public_key.bits) {
        (KeyAlgorithm::Ed25519, None) => "ED25519 Public-Key:".to_owned(),
        (KeyAlgorithm::Ed448, None) => "ED448 Public-Key:".to_owned(),
        // A binary curve, which is named by its identifier only.
        (KeyAlgorithm::Ec { curve, .. }, None) if curve.oid.as_deref() == Some("1.3.132.0.26") => {
            expected.to_owned()
        }
        (_, Some(bits)) => format!("Public-Key: ({bits} bit)"),
        other => panic!("{other:?}"),
    }
}

fn signature_algorithm(csr: &Csr) -> String {
    match csr.signature_algorithm.name.unwrap() {
        "id-RSASSA-PSS" => "rsassaPss",
        "id-dsa-with-sha256" => "dsa_with_SHA256",
        "id-Ed25519" => "ED25519",
        "id-Ed448" => "ED448",
        other => other,
    }
    .to_owned()
}

fn subject_alt_name(csr: &Csr) -> String {
    let one = |name: &GeneralName| match name {
        GeneralName::DnsName(name) => format!("DNS:{name}"),
        GeneralName::IpAddress(address) => format!("IP Address:{address}"),
        GeneralName::Rfc822Name(address) => format!("email:{address}"),
        GeneralName::Uri(uri) => format!("URI:{uri}"),
        GeneralName::RegisteredId(oid) => format!("Registered ID:{oid}"),
        GeneralName::DirectoryName(attributes) => {
            let parts = attributes.iter().map(|one| format!("/{}={}", one.name.unwrap(), one.value));
            format!("DirName:{}", parts.collect::<String>())
        }
        GeneralName::OtherName { name: Some("userPrincipalName"), texts, .. } => {
            format!("othername: UPN::{}", texts[0])
        }
        GeneralName::OtherName { oid, .. } => format!("othername: {oid}::<unsupported>"),
        other => panic!("no fixture has a {other:?}"),
    };
    csr.general_names().map(one).collect::<Vec<_>>().join(", ")
}

fn value<'a>(csr: &'a Csr, oid: &str) -> Option<&'a ExtensionValue> {
    csr.extension(oid).map(|extension| &extension.value)
}

fn key_usage(csr: &Csr) -> String {
    let Some(ExtensionValue::KeyUsage(usages)) = value(csr, "2.5.29.15") else { return String::new() };
    let name = |usage: &KeyUsage| match usage {
        KeyUsage::DigitalSignature => "Digital Signature",
        KeyUsage::NonRepudiation => "Non Repudiation",
        KeyUsage::KeyEncipherment => "Key Encipherment",
        KeyUsage::KeyAgreement => "Key Agreement",
        KeyUsage::DecipherOnly => "Decipher Only",
        other => panic!("no fixture has {other:?}"),
    };
    usages.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn extended_key_usage(csr: &Csr) -> String {
    let Some(ExtensionValue::ExtendedKeyUsage(purposes)) = value(csr, "2.5.29.37") else {
        return String::new();
    };
    let name = |name: &str| match name {
        "serverAuth" => "TLS Web Server Authentication",
        "clientAuth" => "TLS Web Client Authentication",
        "smartcardLogon" => "Microsoft Smartcard Login",
        other => panic!("no fixture has {other}"),
    };
    purposes.iter().map(|purpose| name(purpose.name.unwrap())).collect::<Vec<_>>().join(", ")
}

fn basic_constraints(csr: &Csr) -> String {
    match value(csr, "2.5.29.19") {
        Some(ExtensionValue::BasicConstraints { ca: false, path_length: None }) => "CA:FALSE".to_owned(),
        Some(ExtensionValue::BasicConstraints { ca: true, path_length: Some(length) }) => {
            format!("CA:TRUE, pathlen:{length}")
        }
        None => String::new(),
        other => panic!("no fixture has {other:?}"),
    }
}

fn subject_key_identifier(csr: &Csr) -> String {
    match value(csr, "2.5.29.14") {
        Some(ExtensionValue::SubjectKeyIdentifier(octets)) => {
            let pairs = octets.as_slice().iter().map(|octet| format!("{octet:02X}"));
            pairs.collect::<Vec<_>>().join(":")
        }
        _ => String::new(),
    }
}

/// What is noted about requests of tools in use. All others are without a note.
#[test]
fn few_notes_are_made_about_tools_in_use() {
    let expected = [
        // A wildcard and an underscore in a PrintableString.
        ("forge-rsa2048.pem", vec![("characters", Some(24)), ("characters", Some(55))]),
        // Two organizations make one RelativeDistinguishedName.
        ("go-p384.pem", vec![("duplicate", Some(43))]),
        ("openssl-p256-explicit.pem", vec![("parameters", Some(61))]),
        // A country as UTF8String.
        ("rcgen-ed25519.pem", vec![("string_type", Some(21))]),
        ("rcgen-p256.pem", vec![("string_type", Some(21))]),
    ];
    for (name, bytes) in fixtures() {
        let csr = decode(&bytes).unwrap();
        let notes: Vec<_> = csr.notes.iter().map(|note| (note.kind.code(), note.offset)).collect();
        let wanted = expected.iter().find(|(one, _)| *one == name).map(|(_, notes)| notes.clone());
        assert_eq!(notes, wanted.unwrap_or_default(), "{name}: {:?}", csr.notes);
    }
}

#[test]
fn a_request_with_everything() {
    let csr = decode(&fixture("openssl-rsa2048-everything.pem")).unwrap();
    assert_eq!(csr.version, 0);
    assert_eq!(csr.common_names().collect::<Vec<_>>(), ["www.example.com"]);
    assert_eq!(csr.organizational_units().collect::<Vec<_>>(), ["Research", "Second Unit"]);
    assert_eq!(csr.dns_names().collect::<Vec<_>>(), ["www.example.com", "*.example.com"]);
    assert_eq!(csr.ip_addresses().collect::<Vec<_>>(), ["192.0.2.7", "2001:db8::1:0:0:1"]);
    let GeneralName::OtherName { name, texts, .. } = csr.general_names().last().unwrap() else { panic!() };
    assert_eq!(*name, Some("pkinit-san"));
    assert_eq!(*texts, ["EXAMPLE.COM", "HTTP", "www.example.com"]);

    let critical: Vec<_> =
        csr.extensions.iter().filter(|one| one.critical).map(|one| one.name.unwrap()).collect();
    assert_eq!(critical, ["keyUsage", "basicConstraints"]);
    let Some(ExtensionValue::CertificatePolicies(policies)) = value(&csr, "2.5.29.32") else { panic!() };
    assert_eq!(policies[0].name, Some("organization-validated"));
    assert_eq!(policies[1].oid, "1.3.6.1.4.1.99999.1");
    assert_eq!(policies[1].qualifiers[0], PolicyQualifier::Cps { uri: "https://example.com/cps".to_owned() });
    assert_eq!(
        policies[1].qualifiers[1],
        PolicyQualifier::UserNotice {
            organization: Some("Example AG".to_owned()),
            notice_numbers: vec![1, 2],
            explicit_text: Some("Limited use".to_owned()),
        }
    );
    assert_eq!(value(&csr, "1.3.6.1.5.5.7.1.24"), Some(&ExtensionValue::TlsFeature(vec![5, 17])));
    let Some(ExtensionValue::Other { octets, texts }) = value(&csr, "1.2.3.4.5") else { panic!() };
    assert_eq!(
        (octets.to_hex().as_str(), texts.as_slice()),
        ("0c06637573746f6d", ["custom".to_owned()].as_slice())
    );
    assert_eq!(csr.extension("2.5.29.30").unwrap().name, Some("nameConstraints"));

    assert!(csr.has_challenge_password);
    assert_eq!(csr.attributes.len(), 1);
    assert_eq!(csr.attributes[0].name, Some("unstructuredName"));
    assert_eq!(csr.attributes[0].values[0].texts, ["An unstructured name"]);
}

#[test]
fn a_challenge_password_goes_no_further_than_the_der() {
    for (name, password) in [
        ("openssl-rsa2048-everything.pem", "secret-canary"),
        ("forge-rsa2048.pem", "password"),
        ("certtool-rsa2048.pem", "123456"),
        ("bouncycastle-rsa2048.pem", "foo123"),
    ] {
        let csr = decode(&fixture(name)).unwrap();
        assert!(csr.has_challenge_password, "{name}");
        let hex: String = password.bytes().map(|byte| format!("{byte:02x}")).collect();
        for shown in [format!("{csr:?}"), serde_json::to_string(&csr).unwrap()] {
            assert!(!shown.contains(&format!("\"{password}\"")) && !shown.contains(&hex), "{name}: {shown}");
        }
    }
}

#[test]
fn keys_and_their_strength() {
    let strength = |name: &str| decode(&fixture(name)).unwrap().public_key.strength_bits;
    assert_eq!(strength("openssl-rsa2048-sha1.pem"), Some(112));
    assert_eq!(strength("openssl-dsa2048.pem"), Some(112));
    assert_eq!(strength("openssl-p256.pem"), Some(128));
    assert_eq!(strength("openssl-p384.pem"), Some(192));
    assert_eq!(strength("openssl-p521.pem"), Some(256));
    assert_eq!(strength("openssl-ed25519.pem"), Some(128));
    assert_eq!(strength("openssl-ed448.pem"), Some(224));
    assert_eq!(strength("openssl-sect233k1.pem"), None);

    let csr = decode(&fixture("openssl-rsa2048-sha1.pem")).unwrap();
    let KeyAlgorithm::Rsa { modulus, modulus_bits, exponent, exponent_value, pss_only, .. } =
        &csr.public_key.algorithm
    else {
        panic!()
    };
    assert_eq!((modulus.as_slice().len(), *modulus_bits), (256, 2048));
    assert_eq!((exponent.to_hex().as_str(), *exponent_value, *pss_only), ("010001", Some(65537), false));

    let curve = |name: &str| match decode(&fixture(name)).unwrap().public_key.algorithm {
        KeyAlgorithm::Ec { curve, point, on_curve } => (curve.name, curve.oid, point, on_curve),
        other => panic!("{other:?}"),
    };
    let oid = |oid: &str| Some(oid.to_owned());
    let full = EcPoint::Uncompressed;
    assert_eq!(curve("openssl-p256.pem"), (Some("P-256"), oid("1.2.840.10045.3.1.7"), full, Some(true)));
    assert_eq!(curve("openssl-p384.pem"), (Some("P-384"), oid("1.3.132.0.34"), full, Some(true)));
    assert_eq!(curve("openssl-p521.pem"), (Some("P-521"), oid("1.3.132.0.35"), full, Some(true)));
    assert_eq!(curve("openssl-secp256k1.pem"), (Some("secp256k1"), oid("1.3.132.0.10"), full, None));
    assert_eq!(
        curve("openssl-brainpool384.pem"),
        (Some("brainpoolP384r1"), oid("1.3.36.3.3.2.8.1.1.11"), full, None)
    );
    assert_eq!(curve("openssl-sm2.pem"), (Some("SM2"), oid("1.2.156.10197.1.301"), full, None));
    assert_eq!(curve("openssl-p256-explicit.pem"), (None, None, full, None));
    assert_eq!(curve("openssl-p256-compressed.pem").2, EcPoint::Compressed);

    let KeyAlgorithm::Dsa { prime_bits, subgroup_bits } =
        decode(&fixture("openssl-dsa2048.pem")).unwrap().public_key.algorithm
    else {
        panic!()
    };
    assert_eq!((prime_bits, subgroup_bits), (Some(2048), Some(224)));
}

#[test]
fn signature_hashes_and_pss_parameters() {
    let hash = |name: &str| decode(&fixture(name)).unwrap().signature_algorithm.hash;
    assert_eq!(hash("openssl-rsa2048-sha1.pem"), Some(Hash::Sha1));
    assert_eq!(hash("openssl-rsa2048-everything.pem"), Some(Hash::Sha256));
    assert_eq!(hash("openssl-rsa2048-sha384.pem"), Some(Hash::Sha384));
    assert_eq!(hash("openssl-p521.pem"), Some(Hash::Sha512));
    assert_eq!(hash("openssl-sm2.pem"), Some(Hash::Sm3));
    assert_eq!(hash("openssl-ed25519.pem"), None);

    for (name, hash, salt) in [
        ("openssl-rsa2048-pss-signature.pem", Hash::Sha256, 32),
        ("openssl-rsa2048-pss-defaults.pem", Hash::Sha1, 20),
        ("openssl-rsapss-key.pem", Hash::Sha384, 48),
        ("keytool-rsassa-pss.pem", Hash::Sha256, 32),
        ("go-rsa2048-pss.pem", Hash::Sha256, 32),
        ("certutil-rsapss.pem", Hash::Sha256, 32),
    ] {
        let SignatureScheme::RsaPss(parameters) = decode(&fixture(name)).unwrap().signature_algorithm.scheme
        else {
            panic!("{name}")
        };
        assert_eq!(
            (parameters.hash, parameters.mask_hash, parameters.salt_length),
            (Some(hash), Some(hash), salt),
            "{name}"
        );
    }
    let csr = decode(&fixture("openssl-rsapss-key.pem")).unwrap();
    let KeyAlgorithm::Rsa { pss_only, pss_parameters, .. } = csr.public_key.algorithm else { panic!() };
    assert_eq!((pss_only, pss_parameters.unwrap().salt_length), (true, 48));
}

/// Names and shapes that JavaScript reads.
#[test]
fn serialized_in_camel_case_with_octets_in_hexadecimal() {
    let csr = decode(&fixture("openssl-rsa2048-everything.pem")).unwrap();
    let json = serde_json::to_value(&csr).unwrap();
    let mut keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    // In the workspace's build, serde_json keeps the order of members.
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "attributes",
            "extensions",
            "hasChallengePassword",
            "notes",
            "publicKey",
            "sha256",
            "signatureAlgorithm",
            "spkiSha256",
            "subject",
            "version"
        ]
    );
    assert_eq!(json["subject"][0]["kind"], "PrintableString");
    assert_eq!(json["publicKey"]["algorithm"]["kind"], "rsa");
    assert_eq!(json["publicKey"]["algorithm"]["modulusBits"], 2048);
    assert_eq!(json["publicKey"]["algorithm"]["exponent"], "010001");
    assert_eq!(json["signatureAlgorithm"]["hash"], "SHA-256");
    assert_eq!(json["signatureAlgorithm"]["scheme"]["kind"], "rsaPkcs1");
    assert_eq!(json["extensions"][0]["value"]["kind"], "subjectAltName");
    assert_eq!(json["extensions"][0]["value"]["value"][0]["kind"], "dnsName");
    assert_eq!(json["extensions"][0]["value"]["value"][0]["value"], "www.example.com");
    assert_eq!(json["extensions"][1]["value"]["value"][0], "digitalSignature");
    assert_eq!(json["extensions"][3]["value"]["value"]["pathLength"], 3);
}
