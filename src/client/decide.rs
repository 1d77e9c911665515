//! Deciding on a request: approve, reject or cancel it. Pure.
//!
//! The call is sent at most once. Where its answer is lost, the request is read back, and what is certain
//! is reported; what cannot is reported as unknown.
//!
//! The host may still send it twice: Chromium, Deno and Bun repeat a request when a kept connection is cut before an answer
//! came, without reporting it. The gateway then refuses the repetition, since the decision has been made. So the request is
//! read back after a refusal for its state, too.

use std::fmt;

use serde::Serialize;

use super::call::{Body, Fault, Method, Request, Response, TokenSource, Transport, judge};
use super::error::{Error, ErrorCode};
use super::gateway::Gateway;
use super::read::{Reading, read};
use super::token::BearerToken;
use crate::order::{Order, RequestStatus, Uuid};

/// What an approver decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// The request is passed on to the CA.
    Approve,
    /// The request is refused.
    Reject,
    /// The request is withdrawn.
    Cancel,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Reject, Self::Cancel];

    /// The status as the vendor's call has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "APPROVED",
            Self::Reject => "REJECTED",
            Self::Cancel => "CANCELLED",
        }
    }

    /// Reads [`Decision::as_str`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.as_str() == word)
    }

    /// Whether a request with this status shows that the decision was made.
    #[must_use]
    pub fn is_shown_by(self, status: &RequestStatus) -> bool {
        match self {
            // An approved request goes on to be issued.
            Self::Approve => matches!(status, RequestStatus::Approved | RequestStatus::Issued),
            Self::Reject => *status == RequestStatus::Rejected,
            Self::Cancel => *status == RequestStatus::Cancelled,
        }
    }
}

/// Why a decision is made: 1 to 2,000 characters, none of them a control character. White space around it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Comment(String);

/// Why a text cannot be a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommentError {
    /// Nothing was given.
    #[error("A comment is required.")]
    Empty,
    /// It is longer than [`Comment::MAX_CHARS`].
    #[error("The comment is longer than 2,000 characters.")]
    TooLong,
    /// It contains a line break, a tab or another control character.
    #[error("The comment contains a line break, a tab or another control character.")]
    ControlCharacter,
}

impl Comment {
    /// The longest comment, in characters (Unicode scalar values).
    pub const MAX_CHARS: usize = 2_000;

    /// Reads a comment.
    ///
    /// # Errors
    /// Where it is empty, too long, or contains a control character.
    pub fn parse(text: &str) -> Result<Self, CommentError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CommentError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(CommentError::ControlCharacter);
        }
        if text.chars().count() > Self::MAX_CHARS {
            return Err(CommentError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Comment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Comment({} characters)", self.0.chars().count())
    }
}

/// What is known after a decision was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The gateway confirmed it, or the request shows it.
    Decided,
    /// It was not carried out, and will not be.
    NotDecided,
    /// The answer was lost, and the request does not show whether it was carried out.
    Unknown,
}

impl Outcome {
    /// The word that the package uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::NotDecided => "notDecided",
            Self::Unknown => "unknown",
        }
    }
}

/// What came of a decision that was sent and not refused.
#[derive(Clone, Debug)]
pub struct StatusUpdate {
    /// What is known.
    pub outcome: Outcome,
    /// The request as it was read afterwards, where the answer was lost and reading succeeded.
    pub order: Option<Order>,
    /// Why there is no confirmation: the answer was lost, or it was a refusal of what had been done already.
    pub lost: Option<Error>,
}

/// What is decided, and on which request.
#[derive(Clone, Copy, Debug)]
pub struct StatusChange<'a> {
    /// The request.
    pub uuid: &'a Uuid,
    /// The decision.
    pub decision: Decision,
    /// Why.
    pub comment: &'a Comment,
    /// The request as the caller has just read it through the same gateway, where it has.
    pub before: Option<&'a Order>,
}

#[derive(Serialize)]
struct StatusBody<'a> {
    status: &'a str,
    comment: &'a str,
}

/// Approves, rejects or cancels a request, with a comment.
///
/// The request is read first, unless the caller has just done so: that finds the path, renews an expired token, and shows
/// whether the request has the status already. Then the decision is sent, exactly once. Where its answer is lost (network, timeout, 5xx) or it is
/// refused for the request's state, the request is read back through the transport that `read_back` makes, whose
/// deadline is its own.
///
/// # Errors
/// Those of reading; what the gateway refuses, with its text; `conflict` where the request has the status already.
/// After `aborted`, [`Error::may_have_taken_effect`] reports whether the decision had been sent.
pub async fn update_status<T: Transport, S: TokenSource>(
    transport: &T,
    read_back: impl FnOnce() -> Result<T, Fault>,
    tokens: &S,
    gateway: &Gateway,
    change: StatusChange<'_>,
) -> Result<StatusUpdate, Error> {
    let StatusChange { uuid, decision, comment, before } = change;
    let before = match before.zip(gateway.known_path()) {
        Some((order, path)) => Before {
            status: order.status.clone(),
            token: tokens.token(false).await?,
            url: gateway.endpoint.order_url_at(&path, uuid),
        },
        None => {
            let Reading { order, token, url } = read(transport, tokens, gateway, uuid).await?;
            Before { status: order.status, token, url }
        }
    };
    if before.status.as_ref().is_some_and(|status| status.as_word() == decision.as_str()) {
        return Err(Error {
            own_advice: Some("Nothing was sent."),
            ..Error::new(ErrorCode::Conflict, format!("The request is {} already.", decision.as_str()))
        });
    }
    let request = Request {
        method: Method::Put,
        url: format!("{}/status", before.url),
        authorization: Some(before.token.authorization()),
        accept: "application/json",
        body: Some(Body::Json(body(decision, comment)?)),
    };
    let answer = transport.send(request).await;
    let (error, is_refused) = match Answer::of(answer, transport, &before) {
        Answer::Decided => return Ok(StatusUpdate { outcome: Outcome::Decided, order: None, lost: None }),
        Answer::Failed(error) => return Err(error),
        Answer::RefusedForState(error) => (error, true),
        Answer::Lost(error) => (error, false),
    };
    let again = read_back().map_err(Error::from);
    let after = match again {
        Ok(transport) => get_again(&transport, tokens, gateway, uuid).await,
        Err(error) => Err(error),
    };
    match after {
        Err(error) if error.code == ErrorCode::Aborted => Err(after_sending(error)),
        Err(_) if is_refused => Err(Error {
            own_advice: Some("Read the request before deciding again."),
            may_have_taken_effect: true,
            ..error
        }),
        Err(_) => Ok(StatusUpdate { outcome: Outcome::Unknown, order: None, lost: Some(error) }),
        Ok(order) => {
            let outcome = outcome(decision, before.status.as_ref(), order.status.as_ref(), &error);
            if is_refused && outcome != Outcome::Decided {
                return Err(error);
            }
            Ok(StatusUpdate { outcome, order: Some(order), lost: Some(error) })
        }
    }
}

