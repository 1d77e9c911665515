//! Tests of the decision's state.
#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

use std::rc::Rc;

use proptest::prelude::*;
use yew::Reducible;

use super::*;
use crate::client::ErrorCode;
use crate::review::{CsrInput, ReviewInput, review};

const SAMPLE: &str = include_str!("../../../../tests/fixtures/view-certificate-request.json");

fn order(status: &str) -> Order {
    Order::from_text(&SAMPLE.replace("\"SUBMITTED\"", &format!("\"{status}\""))).unwrap()
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-26T12:00:00Z").unwrap()
}

fn review_of(order: &Order) -> Review {
    review(&ReviewInput::new(order, CsrInput::Missing, now()))
}

fn sender() -> Sender {
    Sender { at: now(), user: Some("roe_jane".to_owned()) }
}

fn reduce(state: DecisionState, action: DecisionAction) -> DecisionState {
    (*Rc::new(state).reduce(action)).clone()
}

fn checked(number: u32, status: &str) -> DecisionAction {
    let order = order(status);
    let review = review_of(&order);
    DecisionAction::Checked(number, Box::new(Ok((order, Some(review)))), sender())
}

fn opened(decision: Decision) -> DecisionState {
    let order = order("SUBMITTED");
    let review = review_of(&order);
    reduce(DecisionState::default(), DecisionAction::Open(decision, Rc::new(order), Some(Rc::new(review))))
}

fn submitted() -> DecisionState {
    let state = reduce(opened(Decision::Reject), DecisionAction::CommentChanged("Wrong name".to_owned()));
    reduce(state, DecisionAction::Submit)
}

fn sending() -> DecisionState {
    reduce(submitted(), checked(1, "SUBMITTED"))
}

#[test]
fn the_request_is_read_again_and_then_the_decision_is_sent() {
    let state = submitted();
    assert_eq!(state.wanted_call(), Some((1, WantedCall::Check)));
    let state = reduce(state, checked(1, "SUBMITTED"));
    let comment = Comment::parse("Wrong name").unwrap();
    let order = Rc::new(order("SUBMITTED"));
    assert_eq!(state.wanted_call(), Some((1, WantedCall::Send(Decision::Reject, comment, order))));
}

#[test]
fn a_comment_is_required() {
    let state = reduce(opened(Decision::Cancel), DecisionAction::Submit);
    assert_eq!(state.wanted_call(), None);
    assert!(
        matches!(&state.step, Step::Editing(_, Some(Problem::Comment(text))) if text == "A comment is required.")
    );
}

/// Submits the form: at once where no acceptance is needed, otherwise refused until it is given.
fn assert_submitted_after_acceptance(state: DecisionState, needs_acceptance: bool) {
    let state = reduce(state, DecisionAction::Submit);
    assert_eq!(state.wanted_call().is_none(), needs_acceptance);
    if needs_acceptance {
        assert!(matches!(state.step, Step::Editing(_, Some(Problem::ErrorsNotAccepted))));
        let state = reduce(reduce(state, DecisionAction::ErrorsAccepted(true)), DecisionAction::Submit);
        assert_eq!(state.wanted_call(), Some((1, WantedCall::Check)));
    }
}

#[test]
fn errors_of_the_review_need_an_acceptance_for_approving_only() {
    for (decision, needs_acceptance) in [(Decision::Approve, true), (Decision::Reject, false)] {
        let state = reduce(opened(decision), DecisionAction::CommentChanged("As agreed".to_owned()));
        let Step::Editing(draft, _) = &state.step else { panic!("not editing") };
        let mut draft = draft.clone();
        let mut review = (**draft.review.as_ref().unwrap()).clone();
        let mut finding = review.findings.first().unwrap().clone();
        finding.severity = Severity::Error;
        review.findings = vec![finding];
        draft.review = Some(Rc::new(review));
        let state = DecisionState { step: Step::Editing(draft, None), ..state };
        assert_submitted_after_acceptance(state, needs_acceptance);
    }
}

