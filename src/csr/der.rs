//! DER elements with their offsets, and the primitive types (X.690). All other files of this module build on it.
//!
//! Tags and lengths are read by the `asn1` crate, which rejects everything that is not DER there. The offsets and the
//! rules for each primitive type are added here, because every error has to say where and why.

use std::fmt;

use serde::{Serialize, Serializer};

use super::error::{Context, CsrError, Deviation};

/// The identifier octets used in a CSR (X.690, 8.1.2).
pub(super) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const IA5_STRING: u8 = 0x16;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// `[number]`, constructed: an explicit tag, or an implicit one over a constructed type.
    pub(crate) const fn context_constructed(number: u8) -> u8 {
        0xa0 | number
    }
}

/// Where nothing may follow one value.
pub(super) const ONE_VALUE: &str = "one value";
/// Where a SEQUENCE, SET or string must have contents.
pub(super) const NOT_EMPTY: &str = "a value that is not empty";
/// Where DER requires a default to be left out (X.690, 11.5).
pub(super) const DEFAULT_LEFT_OUT: &str = "a DEFAULT value to be left out";

/// One element: tag, length and contents, whose header has been checked.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    /// The first identifier octet; its number bits are all ones if the tag number is above 30.
    pub(super) tag: u8,
    /// The offset of the element in the CSR.
    pub(super) at: usize,
    /// The offset of its contents.
    pub(super) body_at: usize,
    /// The element with its header.
    pub(super) full: &'a [u8],
    context: &'a Context,
}

/// Reads elements one after the other.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
    context: &'a Context,
}

impl<'a> Reader<'a> {
    /// A reader of `bytes`, which begin at offset `at` of the CSR.
    pub(super) fn new(bytes: &'a [u8], at: usize, context: &'a Context) -> Self {
        Self { rest: bytes, at, context }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// All that is not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Notes a deviation at the next element.
    pub(super) fn note(&self, kind: Deviation, expected: &'static str) {
        self.context.note(kind, self.at, expected);
    }

    /// Makes a note of an error, where the rest of the CSR can be read in spite of it.
    pub(super) fn note_error(&self, error: CsrError) {
        self.context.note_error(error);
    }

    /// An error at the next element.
    pub(super) fn error(&self, kind: Deviation, expected: &'static str) -> CsrError {
        CsrError::new(kind, self.at, expected)
    }

    /// The first octet of the next element, or 0 at the end.
    pub(super) fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or_default()
    }

    /// The next element, of any type.
    pub(super) fn next(&mut self, expected: &'static str) -> Result<Element<'a>, CsrError> {
        self.context.count_element(self.at)?;
        let Some(&tag) = self.rest.first() else { return Err(self.error(Deviation::Missing, expected)) };
        let (tlv, rest) = asn1::strip_tlv(self.rest).map_err(|error| match error.kind() {
            asn1::ParseErrorKind::InvalidLength => {
                // The length follows the tag, which has one octet in every type known here.
                CsrError::new(Deviation::Length, self.at + 1, "a definite length in its shortest form")
            }
            asn1::ParseErrorKind::ShortData { .. } => {
                self.error(Deviation::Truncated, "an element that ends inside the one around it")
            }
            _ => self.error(Deviation::UnexpectedTag, "a tag in its shortest form"),
        })?;
        let (at, full) = (self.at, tlv.full_data());
        self.rest = rest;
        self.at += full.len();
        Ok(Element { tag, at, body_at: self.at - tlv.data().len(), full, context: self.context })
    }

    /// The next element, which must have this tag.
    pub(super) fn take(&mut self, tag: u8, expected: &'static str) -> Result<Element<'a>, CsrError> {
        if !self.is_empty() && self.peek() != tag {
            return Err(self.error(Deviation::UnexpectedTag, expected));
        }
        self.next(expected)
    }

    /// The next element if it has this tag.
    pub(super) fn take_if(&mut self, tag: u8) -> Result<Option<Element<'a>>, CsrError> {
        if self.peek() == tag { self.next(ONE_VALUE).map(Some) } else { Ok(None) }
    }

    /// A reader of the contents of the next element, which must have this tag.
    pub(super) fn enter(&mut self, tag: u8, expected: &'static str) -> Result<Reader<'a>, CsrError> {
        Ok(self.take(tag, expected)?.reader())
    }

    /// Nothing may be left.
    pub(super) fn finish(&self, expected: &'static str) -> Result<(), CsrError> {
        if self.is_empty() { Ok(()) } else { Err(self.error(Deviation::TrailingBytes, expected)) }
    }
}

impl<'a> Element<'a> {
    pub(super) fn contents(&self) -> &'a [u8] {
        self.full.get(self.body_at - self.at..).unwrap_or_default()
    }

    /// A reader of the contents.
    pub(super) fn reader(&self) -> Reader<'a> {
        Reader::new(self.contents(), self.body_at, self.context)
    }

    /// Notes a deviation of the element.
    pub(super) fn note(&self, kind: Deviation, expected: &'static str) {
        self.context.note(kind, self.at, expected);
    }

    /// Notes a deviation of the contents, from this index on.
    pub(super) fn note_contents(&self, index: usize, kind: Deviation, expected: &'static str) {
        self.context.note(kind, self.body_at + index, expected);
    }

    /// Makes a note of an error inside the element, where the rest of the CSR can be read in spite of it.
    pub(super) fn note_error(&self, error: CsrError) {
        self.context.note_error(error);
    }

