//! Values whose syntax this decoder does not know: walked to the last byte all the same.
//!
//! Pure. Checks every universal type against X.690, and collects the character strings, so that an unknown
//! attribute still shows its words.

use super::der::{Element, Reader, tag};
use super::error::Log;
use super::rules::Rule;
use super::string;

/// No request in use nests values even half as deep. The bound keeps the stack small.
const DEEPEST: u8 = 32;

/// Checks one element and all inside it, and returns the character strings in their order. Damage is noted, not
/// refused: the request around such a value can be read all the same.
pub(super) fn check(element: &Element<'_>, log: &mut Log) -> Vec<String> {
    let was_refused = log.is_refused();
    let mut texts = Vec::new();
    walk(element, DEEPEST, &mut texts, log);
    log.forgive(was_refused);
    texts
}

/// Checks octets that hold one value.
pub(super) fn check_octets(mut reader: Reader<'_>, log: &mut Log) -> Vec<String> {
    let was_refused = log.is_refused();
    let mut texts = Vec::new();
    walk(&reader.next(Rule::OneDerValue, log), DEEPEST, &mut texts, log);
    reader.finish(Rule::OneDerValue, log);
    log.forgive(was_refused);
    texts
}

fn walk(element: &Element<'_>, depth: u8, texts: &mut Vec<String>, log: &mut Log) {
    if let Some((_, text)) = string::text(element, log) {
        texts.push(text);
        return;
    }
    match element.tag {
        tag::BOOLEAN => {
            element.boolean(log);
        }
        // ENUMERATED is encoded like INTEGER.
        tag::INTEGER | 0x0a => {
            element.integer(log);
        }
        tag::BIT_STRING => {
            element.bit_string(log);
        }
        tag::NULL => element.null(log),
        tag::OBJECT_IDENTIFIER => {
            element.arcs(log);
        }
        0x17 => time(element, 12, log),
        0x18 => time(element, 14, log),
        // OCTET STRING, ObjectDescriptor, REAL, RELATIVE-OID, TIME, tag numbers above 30: any octets.
        tag::OCTET_STRING | 0x07 | 0x09 | 0x0d | 0x0e | 0x1f => {}
        // Primitive, and of an application, context or private class: the octets are its own affair.
        other if other & 0xc0 != 0 && other & 0x20 == 0 => {}
        // EXTERNAL, EMBEDDED PDV, CHARACTER STRING, SEQUENCE, SET; constructed tags of other classes.
        0x28 | 0x2b | 0x3d | 0x3f | tag::SEQUENCE | tag::SET | 0x60.. => {
            if depth == 0 {
                return log.refuse(Rule::NestedFlat, element.at);
            }
            let mut reader = element.reader();
            let mut previous: (u8, &[u8]) = (0, &[]);
            while !reader.is_empty() {
                let inner = reader.next(Rule::KnownType, log);
                // A SET is in order of tags, a SET OF in order of encodings; which it is cannot be seen.
                let key = (inner.tag & !0x20, inner.full);
                if element.tag == tag::SET && previous > key {
                    log.note(Rule::Ascending, inner.at);
                }
                previous = key;
                walk(&inner, depth - 1, texts, log);
            }
        }
        _ => log.refuse(Rule::KnownType, element.at),
    }
}

/// UTCTime and GeneralizedTime: whole seconds in Zulu time, or a fraction without trailing zeros (X.690,
/// 11.7, 11.8).
fn time(element: &Element<'_>, digits: usize, log: &mut Log) {
    let well_formed = element.contents().split_at_checked(digits).is_some_and(|(date, end)| {
        let fraction_fits = match end {
            [b'Z'] => true,
            [b'.', fraction @ .., last @ b'1'..=b'9', b'Z'] if digits == 14 => {
                last.is_ascii_digit() && fraction.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        };
        fraction_fits && date.iter().all(u8::is_ascii_digit) && fields_fit(date)
    });
    if !well_formed {
        log.refuse(Rule::ZuluTime, element.body_at);
    }
}

/// Month, day, hour, minute and second, in range.
fn fields_fit(date: &[u8]) -> bool {
    let lowest_and_highest = [(0, 59), (0, 59), (0, 23), (1, 31), (1, 12)];
    date.rchunks(2).zip(lowest_and_highest).all(|(pair, (lowest, highest))| {
        let value = pair.iter().fold(0, |value, digit| value * 10 + (digit - b'0'));
        (lowest..=highest).contains(&value)
    })
}
