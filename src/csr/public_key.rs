//! SubjectPublicKeyInfo (RFC 5280, 4.1.2.7): the key, decoded by its algorithm.
//!
//! Pure. A key is what a certificate is about, so whatever cannot be a key of its algorithm is refused; a key
//! that can be one, but should not be used, is left to the review.

use serde::Serialize;

use super::algorithm::{AlgorithmIdentifier, PssParameters};
use super::any;
use super::bytes::Octets;
use super::curve;
use super::der::{Element, Reader, number, tag};
use super::error::Log;
use super::oid::Known;
use super::rules::Rule;

/// The public key of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicKey {
    /// The algorithm's identifier, with dots.
    pub oid: String,
    /// The name in use for the identifier, such as `rsaEncryption`, if it has one.
    pub name: Option<&'static str>,
    /// The key, as far as its algorithm is known.
    pub algorithm: KeyAlgorithm,
    /// The size people name a key by: of the modulus, of the curve's field, of the prime. `None` for keys that
    /// come in one size only, or are not known.
    pub bits: Option<u32>,
    /// The security strength in bits (NIST SP 800-57 part 1, table 2; SP 800-56B, appendix D; RFC 7748; FIPS 204).
    pub strength_bits: Option<u16>,
    /// The contents of subjectPublicKey.
    pub subject_public_key: Octets,
}

/// A key by its algorithm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// RSA (RFC 8017, A.1.1; RFC 4055 for `id-RSASSA-PSS`).
    Rsa {
        /// The modulus, the highest octet first, without a sign octet.
        modulus: Octets,
        /// Its length in bits.
        modulus_bits: u32,
        /// The public exponent, the highest octet first, without a sign octet.
        exponent: Octets,
        /// The public exponent as a number, if it is below 2³².
        exponent_value: Option<u32>,
        /// Whether the key is for RSASSA-PSS only (`id-RSASSA-PSS`).
        pss_only: bool,
        /// What RSASSA-PSS signatures the key allows, if it says so.
        pss_parameters: Option<PssParameters>,
    },
    /// An elliptic curve (RFC 5480).
    Ec {
        /// The curve.
        curve: EcCurve,
        /// How its point is written.
        point: EcPoint,
        /// Whether the point lies on the curve (SEC 1, 3.2.2.1): checked for P-256, P-384 and P-521.
        on_curve: Option<bool>,
    },
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// Ed448 (RFC 8410).
    Ed448,
    /// X25519 (RFC 8410): for key agreement, cannot sign.
    X25519,
    /// X448 (RFC 8410): for key agreement, cannot sign.
    X448,
    /// DSA (RFC 3279, 2.3.2).
    Dsa {
        /// The length of the prime p, if the key says its parameters.
        prime_bits: Option<u32>,
        /// The length of the order q of the subgroup, if the key says its parameters.
        subgroup_bits: Option<u32>,
    },
    /// Another algorithm: its identifier says which.
    Other,
}

/// The curve of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EcCurve {
    /// Its name, such as `P-256`, if it is one this decoder names.
    pub name: Option<&'static str>,
    /// Its identifier, with dots. `None` if the key describes its curve instead of naming it.
    pub oid: Option<String>,
    /// The size of its field in bits, if known.
    pub field_bits: Option<u32>,
}

/// How a point is written (SEC 1, 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum EcPoint {
    /// 04, x, y.
    Uncompressed,
    /// 02 or 03, x.
    Compressed,
    /// 06 or 07, x, y: not allowed in certificates (RFC 5480, 2.2).
    Hybrid,
}

/// A key, and its SubjectPublicKeyInfo in the form WebCrypto imports, where it imports such keys.
pub(super) struct DecodedKey {
    pub(super) key: PublicKey,
    pub(super) importable: Option<Vec<u8>>,
}

/// The parts of a key that its algorithm decides.
struct Parts {
    algorithm: KeyAlgorithm,
    bits: Option<u32>,
    strength_bits: Option<u16>,
    importable: Option<Vec<u8>>,
}

