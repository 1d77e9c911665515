//! What the texts of findings share: quoted names, lists, dates. Pure.

use super::FindingText;
use crate::order::{Field, Timestamp, spelled_out};

/// How many items a text lists before it counts the rest.
const MAX_LISTED: usize = 6;
/// How many characters of an item a text shows.
const MAX_SHOWN: usize = 80;

/// A finding with this text about these fields.
pub(super) fn finding(text: impl Into<String>, fields: &[Field]) -> Option<FindingText> {
    Some(FindingText { text: text.into(), fields: fields.to_vec() })
}

/// Untrusted text in quotes: hidden characters are spelled out, long text is shortened.
pub(super) fn quoted(text: &str) -> String {
    let (shown, rest) = match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => (text.get(..end).unwrap_or_default(), "…"),
        None => (text, ""),
    };
    format!("“{}{rest}”", spelled_out(shown))
}

/// The items joined by commas, each as `render` has it; the last ones are counted where there are many. `None` where
/// there is no item.
pub(super) fn list_by<T>(items: impl IntoIterator<Item = T>, render: impl Fn(T) -> String) -> Option<String> {
    let (mut text, mut count) = (String::new(), 0);
    for item in items {
        count += 1;
        if count <= MAX_LISTED {
            if count > 1 {
                text.push_str(", ");
            }
            text.push_str(&render(item));
        }
    }
    if count > MAX_LISTED {
        text.push_str(&format!(" and {} more", count - MAX_LISTED));
    }
    (count > 0).then_some(text)
}

/// The items as a list.
pub(super) fn list(items: impl IntoIterator<Item = impl Into<String>>) -> Option<String> {
    list_by(items, Into::into)
}

/// The texts in quotes, as a list.
pub(super) fn quoted_list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    list_by(texts, quoted)
}

/// The day of an instant, such as 2026-03-15.
pub(super) fn day(instant: Timestamp) -> String {
    let mut text = instant.to_string();
    text.truncate(10);
    text
}