    /// Notes an element without contents.
    pub(super) fn note_if_empty(&self) {
        if self.contents().is_empty() {
            self.note(Deviation::EmptyValue, NOT_EMPTY);
        }
    }

    /// Notes an element of a SET that is not in ascending order (X.690, 11.6).
    pub(super) fn note_if_before(&self, previous: &mut &'a [u8]) {
        if *previous > self.full {
            self.note(Deviation::SetOrder, "the elements of a SET in ascending order");
        }
        *previous = self.full;
    }

    /// An error of the element.
    pub(super) fn error(&self, kind: Deviation, expected: &'static str) -> CsrError {
        CsrError::new(kind, self.at, expected)
    }

    /// An error of the contents.
    pub(super) fn contents_error(&self, kind: Deviation, expected: &'static str) -> CsrError {
        CsrError::new(kind, self.body_at, expected)
    }

    /// Rejects any other tag.
    pub(super) fn must_be(&self, tag: u8, expected: &'static str) -> Result<(), CsrError> {
        if self.tag == tag { Ok(()) } else { Err(self.error(Deviation::UnexpectedTag, expected)) }
    }

    /// INTEGER contents: not empty and as short as possible (X.690, 8.3.2).
    pub(super) fn integer(&self) -> Result<&'a [u8], CsrError> {
        let contents = self.contents();
        let is_shortest = match contents {
            [] => false,
            [0x00, next, ..] => next & 0x80 != 0,
            [0xff, next, ..] => next & 0x80 == 0,
            _ => true,
        };
        if is_shortest {
            Ok(contents)
        } else {
            Err(self.contents_error(Deviation::Integer, "an INTEGER in its shortest form"))
        }
    }

    /// INTEGER contents of zero or more, without the sign octet; empty for zero.
    pub(super) fn unsigned(&self, expected: &'static str) -> Result<&'a [u8], CsrError> {
        match self.integer()? {
            [0x00, magnitude @ ..] => Ok(magnitude),
            [0x80..=0xff, ..] => Err(self.contents_error(Deviation::Integer, expected)),
            magnitude => Ok(magnitude),
        }
    }

    /// An INTEGER from zero to 2³² − 1.
    pub(super) fn small(&self, expected: &'static str) -> Result<u32, CsrError> {
        let magnitude = self.unsigned(expected)?;
        number(magnitude).ok_or_else(|| self.contents_error(Deviation::Integer, expected))
    }

    /// A BOOLEAN. Any octet but 00 means true; DER allows only FF for it (X.690, 11.1), others are noted.
    pub(super) fn boolean(&self) -> Result<bool, CsrError> {
        match self.contents() {
            [0x00] => Ok(false),
            [octet] => {
                if *octet != 0xff {
                    self.note_contents(0, Deviation::Boolean, "FF for TRUE");
                }
                Ok(true)
            }
            _ => Err(self.error(Deviation::Boolean, "a BOOLEAN of one octet")),
        }
    }

    /// BIT STRING contents and the number of unused bits, which are zero (X.690, 8.6.2, 11.2.1).
    pub(super) fn bit_string(&self) -> Result<(u8, &'a [u8]), CsrError> {
        let are_zero = |unused: u8, bits: &[u8]| match bits.last() {
            Some(last) => last.trailing_zeros() >= u32::from(unused),
            None => unused == 0,
        };
        match self.contents() {
            [unused @ 0..=7, bits @ ..] if are_zero(*unused, bits) => Ok((*unused, bits)),
            _ => {
                let expected = "a BIT STRING whose unused bits are 0 to 7, and zero";
                Err(self.contents_error(Deviation::BitString, expected))
            }
        }
    }

    /// A reader of BIT STRING contents that are whole octets.
    pub(super) fn octets(&self) -> Result<Reader<'a>, CsrError> {
        let (unused, octets) = self.bit_string()?;
        if unused != 0 {
            return Err(self.contents_error(Deviation::BitString, "a BIT STRING without unused bits"));
        }
        Ok(Reader::new(octets, self.body_at + 1, self.context))
    }

    /// A NULL is empty.
    pub(super) fn null(&self) -> Result<(), CsrError> {
        if self.contents().is_empty() {
            return Ok(());
        }
        Err(self.contents_error(Deviation::Null, "a NULL without contents"))
    }
}

/// The number with these octets, the highest first; `None` if they are more than four.
pub(super) fn number(octets: &[u8]) -> Option<u32> {
    let value = octets.iter().fold(0, |value, &octet| (value << 8) | u32::from(octet));
    (octets.len() <= 4).then_some(value)
}

/// Octets, displayed and serialised as lower-case hexadecimal without separators.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Octets(Vec<u8>);

impl Octets {
    /// The octets themselves.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// Lower-case hexadecimal.
    pub fn to_hex(&self) -> String {
        to_hex(&self.0)
    }
}

impl From<&[u8]> for Octets {
    fn from(octets: &[u8]) -> Self {
        Self(octets.to_vec())
    }
}

impl AsRef<[u8]> for Octets {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl Serialize for Octets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_hex())
    }
}

/// Lower-case hexadecimal.
pub(super) fn to_hex(octets: &[u8]) -> String {
    let nibbles = octets.iter().flat_map(|octet| [octet >> 4, octet & 0x0f]);
    nibbles.filter_map(|nibble| char::from_digit(u32::from(nibble), 16)).collect()
}