#[test]
fn a_review_that_could_not_be_run_needs_an_acceptance_as_errors_do() {
    for (decision, needs_acceptance) in [(Decision::Approve, true), (Decision::Reject, false)] {
        let open = DecisionAction::Open(decision, Rc::new(order("SUBMITTED")), None);
        let state = reduce(
            reduce(DecisionState::default(), open),
            DecisionAction::CommentChanged("As agreed".to_owned()),
        );
        assert_submitted_after_acceptance(state, needs_acceptance);
    }
}

#[test]
fn what_was_accepted_of_a_request_is_not_accepted_of_a_changed_one_without_a_review() {
    let state = reduce(opened(Decision::Approve), DecisionAction::CommentChanged("As agreed".to_owned()));
    let state = reduce(reduce(state, DecisionAction::ErrorsAccepted(true)), DecisionAction::Submit);
    let changed = DecisionAction::Checked(1, Box::new(Ok((order("ON_HOLD"), None))), sender());
    let state = reduce(state, changed);
    let Step::Editing(draft, Some(Problem::Changed(_))) = &state.step else { panic!("{:?}", state.step) };
    assert!(draft.needs_acceptance() && !draft.accepts_errors);
    assert_eq!(draft.review, None, "the review of the last request says nothing about this one");
}

#[test]
fn a_request_that_changed_meanwhile_is_shown_again_and_nothing_is_sent() {
    let state = reduce(submitted(), checked(1, "APPROVED"));
    assert_eq!(state.wanted_call(), None);
    let Step::Editing(draft, Some(Problem::Changed(fields))) = &state.step else {
        panic!("{:?}", state.step)
    };
    assert_eq!(fields.as_slice(), [Field::Status]);
    assert_eq!(draft.comment, "Wrong name");
    assert_eq!(draft.order.status, order("APPROVED").status);
    assert_eq!(draft.review.as_deref(), Some(&review_of(&order("APPROVED"))));
    assert!(state.record.is_none());
    assert_eq!(draft.refusal(), Some("CertView allows it only before approval."));
    assert_eq!(reduce(state, DecisionAction::Submit).wanted_call(), None);
}

#[test]
fn an_accepted_decision_is_confirmed_by_the_status() {
    let state = reduce(sending(), DecisionAction::Answered(1, Ok(Outcome::Decided), None));
    assert_eq!(state.wanted_call(), Some((1, WantedCall::ReadBack { reads: 0, delay_ms: 0 })));
    let state = reduce(state, DecisionAction::ReadBack(1, Box::new(Ok(order("SUBMITTED")))));
    assert_eq!(
        state.wanted_call(),
        Some((1, WantedCall::ReadBack { reads: 1, delay_ms: READ_BACK_FIRST_MS }))
    );
    let state = reduce(state, DecisionAction::ReadBack(1, Box::new(Ok(order("REJECTED")))));
    assert_eq!(state.step, Step::Finished(Decision::Reject, Finish::Shown));
    assert_eq!(state.record.unwrap().finish, Some(Finish::Shown));
}

#[test]
fn a_status_that_does_not_come_is_waited_for_at_most_a_minute() {
    let mut state = reduce(sending(), DecisionAction::Answered(1, Ok(Outcome::Decided), None));
    let mut delays_ms = Vec::new();
    while let Some((number, WantedCall::ReadBack { delay_ms, .. })) = state.wanted_call() {
        delays_ms.push(delay_ms);
        assert!(delays_ms.len() < 100, "it is waited for without end");
        state = reduce(state, DecisionAction::ReadBack(number, Box::new(Ok(order("SUBMITTED")))));
    }
    assert_eq!(delays_ms, [0, 2_000, 3_000, 4_500, 6_750, 10_125, 15_000, 15_000]);
    assert_eq!(state.step, Step::Finished(Decision::Reject, Finish::Accepted));
}