async fn get_again<T: Transport, S: TokenSource>(
    transport: &T,
    tokens: &S,
    gateway: &Gateway,
    uuid: &Uuid,
) -> Result<Order, Error> {
    read(transport, tokens, gateway, uuid).await.map(|reading| reading.order)
}

fn body(decision: Decision, comment: &Comment) -> Result<String, Error> {
    let body = StatusBody { status: decision.as_str(), comment: comment.as_str() };
    serde_json::to_string(&body).map_err(|_| {
        Error::new(ErrorCode::InvalidArgument, "The comment cannot be written as JSON.".to_owned())
    })
}

/// What is known of the request before the decision is sent.
struct Before {
    status: Option<RequestStatus>,
    token: BearerToken,
    url: String,
}

/// What the answer to the decision means.
enum Answer {
    Decided,
    /// It was not carried out, or the caller aborted the call.
    Failed(Error),
    /// It was refused for what it asks, which may be because it has been carried out already.
    RefusedForState(Error),
    /// It may have been carried out.
    Lost(Error),
}

impl Answer {
    fn of<T: Transport>(answer: Result<Response, Fault>, transport: &T, before: &Before) -> Self {
        let unexpected_page = answer.as_ref().is_ok_and(Response::is_web_page);
        match judge(answer, transport.now()) {
            Ok(_) if unexpected_page => Self::Lost(Error::new(
                ErrorCode::Decode,
                "A web page came in the place of the gateway's answer.".to_owned(),
            )),
            Ok(_) => Self::Decided,
            Err(mut error) => {
                error.attempts = 1;
                error.gateway.hide(before.token.reveal());
                match error.code {
                    ErrorCode::Aborted => Self::Failed(after_sending(error)),
                    ErrorCode::Network | ErrorCode::Timeout | ErrorCode::TooLarge => Self::Lost(error),
                    ErrorCode::Server if matches!(error.status, Some(408 | 500..=599)) => Self::Lost(error),
                    _ => match refusal(error) {
                        error if error.code == ErrorCode::Conflict => Self::RefusedForState(error),
                        error => Self::Failed(error),
                    },
                }
            }
        }
    }
}

/// An error that leaves open whether the decision was carried out.
fn after_sending(error: Error) -> Error {
    Error {
        message: "The call was aborted after the decision had been sent; it may have been carried out."
            .to_owned(),
        own_advice: Some("Read the request before deciding again."),
        may_have_taken_effect: true,
        ..error
    }
}

/// The gateway's refusal, in the words of a decision instead of those of reading.
fn refusal(mut error: Error) -> Error {
    match error.status {
        Some(403) => {
            error.message =
                "The gateway does not allow this user to decide on this request (HTTP 403).".to_owned();
            error.own_advice = Some(
                "One of the approvers, a PKI administrator or a manager may approve, reject or cancel a request.",
            );
        }
        Some(status @ (400 | 409 | 422)) if error.code != ErrorCode::RateLimited => {
            error.code = ErrorCode::Conflict;
            error.message = format!("The gateway refuses the decision (HTTP {status}).");
            error.own_advice = Some(
                "Follow the gateway's message. After approval a request can be neither rejected nor cancelled.",
            );
        }
        _ => {}
    }
    error
}

/// What two readings, before and after a decision whose answer was lost, show about it.
fn outcome(
    decision: Decision,
    before: Option<&RequestStatus>,
    after: Option<&RequestStatus>,
    lost: &Error,
) -> Outcome {
    let Some(after) = after else { return Outcome::Unknown };
    let shown_before = before.is_some_and(|before| decision.is_shown_by(before));
    if decision.is_shown_by(after) && !shown_before {
        return Outcome::Decided;
    }
    if before == Some(after) {
        // A gateway that reports its own failure has stopped working on the call. After a lost connection, a timeout or
        // the word of a proxy it may still be at it.
        return match lost.status {
            Some(500 | 501 | 503) => Outcome::NotDecided,
            _ => Outcome::Unknown,
        };
    }
    match after {
        // Somebody else has decided otherwise in between.
        RequestStatus::Approved
        | RequestStatus::Issued
        | RequestStatus::Rejected
        | RequestStatus::Cancelled
            if !shown_before =>
        {
            Outcome::NotDecided
        }
        _ => Outcome::Unknown,
    }
}
