//! Values of types that this decoder does not know (ASN.1 ANY): checked to the last byte all the same. Pure.
//!
//! Every universal type is checked against X.690. The character strings are collected, so that the text of an unknown
//! attribute can be shown.

use super::der::{Element, Reader, tag};
use super::error::{CsrError, Deviation};
use super::string;

/// CSRs in use nest values less than half as deep. The bound keeps the stack small.
const MAX_DEPTH: u8 = 32;

/// Checks one element and all inside it, and returns the character strings in their order. An error is noted only:
/// the CSR around such a value can be read all the same.
pub(super) fn check(element: &Element<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    if let Err(error) = walk(element, MAX_DEPTH, &mut texts) {
        element.note_error(error);
    }
    texts
}

/// Checks the contents of an OCTET STRING, which should be one value.
pub(super) fn check_contents(octets: &Element<'_>) -> Vec<String> {
    const ONE_DER_VALUE: &str = "one value in DER";
    let mut texts = Vec::new();
    let mut reader = octets.reader();
    let checked = reader
        .next(ONE_DER_VALUE)
        .and_then(|element| walk(&element, MAX_DEPTH, &mut texts))
        .and_then(|()| reader.finish(ONE_DER_VALUE));
    if let Err(error) = checked {
        octets.note_error(error);
    }
    texts
}

fn walk(element: &Element<'_>, depth: u8, texts: &mut Vec<String>) -> Result<(), CsrError> {
    if let Some((_, text)) = string::text(element) {
        texts.push(text);
        return Ok(());
    }
    match element.tag {
        tag::BOOLEAN => element.boolean().map(|_| ()),
        // ENUMERATED is encoded like INTEGER.
        tag::INTEGER | 0x0a => element.integer().map(|_| ()),
        tag::BIT_STRING => element.bit_string().map(|_| ()),
        tag::NULL => element.null(),
        tag::OBJECT_IDENTIFIER => element.arcs().map(|_| ()),
        0x17 => time(element, 12),
        0x18 => time(element, 14),
        // OCTET STRING, ObjectDescriptor, REAL, RELATIVE-OID, TIME, tag numbers above 30: any octets.
        tag::OCTET_STRING | 0x07 | 0x09 | 0x0d | 0x0e | 0x1f => Ok(()),
        // Primitive, and of the application, context or private class: any octets.
        other if other & 0xc0 != 0 && other & 0x20 == 0 => Ok(()),
        // EXTERNAL, EMBEDDED PDV, CHARACTER STRING, SEQUENCE, SET; constructed tags of other classes.
        0x28 | 0x2b | 0x3d | 0x3f | tag::SEQUENCE | tag::SET | 0x60.. => walk_contents(element, depth, texts),
        _ => Err(element.error(Deviation::UnexpectedTag, KNOWN_TYPE)),
    }
}

const KNOWN_TYPE: &str = "a type in its one DER form";

fn walk_contents(element: &Element<'_>, depth: u8, texts: &mut Vec<String>) -> Result<(), CsrError> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(element.error(Deviation::TooDeep, "values nested at most 32 deep"));
    };
    let mut reader: Reader<'_> = element.reader();
    let mut previous: (u8, &[u8]) = (0, &[]);
    while !reader.is_empty() {
        let inner = reader.next(KNOWN_TYPE)?;
        // A SET is in order of tags, a SET OF in order of encodings; the encoding does not show which it is.
        let key = (inner.tag & !0x20, inner.full);
        if element.tag == tag::SET && previous > key {
            inner.note(Deviation::SetOrder, "the elements of a SET in ascending order");
        }
        previous = key;
        walk(&inner, depth, texts)?;
    }
    Ok(())
}

/// UTCTime and GeneralizedTime: whole seconds in UTC, or a fraction without trailing zeros (X.690, 11.7, 11.8).
fn time(element: &Element<'_>, digits: usize) -> Result<(), CsrError> {
    let well_formed = element.contents().split_at_checked(digits).is_some_and(|(date, end)| {
        let fraction_fits = match end {
            [b'Z'] => true,
            [b'.', fraction @ .., b'1'..=b'9', b'Z'] if digits == 14 => {
                fraction.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        fraction_fits && date.iter().all(u8::is_ascii_digit) && fields_fit(date)
    });
    if well_formed {
        Ok(())
    } else {
        Err(element.contents_error(Deviation::Time, "a time of whole seconds that ends in Z"))
    }
}

/// Whether month, day, hour, minute and second are in range.
fn fields_fit(date: &[u8]) -> bool {
    let ranges = [0..=59, 0..=59, 0..=23, 1..=31, 1..=12];
    date.rchunks(2)
        .zip(ranges)
        .all(|(pair, range)| range.contains(&pair.iter().fold(0, |value, digit| value * 10 + (digit - b'0'))))
}
