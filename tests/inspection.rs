//! What crosses the boundary between page and worker arrives as it was sent, and holds no secret.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at a failure"
)]

use certview_orders::csr::{self, SelfSignature};
use certview_orders::inspection::{InspectedCsr, Inspection, InspectionAnswer, InspectionRequest};
use certview_orders::order::{Order, Timestamp};
use certview_orders::review::{CsrInput, SuffixList};
use serde_json::{Value, json};

#[path = "support/sandbox.rs"]
mod sandbox;

const SAMPLE: &str = include_str!("fixtures/view-certificate-request.json");
const SIGNED_CSR: &str = include_str!("fixtures/csr/openssl-p256.pem");

fn now() -> Timestamp {
    Timestamp::parse("2026-06-01T12:00:00Z").unwrap()
}

/// Every response of the sandbox, and the sample with each CSR of the fixtures.
fn responses() -> Vec<(String, String)> {
    let names = sandbox::file_names().into_iter();
    let mut responses: Vec<_> =
        names.map(|name| (name.clone(), sandbox::response(&name, now().epoch_milliseconds()))).collect();
    for folder in ["csr", "review"] {
        let folder = format!("{}/tests/fixtures/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "pem") {
                responses
                    .push((path.display().to_string(), with_csr(&std::fs::read_to_string(&path).unwrap())));
            }
        }
    }
    assert!(responses.len() > 80, "{}", responses.len());
    responses
}

fn with_csr(csr: &str) -> String {
    let mut value: Value = serde_json::from_str(SAMPLE).unwrap();
    value["certificate"]["encodedCSR"] = json!(csr);
    value.to_string()
}

fn inspect(order: &Order, verdict: SelfSignature) -> Inspection {
    let csr = order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes()));
    let suffixes = SuffixList::parse(include_str!("../static/public-suffixes.txt"));
    Inspection::new(order, CsrInput::new(csr.as_ref()), verdict, now(), suffixes.as_ref())
}

/// The request as the worker reads it.
fn as_received(order: &Order) -> Order {
    let sent = serde_json::to_string(&InspectionRequest::new(7, order, now())).unwrap();
    let received: InspectionRequest = serde_json::from_str(&sent).unwrap();
    assert_eq!((received.number, received.now), (7, now()));
    received.order().unwrap()
}

#[test]
fn a_request_is_inspected_as_if_it_had_not_been_sent() {
    for (name, response) in responses() {
        let order = Order::from_text(&response).unwrap();
        let received = as_received(&order);
        for verdict in [SelfSignature::Valid, SelfSignature::Invalid, SelfSignature::Unsupported] {
            assert_eq!(inspect(&order, verdict), inspect(&received, verdict), "{name}");
        }
    }
}

#[test]
fn an_answer_arrives_as_it_was_sent() {
    for (name, response) in responses() {
        let inspection = inspect(&Order::from_text(&response).unwrap(), SelfSignature::Invalid);
        let answer = InspectionAnswer { number: 7, inspection: Some(inspection) };
        let sent = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<InspectionAnswer>(&sent).unwrap(), answer, "{name}");
    }
}

#[test]
fn no_private_key_is_sent_to_the_worker() {
    let mut value: Value = serde_json::from_str(SAMPLE).unwrap();
    value["certificate"]["privateKey"] =
        json!("-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----");
    value["certificate"]["encodedCSR"] =
        json!(format!("-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\n{SIGNED_CSR}"));
    let order = Order::from_text(&value.to_string()).unwrap();
    let sent = serde_json::to_string(&InspectionRequest::new(1, &order, now())).unwrap();
    assert!(!sent.contains("CANARY"), "{sent}");
    // The review reports the keys all the same.
    let review = inspect(&as_received(&order), SelfSignature::Valid).review;
    assert!(review.findings.iter().any(|finding| finding.check == "key-exposed"), "{review:?}");
}

#[test]
fn der_and_pem_are_the_same_csr() {
    let Inspection { csr: InspectedCsr::Decoded(csr), .. } =
        inspect(&Order::from_text(&with_csr(SIGNED_CSR)).unwrap(), SelfSignature::Valid)
    else {
        panic!("it is not decoded")
    };
    let decoded = csr::decode(SIGNED_CSR.as_bytes()).unwrap();
    assert_eq!(csr.der().as_deref(), Some(decoded.der()));
    assert_eq!(csr::decode(csr.pem.as_bytes()).unwrap(), decoded);
    let text = format!("{csr:?}");
    assert!(text.contains("EC P-256") && text.contains("SHA-256 of the public key"), "{text}");
}
