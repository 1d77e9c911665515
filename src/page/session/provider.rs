//! The session as a context: carries out what the state wants, and keeps the clock on it.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use zeroize::Zeroizing;

use super::super::clock::use_now;
use super::super::components::use_announce;
use super::super::connection::use_connection;
use super::super::document;
use super::announcements::announcement;
use super::restored::RestoredSession;
use super::state::{SessionAction, SessionState};
use super::storage;
use crate::browser::{FetchTransport, now};
use crate::client::{DEFAULT_TIMEOUT_MS, sign_in};

/// The session, as components see it.
#[derive(Clone, PartialEq)]
pub(in crate::page) struct Session {
    /// Its state.
    pub(in crate::page) state: UseReducerHandle<SessionState>,
    /// Sends user name and password; whether the token is to be kept.
    pub(in crate::page) sign_in: Callback<(String, Zeroizing<String>, bool)>,
}

/// Props of [`SessionProvider`].
#[derive(PartialEq, Properties)]
pub(in crate::page) struct SessionProviderProps {
    /// What the tab has kept for the gateway that the page starts with.
    pub(in crate::page) restored: RestoredSession,
    pub(in crate::page) children: Html,
}

/// Provides [`Session`]. Everything below it is made anew when a session ends, so that nothing that was read in a
/// session outlives it.
#[component]
pub(in crate::page) fn SessionProvider(props: &SessionProviderProps) -> Html {
    let connection = use_connection();
    let endpoint = connection.endpoint();
    let gateway = endpoint.base_url.clone();
    let state = {
        let restored = props.restored.clone();
        use_reducer_eq(move || restored.take().unwrap_or_default())
    };
    let calls = use_mut_ref(|| 0_u32);

    let sign_in = {
        let dispatcher = state.dispatcher();
        use_callback(
            endpoint.clone(),
            move |(name, password, keep): (String, Zeroizing<String>, bool), endpoint| {
                let call = calls.borrow().wrapping_add(1);
                *calls.borrow_mut() = call;
                dispatcher.dispatch(SessionAction::SignInSent { call, keep });
                let (dispatcher, endpoint) = (dispatcher.clone(), endpoint.clone());
                spawn_local(async move {
                    let outcome = match FetchTransport::new(DEFAULT_TIMEOUT_MS, None) {
                        Ok(transport) => sign_in(&transport, &endpoint, &name, &password).await,
                        Err(fault) => Err(fault.into()),
                    };
                    dispatcher.dispatch(SessionAction::SignInAnswered(call, outcome, now()));
                });
            },
        )
    };

    {
        // A token goes to no gateway but the one it was made for.
        let dispatcher = state.dispatcher();
        let is_first = use_mut_ref(|| true);
        use_effect_with(gateway, move |_| {
            if !std::mem::replace(&mut *is_first.borrow_mut(), false) {
                dispatcher.dispatch(SessionAction::SessionEnded);
            }
        });
    }
    use_effect_with((state.token.clone(), state.is_kept, endpoint), |(token, is_kept, endpoint)| {
        storage::store(token.as_deref().filter(|_| *is_kept), endpoint);
    });
    {
        let announce = use_announce();
        let before = use_mut_ref(|| None::<SessionState>);
        use_effect_with((*state).clone(), move |state| {
            let before = before.borrow_mut().replace(state.clone());
            let Some(before) = before else { return };
            if let Some(text) = announcement(&before, state) {
                announce.emit(text.into());
            }
            // The form or the button that had the focus is gone.
            if (before.begun_sessions, before.ended_sessions) != (state.begun_sessions, state.ended_sessions)
            {
                document::focus_heading();
            }
        });
    }

    let key = state.ended_sessions.to_string();
    let session = Session { state, sign_in };
    html! {
        <ContextProvider<Session> context={session}>
            <SessionClock />
            <SessionScope {key}>{ props.children.clone() }</SessionScope>
        </ContextProvider<Session>>
    }
}

/// Passes the time to the session. A component of its own: a tick re-renders this and not the provider.
#[component]
fn SessionClock() -> Html {
    let dispatcher = use_session().state.dispatcher();
    let now = use_now();
    use_effect_with(now, move |now| dispatcher.dispatch(SessionAction::TimePassed(*now)));
    Html::default()
}

#[derive(Debug, PartialEq, Properties)]
struct SessionScopeProps {
    children: Html,
}

/// What belongs to one session: made anew with another key.
#[component]
fn SessionScope(props: &SessionScopeProps) -> Html {
    props.children.clone()
}

/// The session. Below [`SessionProvider`] only.
#[hook]
pub(in crate::page) fn use_session() -> Session {
    let context = use_context::<Session>();
    let state = use_reducer_eq(SessionState::default);
    // Without a provider, which only tests leave out, nobody is signed in.
    context.unwrap_or_else(|| Session { state, sign_in: Callback::noop() })
}
