//! Who is signed in, and for how long. Pure.

use std::rc::Rc;

use yew::Reducible;
use zeroize::Zeroizing;

use crate::client::{BearerToken, Error};
use crate::order::Timestamp;

/// The session, and the forms that begin one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::page) struct SessionState {
    /// The token of the session. Behind one `Rc`: no component holds a copy of its own.
    pub(in crate::page) token: Option<Rc<BearerToken>>,
    /// The token is kept in the tab's storage until the tab is closed.
    pub(in crate::page) is_kept: bool,
    /// Counts the sessions that have begun: signing in again repeats the calls, with an equal token too.
    pub(in crate::page) begun_sessions: u32,
    /// How near the end of the session is.
    pub(in crate::page) end: SessionEnd,
    /// Counts the sessions that have ended: what was read in one is dropped with it.
    pub(in crate::page) ended_sessions: u32,
    /// The sign-in form.
    pub(in crate::page) sign_in: SignIn,
    /// What is wrong with the pasted token.
    pub(in crate::page) token_problem: Option<String>,
}

/// The state of the sign-in form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::page) enum SignIn {
    /// Nothing was sent.
    #[default]
    Idle,
    /// A call is in flight.
    Sending {
        /// The number of the call.
        call: u32,
        /// The token that it brings is to be kept.
        keep: bool,
    },
    /// The last call failed.
    Failed(Rc<Error>),
}

/// How near the end of the session is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::page) enum SessionEnd {
    /// Far, or the token does not say.
    #[default]
    Far,
    /// Within five minutes.
    Soon,
    /// Past.
    Over,
}

const NOT_A_JWT: &str =
    "This is not a JSON Web Token: expected three parts joined by dots, beginning with “ey”.";
const SOON_MS: i64 = 5 * 60 * 1000;

impl SessionEnd {
    /// How near the end of this token is.
    pub(in crate::page) fn of(token: Option<&BearerToken>, now: Timestamp) -> Self {
        match token.and_then(|token| token.claims().expires).map(|end| end.milliseconds_since(now)) {
            Some(..=0) => Self::Over,
            Some(..=SOON_MS) => Self::Soon,
            _ => Self::Far,
        }
    }
}

/// What changes the session. Not printable: it may carry a token.
pub(in crate::page) enum SessionAction {
    /// User name and password were sent, in the call of this number.
    SignInSent {
        /// The number of the call.
        call: u32,
        /// The token is to be kept until the tab is closed.
        keep: bool,
    },
    /// The call of this number was answered.
    SignInAnswered(u32, Result<BearerToken, Error>, Timestamp),
    /// A token was pasted, and whether it is to be kept until the tab is closed.
    TokenEntered(Zeroizing<String>, bool, Timestamp),
    /// The user signed out, or chose another gateway, which the token was not made for.
    SessionEnded,
    /// Time has passed.
    TimePassed(Timestamp),
}

impl SessionState {
    /// The state at the start of the page, with the token the tab has kept. One that has expired is not taken.
    pub(in crate::page) fn restore(token: Option<BearerToken>, now: Timestamp) -> Self {
        let token = token.filter(|token| SessionEnd::of(Some(token), now) != SessionEnd::Over);
        Self {
            is_kept: token.is_some(),
            end: SessionEnd::of(token.as_ref(), now),
            begun_sessions: token.is_some().into(),
            token: token.map(Rc::new),
            ..Self::default()
        }
    }

    /// The state without a session, after this one.
    fn without_session(&self) -> Self {
        Self { begun_sessions: self.begun_sessions, ended_sessions: self.ended_sessions, ..Self::default() }
    }

    /// A call to sign in is in flight.
    pub(in crate::page) fn is_signing_in(&self) -> bool {
        matches!(self.sign_in, SignIn::Sending { .. })
    }

    fn begin(&self, token: BearerToken, is_kept: bool, now: Timestamp) -> Self {
        Self {
            end: SessionEnd::of(Some(&token), now),
            token: Some(Rc::new(token)),
            is_kept,
            begun_sessions: self.begun_sessions.wrapping_add(1),
            ..self.without_session()
        }
    }

    fn enter_token(&self, text: &str, keep: bool, now: Timestamp) -> Self {
        let problem = match BearerToken::parse(text) {
            // A client may use any bearer token; what is pasted here was answered by POST /auth.
            Ok(token) if !token.is_jwt() => NOT_A_JWT.to_owned(),
            Ok(token) => match token.claims().expires {
                Some(end) if end <= now => format!(
                    "This token expired at {end}. Get a new one from POST /auth, or sign in with user name and password."
                ),
                _ => return self.begin(token, keep, now),
            },
            Err(error) => error.to_string(),
        };
        Self { token_problem: Some(problem), ..self.clone() }
    }
}

impl Reducible for SessionState {
    type Action = SessionAction;

    fn reduce(self: Rc<Self>, action: SessionAction) -> Rc<Self> {
        Rc::new(match action {
            SessionAction::SignInSent { call, keep } => {
                Self { sign_in: SignIn::Sending { call, keep }, ..(*self).clone() }
            }
            SessionAction::SignInAnswered(answered, outcome, now) => match (self.sign_in.clone(), outcome) {
                (SignIn::Sending { call, keep }, Ok(token)) if call == answered => {
                    self.begin(token, keep, now)
                }
                (SignIn::Sending { call, .. }, Err(error)) if call == answered => {
                    Self { sign_in: SignIn::Failed(Rc::new(error)), ..(*self).clone() }
                }
                // The user has signed out, entered a token or chosen another gateway meanwhile.
                _ => return self,
            },
            SessionAction::TokenEntered(text, keep, now) => self.enter_token(&text, keep, now),
            // Nothing was read, so there is nothing to make anew.
            SessionAction::SessionEnded if *self == self.without_session() => return self,
            SessionAction::SessionEnded => {
                Self { ended_sessions: self.ended_sessions.wrapping_add(1), ..self.without_session() }
            }
            SessionAction::TimePassed(now) => {
                let end = SessionEnd::of(self.token.as_deref(), now);
                if end == self.end {
                    return self;
                }
                Self { end, ..(*self).clone() }
            }
        })
    }
}

#[cfg(test)]
mod tests;
