//! Checks of the key.

use num_bigint::BigUint;

use crate::builder::{NULL, P256_POINT, Request, ec_algorithm, oid, rsa_algorithm, rsa_key, spki};
use crate::{Row, Setting, row, sound};

/// A sound-looking modulus of so many bits, without small factors in the sizes used here.
fn modulus(bits: usize) -> Vec<u8> {
    let mut octets = vec![0xff; bits.div_ceil(8)];
    if !bits.is_multiple_of(8) {
        octets[0] = (1 << (bits % 8)) - 1;
    } else {
        octets.insert(0, 0);
    }
    // 2^n - 1 has small factors; the lowest octets are changed until it has none.
    while smallest_factor(&octets).is_some() {
        next_odd(&mut octets);
    }
    octets
}

fn smallest_factor(octets: &[u8]) -> Option<u32> {
    let rest = |divisor: u32| octets.iter().fold(0, |rest, &octet| (rest * 256 + u32::from(octet)) % divisor);
    (2..752).find(|&divisor| rest(divisor) == 0)
}

/// The next lower odd number.
fn next_odd(octets: &mut [u8]) {
    let at = octets.len() - 4;
    let low = u32::from_be_bytes(octets[at..].try_into().unwrap()).wrapping_sub(2);
    octets[at..].copy_from_slice(&low.to_be_bytes());
}

/// 2^bits - 1, which is a prime for 521, 2281 and 4253.
fn mersenne(bits: u32) -> Vec<u8> {
    ((BigUint::ONE << bits) - BigUint::ONE).to_bytes_be()
}

