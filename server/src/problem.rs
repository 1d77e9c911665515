//! An error of this server's own, in the shape Qualys' gateways use, so that a client needs one decoder.
//! Touches nothing but the clock, for the `timestamp`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::json;

/// What went wrong, for the person who reads it. Never holds a token or a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    message: String,
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem with this status; the message says what happened and what to check.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: None }
    }

    /// The same, with the seconds after which to try again.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "errorCode": status_phrase(self.status),
            "message": self.message,
            "timestamp": Timestamp::now().as_millisecond(),
        });
        let mut response = json_answer(self.status, body.to_string());
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The status as Spring prints it: `404 NOT_FOUND`.
pub fn status_phrase(status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("UNKNOWN").to_ascii_uppercase();
    format!("{} {}", status.as_u16(), reason.replace([' ', '-'], "_").replace('\'', ""))
}

/// An answer whose body is JSON already.
pub fn json_answer(status: StatusCode, body: String) -> Response {
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (status, [content_type], body).into_response()
}
