//! The review from outside: each check where it reports and where it is silent, the table, ordinary orders, and the
//! page in docs.

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
#[path = "review/csr.rs"]
mod csr;
#[path = "review/fields.rs"]
mod fields;
#[path = "review/keys.rs"]
mod keys;
#[path = "review/lists.rs"]
mod lists;
#[path = "review/names.rs"]
mod names;
#[path = "review/ordinary.rs"]
mod ordinary;
#[path = "review/process.rs"]
mod process;
#[path = "review/product.rs"]
mod product;
#[path = "review/properties.rs"]
mod properties;
#[path = "review/sandbox.rs"]
mod sandbox;
#[path = "review/table.rs"]
mod table;

use std::sync::OnceLock;

use certview_orders::csr::{SelfSignature, decode};
use certview_orders::order::{Order, Timestamp};
use certview_orders::review::{CsrInput, Finding, Review, ReviewInput, SuffixList, review};
use serde_json::{Value, json};

/// A file of the project.
fn file(path: &str) -> Vec<u8> {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The Public Suffix List of the project.
fn suffixes() -> &'static SuffixList {
    static LIST: OnceLock<SuffixList> = OnceLock::new();
    LIST.get_or_init(|| {
        let text = String::from_utf8(file("static/public-suffixes.txt")).unwrap();
        SuffixList::parse(&text).unwrap()
    })
}

/// What is reviewed. By itself it has no findings.
#[derive(Clone)]
struct Setting {
    order: Value,
    csr: Option<Vec<u8>>,
    self_signature: Option<SelfSignature>,
    now: &'static str,
    has_suffixes: bool,
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
            "intermediateCA": { "name": "DigiCert Global G2 TLS RSA SHA256 2020 CA1" },
            "validity": { "validityDays": 90 },
            "digicertOrganization": { "id": 525_858 },
            "digicertProductNameId": "ssl_securesite_pro",
            "status": "SUBMITTED",
            "caStatus": "",
            "updated": "2026-06-01T07:00:00Z",
        }),
        csr: Some(file("server/src/sandbox/requests/p-256.pem")),
        self_signature: Some(SelfSignature::Valid),
        now: "2026-06-01T12:00:00Z",
        has_suffixes: true,
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

    fn product(self, id: &str) -> Self {
        self.with("digicertProductNameId", json!(id))
    }

    fn trust(self, word: &str) -> Self {
        self.with(
            "digicertProductNameId",
            match word {
                "private" => json!("private_ssl_plus"),
                "unknown" => json!(317),
                _ => json!("ssl_securesite_pro"),
            },
        )
    }

    /// With these names requested, the first as common name, and a CSR that lists the same.
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
        let decoded = self.csr.as_deref().map(decode);
        let now = Timestamp::parse(self.now).unwrap();
        let csr = CsrInput::new(decoded.as_ref());
        review(&ReviewInput {
            self_signature: self.self_signature,
            suffixes: self.has_suffixes.then(suffixes),
            ..ReviewInput::new(&order, csr, now)
        })
    }

    fn finding(&self, check: &str) -> Option<Finding> {
        self.review().findings.into_iter().find(|finding| finding.check == check)
    }
}

/// One check, with settings in which it reports (and words of its text) and settings in which it is silent.
struct Row {
    check: &'static str,
    reports: Vec<(Setting, &'static str)>,
    silent: Vec<Setting>,
}

fn row<const S: usize, const N: usize>(
    check: &'static str,
    reports: [(Setting, &'static str); S],
    silent: [Setting; N],
) -> Row {
    Row { check, reports: reports.into(), silent: silent.into() }
}

fn rows() -> Vec<Row> {
    [csr::rows(), keys::rows(), names::rows(), process::rows(), product::rows()]
        .into_iter()
        .flatten()
        .collect()
}
