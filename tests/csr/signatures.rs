//! The pieces of a request's signature are the right ones: real requests verify with them, by `ring`.

use certview_orders::csr::{CheckAlgorithm, Hash, SignatureCheck, decode, decode_der};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

use crate::builder::{NULL, Request, bit_string, integer, oid, sequence, spki};
use crate::fixtures;

/// Requests whose algorithms WebCrypto does not have.
const NOT_CHECKABLE: [&str; 9] = [
    "bouncycastle-brainpool256.pem",
    "openssl-brainpool384.pem",
    "openssl-dsa2048.pem",
    "openssl-ed448.pem",
    "openssl-p256-compressed.pem",
    "openssl-p256-explicit.pem",
    "openssl-secp256k1.pem",
    "openssl-sect233k1.pem",
    "openssl-sm2.pem",
];

#[test]
fn requests_of_all_tools_verify() {
    let mut verified = 0;
    for (name, bytes) in fixtures() {
        let csr = decode(&bytes).unwrap();
        let Some(check) = csr.signature_check() else {
            assert!(NOT_CHECKABLE.contains(&name.as_str()), "{name} is not checkable");
            continue;
        };
        assert!(!NOT_CHECKABLE.contains(&name.as_str()), "{name} is checkable");
        let Some(algorithm) = algorithm(check.algorithm) else { continue };
        // Go 1.19 says RSASSA-PSS and signs with PKCS #1: OpenSSL does not verify this one either.
        assert_eq!(verifies(algorithm, &check), name != "go-rsa2048-pss.pem", "{name}");
        let mut other = check.clone();
        *other.signed_bytes.last_mut().unwrap() ^= 1;
        assert!(!verifies(algorithm, &other), "{name} verifies for other bytes");
        verified += 1;
    }
    assert!(verified >= 30, "only {verified} were verified");
}

fn verifies(algorithm: &'static dyn VerificationAlgorithm, check: &SignatureCheck) -> bool {
    let key = subject_public_key(&check.spki_der);
    UnparsedPublicKey::new(algorithm, key).verify(&check.signed_bytes, &check.signature).is_ok()
}

/// The algorithms that `ring` has too. SHA-1 it has for PKCS #1 only; a salt it wants as long as the hash.
fn algorithm(algorithm: CheckAlgorithm) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match algorithm {
        CheckAlgorithm::RsaPkcs1 { hash: Hash::Sha1 } => {
            &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY
        }
        CheckAlgorithm::RsaPkcs1 { hash: Hash::Sha256 } => &signature::RSA_PKCS1_2048_8192_SHA256,
        CheckAlgorithm::RsaPkcs1 { hash: Hash::Sha384 } => &signature::RSA_PKCS1_2048_8192_SHA384,
        CheckAlgorithm::RsaPkcs1 { hash: Hash::Sha512 } => &signature::RSA_PKCS1_2048_8192_SHA512,
        CheckAlgorithm::RsaPss { hash: Hash::Sha256, salt_length: 32 } => {
            &signature::RSA_PSS_2048_8192_SHA256
        }
        CheckAlgorithm::RsaPss { hash: Hash::Sha384, salt_length: 48 } => {
            &signature::RSA_PSS_2048_8192_SHA384
        }
        CheckAlgorithm::Ecdsa { curve: "P-256", hash: Hash::Sha256 } => &signature::ECDSA_P256_SHA256_FIXED,
        CheckAlgorithm::Ecdsa { curve: "P-384", hash: Hash::Sha384 } => &signature::ECDSA_P384_SHA384_FIXED,
        CheckAlgorithm::Ed25519 => &signature::ED25519,
        _ => return None,
    })
}

/// What `ring` takes: the contents of subjectPublicKey. They are what is left after the AlgorithmIdentifier.
fn subject_public_key(spki_der: &[u8]) -> &[u8] {
    let parts = contents(spki_der);
    &contents(&parts[element_length(parts)..])[1..]
}

