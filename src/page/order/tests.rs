//! What each state of a request shows, and that the view and the review agree about the fields.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use serde_json::{Value, json};
use yew::prelude::*;

use super::badges::OrderBadges;
use super::csr::CsrSection;
use super::files::{OrderFile, order_file};
use super::names::NameList;
use super::page::{OrderView, title};
use super::progress::ProgressSection;
use super::state::{LoadedOrder, OrderAction, OrderState};
use crate::client::{Error, ErrorCode, GatewayMessage, PathStyle};
use crate::csr::{self, SelfSignature};
use crate::inspection::Inspection;
use crate::order::{Field, Order, ProductKind, Progress, RequestStatus, Timestamp, Uuid};
use crate::page::config::Config;
use crate::page::inspection::InspectionFailed;
use crate::page::preferences::Preferences;
use crate::page::testing::{Contexts, SAMPLE, UUID, ids, order, sample, text_of, time};
use crate::review::{CsrInput, Severity};

#[path = "../../../tests/support/sandbox.rs"]
mod sandbox;

const SIGNED_CSR: &str = include_str!("../../../tests/fixtures/csr/openssl-p256.pem");
const INTERNATIONAL_CSR: &str = include_str!("../../../tests/fixtures/review/international-p256.pem");

fn uuid() -> Uuid {
    UUID.parse().unwrap()
}

fn step(state: OrderState, action: OrderAction) -> OrderState {
    (*Rc::new(state).reduce(action)).clone()
}

fn answered(state: OrderState, outcome: Result<Order, Error>) -> OrderState {
    let call = state.call;
    step(state, OrderAction::OrderLoaded(call, Box::new(outcome), time("2020-09-02T08:54:40Z")))
}

fn failed(state: OrderState, code: ErrorCode) -> OrderState {
    answered(state, Err(Error::new(code, "It happened.".to_owned())))
}

/// Read, and not inspected yet.
fn pending(value: &Value) -> OrderState {
    answered(OrderState::default(), Ok(order(value)))
}

/// Read and inspected.
fn loaded(value: &Value) -> OrderState {
    inspected(pending(value), SelfSignature::Valid)
}

/// With the answer of the worker.
fn inspected(state: OrderState, verdict: SelfSignature) -> OrderState {
    let (number, order, at) = state.wanted_inspection().unwrap();
    let csr = order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes()));
    let inspection = Inspection::new(&order, CsrInput::new(csr.as_ref()), verdict, at, None);
    step(state, OrderAction::Inspected(number, Box::new(Ok(inspection))))
}

/// With a worker that failed.
fn uninspected(state: OrderState) -> OrderState {
    let (number, ..) = state.wanted_inspection().unwrap();
    step(state, OrderAction::Inspected(number, Box::new(Err(InspectionFailed))))
}

#[derive(PartialEq, Properties)]
struct StateProps {
    state: OrderState,
}

#[component]
fn WithState(props: &StateProps) -> Html {
    let state = props.state.clone();
    let state = use_reducer_eq(move || state);
    html! { <OrderView uuid={uuid()} {state} /> }
}

fn page(contexts: &Contexts, state: OrderState) -> String {
    contexts.html(html! { <WithState {state} /> })
}

fn html(state: OrderState) -> String {
    page(&Contexts::signed_in(), state)
}

fn text(state: OrderState) -> String {
    text_of(&html(state))
}

#[test]
fn the_data_of_the_sample_is_shown() {
    let text = text(loaded(&sample()));
    for expected in [
        "example.com",
        "Submitted",
        "Not reported: Organization , EV approver user ids , CA status",
        "private_ssl_plus",
        "Private trust",
        "Submitted by doe_john, waiting for approval.",
        "doe_john can approve, reject or cancel it",
        "SHA-256",
        "QA",
        "DigiCert Test SHA2 Intermediate CA-1",
        "a52d0598 8b61a33d 6ac3edb4 49eb4715 0fa5b7a2 6c7dfc4e 61f905ca 36e165ee",
        "1 year",
        "525858",
        "1 Sep 2020, 08:54:50 GMT ( 1 day ago )",
        UUID,
        "Updated 10 seconds ago",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("Unexpected in this response"), "{text}");
    // The raw response is written once its section is opened; it is what the file contains.
    let state = loaded(&sample());
    assert!(state.loaded.unwrap().order.raw.pretty().contains("\"validityYears\": 1"));
}

