use proptest::prelude::*;

use super::super::announcements::{ENDS_SOON, HAS_ENDED, announcement};
use super::*;
use crate::client::ErrorCode;

/// A token that expires at 2020-09-01T12:54:50Z.
const TOKEN: &str = "eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJkb2Vfam9obiIsImV4cCI6MTU5ODk2NDg5MH0.c2VjcmV0";
/// A token without an expiry time.
const OTHER: &str = "eyJhbGciOiJIUzUxMiJ9.e30.c2VjcmV0";

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn noon() -> Timestamp {
    time("2020-09-01T12:00:00Z")
}

fn jwt(text: &str) -> BearerToken {
    BearerToken::parse(text).unwrap()
}

fn sent(call: u32) -> SessionAction {
    SessionAction::SignInSent { call, keep: false }
}

fn accepted(call: u32, token: &str) -> SessionAction {
    SessionAction::SignInAnswered(call, Ok(jwt(token)), noon())
}

fn refused(call: u32) -> SessionAction {
    let error = Error::new(ErrorCode::Unauthorized, "No.".to_owned());
    SessionAction::SignInAnswered(call, Err(error), noon())
}

fn entered(token: &str) -> SessionAction {
    SessionAction::TokenEntered(token.to_owned().into(), false, noon())
}

fn after(actions: impl IntoIterator<Item = SessionAction>) -> SessionState {
    let state = actions.into_iter().fold(Rc::new(SessionState::default()), SessionState::reduce);
    (*state).clone()
}

fn token(state: &SessionState) -> Option<&str> {
    state.token.as_ref().map(|token| token.reveal())
}

#[test]
fn a_password_that_is_accepted_begins_a_session() {
    let sending = after([sent(1)]);
    assert!(sending.is_signing_in() && sending.token.is_none());
    let signed_in = after([sent(1), accepted(1, TOKEN)]);
    assert_eq!(token(&signed_in), Some(TOKEN));
    assert!(!signed_in.is_signing_in() && !signed_in.is_kept);
}

#[test]
fn a_refused_password_is_reported_until_the_next_attempt() {
    let state = after([sent(1), refused(1)]);
    assert!(matches!(&state.sign_in, SignIn::Failed(error) if error.message == "No."), "{state:?}");
    assert!(state.token.is_none() && !state.is_signing_in());
    assert!(after([sent(1), refused(1), sent(2)]).is_signing_in());
    assert_eq!(after([sent(1), refused(1), sent(2), accepted(2, TOKEN)]).sign_in, SignIn::Idle);
}

#[test]
fn a_sign_in_that_is_answered_after_signing_out_begins_no_session() {
    let state = after([sent(1), SessionAction::SessionEnded, accepted(1, TOKEN)]);
    assert!(state.token.is_none() && !state.is_signing_in());
    let state = after([sent(1), SessionAction::SessionEnded, refused(1)]);
    assert_eq!(state.sign_in, SignIn::Idle, "nor does a late refusal say anything");
}

#[test]
fn a_sign_in_that_is_answered_after_a_token_was_entered_changes_nothing() {
    let state = after([sent(1), entered(OTHER), accepted(1, TOKEN)]);
    assert_eq!(token(&state), Some(OTHER));
    let state = after([sent(1), entered(OTHER), refused(1)]);
    assert_eq!(state.sign_in, SignIn::Idle);
}

#[test]
fn of_two_sign_ins_the_later_one_counts() {
    let state = after([sent(1), sent(2), accepted(1, OTHER)]);
    assert!(state.token.is_none() && state.is_signing_in());
    assert_eq!(token(&after([sent(1), sent(2), accepted(1, OTHER), accepted(2, TOKEN)])), Some(TOKEN));
    // After the end of a session too: its number is not reused.
    let state = after([sent(1), SessionAction::SessionEnded, sent(2), accepted(1, OTHER)]);
    assert!(state.token.is_none() && state.is_signing_in());
}

#[test]
fn a_text_that_is_no_token_is_reported_and_keeps_the_session() {
    let state = after([entered("<html>")]);
    assert!(state.token.is_none());
    assert!(state.token_problem.as_ref().is_some_and(|text| text.contains("not a token")), "{state:?}");
    let state = after([entered(OTHER), entered("<html>")]);
    assert_eq!(token(&state), Some(OTHER));
    assert_eq!(after([entered("<html>"), entered(OTHER)]).token_problem, None);
    assert_eq!(after([entered("<html>"), SessionAction::SessionEnded]).token_problem, None);
}

