//! One call from beginning to end: ask, judge the answer, try again or say why not. Pure: everything the world
//! has to do is lent by a [`Transport`].

use std::fmt;
use std::future::Future;

use zeroize::Zeroizing;

use super::endpoint::Endpoint;
use super::error::{Error, ErrorCode};
use super::gateway_message::GatewayMessage;
use super::retry::{Decision, Retry, asked_wait_ms};
use super::session::Jwt;
use crate::order::{Order, Timestamp, Uuid};

/// The two methods that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reading a request.
    Get,
    /// Trading a password for a token.
    Post,
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
    /// A form, already encoded (`application/x-www-form-urlencoded`).
    pub form: Option<Zeroizing<String>>,
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
    /// No answer, or one that broke off. A browser does not tell why.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller ended it.
    Aborted,
    /// The body passed the bound while it streamed in.
    TooLarge,
    /// The host could not even make the request, for this reason.
    Unsendable(String),
}

/// What the world lends to one call: a way out, a clock, a wait and a dice. The deadline is the transport's: it
/// runs over all attempts, headers, bodies and waits.
pub trait Transport {
    /// Sends one request and reads the whole answer.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, Fault>>;
    /// Waits, unless the deadline or the caller ends it first.
    fn wait(&self, milliseconds: u32) -> impl Future<Output = Result<(), Fault>>;
    /// Whether anything answers at this URL, though its answer may be none that can be read.
    fn is_there(&self, url: &str) -> impl Future<Output = bool>;
    /// What is left of the deadline, in milliseconds.
    fn remaining_ms(&self) -> u32;
    /// The time of day.
    fn now(&self) -> Timestamp;
    /// A number from 0 (included) to 1 (excluded).
    fn random(&self) -> f64;
}

/// Where tokens come from.
pub trait TokenSource {
    /// A token to send. `refused` is true where the gateway has just answered 401 to the last one.
    fn token(&self, refused: bool) -> impl Future<Output = Result<Jwt, Error>>;
    /// Whether asking again may give another token.
    fn can_renew(&self) -> bool;
}

/// A token that was given once.
impl TokenSource for Jwt {
    async fn token(&self, _refused: bool) -> Result<Jwt, Error> {
        Ok(self.clone())
    }

    fn can_renew(&self) -> bool {
        false
    }
}

/// Reads one certificate request.
///
/// A 401 asks the token source for a fresh token once; that attempt does not count as a retry.
///
/// # Errors
/// Each [`ErrorCode`]; the error counts the attempts.
pub async fn get_order<T: Transport, S: TokenSource>(
    transport: &T,
    tokens: &S,
    endpoint: &Endpoint,
    retry: Retry,
    uuid: &Uuid,
) -> Result<Order, Error> {
    let mut attempts: u32 = 0;
    let mut renewals: u32 = 0;
    let mut refused = false;
    loop {
        let token = tokens.token(refused).await?;
        attempts += 1;
        let request = Request {
            method: Method::Get,
            url: endpoint.order_url(uuid),
            authorization: Some(token.authorization()),
            accept: "application/json",
            form: None,
        };
        let mut error = match judge(transport.send(request).await, transport.now()) {
            Ok(response) => match read_order(response, uuid) {
                Ok(order) => return Ok(order),
                Err(error) => error,
            },
            Err(error) => error,
        };
        error.attempts = attempts;
        // A gateway that repeats what it was sent must not carry the token into a message or a log.
        error.gateway.hide(token.reveal());
        drop(token);
        refused = error.code == ErrorCode::Unauthorized;
        if refused && renewals == 0 && tokens.can_renew() {
            renewals += 1;
            continue;
        }
        match retry.decide(&error, attempts - renewals, transport.remaining_ms(), transport.random()) {
            Decision::Stop => return Err(error),
            Decision::RetryAfter(wait) => {
                if let Err(fault) = transport.wait(wait).await {
                    let mut ended = Error::from(fault);
                    ended.attempts = attempts;
                    return Err(ended);
                }
            }
        }
    }
}

/// Trades a user name and a password for a token, as CertView's guide has it: a form with `token=true` and
/// `permissions=true`, answered by 201 and the token as plain text. Sent once, never repeated.
///
/// # Errors
/// `unauthorized` for a wrong name or password; each other [`ErrorCode`] as for a request.
pub async fn sign_in<T: Transport>(
    transport: &T,
    endpoint: &Endpoint,
    user_name: &str,
    password: &str,
) -> Result<Jwt, Error> {
    if user_name.trim().is_empty() || password.is_empty() {
        return Err(Error::new(
            ErrorCode::InvalidArgument,
            "User name and password are both needed.".to_owned(),
        ));
    }
    let form = Zeroizing::new(
        [
            "username=",
            &form_encoded(user_name.trim()),
            "&password=",
            &form_encoded(password),
            "&token=true&permissions=true",
        ]
        .concat(),
    );
    let request = Request {
        method: Method::Post,
        url: endpoint.auth_url(),
        authorization: None,
        accept: "text/plain, */*",
        form: Some(form),
    };
    let outcome = judge(transport.send(request).await, transport.now()).and_then(|response| {
        let body = Zeroizing::new(response.body);
        std::str::from_utf8(&body).ok().and_then(|text| Jwt::parse(text).ok()).ok_or_else(|| {
            let mut error = Error::new(
                ErrorCode::Decode,
                "The answer to the sign-in is no token where one was expected as plain text.".to_owned(),
            );
            error.status = Some(response.status);
            error
        })
    });
    outcome.map_err(|mut error| {
        error.attempts = 1;
        error.gateway.hide(password);
        if error.code == ErrorCode::Unauthorized {
            error.message = "The user name or the password is not accepted.".to_owned();
        }
        error
    })
}

/// Percent-encodes for a form; everything but letters and digits, so that no character's role is in doubt.
fn form_encoded(text: &str) -> Zeroizing<String> {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |value: u8| HEX.get(usize::from(value)).copied().unwrap_or('0');
    let mut encoded = Zeroizing::new(String::with_capacity(text.len() * 3));
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(digit(byte >> 4));
            encoded.push(digit(byte & 15));
        }
    }
    encoded
}

fn read_order(response: Response, uuid: &Uuid) -> Result<Order, Error> {
    let status = response.status;
    match Order::from_response(response.body) {
        Ok(mut order) => {
            order.note_uuid_mismatch(uuid);
            Ok(order)
        }
        Err(problem) => {
            let message = ["The gateway answered, but ", &problem.to_string(), "."].concat();
            let mut error = Error::new(ErrorCode::Decode, message);
            error.status = Some(status);
            Err(error)
        }
    }
}

/// Tells an answer from a refusal.
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

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let (code, message) = match fault {
            Fault::Network => (ErrorCode::Network, "No complete answer came from the gateway.".to_owned()),
            Fault::Timeout => (ErrorCode::Timeout, "The gateway did not answer in time.".to_owned()),
            Fault::Aborted => (ErrorCode::Aborted, "The call was ended before its answer came.".to_owned()),
            Fault::TooLarge => (
                ErrorCode::TooLarge,
                "The answer is larger than 8 MiB; a certificate request is a few kilobytes.".to_owned(),
            ),
            Fault::Unsendable(why) => (ErrorCode::InvalidArgument, why),
        };
        Error::new(code, message)
    }
}