#[test]
fn created_and_updated_carry_the_utc_instant() {
    let html = html(loaded(&sample()));
    assert!(html.contains("datetime=\"2020-09-01T08:54:50.473Z\""), "{html}");
    assert!(html.contains("datetime=\"2020-09-01T08:58:58.138Z\""), "{html}");
}

#[test]
fn each_status_has_its_badge_and_its_title() {
    let cases = [
        ("SUBMITTED", "Submitted", "warning"),
        ("APPROVED", "Approved", "active"),
        ("ISSUED", "Issued", "good"),
        ("REJECTED", "Rejected", "bad"),
        ("CANCELLED", "Cancelled", "neutral"),
        ("ON_HOLD", "ON_HOLD", "neutral"),
    ];
    for (status, word, tone) in cases {
        let mut value = sample();
        value["status"] = json!(status);
        let state = loaded(&value);
        assert_eq!(title(uuid(), &state, false), format!("example.com · {word} – CertView orders"));
        let LoadedOrder { order, inspection, .. } = state.loaded.unwrap();
        let html = Contexts::default().html(html! { <OrderBadges {order} {inspection} /> });
        let (_, badge) = html.split_once("<li>").unwrap();
        let (badge, _) = badge.split_once("</li>").unwrap();
        assert!(badge.contains(&format!("data-tone=\"{tone}\"")), "{badge}");
        assert!(badge.contains("<svg") && text_of(badge) == format!("Request status: {word}"), "{badge}");
    }
    assert_eq!(title(uuid(), &OrderState::default(), false), format!("{UUID} – CertView orders"));
}

#[test]
fn known_statuses_have_labels_of_their_own() {
    for status in RequestStatus::KNOWN {
        assert_ne!(status.label(), status.as_word());
    }
}

#[test]
fn a_request_with_nothing_reported_still_has_a_page() {
    let value = json!({ "uuid": UUID });
    let text = text(loaded(&value));
    assert!(text.contains("Request without a common name") && text.contains("Status not reported"), "{text}");
    assert_eq!(text.matches("Not reported: ").count(), 5, "one line in each section: {text}");
    for field in Field::ALL.iter().filter(|field| !["uuid", "certificate.encodedCSR"].contains(&field.path()))
    {
        let is_renewal = field.path().starts_with("renewal.");
        assert!(is_renewal || text.contains(field.label()), "{field:?}: {text}");
    }
    let preferences = Preferences { shows_all_fields: true, ..Preferences::default() };
    let all = text_of(&page(&Contexts { preferences, ..Contexts::signed_in() }, loaded(&value)));
    assert!(all.matches("Not reported").count() > 15 && !all.contains("Not reported: "), "{all}");
}

#[test]
fn foreign_text_is_text() {
    let mut value = sample();
    value["certificate"]["commonName"] = json!("<img src=x onerror=alert(1)>\u{202e}moc");
    value["requesterUserName"] = json!("https://evil.example/");
    assert!(title(uuid(), &loaded(&value), false).contains("U+202Emoc"));
    let html = html(loaded(&value));
    assert!(!html.contains("<img") && html.contains("&lt;img"), "{html}");
    assert!(!html.contains('\u{202e}') && html.contains("U+202E"), "{html}");
    assert!(!html.contains("href=\"https://evil"), "{html}");
}

#[test]
fn a_private_key_is_a_masked_row_and_nothing_else() {
    let mut value = sample();
    value["certificate"]["privateKey"] = json!("-----BEGIN PRIVATE KEY-----CANARY");
    let html = html(loaded(&value));
    assert!(html.contains("••••") && html.contains("Save private key as a file"), "{html}");
    assert!(!html.contains("CANARY"), "{html}");
    assert!(!html.contains("Copy Private key"), "{html}");
}

