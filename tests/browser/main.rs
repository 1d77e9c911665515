//! The transport in a real browser, against the sandbox over real HTTP. The address comes from
//! `CERTVIEW_ORDERS_TEST_SERVER` when this is compiled; `cargo xtask test browser` starts the server.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at a failure"
)]

use certview_orders::browser::{FetchTransport, check_self_signature, now};
use certview_orders::client::{
    BaseUrl, BearerToken, Endpoint, Error, ErrorCode, Gateway, PathStyle, Retry, Transport, get_order,
    sign_in,
};
use certview_orders::csr::{self, SelfSignature};
use certview_orders::order::{Order, RequestStatus, Uuid};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::AbortController;

wasm_bindgen_test_configure!(run_in_browser);

const SERVER: Option<&str> = option_env!("CERTVIEW_ORDERS_TEST_SERVER");
const SAMPLE: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";

fn endpoint(style: &str) -> Endpoint {
    let server = SERVER.expect("CERTVIEW_ORDERS_TEST_SERVER was not set: use `cargo xtask test browser`");
    Endpoint { base_url: BaseUrl::parse(server).unwrap(), path_style: PathStyle::parse(style).unwrap() }
}

async fn token() -> BearerToken {
    let transport = FetchTransport::new(10_000, None).unwrap();
    sign_in(&transport, &endpoint("documented"), "sandbox", "sandbox").await.unwrap()
}

async fn read_with(transport: &FetchTransport, uuid: &str, retries: u32) -> Result<Order, Error> {
    let uuid: Uuid = uuid.parse().unwrap();
    let retry = Retry { max_retries: retries };
    get_order(transport, &token().await, &Gateway::new(endpoint("documented"), retry), &uuid).await
}

async fn read(last_group: &str, timeout_ms: u32, retries: u32) -> Result<Order, Error> {
    let transport = FetchTransport::new(timeout_ms, None).unwrap();
    read_with(&transport, &format!("00000000-0000-4000-8000-{last_group:0>12}"), retries).await
}

#[wasm_bindgen_test]
async fn the_sample_is_read_at_both_published_paths() {
    let token = token().await;
    assert_eq!(token.claims().user_name.as_deref(), Some("sandbox"));
    for style in ["documented", "sample"] {
        let transport = FetchTransport::new(10_000, None).unwrap();
        let uuid = SAMPLE.parse().unwrap();
        let gateway = Gateway::new(endpoint(style), Retry::default());
        let order = get_order(&transport, &token, &gateway, &uuid).await.unwrap();
        assert_eq!(order.status, Some(RequestStatus::Submitted));
        assert_eq!(order.certificate.common_name.as_deref(), Some("example.com"));
    }
}

#[wasm_bindgen_test]
async fn each_refusal_of_the_gateway_has_its_code() {
    let cases = [
        ("401", ErrorCode::Unauthorized, Some(401)),
        ("403", ErrorCode::Forbidden, Some(403)),
        ("404", ErrorCode::NotFound, Some(404)),
        ("4041", ErrorCode::WrongPath, Some(404)),
        ("409", ErrorCode::Conflict, Some(409)),
        ("500", ErrorCode::Server, Some(500)),
        ("415", ErrorCode::Decode, Some(200)),
        ("206", ErrorCode::Network, None),
    ];
    for (uuid, code, status) in cases {
        let error = read(uuid, 10_000, 0).await.unwrap_err();
        assert_eq!((error.code, error.status, error.attempts), (code, status, 1), "{uuid}: {error}");
    }
}

#[wasm_bindgen_test]
async fn the_wait_of_a_rate_limit_is_reported_where_it_exceeds_the_deadline() {
    let error = read("429", 10_000, 2).await.unwrap_err();
    assert_eq!((error.code, error.retry_after_ms, error.attempts), (ErrorCode::RateLimited, Some(30_000), 1));
}

#[wasm_bindgen_test]
async fn temporary_failures_are_retried() {
    let order = read("503", 20_000, 2).await.unwrap();
    assert!(order.uuid.to_string().ends_with("503"));
}

#[wasm_bindgen_test]
async fn a_body_over_the_bound_is_refused_while_it_streams() {
    let error = read("20", 20_000, 2).await.unwrap_err();
    assert_eq!((error.code, error.attempts), (ErrorCode::TooLarge, 1));
}

#[wasm_bindgen_test]
async fn the_deadline_ends_a_call_that_hangs() {
    let begin = now();
    let error = read("60", 300, 2).await.unwrap_err();
    assert_eq!((error.code, error.attempts), (ErrorCode::Timeout, 1));
    let elapsed = now().milliseconds_since(begin);
    assert!((200..5_000).contains(&elapsed), "{elapsed} ms");
}

#[wasm_bindgen_test]
async fn the_callers_signal_ends_a_call_that_hangs_with_its_own_reason() {
    let controller = AbortController::new().unwrap();
    let transport = FetchTransport::new(30_000, Some(controller.signal())).unwrap();
    let (_fetch, order_requested) = Fetch::observed("/orders/");
    wasm_bindgen_futures::spawn_local(async move {
        JsFuture::from(order_requested).await.unwrap();
        controller.abort_with_reason(&JsValue::from_str("the user left"));
    });
    let error = read_with(&transport, "00000000-0000-4000-8000-000000000060", 2).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Aborted);
    assert_eq!(
        transport.abort_reason().and_then(|reason| reason.as_string()).as_deref(),
        Some("the user left")
    );
}