pub(super) fn decode(info: &Element<'_>, log: &mut Log) -> DecodedKey {
    let mut reader = info.reader();
    let identifier = AlgorithmIdentifier::decode(&mut reader, log);
    let key = reader.take(tag::BIT_STRING, Rule::SubjectPublicKey, log).octets(log);
    reader.finish(Rule::SpkiEnd, log);
    let octets = key.rest();
    let parts = match identifier.oid.known {
        Known::RsaEncryption => {
            identifier.null_parameters(log);
            rsa(key, false, None, log)
        }
        Known::IdRSASSAPSS => {
            let parameters = identifier.pss_parameters(log);
            rsa(key, true, parameters, log)
        }
        Known::IdEcPublicKey => elliptic(&identifier, &key, log),
        Known::IdDsa => dsa(&identifier, key, log),
        // RFC 8410.
        Known::IdX25519 => sized(KeyAlgorithm::X25519, 32, 128, &identifier, &key, log),
        Known::IdX448 => sized(KeyAlgorithm::X448, 56, 224, &identifier, &key, log),
        Known::IdEd25519 => {
            let mut parts = sized(KeyAlgorithm::Ed25519, 32, 128, &identifier, &key, log);
            parts.importable = Some(encode_info(b"\x30\x05\x06\x03\x2b\x65\x70", octets));
            parts
        }
        Known::IdEd448 => sized(KeyAlgorithm::Ed448, 57, 224, &identifier, &key, log),
        // RFC 9881; FIPS 204, table 2.
        Known::IdMlDsa44 => sized(KeyAlgorithm::Other, 1312, 128, &identifier, &key, log),
        Known::IdMlDsa65 => sized(KeyAlgorithm::Other, 1952, 192, &identifier, &key, log),
        Known::IdMlDsa87 => sized(KeyAlgorithm::Other, 2592, 256, &identifier, &key, log),
        _ => {
            identifier.any_parameters(log);
            if key.is_empty() {
                log.note(Rule::NotEmptyValue, key.at());
            }
            Parts { algorithm: KeyAlgorithm::Other, bits: None, strength_bits: None, importable: None }
        }
    };
    let key = PublicKey {
        oid: identifier.oid.text,
        name: identifier.oid.name,
        algorithm: parts.algorithm,
        bits: parts.bits,
        strength_bits: parts.strength_bits,
        subject_public_key: octets.into(),
    };
    DecodedKey { key, importable: parts.importable }
}

/// A key of octets that are not looked into: without parameters, and of one length.
fn sized(
    algorithm: KeyAlgorithm,
    length: usize,
    strength: u16,
    identifier: &AlgorithmIdentifier<'_>,
    key: &Reader<'_>,
    log: &mut Log,
) -> Parts {
    identifier.no_parameters(log);
    if key.rest().len() != length {
        log.refuse(Rule::KeyLength, key.at());
    }
    Parts { algorithm, bits: None, strength_bits: Some(strength), importable: None }
}

/// RSAPublicKey (RFC 8017, A.1.1).
fn rsa(mut key: Reader<'_>, pss_only: bool, pss_parameters: Option<PssParameters>, log: &mut Log) -> Parts {
    // WebCrypto imports `rsaEncryption` alone, with its NULL (W3C WebCrypto, 23.3), for RSASSA-PSS too.
    const RSA_ENCRYPTION: &[u8] = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    let importable = encode_info(RSA_ENCRYPTION, key.rest());
    let mut pair = key.enter(tag::SEQUENCE, Rule::RsaKey, log);
    key.finish(Rule::OneValue, log);
    let modulus = positive(&mut pair, Rule::Modulus, log);
    if modulus.last().is_some_and(|last| last & 1 == 0) {
        log.note(Rule::OddModulus, pair.at() - 1);
    }
    let exponent_at = pair.at();
    let exponent = positive(&mut pair, Rule::Exponent, log);
    pair.finish(Rule::RsaKeyEnd, log);
    if (exponent.len(), exponent) >= (modulus.len(), modulus) {
        log.note(Rule::ExponentBelow, exponent_at);
    }
    let modulus_bits = bit_length(modulus);
    Parts {
        bits: Some(modulus_bits),
        strength_bits: Some(finite_field_strength(modulus_bits)),
        importable: Some(importable),
        algorithm: KeyAlgorithm::Rsa {
            modulus: modulus.into(),
            modulus_bits,
            exponent: exponent.into(),
            exponent_value: (exponent.len() <= 4).then(|| number(exponent)),
            pss_only,
            pss_parameters,
        },
    }
}

/// The magnitude of an INTEGER of at least one.
fn positive<'a>(reader: &mut Reader<'a>, rule: Rule, log: &mut Log) -> &'a [u8] {
    let element = reader.take(tag::INTEGER, rule, log);
    let magnitude = element.unsigned(rule, log);
    if magnitude.is_empty() {
        log.refuse(rule, element.body_at);
    }
    magnitude
}

fn bit_length(magnitude: &[u8]) -> u32 {
    let leading = magnitude.first().map_or(0, |first| first.leading_zeros());
    (magnitude.len() as u32) * 8 - leading
}

/// RSA and DSA: the strength of the largest size in the tables that the key reaches, 0 below all of them.
fn finite_field_strength(bits: u32) -> u16 {
    const TABLE: [(u32, u16); 8] = [
        (15360, 256),
        (8192, 200),
        (7680, 192),
        (6144, 176),
        (4096, 152),
        (3072, 128),
        (2048, 112),
        (1024, 80),
    ];
    TABLE.iter().find(|(size, _)| bits >= *size).map_or(0, |(_, strength)| *strength)
}

