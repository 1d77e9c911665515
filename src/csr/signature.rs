//! The signature of a request over itself: its value checked against the key, and made ready for WebCrypto.
//!
//! Pure: the check itself is made where there is cryptography (`browser/webcrypto.rs`, and the tests).

use serde::Serialize;

use super::algorithm::{Hash, SignatureAlgorithm, SignatureScheme};
use super::der::{Reader, tag};
use super::error::Log;
use super::public_key::{KeyAlgorithm, PublicKey};
use super::rules::Rule;

/// All that is needed to verify a request's signature with WebCrypto, and nothing that WebCrypto cannot take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureCheck {
    /// How to verify.
    pub algorithm: CheckAlgorithm,
    /// The key as `importKey("spki", …)` takes it: RSA keys under `rsaEncryption` with NULL, points uncompressed.
    pub spki_der: Vec<u8>,
    /// What is signed: the CertificationRequestInfo in DER, exactly as it came.
    pub signed_bytes: Vec<u8>,
    /// The signature as `verify` takes it: for ECDSA r and s, each as long as the curve's field. Empty where the
    /// signature that came is malformed, so that no verifier accepts it.
    pub signature: Vec<u8>,
}

/// An algorithm WebCrypto verifies, with its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CheckAlgorithm {
    /// RSASSA-PKCS1-v1_5.
    RsaPkcs1 {
        /// The hash function.
        hash: Hash,
    },
    /// RSA-PSS.
    RsaPss {
        /// The hash function, of the message and of MGF1.
        hash: Hash,
        /// The length of the salt in octets.
        salt_length: u32,
    },
    /// ECDSA.
    Ecdsa {
        /// The curve by WebCrypto's name: `P-256`, `P-384` or `P-521`.
        curve: &'static str,
        /// The hash function.
        hash: Hash,
    },
    /// Ed25519.
    Ed25519,
}

/// Checks the signature's form against key and algorithm, and returns it as a verifier takes it.
pub(super) fn decode(
    signature: Reader<'_>,
    algorithm: &SignatureAlgorithm,
    key: &PublicKey,
    log: &mut Log,
) -> Vec<u8> {
    let octets = signature.rest();
    let length = match (&algorithm.scheme, &key.algorithm) {
        (scheme, key) if !goes_with(scheme, key) => {
            log.note(Rule::OfTheKey, signature.at());
            octets.len()
        }
        (SignatureScheme::Ecdsa | SignatureScheme::Dsa, algorithm) => {
            let was_refused = log.is_refused();
            let joined = pair(signature, room(algorithm), log);
            let is_broken = log.is_refused();
            log.forgive(was_refused);
            return if is_broken { Vec::new() } else { joined };
        }
        (SignatureScheme::Ed25519, _) => 64,
        (SignatureScheme::Ed448, _) => 114,
        (_, KeyAlgorithm::Rsa { modulus, .. }) => modulus.as_slice().len(),
        // FIPS 204, table 2.
        _ => match algorithm.name {
            Some("id-ml-dsa-44") => 2420,
            Some("id-ml-dsa-65") => 3309,
            Some("id-ml-dsa-87") => 4627,
            _ => octets.len(),
        },
    };
    if octets.len() != length {
        log.note(Rule::SignatureLength, signature.at());
    }
    octets.to_vec()
}

/// Whether a key of this algorithm can make a signature by this scheme.
fn goes_with(scheme: &SignatureScheme, key: &KeyAlgorithm) -> bool {
    use SignatureScheme as Scheme;
    match key {
        // A key that says its parameters allows no other hash and no shorter salt (RFC 4055, 3.3).
        KeyAlgorithm::Rsa { pss_only: true, pss_parameters, .. } => match (scheme, pss_parameters) {
            (Scheme::RsaPss(_), None) => true,
            (Scheme::RsaPss(used), Some(allowed)) => {
                used.hash == allowed.hash
                    && used.mask_hash == allowed.mask_hash
                    && used.salt_length >= allowed.salt_length
            }
            _ => false,
        },
        KeyAlgorithm::Rsa { .. } => matches!(scheme, Scheme::RsaPkcs1 | Scheme::RsaPss(_)),
        // SM2 signs by a scheme of its own with a key of this kind.
        KeyAlgorithm::Ec { .. } => matches!(scheme, Scheme::Ecdsa | Scheme::Other),
        KeyAlgorithm::Dsa { .. } => *scheme == Scheme::Dsa,
        KeyAlgorithm::Ed25519 => *scheme == Scheme::Ed25519,
        KeyAlgorithm::Ed448 => *scheme == Scheme::Ed448,
        // A key that cannot sign stands in a request with another proof of possession (RFC 6955, RFC 9883).
        KeyAlgorithm::X25519 | KeyAlgorithm::X448 | KeyAlgorithm::Other => *scheme == Scheme::Other,
    }
}

/// The octets that r and s each have room for: on a named curve those of its field, as its order has.
fn room(algorithm: &KeyAlgorithm) -> Option<usize> {
    match algorithm {
        KeyAlgorithm::Ec { curve, .. } if curve.name.is_some() => {
            curve.field_bits.map(|bits| bits.div_ceil(8) as usize)
        }
        _ => None,
    }
}

/// `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279, 2.2.2, 2.2.3) as r and s side by side, each of `room` octets.
fn pair(mut outer: Reader<'_>, room: Option<usize>, log: &mut Log) -> Vec<u8> {
    let mut reader = outer.enter(tag::SEQUENCE, Rule::Pair, log);
    outer.finish(Rule::OneValue, log);
    let mut joined = Vec::new();
    for _ in 0..2 {
        let at = reader.at();
        let magnitude = reader.take(tag::INTEGER, Rule::PairNumber, log).unsigned(Rule::PairNumber, log);
        let room = room.unwrap_or(magnitude.len());
        if magnitude.is_empty() || magnitude.len() > room {
            log.refuse(Rule::PairNumber, at);
        }
        joined.resize(joined.len() + room.saturating_sub(magnitude.len()), 0);
        joined.extend_from_slice(magnitude);
    }
    reader.finish(Rule::Pair, log);
    joined
}

/// What WebCrypto needs to know of the algorithm, if it has it.
pub(super) fn check_algorithm(algorithm: &SignatureAlgorithm, key: &PublicKey) -> Option<CheckAlgorithm> {
    if !goes_with(&algorithm.scheme, &key.algorithm) {
        return None;
    }
    let hash = algorithm.hash.filter(|hash| hash.is_in_webcrypto());
    match &algorithm.scheme {
        SignatureScheme::RsaPkcs1 => hash.map(|hash| CheckAlgorithm::RsaPkcs1 { hash }),
        // WebCrypto hashes the mask with the message's own hash function.
        SignatureScheme::RsaPss(parameters) if parameters.mask_hash == parameters.hash => {
            hash.map(|hash| CheckAlgorithm::RsaPss { hash, salt_length: parameters.salt_length })
        }
        SignatureScheme::Ecdsa => {
            let KeyAlgorithm::Ec { curve, .. } = &key.algorithm else { return None };
            curve.name.zip(hash).map(|(curve, hash)| CheckAlgorithm::Ecdsa { curve, hash })
        }
        SignatureScheme::Ed25519 => Some(CheckAlgorithm::Ed25519),
        _ => None,
    }
}
