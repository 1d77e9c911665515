//! Arithmetic over RSA moduli: the two families of weak keys that can be seen in the number itself.
//!
//! Pure. Numbers are limbs of 32 bits, the lowest first. Time is bounded: the ROCA test is linear, and the search
//! for close primes is left out above 8192 bits.

/// The number with these octets, the highest first.
pub(super) fn limbs(octets: &[u8]) -> Vec<u32> {
    let mut limbs = vec![0; octets.len().div_ceil(4)];
    for (limb, chunk) in limbs.iter_mut().zip(octets.rchunks(4)) {
        for octet in chunk {
            *limb = *limb << 8 | u32::from(*octet);
        }
    }
    limbs
}

/// The number modulo a small one, which is not 0.
pub(super) fn remainder(number: &[u32], divisor: u32) -> u32 {
    let divisor = u64::from(divisor);
    number.iter().rev().fold(0, |rest, &limb| ((rest << 32) | u64::from(limb)) % divisor) as u32
}

/// The smallest factor below 752 (BR 6.1.6), if there is one.
pub(super) fn small_factor(number: &[u32]) -> Option<u32> {
    (2..752).find(|&divisor| remainder(number, divisor) == 0)
}

/// Whether the modulus has the fingerprint of the ROCA keys (CVE-2017-15361): their primes are powers of 65537
/// modulo each of the first primes, and so is their product. Other keys have it once in some 2²⁷.
pub(super) fn is_roca(modulus: &[u32]) -> bool {
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

/// Whether Fermat's method factors the modulus within 100 rounds: its primes are so close to each other that the
/// square root of the modulus all but shows them.
pub(super) fn has_close_primes(modulus: &[u32]) -> bool {
    if modulus.len() > 256 {
        return false;
    }
    // With s the root, n = s² + rest. The first candidate is a = s + 1, and a² − n = 2s + 1 − rest; from one
    // candidate to the next it grows by 2a + 1. Where it is a square b², n is (a − b)(a + b).
    let (mut step, rest) = square_root(modulus);
    if is_zero(&rest) {
        return true;
    }
    add_small(&mut step, 1);
    let mut difference = step.clone();
    subtract(&mut difference, &rest);
    (0..100).any(|_| {
        let found = is_square(&difference);
        add_small(&mut step, 2);
        add(&mut difference, &step);
        found
    })
}

fn is_square(number: &[u32]) -> bool {
    // A square is one modulo each of these. That leaves few roots to be taken.
    let may_be = |modulus: u32| {
        let rest = remainder(number, modulus);
        (0..modulus).any(|root| root * root % modulus == rest)
    };
    [64, 63, 65, 11, 17, 19, 23, 31].into_iter().all(may_be) && is_zero(&square_root(number).1)
}

/// Twice the square root, rounded down, and what is left of the number: by the pencil's method, two bits a step.
fn square_root(number: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut double = vec![0; number.len() / 2 + 2];
    let mut rest = double.clone();
    for limb in number.iter().rev() {
        for at in (0..16).rev() {
            shift(&mut rest, 2, (limb >> (2 * at)) & 3);
            shift(&mut double, 1, 1);
            let fits = !rest.iter().rev().lt(double.iter().rev());
            if fits {
                subtract(&mut rest, &double);
            }
            // The last two bits are 01: they become 10 or 00, which doubles the root with its new bit.
            if let Some(lowest) = double.first_mut() {
                *lowest ^= if fits { 3 } else { 1 };
            }
        }
    }
    (double, rest)
}

/// Shifts left by `bits`, which come in from the right as `value`.
fn shift(number: &mut [u32], bits: u32, value: u32) {
    let mut carry = value;
    for limb in number {
        (*limb, carry) = ((*limb << bits) | carry, *limb >> (32 - bits));
    }
}

fn is_zero(number: &[u32]) -> bool {
    number.iter().all(|&limb| limb == 0)
}

fn add_small(number: &mut [u32], value: u32) {
    let mut carry = value;
    for limb in number {
        let (sum, over) = limb.overflowing_add(carry);
        (*limb, carry) = (sum, u32::from(over));
    }
}

fn add(number: &mut [u32], other: &[u32]) {
    let mut carry = 0;
    for (limb, &other) in number.iter_mut().zip(other) {
        let sum = u64::from(*limb) + u64::from(other) + carry;
        (*limb, carry) = (sum as u32, sum >> 32);
    }
}

/// Takes away a number that is not greater.
fn subtract(number: &mut [u32], other: &[u32]) {
    let mut borrow = false;
    for (limb, &other) in number.iter_mut().zip(other) {
        let (part, first) = limb.overflowing_sub(other);
        let (part, second) = part.overflowing_sub(u32::from(borrow));
        (*limb, borrow) = (part, first || second);
    }
}