#[wasm_bindgen_test]
async fn a_signal_that_has_fired_already_sends_nothing() {
    let controller = AbortController::new().unwrap();
    controller.abort();
    let transport = FetchTransport::new(10_000, Some(controller.signal())).unwrap();
    assert_eq!(read_with(&transport, SAMPLE, 2).await.unwrap_err().code, ErrorCode::Aborted);
}

#[wasm_bindgen_test]
async fn an_abort_ends_the_wait_between_attempts() {
    let controller = AbortController::new().unwrap();
    let transport = FetchTransport::new(30_000, Some(controller.signal())).unwrap();
    // Runs when this test is first suspended, which is in the wait below.
    wasm_bindgen_futures::spawn_local(async move { controller.abort() });
    let begin = now();
    assert!(transport.wait(20_000).await.is_err());
    assert!(now().milliseconds_since(begin) < 5_000);
}

#[wasm_bindgen_test]
async fn a_closed_port_is_a_network_error_that_names_cors() {
    // Port 9 is "discard": no browser connects to it.
    let endpoint = Endpoint {
        base_url: BaseUrl::parse("http://127.0.0.1:9").unwrap(),
        path_style: PathStyle::Documented,
    };
    let transport = FetchTransport::new(10_000, None).unwrap();
    let token = BearerToken::parse("a.b.c").unwrap();
    let uuid = SAMPLE.parse().unwrap();
    let gateway = Gateway::new(endpoint, Retry { max_retries: 0 });
    let error = get_order(&transport, &token, &gateway, &uuid).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Network);
    assert!(error.to_string().contains("CORS"), "{error}");
}

/// Replaces the global fetch until it is dropped.
struct Fetch(JsValue);

impl Fetch {
    /// The real one, and a promise that resolves when it has been called for an address that contains this text.
    fn observed(text: &str) -> (Self, Promise) {
        let real = js_sys::Reflect::get(&js_sys::global(), &"fetch".into()).unwrap();
        let observe = Function::new_with_args(
            "real, text",
            "return new Promise((resolve) => {
               globalThis.fetch = (request, init) => {
                 const response = real(request, init);
                 if ((request.url ?? String(request)).includes(text)) resolve();
                 return response;
               };
             })",
        );
        let called = observe.call2(&JsValue::UNDEFINED, &real, &text.into()).unwrap();
        (Self(real), called.unchecked_into())
    }

    fn replaced_by(body: &str) -> Self {
        let real = js_sys::Reflect::get(&js_sys::global(), &"fetch".into()).unwrap();
        js_sys::Reflect::set(&js_sys::global(), &"fetch".into(), &Function::new_no_args(body)).unwrap();
        Self(real)
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        js_sys::Reflect::set(&js_sys::global(), &"fetch".into(), &self.0).unwrap();
    }
}

#[wasm_bindgen_test]
async fn a_fetch_that_violates_its_contract_is_an_error_and_never_a_pending_promise() {
    let token = BearerToken::parse("a.b.c").unwrap();
    let uuid = SAMPLE.parse().unwrap();
    for body in [
        "return Promise.reject('a string')",
        "return Promise.reject(undefined)",
        "throw 'at once'",
        "return Promise.resolve({ status: 200 })",
        "return 5",
    ] {
        let replaced = Fetch::replaced_by(body);
        let transport = FetchTransport::new(10_000, None).unwrap();
        let gateway = Gateway::new(endpoint("documented"), Retry { max_retries: 0 });
        let outcome = get_order(&transport, &token, &gateway, &uuid).await;
        drop(replaced);
        assert_eq!(outcome.unwrap_err().code, ErrorCode::Network, "{body}");
    }
}

/// Requests of real tools, and the expected result of a browser's WebCrypto for each.
const REQUESTS: &[(&str, SelfSignature)] = &[
    (include_str!("../fixtures/csr/openssl-rsa2048-sha384.pem"), SelfSignature::Valid),
    (include_str!("../fixtures/csr/openssl-rsa2048-pss-signature.pem"), SelfSignature::Valid),
    (include_str!("../fixtures/csr/certutil-rsapss.pem"), SelfSignature::Valid),
    (include_str!("../fixtures/csr/openssl-p256.pem"), SelfSignature::Valid),
    (include_str!("../fixtures/csr/openssl-p384.pem"), SelfSignature::Valid),
    (include_str!("../fixtures/csr/openssl-p521.pem"), SelfSignature::Valid),
    (include_str!("../fixtures/csr/openssl-ed25519.pem"), SelfSignature::Valid),
];

#[wasm_bindgen_test]
async fn the_self_signatures_of_real_requests_are_valid() {
    for (number, (pem, expected)) in REQUESTS.iter().enumerate() {
        let check = csr::decode(pem.as_bytes()).unwrap().signature_check().expect("a checkable request");
        assert_eq!(check_self_signature(&check).await, *expected, "request {number}");
    }
}

#[wasm_bindgen_test]
async fn the_self_signatures_of_altered_requests_are_invalid() {
    for (number, (pem, _)) in REQUESTS.iter().enumerate() {
        let mut check = csr::decode(pem.as_bytes()).unwrap().signature_check().unwrap();
        let last = check.signed_bytes.len() - 1;
        check.signed_bytes[last] ^= 1;
        assert_eq!(check_self_signature(&check).await, SelfSignature::Invalid, "request {number}");
    }
}

#[wasm_bindgen_test]
fn what_webcrypto_lacks_is_not_checkable() {
    for pem in [
        include_str!("../fixtures/csr/openssl-secp256k1.pem"),
        include_str!("../fixtures/csr/openssl-dsa2048.pem"),
        include_str!("../fixtures/csr/openssl-brainpool384.pem"),
    ] {
        assert!(csr::decode(pem.as_bytes()).unwrap().signature_check().is_none());
    }
}
