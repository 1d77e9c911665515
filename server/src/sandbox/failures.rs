//! Uuids that always fail in a known way, as payment sandboxes have test cards. The error bodies are the
//! shapes seen on Qualys' gateways, one each. Keeps one counter per token for the order that fails twice.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use jiff::Timestamp;
use serde_json::json;

use super::orders::ORDINARY;
use super::rendered;
use super::template::Moment;
use super::tokens::Claims;
use crate::call::OrderCall;
use crate::problem::{Problem, json_answer, status_phrase};

/// How long the order that hangs does.
const HANG: Duration = Duration::from_secs(60);
/// Size of the order that is too large.
const LARGE: usize = 20_000_000;
/// More tokens than ever call the twice failing order at once; beyond it, counting starts again.
const MOST_COUNTED: usize = 10_000;

/// One way to fail.
#[derive(Debug)]
pub struct Failure {
    /// The uuid that fails so.
    pub uuid: &'static str,
    /// A short title.
    pub name: &'static str,
    /// One sentence for a newcomer.
    pub shows: &'static str,
    way: Way,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    Unauthorized,
    Forbidden,
    UnknownOrder,
    WrongPath,
    Conflict,
    RateLimited,
    ServerError,
    UnavailableTwice,
    Hangs,
    CutOff,
    Html,
    TooLarge,
}

const fn fails(uuid: &'static str, way: Way, name: &'static str, shows: &'static str) -> Failure {
    Failure { uuid, name, shows, way }
}

/// Every uuid that fails on purpose.
#[rustfmt::skip]
pub const FAILURES: &[Failure] = &[
    fails("00000000-0000-4000-8000-000000000401", Way::Unauthorized, "401 session ended",
        "The gateway says the token has expired, however fresh it is."),
    fails("00000000-0000-4000-8000-000000000403", Way::Forbidden, "403 no licence",
        "The subscription is not licensed for this API (Qualys code 2012)."),
    fails("00000000-0000-4000-8000-000000000404", Way::UnknownOrder, "404 unknown order",
        "The gateway knows no order with this uuid."),
    fails("00000000-0000-4000-8000-000000004041", Way::WrongPath, "404 wrong path",
        "The gateway has no such path: the other path style may be the right one."),
    fails("00000000-0000-4000-8000-000000000409", Way::Conflict, "409 conflict",
        "A conflict in the account that trying again does not solve."),
    fails("00000000-0000-4000-8000-000000000429", Way::RateLimited, "429 too many calls",
        "The gateway asks to wait 30 seconds."),
    fails("00000000-0000-4000-8000-000000000500", Way::ServerError, "500 server error",
        "The gateway fails, with an XML body."),
    fails("00000000-0000-4000-8000-000000000503", Way::UnavailableTwice, "503 twice, then an order",
        "The gateway is unavailable two times and answers the third, which patience alone solves."),
    fails("00000000-0000-4000-8000-000000000060", Way::Hangs, "No answer for a minute",
        "The gateway hangs for 60 seconds and answers then."),
    fails("00000000-0000-4000-8000-000000000206", Way::CutOff, "Answer cut off",
        "The connection breaks in the middle of the order."),
    fails("00000000-0000-4000-8000-000000000415", Way::Html, "HTML instead of JSON",
        "Something between answers with a maintenance page and status 200."),
    fails("00000000-0000-4000-8000-000000000020", Way::TooLarge, "20 MB of order",
        "The order begins well and does not end for twenty megabytes."),
];

/// Answers the failing uuids.
#[derive(Debug, Default)]
pub(super) struct Failures {
    calls_by_token: Mutex<HashMap<String, u8>>,
}

