use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::order::Uuid;
use crate::page::recent::RecentOrder;

const SAMPLE: &str = include_str!("../../../../tests/fixtures/view-certificate-request.json");
const SIGNED_CSR: &str = include_str!("../../../../tests/fixtures/csr/openssl-p256.pem");
const UNVERIFIABLE_CSR: &str = include_str!("../../../../tests/fixtures/csr/openssl-secp256k1.pem");

fn sample() -> Value {
    serde_json::from_str(SAMPLE).unwrap()
}

fn order(value: &Value) -> Order {
    Order::from_text(&value.to_string()).unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse("2020-09-02T08:54:50.473Z").unwrap()
}

fn step(state: OrderState, action: OrderAction) -> OrderState {
    (*Rc::new(state).reduce(action)).clone()
}

fn answered(state: OrderState, outcome: Result<Order, Error>) -> OrderState {
    let call = state.call;
    step(state, OrderAction::OrderLoaded(call, Box::new(outcome), now()))
}

fn failed(state: OrderState, code: ErrorCode) -> OrderState {
    answered(state, Err(Error::new(code, "It happened.".to_owned())))
}

fn loaded(value: &Value) -> OrderState {
    answered(OrderState::default(), Ok(order(value)))
}

fn with_csr(pem: &str) -> Value {
    let mut value = sample();
    value["certificate"]["encodedCSR"] = json!(pem);
    value
}

#[test]
fn a_request_is_loading_until_its_call_is_answered() {
    let state = OrderState::default();
    assert!(state.is_loading && state.loaded.is_none() && state.failure.is_none());
    let state = loaded(&sample());
    assert!(!state.is_loading && state.loaded.is_some() && state.failure.is_none());
    assert_eq!(state.announcement, "Loaded: example.com · Submitted.");
}

#[test]
fn a_failed_refresh_keeps_what_was_loaded() {
    let state = step(loaded(&sample()), OrderAction::Refresh);
    assert!(state.is_loading && state.loaded.is_some());
    let state = failed(state, ErrorCode::Network);
    assert!(!state.is_loading && state.loaded.is_some());
    assert!(state.failure.as_ref().is_some_and(|error| error.code == ErrorCode::Network));
    assert_eq!(state.announcement, "", "the alert says what happened");
    let state = answered(step(state, OrderAction::Refresh), Ok(order(&sample())));
    assert!(state.failure.is_none(), "a call that succeeds clears the failure");
}

#[test]
fn the_answer_of_an_old_call_changes_nothing() {
    let state = Rc::new(step(loaded(&sample()), OrderAction::Refresh));
    for outcome in [Ok(order(&sample())), Err(Error::new(ErrorCode::Unauthorized, "No.".to_owned()))] {
        let late = OrderAction::OrderLoaded(state.call.wrapping_sub(1), Box::new(outcome), now());
        assert!(Rc::ptr_eq(&state, &state.clone().reduce(late)));
    }
}

#[test]
fn another_session_reads_again_without_dropping_what_was_loaded() {
    let state = failed(step(loaded(&sample()), OrderAction::Refresh), ErrorCode::Unauthorized);
    assert!(state.needs_sign_in());
    let state = step(state, OrderAction::CallStarted);
    assert!(state.is_loading && state.loaded.is_some());
    let state = answered(state, Ok(order(&sample())));
    assert!(!state.needs_sign_in() && !state.is_loading);
}

#[test]
fn a_watched_request_is_read_less_and_less_often_until_it_changes() {
    let mut state = step(loaded(&sample()), OrderAction::WatchToggled);
    assert_eq!(
        (state.watch_delay_ms(), state.announcement.as_str()),
        (Some(10_000), "Watching for changes.")
    );
    for wait in [15_000, 22_500, 33_750, 50_625, 60_000, 60_000] {
        let call = state.call;
        state = step(state, OrderAction::WatchDue);
        assert!(state.is_loading && state.call != call);
        assert_eq!(state.watch_delay_ms(), None, "not while a call is in flight");
        state = answered(state, Ok(order(&sample())));
        assert_eq!(state.watch_delay_ms(), Some(wait));
        assert_eq!(state.announcement, "No change.");
    }
    let mut approved = sample();
    approved["status"] = json!("APPROVED");
    approved["caStatus"] = json!("pending");
    state = answered(step(state, OrderAction::WatchDue), Ok(order(&approved)));
    assert_eq!(*state.loaded.as_ref().unwrap().changed, [Field::Status, Field::CaStatus]);
    assert_eq!(state.announcement, "example.com · Approved. Changed: Status, CA status.");
    assert_eq!(state.watch_delay_ms(), Some(10_000), "after a change it is read soon again");

    state = failed(step(state, OrderAction::WatchDue), ErrorCode::Unauthorized);
    assert_eq!(state.watch_delay_ms(), None, "no use without a session");
    let same = Rc::new(state.clone());
    assert!(Rc::ptr_eq(&same, &same.clone().reduce(OrderAction::WatchDue)), "nor if the timer is late");
    state = answered(step(state, OrderAction::CallStarted), Ok(order(&approved)));
    assert!(state.is_watching && state.watch_delay_ms().is_some(), "with a new session watching continues");

    approved["status"] = json!("ISSUED");
    state = answered(step(state, OrderAction::WatchDue), Ok(order(&approved)));
    assert!(!state.is_watching && state.watch_delay_ms().is_none(), "the status is final");
}