#[test]
fn a_private_key_is_exported_only_as_the_file_of_that_name() {
    let mut value = sample();
    value["certificate"]["privateKey"] = json!("-----BEGIN PRIVATE KEY-----CANARY");
    value["certificate"]["encodedCSR"] = json!(SIGNED_CSR);
    let loaded = loaded(&value).loaded.unwrap();
    let file = |file| order_file(&loaded.order, loaded.inspection.decoded_csr(), file).unwrap();
    let (name, bytes) = file(OrderFile::PrivateKey);
    assert_eq!(
        (name.as_str(), bytes.as_slice()),
        ("private-key.pem", &b"-----BEGIN PRIVATE KEY-----CANARY"[..])
    );
    for (kind, expected) in [
        (OrderFile::Json, format!("order-{UUID}.json")),
        (OrderFile::CsrPem, "request.pem".to_owned()),
        (OrderFile::CsrDer, "request.der".to_owned()),
    ] {
        let (name, bytes) = file(kind);
        assert_eq!(name, expected);
        assert!(!String::from_utf8_lossy(&bytes).contains("CANARY"), "{name}");
    }
    let json: Value = serde_json::from_slice(&file(OrderFile::Json).1).unwrap();
    assert_eq!(json["certificate"]["privateKey"], "[private key, not shown]");
    assert_eq!(json["uuid"], UUID);
}

#[test]
fn there_is_no_file_of_what_was_not_delivered() {
    let loaded = loaded(&sample()).loaded.unwrap();
    for file in [OrderFile::PrivateKey, OrderFile::CsrPem, OrderFile::CsrDer] {
        assert!(order_file(&loaded.order, loaded.inspection.decoded_csr(), file).is_none(), "{file:?}");
    }
}

#[test]
fn long_lists_are_shown_in_part() {
    let names = Rc::new((0..300).map(|number| format!("n{number}.example")).collect::<Vec<_>>());
    let html = Contexts::default().html(html! { <NameList {names} /> });
    assert!(html.contains("25 of 300 names shown") && html.contains("n24.example"), "{html}");
    assert!(!html.contains("n25.example") && html.contains("Show more names"), "{html}");
    let names = Rc::new((0..25).map(|number| format!("n{number}.example")).collect::<Vec<_>>());
    let html = Contexts::default().html(html! { <NameList {names} /> });
    assert!(html.contains("n24.example") && !html.contains("type=\"search\""), "{html}");
    assert!(!html.contains("Show more names"), "{html}");
}

#[test]
fn unexpected_values_and_unknown_members_are_listed() {
    let mut value = sample();
    value["created"] = json!("soon");
    value["comment"] = json!("hello");
    let text = text(loaded(&value));
    assert!(text.contains("Not readable. Received: \"soon\""), "{text}");
    assert!(text.contains("comment : not known to this page"), "{text}");
    assert!(text.contains("Unexpected in this response"), "{text}");
}

#[test]
fn every_error_states_what_happened_and_what_to_do() {
    // A refused token has a message of its own, with the form to sign in again.
    for code in ErrorCode::ALL.into_iter().filter(|code| *code != ErrorCode::Unauthorized) {
        let gateway = GatewayMessage { code: Some("2012".to_owned()), text: Some("licence".to_owned()) };
        let error = Error {
            gateway,
            retry_after_ms: Some(30_000),
            attempts: 3,
            ..Error::new(code, "It happened.".to_owned())
        };
        let html = html(answered(OrderState::default(), Err(error)));
        // A limited call is repeated without the user: the wait is said once, as a countdown.
        let is_repeated = code == ErrorCode::RateLimited;
        assert_eq!(html.contains("Trying again in 30 s."), is_repeated, "{code:?}: {html}");
        assert_eq!(html.contains("It asks to wait 30 s."), !is_repeated, "{code:?}: {html}");
        assert_eq!(html.contains(code.advice()), !is_repeated, "{code:?}: {html}");
        for expected in [
            "It happened.",
            "2012",
            "licence",
            "Tried 3 times.",
            "Try again",
            UUID,
            "This request cannot be shown",
            "role=\"alert\"",
        ] {
            assert!(html.contains(expected), "{code:?} {expected}: {html}");
        }
        assert!(html.contains(&format!("data-code=\"{}\"", code.as_str())));
        assert!(!html.contains("id=\"password\""), "{code:?}");
    }
}

#[test]
fn a_failed_refresh_keeps_what_was_loaded() {
    let state = step(loaded(&sample()), OrderAction::Refresh);
    let refreshing = text(state.clone());
    assert!(refreshing.contains("Refreshing…") && refreshing.contains("example.com"), "{refreshing}");
    let text = text(failed(state, ErrorCode::Network));
    assert!(text.contains("It happened.") && text.contains("example.com"), "{text}");
    assert!(text.contains("Refresh") && !text.contains("Refreshing…"), "{text}");
}

