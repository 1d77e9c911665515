//! Points in time, in each form that CertView is known to write. Pure: reads no clock.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, Time};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, between the years 0001 and 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

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
    pub fn from_date(year: i32, month: u8, day: u8) -> Option<Self> {
        let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
        Self::from_date_time(OffsetDateTime::new_utc(date, Time::MIDNIGHT))
    }

    /// Parses `2020-09-01T08:54:50.473+0000` and similar forms: offset as `Z`, `+00:00`, `+0000` or `+00`, any number
    /// of decimals or none, a space in place of the `T`; a date alone (midnight UTC); epoch milliseconds.
    ///
    /// CertView's sample writes `+0000`, which is not RFC 3339 and which several parsers refuse.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_epoch_milliseconds(text.parse().ok()?);
        }
        Self::from_date_time(OffsetDateTime::parse(&to_rfc_3339(text)?, &Rfc3339).ok()?)
    }

    /// Date and time of day at an offset from UTC in minutes, east of Greenwich positive: `1 Sep 2020, 10:54:50`.
    #[must_use]
    pub fn local_time(self, offset_minutes: i32) -> String {
        let local = self.0.saturating_add(i64::from(offset_minutes) * 60_000).clamp(EARLIEST, LATEST);
        // Within the years 0001 to 9999.
        let at =
            OffsetDateTime::from_unix_timestamp(local.div_euclid(1000)).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let (year, month, day) = at.to_calendar_date();
        let (hour, minute, second) = at.to_hms();
        let month = month.to_string();
        let month = month.get(..3).unwrap_or_default();
        format!("{day} {month} {year}, {hour:02}:{minute:02}:{second:02}")
    }

    fn from_date_time(date_time: OffsetDateTime) -> Option<Self> {
        let milliseconds = date_time.unix_timestamp() * 1000 + i64::from(date_time.millisecond());
        Self::from_epoch_milliseconds(milliseconds)
    }
}

/// The same date and time as RFC 3339 writes it, if the text has one of the other forms that are read.
fn to_rfc_3339(text: &str) -> Option<String> {
    /// The length of `2020-09-01`.
    const DATE: usize = 10;
    let (date, rest) = text.split_at_checked(DATE)?;
    if rest.is_empty() {
        return Some(format!("{date}T00:00:00Z"));
    }
    let time = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, sign, offset) = match time.rfind(['+', '-']) {
        Some(at) => (time.get(..at)?, time.get(at..=at)?, time.get(at + 1..)?),
        None => (time.strip_suffix(['Z', 'z'])?, "+", "00:00"),
    };
    let (hours, minutes) = offset.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { "00" } else { minutes.strip_prefix(':').unwrap_or(minutes) };
    Some(format!("{date}T{}{sign}{hours}:{minutes}", clock.replace(',', ".")))
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC: `2020-09-01T08:54:50.473Z`, or without decimals if they are zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1000)).map_err(|_| fmt::Error)?;
        let (year, month, day) = at.to_calendar_date();
        let (hour, minute, second) = at.to_hms();
        write!(f, "{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}", u8::from(month))?;
        match self.0.rem_euclid(1000) {
            0 => f.write_str("Z"),
            milliseconds => write!(f, ".{milliseconds:03}Z"),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("no point in time"))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