#[test]
fn watching_continues_after_a_temporary_failure() {
    for code in [ErrorCode::Network, ErrorCode::Timeout, ErrorCode::Server, ErrorCode::RateLimited] {
        let state = step(loaded(&sample()), OrderAction::WatchToggled);
        let state = failed(step(state, OrderAction::WatchDue), code);
        assert!(state.is_watching && state.watch_delay_ms().is_some(), "{code:?}");
    }
}

#[test]
fn watching_is_switched_off_again() {
    let state = step(loaded(&sample()), OrderAction::WatchToggled);
    let state = step(state, OrderAction::WatchToggled);
    assert_eq!((state.watch_delay_ms(), state.announcement.as_str()), (None, "No longer watching."));
}

#[test]
fn every_final_status_ends_the_watch() {
    for (status, is_final) in
        [("APPROVED", false), ("ON_HOLD", false), ("ISSUED", true), ("REJECTED", true), ("CANCELLED", true)]
    {
        let mut value = sample();
        value["status"] = json!(status);
        let state = step(loaded(&sample()), OrderAction::WatchToggled);
        let state = answered(step(state, OrderAction::WatchDue), Ok(order(&value)));
        assert_eq!(state.is_watching, !is_final, "{status}");
    }
}

#[test]
fn a_signature_that_no_browser_verifies_is_not_pending() {
    let verdict = |pem: &str| loaded(&with_csr(pem)).loaded.unwrap().self_signature;
    assert_eq!(verdict(SIGNED_CSR), None);
    assert_eq!(verdict(UNVERIFIABLE_CSR), Some(SelfSignature::Unsupported));
    assert_eq!(verdict("string"), None);
}

#[test]
fn the_verdict_on_the_signature_enters_the_review() {
    let state = loaded(&with_csr(SIGNED_CSR));
    let csr = state.loaded.as_ref().unwrap().csr.clone();
    let state = step(state, OrderAction::SignatureVerified(csr, SelfSignature::Invalid));
    let loaded = state.loaded.unwrap();
    assert_eq!(loaded.self_signature, Some(SelfSignature::Invalid));
    assert!(loaded.review.findings.iter().any(|finding| finding.check == "csr-signature-wrong"));
}

#[test]
fn a_verdict_that_comes_during_a_refresh_stays_when_the_refresh_fails() {
    let state = loaded(&with_csr(SIGNED_CSR));
    let csr = state.loaded.as_ref().unwrap().csr.clone();
    let state = step(state, OrderAction::Refresh);
    let state = step(state, OrderAction::SignatureVerified(csr, SelfSignature::Valid));
    let state = failed(state, ErrorCode::Network);
    assert_eq!(state.loaded.unwrap().self_signature, Some(SelfSignature::Valid));
}

#[test]
fn the_verdict_on_an_earlier_csr_changes_nothing() {
    let state = loaded(&with_csr(SIGNED_CSR));
    let earlier = state.loaded.as_ref().unwrap().csr.clone();
    let state = answered(step(state, OrderAction::Refresh), Ok(order(&with_csr(UNVERIFIABLE_CSR))));
    let state = Rc::new(state);
    let late = OrderAction::SignatureVerified(earlier, SelfSignature::Valid);
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(late)));
}

#[test]
fn a_section_has_the_same_data_where_a_verdict_concerns_another_one() {
    let state = loaded(&with_csr(SIGNED_CSR));
    let before = state.loaded.clone().unwrap();
    let state = step(state, OrderAction::SignatureVerified(before.csr.clone(), SelfSignature::Valid));
    let after = state.loaded.unwrap();
    assert!(Rc::ptr_eq(&before.order, &after.order) && Rc::ptr_eq(&before.csr, &after.csr));
}

#[test]
fn the_private_key_is_printed_nowhere() {
    let mut value = sample();
    value["certificate"]["privateKey"] = json!("-----BEGIN PRIVATE KEY-----CANARY");
    let state = loaded(&value);
    assert!(!format!("{state:?}").contains("CANARY"));
    assert!(!format!("{:?}", RecentOrder::of(&state.loaded.unwrap().order)).contains("CANARY"));
}

#[test]
fn a_name_with_hidden_characters_is_spelled_out() {
    let mut value = sample();
    value["certificate"]["commonName"] = json!("\u{202e}moc");
    assert_eq!(summary(&order(&value)), "U+202Emoc · Submitted");
    assert_eq!(summary(&order(&json!({ "uuid": Uuid::NIL }))), "Request · Status not reported");
}

