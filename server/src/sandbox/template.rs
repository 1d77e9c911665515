//! Orders are JSON files in which a string like `"{{time: 3h ago, Z}}"` stands for a value known only when
//! asked. Text to text, so that an order arrives key by key as its file is written. Pure.
//!
//! * `time: 3h ago, FORM`, `time: in 90d, FORM`: an instant, counted from the caller's sign-in, so that an
//!   order read twice is the same twice; FORM is `+0000`, `+00:00`, `Z` or `epoch` (milliseconds)
//! * `file: rsa-2048.pem`: the text of a file in `requests/` or in the library's `tests/fixtures/review/`
//! * `tenants: 300`: that many names
//! * `uuid`: the requested order
//! * `progress: status`, `caStatus`, `created`, `updated`: the order that progresses, by the age of the caller's token

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use serde_json::{Value, json};

use super::SandboxError;
use super::tokens::Claims;

const OPEN: &str = "\"{{";
const CLOSE: &str = "}}\"";
/// A token's time has whole seconds, an order's has not: milliseconds that are all zero would hide a lost
/// fraction.
const BEFORE_SIGN_IN: SignedDuration = SignedDuration::from_millis(527);

/// The user, the requested order, and the time.
#[derive(Debug)]
pub(super) struct Moment {
    uuid: String,
    now: Timestamp,
    signed_in: Timestamp,
    progress_time: SignedDuration,
}

impl Moment {
    pub(super) fn new(uuid: &str, now: Timestamp, claims: &Claims, progress_time: SignedDuration) -> Self {
        let signed_in = Timestamp::from_second(claims.iat).unwrap_or(now);
        Self { uuid: uuid.to_owned(), now, signed_in, progress_time }
    }

    /// The order's JSON with every placeholder filled in.
    pub(super) fn render(&self, order: &str) -> Result<String, SandboxError> {
        let mut text = String::with_capacity(order.len());
        let mut rest = order;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (placeholder, after) = after
                .split_once(CLOSE)
                .ok_or_else(|| SandboxError::Placeholder(after.chars().take(40).collect()))?;
            text.push_str(before);
            text.push_str(&self.value(placeholder)?.to_string());
            rest = after;
        }
        text.push_str(rest);
        Ok(text)
    }

    fn value(&self, placeholder: &str) -> Result<Value, SandboxError> {
        let (kind, what) = placeholder.split_once(": ").unwrap_or((placeholder, ""));
        let value = match kind {
            "uuid" => Some(json!(self.uuid)),
            "file" => file(what).map(|text| json!(text)),
            "tenants" => what.parse().ok().map(tenants),
            "time" => what.split_once(", ").and_then(|(when, form)| written(self.instant(when)?, form)),
            "progress" => self.progress(what),
            _ => None,
        };
        value.ok_or_else(|| SandboxError::Placeholder(placeholder.to_owned()))
    }

    fn instant(&self, when: &str) -> Option<Timestamp> {
        let span: Span = when.strip_prefix("in ").unwrap_or(when).parse().ok()?;
        // Between two of the caller's calendars a day may have 23 hours; here it has 24.
        let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
        self.signed_in.checked_add(duration).ok()?.checked_sub(BEFORE_SIGN_IN).ok()
    }

    /// First half SUBMITTED, second half APPROVED, then ISSUED; counted from the caller's sign-in, so that
    /// every caller sees the whole way and nothing is kept.
    fn progress(&self, what: &str) -> Option<Value> {
        let (half, age) = (self.progress_time.checked_div(2)?, self.now.duration_since(self.signed_in));
        let (status, ca_status, since) = match age {
            age if age >= self.progress_time => ("ISSUED", "issued", self.progress_time),
            age if age >= half => ("APPROVED", "pending", half),
            _ => ("SUBMITTED", "", SignedDuration::ZERO),
        };
        match what {
            "status" => Some(json!(status)),
            "caStatus" => Some(json!(ca_status)),
            "created" => written(self.signed_in, "+0000"),
            "updated" => written(self.signed_in.checked_add(since).ok()?, "+0000"),
            _ => None,
        }
    }
}

fn written(instant: Timestamp, form: &str) -> Option<Value> {
    let seconds = instant.strftime("%Y-%m-%dT%H:%M:%S%.3f");
    match form {
        "+0000" | "+00:00" | "Z" => Some(json!(format!("{seconds}{form}"))),
        "epoch" => Some(json!(instant.as_millisecond())),
        _ => None,
    }
}

fn tenants(count: u32) -> Value {
    (1..=count).map(|number| format!("tenant-{number:03}.example.net")).collect()
}

