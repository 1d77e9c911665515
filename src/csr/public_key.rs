//! SubjectPublicKeyInfo (RFC 5280, 4.1.2.7): the key, decoded by its algorithm. Pure.
//!
//! The key is what a certificate is about, so everything that cannot be a key of its algorithm is an error; a key that
//! can be one, but should not be used, is up to the review.

use serde::Serialize;

use super::algorithm::{AlgorithmIdentifier, PssParameters};
use super::any;
use super::curve;
use super::der::{Element, NOT_EMPTY, ONE_VALUE, Octets, Reader, number, tag};
use super::error::{CsrError, Deviation};
use super::oid::Known;

/// The public key of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicKey {
    /// The algorithm's identifier, with dots.
    pub oid: String,
    /// Its name, such as `rsaEncryption`, if the identifier is known.
    pub name: Option<&'static str>,
    /// The key, as far as its algorithm is known.
    pub algorithm: KeyAlgorithm,
    /// The usual measure of its size: the bits of the modulus, the curve's field or the prime. `None` for
    /// algorithms of one size only, and for unknown ones.
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
        /// The RSASSA-PSS parameters that the key allows, if it restricts them.
        pss_parameters: Option<PssParameters>,
    },
    /// An elliptic curve (RFC 5480).
    Ec {
        /// The curve.
        curve: EcCurve,
        /// The encoding of its point.
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
        /// The length of the prime p, if the key has parameters.
        prime_bits: Option<u32>,
        /// The length of the order q of the subgroup, if the key has parameters.
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
    /// Its identifier, with dots. `None` if the key specifies its curve instead of naming it.
    pub oid: Option<String>,
    /// The size of its field in bits, if known.
    pub field_bits: Option<u32>,
}

/// The encoding of a point (SEC 1, 2.3.3).
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

/// The parts of a key that depend on its algorithm.
struct Parts {
    algorithm: KeyAlgorithm,
    bits: Option<u32>,
    strength_bits: Option<u16>,
    importable: Option<Vec<u8>>,
}

