//! How long the pure rooms take, as ratios within one run: a number that means the same on every machine.
//!
//! `cargo xtask bench`. Each line says what is measured, the time of one pass, and how that compares with a well-known
//! reader of the same text.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and may stop where it stands"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use certview_orders::csr;
use certview_orders::order::{Order, Timestamp};
use certview_orders::review::{CsrInput, ReviewInput, review};

const SAMPLE: &str = include_str!("../tests/fixtures/view-certificate-request.json");
const CSR: &str = include_str!("../tests/fixtures/csr/openssl-rsa2048-everything.pem");
/// Of so many rounds the fastest counts: whatever else the machine does only ever makes a round slower.
const ROUNDS: u32 = 25;

/// The time of one pass, in the fastest round of many.
fn fastest<T>(passes: u32, mut pass: impl FnMut() -> T) -> Duration {
    let round = || {
        let began = Instant::now();
        for _ in 0..passes {
            black_box(pass());
        }
        began.elapsed() / passes
    };
    std::iter::repeat_with(round).take(ROUNDS as usize).min().unwrap()
}

fn tell(what: &str, time: Duration, than: &str, other: Duration) {
    let ratio = time.as_secs_f64() / other.as_secs_f64();
    println!("{what:<44} {:>9.1} µs  {ratio:>6.2} times {than}", time.as_secs_f64() * 1e6);
}

fn main() {
    let mut many: serde_json::Value = serde_json::from_str(SAMPLE).unwrap();
    many["certificate"]["dnsNames"] =
        (0..10_000).map(|number| serde_json::json!(format!("n{number}.example.net"))).collect();
    let many = many.to_string();
    for (what, text, passes) in
        [("the sample, read", SAMPLE, 2_000), ("an order with 10,000 names, read", many.as_str(), 4)]
    {
        let own = fastest(passes, || Order::from_text(text).unwrap());
        let serde = fastest(passes, || serde_json::from_str::<serde_json::Value>(text).unwrap());
        tell(what, own, "serde_json's tree", serde);
    }

    let der = csr::decode(CSR.as_bytes()).unwrap().der().to_vec();
    let decode = fastest(1_000, || csr::decode(&der).unwrap());
    let hash = fastest(1_000, || ring::digest::digest(&ring::digest::SHA256, &der));
    tell("a CSR with every extension, decoded", decode, "its SHA-256 by ring", hash);

    let now = Timestamp::from_date(2026, 11, 24).unwrap();
    for (what, text, passes) in
        [("the sample, reviewed", SAMPLE, 2_000), ("an order with 10,000 names, reviewed", many.as_str(), 4)]
    {
        let order = Order::from_text(text).unwrap();
        let decoded = csr::decode(CSR.as_bytes());
        let input = ReviewInput::new(&order, CsrInput::new(Some(&decoded)), now);
        let own = fastest(passes, || review(&input));
        let read = fastest(passes, || Order::from_text(text).unwrap());
        tell(what, own, "reading it", read);
    }
}