fn header_length(der: &[u8]) -> usize {
    if der[1] < 0x80 { 2 } else { 2 + usize::from(der[1] & 0x7f) }
}

fn element_length(der: &[u8]) -> usize {
    let header = header_length(der);
    let length = match header {
        2 => usize::from(der[1]),
        _ => der[2..header].iter().fold(0, |length, &octet| (length << 8) | usize::from(octet)),
    };
    header + length
}

fn contents(der: &[u8]) -> &[u8] {
    assert_eq!(element_length(der), der.len());
    &der[header_length(der)..]
}

/// WebCrypto imports RSA keys under `rsaEncryption` with NULL only.
#[test]
fn rsa_keys_are_handed_over_as_webcrypto_imports_them() {
    let prefix = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    for name in ["openssl-rsapss-key.pem", "openssl-rsa2048-sha1.pem", "certutil-rsapss.pem"] {
        let check = decode(&crate::fixture(name)).unwrap().signature_check().unwrap();
        assert!(contents(&check.spki_der).starts_with(prefix), "{name}");
    }
    // Without NULL, which some tools leave out.
    let mut request = Request::rsa();
    let algorithm = sequence(&[&oid("1.2.840.113549.1.1.1")]);
    request.spki = spki(&algorithm, &crate::builder::rsa_key(&crate::builder::modulus(), &[1, 0, 1]));
    let check = decode_der(&request.der()).unwrap().signature_check().unwrap();
    assert!(contents(&check.spki_der).starts_with(prefix));
}

#[test]
fn ecdsa_numbers_are_padded_to_the_field() {
    let mut request = Request::new();
    request.signature = bit_string(&sequence(&[&integer(&[0x00, 0x80, 0x01]), &integer(&[0x7f])]));
    let check = decode_der(&request.der()).unwrap().signature_check().unwrap();
    let mut expected = vec![0; 64];
    expected[30..32].copy_from_slice(&[0x80, 0x01]);
    expected[63] = 0x7f;
    assert_eq!(check.signature, expected);
    assert_eq!(check.signed_bytes, request.info());
    assert_eq!(check.spki_der, request.spki);
}

/// A signature that no verifier may accept is handed over empty, and noted.
#[test]
fn malformed_ecdsa_signatures_verify_nowhere() {
    let too_long = integer(&[&[1_u8][..], &[0; 32]].concat());
    for signature in [
        // r and s side by side, as WebCrypto itself writes them.
        vec![0x11; 64],
        sequence(&[&integer(&[1])]),
        sequence(&[&integer(&[0]), &integer(&[1])]),
        sequence(&[&integer(&[0x80]), &integer(&[1])]),
        sequence(&[&integer(&[0, 1]), &integer(&[1])]),
        sequence(&[&too_long, &integer(&[1])]),
        sequence(&[&integer(&[1]), &integer(&[1]), &integer(&[1])]),
        [sequence(&[&integer(&[1]), &integer(&[1])]), vec![0]].concat(),
        Vec::new(),
    ] {
        let request = Request { signature: bit_string(&signature), ..Request::new() };
        let csr = decode_der(&request.der()).unwrap();
        assert_eq!(csr.notes.len(), 1, "{signature:02x?}: {:?}", csr.notes);
        assert_eq!(csr.signature_check().unwrap().signature, Vec::<u8>::new());
    }
}

/// Its key is an ordinary RSA key, so nothing is wrong with the signature.
#[test]
fn ripemd160_with_rsa() {
    let request =
        Request { signature_algorithm: sequence(&[&oid("1.3.36.3.3.1.2"), NULL]), ..Request::rsa() };
    let csr = decode_der(&request.der()).unwrap();
    assert!(csr.notes.is_empty(), "{:?}", csr.notes);
    assert_eq!(csr.signature_algorithm.name, Some("ripemd160WithRSA"));
    assert_eq!(csr.signature_algorithm.hash.map(Hash::name), Some("RIPEMD-160"));
    assert!(csr.signature_check().is_none());
}
