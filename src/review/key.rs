//! Checks of the CSR's public key: its kind, its size, and known weaknesses. Pure.

use super::arithmetic::{self, Degenerate, Modulus};
use super::text::finding;
use super::{Context, FindingText};
use crate::csr::{Csr, KeyAlgorithm, PublicKey};
use crate::order::{Field, ProductKind};

/// The least strength in bits (NIST SP 800-57 part 1, 5.6).
const MIN_STRENGTH: u16 = 112;
/// The least RSA key for code signing (CSBR 6.1.5.2).
const MIN_CODE_SIGNING_RSA: u32 = 3072;
/// The recommended range of RSA exponents is from 65537 to 2²⁵⁶ − 1 (BR 6.1.6).
const MIN_EXPONENT: u32 = 65_537;
const MAX_EXPONENT_OCTETS: usize = 32;

/// The key in words: `RSA with 2048 bits`, `ECDSA P-256`.
fn described(key: &PublicKey) -> String {
    let name = match &key.algorithm {
        KeyAlgorithm::Rsa { .. } => "RSA",
        KeyAlgorithm::Dsa { .. } => "DSA",
        KeyAlgorithm::Ec { curve, .. } => {
            return format!("ECDSA {}", curve.name.or(curve.oid.as_deref()).unwrap_or("on an unnamed curve"));
        }
        _ => key.name.unwrap_or(&key.oid),
    };
    match key.bits {
        Some(bits) => format!("{name} with {bits} bits"),
        None => name.to_owned(),
    }
}

fn is_weak(key: &PublicKey) -> bool {
    key.strength_bits.is_some_and(|strength| strength < MIN_STRENGTH)
        || matches!(key.algorithm, KeyAlgorithm::Rsa { modulus_bits, .. } if modulus_bits < 2048)
}

pub(super) fn weak(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let key = &csr.public_key;
    if !is_weak(key) {
        return None;
    }
    finding(
        format!(
            "The key is {}, which is below the required strength: RSA with 2048 bits, or ECDSA P-256. No public CA \
             accepts it. Ask for a new key and CSR.",
            described(key)
        ),
        &[Field::EncodedCsr],
    )
}

fn is_nist_curve(key: &PublicKey) -> bool {
    matches!(
        &key.algorithm,
        KeyAlgorithm::Ec { curve, .. } if matches!(curve.name, Some("P-256" | "P-384" | "P-521"))
    )
}

/// Whether public CAs accept keys of this kind and size (BR 6.1.5, 7.1.3.1).
fn is_accepted_for_tls(key: &PublicKey) -> bool {
    match &key.algorithm {
        KeyAlgorithm::Rsa { modulus_bits, pss_only, .. } => modulus_bits % 8 == 0 && !pss_only,
        _ => is_nist_curve(key),
    }
}

