//! How long the pure modules take, each beside a well-known measure of the same text in the same run: only the ratio
//! means the same on every machine.
//!
//! `cargo bench --bench reading`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark may stop at a fault"
)]

use certview_orders::csr;
use certview_orders::order::{Order, Timestamp};
use certview_orders::review::{self, CsrInput, ReviewInput};
use divan::Bencher;
use serde_json::{Value, json};

const SAMPLE: &str = include_str!("../tests/fixtures/view-certificate-request.json");
const RSA: &str = include_str!("../tests/fixtures/csr/openssl-rsa2048-everything.pem");
const P256: &str = include_str!("../tests/fixtures/csr/openssl-p256.pem");

fn main() {
    divan::main();
}

/// The sample with so many DNS names; with none, as it is.
fn order_text(names: usize) -> String {
    let mut order: Value = serde_json::from_str(SAMPLE).unwrap();
    if names > 0 {
        let names = (0..names).map(|number| json!(format!("n{number}.example.net")));
        order["certificate"]["dnsNames"] = names.collect();
    }
    order.to_string()
}

#[divan::bench_group]
mod order {
    use super::*;

    #[divan::bench(args = [0, 10_000])]
    fn decode(bencher: Bencher<'_, '_>, names: usize) {
        let text = order_text(names);
        bencher.bench(|| Order::from_text(&text).unwrap());
    }

    /// The measure: the tree that serde_json itself makes.
    #[divan::bench(args = [0, 10_000])]
    fn serde_json_value(bencher: Bencher<'_, '_>, names: usize) {
        let text = order_text(names);
        bencher.bench(|| serde_json::from_str::<Value>(&text).unwrap());
    }

    /// To be compared with `decode`.
    #[divan::bench(args = [0, 10_000])]
    fn review(bencher: Bencher<'_, '_>, names: usize) {
        let order = Order::from_text(&order_text(names)).unwrap();
        let decoded = csr::decode(RSA.as_bytes());
        let now = Timestamp::from_date(2026, 11, 24).unwrap();
        let input = ReviewInput::new(&order, CsrInput::new(Some(&decoded)), now);
        bencher.bench(|| review::review(&input));
    }
}

#[divan::bench_group]
mod csr_text {
    use super::*;

    fn pem(name: &str) -> &'static [u8] {
        if name == "P-256" { P256.as_bytes() } else { RSA.as_bytes() }
    }

    #[divan::bench(args = ["RSA 2048, every extension", "P-256"])]
    fn decode(name: &str) -> csr::Csr {
        csr::decode(pem(name)).unwrap()
    }

    /// The measure: the SHA-256 of its DER by ring.
    #[divan::bench(args = ["RSA 2048, every extension", "P-256"])]
    fn ring_sha256(bencher: Bencher<'_, '_>, name: &str) {
        let der = csr::decode(pem(name)).unwrap().der().to_vec();
        bencher.bench(|| ring::digest::digest(&ring::digest::SHA256, &der));
    }
}