/// ECParameters and ECPoint (RFC 5480, 2.1.1, 2.2).
fn elliptic(identifier: &AlgorithmIdentifier<'_>, key: &Reader<'_>, log: &mut Log) -> Parts {
    let parameters = identifier.parameters.unwrap_or_default();
    let mut curve = EcCurve { name: None, oid: None, field_bits: None };
    let mut known = Known::None;
    match parameters.tag {
        tag::OBJECT_IDENTIFIER => {
            let oid = parameters.object_identifier(log);
            known = oid.known;
            curve = EcCurve { name: oid.name, oid: Some(oid.text), field_bits: curve::field_bits(known) };
        }
        tag::SEQUENCE => {
            log.note(Rule::NotDescribed, parameters.at);
            curve.field_bits = described_field(&parameters, log);
        }
        _ => log.refuse(Rule::NamedCurve, identifier.parameters_at),
    }
    let (form, coordinates) = key.rest().split_first().unwrap_or((&0, &[]));
    let (point, count) = match form {
        2 | 3 => (EcPoint::Compressed, 1),
        6 | 7 => (EcPoint::Hybrid, 2),
        _ => (EcPoint::Uncompressed, 2),
    };
    let each = curve.field_bits.map_or(coordinates.len() / count, |bits| bits.div_ceil(8) as usize);
    if !matches!(form, 2 | 3 | 4 | 6 | 7) || each == 0 || coordinates.len() != each * count {
        log.refuse(Rule::Point, key.at());
    }
    let mut on_curve = None;
    let mut importable = None;
    if point != EcPoint::Compressed {
        let (x, y) = coordinates.split_at_checked(each).unwrap_or_default();
        let y_is_odd = (point == EcPoint::Hybrid).then_some(form & 1 == 1);
        on_curve = curve::has_point(known, x, y, y_is_odd);
        if point == EcPoint::Hybrid {
            log.note(Rule::NotHybrid, key.at());
        }
    }
    match on_curve {
        Some(false) => log.note(Rule::OnCurve, key.at()),
        // WebCrypto's curves are those whose points are looked at; it takes them uncompressed.
        Some(true) => {
            let mut algorithm = EC_PUBLIC_KEY.to_vec();
            algorithm.extend_from_slice(parameters.full);
            let mut sequence = Vec::new();
            push_element(&mut sequence, tag::SEQUENCE, &algorithm);
            importable = Some(encode_info(&sequence, &[&[4], coordinates].concat()));
        }
        None => {}
    }
    Parts {
        bits: curve.field_bits,
        strength_bits: curve.field_bits.map(|bits| (bits.min(512) / 2) as u16),
        importable,
        algorithm: KeyAlgorithm::Ec { curve, point, on_curve },
    }
}

const EC_PUBLIC_KEY: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01";

/// SpecifiedECDomain (SEC 1, C.2), as far as the size of a prime field; the rest is walked.
fn described_field(parameters: &Element<'_>, log: &mut Log) -> Option<u32> {
    any::check(parameters, log);
    let mut reader = parameters.reader();
    reader.take(tag::INTEGER, Rule::DescribedCurve, log);
    let mut field = reader.enter(tag::SEQUENCE, Rule::DescribedCurve, log);
    reader.take(tag::SEQUENCE, Rule::DescribedCurve, log);
    reader.take(tag::OCTET_STRING, Rule::DescribedCurve, log);
    reader.take(tag::INTEGER, Rule::DescribedCurve, log);
    let kind = field.object_identifier(Rule::DescribedCurve, log);
    (kind.known == Known::PrimeField).then(|| bit_length(positive(&mut field, Rule::FieldPrime, log)))
}

/// Dss-Parms and DSAPublicKey (RFC 3279, 2.3.2). Absent parameters are inherited from the issuer's.
fn dsa(identifier: &AlgorithmIdentifier<'_>, mut key: Reader<'_>, log: &mut Log) -> Parts {
    let sizes = identifier.sequence(Rule::DsaParameters, log).map(|mut reader| {
        let mut size = || bit_length(positive(&mut reader, Rule::DsaNumber, log));
        let (p, q, _) = (size(), size(), size());
        reader.finish(Rule::DsaParameters, log);
        (p, q)
    });
    if sizes.is_none() {
        log.note(Rule::DsaParameters, identifier.parameters_at);
    }
    positive(&mut key, Rule::DsaKey, log);
    key.finish(Rule::OneValue, log);
    let (prime_bits, subgroup_bits) = (sizes.map(|sizes| sizes.0), sizes.map(|sizes| sizes.1));
    Parts {
        algorithm: KeyAlgorithm::Dsa { prime_bits, subgroup_bits },
        bits: prime_bits,
        strength_bits: sizes.map(|(p, q)| finite_field_strength(p).min((q / 2) as u16)),
        importable: None,
    }
}

/// A SubjectPublicKeyInfo of this AlgorithmIdentifier and key.
fn encode_info(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    let mut info = algorithm.to_vec();
    push_element(&mut info, tag::BIT_STRING, &[&[0], key].concat());
    let mut out = Vec::new();
    push_element(&mut out, tag::SEQUENCE, &info);
    out
}

fn push_element(out: &mut Vec<u8>, tag: u8, contents: &[u8]) {
    out.push(tag);
    let length = contents.len() as u32;
    let octets = (u32::BITS - length.leading_zeros()).div_ceil(8) as u8;
    if length >= 0x80 {
        out.push(0x80 | octets);
    }
    for index in (0..octets).rev() {
        out.push((length >> (8 * index)) as u8);
    }
    out.extend_from_slice(contents);
}
