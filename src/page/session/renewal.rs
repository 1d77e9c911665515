//! Signing in again in place, where the session ends soon, has ended or is refused.

use yew::prelude::*;

use super::announcements::HAS_ENDED;
use super::provider::use_session;
use super::sign_in::SignInPanel;
use super::state::SessionEnd;

/// Props of [`SessionRenewal`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct SessionRenewalProps {
    /// The gateway refused the present token.
    #[prop_or_default]
    pub(in crate::page) is_refused: bool,
}

/// The form to sign in again; nothing where the session is good for a while.
#[component]
pub(in crate::page) fn SessionRenewal(props: &SessionRenewalProps) -> Html {
    let session = use_session();
    if session.state.token.is_none() {
        return Html::default();
    }
    let (text, is_needed) = match session.state.end {
        SessionEnd::Over => (HAS_ENDED, true),
        _ if props.is_refused => {
            ("The gateway no longer accepts this session. Sign in again to continue.", true)
        }
        SessionEnd::Soon => ("Your session ends within five minutes: sign in again", false),
        SessionEnd::Far => return Html::default(),
    };
    // One element before the end and after it: what is being typed into it stays.
    html! {
        <details class="renewal" open={is_needed}>
            <summary>{ text }</summary>
            <div class="panels"><SignInPanel /></div>
        </details>
    }
}
