//! Points in time, for the reader: in the reader's time zone, with the UTC instant underneath.

use super::drawing::Drawing;
use crate::order::Timestamp;

/// A point in time, in the reader's time zone.
pub fn moment(draw: &mut Drawing<'_>, at: Timestamp) {
    draw.element("time", &[], |draw| {
        let utc = at.to_string();
        draw.attribute("datetime", &utc);
        draw.attribute("title", &utc);
        draw.own(&local(at));
    });
}

/// A point in time, and how long ago it is.
pub fn moment_and_age(draw: &mut Drawing<'_>, at: Timestamp) {
    moment(draw, at);
    let now = draw.now;
    draw.element("span", &[("class", "ago")], |draw| draw.own(&[" (", &ago(at, now), ")"].concat()));
}

#[cfg(target_arch = "wasm32")]
fn local(at: Timestamp) -> String {
    use wasm_bindgen::JsValue;
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "long")] {
        // Setting a member of a fresh object does not fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    // A timestamp's milliseconds lie far below 2^53.
    let date = js_sys::Date::new(&JsValue::from_f64(at.epoch_milliseconds() as f64));
    // "default" names no locale, and so means the reader's.
    String::from(date.to_locale_string("default", &options))
}

/// Without a browser there is no reader's time zone.
#[cfg(not(target_arch = "wasm32"))]
fn local(at: Timestamp) -> String {
    at.to_string()
}

/// "40 seconds ago", "3 hours ago", "in 2 days", "just now".
#[must_use]
pub fn ago(at: Timestamp, now: Timestamp) -> String {
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