/// The events of a request.
#[derive(Clone, Debug)]
enum Step {
    Refresh,
    WatchDue,
    CallStarted,
    WatchToggled,
    /// The call that is this many calls back is answered, with a status or a failure.
    Answered(u32, Result<&'static str, ErrorCode>),
    Verified,
}

fn any_step() -> impl Strategy<Value = Step> {
    let outcome = prop_oneof![
        prop::sample::select(vec!["SUBMITTED", "APPROVED", "ISSUED", "ON_HOLD"]).prop_map(Ok),
        prop::sample::select(ErrorCode::ALL.to_vec()).prop_map(Err),
    ];
    prop_oneof![
        Just(Step::Refresh),
        Just(Step::WatchDue),
        Just(Step::CallStarted),
        Just(Step::WatchToggled),
        (prop_oneof![3 => Just(0_u32), 1 => 1..3_u32], outcome)
            .prop_map(|(age, outcome)| Step::Answered(age, outcome)),
        Just(Step::Verified),
    ]
}

fn action(step: &Step, state: &OrderState) -> Option<OrderAction> {
    Some(match step {
        Step::Refresh => OrderAction::Refresh,
        Step::WatchDue => OrderAction::WatchDue,
        Step::CallStarted => OrderAction::CallStarted,
        Step::WatchToggled => OrderAction::WatchToggled,
        Step::Answered(age, outcome) => {
            let outcome = outcome.map_err(|code| Error::new(code, String::new())).map(|status| {
                let mut value = with_csr(SIGNED_CSR);
                value["status"] = json!(status);
                order(&value)
            });
            OrderAction::OrderLoaded(state.call.wrapping_sub(*age), Box::new(outcome), now())
        }
        Step::Verified => {
            OrderAction::SignatureVerified(state.loaded.as_ref()?.csr.clone(), SelfSignature::Valid)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn invariants_of_the_request_hold_after_any_sequence(steps in prop::collection::vec(any_step(), 0..30)) {
        let mut state = Rc::new(OrderState::default());
        for step in steps {
            let Some(action) = action(&step, &state) else { continue };
            let before = state.clone();
            state = state.reduce(action);
            match step {
                Step::Answered(0, Ok(_)) => {
                    prop_assert!(state.loaded.is_some() && state.failure.is_none() && !state.is_loading);
                }
                Step::Answered(0, Err(code)) => {
                    prop_assert_eq!(state.failure.as_ref().map(|error| error.code), Some(code));
                    prop_assert_eq!(&state.loaded, &before.loaded);
                    prop_assert!(!state.is_loading);
                }
                Step::Answered(..) => prop_assert!(Rc::ptr_eq(&before, &state)),
                Step::Refresh => prop_assert!(state.is_loading && state.call != before.call),
                Step::CallStarted => prop_assert!(state.is_loading && state.call == before.call),
                Step::WatchDue => prop_assert!(before.watch_delay_ms().is_some() || Rc::ptr_eq(&before, &state)),
                Step::WatchToggled => prop_assert_ne!(state.is_watching, before.is_watching),
                Step::Verified => {
                    prop_assert_eq!(state.loaded.as_ref().unwrap().self_signature, Some(SelfSignature::Valid));
                }
            }
            prop_assert!(before.loaded.is_none() || state.loaded.is_some(), "what was loaded stays");
            let is_idle = !state.is_loading && !state.needs_sign_in() && state.loaded.is_some();
            prop_assert_eq!(state.watch_delay_ms().is_some(), state.is_watching && is_idle);
            prop_assert!((WATCH_FIRST_MS..=WATCH_LONGEST_MS).contains(&state.watch_interval_ms));
        }
    }
}

#[test]
fn the_public_suffix_list_is_loaded_for_wildcards_only_and_the_review_is_run_again_with_it() {
    let checks = |state: &OrderState| {
        let review = state.loaded.as_ref().unwrap().review.clone();
        review.findings.iter().map(|finding| finding.check).collect::<Vec<_>>()
    };
    const CHECK: &str = "wildcard-public-suffix";
    let mut value = sample();
    value["digicertProductNameId"] = json!("ssl_basic");
    assert!(!OrderState::default().wants_suffix_list());
    assert!(!loaded(&value).wants_suffix_list());

    value["certificate"]["commonName"] = json!("*.co.uk");
    let state = loaded(&value);
    assert!(state.wants_suffix_list());
    assert!(!checks(&state).contains(&CHECK));
    let list = Rc::new(SuffixList::parse(include_str!("../../../../static/public-suffixes.txt")).unwrap());
    let state = step(state, OrderAction::SuffixListLoaded(list));
    assert!(!state.wants_suffix_list());
    assert!(checks(&state).contains(&CHECK));
    let state = answered(step(state, OrderAction::Refresh), Ok(order(&value)));
    assert!(checks(&state).contains(&CHECK), "the list is kept for the next answer");
    assert!(!state.wants_suffix_list());
}
