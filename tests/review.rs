//! The review from outside: each rule where it speaks and where it is silent, the whole table, and its page in docs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests may stop where they stand, as the tests do"
)]

#[path = "csr/builder.rs"]
#[allow(dead_code, reason = "the decoder's tests use all of it, these a part")]
mod builder;
#[path = "review/comparison.rs"]
mod comparison;
#[path = "review/fields.rs"]
mod fields;
#[path = "review/keys.rs"]
mod keys;
#[path = "review/names.rs"]
mod names;
#[path = "review/properties.rs"]
mod properties;
#[path = "review/requests.rs"]
mod requests;
#[path = "review/sandbox.rs"]
mod sandbox;
#[path = "review/table.rs"]
mod table;
#[path = "review/terms.rs"]
mod terms;

use certview_orders::csr::{self, SelfSignature};
use certview_orders::order::{Order, Timestamp};
use certview_orders::review::{CsrInput, Finding, Review, ReviewInput, review};
use serde_json::{Value, json};

/// A file of the project.
fn file(path: &str) -> Vec<u8> {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What is reviewed. As it comes there is nothing to object to.
#[derive(Clone)]
struct Setting {
    order: Value,
    csr: Option<Vec<u8>>,
    self_signature: Option<SelfSignature>,
    now: &'static str,
}

fn sound() -> Setting {
    Setting {
        order: json!({
            "uuid": "00000000-0000-4000-8000-000000000021",
            "approverUserNames": ["doe_john"],
            "requesterUserName": "roe_jane",
            "certificate": {
                "commonName": "api.example.com",
                "signatureHash": "SHA-256",
                "dnsNames": ["api.example.com", "api2.example.com"],
            },
            "validity": { "validityDays": 90 },
            "digicertProductNameId": "ssl_multi_domain",
            "status": "SUBMITTED",
            "caStatus": "",
            "updated": "2026-06-01T07:00:00Z",
        }),
        csr: Some(file("server/src/sandbox/requests/p-256.pem")),
        self_signature: Some(SelfSignature::Valid),
        now: "2026-06-01T12:00:00Z",
    }
}

impl Setting {
    /// With another value at this place of the order.
    fn with(mut self, path: &str, value: Value) -> Self {
        let pointer = format!("/{}", path.replace('.', "/"));
        match self.order.pointer_mut(&pointer) {
            Some(place) => *place = value,
            None => {
                let (parent, name) = pointer.rsplit_once('/').unwrap();
                self.order.pointer_mut(parent).unwrap()[name] = value;
            }
        }
        self
    }

    fn trust(self, word: &str) -> Self {
        self.with(
            "digicertProductNameId",
            match word {
                "private" => json!("private_ssl_plus"),
                "unknown" => json!(317),
                _ => json!("ssl_multi_domain"),
            },
        )
    }

    /// With these names asked for, the first as common name, and a CSR that lists the same.
    fn names(self, names: &[&str]) -> Self {
        self.with("certificate.commonName", json!(names[0]))
            .with("certificate.dnsNames", json!(names))
            .csr(None)
    }

    fn csr(mut self, csr: Option<Vec<u8>>) -> Self {
        self.csr = csr;
        self
    }

    fn fixture(self, name: &str) -> Self {
        let csr = file(&format!("tests/fixtures/{name}"));
        self.csr(Some(csr))
    }

    fn verdict(mut self, verdict: SelfSignature) -> Self {
        self.self_signature = Some(verdict);
        self
    }

    fn at(mut self, now: &'static str) -> Self {
        self.now = now;
        self
    }

    fn review(&self) -> Review {
        let order = Order::from_text(&self.order.to_string()).unwrap();
        let decoded = self.csr.as_deref().map(csr::decode);
        let now = Timestamp::parse(self.now).unwrap();
        let csr = CsrInput::new(decoded.as_ref());
        review(&ReviewInput { self_signature: self.self_signature, ..ReviewInput::new(&order, csr, now) })
    }

    fn finding(&self, check: &str) -> Option<Finding> {
        self.review().findings.into_iter().find(|finding| finding.check == check)
    }
}

/// One rule, with settings in which it speaks (and words it then says) and settings in which it is silent.
struct Row {
    rule: &'static str,
    speaks: Vec<(Setting, &'static str)>,
    silent: Vec<Setting>,
}

fn row<const S: usize, const N: usize>(
    rule: &'static str,
    speaks: [(Setting, &'static str); S],
    silent: [Setting; N],
) -> Row {
    Row { rule, speaks: speaks.into(), silent: silent.into() }
}

fn rows() -> Vec<Row> {
    [requests::rows(), keys::rows(), names::rows(), terms::rows()].into_iter().flatten().collect()
}
