//! What JavaScript imports: the client, the order reader, the CSR decoder and the review, as promises and plain
//! objects. No logic: each function here reads its arguments, calls another module, and converts the result.
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

mod arguments;
mod client;
mod error;
mod functions;
mod values;

pub use client::Client;
pub use functions::{
    decode_csr, is_final_status, parse_order, read_get_order_arguments, read_get_orders_options,
    read_watch_options, review_order, verify_csr,
};

// Overwrites freed memory, as in src/main.rs. A program has one allocator, and the page brings its own.
#[cfg(all(target_arch = "wasm32", not(feature = "page")))]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
