//! The recent requests as a context, kept in the tab's storage.

use gloo_storage::{SessionStorage, Storage};
use yew::prelude::*;

use super::super::session::use_session;
use super::state::Recent;

const KEY: &str = "certview-orders.recent";

#[derive(Clone, PartialEq)]
pub(in crate::page) struct RecentContext(pub(in crate::page) UseReducerHandle<Recent>);

/// Props of [`RecentProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct RecentProviderProps {
    pub(in crate::page) children: Html,
}

/// Provides [`use_recent`]. Made anew when a session ends: the list does not outlive it.
#[component]
pub(in crate::page) fn RecentProvider(props: &RecentProviderProps) -> Html {
    let has_ended = use_session().state.ended_sessions > 0;
    let recent = use_reducer_eq(move || -> Recent {
        if has_ended {
            SessionStorage::delete(KEY);
        }
        SessionStorage::get(KEY).unwrap_or_default()
    });
    use_effect_with((*recent).clone(), |recent: &Recent| {
        if recent.orders.is_empty() {
            SessionStorage::delete(KEY);
        } else {
            // A storage that is full or forbidden keeps nothing: the page works without it.
            let _ = SessionStorage::set(KEY, recent);
        }
    });
    html! { <ContextProvider<RecentContext> context={RecentContext(recent)}>{ props.children.clone() }</ContextProvider<RecentContext>> }
}

/// The recent requests.
#[hook]
pub(in crate::page) fn use_recent() -> UseReducerHandle<Recent> {
    let context = use_context::<RecentContext>();
    let empty = use_reducer_eq(Recent::default);
    context.map_or(empty, |context| context.0)
}
