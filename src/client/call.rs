//! What a call sends and gets, the I/O it needs, and what an answer means. Pure.

use std::fmt;
use std::future::Future;

use zeroize::Zeroizing;

use super::error::{Error, ErrorCode};
use super::gateway_message::GatewayMessage;
use super::retry::asked_wait_ms;
use super::token::BearerToken;
use crate::order::Timestamp;

/// The methods that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reading a request.
    Get,
    /// Exchanging a password for a token.
    Post,
    /// Deciding on a request.
    Put,
}

impl Method {
    /// The method as HTTP has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// The body of a request, already encoded.
#[derive(Clone)]
pub enum Body {
    /// `application/x-www-form-urlencoded`: the form with the password.
    Form(Zeroizing<String>),
    /// `application/json`
    Json(String),
}

impl Body {
    /// The value of the `Content-Type` header.
    #[must_use]
    pub fn content_type(&self) -> &'static str {
        match self {
            Self::Form(_) => "application/x-www-form-urlencoded",
            Self::Json(_) => "application/json",
        }
    }

    /// The encoded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Form(text) => text,
            Self::Json(text) => text,
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.content_type())
    }
}

/// What is sent. Cannot be printed: it holds the token or the password.
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole URL, or an absolute path on the page's own origin.
    pub url: String,
    /// The `Authorization` header.
    pub authorization: Option<Zeroizing<String>>,
    /// The `Accept` header.
    pub accept: &'static str,
    /// The body.
    pub body: Option<Body>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// What came back.
#[derive(Clone, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The header `Retry-After`, where it may be read.
    pub retry_after: Option<String>,
    /// The header `X-RateLimit-ToWait-Sec`, where it may be read.
    pub to_wait_sec: Option<String>,
    /// The body, at most [`super::MAX_BODY_BYTES`] long.
    pub body: Vec<u8>,
}

impl Response {
    /// Whether the body is a page for people: what a proxy, a sign-in or another kind of server answers.
    #[must_use]
    pub fn is_web_page(&self) -> bool {
        let body = self.body.trim_ascii_start();
        ["<!doctype html", "<html"].into_iter().any(|start| {
            body.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
        })
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer, or one that broke off, in a browser: it does not report why.
    Network,
    /// No answer, or one that broke off, outside a browser. The host's own code, such as `ECONNREFUSED`, where it has
    /// one.
    Connection(Option<String>),
    /// The deadline passed.
    Timeout,
    /// The caller ended it.
    Aborted,
    /// The body passed the bound while it streamed in.
    TooLarge,
    /// The host could not even make the request, for this reason.
    Unsendable(String),
}

/// The I/O that one call needs: send, sleep, clock, random number. The deadline is the transport's: it covers all
/// attempts, headers, bodies and waits.
pub trait Transport {
    /// Sends one request and reads the whole answer.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, Fault>>;
    /// Waits, unless the deadline or the caller ends it first.
    fn wait(&self, milliseconds: u32) -> impl Future<Output = Result<(), Fault>>;
    /// Whether anything answers at this URL, though its answer may be none that can be read.
    fn is_there(&self, url: &str) -> impl Future<Output = bool>;
    /// What is left of the deadline, in milliseconds.
    fn remaining_ms(&self) -> u32;
    /// The current time.
    fn now(&self) -> Timestamp;
    /// A number from 0 (included) to 1 (excluded).
    fn random(&self) -> f64;
}

/// Where tokens come from.
pub trait TokenSource {
    /// A token to send. `refused` is true where the gateway has just answered 401 to the last one.
    fn token(&self, refused: bool) -> impl Future<Output = Result<BearerToken, Error>>;
    /// Whether asking again may give another token.
    fn can_renew(&self) -> bool;
}

/// A token that was given once.
impl TokenSource for BearerToken {
    async fn token(&self, _refused: bool) -> Result<BearerToken, Error> {
        Ok(self.clone())
    }

    fn can_renew(&self) -> bool {
        false
    }
}

/// Distinguishes an answer from a refusal.
pub(super) fn judge(outcome: Result<Response, Fault>, now: Timestamp) -> Result<Response, Error> {
    let response = outcome.map_err(Error::from)?;
    if (200..300).contains(&response.status) {
        return Ok(response);
    }
    let gateway = GatewayMessage::read(&response.body);
    let asked = asked_wait_ms(
        response.retry_after.as_deref(),
        response.to_wait_sec.as_deref(),
        now.epoch_milliseconds(),
    );
    let limited = gateway.is_limit() || response.to_wait_sec.is_some() || response.retry_after.is_some();
    let (code, what) = match response.status {
        401 => (ErrorCode::Unauthorized, "The gateway does not accept the token"),
        403 => (ErrorCode::Forbidden, "The gateway does not allow this user to read certificate requests"),
        404 if gateway.says_no_such_route() => (ErrorCode::WrongPath, "The gateway has no such path"),
        404 => (ErrorCode::NotFound, "The gateway knows no such certificate request"),
        409 if !limited => (ErrorCode::Conflict, "The gateway refuses the call as a conflict"),
        409 | 429 => (ErrorCode::RateLimited, "The gateway has had too many calls"),
        400 => (ErrorCode::Server, "The gateway calls the request invalid"),
        0 | 300..=399 => (ErrorCode::Server, "The gateway redirects elsewhere, which is not followed"),
        408 | 504 => (ErrorCode::Server, "The gateway waited too long for an answer"),
        500..=599 => (ErrorCode::Server, "The gateway failed"),
        _ => (ErrorCode::Server, "The gateway gave an answer that was not expected"),
    };
    let mut error = Error::new(code, format!("{what} (HTTP {}).", response.status));
    error.status = Some(response.status);
    error.gateway = gateway;
    error.retry_after_ms = asked;
    Err(error)
}

/// For hosts that know nothing of other origins. What exactly failed is in the host's own error.
const CONNECTION_ADVICE: &str = "Check the address of the gateway, the name resolution and the proxy settings of this machine, and \
     that it trusts the gateway's certificate.";

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let (code, message) = match fault {
            Fault::Network => (ErrorCode::Network, "No complete answer came from the gateway.".to_owned()),
            Fault::Connection(code) => {
                let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
                let message = format!("No complete answer came from the gateway{code}.");
                return Self {
                    own_advice: Some(CONNECTION_ADVICE),
                    ..Self::new(ErrorCode::Network, message)
                };
            }
            Fault::Timeout => (ErrorCode::Timeout, "The gateway did not answer in time.".to_owned()),
            Fault::Aborted => (ErrorCode::Aborted, "The call was aborted before its answer came.".to_owned()),
            Fault::TooLarge => (
                ErrorCode::TooLarge,
                "The answer is larger than 8 MiB; a certificate request is a few kilobytes.".to_owned(),
            ),
            Fault::Unsendable(why) => (ErrorCode::InvalidArgument, why),
        };
        Error::new(code, message)
    }
}
