//! The endpoint as a context.

use yew::prelude::*;

use super::super::config::use_config;
use super::state::allowed_choice;
use super::storage;
use crate::client::Endpoint;

/// The endpoint that requests are read from, and the way to choose another one.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::page) struct ConnectionContext {
    pub(in crate::page) endpoint: Endpoint,
    /// Chooses an endpoint for this tab.
    pub(in crate::page) choose: Callback<Endpoint>,
}

impl ConnectionContext {
    /// The endpoint that requests are read from.
    pub(in crate::page) fn endpoint(&self) -> Endpoint {
        self.endpoint.clone()
    }
}

/// Props of [`ConnectionProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct ConnectionProviderProps {
    pub(in crate::page) children: Html,
}

/// Provides [`use_connection`].
#[component]
pub(in crate::page) fn ConnectionProvider(props: &ConnectionProviderProps) -> Html {
    let config = use_config();
    let chosen = {
        let config = config.clone();
        use_state_eq(move || storage::load().map(|stored| allowed_choice(stored, &config)))
    };
    let choose = {
        let chosen = chosen.clone();
        use_callback((), move |endpoint: Endpoint, ()| {
            storage::store(&endpoint);
            chosen.set(Some(endpoint));
        })
    };
    let endpoint = (*chosen).clone().unwrap_or_else(|| config.endpoint());
    let context = ConnectionContext { endpoint, choose };
    html! { <ContextProvider<ConnectionContext> {context}>{ props.children.clone() }</ContextProvider<ConnectionContext>> }
}

/// The endpoint that requests are read from; without a provider, which only tests leave out, the host's.
#[hook]
pub(in crate::page) fn use_connection() -> ConnectionContext {
    let config = use_config();
    use_context::<ConnectionContext>()
        .unwrap_or_else(|| ConnectionContext { endpoint: config.endpoint(), choose: Callback::noop() })
}
