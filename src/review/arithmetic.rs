//! Arithmetic over RSA moduli: the weaknesses that show in the number itself. Pure.
//!
//! Time is bounded: the ROCA test is linear, and the other two searches are left out above a number of bits.

use num_bigint::BigUint;
use num_integer::Integer;

/// What the search for weaknesses in an RSA modulus has found.
#[derive(Debug)]
pub(super) struct Modulus {
    /// The smallest factor below 752 (BR 6.1.6), if there is one.
    pub(super) small_factor: Option<u32>,
    /// Whether it has the fingerprint of the ROCA keys.
    pub(super) is_roca: bool,
    /// Whether its primes are close to each other.
    pub(super) has_close_primes: bool,
    /// What it is, if it is no product of different primes (BR 6.1.6).
    pub(super) degenerate: Option<Degenerate>,
}

/// A modulus that is no product of different primes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Degenerate {
    /// It is a prime.
    Prime,
    /// It is a power of a prime, or one of its primes can be computed in the same way.
    PrimePower,
}

impl Modulus {
    /// Searches for weaknesses. This takes milliseconds; the longest search is left out where another has found
    /// something.
    pub(super) fn examine(octets: &[u8]) -> Self {
        let modulus = number(octets);
        let small_factor = small_factor(&modulus);
        let has_close_primes = has_close_primes(&modulus);
        let is_settled = small_factor.is_some() || has_close_primes;
        Self {
            small_factor,
            is_roca: is_roca(&modulus),
            has_close_primes,
            degenerate: if is_settled { None } else { degenerate(&modulus) },
        }
    }
}

/// The number with these octets, the highest first.
pub(super) fn number(octets: &[u8]) -> BigUint {
    BigUint::from_bytes_be(octets)
}

/// The number modulo a small one, which is not 0.
fn remainder(number: &BigUint, divisor: u32) -> u32 {
    u32::try_from(number % divisor).unwrap_or_default()
}

fn small_factor(number: &BigUint) -> Option<u32> {
    (2..752).find(|&divisor| remainder(number, divisor) == 0)
}

/// Whether the modulus has the fingerprint of the ROCA keys (CVE-2017-15361): their primes are powers of 65537
/// modulo each of the first primes, and so is their product. Other keys have it once in some 2²⁷.
fn is_roca(modulus: &BigUint) -> bool {
    // 167 is the last prime the shortest affected keys are built with.
    let mut primes = (3..=167_u32).filter(|&candidate| (2..candidate).all(|factor| candidate % factor != 0));
    primes.all(|prime| {
        let wanted = remainder(modulus, prime);
        let mut power = 1;
        (0..prime).any(|_| {
            power = power * (65_537 % prime) % prime;
            power == wanted
        })
    })
}

/// The longest modulus in which close primes are searched.
pub(super) const MAX_FERMAT_BITS: u64 = 8192;

/// Whether Fermat's method factors the modulus within 100 rounds (BR 6.1.1.3): its primes are so close to each other
/// that both are near its square root.
fn has_close_primes(modulus: &BigUint) -> bool {
    if modulus.bits() > MAX_FERMAT_BITS {
        return false;
    }
    let root = modulus.sqrt();
    if &root * &root == *modulus {
        return true;
    }
    // Where a² − n is a square b², n is (a − b)(a + b).
    let mut candidate = root + 1_u32;
    (0..100).any(|_| {
        let is_found = is_square(&(&candidate * &candidate - modulus));
        candidate += 1_u32;
        is_found
    })
}

fn is_square(number: &BigUint) -> bool {
    // A square is one modulo each of these. That leaves few roots to be taken.
    let may_be = |modulus: u32| {
        let rest = remainder(number, modulus);
        (0..modulus).any(|root| root * root % modulus == rest)
    };
    [64, 63, 65, 11, 17, 19, 23, 31].into_iter().all(may_be) && number.sqrt().pow(2) == *number
}

/// The longest modulus that is tested for being a prime. The time grows with the third power of the length: in
/// WebAssembly 3072 bits take some 50 ms, 4096 bits some 90.
const MAX_PRIME_BITS: u64 = 3072;

/// Whether a modulus without small factors is a prime or a power of one.
///
/// For a prime p, 2^p is 2 modulo p (Fermat), so 2^(p^k) is 2 modulo p for every power. A number that is not of this kind
/// behaves so for chance alone, which does not happen at the length of a key.
fn degenerate(modulus: &BigUint) -> Option<Degenerate> {
    if modulus.bits() > MAX_PRIME_BITS {
        return None;
    }
    let two = BigUint::from(2_u32);
    let power = power_of_two(modulus);
    // Both are less than the modulus, and their difference may be negative.
    let difference = if power < two { &two - &power } else { &power - &two };
    let divisor = difference.gcd(modulus);
    if divisor == *modulus {
        Some(Degenerate::Prime)
    } else {
        (divisor > BigUint::ONE).then_some(Degenerate::PrimePower)
    }
}

/// 2 to the power of the modulus, modulo the modulus, by squaring and doubling. `BigUint::modpow`, which is for any base,
/// takes 1.6 times as long in WebAssembly.
fn power_of_two(modulus: &BigUint) -> BigUint {
    (0..modulus.bits()).rev().fold(BigUint::ONE, |power, bit| {
        let square = &power * &power % modulus;
        if modulus.bit(bit) { (square << 1) % modulus } else { square }
    })
}