pub(super) fn not_accepted(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let key = &csr.public_key;
    if is_weak(key) || is_accepted_for_tls(key) {
        return None;
    }
    finding(
        format!(
            "The key is {}. Public CAs accept ECDSA P-256, P-384 and P-521, and RSA with a number of bits that is a \
             multiple of 8, unless the key is for RSASSA-PSS only. Ask for a new key and CSR.",
            described(key)
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn not_listed_by_digicert(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let key = &csr.public_key;
    let is_listed = match &key.algorithm {
        KeyAlgorithm::Rsa { modulus_bits, .. } => matches!(modulus_bits, 2048 | 3072 | 4096),
        KeyAlgorithm::Ec { curve, .. } => matches!(curve.name, Some("P-256" | "P-384")),
        _ => true,
    };
    if is_weak(key) || !is_accepted_for_tls(key) || is_listed {
        return None;
    }
    finding(
        format!(
            "The key is {}. DigiCert lists RSA with 2048, 3072 and 4096 bits and ECDSA P-256 and P-384 for TLS; not all \
             browsers support others. If DigiCert rejects the key, ask for one of these.",
            described(key)
        ),
        &[Field::EncodedCsr],
    )
}

fn is_accepted_for_code_signing(key: &PublicKey) -> bool {
    match &key.algorithm {
        KeyAlgorithm::Rsa { modulus_bits, .. } => *modulus_bits >= MIN_CODE_SIGNING_RSA,
        KeyAlgorithm::Dsa { prime_bits, .. } => *prime_bits == Some(2048),
        _ => is_nist_curve(key),
    }
}

pub(super) fn not_accepted_for_code_signing(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let key = &csr.public_key;
    if is_weak(key) || is_accepted_for_code_signing(key) {
        return None;
    }
    finding(
        format!(
            "The key is {}. Code signing certificates require RSA with at least 3072 bits, or ECDSA P-256, P-384 or \
             P-521. Ask for a new key and CSR.",
            described(key)
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn good(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let key = &csr.public_key;
    let is_accepted = match context.product {
        ProductKind::PublicTls | ProductKind::Unknown => is_accepted_for_tls(key),
        ProductKind::CodeSigning => is_accepted_for_code_signing(key),
        _ => true,
    };
    // A strong key is worthless if another check objects to it.
    let is_objected = [weak, broken, roca, close_primes].iter().any(|check| check(context, csr).is_some());
    if !is_accepted || is_objected || super::csr::private_key_in_csr(context) {
        return None;
    }
    let strength = key.strength_bits?;
    let is_searched = key.bits.is_none_or(|bits| u64::from(bits) <= arithmetic::MAX_FERMAT_BITS);
    let found = if is_searched {
        "No known weakness was found"
    } else {
        "It is too long to be searched for close primes"
    };
    finding(
        format!(
            "{}, about {strength}-bit strength (minimum: 112). {found}; keys of Debian's OpenSSL of 2008 and keys \
             reported as compromised are not recognized here.",
            described(key)
        ),
        &[Field::EncodedCsr],
    )
}

/// What the search for weaknesses has found in an RSA modulus.
fn modulus<'a>(context: &'a Context<'_>, key: &PublicKey) -> Option<&'a Modulus> {
    match &key.algorithm {
        KeyAlgorithm::Rsa { modulus, .. } => {
            Some(context.modulus.get_or_init(|| Modulus::examine(modulus.as_slice())))
        }
        _ => None,
    }
}

/// What is wrong with the numbers of a key.
fn defect(context: &Context<'_>, key: &PublicKey) -> Option<String> {
    match &key.algorithm {
        KeyAlgorithm::Rsa { modulus: octets, exponent, exponent_value, .. } => {
            let is_even = exponent.as_slice().last().is_some_and(|last| last & 1 == 0);
            if is_even || exponent_value.is_some_and(|value| value < 3) {
                return Some("its exponent is even or less than 3".to_owned());
            }
            if arithmetic::number(exponent.as_slice()) >= arithmetic::number(octets.as_slice()) {
                return Some("its exponent is not less than its modulus".to_owned());
            }
            let modulus = modulus(context, key)?;
            if let Some(factor) = modulus.small_factor {
                return Some(format!("its modulus is divisible by {factor}"));
            }
            let defect = match modulus.degenerate? {
                Degenerate::Prime => "its modulus is a prime number, not a product of two",
                Degenerate::PrimePower => "its modulus can be factored, as a power of a prime number can",
            };
            Some(defect.to_owned())
        }
        KeyAlgorithm::Ec { on_curve: Some(false), .. } => Some("its point is not on its curve".to_owned()),
        _ => None,
    }
}

pub(super) fn broken(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let defect = defect(context, &csr.public_key)?;
    finding(
        format!(
            "The key is invalid: {defect}. No correct tool makes such a key, and it protects nothing. Do not approve \
             it; ask for a new key and CSR."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn exponent(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let KeyAlgorithm::Rsa { exponent, exponent_value, .. } = &csr.public_key.algorithm else { return None };
    let octets = exponent.as_slice();
    if defect(context, &csr.public_key).is_some() {
        return None;
    }
    let value = match exponent_value {
        Some(value) if *value < MIN_EXPONENT => value.to_string(),
        None if octets.len() > MAX_EXPONENT_OCTETS => "longer than 256 bits".to_owned(),
        _ => return None,
    };
    finding(
        format!(
            "The RSA key's public exponent is {value}. It is allowed, but 65537 is what is recommended and what tools \
             make. Ask which tool made the key."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn roca(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if !modulus(context, &csr.public_key)?.is_roca {
        return None;
    }
    finding(
        "The RSA key has the fingerprint of the ROCA weakness (CVE-2017-15361): a faulty chip made it, and the private \
         key can be computed from it. Do not approve it; the key must be generated elsewhere.",
        &[Field::EncodedCsr],
    )
}

pub(super) fn close_primes(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if !modulus(context, &csr.public_key)?.has_close_primes {
        return None;
    }
    finding(
        "The two primes of the RSA key are so close to each other that anybody can compute the private key (Fermat's \
         method). Do not approve it; the tool that made the key is faulty, and so are its other keys.",
        &[Field::EncodedCsr],
    )
}