/// A power of the prime 2^521 - 1.
fn power(exponent: u32) -> Vec<u8> {
    BigUint::from_bytes_be(&mersenne(521)).pow(exponent).to_bytes_be()
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Setting {
    let key = spki(&rsa_algorithm(), &rsa_key(modulus, exponent));
    sound().csr(Some(Request { spki: key, ..Request::rsa() }.der()))
}

fn ec(curve: &str, point: &[u8]) -> Setting {
    sound().csr(Some(Request::with_spki(spki(&ec_algorithm(&oid(curve)), point)).der()))
}

const F4: &[u8] = &[1, 0, 1];

pub(crate) fn rows() -> Vec<Row> {
    let at = |name: &str| sound().fixture(name);
    let mut off_curve = P256_POINT.to_vec();
    *off_curve.last_mut().unwrap() ^= 1;
    let off_curve = ec("1.2.840.10045.3.1.7", &off_curve);
    let mut divisible = modulus(2048);
    while smallest_factor(&divisible) != Some(751) {
        next_odd(&mut divisible);
    }
    vec![
        row(
            "key-good",
            [
                (sound(), "P-256"),
                (rsa(&modulus(2048), F4), "RSA with 2048 bits"),
                (
                    at("csr/openssl-ed25519.pem").trust("private"),
                    "Ed25519, about 128-bit strength (minimum: 112)",
                ),
                (rsa(&modulus(3072), F4).product("code_signing"), "RSA with 3072 bits"),
                (rsa(&modulus(2048), F4).product("class1_smime"), "Debian"),
                (rsa(&modulus(8192), F4), "No known weakness was found"),
                (rsa(&modulus(8200), F4), "too long to be searched for close primes"),
            ],
            [
                at("csr/openssl-ed25519.pem"),
                at("csr/openssl-ed25519.pem").trust("unknown"),
                rsa(&modulus(2048), F4).product("code_signing"),
                at("review/rsa1024.pem"),
                at("review/roca-rsa2048.pem"),
                at("review/close-primes-rsa2048.pem"),
                at("review/factor-3-rsa2048.pem"),
                sound().csr(None),
            ],
        ),
        row(
            "key-weak",
            [
                (at("review/rsa1024.pem"), "RSA with 1024 bits"),
                (rsa(&modulus(2040), F4), "RSA with 2040 bits"),
                (ec("1.2.840.10045.3.1.1", &P256_POINT[..49]), "P-192"),
                (at("review/rsa1024.pem").trust("private"), "1024"),
            ],
            [sound(), rsa(&modulus(2048), F4), at("csr/openssl-sect233k1.pem")],
        ),
        row(
            "key-not-public",
            [
                (at("review/rsa2052.pem"), "RSA with 2052 bits"),
                (at("review/brainpool256.pem"), "brainpoolP256r1"),
                (at("csr/openssl-secp256k1.pem"), "secp256k1"),
                (at("csr/openssl-dsa2048.pem"), "DSA with 2048 bits"),
                (at("csr/openssl-ed25519.pem"), "Ed25519"),
                (at("csr/openssl-rsapss-key.pem"), "RSA with"),
                (at("csr/openssl-ed25519.pem").trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                rsa(&modulus(4096), F4),
                at("csr/openssl-p384.pem"),
                at("csr/openssl-p521.pem"),
                at("review/brainpool256.pem").trust("private"),
                at("csr/openssl-ed25519.pem").product("client_premium"),
            ],
        ),
        row(
            "key-broken",
            [
                (at("review/factor-3-rsa2048.pem"), "divisible by 3"),
                (rsa(&divisible, F4), "divisible by 751"),
                (rsa(&modulus(2048), &[1, 0, 0]), "exponent"),
                (rsa(&modulus(2048), &[1]), "exponent"),
                (rsa(&modulus(2048), &[&[1], &[0; 255][..], &[1]].concat()), "not less than its modulus"),
                (off_curve, "is not on its curve"),
                (rsa(&mersenne(521), F4), "its modulus is a prime number"),
                (rsa(&mersenne(2281), F4), "its modulus is a prime number"),
                (rsa(&power(3), F4), "a power of a prime number"),
                (rsa(&power(5), F4).trust("private"), "can be factored"),
            ],
            [
                sound(),
                rsa(&modulus(2048), F4),
                rsa(&modulus(2048), &[3]),
                // A square is found by its close primes; and longer primes are not searched for.
                rsa(&power(2), F4),
                rsa(&mersenne(4253), F4),
                at("review/close-primes-rsa2048.pem"),
                at("csr/keytool-rsa.pem"),
            ],
        ),
        row(
            "key-exponent",
            [
                (rsa(&modulus(2048), &[3]), "exponent is 3."),
                (rsa(&modulus(2048), &[0, 0xff, 0xff]), "is 65535."),
                (rsa(&modulus(2048), &[&[1], &[0; 31][..], &[1]].concat()), "longer than 256 bits"),
            ],
            [
                rsa(&modulus(2048), F4),
                sound(),
                rsa(&modulus(2048), &[1, 0, 0, 0, 0, 0, 0, 0, 1]),
                rsa(&modulus(2048), &[&[0], &[0xff; 32][..]].concat()),
                // An even one is an error, and is not called allowed.
                rsa(&modulus(2048), &[1, 0, 0]),
                at("review/factor-3-rsa2048.pem"),
            ],
        ),
        row(
            "key-not-listed",
            [
                (at("csr/openssl-p521.pem"), "ECDSA P-521"),
                (rsa(&modulus(8192), F4), "RSA with 8192 bits"),
                (rsa(&modulus(2056), F4), "RSA with 2056 bits"),
                (at("csr/openssl-p521.pem").trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                rsa(&modulus(2048), F4),
                rsa(&modulus(3072), F4),
                rsa(&modulus(4096), F4),
                at("csr/openssl-p384.pem"),
                at("csr/openssl-ed25519.pem"),
                at("review/rsa1024.pem"),
                at("csr/openssl-p521.pem").trust("private"),
            ],
        ),
        row(
            "key-code-signing",
            [
                (rsa(&modulus(2048), F4).product("code_signing"), "RSA with 2048 bits. Code signing"),
                (rsa(&modulus(3064), F4).product("code_signing_ev"), "3064"),
                (at("csr/openssl-ed25519.pem").product("code_signing"), "Ed25519"),
            ],
            [
                rsa(&modulus(3072), F4).product("code_signing"),
                at("csr/openssl-p384.pem").product("code_signing"),
                at("csr/openssl-p521.pem").product("code_signing"),
                at("csr/openssl-dsa2048.pem").product("code_signing"),
                rsa(&modulus(2048), F4),
                rsa(&modulus(2048), F4).trust("unknown"),
                // Too weak for anything, which is another finding.
                at("review/rsa1024.pem").product("code_signing"),
            ],
        ),
        row(
            "key-roca",
            [(at("review/roca-rsa2048.pem"), "CVE-2017-15361")],
            [
                sound(),
                at("csr/keytool-rsa.pem"),
                at("csr/go-rsa2048-pss.pem"),
                at("review/close-primes-rsa2048.pem"),
            ],
        ),
        row(
            "key-close-primes",
            [
                (at("review/close-primes-rsa2048.pem"), "so close"),
                // 3 · 5 = 15: found in the first round; and 5², without a round.
                (rsa(&[15], &[3]), "so close"),
                (rsa(&[25], &[3]), "so close"),
            ],
            [
                sound(),
                at("review/roca-rsa2048.pem"),
                at("csr/keytool-rsa.pem"),
                at("review/factor-3-rsa2048.pem"),
            ],
        ),
    ]
}

/// (x − d)(x + d) = x² − d² for x = 2^k + 2^(k/2): Fermat's method needs as many rounds as d² / 2x.
fn with_distance(k: usize, d: u128) -> Vec<u8> {
    // x² − d², by schoolbook over octets: x² = 2^2k + 2^(3k/2 + 1) + 2^k.
    let mut octets = vec![0_u8; 2 * k / 8 + 1];
    let last = octets.len() - 1;
    for bit in [2 * k, 3 * k / 2 + 1, k] {
        octets[last - bit / 8] |= 1 << (bit % 8);
    }
    let mut borrow = 0_i32;
    for (index, at) in (0..octets.len()).rev().enumerate() {
        let byte = if index < 16 { (d * d).to_le_bytes()[index] } else { 0 };
        let value = i32::from(octets[at]) - i32::from(byte) - borrow;
        borrow = i32::from(value < 0);
        octets[at] = value.rem_euclid(256) as u8;
    }
    octets
}

#[test]
fn close_primes_are_found_within_a_hundred_rounds_and_not_after() {
    // x is about 2^112. From the square root of n, which is about x − d²/2x, the rounds count up to x.
    let x_twice = 2.0_f64.powi(113) + 2.0_f64.powi(57);
    for (rounds, is_found) in [(0, true), (1, true), (50, true), (98, true), (101, false), (150, false)] {
        let d = (f64::from(rounds) * x_twice).sqrt() as u128 + 1;
        let found = rsa(&with_distance(112, d), F4).finding("key-close-primes").is_some();
        assert_eq!(found, is_found, "{rounds} rounds");
    }
}

#[test]
fn close_primes_are_not_searched_above_8192_bits() {
    // 2^k squared is a square: found at once where it is tried.
    let square = |k: usize| {
        let mut octets = vec![0_u8; 2 * k / 8 + 1];
        octets[0] = 1;
        rsa(&octets, F4).finding("key-close-primes").is_some()
    };
    assert!(square(4088));
    assert!(!square(4096));
}

#[test]
fn a_key_of_another_algorithm_is_shown_by_its_name_or_identifier() {
    let unknown = spki(&crate::builder::sequence(&[&oid("1.2.3.4"), NULL]), b"\x01");
    let finding = sound().csr(Some(Request::with_spki(unknown).der())).finding("key-not-public").unwrap();
    assert!(finding.text.contains("1.2.3.4"), "{}", finding.text);
}
