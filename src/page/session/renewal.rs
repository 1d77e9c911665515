//! Signing in again in place, where the session ends soon, has ended or is refused.

use std::rc::Rc;

use yew::prelude::*;

use super::super::components::GatewayWords;
use super::announcements::{HAS_ENDED, IS_REFUSED};
use super::provider::use_session;
use super::sign_in::SignInPanel;
use super::state::SessionEnd;
use crate::client::Error;

/// Props of [`SessionRenewal`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct SessionRenewalProps {
    /// How the gateway refused the present token.
    #[prop_or_default]
    pub(in crate::page) refusal: Option<Rc<Error>>,
}

/// The form to sign in again; nothing where the session is good for a while. It stands for the refusal: what happened and
/// what to do are one panel.
#[component]
pub(in crate::page) fn SessionRenewal(props: &SessionRenewalProps) -> Html {
    let session = use_session();
    if session.state.token.is_none() {
        return Html::default();
    }
    let (text, is_needed) = match session.state.end {
        SessionEnd::Over => (HAS_ENDED, true),
        _ if props.refusal.is_some() => (IS_REFUSED, true),
        SessionEnd::Soon => ("Your session ends within five minutes: sign in again", false),
        SessionEnd::Far => return Html::default(),
    };
    // One element before the end and after it: what is being typed into it stays.
    html! {
        <details class="renewal" open={is_needed} data-code={props.refusal.as_ref().map(|error| error.code.as_str())}>
            <summary>{ text }</summary>
            if let Some(error) = props.refusal.clone() { <GatewayWords {error} /> }
            <div class="panels"><SignInPanel /></div>
        </details>
    }
}
