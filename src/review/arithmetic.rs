//! Arithmetic over RSA moduli: the two families of weak keys that show in the number itself. Pure.
//!
//! Time is bounded: the ROCA test is linear, and the search for close primes is left out above 8192 bits.

use num_bigint::BigUint;

/// The number with these octets, the highest first.
pub(super) fn number(octets: &[u8]) -> BigUint {
    BigUint::from_bytes_be(octets)
}

/// The number modulo a small one, which is not 0.
fn remainder(number: &BigUint, divisor: u32) -> u32 {
    u32::try_from(number % divisor).unwrap_or_default()
}

/// The smallest factor below 752 (BR 6.1.6), if there is one.
pub(super) fn small_factor(number: &BigUint) -> Option<u32> {
    (2..752).find(|&divisor| remainder(number, divisor) == 0)
}

/// Whether the modulus has the fingerprint of the ROCA keys (CVE-2017-15361): their primes are powers of 65537
/// modulo each of the first primes, and so is their product. Other keys have it once in some 2²⁷.
pub(super) fn is_roca(modulus: &BigUint) -> bool {
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

/// Whether Fermat's method factors the modulus within 100 rounds (BR 6.1.1.3): its primes are so close to each other
/// that both are near its square root.
pub(super) fn has_close_primes(modulus: &BigUint) -> bool {
    if modulus.bits() > 8192 {
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