#[test]
fn a_request_that_is_loading_has_a_skeleton() {
    let html = html(OrderState::default());
    assert!(html.contains("aria-busy=\"true\"") && html.contains("Loading the request…"), "{html}");
    assert!(html.contains(UUID), "{html}");
}

#[test]
fn a_deep_link_without_a_session_requires_one() {
    let html = page(&Contexts::default(), OrderState::default());
    assert!(html.contains("Sign in to see this request") && html.contains("id=\"password\""), "{html}");
    assert!(html.contains(UUID) && !html.contains("aria-busy"), "{html}");
}

#[test]
fn a_refused_session_is_renewed_without_hiding_what_was_loaded() {
    let html = html(failed(step(loaded(&sample()), OrderAction::Refresh), ErrorCode::Unauthorized));
    assert!(html.contains("id=\"password\"") && html.contains("no longer accepts this session"), "{html}");
    assert!(html.contains("Submitted by doe_john"), "{html}");
    assert!(!html.contains("class=\"notice\""), "the form is the message: {html}");
}

#[test]
fn a_refused_session_is_one_message_with_one_action() {
    let html = html(failed(OrderState::default(), ErrorCode::Unauthorized));
    assert!(html.contains("Sign in to see this request") && html.contains("id=\"password\""), "{html}");
    assert_eq!(html.matches("data-code=\"unauthorized\"").count(), 1, "{html}");
    assert!(!html.contains("role=\"alert\" data-code") && !html.contains("Try again"), "{html}");
    assert!(html.contains(UUID) && html.contains("Open another request"), "{html}");
}