#[test]
fn a_refusal_keeps_the_comment_and_a_lost_answer_is_not_repeated() {
    let refused = Rc::new(Error::new(ErrorCode::Conflict, "no".to_owned()));
    let state = reduce(sending(), DecisionAction::Answered(1, Err(refused), None));
    assert!(
        matches!(&state.step, Step::Editing(draft, Some(Problem::Refused(_))) if draft.comment == "Wrong name")
    );
    let state = reduce(sending(), DecisionAction::Answered(1, Ok(Outcome::Unknown), None));
    assert_eq!(state.step, Step::Finished(Decision::Reject, Finish::Unknown(None)));
    assert_eq!(state.wanted_call(), None);
    let mut aborted = Error::new(ErrorCode::Aborted, "aborted".to_owned());
    aborted.may_have_taken_effect = true;
    let state = reduce(sending(), DecisionAction::Answered(1, Err(Rc::new(aborted)), None));
    assert!(matches!(state.step, Step::Finished(_, Finish::Unknown(Some(_)))));
}

#[test]
fn a_decision_is_recorded_as_accepted_though_the_dialog_closes_before_the_status_shows_it() {
    let state = reduce(sending(), DecisionAction::Answered(1, Ok(Outcome::Decided), None));
    let state = reduce(state, DecisionAction::Close);
    assert_eq!((state.wanted_call(), state.is_open()), (None, false));
    let record = state.record.unwrap();
    assert_eq!((record.finish, record.sender), (Some(Finish::Accepted), sender()));
    assert_eq!(state.answers, 1, "the request is refreshed");
}

#[test]
fn the_dialog_closes_while_the_request_is_only_checked_and_then_nothing_is_sent() {
    let state = reduce(submitted(), DecisionAction::Close);
    assert_eq!((state.wanted_call(), state.is_open()), (None, false));
    let state = reduce(state, checked(1, "SUBMITTED"));
    assert_eq!(state.wanted_call(), None);
    assert!(state.record.is_none());
}

#[test]
fn a_refused_decision_is_not_recorded_and_the_request_is_read_again() {
    let refused = Rc::new(Error::new(ErrorCode::Forbidden, "no".to_owned()));
    let state = reduce(sending(), DecisionAction::Answered(1, Err(refused), None));
    assert!(state.record.is_none());
    assert_eq!(state.answers, 1);
}

#[test]
fn the_dialog_does_not_close_while_the_decision_is_in_flight_and_clears_the_comment_when_it_does() {
    assert_eq!(reduce(sending(), DecisionAction::Close), sending());
    let state = reduce(opened(Decision::Cancel), DecisionAction::CommentChanged("secret reason".to_owned()));
    let state = reduce(state, DecisionAction::Close);
    assert!(!format!("{state:?}").contains("secret reason"));
}

#[test]
fn answers_to_an_earlier_submission_change_nothing() {
    let state = reduce(submitted(), DecisionAction::Close);
    let open = DecisionAction::Open(
        Decision::Approve,
        Rc::new(order("SUBMITTED")),
        Some(Rc::new(review_of(&order("SUBMITTED")))),
    );
    let state = reduce(reduce(state, open), DecisionAction::CommentChanged("As agreed".to_owned()));
    let state = reduce(reduce(state, DecisionAction::ErrorsAccepted(true)), DecisionAction::Submit);
    assert_eq!(state.wanted_call(), Some((2, WantedCall::Check)));
    let state = Rc::new(state);
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(checked(1, "SUBMITTED"))));
    let state = Rc::new(reduce((*state).clone(), checked(2, "SUBMITTED")));
    assert!(state.is_sending());
    let late = DecisionAction::Answered(1, Ok(Outcome::Decided), None);
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(late)));
    let confirming = DecisionAction::Answered(2, Ok(Outcome::Decided), None);
    let state = Rc::new(reduce((*state).clone(), confirming));
    let late = DecisionAction::ReadBack(1, Box::new(Ok(order("APPROVED"))));
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(late)));
}

#[test]
fn an_open_dialog_is_not_opened_again() {
    let state = Rc::new(opened(Decision::Reject));
    let open = DecisionAction::Open(Decision::Approve, Rc::new(order("SUBMITTED")), None);
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(open)));
}

