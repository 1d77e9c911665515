//! The words the rules share: names in quotes, lists, numbers. Pure.

use super::FindingText;
use crate::order::{Field, Timestamp, spelled_out};

/// How many names a sentence lists before it counts the rest.
const LISTED: u32 = 6;
/// How many characters of a name a sentence shows.
const SHOWN: usize = 80;

/// The text of a finding from its parts, and the fields it is about.
pub(super) fn said(text: &[&str], fields: &[Field]) -> Option<FindingText> {
    Some(FindingText { text: text.concat(), fields: fields.to_vec() })
}

/// A stranger's text in quotes: hidden characters spelled out, shortened where it is long.
pub(super) fn quoted(text: &str) -> String {
    let (shown, rest) = match text.char_indices().nth(SHOWN) {
        Some((end, _)) => (text.get(..end).unwrap_or_default(), "…"),
        None => (text, ""),
    };
    ["“", &spelled_out(shown), rest, "”"].concat()
}

/// A list in the making: the first items are kept, the others counted.
#[derive(Default)]
pub(super) struct List {
    text: String,
    pub(super) count: u32,
}

impl List {
    /// Adds an item as it is.
    pub(super) fn push(&mut self, item: &str) {
        self.count += 1;
        if self.count <= LISTED {
            if !self.text.is_empty() {
                self.text.push_str(", ");
            }
            self.text.push_str(item);
        }
    }

    /// The list, or nothing where it is empty.
    pub(super) fn finish(mut self) -> Option<String> {
        if self.count > LISTED {
            self.text.push_str(" and ");
            self.text.push_str(&number(self.count - LISTED));
            self.text.push_str(" more");
        }
        (self.count > 0).then_some(self.text)
    }
}

/// The texts in quotes, as a list.
pub(super) fn listed(texts: &mut dyn Iterator<Item = &str>) -> Option<String> {
    let mut list = List::default();
    for text in texts {
        list.push(&quoted(text));
    }
    list.finish()
}

/// A number in digits.
pub(super) fn number(value: u32) -> String {
    value.to_string()
}

/// The day of an instant, such as 2026-03-15.
pub(super) fn day(instant: Timestamp) -> String {
    let mut text = instant.to_string();
    text.truncate(10);
    text
}