#[test]
fn a_wrong_path_is_replaced_with_one_click() {
    let config = Config::parse(r#"{"gateway": {"pathStyle": "documented"}}"#);
    assert_eq!(config.endpoint().path_style.alternative(), Some(PathStyle::Sample));
    let configured = Contexts { config, ..Contexts::signed_in() };
    let state = failed(OrderState::default(), ErrorCode::WrongPath);
    let shown = page(&configured, state.clone());
    assert!(shown.contains("Try the alternative path"), "{shown}");
    // While the call on that path is in flight, a second click does not switch back.
    let shown = page(&configured, step(state.clone(), OrderAction::CallStarted));
    let (before, _) = shown.split_once("Try the alternative path").unwrap();
    assert!(before.rsplit_once("<button").unwrap().1.contains("aria-disabled=\"true\""), "{shown}");
    // Where no path is configured, both were tried.
    assert!(!html(state).contains("alternative path"));
    assert!(!html(failed(OrderState::default(), ErrorCode::NotFound)).contains("alternative path"));
}

#[test]
fn watching_is_offered_while_the_status_may_change() {
    let state = loaded(&sample());
    let button = |html: &str| {
        let (before, _) = html.split_once(">Watch<").unwrap();
        before.rsplit_once("<button").unwrap().1.contains("aria-pressed=\"true\"")
    };
    assert!(!button(&html(state.clone())));
    let watching = step(state, OrderAction::WatchToggled);
    assert!(button(&html(watching.clone())));
    assert!(text(watching).contains("refreshes every 10 s"));
    let mut value = sample();
    value["status"] = json!("ISSUED");
    assert!(!html(loaded(&value)).contains(">Watch<"));
}

#[test]
fn the_available_actions_are_given_with_the_reason() {
    for (status, allowed, reason) in [
        ("SUBMITTED", "available.", "with a comment"),
        ("APPROVED", "not available.", "only before approval"),
        ("ISSUED", "not available.", "has ended"),
        ("ON_HOLD", "not known.", "status is not known"),
    ] {
        let mut value = sample();
        value["status"] = json!(status);
        let progress = Rc::new(Progress::of(&order(&value)));
        let text = Contexts::default().text(html! { <ProgressSection {progress} /> });
        assert!(text.contains(&format!("Reject : {allowed} ")) && text.contains(reason), "{status}: {text}");
    }
}

#[test]
fn what_has_changed_is_marked_at_its_field() {
    let mut value = sample();
    value["caStatus"] = json!("pending");
    let state = answered(step(loaded(&sample()), OrderAction::Refresh), Ok(order(&value)));
    let html = html(state);
    assert_eq!(html.matches("> changed<").count(), 1, "{html}");
    let text = text_of(&html);
    assert!(text.contains("CA status changed pending") && text.contains("Changed: CA status"), "{text}");
}

#[test]
fn an_international_name_is_shown_in_both_forms() {
    let mut value = sample();
    value["certificate"]["commonName"] = json!("xn--bcher-kva.example");
    value["certificate"]["dnsNames"] = json!(["bücher.example", "plain.example"]);
    let text = text(loaded(&value));
    assert!(text.contains("xn--bcher-kva.example = bücher.example"), "{text}");
    assert!(text.contains("bücher.example = xn--bcher-kva.example plain.example"), "{text}");
}

#[test]
fn the_verdict_on_the_signature_is_shown() {
    let mut value = sample();
    value["certificate"]["encodedCSR"] = json!(SIGNED_CSR);
    let state = pending(&value);
    for (verdict, word) in [
        (SelfSignature::Valid, "Valid"),
        (SelfSignature::Invalid, "Does not verify"),
        (SelfSignature::Unsupported, "Cannot be verified here"),
    ] {
        let state = inspected(state.clone(), verdict);
        assert!(text(state).contains(&format!("Self-signature: {word}")), "{verdict:?}");
    }
}

#[test]
fn a_csr_that_is_missing_or_unreadable_affects_only_its_section() {
    let mut value = sample();
    value["certificate"]["encodedCSR"] = json!("strong");
    let unreadable = text(loaded(&value));
    assert!(unreadable.contains("class=\"odd\"") || unreadable.contains("DER"), "{unreadable}");
    assert!(unreadable.contains("Submitted by doe_john"), "{unreadable}");
    value["certificate"]["encodedCSR"] = json!(null);
    assert!(text(loaded(&value)).contains("No CSR is reported."));
}

// The contract between view and review.

/// 2026-06-01T12:00:00Z
fn now() -> Timestamp {
    time("2026-06-01T12:00:00Z")
}

/// Every order of the sandbox and, for every CSR of the fixtures, the sample with that CSR; each with its name.
static ORDERS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut orders: Vec<(String, String)> = sandbox::file_names()
        .into_iter()
        .map(|name| (name.clone(), sandbox::response(&name, now().epoch_milliseconds())))
        .collect();
    orders.push(("the sample".to_owned(), SAMPLE.to_owned()));
    for folder in ["csr", "review"] {
        let folder = format!("{}/tests/fixtures/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "pem") {
                let mut value = sample();
                value["certificate"]["encodedCSR"] = json!(std::fs::read_to_string(&path).unwrap());
                // A public product, so that every check applies.
                value["digicertProductNameId"] = json!("ssl_plus");
                orders.push((path.display().to_string(), value.to_string()));
            }
        }
    }
    assert!(orders.len() > 80, "{}", orders.len());
    orders
});

/// The request with each verdict on the self-signature, of those with the same review only the first.
fn states(response: &str) -> Vec<OrderState> {
    let outcome = Box::new(Ok(Order::from_text(response).unwrap()));
    let read = step(OrderState::default(), OrderAction::OrderLoaded(0, outcome, now()));
    let verdicts = [SelfSignature::Unsupported, SelfSignature::Valid, SelfSignature::Invalid];
    let mut states: Vec<OrderState> = Vec::new();
    for state in verdicts.map(|verdict| inspected(read.clone(), verdict)) {
        let review = |state: &OrderState| state.loaded.as_ref().unwrap().inspection.review().cloned();
        if states.iter().all(|known| review(known) != review(&state)) {
            states.push(state);
        }
    }
    states
}

/// The state without a verdict on the self-signature.
fn unverified(response: &str) -> OrderState {
    states(response).swap_remove(0)
}

