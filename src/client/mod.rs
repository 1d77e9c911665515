//! The calls themselves, without their transport: where they go, with which token, when they are retried, what an
//! answer means. Pure: I/O, clock and randomness are a [`Transport`]'s.

mod call;
mod connection;
mod decide;
mod endpoint;
mod error;
mod gateway;
mod gateway_message;
mod platform;
mod read;
mod retry;
mod sign_in;
mod token;

pub use call::{Body, Fault, Method, Request, Response, TokenSource, Transport};
pub use connection::{Connection, test_connection};
pub use decide::{Comment, CommentError, Decision, Outcome, StatusChange, StatusUpdate, update_status};
pub use endpoint::{BaseUrl, Endpoint, PathStyle};
pub use error::{Error, ErrorCode};
pub use gateway::Gateway;
pub use gateway_message::GatewayMessage;
pub use platform::PLATFORMS;
pub use read::get_order;
pub use retry::{Retry, RetryDecision};
pub use sign_in::sign_in;
pub use token::{BearerToken, Claims, TokenError};

/// The longest body that is read, in bytes: 8 MiB. A request with ten thousand names has under 1 MiB.
pub const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;

/// How long a call may take over all its attempts, headers and body, in milliseconds, by default.
pub const DEFAULT_TIMEOUT_MS: u32 = 30_000;