fn file(name: &str) -> Option<&'static str> {
    Some(match name {
        "auto-generated.pem" => include_str!("requests/auto-generated.pem"),
        "broken.pem" => include_str!("requests/broken.pem"),
        "ed25519.pem" => include_str!("requests/ed25519.pem"),
        "ev-rsa-2048.pem" => include_str!("requests/ev-rsa-2048.pem"),
        "key-and-request.pem" => include_str!("requests/key-and-request.pem"),
        "multi-domain-300.pem" => include_str!("requests/multi-domain-300.pem"),
        "nested-p-256.pem" => include_str!("requests/nested-p-256.pem"),
        "p-256.pem" => include_str!("requests/p-256.pem"),
        "private-trust.pem" => include_str!("requests/private-trust.pem"),
        "renewal-rsa-2048.pem" => include_str!("requests/renewal-rsa-2048.pem"),
        "rsa-2048.pem" => include_str!("requests/rsa-2048.pem"),
        "rsa-4096.pem" => include_str!("requests/rsa-4096.pem"),
        "wildcard-p-256.pem" => include_str!("requests/wildcard-p-256.pem"),
        "worthless-sandbox-private-key.pem" => include_str!("requests/worthless-sandbox-private-key.pem"),
        // The library's tests have these too.
        "altered-rsa2048.pem" => include_str!("../../../tests/fixtures/review/altered-rsa2048.pem"),
        "brainpool256.pem" => include_str!("../../../tests/fixtures/review/brainpool256.pem"),
        "client-auth-p256.pem" => include_str!("../../../tests/fixtures/review/client-auth-p256.pem"),
        "close-primes-rsa2048.pem" => include_str!("../../../tests/fixtures/review/close-primes-rsa2048.pem"),
        "enrollment-names-rsa2048.pem" => {
            include_str!("../../../tests/fixtures/review/enrollment-names-rsa2048.pem")
        }
        "everything-rsa2048-sha1.pem" => {
            include_str!("../../../tests/fixtures/review/everything-rsa2048-sha1.pem")
        }
        "factor-3-rsa2048.pem" => include_str!("../../../tests/fixtures/review/factor-3-rsa2048.pem"),
        "p521.pem" => include_str!("../../../tests/fixtures/review/p521.pem"),
        "prime-rsa2048.pem" => include_str!("../../../tests/fixtures/review/prime-rsa2048.pem"),
        "roca-rsa2048.pem" => include_str!("../../../tests/fixtures/review/roca-rsa2048.pem"),
        "rsa1024.pem" => include_str!("../../../tests/fixtures/review/rsa1024.pem"),
        "version-3-p256.pem" => include_str!("../../../tests/fixtures/review/version-3-p256.pem"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(age: i64) -> Moment {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let signed_in = now.checked_sub(SignedDuration::from_secs(age)).unwrap();
        Moment { uuid: "an-order".to_owned(), now, signed_in, progress_time: SignedDuration::from_secs(120) }
    }

    #[test]
    fn an_instant_is_written_in_each_of_the_four_forms() {
        for (placeholder, expected) in [
            (r#""{{time: 3h ago, +0000}}""#, r#""2027-01-15T04:59:59.473+0000""#),
            (r#""{{time: 3h ago, +00:00}}""#, r#""2027-01-15T04:59:59.473+00:00""#),
            (r#""{{time: in 2d, Z}}""#, r#""2027-01-17T07:59:59.473Z""#),
            (r#""{{time: 90m ago, epoch}}""#, "1799994599473"),
        ] {
            assert_eq!(moment(0).render(placeholder).unwrap(), expected, "{placeholder}");
        }
    }

    #[test]
    fn an_order_read_again_later_is_the_same() {
        let order = r#"["{{time: 3h ago, Z}}","{{time: in 90d, epoch}}"]"#;
        let later = Moment { now: Timestamp::from_second(1_800_003_600).unwrap(), ..moment(0) };
        assert_eq!(moment(0).render(order).unwrap(), later.render(order).unwrap());
    }

    #[test]
    fn the_progressing_order_follows_the_age_of_the_token() {
        let order = r#"["{{progress: status}}","{{progress: caStatus}}","{{progress: created}}","{{progress: updated}}"]"#;
        for (age, expected) in [
            (0, r#"["SUBMITTED","","2027-01-15T08:00:00.000+0000","2027-01-15T08:00:00.000+0000"]"#),
            (59, r#"["SUBMITTED","","2027-01-15T07:59:01.000+0000","2027-01-15T07:59:01.000+0000"]"#),
            (60, r#"["APPROVED","pending","2027-01-15T07:59:00.000+0000","2027-01-15T08:00:00.000+0000"]"#),
            (119, r#"["APPROVED","pending","2027-01-15T07:58:01.000+0000","2027-01-15T07:59:01.000+0000"]"#),
            (120, r#"["ISSUED","issued","2027-01-15T07:58:00.000+0000","2027-01-15T08:00:00.000+0000"]"#),
        ] {
            assert_eq!(moment(age).render(order).unwrap(), expected, "at {age} seconds");
        }
    }

    #[test]
    fn an_unknown_or_open_placeholder_is_an_error_and_not_an_order() {
        for order in [r#""{{time: soon, Z}}""#, r#""{{file: none.pem}}""#, r#""{{what}}""#, r#""{{uuid""#] {
            assert!(moment(0).render(order).is_err(), "{order}");
        }
    }

    #[test]
    fn text_around_placeholders_stays_as_it_is() {
        let order = r#"{ "a": "{{uuid}}", "b": "x {{7*7}}", "n": ["{{tenants: 1}}"] }"#;
        let expected = r#"{ "a": "an-order", "b": "x {{7*7}}", "n": [["tenant-001.example.net"]] }"#;
        assert_eq!(moment(0).render(order).unwrap(), expected);
    }
}
