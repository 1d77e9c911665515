//! Reading one certificate request: the path, the token, the retries. Pure.

use super::call::{Method, Request, Response, TokenSource, Transport, judge};
use super::error::{Error, ErrorCode};
use super::gateway::Gateway;
use super::retry::RetryDecision;
use super::token::BearerToken;
use crate::order::{Order, Uuid};

/// A request that was read, and how.
pub(super) struct Reading {
    pub(super) order: Order,
    /// The token the gateway accepted.
    pub(super) token: BearerToken,
    /// The URL the gateway answered.
    pub(super) url: String,
}

/// Reads one certificate request.
///
/// A 401 asks the token source for a fresh token once. With [`super::PathStyle::Auto`] a gateway that has no such path
/// is called at the other published path once. Neither counts as a retry.
///
/// # Errors
/// Each [`ErrorCode`]; the error counts the attempts.
pub async fn get_order<T: Transport, S: TokenSource>(
    transport: &T,
    tokens: &S,
    gateway: &Gateway,
    uuid: &Uuid,
) -> Result<Order, Error> {
    read(transport, tokens, gateway, uuid).await.map(|reading| reading.order)
}

pub(super) async fn read<T: Transport, S: TokenSource>(
    transport: &T,
    tokens: &S,
    gateway: &Gateway,
    uuid: &Uuid,
) -> Result<Reading, Error> {
    let (mut path, mut alternative) = gateway.paths();
    let has_alternative = alternative.is_some();
    let mut attempts: u32 = 0;
    // Attempts that followed from an answer and are no retries: a fresh token, the other path.
    let mut follow_ups: u32 = 0;
    let mut renewed = false;
    let mut refused = false;
    loop {
        let token = tokens.token(refused).await?;
        attempts += 1;
        let url = gateway.endpoint.order_url_at(&path, uuid);
        let request = Request {
            method: Method::Get,
            url: url.clone(),
            authorization: Some(token.authorization()),
            accept: "application/json",
            body: None,
        };
        let answer = judge(transport.send(request).await, transport.now());
        let mut error = match answer.and_then(|response| decode(response, uuid)) {
            Ok(order) => {
                gateway.remember_path(&path);
                return Ok(Reading { order, token, url });
            }
            Err(error) => error,
        };
        error.attempts = attempts;
        // A gateway that repeats what it was sent must not carry the token into a message or a log.
        error.gateway.hide(token.reveal());
        if error.code == ErrorCode::NotFound {
            // It has the path: what it lacks is this request.
            gateway.remember_path(&path);
        }
        if error.code == ErrorCode::WrongPath
            && let Some(other) = alternative.take()
        {
            follow_ups += 1;
            path = other;
            refused = false;
            continue;
        }
        if error.code == ErrorCode::WrongPath && has_alternative {
            gateway.forget_path();
            error.message = neither_path(gateway);
        }
        refused = error.code == ErrorCode::Unauthorized;
        if refused && !renewed && tokens.can_renew() {
            renewed = true;
            follow_ups += 1;
            continue;
        }
        if refused && let Some(end) = token.expired(transport.now()) {
            error.message =
                format!("The gateway does not accept the token, which expired at {end} (HTTP 401).");
        }
        drop(token);
        let sent = attempts.saturating_sub(follow_ups);
        match gateway.retry.decide(&error, sent, transport.remaining_ms(), transport.random()) {
            RetryDecision::Stop => return Err(error),
            RetryDecision::RetryAfter(wait) => {
                if let Err(fault) = transport.wait(wait).await {
                    let mut ended = Error::from(fault);
                    ended.attempts = attempts;
                    return Err(ended);
                }
            }
        }
    }
}

/// Says which paths were tried.
pub(super) fn neither_path(gateway: &Gateway) -> String {
    let (first, second) = gateway.paths();
    match second {
        Some(second) => format!(
            "The gateway has neither of the two published paths (HTTP 404): {} and {}.",
            first.template(),
            second.template()
        ),
        None => format!("The gateway has no such path (HTTP 404): {}.", first.template()),
    }
}

fn decode(response: Response, uuid: &Uuid) -> Result<Order, Error> {
    let status = response.status;
    match Order::from_response(response.body) {
        Ok(mut order) => {
            order.note_uuid_mismatch(uuid);
            Ok(order)
        }
        Err(problem) => {
            let mut error = Error::new(ErrorCode::Decode, format!("The gateway answered, but {problem}."));
            error.status = Some(status);
            Err(error)
        }
    }
}
