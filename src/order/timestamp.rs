//! Points in time, in each form that CertView is known to write. Pure: reads no clock.

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use serde::{Serialize, Serializer};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, between the years 0001 and 9999.
///
/// Not `jiff::Timestamp`, which ends a day before 9999-12-31T23:59:59Z, the usual way to write "no expiry" (RFC 5280,
/// 4.1.2.5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
const DAY: i64 = 86_400_000;
/// 0001-01-01T00:00:00Z
const EARLIEST: i64 = -62_135_596_800_000;
/// 9999-12-31T23:59:59.999Z
const LATEST: i64 = 253_402_300_799_999;

impl Timestamp {
    /// The instant this many milliseconds after 1970-01-01T00:00:00Z; `None` outside the years 0001 to 9999.
    #[must_use]
    pub fn from_epoch_milliseconds(milliseconds: i64) -> Option<Self> {
        (EARLIEST..=LATEST).contains(&milliseconds).then_some(Self(milliseconds))
    }

    /// As [`Self::from_epoch_milliseconds`], clamped to the years 0001 to 9999.
    #[must_use]
    pub fn saturating_from_epoch_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds.clamp(EARLIEST, LATEST))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn epoch_milliseconds(self) -> i64 {
        self.0
    }

    /// Milliseconds from `earlier` to this instant; negative if `earlier` is the later one.
    #[must_use]
    pub fn milliseconds_since(self, earlier: Timestamp) -> i64 {
        self.0 - earlier.0
    }

    /// Whole days from `earlier` to this instant, rounded down.
    #[must_use]
    pub fn days_since(self, earlier: Timestamp) -> i64 {
        self.milliseconds_since(earlier).div_euclid(DAY)
    }

    /// The instant this many days later, clamped to the years 0001 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::saturating_from_epoch_milliseconds(self.0.saturating_add(days.saturating_mul(DAY)))
    }

    /// Midnight UTC of a day of the Gregorian calendar; `None` if the day does not exist.
    #[must_use]
    pub fn from_date(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        Self::from_civil(date.at(0, 0, 0, 0), Offset::UTC)
    }

    /// Parses `2020-09-01T08:54:50.473+0000` and similar forms: offset as `Z`, `+00:00`, `+0000` or `+00`, up to
    /// nine decimals or none, a space in place of the `T`; a date alone (midnight UTC); epoch milliseconds.
    ///
    /// CertView's sample writes `+0000`, which is not RFC 3339 and which several parsers refuse.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        /// Where the colon before the seconds is in `2020-09-01T08:54:50`.
        const SECONDS: usize = 16;
        let text = text.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_epoch_milliseconds(text.parse().ok()?);
        }
        let pieces = DateTimeParser::new().parse_pieces(text).ok()?;
        match pieces.time() {
            None => Self::from_civil(pieces.date().at(0, 0, 0, 0), Offset::UTC),
            // jiff reads a time without seconds too; RFC 3339 has none.
            Some(_) if text.as_bytes().get(SECONDS) != Some(&b':') => None,
            Some(time) => Self::from_civil(pieces.date().to_datetime(time), pieces.to_numeric_offset()?),
        }
    }

    fn from_civil(local: DateTime, offset: Offset) -> Option<Self> {
        let since_epoch =
            local.duration_since(EPOCH) - SignedDuration::from_secs(i64::from(offset.seconds()));
        Self::from_epoch_milliseconds(since_epoch.as_millis().try_into().ok()?)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC: `2020-09-01T08:54:50.473Z`, or without decimals if they are zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = if self.0 % 1000 == 0 { 0 } else { 3 };
        let local = EPOCH.checked_add(SignedDuration::from_millis(self.0)).map_err(|_| fmt::Error)?;
        write!(f, "{local:.decimals$}Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
