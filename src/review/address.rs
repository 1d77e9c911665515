//! IP addresses as they stand in names, and which of them nobody can be certified for. Pure.

/// What a text that is an IP address is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// One that can belong to somebody.
    Global,
    /// One of the special-purpose blocks that IANA keeps (RFC 6890): private, documentation, link-local.
    Reserved,
}

/// The address a text is, if it is one.
pub(super) fn parse(text: &str) -> Option<Address> {
    let is_reserved = if text.contains(':') { ipv6(text)? } else { ipv4(text)? };
    Some(if is_reserved { Address::Reserved } else { Address::Global })
}

/// The blocks of IANA's IPv4 special-purpose registry, multicast and the old class E: first address, length.
const IPV4_BLOCKS: [(u32, u32); 18] = [
    (0x00_00_00_00, 8),
    (0x0a_00_00_00, 8),
    (0x64_40_00_00, 10),
    (0x7f_00_00_00, 8),
    (0xa9_fe_00_00, 16),
    (0xac_10_00_00, 12),
    (0xc0_00_00_00, 24),
    (0xc0_00_02_00, 24),
    (0xc0_1f_c4_00, 24),
    (0xc0_34_c1_00, 24),
    (0xc0_58_63_00, 24),
    (0xc0_a8_00_00, 16),
    (0xc0_af_30_00, 24),
    (0xc6_12_00_00, 15),
    (0xc6_33_64_00, 24),
    (0xcb_00_71_00, 24),
    (0xe0_00_00_00, 4),
    (0xf0_00_00_00, 4),
];

fn ipv4(text: &str) -> Option<bool> {
    let (mut address, mut octets) = (0_u32, 0);
    for part in text.split('.') {
        if part.is_empty() || part.len() > 3 {
            return None;
        }
        let mut octet = 0;
        for digit in part.chars() {
            octet = octet * 10 + digit.to_digit(10)?;
        }
        if octet > 255 {
            return None;
        }
        address = address << 8 | octet;
        octets += 1;
    }
    (octets == 4).then(|| IPV4_BLOCKS.iter().any(|(first, length)| (address ^ first) >> (32 - length) == 0))
}

/// Everything but global unicast (2000::/3), and the blocks within it that IANA keeps for special purposes.
fn ipv6(text: &str) -> Option<bool> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.') {
        return None;
    }
    let (first, rest) = text.split_once(':')?;
    let (first, second) = (hexadecimal(first), hexadecimal(rest));
    Some(match first {
        0x2001 => second < 0x200 || second == 0xdb8,
        0x2002 => true,
        0x3fff => second < 0x1000,
        _ => first & 0xe000 != 0x2000,
    })
}

/// The number the text begins with. An empty group stands for noughts.
fn hexadecimal(text: &str) -> u32 {
    let digits = text.bytes().map_while(|byte| char::from(byte).to_digit(16));
    digits.take(4).fold(0, |value, digit| value << 4 | digit)
}