pub(super) fn decode(info: &Element<'_>) -> Result<DecodedKey, CsrError> {
    let mut reader = info.reader();
    let identifier = AlgorithmIdentifier::decode(&mut reader)?;
    let key = reader.take(tag::BIT_STRING, "a subjectPublicKey (BIT STRING)")?.octets()?;
    reader.finish("one algorithm and one key")?;
    let octets = key.rest();
    let parts = match identifier.oid.known {
        Known::RsaEncryption => {
            identifier.null_parameters()?;
            rsa(key, false, None)?
        }
        Known::IdRSASSAPSS => rsa(key, true, identifier.pss_parameters()?)?,
        Known::IdEcPublicKey => elliptic(&identifier, &key)?,
        Known::IdDsa => dsa(&identifier, key)?,
        // RFC 8410.
        Known::IdX25519 => sized(KeyAlgorithm::X25519, 32, 128, &identifier, &key)?,
        Known::IdX448 => sized(KeyAlgorithm::X448, 56, 224, &identifier, &key)?,
        Known::IdEd25519 => Parts {
            importable: Some(encode_info(b"\x30\x05\x06\x03\x2b\x65\x70", octets)),
            ..sized(KeyAlgorithm::Ed25519, 32, 128, &identifier, &key)?
        },
        Known::IdEd448 => sized(KeyAlgorithm::Ed448, 57, 224, &identifier, &key)?,
        // RFC 9881; FIPS 204, table 2.
        Known::IdMlDsa44 => sized(KeyAlgorithm::Other, 1312, 128, &identifier, &key)?,
        Known::IdMlDsa65 => sized(KeyAlgorithm::Other, 1952, 192, &identifier, &key)?,
        Known::IdMlDsa87 => sized(KeyAlgorithm::Other, 2592, 256, &identifier, &key)?,
        _ => {
            identifier.any_parameters();
            if key.is_empty() {
                key.note(Deviation::EmptyValue, NOT_EMPTY);
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
    Ok(DecodedKey { key, importable: parts.importable })
}

/// A key of opaque octets: without parameters, and of one length.
fn sized(
    algorithm: KeyAlgorithm,
    length: usize,
    strength: u16,
    identifier: &AlgorithmIdentifier<'_>,
    key: &Reader<'_>,
) -> Result<Parts, CsrError> {
    identifier.no_parameters()?;
    if key.rest().len() != length {
        return Err(key.error(Deviation::PublicKey, "a key as long as its algorithm makes it"));
    }
    Ok(Parts { algorithm, bits: None, strength_bits: Some(strength), importable: None })
}

/// RSAPublicKey (RFC 8017, A.1.1).
fn rsa(
    mut key: Reader<'_>,
    pss_only: bool,
    pss_parameters: Option<PssParameters>,
) -> Result<Parts, CsrError> {
    // WebCrypto imports `rsaEncryption` alone, with its NULL (W3C WebCrypto, 23.3), for RSASSA-PSS too.
    const RSA_ENCRYPTION: &[u8] = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    let importable = encode_info(RSA_ENCRYPTION, key.rest());
    let mut pair = key.enter(tag::SEQUENCE, "an RSAPublicKey (SEQUENCE)")?;
    key.finish(ONE_VALUE)?;
    let (modulus_element, modulus) = positive(&mut pair, "a positive modulus (INTEGER)")?;
    if modulus.last().is_some_and(|last| last & 1 == 0) {
        let last = modulus_element.contents().len() - 1;
        modulus_element.note_contents(last, Deviation::PublicKey, "an odd modulus");
    }
    let (exponent_element, exponent) = positive(&mut pair, "a positive public exponent (INTEGER)")?;
    pair.finish("a modulus and a public exponent")?;
    if (exponent.len(), exponent) >= (modulus.len(), modulus) {
        let expected = "a public exponent below the modulus (RFC 8017, 3.1)";
        exponent_element.note(Deviation::PublicKey, expected);
    }
    let modulus_bits = bit_length(modulus);
    Ok(Parts {
        bits: Some(modulus_bits),
        strength_bits: Some(finite_field_strength(modulus_bits)),
        importable: Some(importable),
        algorithm: KeyAlgorithm::Rsa {
            modulus: modulus.into(),
            modulus_bits,
            exponent: exponent.into(),
            exponent_value: number(exponent),
            pss_only,
            pss_parameters,
        },
    })
}

/// An INTEGER of at least one, and its magnitude.
fn positive<'a>(
    reader: &mut Reader<'a>,
    expected: &'static str,
) -> Result<(Element<'a>, &'a [u8]), CsrError> {
    let element = reader.take(tag::INTEGER, expected)?;
    match element.unsigned(expected)? {
        [] => Err(element.contents_error(Deviation::Integer, expected)),
        magnitude => Ok((element, magnitude)),
    }
}

fn bit_length(magnitude: &[u8]) -> u32 {
    let leading = magnitude.first().map_or(0, |first| first.leading_zeros());
    (magnitude.len() as u32) * 8 - leading
}

/// RSA and DSA: the strength of the largest size in the tables that the key reaches; 0 below the smallest.
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
fn elliptic(identifier: &AlgorithmIdentifier<'_>, key: &Reader<'_>) -> Result<Parts, CsrError> {
    const NAMED_CURVE: &str = "a named curve (OBJECT IDENTIFIER)";
    let Some(parameters) = identifier.parameters else {
        return Err(identifier.parameters_error(NAMED_CURVE));
    };
    let (known, curve) = match parameters.tag {
        tag::OBJECT_IDENTIFIER => {
            let oid = parameters.object_identifier()?;
            let field_bits = curve::field_bits(oid.known);
            (oid.known, EcCurve { name: oid.name, oid: Some(oid.text), field_bits })
        }
        tag::SEQUENCE => {
            parameters.note(Deviation::Parameters, "a named curve, not a described one (RFC 5480, 2.1.1)");
            let field_bits = described_field(&parameters)?;
            (Known::None, EcCurve { name: None, oid: None, field_bits })
        }
        _ => return Err(identifier.parameters_error(NAMED_CURVE)),
    };
    let (form, coordinates) = key.rest().split_first().unwrap_or((&0, &[]));
    let (point, count) = match form {
        2 | 3 => (EcPoint::Compressed, 1),
        6 | 7 => (EcPoint::Hybrid, 2),
        _ => (EcPoint::Uncompressed, 2),
    };
    let each = curve.field_bits.map_or(coordinates.len() / count, |bits| bits.div_ceil(8) as usize);
    if !matches!(form, 2 | 3 | 4 | 6 | 7) || each == 0 || coordinates.len() != each * count {
        let expected = "02 or 03 and x, or 04, x and y, each as long as the field";
        return Err(key.error(Deviation::PublicKey, expected));
    }
    let on_curve = match (point, coordinates.split_at_checked(each)) {
        (EcPoint::Compressed, _) | (_, None) => None,
        (EcPoint::Uncompressed, Some((x, y))) => curve::has_point(known, x, y),
        (EcPoint::Hybrid, Some((x, y))) => {
            key.note(Deviation::PublicKey, "an uncompressed or compressed point (RFC 5480, 2.2)");
            let parity_fits = y.last().is_some_and(|last| last & 1 == form & 1);
            curve::has_point(known, x, y).map(|on_curve| on_curve && parity_fits)
        }
    };
    if on_curve == Some(false) {
        key.note(Deviation::PublicKey, "a point on its curve (SEC 1, 3.2.2.1)");
    }
    // WebCrypto's curves are those whose points are checked; it takes them uncompressed.
    let importable = (on_curve == Some(true)).then(|| {
        let mut algorithm = Vec::new();
        push_element(&mut algorithm, tag::SEQUENCE, &[EC_PUBLIC_KEY, parameters.full].concat());
        encode_info(&algorithm, &[&[4], coordinates].concat())
    });
    Ok(Parts {
        bits: curve.field_bits,
        strength_bits: curve.field_bits.map(|bits| (bits.min(512) / 2) as u16),
        importable,
        algorithm: KeyAlgorithm::Ec { curve, point, on_curve },
    })
}

const EC_PUBLIC_KEY: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01";

/// SpecifiedECDomain (SEC 1, C.2), as far as the size of a prime field; the rest is checked as any value.
fn described_field(parameters: &Element<'_>) -> Result<Option<u32>, CsrError> {
    const PARTS: &str = "version, field, curve, base and order";
    any::check(parameters);
    let mut reader = parameters.reader();
    reader.take(tag::INTEGER, PARTS)?;
    let mut field = reader.enter(tag::SEQUENCE, PARTS)?;
    reader.take(tag::SEQUENCE, PARTS)?;
    reader.take(tag::OCTET_STRING, PARTS)?;
    reader.take(tag::INTEGER, PARTS)?;
    if field.object_identifier(PARTS)?.known != Known::PrimeField {
        return Ok(None);
    }
    let (_, prime) = positive(&mut field, "a prime (INTEGER)")?;
    Ok(Some(bit_length(prime)))
}

/// Dss-Parms and DSAPublicKey (RFC 3279, 2.3.2). Absent parameters are inherited from the issuer's.
fn dsa(identifier: &AlgorithmIdentifier<'_>, mut key: Reader<'_>) -> Result<Parts, CsrError> {
    const PARAMETERS: &str = "p, q and g (SEQUENCE)";
    let mut sizes = None;
    match identifier.sequence(PARAMETERS)? {
        Some(mut reader) => {
            let mut size = || -> Result<u32, CsrError> {
                let (_, magnitude) = positive(&mut reader, "p, q and g (INTEGER), above zero")?;
                Ok(bit_length(magnitude))
            };
            let (p, q, _) = (size()?, size()?, size()?);
            reader.finish(PARAMETERS)?;
            sizes = Some((p, q));
        }
        None => identifier.note_missing(PARAMETERS),
    }
    positive(&mut key, "a DSAPublicKey (INTEGER)")?;
    key.finish(ONE_VALUE)?;
    Ok(Parts {
        algorithm: KeyAlgorithm::Dsa {
            prime_bits: sizes.map(|(p, _)| p),
            subgroup_bits: sizes.map(|(_, q)| q),
        },
        bits: sizes.map(|(p, _)| p),
        strength_bits: sizes.map(|(p, q)| finite_field_strength(p).min((q / 2) as u16)),
        importable: None,
    })
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
