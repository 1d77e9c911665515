//! What holds for any bytes: no panic, bounded output, and not one byte of a request without meaning.

use certview_orders::csr::{Csr, decode, decode_der};
use proptest::prelude::*;

use crate::builder::*;
use crate::{fixture, fixtures};

/// Everything that is decoded, but for the bytes as they came and their fingerprint.
fn meaning(csr: &Csr) -> String {
    let mut csr = csr.clone();
    csr.sha256 = csr.spki_sha256.clone();
    let check = csr.signature_check();
    format!("{csr:?} {:?}", check.map(|check| (check.algorithm, check.spki_der, check.signature)))
}

/// Changes each byte of each request: the change has an effect, and nothing panics. Only the value
/// of a challenge password and that of a signature nothing is known about may change unseen.
#[test]
fn no_byte_is_without_meaning() {
    for (name, bytes) in fixtures() {
        let csr = decode(&bytes).unwrap();
        let original = meaning(&csr);
        let der = csr.der().to_vec();
        let silent = silent_ranges(&name, &der);
        for at in 0..der.len() {
            let change = [0x01, 0x80, 0xff, 0x20][at % 4];
            let mut changed = der.clone();
            changed[at] ^= change;
            if let Ok(other) = decode_der(&changed) {
                let is_silent = silent.iter().any(|range| range.contains(&at));
                assert!(
                    is_silent || meaning(&other) != original,
                    "{name}: byte {at} ^ {change:#x} has no effect"
                );
                assert!(other.notes.len() <= 101);
            }
        }
    }
}

/// The signatures that are not kept because nothing can verify them, and the passwords.
fn silent_ranges(name: &str, der: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut silent = Vec::new();
    for password in ["secret-canary", "password", "123456", "foo123"] {
        if let Some(at) = der.windows(password.len()).position(|window| window == password.as_bytes()) {
            // With its tag: one string type is as good as another for a password.
            silent.push(at - 2..at + password.len());
        }
    }
    let csr = decode_der(der).unwrap();
    if csr.signature_check().is_none() {
        assert!(!name.is_empty());
        let signed = csr.signature_algorithm.oid.clone();
        let oid = oid(&signed);
        let at = der.windows(oid.len()).rposition(|window| window == oid).unwrap();
        silent.push(at + oid.len()..der.len());
    }
    silent
}

/// Every value of every byte, for small requests.
#[test]
fn every_value_of_every_byte() {
    for name in ["go-ed25519.pem", "rcgen-ed25519.pem"] {
        let csr = decode(&fixture(name)).unwrap();
        let original = meaning(&csr);
        let der = csr.der().to_vec();
        for at in 0..der.len() {
            for value in (0..=u8::MAX).filter(|value| *value != der[at]) {
                let mut changed = der.clone();
                changed[at] = value;
                if let Ok(other) = decode_der(&changed) {
                    assert_ne!(meaning(&other), original, "{name}: byte {at} = {value:#04x} has no effect");
                }
            }
        }
    }
}

/// Texts with one byte changed.
#[test]
fn every_byte_of_a_text() {
    let text = fixture("openssl-p256.pem");
    for at in 0..text.len() {
        for value in *b"\0\n -=/_:\\A!\x80\xff" {
            let mut changed = text.clone();
            changed[at] = value;
            let _ = decode(&changed);
        }
    }
}

