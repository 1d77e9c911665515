//! Who is signed in, and for how long still.

use zeroize::Zeroizing;

use crate::client::{BaseUrl, BearerToken, Error};
use crate::order::Timestamp;

/// The forms that make a session.
#[derive(Debug, Default)]
pub struct SignInState {
    /// The number of the last sign-in: the answer to an earlier one is no longer wanted.
    pub number: u32,
    /// A sign-in is under way.
    pub busy: bool,
    /// Why the last one failed.
    pub failure: Option<Error>,
    /// What is wrong with the pasted token.
    pub token_problem: String,
    /// The token is to be kept until the tab is closed.
    pub keep: bool,
}

/// How near the session's end is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SessionEnd {
    /// Far, or the token does not tell.
    #[default]
    Far,
    /// Within five minutes.
    Soon,
    /// Past.
    Over,
}

const SOON_MS: i64 = 5 * 60 * 1000;

impl SessionEnd {
    pub(super) fn of(token: Option<&BearerToken>, now: Timestamp) -> Self {
        match token.and_then(|token| token.claims().expires).map(|end| end.milliseconds_since(now)) {
            Some(..=0) => Self::Over,
            Some(..=SOON_MS) => Self::Soon,
            _ => Self::Far,
        }
    }

    /// What those are told who do not see it.
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::Far => "",
            Self::Soon => "Your session ends within five minutes. Sign in again to stay.",
            Self::Over => "Your session has ended. What was read stays; sign in again to go on.",
        }
    }
}

/// A token as the tab keeps it: with the gateway it was made for, which no line break can be part of.
pub(super) fn write(token: &BearerToken, gateway: &BaseUrl) -> Zeroizing<String> {
    Zeroizing::new([gateway.as_str(), "\n", token.reveal()].concat())
}

/// Reads what the tab has kept: a token for this gateway, and for no other.
pub(super) fn read(text: &str, gateway: &BaseUrl) -> Option<BearerToken> {
    let (made_for, token) = text.split_once('\n')?;
    (made_for == gateway.as_str()).then(|| BearerToken::parse(token).ok()).flatten()
}

/// What this tab kept of an earlier load of the page.
#[derive(Debug, Default)]
pub struct Kept {
    /// The gateway that was chosen.
    pub gateway: Option<String>,
    /// The token, where the reader wanted it kept.
    pub token: Option<Zeroizing<String>>,
    /// The requests that were opened.
    pub recent: Option<String>,
}

/// A place in the tab's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Of the gateway that was chosen.
    Gateway,
    /// Of the token: only where the reader wanted it kept.
    Token,
    /// Of the requests that were opened.
    Recent,
}

impl Place {
    /// Its name there.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "certview-orders.gateway",
            Self::Token => "certview-orders.token",
            Self::Recent => "certview-orders.recent",
        }
    }
}
