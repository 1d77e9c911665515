//! What the host lends: fetch, timers, a clock. A browser, a worker or Node: only what all of them have.
//! Implements what [`crate::client`] asks for; knows nothing of pages or packages.

mod clock;
mod timer;
mod transport;

pub use clock::now;
pub use timer::{Timer, sleep};
pub use transport::FetchTransport;
