//! What a change of the session is announced as. Pure.

use super::state::{SessionEnd, SessionState};

/// The session ends within five minutes.
pub(super) const ENDS_SOON: &str = "Your session ends within five minutes. Sign in again to stay signed in.";
/// The session has ended.
pub(super) const HAS_ENDED: &str =
    "Your session has ended. What was loaded stays; sign in again to continue.";

/// The gateway refused the token.
pub(in crate::page) const IS_REFUSED: &str =
    "The gateway no longer accepts this session. Sign in again to continue.";

/// The announcement of a change, if there is one to make.
pub(super) fn announcement(before: &SessionState, after: &SessionState) -> Option<&'static str> {
    match (&before.token, &after.token) {
        (Some(_), None) => Some("Signed out."),
        (_, Some(_)) if before.begun_sessions != after.begun_sessions => Some("Signed in."),
        _ if before.end == after.end => None,
        _ => match after.end {
            SessionEnd::Far => None,
            SessionEnd::Soon => Some(ENDS_SOON),
            SessionEnd::Over => Some(HAS_ENDED),
        },
    }
}
