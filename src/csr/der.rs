//! The reader under every other file here: DER elements with their offsets, and the primitive types.
//!
//! Tags and lengths are read by the `asn1` crate, which refuses whatever is not DER there. Offsets and the
//! rules for each primitive type are added here, because every refusal has to say where and why. After a
//! refusal, readers and elements are empty (see [`Log`]).

use super::deviation::Deviation;
use super::error::Log;
use super::rules::Rule;

/// The identifier octets used in a request (X.690, 8.1.2).
pub(super) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;

    /// `[number]`, constructed: an explicit tag, or an implicit one over a constructed type.
    pub(crate) const fn context_constructed(number: u8) -> u8 {
        0xa0 | number
    }
}

/// One element: tag, length and contents, whose header has been checked.
#[derive(Clone, Copy, Default)]
pub(super) struct Element<'a> {
    /// The first identifier octet; its number bits are all ones where the tag number is above 30.
    pub(super) tag: u8,
    /// Where the element begins in the request.
    pub(super) at: usize,
    /// Where its contents begin.
    pub(super) body_at: usize,
    /// The element with its header.
    pub(super) full: &'a [u8],
}

/// Reads elements one after the other.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A reader over `bytes`, which begin at `at` in the request.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { rest: bytes, at }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// All that is not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Where the next element begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The first octet of the next element, or 0 at the end.
    pub(super) fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or_default()
    }

    /// The next element, whatever it is.
    pub(super) fn next(&mut self, rule: Rule, log: &mut Log) -> Element<'a> {
        let (at, rest) = (self.at, std::mem::take(&mut self.rest));
        log.count(at);
        let Some(tag) = rest.first().copied().filter(|_| !log.is_refused()) else {
            log.refuse_as(Deviation::Missing, rule, Some(at));
            return Element::default();
        };
        match asn1::strip_tlv(rest) {
            Ok((tlv, after)) => {
                let full = tlv.full_data();
                self.rest = after;
                self.at += full.len();
                Element { tag, at, body_at: self.at - tlv.data().len(), full }
            }
            Err(error) => {
                match error.kind() {
                    // The length follows the tag, which has one octet in all that is known here.
                    asn1::ParseErrorKind::InvalidLength => log.refuse(Rule::ShortLength, at + 1),
                    asn1::ParseErrorKind::ShortData { .. } => log.refuse(Rule::EndsInside, at),
                    _ => log.refuse(Rule::ShortTag, at),
                }
                Element::default()
            }
        }
    }

    /// The next element, which has to have this tag.
    pub(super) fn take(&mut self, tag: u8, rule: Rule, log: &mut Log) -> Element<'a> {
        if !self.rest.is_empty() && self.peek() != tag {
            log.refuse_as(Deviation::UnexpectedTag, rule, Some(self.at));
        }
        self.next(rule, log)
    }

    /// The next element if it has this tag.
    pub(super) fn take_if(&mut self, tag: u8, log: &mut Log) -> Option<Element<'a>> {
        (self.peek() == tag).then(|| self.next(Rule::KnownType, log))
    }

    /// A reader over the contents of the next element, which has to have this tag.
    pub(super) fn enter(&mut self, tag: u8, rule: Rule, log: &mut Log) -> Reader<'a> {
        self.take(tag, rule, log).reader()
    }

    /// Nothing may be left.
    pub(super) fn finish(&self, rule: Rule, log: &mut Log) {
        if !self.rest.is_empty() {
            log.refuse_as(Deviation::TrailingBytes, rule, Some(self.at));
        }
    }
}

impl<'a> Element<'a> {
    /// The contents.
    pub(super) fn contents(&self) -> &'a [u8] {
        self.full.get(self.body_at - self.at..).unwrap_or_default()
    }

    /// A reader over the contents.
    pub(super) fn reader(&self) -> Reader<'a> {
        Reader::new(self.contents(), self.body_at)
    }

    /// Refuses any other tag.
    pub(super) fn must_be(&self, tag: u8, rule: Rule, log: &mut Log) {
        if self.tag != tag {
            log.refuse_as(Deviation::UnexpectedTag, rule, Some(self.at));
        }
    }

    /// INTEGER contents: not empty and as short as they can be (X.690, 8.3.2).
    pub(super) fn integer(&self, log: &mut Log) -> &'a [u8] {
        let contents = self.contents();
        let is_shortest = match contents {
            [] => false,
            [0x00, next, ..] => next & 0x80 != 0,
            [0xff, next, ..] => next & 0x80 == 0,
            _ => true,
        };
        if !is_shortest {
            log.refuse(Rule::ShortInteger, self.body_at);
        }
        contents
    }

    /// INTEGER contents of zero or more, without the sign octet.
    pub(super) fn unsigned(&self, rule: Rule, log: &mut Log) -> &'a [u8] {
        match self.integer(log) {
            [0x00, magnitude @ ..] => magnitude,
            magnitude => {
                if magnitude.first().is_some_and(|first| first & 0x80 != 0) {
                    log.refuse_as(Deviation::Integer, rule, Some(self.body_at));
                }
                magnitude
            }
        }
    }

    /// An INTEGER from zero to 2³² − 1.
    pub(super) fn small(&self, rule: Rule, log: &mut Log) -> u32 {
        let magnitude = self.unsigned(rule, log);
        if magnitude.len() > 4 {
            log.refuse_as(Deviation::Integer, rule, Some(self.body_at));
        }
        number(magnitude)
    }

    /// A BOOLEAN. Any octet but 00 means true; DER has only FF for it (X.690, 11.1), others are noted.
    pub(super) fn boolean(&self, log: &mut Log) -> bool {
        match self.contents() {
            [0x00] => false,
            [octet] => {
                if *octet != 0xff {
                    log.note(Rule::TrueIsFf, self.body_at);
                }
                true
            }
            _ => {
                log.refuse(Rule::OneOctet, self.at);
                false
            }
        }
    }

    /// BIT STRING contents and the number of unused bits, which are zero (X.690, 8.6.2, 11.2.1).
    pub(super) fn bit_string(&self, log: &mut Log) -> (u8, &'a [u8]) {
        let (unused, bits) = match self.contents() {
            [unused @ 0..=7, bits @ ..] => (*unused, bits),
            _ => (8, Default::default()),
        };
        let unused_bits = bits.last().map_or(0xff, |last| *last) & ((1_u16 << unused) - 1) as u8;
        if unused_bits != 0 {
            log.refuse(Rule::UnusedBits, self.body_at);
        }
        (unused, bits)
    }

    /// BIT STRING contents that are whole octets.
    pub(super) fn octets(&self, log: &mut Log) -> Reader<'a> {
        let (unused, octets) = self.bit_string(log);
        if unused != 0 {
            log.refuse(Rule::NoUnusedBits, self.body_at);
        }
        Reader::new(octets, self.body_at + 1)
    }

    /// A NULL is empty.
    pub(super) fn null(&self, log: &mut Log) {
        if self.full.len() != 2 {
            log.refuse(Rule::EmptyNull, self.body_at);
        }
    }
}

/// The number these octets are, the highest first; the last four of them.
pub(super) fn number(octets: &[u8]) -> u32 {
    octets.iter().fold(0, |value, &octet| (value << 8) | u32::from(octet))
}

/// Notes a SET whose element does not come after the one before it (X.690, 11.6).
pub(super) fn note_order<'a>(previous: &mut &'a [u8], element: &Element<'a>, log: &mut Log) {
    if *previous > element.full {
        log.note(Rule::Ascending, element.at);
    }
    *previous = element.full;
}
