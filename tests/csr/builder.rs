//! Builds DER by hand, right or wrong, and whole requests around one part that is to be tried.

/// An element with this tag and these parts as its contents.
pub(crate) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let mut out = vec![tag];
    match contents.len() {
        length @ 0..0x80 => out.push(length as u8),
        length @ 0x80..0x100 => out.extend([0x81, length as u8]),
        length @ 0x100..0x10000 => out.extend([0x82, (length >> 8) as u8, length as u8]),
        length => out.extend([0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8]),
    }
    out.extend(contents);
    out
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, parts)
}

pub(crate) fn set(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x31, parts)
}

pub(crate) fn integer(octets: &[u8]) -> Vec<u8> {
    tlv(0x02, &[octets])
}

pub(crate) fn utf8(text: &str) -> Vec<u8> {
    tlv(0x0c, &[text.as_bytes()])
}

pub(crate) fn printable(text: &str) -> Vec<u8> {
    tlv(0x13, &[text.as_bytes()])
}

pub(crate) fn ia5(text: &str) -> Vec<u8> {
    tlv(0x16, &[text.as_bytes()])
}

pub(crate) fn octet_string(contents: &[u8]) -> Vec<u8> {
    tlv(0x04, &[contents])
}

/// A BIT STRING of whole octets.
pub(crate) fn bit_string(octets: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], octets])
}

/// An OBJECT IDENTIFIER written with dots.
pub(crate) fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u128> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut contents = Vec::new();
    for arc in std::iter::once(arcs[0] * 40 + arcs[1]).chain(arcs[2..].iter().copied()) {
        let groups = (0..19).rev().map(|index| ((arc >> (7 * index)) & 0x7f) as u8);
        let mut groups: Vec<u8> = groups.skip_while(|group| *group == 0).collect();
        if groups.is_empty() {
            groups.push(0);
        }
        let last = groups.len() - 1;
        contents.extend(
            groups.iter().enumerate().map(|(index, group)| if index < last { group | 0x80 } else { *group }),
        );
    }
    tlv(0x06, &[&contents])
}

pub(crate) const TRUE: &[u8] = b"\x01\x01\xff";
pub(crate) const FALSE: &[u8] = b"\x01\x01\x00";
pub(crate) const NULL: &[u8] = b"\x05\x00";

/// A name of one attribute.
pub(crate) fn name(attribute_type: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[&set(&[&attribute_type_and_value(attribute_type, value)])])
}

pub(crate) fn attribute_type_and_value(attribute_type: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(attribute_type), value])
}

pub(crate) fn attribute(attribute_type: &str, values: &[&[u8]]) -> Vec<u8> {
    sequence(&[&oid(attribute_type), &set(values)])
}

pub(crate) fn extension(extension_type: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(extension_type), &octet_string(value)])
}

/// An attribute that requests these extensions.
pub(crate) fn extension_request(extensions: &[&[u8]]) -> Vec<u8> {
    attribute("1.2.840.113549.1.9.14", &[&sequence(extensions)])
}

/// The base point of P-256, as good a public key as any.
pub(crate) const P256_POINT: &[u8] = b"\x04\
    \x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96\
    \x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16\x2b\xce\x33\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5";

pub(crate) fn ec_algorithm(parameters: &[u8]) -> Vec<u8> {
    sequence(&[&oid("1.2.840.10045.2.1"), parameters])
}

pub(crate) fn spki(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    sequence(&[algorithm, &bit_string(key)])
}

pub(crate) fn p256_spki() -> Vec<u8> {
    spki(&ec_algorithm(&oid("1.2.840.10045.3.1.7")), P256_POINT)
}

pub(crate) fn rsa_algorithm() -> Vec<u8> {
    sequence(&[&oid("1.2.840.113549.1.1.1"), NULL])
}

/// A 1024-bit modulus with a sign octet.
pub(crate) fn modulus() -> Vec<u8> {
    let mut octets = vec![0x00, 0xc5];
    octets.extend((0..127).map(|index: u8| index.wrapping_mul(37) | 1));
    octets
}

pub(crate) fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    sequence(&[&integer(modulus), &integer(exponent)])
}

pub(crate) fn rsa_spki() -> Vec<u8> {
    spki(&rsa_algorithm(), &rsa_key(&modulus(), b"\x01\x00\x01"))
}

/// A request in parts, each of which a test may replace. As it comes it is sound but for its signature's truth.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) version: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) spki: Vec<u8>,
    /// With its tag.
    pub(crate) attributes: Vec<u8>,
    pub(crate) signature_algorithm: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

impl Request {
    pub(crate) fn new() -> Self {
        Self {
            version: integer(&[0]),
            subject: name("2.5.4.3", &utf8("a.example")),
            spki: p256_spki(),
            attributes: tlv(0xa0, &[]),
            signature_algorithm: sequence(&[&oid("1.2.840.10045.4.3.2")]),
            signature: bit_string(&sequence(&[&integer(&[1]), &integer(&[1])])),
        }
    }

    /// With an RSA key and signature.
    pub(crate) fn rsa() -> Self {
        Self {
            spki: rsa_spki(),
            signature_algorithm: sequence(&[&oid("1.2.840.113549.1.1.11"), NULL]),
            signature: bit_string(&[0x5a; 128]),
            ..Self::new()
        }
    }

    pub(crate) fn with_attributes(attributes: &[&[u8]]) -> Self {
        Self { attributes: tlv(0xa0, attributes), ..Self::new() }
    }

    /// A request for this extension.
    pub(crate) fn with_extension(extension_type: &str, value: &[u8]) -> Self {
        Self::with_attributes(&[&extension_request(&[&extension(extension_type, value)])])
    }

    pub(crate) fn with_subject(subject: Vec<u8>) -> Self {
        Self { subject, ..Self::new() }
    }

    pub(crate) fn with_spki(spki: Vec<u8>) -> Self {
        Self { spki, ..Self::new() }
    }

    pub(crate) fn info(&self) -> Vec<u8> {
        sequence(&[&self.version, &self.subject, &self.spki, &self.attributes])
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        sequence(&[&self.info(), &self.signature_algorithm, &self.signature])
    }
}

/// Where `part` begins in `whole`: tests name the wrong byte by what it is, not by a number.
pub(crate) fn place(whole: &[u8], part: &[u8]) -> usize {
    let mut found = whole.windows(part.len()).enumerate().filter(|(_, window)| *window == part);
    let (at, _) = found.next().expect("the part is not there");
    assert!(found.next().is_none(), "the part is there twice");
    at
}
