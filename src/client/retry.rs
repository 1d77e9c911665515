//! When a call is retried. Pure: the remaining time and the random number are arguments.

use super::error::{Error, ErrorCode};

/// How often, and how long between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// Further attempts after the first. Only reading is ever repeated.
    pub max_retries: u32,
}

impl Default for Retry {
    fn default() -> Self {
        Self { max_retries: 2 }
    }
}

/// What to do after an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// Try again after so many milliseconds.
    RetryAfter(u32),
    /// Hand the error to the caller.
    Stop,
}

const FIRST_BACKOFF_MS: u32 = 500;
const LONGEST_BACKOFF_MS: u32 = 8_000;

impl Retry {
    /// Decides after a failed attempt.
    ///
    /// A wait the gateway asked for is kept where it fits the remaining time; else the call stops at once and the error
    /// reports the wait. Without one, the wait is drawn evenly from zero to a bound that doubles from 0.5 s to 8 s
    /// ("full jitter"), so that many clients do not come back together.
    ///
    /// `attempts`: how often the call was sent, from 1. `remaining_ms`: what is left of the deadline.
    /// `random`: from 0 (included) to 1 (excluded).
    #[must_use]
    pub fn decide(self, error: &Error, attempts: u32, remaining_ms: u32, random: f64) -> RetryDecision {
        if attempts > self.max_retries || !may_pass(error) {
            return RetryDecision::Stop;
        }
        let wait = match error.retry_after_ms {
            Some(asked) => u32::try_from(asked).unwrap_or(u32::MAX),
            None => {
                let doublings = attempts.saturating_sub(1).min(10);
                let bound = (FIRST_BACKOFF_MS << doublings).min(LONGEST_BACKOFF_MS);
                // Truncation to whole milliseconds is meant; the product lies between 0 and 8000.
                (f64::from(bound) * random.clamp(0.0, 1.0)) as u32
            }
        };
        if wait < remaining_ms { RetryDecision::RetryAfter(wait) } else { RetryDecision::Stop }
    }
}

/// Whether the same call may succeed a little later.
fn may_pass(error: &Error) -> bool {
    match error.code {
        ErrorCode::Network | ErrorCode::RateLimited => true,
        _ => matches!(error.status, Some(408 | 425 | 429 | 500 | 502 | 503 | 504)),
    }
}

/// How long a refusal asks to wait, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110, section
/// 10.2.3), or Qualys' `X-RateLimit-ToWait-Sec`; the longer, where both are sent.
#[must_use]
pub(super) fn asked_wait_ms(
    retry_after: Option<&str>,
    to_wait_sec: Option<&str>,
    now_epoch_ms: i64,
) -> Option<u64> {
    let seconds = |text: &str| text.trim().parse::<u32>().ok().map(|seconds| u64::from(seconds) * 1000);
    let date = |text: &str| {
        let at = httpdate::parse_http_date(text.trim()).ok()?;
        let at = at.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis();
        let wait = i64::try_from(at).ok()?.saturating_sub(now_epoch_ms);
        Some(u64::try_from(wait).unwrap_or(0))
    };
    let retry_after = retry_after.and_then(|text| seconds(text).or_else(|| date(text)));
    retry_after.max(to_wait_sec.and_then(seconds))
}