#[test]
fn what_needs_no_inspection_is_shown_before_it_and_without_it() {
    let mut value = sample();
    value["certificate"]["encodedCSR"] = json!(SIGNED_CSR);
    let states = [pending(&value), uninspected(pending(&value))].map(text);
    for text in &states {
        for expected in
            ["example.com", "Submitted", "Submitted by doe_john", "private_ssl_plus", "525858", UUID]
        {
            assert!(text.contains(expected), "{expected}: {text}");
        }
        assert!(!text.contains("checks run") && !text.contains("No problems found"), "{text}");
    }
    let [pending, failed] = states;
    assert!(pending.contains("Review: Checks are running…") && pending.contains("Key …"), "{pending}");
    for expected in ["Review: Review failed", "The request was not reviewed", "Try again", "Key not known"] {
        assert!(failed.contains(expected), "{expected}: {failed}");
    }
    assert!(failed.contains("BEGIN CERTIFICATE REQUEST"), "the CSR can still be copied: {failed}");
}

#[test]
fn a_decision_waits_for_the_review_but_not_for_a_worker_that_failed() {
    let config = Config { decisions: true, ..Config::default() };
    let contexts = Contexts { config, ..Contexts::signed_in() };
    let can_reject = |state: OrderState| {
        let html = page(&contexts, state);
        let (before, _) = html.split_once(">Reject…<").unwrap();
        !before.rsplit_once("<button").unwrap().1.contains("disabled")
    };
    let state = pending(&sample());
    assert!(!can_reject(state.clone()));
    assert!(page(&contexts, state.clone()).contains("The review is not complete yet."));
    assert!(can_reject(inspected(state.clone(), SelfSignature::Unsupported)));
    assert!(can_reject(uninspected(state)));
}

#[test]
fn every_field_of_every_finding_has_one_element_on_the_page() {
    for (name, response) in ORDERS.iter() {
        for state in states(response) {
            let LoadedOrder { order, inspection, .. } = state.loaded.clone().unwrap();
            let review = inspection.review().unwrap();
            let html = html(state);
            let all = ids(&html);
            let ids: BTreeSet<&str> = all.iter().copied().collect();
            assert_eq!(ids.len(), all.len(), "{name}: an id is given twice");
            for finding in &review.findings {
                for field in &finding.fields {
                    assert!(ids.contains(field.path()), "{name}: {} names {field:?}", finding.check);
                    let link = format!("href=\"#{}\"", field.path());
                    assert!(html.contains(&link), "{name}: {} does not link {field:?}", finding.check);
                }
            }
            // Whatever a check names: every field has its element, renewals where the request is one.
            for field in Field::ALL {
                let is_expected = order.renewal.is_some() || !field.path().starts_with("renewal.");
                assert!(!is_expected || ids.contains(field.path()), "{name}: {field:?}");
            }
        }
    }
}

#[test]
fn without_a_renewal_no_finding_names_one() {
    for (name, response) in ORDERS.iter() {
        let mut value: Value = serde_json::from_str(response).unwrap();
        value["renewal"] = json!(null);
        for state in states(&value.to_string()) {
            let loaded = state.loaded.unwrap();
            let findings = &loaded.inspection.review().unwrap().findings;
            let mut fields = findings.iter().flat_map(|finding| &finding.fields);
            assert!(!fields.any(|field| field.path().starts_with("renewal.")), "{name}");
        }
    }
}

#[test]
fn every_link_within_the_page_has_a_target() {
    for (name, response) in ORDERS.iter() {
        let read = pending(&serde_json::from_str(response).unwrap());
        for state in [unverified(response), read.clone(), uninspected(read)] {
            let html = html(state);
            let ids: BTreeSet<&str> = ids(&html).into_iter().collect();
            for link in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(ids.contains(link), "{name}: #{link}");
            }
        }
    }
}

#[test]
fn every_finding_is_shown_under_its_severity_with_its_source() {
    for (name, response) in ORDERS.iter() {
        let state = unverified(response);
        let review = state.loaded.as_ref().unwrap().inspection.review().unwrap().clone();
        let html = html(state);
        for severity in [Severity::Error, Severity::Warning, Severity::Information] {
            let (_, list) =
                html.split_once(&format!("data-severity=\"{}\"", severity.as_str())).unwrap_or_default();
            let (list, _) = list.split_once("</ul>").unwrap_or_default();
            assert_eq!(list.matches("data-check=").count(), review.count(severity), "{name}: {severity:?}");
            for finding in review.findings.iter().filter(|finding| finding.severity == severity) {
                assert!(
                    list.contains(&format!("data-check=\"{}\"", finding.check)),
                    "{name}: {}",
                    finding.check
                );
            }
        }
        assert!(html.contains(&format!("{} checks run", review.checks_run)), "{name}");
        let has_problems = review.count(Severity::Error) + review.count(Severity::Warning) > 0;
        assert_eq!(html.contains("No problems found"), !has_problems, "{name}");
    }
}

