use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::csr::{self, SelfSignature};
use crate::order::Uuid;
use crate::page::recent::RecentOrder;
use crate::review::CsrInput;

const SAMPLE: &str = include_str!("../../../../tests/fixtures/view-certificate-request.json");
const SIGNED_CSR: &str = include_str!("../../../../tests/fixtures/csr/openssl-p256.pem");

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
fn a_request_that_was_answered_before_the_first_rendering_is_shown_at_once() {
    let state = OrderState::answered(Ok(order(&sample())), now());
    assert_eq!(state, loaded(&sample()));
    assert!(!state.is_loading);
    let failure = Error::new(ErrorCode::NotFound, "It happened.".to_owned());
    assert_eq!(OrderState::answered(Err(failure), now()), failed(OrderState::default(), ErrorCode::NotFound));
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
    assert!(state.announcement.contains("Sign in again"), "the form is no alert: {}", state.announcement);
    let state = step(state, OrderAction::CallStarted);
    assert!(state.is_loading && state.loaded.is_some());
    assert!(!state.needs_sign_in(), "the refusal was that of the last session");
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
fn watching_that_is_switched_on_again_begins_with_the_shortest_wait() {
    let mut state = step(loaded(&sample()), OrderAction::WatchToggled);
    state = answered(step(state, OrderAction::WatchDue), Ok(order(&sample())));
    assert_eq!(state.watch_delay_ms(), Some(15_000));
    state = step(step(state, OrderAction::WatchToggled), OrderAction::WatchToggled);
    assert_eq!(state.watch_delay_ms(), Some(10_000));
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

/// What the worker answers.
fn inspection(order: &Order, verdict: SelfSignature) -> Inspection {
    let csr = order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes()));
    Inspection::new(order, CsrInput::new(csr.as_ref()), verdict, now(), None)
}

/// The answer to the inspection that is wanted.
fn answer(state: &OrderState, verdict: SelfSignature) -> OrderAction {
    let (number, order, _) = state.wanted_inspection().unwrap();
    OrderAction::Inspected(number, Box::new(Ok(inspection(&order, verdict))))
}

fn inspected(state: OrderState) -> OrderState {
    let action = answer(&state, SelfSignature::Valid);
    step(state, action)
}

fn inspection_state(state: &OrderState) -> &InspectionState {
    &state.loaded.as_ref().unwrap().inspection
}

#[test]
fn a_request_is_shown_before_it_is_inspected() {
    assert!(OrderState::default().wanted_inspection().is_none());
    let state = loaded(&with_csr(SIGNED_CSR));
    assert_eq!(*inspection_state(&state), InspectionState::Pending);
    let (_, order, at) = state.wanted_inspection().unwrap();
    assert!(Rc::ptr_eq(&order, &state.loaded.as_ref().unwrap().order) && at == now());
    let invalid = answer(&state, SelfSignature::Invalid);
    let state = step(state, invalid);
    let review = inspection_state(&state).review().unwrap();
    assert!(review.findings.iter().any(|finding| finding.check == "csr-signature-wrong"));
    assert_eq!(inspection_state(&state).decoded_csr().unwrap().self_signature, SelfSignature::Invalid);
}

#[test]
fn an_equal_answer_keeps_the_inspection_until_the_new_one_is_there() {
    let state = inspected(loaded(&with_csr(SIGNED_CSR)));
    let before = state.wanted_inspection().unwrap().0;
    let refreshed = answered(step(state.clone(), OrderAction::Refresh), Ok(order(&with_csr(SIGNED_CSR))));
    assert_eq!(inspection_state(&refreshed), inspection_state(&state));
    assert_ne!(refreshed.wanted_inspection().unwrap().0, before, "the time has passed");
    let invalid = answer(&refreshed, SelfSignature::Invalid);
    assert_ne!(inspection_state(&step(refreshed, invalid)), inspection_state(&state));
}

#[test]
fn a_changed_request_does_not_show_the_inspection_of_the_last_one() {
    let state = inspected(loaded(&with_csr(SIGNED_CSR)));
    let mut value = with_csr(SIGNED_CSR);
    value["status"] = json!("APPROVED");
    let state = answered(step(state, OrderAction::Refresh), Ok(order(&value)));
    assert_eq!(*inspection_state(&state), InspectionState::Pending);
}

#[test]
fn an_inspection_that_comes_during_a_refresh_stays_when_the_refresh_fails() {
    let state = loaded(&with_csr(SIGNED_CSR));
    let action = answer(&state, SelfSignature::Valid);
    let state = failed(step(step(state, OrderAction::Refresh), action), ErrorCode::Network);
    assert!(inspection_state(&state).review().is_some());
}

#[test]
fn the_inspection_of_an_earlier_answer_changes_nothing() {
    let state = loaded(&with_csr(SIGNED_CSR));
    let late = answer(&state, SelfSignature::Valid);
    let state = Rc::new(answered(step(state, OrderAction::Refresh), Ok(order(&sample()))));
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(late)));
}

#[test]
fn an_inspection_that_failed_is_no_review_and_can_be_repeated() {
    let state = loaded(&with_csr(SIGNED_CSR));
    let (number, ..) = state.wanted_inspection().unwrap();
    let state = step(state, OrderAction::Inspected(number, Box::new(Err(InspectionFailed))));
    assert_eq!(*inspection_state(&state), InspectionState::Failed);
    assert_eq!(inspection_state(&state).review(), None);
    let state = step(state, OrderAction::InspectAgain);
    assert_eq!(*inspection_state(&state), InspectionState::Pending);
    assert_ne!(state.wanted_inspection().unwrap().0, number);
    assert!(inspection_state(&inspected(state)).review().is_some());
}

#[test]
fn a_section_has_the_same_data_where_an_inspection_concerns_another_one() {
    let state = loaded(&with_csr(SIGNED_CSR));
    let before = state.loaded.clone().unwrap();
    let after = inspected(state).loaded.unwrap();
    assert!(Rc::ptr_eq(&before.order, &after.order) && Rc::ptr_eq(&before.progress, &after.progress));
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
    /// The inspection that is this many back is answered, or has failed.
    Inspected(u32, bool),
    InspectAgain,
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
        (prop_oneof![3 => Just(0_u32), 1 => 1..3_u32], any::<bool>())
            .prop_map(|(age, is_there)| Step::Inspected(age, is_there)),
        Just(Step::InspectAgain),
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
        Step::Inspected(age, is_there) => {
            let (number, order, _) = state.wanted_inspection()?;
            let inspection = inspection(&order, SelfSignature::Valid);
            let outcome = is_there.then_some(inspection).ok_or(InspectionFailed);
            OrderAction::Inspected(number.wrapping_sub(*age), Box::new(outcome))
        }
        Step::InspectAgain => OrderAction::InspectAgain,
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
                Step::Inspected(0, is_there) => {
                    prop_assert_eq!(inspection_state(&state).review().is_some(), is_there);
                }
                Step::Inspected(..) => prop_assert!(Rc::ptr_eq(&before, &state)),
                Step::InspectAgain => {
                    prop_assert!(state.loaded.is_none() || *inspection_state(&state) == InspectionState::Pending);
                }
            }
            prop_assert!(before.loaded.is_none() || state.loaded.is_some(), "what was loaded stays");
            let is_idle = !state.is_loading && !state.needs_sign_in() && state.loaded.is_some();
            prop_assert_eq!(state.watch_delay_ms().is_some(), state.is_watching && is_idle);
            prop_assert!((WATCH_FIRST_MS..=WATCH_LONGEST_MS).contains(&state.watch_interval_ms));
        }
    }
}
