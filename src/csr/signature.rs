//! The self-signature of a request (RFC 2986, 4.2): its algorithm, its form, and what a verifier needs.
//!
//! Pure: the signature is verified where there is cryptography (`browser/webcrypto.rs`, and the tests).

use serde::{Deserialize, Serialize};

use super::algorithm::{AlgorithmIdentifier, Hash, PSS_PARAMETERS, PssParameters};
use super::der::{ONE_VALUE, Reader, tag};
use super::error::{CsrError, Deviation};
use super::oid::Known;
use super::public_key::{KeyAlgorithm, PublicKey};

/// A signature scheme, as far as this decoder knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SignatureScheme {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    RsaPkcs1,
    /// RSASSA-PSS (RFC 8017, 8.1).
    RsaPss(PssParameters),
    /// ECDSA (RFC 5758, 3.2).
    Ecdsa,
    /// DSA (RFC 5758, 3.1).
    Dsa,
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// Ed448 (RFC 8410).
    Ed448,
    /// Another algorithm: its identifier says which.
    Other,
}

/// The algorithm of a self-signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureAlgorithm {
    /// The identifier, with dots.
    pub oid: String,
    /// Its name, such as `sha256WithRSAEncryption`, if the identifier is known.
    pub name: Option<&'static str>,
    /// The signature scheme.
    pub scheme: SignatureScheme,
    /// The hash function that is part of it. `None` if the scheme leaves no choice (Ed25519, Ed448, ML-DSA) or the
    /// algorithm is not known.
    pub hash: Option<Hash>,
}

/// Scheme and hash of a signature algorithm.
fn scheme_and_hash(known: Known) -> (SignatureScheme, Option<Hash>) {
    use SignatureScheme::{Dsa, Ecdsa, Ed448, Ed25519, Other, RsaPkcs1};
    let (scheme, hash) = match known {
        Known::Md2WithRSAEncryption => (RsaPkcs1, Hash::Md2),
        Known::Md4WithRSAEncryption => (RsaPkcs1, Hash::Md4),
        Known::Md5WithRSAEncryption => (RsaPkcs1, Hash::Md5),
        // The second is the OIW's old name, which Windows and Java wrote for a while.
        Known::Sha1WithRSAEncryption | Known::Sha1WithRSASignature => (RsaPkcs1, Hash::Sha1),
        Known::Ripemd160WithRSA => (RsaPkcs1, Hash::Ripemd160),
        Known::Sha224WithRSAEncryption => (RsaPkcs1, Hash::Sha224),
        Known::Sha256WithRSAEncryption => (RsaPkcs1, Hash::Sha256),
        Known::Sha384WithRSAEncryption => (RsaPkcs1, Hash::Sha384),
        Known::Sha512WithRSAEncryption => (RsaPkcs1, Hash::Sha512),
        Known::Sha512224WithRSAEncryption => (RsaPkcs1, Hash::Sha512_224),
        Known::Sha512256WithRSAEncryption => (RsaPkcs1, Hash::Sha512_256),
        Known::IdRsassaPkcs1V15WithSha3224 => (RsaPkcs1, Hash::Sha3_224),
        Known::IdRsassaPkcs1V15WithSha3256 => (RsaPkcs1, Hash::Sha3_256),
        Known::IdRsassaPkcs1V15WithSha3384 => (RsaPkcs1, Hash::Sha3_384),
        Known::IdRsassaPkcs1V15WithSha3512 => (RsaPkcs1, Hash::Sha3_512),
        Known::EcdsaWithSHA1 => (Ecdsa, Hash::Sha1),
        Known::EcdsaWithSHA224 => (Ecdsa, Hash::Sha224),
        Known::EcdsaWithSHA256 => (Ecdsa, Hash::Sha256),
        Known::EcdsaWithSHA384 => (Ecdsa, Hash::Sha384),
        Known::EcdsaWithSHA512 => (Ecdsa, Hash::Sha512),
        Known::IdEcdsaWithSha3224 => (Ecdsa, Hash::Sha3_224),
        Known::IdEcdsaWithSha3256 => (Ecdsa, Hash::Sha3_256),
        Known::IdEcdsaWithSha3384 => (Ecdsa, Hash::Sha3_384),
        Known::IdEcdsaWithSha3512 => (Ecdsa, Hash::Sha3_512),
        Known::IdDsaWithSha1 => (Dsa, Hash::Sha1),
        Known::IdDsaWithSha224 => (Dsa, Hash::Sha224),
        Known::IdDsaWithSha256 => (Dsa, Hash::Sha256),
        Known::IdDsaWithSha384 => (Dsa, Hash::Sha384),
        Known::IdDsaWithSha512 => (Dsa, Hash::Sha512),
        Known::SM2WithSM3 => (Other, Hash::Sm3),
        Known::IdEd25519 => return (Ed25519, None),
        Known::IdEd448 => return (Ed448, None),
        _ => return (Other, None),
    };
    (scheme, Some(hash))
}

