//! The host's fetch, clock and WebCrypto. A browser, a worker or Node: only what all of them have. Implements
//! [`crate::client::Transport`] and checks what [`crate::csr`] prepares; knows nothing of pages or packages.

mod clock;
mod host;
mod started;
mod transport;
mod webcrypto;

pub use clock::now;
pub use started::StartedRequest;
pub use transport::{FetchOptions, FetchTransport};
pub use webcrypto::check_self_signature;
