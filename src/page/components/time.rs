//! Points in time, in the user's time zone or in UTC, with the UTC instant as tooltip.

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
    render(props.at, format(props.at, use_preferences().time_zone))
}

/// A point in time to the minute, for tables. The zone is the user's own where none is written.
#[component]
pub(in crate::page) fn ShortTime(props: &TimeProps) -> Html {
    render(props.at, format_short(props.at, use_preferences().time_zone))
}

fn render(at: Timestamp, text: String) -> Html {
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

/// `1 Sep 2020, 10:54:50 GMT+2`. The page is in English, and formatting by the browser's locale would load the data of
/// all its calendars before the status is shown.
fn format(at: Timestamp, zone: TimeZone) -> String {
    match zone {
        TimeZone::Utc => format!("{} UTC", at.local_time(0)),
        TimeZone::Local => {
            let offset = offset_minutes(at);
            format!("{} {}", at.local_time(offset), zone_name(offset))
        }
    }
}

/// `1 Sep 2020, 10:54`, `1 Sep 2020, 08:54 UTC`
fn format_short(at: Timestamp, zone: TimeZone) -> String {
    let (offset, name) = match zone {
        TimeZone::Utc => (0, " UTC"),
        TimeZone::Local => (offset_minutes(at), ""),
    };
    let text = at.local_time(offset);
    let to_the_minute = text.rsplit_once(':').map_or("", |(minutes, _)| minutes);
    format!("{to_the_minute}{name}")
}

/// `GMT`, `GMT+2`, `GMT-3:30`
fn zone_name(offset_minutes: i32) -> String {
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    match (offset_minutes.abs() / 60, offset_minutes.abs() % 60) {
        (0, 0) => "GMT".to_owned(),
        (hours, 0) => format!("GMT{sign}{hours}"),
        (hours, minutes) => format!("GMT{sign}{hours}:{minutes:02}"),
    }
}

/// How far the user's time zone is ahead of UTC at this time.
fn offset_minutes(at: Timestamp) -> i32 {
    if cfg!(not(target_arch = "wasm32")) {
        return 0;
    }
    // A timestamp's milliseconds are far below 2^53, and an offset is whole minutes of at most a day.
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.epoch_milliseconds() as f64));
    -(date.get_timezone_offset() as i32)
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
    fn times_are_given_in_the_zone() {
        let at = Timestamp::parse("2020-09-01T08:54:50.473+0000").expect("a time");
        assert_eq!(format(at, TimeZone::Utc), "1 Sep 2020, 08:54:50 UTC");
        assert_eq!(format_short(at, TimeZone::Utc), "1 Sep 2020, 08:54 UTC");
        assert_eq!(format_short(at, TimeZone::Local), "1 Sep 2020, 08:54");
        assert_eq!(at.local_time(16 * 60), "2 Sep 2020, 00:54:50");
        assert_eq!(at.local_time(-9 * 60), "31 Aug 2020, 23:54:50");
        for (offset, name) in [(0, "GMT"), (120, "GMT+2"), (345, "GMT+5:45"), (-210, "GMT-3:30")] {
            assert_eq!(zone_name(offset), name);
        }
    }

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
