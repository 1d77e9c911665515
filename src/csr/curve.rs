//! Elliptic curves: their sizes, and whether a point lies on the three NIST curves a public CA signs for.
//!
//! Pure. The arithmetic is the plainest there is (one bit at a time, not constant-time): it runs once or twice
//! over a public key, and its size is paid by every reader of the page.

use super::oid::Known;

/// The size of a curve's field in bits (RFC 5480, 2.1.1.1; SEC 2; RFC 5639).
pub(super) fn field_bits(known: Known) -> Option<u32> {
    Some(match known {
        Known::BrainpoolP160r1 => 160,
        Known::P192 | Known::BrainpoolP192r1 => 192,
        Known::P224 | Known::BrainpoolP224r1 => 224,
        Known::P256 | Known::Secp256k1 | Known::SM2 | Known::BrainpoolP256r1 | Known::BrainpoolP256t1 => 256,
        Known::BrainpoolP320r1 => 320,
        Known::P384 | Known::BrainpoolP384r1 | Known::BrainpoolP384t1 => 384,
        Known::BrainpoolP512r1 | Known::BrainpoolP512t1 => 512,
        Known::P521 => 521,
        _ => return None,
    })
}

/// The prime of a curve's field and its coefficient b (FIPS 186-4, D.1.2). Its coefficient a is −3.
#[rustfmt::skip]
fn equation(known: Known) -> Option<(&'static [u8], &'static [u8])> {
    Some(match known {
        Known::P256 => (
        b"\xff\xff\xff\xff\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x5a\xc6\x35\xd8\xaa\x3a\x93\xe7\xb3\xeb\xbd\x55\x76\x98\x86\xbc\x65\x1d\x06\xb0\xcc\x53\xb0\xf6\x3b\xce\
          \x3c\x3e\x27\xd2\x60\x4b",
        ),
        Known::P384 => (
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
          \xff\xff\xff\xff\xff\xfe\xff\xff\xff\xff\0\0\0\0\0\0\0\0\xff\xff\xff\xff",
        b"\xb3\x31\x2f\xa7\xe2\x3e\xe7\xe4\x98\x8e\x05\x6b\xe3\xf8\x2d\x19\x18\x1d\x9c\x6e\xfe\x81\x41\x12\x03\x14\
          \x08\x8f\x50\x13\x87\x5a\xc6\x56\x39\x8d\x8a\x2e\xd1\x9d\x2a\x85\xc8\xed\xd3\xec\x2a\xef",
        ),
        Known::P521 => (
        b"\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
          \xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
          \xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x00\x51\x95\x3e\xb9\x61\x8e\x1c\x9a\x1f\x92\x9a\x21\xa0\xb6\x85\x40\xee\xa2\xda\x72\x5b\x99\xb3\x15\xf3\
          \xb8\xb4\x89\x91\x8e\xf1\x09\xe1\x56\x19\x39\x51\xec\x7e\x93\x7b\x16\x52\xc0\xbd\x3b\xb1\xbf\x07\x35\x73\
          \xdf\x88\x3d\x2c\x34\xf1\xef\x45\x1f\xd4\x6b\x50\x3f\x00",
        ),
        _ => return None,
    })
}

/// Whether x and y satisfy y² = x³ − 3x + b in the field (SEC 1, 3.2.2.1), and y is odd or even where the point
/// says so. `None` where that is not checked.
pub(super) fn has_point(known: Known, x: &[u8], y: &[u8], y_is_odd: Option<bool>) -> Option<bool> {
    let (prime, b) = equation(known)?;
    let (prime, b, x, y) = (number(prime), number(b), number(x), number(y));
    let parity_fits = y_is_odd.is_none_or(|odd| y.first().is_some_and(|limb| (limb & 1 == 1) == odd));
    let is_solution = || multiply(&y, &y, &prime) == right_side(&x, &b, &prime);
    Some(parity_fits && is_less(&x, &prime) && is_less(&y, &prime) && is_solution())
}

/// Room for 576 bits: the widest field has 521, and a sum one more.
const LIMBS: usize = 9;

/// The lowest limb first.
type Number = [u64; LIMBS];

fn number(octets: &[u8]) -> Number {
    let mut number = [0; LIMBS];
    for (limb, chunk) in number.iter_mut().zip(octets.rchunks(8)) {
        *limb = chunk.iter().fold(0, |value, &octet| (value << 8) | u64::from(octet));
    }
    number
}

/// The bits from the highest to the lowest.
fn bits(number: &Number) -> impl Iterator<Item = bool> {
    number.iter().rev().flat_map(|limb| (0..64).rev().map(move |bit| (limb >> bit) & 1 == 1))
}

fn is_less(a: &Number, b: &Number) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

fn subtract(a: &Number, b: &Number) -> Number {
    let (mut difference, mut borrow) = ([0; LIMBS], false);
    for (limb, (&a, &b)) in difference.iter_mut().zip(a.iter().zip(b)) {
        let (part, first) = a.overflowing_sub(b);
        let (part, second) = part.overflowing_sub(u64::from(borrow));
        (*limb, borrow) = (part, first || second);
    }
    difference
}

/// The sum of two numbers below the prime, modulo it.
fn add(a: &Number, b: &Number, prime: &Number) -> Number {
    let (mut sum, mut carry) = ([0; LIMBS], false);
    for (limb, (&a, &b)) in sum.iter_mut().zip(a.iter().zip(b)) {
        let (part, first) = a.overflowing_add(b);
        let (part, second) = part.overflowing_add(u64::from(carry));
        (*limb, carry) = (part, first || second);
    }
    if is_less(&sum, prime) { sum } else { subtract(&sum, prime) }
}

fn multiply(a: &Number, b: &Number, prime: &Number) -> Number {
    bits(b).fold([0; LIMBS], |product, bit| {
        let doubled = add(&product, &product, prime);
        if bit { add(&doubled, a, prime) } else { doubled }
    })
}

/// x³ − 3x + b.
fn right_side(x: &Number, b: &Number, prime: &Number) -> Number {
    let cube = multiply(&multiply(x, x, prime), x, prime);
    let three_x = add(&add(x, x, prime), x, prime);
    add(&add(&cube, &subtract(prime, &three_x), prime), b, prime)
}