#[test]
fn an_expired_token_is_refused() {
    let late =
        |keep| SessionAction::TokenEntered(TOKEN.to_owned().into(), keep, time("2020-09-01T12:54:50Z"));
    let state = after([late(true)]);
    assert!(state.token.is_none() && !state.is_kept);
    assert!(
        state.token_problem.as_ref().is_some_and(|text| text.contains("expired at 2020-09-01")),
        "{state:?}"
    );
}

#[test]
fn signing_out_removes_all_data_and_counts_the_session() {
    let state = after([entered(TOKEN), SessionAction::SessionEnded]);
    assert_eq!(state, SessionState { begun_sessions: 1, ended_sessions: 1, ..SessionState::default() });
    let state =
        after([entered(TOKEN), SessionAction::SessionEnded, entered(TOKEN), SessionAction::SessionEnded]);
    assert_eq!(state.ended_sessions, 2, "what was read in one session is dropped with it");
    assert_eq!(after([entered(TOKEN), entered(OTHER)]).ended_sessions, 0, "signing in again drops nothing");
}

#[test]
fn without_a_session_there_is_none_to_end() {
    let state = Rc::new(after([entered(TOKEN), SessionAction::SessionEnded]));
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(SessionAction::SessionEnded)));
}

#[test]
fn a_session_is_stored_only_where_the_user_chose_it() {
    let keep = || SessionAction::TokenEntered(TOKEN.to_owned().into(), true, noon());
    assert!(after([keep()]).is_kept);
    assert!(!after([keep(), entered(TOKEN)]).is_kept);
    let sent_to_keep = || SessionAction::SignInSent { call: 1, keep: true };
    assert!(after([sent_to_keep(), accepted(1, TOKEN)]).is_kept);
    // The choice is about the token to come: the present one is neither stored nor removed before that.
    assert!(!after([entered(TOKEN), sent_to_keep()]).is_kept);
    assert!(!after([entered(TOKEN), sent_to_keep(), refused(1)]).is_kept);
    assert!(after([keep(), sent(1), refused(1)]).is_kept);
    assert!(!after([keep(), sent(1), accepted(1, OTHER)]).is_kept);
    assert!(!after([keep(), SessionAction::SessionEnded]).is_kept);
}

#[test]
fn a_stored_token_is_used_unless_it_has_expired() {
    let state = SessionState::restore(Some(jwt(TOKEN)), noon());
    assert!(token(&state) == Some(TOKEN) && state.is_kept && state.end == SessionEnd::Far);
    let state = SessionState::restore(Some(jwt(TOKEN)), time("2020-09-01T12:50:00Z"));
    assert_eq!(state.end, SessionEnd::Soon);
    for now in ["2020-09-01T12:54:50Z", "2020-09-01T13:00:00Z"] {
        assert_eq!(SessionState::restore(Some(jwt(TOKEN)), time(now)), SessionState::default());
    }
    assert_eq!(SessionState::restore(None, noon()), SessionState::default());
}

#[test]
fn a_session_is_announced_to_end_once_and_its_end_leaves_the_token() {
    let mut state = Rc::new(after([entered(TOKEN)]));
    let mut tick = |at: &str| {
        let next = state.clone().reduce(SessionAction::TimePassed(time(at)));
        let text = announcement(&state, &next);
        state = next;
        (state.end, text, state.token.is_some())
    };
    assert_eq!(tick("2020-09-01T12:49:49Z"), (SessionEnd::Far, None, true));
    assert_eq!(tick("2020-09-01T12:49:50Z"), (SessionEnd::Soon, Some(ENDS_SOON), true));
    assert_eq!(tick("2020-09-01T12:50:00Z"), (SessionEnd::Soon, None, true), "announced once");
    assert_eq!(tick("2020-09-01T12:54:50Z"), (SessionEnd::Over, Some(HAS_ENDED), true));
    assert_eq!(tick("2020-09-01T13:54:50Z"), (SessionEnd::Over, None, true));
    assert!(ENDS_SOON.contains("within five minutes") && HAS_ENDED.contains("has ended"));
}

#[test]
fn a_tick_that_changes_nothing_is_the_same_state() {
    let state = Rc::new(after([entered(TOKEN)]));
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(SessionAction::TimePassed(noon()))));
}

