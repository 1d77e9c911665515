//! Elliptic curves: their sizes, and whether a point is on one of the three NIST curves that public CAs accept. Pure.

use num_bigint::BigUint;

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

/// Whether x and y satisfy y² = x³ − 3x + b in the field (SEC 1, 3.2.2.1). `None` for other curves.
pub(super) fn has_point(known: Known, x: &[u8], y: &[u8]) -> Option<bool> {
    let (prime, b) = equation(known)?;
    let [prime, b, x, y] = [prime, b, x, y].map(BigUint::from_bytes_be);
    if x >= prime || y >= prime {
        return Some(false);
    }
    // −x is written as prime − x, since the numbers are unsigned.
    let right_side = &x * &x * &x + (&prime - &x) * 3_u32 + b;
    Some(&y * &y % &prime == right_side % &prime)
}
