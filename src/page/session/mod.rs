//! Signing in, the session's end, signing in again in place, signing out.

mod announcements;
mod provider;
mod renewal;
mod restored;
mod session_bar;
mod sign_in;
mod state;
mod storage;

#[cfg(test)]
#[cfg(feature = "render")]
mod tests;

pub(super) use announcements::IS_REFUSED;
pub(super) use provider::{SessionProvider, use_session};
pub(super) use renewal::SessionRenewal;
pub(super) use restored::RestoredSession;
pub(super) use session_bar::SessionBar;
pub(super) use sign_in::SignInPanel;

#[cfg(test)]
#[cfg(feature = "render")]
pub(super) use {provider::Session, state::SessionState};
