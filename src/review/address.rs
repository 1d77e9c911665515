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

/// The blocks of IANA's IPv4 special-purpose registry, multicast and the old class E.
fn ipv4(text: &str) -> Option<bool> {
    let mut octets = [0_u8; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        *octet = parts.next()?.parse().ok()?;
    }
    if parts.next().is_some() {
        return None;
    }
    Some(matches!(
        octets,
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 31, 196, _]
            | [192, 52, 193, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [192, 175, 48, _]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    ))
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
