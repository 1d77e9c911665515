//! The call itself, without its transport: where it goes, who asks, when to try again, what an answer means.
//! Pure: the transport, the clock and the randomness are lent through [`Transport`].

mod call;
mod connection;
mod endpoint;
mod error;
mod gateway_message;
mod platform;
mod retry;
mod session;

pub use call::{Fault, Method, Request, Response, TokenSource, Transport, get_order, sign_in};
pub use connection::{Connection, test_connection};
pub use endpoint::{BaseUrl, Endpoint, PathStyle};
pub use error::{Error, ErrorCode};
pub use gateway_message::GatewayMessage;
pub use platform::PLATFORMS;
pub use retry::{Decision, Retry};
pub use session::{Claims, Jwt, JwtError};

/// The longest body that is read, in bytes: 8 MiB. A request with ten thousand names has under 1 MiB.
pub const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;

/// How long a call may take over all its attempts, headers and body, in milliseconds, unless told otherwise.
pub const DEFAULT_TIMEOUT_MS: u32 = 30_000;