/// Inputs that would take quadratic time if any part were scanned again for each of its parts.
#[test]
fn hostile_inputs_come_to_an_end() {
    const MOST: usize = 1 << 20;
    for text in [
        vec![b'\\'; MOST],
        b"-BEGIN ".repeat(MOST / 7),
        b"-----BEGIN CERTIFICATE REQUEST-----\n-----END ".repeat(MOST / 46),
        [&b"-----BEGIN CERTIFICATE REQUEST-----\n"[..], &b"a:\n".repeat(MOST / 3 - 20)].concat(),
        vec![b'A'; MOST],
    ] {
        assert!(decode(&text).is_err());
    }
    let long_identifier = [&[6, 0x81, 128, 0x2a][..], &[0xff; 126], &[0x7f]].concat();
    let mut nested = NULL.to_vec();
    for _ in 0..17 {
        nested = set(&[&nested, &nested]);
    }
    for request in [
        Request::with_extension("2.5.29.37", &sequence(&[&long_identifier.repeat(1000)])),
        Request::with_extension("2.5.29.32", &sequence(&[&sequence(&[&oid("1.2.3")]).repeat(3000)])),
        Request::with_extension("1.2.3", &nested),
        Request::with_extension("1.2.3", &tlv(0x1e, &[&[0xd8; MOST / 2]])),
        Request::with_subject(sequence(&[&set(&[
            &attribute_type_and_value("1.2.3", &utf8("")).repeat(3000)
        ])])),
        Request::with_attributes(&[&attribute("1.2.3", &[]).repeat(3000)]),
    ] {
        let _ = decode_der(&request.der());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Err(error) = decode(&bytes) {
            prop_assert!(error.to_string().ends_with('.'));
            prop_assert!(error.offset.is_none_or(|offset| offset <= bytes.len()));
        }
        let _ = decode_der(&bytes);
    }

    #[test]
    fn any_text(text in "[-A-Za-z0-9+/=\\\\nr \n:\"]{0,300}") {
        let _ = decode(text.as_bytes());
        let _ = decode(format!("-----BEGIN CERTIFICATE REQUEST-----\n{text}").as_bytes());
    }

    /// Bytes with the tags and lengths of DER come further than others.
    #[test]
    fn any_elements(elements in prop::collection::vec((any::<u8>(), prop::collection::vec(any::<u8>(), 0..20)), 0..20)) {
        let parts: Vec<Vec<u8>> = elements.iter().map(|(tag, contents)| tlv(*tag, &[contents])).collect();
        let contents = parts.concat();
        for request in [
            Request::with_attributes(&[&contents]),
            Request::with_attributes(&[&attribute("1.2.3", &[&contents])]),
            Request::with_attributes(&[&extension_request(&[&contents])]),
            Request::with_extension("2.5.29.17", &sequence(&[&contents])),
            Request::with_extension("2.5.29.32", &sequence(&[&sequence(&[&contents])])),
            Request::with_extension("1.2.3", &contents),
            Request::with_subject(sequence(&[&set(&[&contents])])),
            Request::with_spki(sequence(&[&contents])),
            Request { signature_algorithm: sequence(&[&contents]), ..Request::new() },
            Request { signature: bit_string(&contents), ..Request::new() },
        ] {
            if let Ok(csr) = decode_der(&request.der()) {
                let _ = csr.signature_check();
                prop_assert!(csr.notes.len() <= 101);
                let shown = format!("{csr:?}").len();
                prop_assert!(shown < 40 * request.der().len() + 10_000);
            }
        }
    }

    /// What is built is what is decoded.
    #[test]
    fn built_and_decoded(
        attributes in prop::collection::vec(("[a-z0-9 äß大]{1,40}", 0_usize..4), 0..6),
        names in prop::collection::vec("[a-z0-9]{1,20}(\\.[a-z]{1,10}){1,3}", 1..10),
        addresses in prop::collection::vec(any::<[u8; 16]>(), 0..4),
        exponent in 3_u32..,
    ) {
        const TYPES: [(&str, &str); 4] = [("2.5.4.3", "CN"), ("2.5.4.10", "O"), ("2.5.4.11", "OU"), ("2.5.4.7", "L")];
        let rdns: Vec<Vec<u8>> = attributes
            .iter()
            .map(|(value, index)| set(&[&attribute_type_and_value(TYPES[*index].0, &utf8(value))]))
            .collect();
        let mut general_names: Vec<Vec<u8>> = names.iter().map(|name| tlv(0x82, &[name.as_bytes()])).collect();
        general_names.extend(addresses.iter().map(|octets| tlv(0x87, &[octets])));
        let mut octets: Vec<u8> = exponent.to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
        if octets[0] & 0x80 != 0 {
            octets.insert(0, 0);
        }
        let request = Request {
            subject: sequence(&[&rdns.concat()]),
            spki: spki(&rsa_algorithm(), &rsa_key(&modulus(), &octets)),
            attributes: tlv(0xa0, &[&extension_request(&[&extension("2.5.29.17", &sequence(&[&general_names.concat()]))])]),
            ..Request::rsa()
        };
        let csr = decode_der(&request.der()).unwrap();
        prop_assert!(csr.notes.is_empty(), "{:?}", csr.notes);
        for ((value, index), decoded) in attributes.iter().zip(&csr.subject) {
            prop_assert_eq!((decoded.value.as_str(), decoded.name), (value.as_str(), Some(TYPES[*index].1)));
        }
        prop_assert_eq!(csr.subject.len(), attributes.len());
        prop_assert_eq!(csr.dns_names().collect::<Vec<_>>(), names);
        let expected: Vec<String> = addresses.iter().map(|octets| std::net::Ipv6Addr::from(*octets).to_string()).collect();
        prop_assert_eq!(csr.ip_addresses().collect::<Vec<_>>(), expected);
        prop_assert_eq!(csr.der(), request.der());
        prop_assert_eq!(csr.spki_der(), request.spki);
        prop_assert_eq!(decode(csr.to_pem().as_bytes()).unwrap(), csr);
    }
}
