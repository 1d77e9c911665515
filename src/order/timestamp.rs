//! Points in time, in each form that CertView is known to write. Pure: reads no clock.

use std::fmt;

use serde::{Serialize, Serializer};

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
    pub fn from_date(year: i64, month: i64, day: i64) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month)
        {
            return None;
        }
        // Days from 1970-01-01 with years that begin in March, so that a leap day ends its year.
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self((era * 146_097 + day_of_era - 719_468) * DAY))
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
        let mut rest = Scan(text.as_bytes());
        let year = rest.number(4)?;
        rest.one(b"-")?;
        let month = rest.number(2)?;
        rest.one(b"-")?;
        let day = rest.number(2)?;
        let midnight = Self::from_date(year, month, day)?;
        if rest.0.is_empty() {
            return Some(midnight);
        }
        rest.one(b"Tt ")?;
        let hour = rest.number(2)?;
        rest.one(b":")?;
        let minute = rest.number(2)?;
        rest.one(b":")?;
        let second = rest.number(2)?;
        // RFC 3339 allows second 60 for a leap second; it is counted as the second that follows.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let fraction = if rest.one(b".,").is_some() { rest.milliseconds()? } else { 0 };
        let offset = rest.offset()?;
        if !rest.0.is_empty() {
            return None;
        }
        let within = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
        Self::from_epoch_milliseconds(midnight.0 + within - offset * 60_000)
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

struct Scan<'a>(&'a [u8]);

impl Scan<'_> {
    fn one(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        wanted.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let mut value = 0;
        for _ in 0..digits {
            value = value * 10 + i64::from(self.one(b"0123456789")? - b'0');
        }
        Some(value)
    }

    fn milliseconds(&mut self) -> Option<i64> {
        let mut value = 100 * self.number(1)?;
        let mut unit = 10;
        while let Some(digit) = self.one(b"0123456789") {
            value += unit * i64::from(digit - b'0');
            unit /= 10;
        }
        Some(value)
    }

    /// Minutes east of UTC.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.one(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2)?;
        let minutes = if self.0.is_empty() {
            0
        } else {
            // The colon is optional: its absence is what makes `+0000`.
            let _ = self.one(b":");
            self.number(2)?
        };
        (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC: `2020-09-01T08:54:50.473Z`, or without decimals if they are zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.0.div_euclid(DAY);
        let within = self.0.rem_euclid(DAY);
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let seconds = within / 1000;
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )?;
        if within % 1000 != 0 {
            write!(f, ".{:03}", within % 1000)?;
        }
        f.write_str("Z")
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