#[test]
fn what_is_sent_is_about_the_request_as_it_was_just_read() {
    // A change of what no field shows.
    let mut read = order("SUBMITTED");
    read.unknown.push("comment".to_owned());
    let checked = DecisionAction::Checked(1, Box::new(Ok((read.clone(), None))), sender());
    let state = reduce(submitted(), checked);
    let Some((1, WantedCall::Send(_, _, sent))) = state.wanted_call() else { panic!("{:?}", state.step) };
    assert_eq!(*sent, read);
    // The record has the review that the dialog showed.
    let record = state.record.clone().unwrap();
    assert_eq!((record.decision, record.finish.clone()), (Decision::Reject, None));
    assert!(record.review.is_some());
    let state = reduce(state, DecisionAction::Answered(1, Ok(Outcome::NotDecided), None));
    assert_eq!(state.step, Step::Finished(Decision::Reject, Finish::NotDecided(None)));
    assert_eq!((state.record.unwrap().finish, state.answers), (Some(Finish::NotDecided(None)), 1));
}

#[test]
fn a_problem_is_cleared_by_the_next_input() {
    let state = reduce(opened(Decision::Reject), DecisionAction::Submit);
    assert!(matches!(state.step, Step::Editing(_, Some(_))));
    let state = reduce(state, DecisionAction::CommentChanged("x".to_owned()));
    assert!(matches!(&state.step, Step::Editing(draft, None) if draft.comment == "x"));
}

#[derive(Clone, Debug)]
enum Event {
    Open,
    Comment,
    Submit,
    Close,
    Checked(u32, bool),
    Answered(u32, u8),
    ReadBack(u32, bool),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let number = 0..4_u32;
    let event = prop_oneof![
        Just(Event::Open),
        Just(Event::Comment),
        Just(Event::Submit),
        Just(Event::Submit),
        Just(Event::Close),
        (number.clone(), any::<bool>()).prop_map(|(number, same)| Event::Checked(number, same)),
        (number.clone(), 0..5_u8).prop_map(|(number, kind)| Event::Answered(number, kind)),
        (number, any::<bool>()).prop_map(|(number, shown)| Event::ReadBack(number, shown)),
    ];
    prop::collection::vec(event, 0..40)
}

proptest! {
    /// The hook starts a call whenever `wanted_call` changes: this counts how often the decision is sent.
    #[test]
    fn no_sequence_of_clicks_and_answers_sends_one_submission_twice(events in events()) {
        let mut state = DecisionState::default();
        let mut wanted = None;
        let mut sent: Vec<u32> = Vec::new();
        for event in events {
            let action = match event {
                Event::Open => {
                    let order = order("SUBMITTED");
                    let review = review_of(&order);
                    DecisionAction::Open(Decision::Reject, Rc::new(order), Some(Rc::new(review)))
                }
                Event::Comment => DecisionAction::CommentChanged("Wrong name".to_owned()),
                Event::Submit => DecisionAction::Submit,
                Event::Close => DecisionAction::Close,
                Event::Checked(number, same) => checked(number, if same { "SUBMITTED" } else { "APPROVED" }),
                Event::Answered(number, kind) => {
                    let answer = match kind {
                        0 => Ok(Outcome::Decided),
                        1 => Ok(Outcome::NotDecided),
                        2 => Ok(Outcome::Unknown),
                        _ => Err(Rc::new(Error::new(ErrorCode::Conflict, String::new()))),
                    };
                    DecisionAction::Answered(number, answer, None)
                }
                Event::ReadBack(number, shown) => {
                    let status = if shown { "REJECTED" } else { "SUBMITTED" };
                    DecisionAction::ReadBack(number, Box::new(Ok(order(status))))
                }
            };
            state = reduce(state, action);
            let next = state.wanted_call();
            if next != wanted && let Some((number, WantedCall::Send(..))) = &next {
                prop_assert!(!sent.contains(number), "submission {number} was sent twice");
                sent.push(*number);
            }
            wanted = next;
        }
    }
}
