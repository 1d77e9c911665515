//! IP addresses in the place of names, and which of them no public CA may certify. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The IP address a text is, if it is one.
pub(super) fn parse(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

/// Whether an address is in a block that IANA keeps for special purposes (RFC 6890): private, documentation,
/// link-local and the like.
pub(super) fn is_reserved(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => IPV4_BLOCKS
            .iter()
            .any(|(first, length)| (address.to_bits() ^ first.to_bits()) >> (32 - length) == 0),
        // Everything but global unicast (2000::/3), and the special blocks within it.
        IpAddr::V6(address) => {
            IPV6_BLOCKS
                .iter()
                .any(|(first, length)| (address.to_bits() ^ first.to_bits()) >> (128 - length) == 0)
                || address.to_bits() >> 125 != 1
        }
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8) -> Ipv4Addr {
    Ipv4Addr::new(a, b, c, d)
}

const fn v6(a: u16, b: u16, c: u16) -> Ipv6Addr {
    Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)
}

/// IANA IPv4 Special-Purpose Address Registry, then multicast, whose registry is another one. First address, length.
const IPV4_BLOCKS: [(Ipv4Addr, u32); 18] = [
    (v4(0, 0, 0, 0), 8),
    (v4(10, 0, 0, 0), 8),
    (v4(100, 64, 0, 0), 10),
    (v4(127, 0, 0, 0), 8),
    (v4(169, 254, 0, 0), 16),
    (v4(172, 16, 0, 0), 12),
    (v4(192, 0, 0, 0), 24),
    (v4(192, 0, 2, 0), 24),
    (v4(192, 31, 196, 0), 24),
    (v4(192, 52, 193, 0), 24),
    (v4(192, 88, 99, 0), 24),
    (v4(192, 168, 0, 0), 16),
    (v4(192, 175, 48, 0), 24),
    (v4(198, 18, 0, 0), 15),
    (v4(198, 51, 100, 0), 24),
    (v4(203, 0, 113, 0), 24),
    (v4(240, 0, 0, 0), 4),
    (v4(224, 0, 0, 0), 4),
];

/// IANA IPv6 Special-Purpose Address Registry, as far as it is within 2000::/3.
const IPV6_BLOCKS: [(Ipv6Addr, u32); 5] = [
    (v6(0x2001, 0, 0), 23),
    (v6(0x2001, 0xdb8, 0), 32),
    (v6(0x2002, 0, 0), 16),
    (v6(0x2620, 0x4f, 0x8000), 48),
    (v6(0x3fff, 0, 0), 20),
];
