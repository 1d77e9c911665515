//! Who is signed in and for how long, in the bar at the top.

use yew::prelude::*;

use super::super::components::{Button, ForeignText, RelativeTime};
use super::provider::use_session;
use super::state::{SessionAction, SessionEnd};

/// The user, the end of the session and "Sign out"; nothing while nobody is signed in.
#[component]
pub(in crate::page) fn SessionBar() -> Html {
    let session = use_session();
    let sign_out = {
        let state = session.state.dispatcher();
        use_callback((), move |_: MouseEvent, ()| state.dispatch(SessionAction::SessionEnded))
    };
    let Some(token) = &session.state.token else { return Html::default() };
    let claims = token.claims();
    html! {
        <div class="session">
            <span class="session-user">
                if let Some(name) = claims.user_name.clone() {
                    // On narrow screens the name alone is visible.
                    <span class="session-words">{ "Signed in as " }</span><strong><ForeignText text={name} /></strong>
                } else {
                    { "Signed in" }
                }
            </span>
            if let Some(expires) = claims.expires {
                <span class="session-end">
                    { if session.state.end == SessionEnd::Over { "session ended " } else { "session ends " } }
                    <RelativeTime at={expires} />
                </span>
            }
            if claims.lacks_certview() {
                <span class="session-warning">{ "This token does not list CertView among its modules." }</span>
            }
            <Button class="quiet" onclick={sign_out}>{ "Sign out" }</Button>
        </div>
    }
}