impl SignatureAlgorithm {
    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, CsrError> {
        let identifier = AlgorithmIdentifier::decode(reader)?;
        let (mut scheme, mut hash) = scheme_and_hash(identifier.oid.known);
        match scheme {
            SignatureScheme::RsaPkcs1 => identifier.null_parameters()?,
            SignatureScheme::Other if identifier.oid.known == Known::IdRSASSAPSS => {
                let parameters = identifier.pss_parameters()?;
                let parameters = parameters.ok_or_else(|| identifier.parameters_error(PSS_PARAMETERS))?;
                hash = parameters.hash;
                scheme = SignatureScheme::RsaPss(parameters);
            }
            SignatureScheme::Other => identifier.any_parameters(),
            _ => identifier.no_parameters()?,
        }
        Ok(Self { oid: identifier.oid.text, name: identifier.oid.name, scheme, hash })
    }
}

/// All that is needed to verify a request's signature with WebCrypto, and nothing that WebCrypto cannot take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureCheck {
    /// How to verify.
    pub algorithm: CheckAlgorithm,
    /// The key as `importKey("spki", …)` takes it: RSA keys under `rsaEncryption` with NULL, points uncompressed.
    pub spki_der: Vec<u8>,
    /// The signed bytes: the CertificationRequestInfo in DER, verbatim.
    pub signed_bytes: Vec<u8>,
    /// The signature as `verify` takes it: for ECDSA r and s, each as long as the curve's field. Empty if the
    /// encoded signature is malformed, so that no verifier accepts it.
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

/// The result of verifying a self-signature, which needs cryptography that this module does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SelfSignature {
    /// It verifies: the one who made the request had the private key.
    Valid,
    /// It does not verify: the request was altered, or made without the private key.
    Invalid,
    /// The algorithm, curve or key is not supported.
    Unsupported,
}

impl SelfSignature {
    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Unsupported => "unsupported",
        }
    }
}

/// Checks the form of the signature against key and algorithm, and returns it as a verifier takes it.
pub(super) fn decode(signature: Reader<'_>, algorithm: &SignatureAlgorithm, key: &PublicKey) -> Vec<u8> {
    let octets = signature.rest();
    let length = match (&algorithm.scheme, &key.algorithm) {
        (scheme, key) if !matches_key(scheme, key) => {
            signature.note(Deviation::Signature, "a signature by the algorithm of the key");
            octets.len()
        }
        (SignatureScheme::Ecdsa | SignatureScheme::Dsa, algorithm) => {
            // Only the signature is malformed: no verifier accepts an empty one.
            return pair(signature.clone(), scalar_octets(algorithm)).unwrap_or_else(|error| {
                signature.note_error(error);
                Vec::new()
            });
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
        signature.note(Deviation::Signature, "a signature as long as its key and algorithm make it");
    }
    octets.to_vec()
}

/// Whether a key of this algorithm can make a signature by this scheme.
fn matches_key(scheme: &SignatureScheme, key: &KeyAlgorithm) -> bool {
    use SignatureScheme as Scheme;
    match key {
        // A key with parameters allows no other hash and no shorter salt (RFC 4055, 3.3).
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
        // A key that cannot sign is in a request with another proof of possession (RFC 6955, RFC 9883).
        KeyAlgorithm::X25519 | KeyAlgorithm::X448 | KeyAlgorithm::Other => *scheme == Scheme::Other,
    }
}

/// How many octets r and s may each have: on a named curve those of its field, which its order has too.
fn scalar_octets(algorithm: &KeyAlgorithm) -> Option<usize> {
    match algorithm {
        KeyAlgorithm::Ec { curve, .. } if curve.name.is_some() => {
            curve.field_bits.map(|bits| bits.div_ceil(8) as usize)
        }
        _ => None,
    }
}

/// `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279, 2.2.2, 2.2.3) as r and s side by side, each of `length` octets.
fn pair(mut outer: Reader<'_>, length: Option<usize>) -> Result<Vec<u8>, CsrError> {
    const PAIR: &str = "r and s (SEQUENCE)";
    const NUMBER: &str = "r and s (INTEGER), above zero and as long as the field";
    let mut reader = outer.enter(tag::SEQUENCE, PAIR)?;
    outer.finish(ONE_VALUE)?;
    let mut joined = Vec::new();
    for _ in 0..2 {
        let element = reader.take(tag::INTEGER, NUMBER)?;
        let magnitude = element.unsigned(NUMBER)?;
        let length = length.unwrap_or(magnitude.len());
        if magnitude.is_empty() || magnitude.len() > length {
            return Err(element.error(Deviation::Signature, NUMBER));
        }
        joined.resize(joined.len() + length - magnitude.len(), 0);
        joined.extend_from_slice(magnitude);
    }
    reader.finish(PAIR)?;
    Ok(joined)
}

/// The algorithm as WebCrypto names it, if it has it.
pub(super) fn check_algorithm(algorithm: &SignatureAlgorithm, key: &PublicKey) -> Option<CheckAlgorithm> {
    if !matches_key(&algorithm.scheme, &key.algorithm) {
        return None;
    }
    let hash = algorithm.hash.filter(|hash| hash.is_in_webcrypto());
    match &algorithm.scheme {
        SignatureScheme::RsaPkcs1 => hash.map(|hash| CheckAlgorithm::RsaPkcs1 { hash }),
        // WebCrypto uses the hash function of the message for the mask too.
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
