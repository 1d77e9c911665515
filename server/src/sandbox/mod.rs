//! The sandbox backend: signs tokens, answers orders that cover every status and shape, and fails on request.
//! Keeps one random signing key and one small counter in memory; reads and writes nothing outside the
//! process.

mod decisions;
mod failures;
mod hmac;
mod orders;
mod template;
mod tokens;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use thiserror::Error;

pub use self::decisions::{DECISION_FAULTS, DecisionFault, Taken};
pub use self::failures::{FAILURES, Failure};
pub use self::orders::{ORDERS, Order};
pub use self::tokens::{Claims, Tokens};

use self::decisions::Decisions;
use self::failures::Failures;
use self::template::Moment;
use self::tokens::Refusal;
use crate::call::{DecisionCall, OrderCall};
use crate::problem::{Problem, json_answer};

/// The user who may decide every order; no secret, so that it can be printed.
pub const USER_NAME: &str = "sandbox";
/// Users of the orders: an approver of most, and a requester, who may decide none.
const OTHER_USERS: [&str; 2] = ["doe_john", "roe_jane"];
/// Every user's password; as public as the names.
pub const PASSWORD: &str = "sandbox";

/// Why the sandbox cannot do its work.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// The system gives no random numbers, which keys and tokens need.
    #[error("the system gives no randomness for {0}")]
    Randomness(&'static str),
    /// A token could not be encoded.
    #[error("the sandbox could not sign a token")]
    Signing(#[source] jsonwebtoken::errors::Error),
    /// One of the built-in orders is not as it should be.
    #[error("a built-in order has the placeholder {0:?}, which is unknown or has no end")]
    Placeholder(String),
}

/// What an operator can choose.
#[derive(Debug, Clone, Copy)]
pub struct SandboxSettings {
    /// How long a token is valid; zero makes tokens that have expired already.
    pub token_lifetime: SignedDuration,
    /// How long the progressing order takes from SUBMITTED to ISSUED.
    pub progress_time: SignedDuration,
}

impl Default for SandboxSettings {
    fn default() -> Self {
        Self { token_lifetime: SignedDuration::from_hours(4), progress_time: SignedDuration::from_mins(2) }
    }
}

/// A gateway that needs no Qualys account.
#[derive(Debug)]
pub struct Sandbox {
    tokens: Tokens,
    settings: SandboxSettings,
    failures: Failures,
    decisions: Decisions,
}

impl Sandbox {
    /// A sandbox with a fresh signing key: tokens of another one, or of an earlier start, are refused.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new(settings: SandboxSettings) -> Result<Self, SandboxError> {
        Ok(Self {
            tokens: Tokens::new()?,
            settings,
            failures: Failures::default(),
            decisions: Decisions::default(),
        })
    }

    /// The signer of this sandbox's tokens, so that tests can make one of any age.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Answers `POST /auth` as a gateway does: 201 and the bare token.
    pub fn sign_in(&self, form: &[u8]) -> Response {
        let field = |wanted: &str| {
            form_urlencoded::parse(form).find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        for flag in ["token", "permissions"] {
            if field(flag).as_deref() != Some("true") {
                return Problem::new(
                    StatusCode::BAD_REQUEST,
                    format!(
                        "Sign-in needs the form field {flag}=true; the fields are username, password, \
                         token=true and permissions=true."
                    ),
                )
                .into_response();
            }
        }
        let user = field("username").unwrap_or_default();
        let is_known = user == USER_NAME || OTHER_USERS.contains(&user.as_str());
        if !is_known || field("password").as_deref() != Some(PASSWORD) {
            let reason = "Authentication Failure: 1 errors, 0 successes:\
                authenticationFailure.InvalidCredentialsException";
            return json_answer(
                StatusCode::UNAUTHORIZED,
                json!({ "authentication_exceptions": [[reason]] }).to_string(),
            );
        }
        match self.tokens.sign(&user, Timestamp::now(), self.settings.token_lifetime) {
            Ok(token) => {
                let plain = (header::CONTENT_TYPE, HeaderValue::from_static("text/plain;charset=UTF-8"));
                (StatusCode::CREATED, [plain], token).into_response()
            }
            Err(error) => internal(&error),
        }
    }

    /// Answers the call for one order.
    pub async fn order(&self, call: OrderCall) -> Response {
        let now = Timestamp::now();
        let claims = match self.tokens.verify(call.authorization.as_ref(), now) {
            Ok(claims) => claims,
            Err(refusal) => return unauthorized(refusal),
        };
        let uuid = call.uuid.to_string();
        let moment = Moment::new(&uuid, now, &claims, self.settings.progress_time);
        if let Some(failure) = FAILURES.iter().find(|failure| failure.uuid == uuid) {
            return self.failures.answer(failure, &call, &claims, &moment).await;
        }
        match self.current(&uuid, now, &moment) {
            Some(Ok(text)) => json_answer(StatusCode::OK, text),
            Some(Err(error)) => internal(&error),
            None => failures::unknown_order(&uuid),
        }
    }

    /// The order as it is now; none where there is none.
    fn current(&self, uuid: &str, now: Timestamp, moment: &Moment) -> Option<Result<String, SandboxError>> {
        let body = match ORDERS.iter().find(|order| order.uuid == uuid) {
            Some(order) => order.body,
            None if DECISION_FAULTS.iter().any(|fault| fault.uuid == uuid) => orders::ORDINARY,
            None => return None,
        };
        let order = moment.render(body);
        Some(order.and_then(|order| self.decisions.apply(uuid, order, now, self.settings.progress_time)))
    }

    /// Answers the call that changes an order's status.
    pub async fn decide(&self, call: DecisionCall) -> Response {
        let now = Timestamp::now();
        let claims = match self.tokens.verify(call.authorization.as_ref(), now) {
            Ok(claims) => claims,
            Err(refusal) => return unauthorized(refusal),
        };
        let uuid = call.uuid.to_string();
        let moment = Moment::new(&uuid, now, &claims, self.settings.progress_time);
        match self.current(&uuid, now, &moment) {
            Some(Ok(order)) => self.decisions.decide(call, &claims.sub, &order).await,
            Some(Err(error)) => internal(&error),
            None => failures::unknown_order(&uuid),
        }
    }

    /// Every decision taken in this process, by its order.
    pub fn decisions(&self) -> Vec<Taken> {
        self.decisions.all()
    }

    /// What `/config.json` says here: how to sign in, and what there is to click.
    pub fn page_configuration(&self, decisions: bool) -> String {
        let listed = |uuid: &str, name: &str, shows: &str, group: &str| json!({ "uuid": uuid, "name": name, "shows": shows, "group": group });
        let faults: &[DecisionFault] = if decisions { DECISION_FAULTS } else { &[] };
        let orders = ORDERS.iter().map(|it| listed(it.uuid, it.name, it.shows, it.group()));
        let orders = orders.chain(faults.iter().map(|it| listed(it.uuid, it.name, it.shows, "Decisions")));
        json!({
            "gateway": { "baseUrl": "", "pathStyle": "auto" },
            "decisions": decisions,
            "sandbox": {
                "userName": USER_NAME,
                "password": PASSWORD,
                "orders": orders.collect::<Vec<_>>(),
                "failures": FAILURES.iter().map(|it| listed(it.uuid, it.name, it.shows, "Failures")).collect::<Vec<_>>(),
            },
        })
        .to_string()
    }
}

/// How to sign in, and the address of an order to begin with.
pub fn welcome(base: &str, has_page: bool) -> String {
    let uuid = orders::SAMPLE;
    let sample = if has_page {
        format!("{base}/orders/{uuid}")
    } else {
        format!("{base}{}", crate::call::PathStyle::Documented.template().replace("{uuid}", uuid))
    };
    format!("sandbox: sign in as user \"{USER_NAME}\" with password \"{PASSWORD}\"\nsample order: {sample}\n")
}

fn rendered(body: &str, moment: &Moment) -> Response {
    match moment.render(body) {
        Ok(text) => json_answer(StatusCode::OK, text),
        Err(error) => internal(&error),
    }
}

fn internal(error: &SandboxError) -> Response {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
}

fn unauthorized(refusal: Refusal) -> Response {
    let message = match refusal {
        Refusal::NotAuthenticated => "Not authenticated",
        Refusal::Expired => "JWT expired",
    };
    let body = json!({ "status": 401, "error": "Unauthorized", "message": message });
    json_answer(StatusCode::UNAUTHORIZED, body.to_string())
}
