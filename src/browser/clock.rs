//! The time of day, as the host has it.

use crate::order::Timestamp;

/// The time of day.
#[must_use]
pub fn now() -> Timestamp {
    // Whole milliseconds far below 2^53: the conversion loses nothing.
    Timestamp::saturating_from_epoch_milliseconds(js_sys::Date::now() as i64)
}
