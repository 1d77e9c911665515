//! Rules about the key: what the CSR's public key is, and whether it can be relied on. Pure.

use super::words::{number, said};
use super::{Context, FindingText, arithmetic};
use crate::csr::{Csr, KeyAlgorithm, PublicKey};
use crate::order::Field;

/// Below this strength no key is good (NIST SP 800-57 part 1, 5.6).
const ENOUGH: u16 = 112;

/// The key in words: `RSA with 2048 bits`, `an elliptic curve, P-256`.
fn described(key: &PublicKey) -> String {
    let (kind, curve) = match &key.algorithm {
        KeyAlgorithm::Rsa { .. } => ("RSA", None),
        KeyAlgorithm::Dsa { .. } => ("DSA", None),
        KeyAlgorithm::Ec { curve, .. } => {
            ("elliptic curve ", Some(curve.name.or(curve.oid.as_deref()).unwrap_or("of its own")))
        }
        _ => (key.name.unwrap_or(&key.oid), None),
    };
    match (curve, key.bits) {
        (None, Some(bits)) => [kind, " with ", &number(bits), " bits"].concat(),
        _ => [kind, curve.unwrap_or_default()].concat(),
    }
}

fn is_weak(key: &PublicKey) -> bool {
    key.strength_bits.is_some_and(|strength| strength < ENOUGH)
}

pub(super) fn weak(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let key = &csr.public_key;
    if !is_weak(key) {
        return None;
    }
    said(
        &[
            "The key is too weak: ",
            &described(key),
            ". It can be broken with the means of today or soon, and no public authority takes it. Ask for a new CSR \
             with RSA of at least 2048 bits, or P-256.",
        ],
        &[Field::EncodedCsr],
    )
}

/// Whether a public CA takes keys of this kind and size (BR 6.1.5, 7.1.3.1).
fn is_public_kind(key: &PublicKey) -> bool {
    match &key.algorithm {
        KeyAlgorithm::Rsa { modulus_bits, pss_only, .. } => modulus_bits % 8 == 0 && !pss_only,
        KeyAlgorithm::Ec { curve, .. } => matches!(curve.name, Some("P-256" | "P-384" | "P-521")),
        _ => false,
    }
}

pub(super) fn not_public(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let key = &csr.public_key;
    if is_weak(key) || is_public_kind(key) {
        return None;
    }
    said(
        &[
            "Public authorities do not take this kind of key: ",
            &described(key),
            ". They take RSA whose number of bits is a multiple of 8 and not bound to one signature scheme, and the \
             curves P-256, P-384 and P-521. Ask for a new CSR.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn good(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let key = &csr.public_key;
    // No praise beside an objection that makes the size worthless.
    if [broken, roca, close_primes].iter().any(|objection| objection(context, csr).is_some()) {
        return None;
    }
    let strength = key.strength_bits.filter(|strength| *strength >= ENOUGH)?;
    said(
        &[
            "The key is ",
            &described(key),
            ": strong enough (about ",
            &number(u32::from(strength)),
            " bits of strength, where 112 are asked for).",
        ],
        &[Field::EncodedCsr],
    )
}

/// What is wrong with the numbers of a key, if something is.
fn defect(key: &PublicKey) -> Option<String> {
    match &key.algorithm {
        KeyAlgorithm::Rsa { modulus, exponent, exponent_value, .. } => {
            let is_even = exponent.as_slice().last().is_some_and(|last| last & 1 == 0);
            if is_even || exponent_value.is_some_and(|value| value < 3) {
                return Some("its exponent is even or less than 3".to_owned());
            }
            let factor = arithmetic::small_factor(&arithmetic::limbs(modulus.as_slice()))?;
            Some(["its modulus can be divided by ", &number(factor)].concat())
        }
        KeyAlgorithm::Ec { on_curve: Some(false), .. } => {
            Some("its point does not lie on its curve".to_owned())
        }
        _ => None,
    }
}

pub(super) fn broken(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let defect = defect(&csr.public_key)?;
    said(
        &[
            "The key is broken: ",
            &defect,
            ". No sound tool makes such a key, and it protects nothing. Do not approve it; ask for a new CSR with a \
             new key.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn small_exponent(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let KeyAlgorithm::Rsa { exponent_value: Some(value @ 3..=65_536), .. } = csr.public_key.algorithm else {
        return None;
    };
    said(
        &[
            "The RSA key's public exponent is ",
            &number(value),
            ". It is allowed, but 65537 is what is recommended and what tools make; ask which tool made it.",
        ],
        &[Field::EncodedCsr],
    )
}

fn modulus(csr: &Csr) -> Option<Vec<u32>> {
    match &csr.public_key.algorithm {
        KeyAlgorithm::Rsa { modulus, .. } => Some(arithmetic::limbs(modulus.as_slice())),
        _ => None,
    }
}

pub(super) fn roca(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if !arithmetic::is_roca(&modulus(csr)?) {
        return None;
    }
    said(
        &[
            "The RSA key has the fingerprint of the ROCA weakness (CVE-2017-15361): a faulty chip made it, and the \
           private key can be computed from it. Do not approve it; the key must be made again elsewhere.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn close_primes(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if !arithmetic::has_close_primes(&modulus(csr)?) {
        return None;
    }
    said(
        &[
            "The two primes of the RSA key are so close to each other that anybody can compute the private key \
           (Fermat's method). Do not approve it; the tool that made the key is faulty, and its other keys are too.",
        ],
        &[Field::EncodedCsr],
    )
}