#[test]
fn signing_in_with_an_equal_token_begins_another_session() {
    let (first, second) = (after([entered(TOKEN)]), after([entered(TOKEN), entered(TOKEN)]));
    assert_eq!(first.token, second.token);
    assert_ne!(first, second, "or nobody would notice it");
    assert_ne!(first.begun_sessions, second.begun_sessions, "the calls are repeated");
    assert_eq!(announcement(&first, &second), Some("Signed in."));
    assert_eq!(SessionState::restore(Some(jwt(TOKEN)), noon()).begun_sessions, 1);
}

#[test]
fn signing_in_and_out_are_announced() {
    let (out, signed_in) = (after([]), after([entered(TOKEN)]));
    let renewed = after([entered(TOKEN), entered(OTHER)]);
    assert_eq!(announcement(&out, &signed_in), Some("Signed in."));
    assert_eq!(announcement(&signed_in, &renewed), Some("Signed in."));
    assert_eq!(announcement(&signed_in, &out), Some("Signed out."));
    assert_eq!(announcement(&signed_in, &signed_in), None);
    assert_eq!(announcement(&out, &after([sent(1)])), None);
}

/// An action that can be repeated: actions hold secrets, so they are not printable themselves.
#[derive(Clone, Debug)]
enum Step {
    Sent(u32, bool),
    Accepted(u32),
    Refused(u32),
    Entered(bool),
    EnteredNonsense,
    Ended,
    Passed(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4_u32, any::<bool>()).prop_map(|(call, keep)| Step::Sent(call, keep)),
        (0..4_u32).prop_map(Step::Accepted),
        (0..4_u32).prop_map(Step::Refused),
        any::<bool>().prop_map(Step::Entered),
        Just(Step::EnteredNonsense),
        Just(Step::Ended),
        (0..7_200_i64).prop_map(Step::Passed),
    ]
}

impl Step {
    fn action(&self) -> SessionAction {
        match self {
            Self::Sent(call, keep) => SessionAction::SignInSent { call: *call, keep: *keep },
            Self::Accepted(call) => accepted(*call, TOKEN),
            Self::Refused(call) => refused(*call),
            Self::Entered(keep) => SessionAction::TokenEntered(OTHER.to_owned().into(), *keep, noon()),
            Self::EnteredNonsense => entered("<html>"),
            Self::Ended => SessionAction::SessionEnded,
            Self::Passed(seconds) => {
                let at = noon().epoch_milliseconds() + seconds * 1000;
                SessionAction::TimePassed(Timestamp::saturating_from_epoch_milliseconds(at))
            }
        }
    }
}

proptest! {
    #[test]
    fn invariants_of_the_session_hold_after_any_sequence(steps in prop::collection::vec(step(), 0..40)) {
        let mut state = Rc::new(SessionState::default());
        for step in steps {
            let before = state.clone();
            state = state.reduce(step.action());
            match step {
                Step::Ended => {
                    prop_assert_eq!(&state.token, &None);
                    prop_assert_eq!(&state.sign_in, &SignIn::Idle);
                    let has_ended = u32::from(before.token.is_some());
                    prop_assert!(state.ended_sessions >= before.ended_sessions + has_ended);
                }
                Step::Accepted(call) | Step::Refused(call) if !is_waiting_for(&before, call) => {
                    prop_assert!(Rc::ptr_eq(&before, &state), "the answer of an old call is never applied");
                }
                Step::Accepted(_) => prop_assert_eq!(token(&state), Some(TOKEN)),
                Step::Entered(keep) => {
                    prop_assert_eq!(token(&state), Some(OTHER));
                    prop_assert_eq!(state.is_kept, keep);
                }
                // Nothing else begins, ends or keeps a session.
                Step::Sent(..) | Step::Refused(_) | Step::EnteredNonsense | Step::Passed(_) => {
                    prop_assert_eq!(token(&state), token(&before));
                    prop_assert_eq!(state.is_kept, before.is_kept);
                    prop_assert_eq!(state.ended_sessions, before.ended_sessions);
                }
            }
            prop_assert!(state.token.is_some() || !state.is_kept, "without a token nothing is kept");
            prop_assert!(state.token.is_some() || state.end == SessionEnd::Far);
        }
    }
}

fn is_waiting_for(state: &SessionState, call: u32) -> bool {
    matches!(&state.sign_in, SignIn::Sending { call: sent, .. } if *sent == call)
}
