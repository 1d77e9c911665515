//! What JavaScript imports: the client, the order reader, the CSR decoder and the review, as promises and plain
//! objects. No logic: each function here reads its arguments, calls another module, and converts the result.
//!
//! The package is built three times: `js` is everything, `js-client` the client and the order reader, `js-csr` the CSR
//! decoder, the review and the order reader.
//!
//! The other half of the API is JavaScript, in `package/`: loading, `watchOrder`, the error class, the types.
//!
//! Rules that keep the WebAssembly instance usable, whatever it is called with:
//!
//! * Nothing may panic: a panic is a promise that never settles.
//! * A value of the caller's is only touched through calls that catch: an exception that passes through Rust frames
//!   leaves what they held behind.
//! * An exported method takes `&self`, copies what it needs, and answers a promise. An exported `async fn` would borrow
//!   from an object that the caller may free while it waits.

#![cfg_attr(
    not(all(feature = "js-client", feature = "js-csr")),
    allow(dead_code, reason = "what reads arguments and makes errors serves both parts")
)]

mod arguments;
#[cfg(feature = "js-client")]
mod calls;
#[cfg(feature = "js-client")]
mod client;
mod error;
#[cfg(feature = "js-csr")]
mod functions;
mod parse;
mod values;

#[cfg(feature = "js-client")]
pub use calls::{is_final_status, read_get_order_arguments, read_get_orders_options, read_watch_options};
#[cfg(feature = "js-client")]
pub use client::Client;
#[cfg(feature = "js-csr")]
pub use functions::{decode_csr, review_order, verify_csr};
pub use parse::parse_order;

// Overwrites freed memory, as in src/main.rs. A program has one allocator, and the page brings its own.
#[cfg(all(target_arch = "wasm32", not(feature = "page")))]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
