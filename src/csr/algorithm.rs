//! AlgorithmIdentifier (RFC 5280, 4.1.1.2), hash functions, and the parameters of RSASSA-PSS (RFC 4055, 3.1).
//!
//! Pure.

use serde::{Serialize, Serializer};

use super::any;
use super::der::{Element, Reader, tag};
use super::error::Log;
use super::oid::{Known, Oid};
use super::rules::Rule;

/// A hash function, as signature algorithms name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hash {
    /// MD2 (RFC 1319).
    Md2,
    /// MD4 (RFC 1320).
    Md4,
    /// MD5 (RFC 1321).
    Md5,
    /// SHA-1 (FIPS 180-4), as the next six.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA-512/224.
    Sha512_224,
    /// SHA-512/256.
    Sha512_256,
    /// SHA3-224 (FIPS 202), as the next three.
    Sha3_224,
    /// SHA3-256.
    Sha3_256,
    /// SHA3-384.
    Sha3_384,
    /// SHA3-512.
    Sha3_512,
    /// SM3 (GB/T 32905).
    Sm3,
}

impl Hash {
    /// The name its standard gives it, such as `SHA-256`: also how CertView and WebCrypto write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md2 => "MD2",
            Self::Md4 => "MD4",
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Sha512_224 => "SHA-512/224",
            Self::Sha512_256 => "SHA-512/256",
            Self::Sha3_224 => "SHA3-224",
            Self::Sha3_256 => "SHA3-256",
            Self::Sha3_384 => "SHA3-384",
            Self::Sha3_512 => "SHA3-512",
            Self::Sm3 => "SM3",
        }
    }

    /// Whether WebCrypto has it.
    pub(super) fn is_in_webcrypto(self) -> bool {
        matches!(self, Self::Sha1 | Self::Sha256 | Self::Sha384 | Self::Sha512)
    }

    /// The hash functions an algorithm identifier can name (RFC 4055, 2.1; RFC 5754, 2; RFC 8017, B.1).
    fn of_identifier(known: Known) -> Option<Self> {
        Some(match known {
            Known::Md5 => Self::Md5,
            Known::Sha1 => Self::Sha1,
            Known::Sha224 => Self::Sha224,
            Known::Sha256 => Self::Sha256,
            Known::Sha384 => Self::Sha384,
            Known::Sha512 => Self::Sha512,
            Known::Sha512224 => Self::Sha512_224,
            Known::Sha512256 => Self::Sha512_256,
            Known::Sha3224 => Self::Sha3_224,
            Known::Sha3256 => Self::Sha3_256,
            Known::Sha3384 => Self::Sha3_384,
            Known::Sha3512 => Self::Sha3_512,
            _ => return None,
        })
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// An AlgorithmIdentifier whose parameters are not looked at yet.
pub(super) struct AlgorithmIdentifier<'a> {
    pub(super) oid: Oid,
    pub(super) parameters: Option<Element<'a>>,
    /// Where the parameters are, or would be.
    pub(super) parameters_at: usize,
}

impl<'a> AlgorithmIdentifier<'a> {
    pub(super) fn decode(reader: &mut Reader<'a>, log: &mut Log) -> Self {
        let mut parts = reader.enter(tag::SEQUENCE, Rule::Algorithm, log);
        let oid = parts.object_identifier(Rule::AlgorithmType, log);
        let parameters_at = parts.at();
        let parameters = (!parts.is_empty()).then(|| parts.next(Rule::KnownType, log));
        parts.finish(Rule::AlgorithmEnd, log);
        Self { oid, parameters, parameters_at }
    }

    /// For algorithms whose parameters are NULL (RFC 3279, 2.2.1, 2.3.1). Absent ones are noted: tools in use
    /// leave them out, and RFC 4055, 5 has them accepted.
    pub(super) fn null_parameters(&self, log: &mut Log) {
        match &self.parameters {
            Some(element) if element.tag == tag::NULL => element.null(log),
            Some(element) => log.refuse(Rule::NullParameters, element.at),
            None => log.note(Rule::NullParameters, self.parameters_at),
        }
    }

    /// For algorithms without parameters (RFC 5758, 3; RFC 8410, 3). NULL is noted: tools in use write it.
    pub(super) fn no_parameters(&self, log: &mut Log) {
        match &self.parameters {
            None => {}
            Some(element) if element.tag == tag::NULL => {
                element.null(log);
                log.note(Rule::NoParameters, element.at);
            }
            Some(element) => log.refuse(Rule::NoParameters, element.at),
        }
    }

    /// For algorithms this decoder does not know: any well-formed value.
    pub(super) fn any_parameters(&self, log: &mut Log) {
        if let Some(element) = &self.parameters {
            any::check(element, log);
        }
    }