impl Failures {
    pub(super) async fn answer(
        &self,
        failure: &Failure,
        call: &OrderCall,
        claims: &Claims,
        moment: &Moment,
    ) -> Response {
        match failure.way {
            Way::Unauthorized => json_answer(
                StatusCode::UNAUTHORIZED,
                json!({ "status": 401, "error": "Unauthorized", "message": "JWT expired" }).to_string(),
            ),
            Way::Forbidden => json_answer(
                StatusCode::FORBIDDEN,
                json!({
                    "errorCode": "2012",
                    "message": "User license is not authorized to run this API.",
                    "timestamp": Timestamp::now().as_millisecond(),
                })
                .to_string(),
            ),
            Way::UnknownOrder => unknown_order(failure.uuid),
            Way::WrongPath => {
                let path = call.style.path(call.uuid);
                let route = path.trim_start_matches('/');
                Problem::new(StatusCode::NOT_FOUND, format!("No static resource {route}.")).into_response()
            }
            Way::Conflict => json_answer(
                StatusCode::CONFLICT,
                json!([{ "response": {
                    "datetime": Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
                    "code": 2003,
                    "text": "Registration must be completed before API requests are served.",
                } }])
                .to_string(),
            ),
            Way::RateLimited => rate_limited(),
            Way::ServerError => server_error(),
            Way::UnavailableTwice if self.is_third_call(&claims.jti) => rendered(ORDINARY, moment),
            Way::UnavailableTwice => {
                let plain = (header::CONTENT_TYPE, "text/plain;charset=UTF-8");
                (StatusCode::SERVICE_UNAVAILABLE, [plain], "no healthy upstream").into_response()
            }
            Way::Hangs => {
                tokio::time::sleep(HANG).await;
                rendered(ORDINARY, moment)
            }
            Way::CutOff => cut_off(moment),
            Way::Html => html(),
            Way::TooLarge => too_large(failure.uuid),
        }
    }

    fn is_third_call(&self, token: &str) -> bool {
        let mut calls = self.calls_by_token.lock().unwrap_or_else(PoisonError::into_inner);
        if calls.len() >= MOST_COUNTED && !calls.contains_key(token) {
            calls.clear();
        }
        let count = calls.entry(token.to_owned()).or_default();
        *count = (*count + 1) % 3;
        *count == 0
    }
}

/// What CertView answers for an order it does not have is not published; this is one of the shapes it may be.
pub(super) fn unknown_order(uuid: &str) -> Response {
    json_answer(
        StatusCode::NOT_FOUND,
        json!({
            "message": format!("Certificate order {uuid} was not found."),
            "errorCode": status_phrase(StatusCode::NOT_FOUND),
        })
        .to_string(),
    )
}

fn rate_limited() -> Response {
    let headers = [
        ("retry-after", "30"),
        ("x-ratelimit-towait-sec", "30"),
        ("x-ratelimit-limit", "300"),
        ("x-ratelimit-window-sec", "3600"),
        ("x-ratelimit-remaining", "0"),
    ];
    let body = json!({
        "responseCode": "FAILED",
        "responseMessage": "The maximum number of API calls was exceeded; wait and try again.",
        "count": 0,
    });
    (headers, json_answer(StatusCode::TOO_MANY_REQUESTS, body.to_string())).into_response()
}

pub(super) fn server_error() -> Response {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<SIMPLE_RETURN>\n  <RESPONSE>\n    \
        <CODE>999</CODE>\n    <TEXT>Internal error. Please contact customer support.</TEXT>\n  \
        </RESPONSE>\n</SIMPLE_RETURN>\n";
    (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/xml;charset=UTF-8")], body)
        .into_response()
}

fn html() -> Response {
    let body = "<!doctype html>\n<html><head><title>Maintenance</title></head>\n\
        <body><h1>We will be back soon</h1><p>The service is being maintained.</p></body></html>\n";
    (StatusCode::OK, [(header::CONTENT_TYPE, "text/html;charset=UTF-8")], body).into_response()
}

/// Promises the whole order and breaks the connection after half of it.
fn cut_off(moment: &Moment) -> Response {
    let Ok(order) = moment.render(ORDINARY) else {
        return rendered(ORDINARY, moment);
    };
    let length = order.len();
    let mut half = Bytes::from(order);
    half.truncate(length / 2);
    // The wait gives the first half the time to leave; an error at once would take the headers down with it.
    let parts = stream::unfold(Some(half), async |half| match half {
        Some(half) => Some((Ok(half), None)),
        None => {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Some((Err(std::io::Error::other("cut off on purpose")), None))
        }
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
    ];
    (headers, Body::from_stream(parts)).into_response()
}

/// Valid JSON from the first byte to the last, and no length sent beforehand: only counting protects a
/// client.
fn too_large(uuid: &str) -> Response {
    const PIECE: usize = 50_000;
    static FILLING: [u8; PIECE] = [b'x'; PIECE];
    let first = Bytes::from(format!(r#"{{"uuid":"{uuid}","status":"SUBMITTED","comment":""#));
    let filling = std::iter::repeat_n(Bytes::from_static(&FILLING), LARGE / PIECE);
    let parts = std::iter::once(first).chain(filling).chain(std::iter::once(Bytes::from_static(b"\"}")));
    let body = Body::from_stream(stream::iter(parts.map(Ok::<_, Infallible>)));
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
