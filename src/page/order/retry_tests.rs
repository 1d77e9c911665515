//! Calls that are repeated without the user, and late answers.

use std::rc::Rc;

use yew::Reducible;

use super::state::{OrderAction, OrderState};
use crate::client::{Error, ErrorCode};
use crate::order::{Order, Timestamp};

const SUBMITTED: &str = r#"{"uuid": "00000000-0000-4000-8000-000000000001", "status": "SUBMITTED"}"#;

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::saturating_from_epoch_milliseconds(milliseconds)
}

fn failure(code: ErrorCode, retry_after_ms: Option<u64>) -> Box<Result<Order, Error>> {
    Box::new(Err(Error { retry_after_ms, ..Error::new(code, "It failed.".to_owned()) }))
}

fn order() -> Box<Result<Order, Error>> {
    Box::new(Ok(Order::from_response(SUBMITTED.as_bytes().to_vec()).expect("an order")))
}

fn after(state: Rc<OrderState>, actions: Vec<OrderAction>) -> Rc<OrderState> {
    actions.into_iter().fold(state, OrderState::reduce)
}

fn failed(code: ErrorCode, retry_after_ms: Option<u64>) -> Rc<OrderState> {
    let loaded = OrderAction::OrderLoaded(0, failure(code, retry_after_ms), at(1_000));
    after(Rc::new(OrderState::default()), vec![loaded])
}

#[test]
fn a_limited_call_is_repeated_at_the_end_of_its_wait() {
    let state = failed(ErrorCode::RateLimited, Some(30_000));
    let retry = state.retry.expect("a retry");
    assert_eq!((retry.wait_ms, retry.at), (30_000, at(31_000)));
    let state = after(state, vec![OrderAction::RetryDue]);
    assert!(state.is_loading);
    assert_eq!((state.call, state.retry), (1, None));
    assert_eq!(after(state.clone(), vec![OrderAction::RetryDue]).call, 1, "it is due once");
}

#[test]
fn only_a_limit_with_a_reasonable_wait_is_repeated() {
    for (code, wait_ms) in [
        (ErrorCode::RateLimited, None),
        (ErrorCode::RateLimited, Some(600_001)),
        (ErrorCode::RateLimited, Some(24 * 60 * 60 * 1000)),
        (ErrorCode::RateLimited, Some(u64::MAX)),
        (ErrorCode::Server, Some(30_000)),
        (ErrorCode::Unauthorized, Some(30_000)),
    ] {
        let state = failed(code, wait_ms);
        assert_eq!(state.retry, None, "{code:?} {wait_ms:?}");
        assert!(!after(state, vec![OrderAction::RetryDue]).is_loading);
    }
    let longest = failed(ErrorCode::RateLimited, Some(600_000)).retry.expect("a retry");
    assert_eq!((longest.wait_ms, longest.at), (600_000, at(601_000)));
}

#[test]
fn a_call_of_another_session_takes_the_place_of_the_retry() {
    let state = after(failed(ErrorCode::RateLimited, Some(30_000)), vec![OrderAction::CallStarted]);
    assert_eq!((state.is_loading, state.call, state.retry), (true, 0, None));
}

#[test]
fn retries_end_and_the_user_begins_them_anew() {
    let limited = |call| OrderAction::OrderLoaded(call, failure(ErrorCode::RateLimited, Some(1_000)), at(0));
    let mut state = failed(ErrorCode::RateLimited, Some(1_000));
    let mut retries = 0;
    while state.retry.is_some() {
        retries += 1;
        state = after(state, vec![OrderAction::RetryDue]);
        let call = state.call;
        state = after(state, vec![limited(call)]);
        assert!(retries < 100, "retries do not end");
    }
    assert_eq!(retries, 5);
    state = after(state, vec![OrderAction::Refresh]);
    let call = state.call;
    assert!(after(state, vec![limited(call)]).retry.is_some());
}

#[test]
fn a_refresh_takes_the_place_of_the_retry() {
    let state = after(failed(ErrorCode::RateLimited, Some(30_000)), vec![OrderAction::Refresh]);
    assert_eq!((state.call, state.retry), (1, None));
    assert_eq!(after(state, vec![OrderAction::RetryDue]).call, 1);
}

#[test]
fn watching_waits_for_the_retry() {
    let watched =
        [OrderAction::OrderLoaded(0, order(), at(0)), OrderAction::WatchToggled, OrderAction::Refresh];
    let state = after(Rc::new(OrderState::default()), watched.into());
    let limited = OrderAction::OrderLoaded(1, failure(ErrorCode::RateLimited, Some(30_000)), at(0));
    let state = after(state, vec![limited]);
    assert!(state.is_watching);
    assert_eq!(state.watch_delay_ms(), None);
    let state = after(state, vec![OrderAction::RetryDue, OrderAction::OrderLoaded(2, order(), at(30_000))]);
    assert!(state.watch_delay_ms().is_some());
}

#[test]
fn back_online_reads_what_missed_the_network_or_is_watched() {
    assert!(after(failed(ErrorCode::Network, None), vec![OrderAction::BackOnline]).is_loading);
    assert!(!after(failed(ErrorCode::Forbidden, None), vec![OrderAction::BackOnline]).is_loading);

    let loaded = after(Rc::new(OrderState::default()), vec![OrderAction::OrderLoaded(0, order(), at(0))]);
    assert!(!after(loaded.clone(), vec![OrderAction::BackOnline]).is_loading);
    assert!(after(loaded, vec![OrderAction::WatchToggled, OrderAction::BackOnline]).is_loading);
    let loading = after(failed(ErrorCode::Network, None), vec![OrderAction::Refresh]);
    assert!(Rc::ptr_eq(&loading, &loading.clone().reduce(OrderAction::BackOnline)), "not twice at once");
}

#[test]
fn a_late_refusal_of_an_earlier_call_changes_nothing() {
    let state = after(Rc::new(OrderState::default()), vec![OrderAction::Refresh]);
    let late = OrderAction::OrderLoaded(0, failure(ErrorCode::Unauthorized, None), at(0));
    let state = after(state, vec![late]);
    assert!(state.is_loading);
    assert!(!state.needs_sign_in());
}
