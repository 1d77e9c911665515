//! What the host lends: fetch, timers, a clock. A browser, a worker or Node: only what all of them have.
//! Implements what [`crate::client`] asks for and checks what [`crate::csr`] makes ready; knows nothing of pages or packages.

mod clock;
mod timer;
mod transport;
mod webcrypto;

pub use clock::now;
pub use timer::Timer;
pub use transport::FetchTransport;
pub use webcrypto::check_self_signature;
