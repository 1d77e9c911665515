//! What can go wrong with a call: one type with a stable code, a message and advice for the reader. Pure.
//! No error contains a token, a password or a body.

use super::gateway_message::GatewayMessage;

/// The kind of a failure. The words are a contract: programs compare them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// An argument was wrong; nothing was sent.
    InvalidArgument,
    /// 401: the token is missing, expired or not accepted; or the password is wrong.
    Unauthorized,
    /// 403: the user may not do this.
    Forbidden,
    /// 404: no such request.
    NotFound,
    /// 404 whose text says that there is no such route.
    WrongPath,
    /// 409 that is no limit, or a decision the gateway refuses.
    Conflict,
    /// 429, or 409 with a wait: too many calls.
    RateLimited,
    /// 5xx, or another status that was not expected.
    Server,
    /// No answer: offline, DNS, TLS, refused, or CORS.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller ended it.
    Aborted,
    /// The answer is larger than is read.
    TooLarge,
    /// The answer is no certificate request.
    Decode,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [ErrorCode; 13] = [
        Self::InvalidArgument,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::WrongPath,
        Self::Conflict,
        Self::RateLimited,
        Self::Server,
        Self::Network,
        Self::Timeout,
        Self::Aborted,
        Self::TooLarge,
        Self::Decode,
    ];

    /// The stable word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid_argument",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::WrongPath => "wrong_path",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::Server => "server",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Aborted => "aborted",
            Self::TooLarge => "too_large",
            Self::Decode => "decode",
        }
    }

    /// What to do next, as a sentence.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::InvalidArgument => "Correct it and try again; nothing was sent.",
            Self::Unauthorized => {
                "Sign in again, or use a fresh token: Qualys tokens usually live four hours. Accounts with \
                 single sign-on cannot sign in with a password."
            }
            Self::Forbidden => {
                "Ask a Qualys manager to check that the subscription is licensed for CertView, that your role \
                 has “CertView API access”, and that this network may use the API."
            }
            Self::NotFound => {
                "Check the UUID, and that it belongs to the subscription and platform you are signed in to."
            }
            Self::WrongPath => {
                "Check the platform and the path. Two paths are published for this call; the path style “auto” tries \
                 both."
            }
            Self::Conflict => {
                "This is no rate limit, so repeating it will not help. Follow what the gateway says, or ask \
                 Qualys Support."
            }
            Self::RateLimited => "Wait as long as the gateway asks, then try again.",
            Self::Server => "Try again in a minute. If it stays, report the message to Qualys Support.",
            Self::Network => {
                "Check the connection and the address. A browser cannot tell apart: being offline, a name that \
                 does not resolve, a refused connection, a certificate it does not trust, and a gateway that \
                 does not allow calls from other origins (CORS)."
            }
            Self::Timeout => "Try again; if the gateway is slow, allow more time.",
            Self::Aborted => "Start it again when you need it.",
            Self::TooLarge => "Check that the address is that of a Qualys gateway.",
            Self::Decode => {
                "Check that the address is that of a Qualys gateway and not of a proxy or a sign-in page."
            }
        }
    }
}

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} {}", self.advice())]
pub struct Error {
    /// The kind.
    pub code: ErrorCode,
    /// What happened, as a sentence or two.
    pub message: String,
    /// What to do next, where it differs from the code's own [`ErrorCode::advice`].
    pub own_advice: Option<&'static str>,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// The gateway's own code and text, where it sent any.
    pub gateway: GatewayMessage,
    /// How long the gateway asks to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// How often the call was sent.
    pub attempts: u32,
    /// Whether a change was sent and may have been carried out, although the call failed.
    pub may_have_taken_effect: bool,
}

impl Error {
    /// An error without an answer of the gateway.
    #[must_use]
    pub fn new(code: ErrorCode, message: String) -> Self {
        Self {
            code,
            message,
            own_advice: None,
            status: None,
            gateway: GatewayMessage::default(),
            retry_after_ms: None,
            attempts: 0,
            may_have_taken_effect: false,
        }
    }

    /// What to do next, as a sentence.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        self.own_advice.unwrap_or(self.code.advice())
    }
}
