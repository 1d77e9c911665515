//! Points in time, in the user's time zone or in UTC, with the UTC instant as tooltip.

use std::rc::Rc;

use yew::prelude::*;

use super::super::clock::use_now;
use super::super::preferences::{TimeZone, use_preferences};
use crate::order::Timestamp;

/// Props of [`Time`], [`ShortTime`] and [`RelativeTime`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct TimeProps {
    pub(in crate::page) at: Timestamp,
}

/// A point in time, to the second and with its zone.
#[component]
pub(in crate::page) fn Time(props: &TimeProps) -> Html {
    render(props.at, &use_formatted(props.at, Length::Full))
}

/// A point in time to the minute, for tables. The zone is the user's own where none is written.
#[component]
pub(in crate::page) fn ShortTime(props: &TimeProps) -> Html {
    render(props.at, &use_formatted(props.at, Length::Short))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Full,
    Short,
}

/// Formatted by the browser's locale, which costs more than the rest of a cell.
#[hook]
fn use_formatted(at: Timestamp, length: Length) -> Rc<String> {
    let zone = use_preferences().time_zone;
    use_memo((at, zone, length), |(at, zone, length)| format(*at, *zone, *length))
}

fn render(at: Timestamp, text: &str) -> Html {
    let utc = at.to_string();
    html! { <time datetime={utc.clone()} title={utc}>{ text }</time> }
}

/// How long ago a point in time is, or how long until it. Re-renders by itself.
#[component]
pub(in crate::page) fn RelativeTime(props: &TimeProps) -> Html {
    let text = relative(props.at, use_now());
    let utc = props.at.to_string();
    html! { <time class="relative" datetime={utc.clone()} title={utc}>{ text }</time> }
}

#[cfg(target_arch = "wasm32")]
fn format(at: Timestamp, zone: TimeZone, length: Length) -> String {
    use wasm_bindgen::JsValue;
    let options = js_sys::Object::new();
    let time_style = if length == Length::Short { "short" } else { "long" };
    let mut members = vec![("dateStyle", "medium"), ("timeStyle", time_style)];
    if zone == TimeZone::Utc {
        members.push(("timeZone", "UTC"));
    }
    for (name, value) in members {
        // Setting a member of a new object does not fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    // A timestamp's milliseconds are far below 2^53.
    let date = js_sys::Date::new(&JsValue::from_f64(at.epoch_milliseconds() as f64));
    // "default" names no locale, and so means the user's.
    let text = String::from(date.to_locale_string("default", &options));
    if zone == TimeZone::Utc && length == Length::Short { format!("{text} UTC") } else { text }
}

/// Without a browser there is no time zone of a user.
#[cfg(not(target_arch = "wasm32"))]
fn format(at: Timestamp, _: TimeZone, _: Length) -> String {
    at.to_string()
}

/// "40 seconds ago", "3 hours ago", "in 2 days", "just now".
fn relative(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.milliseconds_since(at) / 1000;
    let size = seconds.unsigned_abs();
    let (count, unit) = match size {
        0..=9 => return "just now".to_owned(),
        10..=59 => (size / 10 * 10, "second"),
        60..=3_599 => (size / 60, "minute"),
        3_600..=86_399 => (size / 3_600, "hour"),
        86_400..=63_071_999 => (size / 86_400, "day"),
        _ => (size / 31_536_000, "year"),
    };
    let plural = if count == 1 { "" } else { "s" };
    if seconds > 0 { format!("{count} {unit}{plural} ago") } else { format!("in {count} {unit}{plural}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_given_in_words() {
        let time = |text| Timestamp::parse(text).expect("a time");
        let now = time("2026-11-23T12:00:00Z");
        for (at, words) in [
            ("2026-11-23T11:59:55Z", "just now"),
            ("2026-11-23T11:59:15Z", "40 seconds ago"),
            ("2026-11-23T11:58:59Z", "1 minute ago"),
            ("2026-11-23T09:00:00Z", "3 hours ago"),
            ("2026-11-21T12:00:00Z", "2 days ago"),
            ("2026-11-25T12:00:01Z", "in 2 days"),
            ("2020-11-23T12:00:00Z", "6 years ago"),
        ] {
            assert_eq!(relative(time(at), now), words, "{at}");
        }
    }
}