/// The rows of the comparison in the HTML of a page: label and verdict.
fn comparison_rows(html: &str) -> Vec<(String, bool)> {
    let rows = html.split("<tr data-matches=\"").skip(1);
    rows.map(|row| {
        let (label, verdict) = (row.split_once("</th>").unwrap().0, row.split_once("</tr>").unwrap().0);
        let label = text_of(&format!("<tr data-matches=\"{label}"));
        let is_match = verdict.starts_with("true");
        // The word and the attribute, which the style sheet selects on, are the same verdict.
        let text = text_of(&format!("<tr data-matches=\"{verdict}"));
        assert!(text.ends_with(if is_match { "Result: match" } else { "Result: mismatch" }), "{text}");
        (label, is_match)
    })
    .collect()
}

fn is_for_servers(order: &Order) -> bool {
    !matches!(
        order.product_kind(),
        ProductKind::CodeSigning | ProductKind::SecureEmail | ProductKind::Client | ProductKind::Document
    )
}

/// The checks that compare names with the CSR.
const NAME_CHECKS: [&str; 4] =
    ["common-name-differs", "csr-without-names", "names-not-in-csr", "names-only-in-csr"];

#[test]
fn the_comparison_has_mismatched_names_exactly_where_the_review_has_findings() {
    let mut mismatches = 0;
    for (name, response) in ORDERS.iter() {
        let state = unverified(response);
        let LoadedOrder { order, inspection, .. } = state.loaded.clone().unwrap();
        let review = inspection.review().unwrap();
        let rows = comparison_rows(&html(state));
        assert_eq!(rows.len(), if inspection.decoded_csr().is_some() { 4 } else { 0 }, "{name}");
        assert!(rows.is_sorted_by_key(|(_, matches)| *matches), "{name}: mismatches come first");
        // The names of other certificates are no host names: the review does not compare them.
        if !is_for_servers(&order) {
            continue;
        }
        let is_match = |label: &str| rows.iter().find(|row| row.0 == label).is_none_or(|row| row.1);
        let (common_name, dns_names) = (is_match("Common name"), is_match("DNS names"));
        let reports = |check: &str| review.findings.iter().any(|finding| finding.check == check);
        // A common name that the CSR has only as its own common name matches it, and is missing among the DNS names.
        let missing = reports("names-not-in-csr") || reports("csr-without-names");
        assert_eq!(common_name && dns_names, !NAME_CHECKS.iter().any(|check| reports(check)), "{name}");
        assert!(common_name || reports("common-name-differs") || missing, "{name}");
        assert!(!(common_name && reports("common-name-differs")), "{name}");
        assert!(dns_names || missing || reports("names-only-in-csr"), "{name}");
        mismatches += usize::from(!common_name || !dns_names);
    }
    assert!(mismatches > 10, "{mismatches}");
}

#[test]
fn the_two_forms_of_an_international_name_match() {
    let mut value = sample();
    value["certificate"]["commonName"] = json!("bücher.example");
    value["certificate"]["dnsNames"] = json!(["BÜCHER.example", "www.bücher.example."]);
    value["certificate"]["organizationUnits"] = json!([]);
    value["certificate"]["encodedCSR"] = json!(INTERNATIONAL_CSR);
    let LoadedOrder { order, inspection, .. } = loaded(&value).loaded.unwrap();
    let review = inspection.review().unwrap().clone();
    let section = html! { <CsrSection {order} {inspection} on_download={Callback::noop()} /> };
    let html = Contexts::default().html(section);
    let rows = comparison_rows(&html);
    assert!(rows.len() == 4 && rows.iter().all(|(_, matches)| *matches), "{rows:?}");
    assert!(html.contains("bücher.example") && html.contains("xn--bcher-kva.example"), "{html}");
    assert!(review.findings.iter().all(|finding| !NAME_CHECKS.contains(&&*finding.check)), "{review:?}");
}