    /// A SEQUENCE of parameters, entered.
    pub(super) fn sequence(&self, rule: Rule, log: &mut Log) -> Option<Reader<'a>> {
        let element = self.parameters?;
        if element.tag != tag::SEQUENCE {
            log.refuse(rule, element.at);
        }
        Some(element.reader())
    }

    /// RSASSA-PSS-params, which a signature has and a key may have.
    pub(super) fn pss_parameters(&self, log: &mut Log) -> Option<PssParameters> {
        self.sequence(Rule::PssParameters, log).map(|reader| PssParameters::decode(reader, log))
    }
}

/// RSASSA-PSS-params (RFC 4055, 3.1; RFC 8017, A.2.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PssParameters {
    /// The hash function, if it is one this decoder names.
    pub hash: Option<Hash>,
    /// The hash function of the mask generation function MGF1, if it is one this decoder names.
    pub mask_hash: Option<Hash>,
    /// The length of the salt in octets.
    pub salt_length: u32,
}

impl PssParameters {
    fn decode(mut reader: Reader<'_>, log: &mut Log) -> Self {
        let mut decoded = Self { hash: Some(Hash::Sha1), mask_hash: Some(Hash::Sha1), salt_length: 20 };
        for number in 0..4 {
            let Some(explicit) = reader.take_if(tag::context_constructed(number), log) else { continue };
            let mut inner = explicit.reader();
            let is_default = match number {
                0 => {
                    decoded.hash = hash_identifier(&mut inner, log);
                    decoded.hash == Some(Hash::Sha1)
                }
                1 => {
                    decoded.mask_hash = mask_hash(&mut inner, log);
                    decoded.mask_hash == Some(Hash::Sha1)
                }
                2 => {
                    let salt_length = inner.take(tag::INTEGER, Rule::SaltLength, log);
                    decoded.salt_length = salt_length.small(Rule::SaltLength, log);
                    decoded.salt_length == 20
                }
                _ => {
                    let trailer = inner.take(tag::INTEGER, Rule::Trailer, log);
                    if trailer.small(Rule::Trailer, log) != 1 {
                        log.refuse(Rule::Trailer, trailer.body_at);
                    }
                    true
                }
            };
            inner.finish(Rule::OneValue, log);
            if is_default {
                log.note(Rule::DefaultLeftOut, explicit.at);
            }
        }
        reader.finish(Rule::PssParametersEnd, log);
        decoded
    }
}

/// A hash function's AlgorithmIdentifier; its parameters are NULL or absent (RFC 4055, 2.1).
fn hash_identifier(reader: &mut Reader<'_>, log: &mut Log) -> Option<Hash> {
    let identifier = AlgorithmIdentifier::decode(reader, log);
    let hash = Hash::of_identifier(identifier.oid.known);
    if hash.is_none() {
        identifier.any_parameters(log);
    } else if identifier.parameters.is_some() {
        identifier.null_parameters(log);
    }
    hash
}

/// MGF1, whose parameters are a hash function's AlgorithmIdentifier (RFC 4055, 2.2).
fn mask_hash(reader: &mut Reader<'_>, log: &mut Log) -> Option<Hash> {
    let identifier = AlgorithmIdentifier::decode(reader, log);
    if identifier.oid.known == Known::Mgf1 {
        let parameters = identifier.parameters.unwrap_or_default();
        return hash_identifier(&mut Reader::new(parameters.full, identifier.parameters_at), log);
    }
    identifier.any_parameters(log);
    None
}

/// What a signature algorithm does, as far as this decoder knows it.
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

/// The algorithm a request says it is signed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureAlgorithm {
    /// The identifier, with dots.
    pub oid: String,
    /// The name in use for the identifier, such as `sha256WithRSAEncryption`, if it has one.
    pub name: Option<&'static str>,
    /// What it does.
    pub scheme: SignatureScheme,
    /// The hash function a requester chose with it. `None` where there is no choice (Ed25519, Ed448, ML-DSA) or
    /// where it is not known.
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
    pub(super) fn decode(reader: &mut Reader<'_>, log: &mut Log) -> Self {
        let identifier = AlgorithmIdentifier::decode(reader, log);
        let (mut scheme, mut hash) = scheme_and_hash(identifier.oid.known);
        match scheme {
            SignatureScheme::RsaPkcs1 => identifier.null_parameters(log),
            SignatureScheme::Other if identifier.oid.known == Known::IdRSASSAPSS => {
                match identifier.pss_parameters(log) {
                    Some(parameters) => {
                        hash = parameters.hash;
                        scheme = SignatureScheme::RsaPss(parameters);
                    }
                    None => log.refuse(Rule::PssParameters, identifier.parameters_at),
                }
            }
            SignatureScheme::Other => identifier.any_parameters(log),
            _ => identifier.no_parameters(log),
        }
        Self { oid: identifier.oid.text, name: identifier.oid.name, scheme, hash }
    }
}
