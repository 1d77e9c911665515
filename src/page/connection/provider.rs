//! The endpoint as a context.

use std::rc::Rc;

use yew::prelude::*;

use super::super::config::{Config, use_config};
use super::state::{ConnectionTest, allowed_choice};
use super::storage;
use crate::client::{Endpoint, Gateway, Retry};

/// The gateway that requests are read from, and the way to choose another one.
#[derive(Clone, Debug)]
pub(in crate::page) struct ConnectionContext {
    /// The gateway. It remembers which of the published paths answers.
    pub(in crate::page) gateway: Rc<Gateway>,
    /// Chooses an endpoint for this tab.
    pub(in crate::page) choose: Callback<Endpoint>,
    /// The test of the endpoint. Kept here, because another gateway ends the session, and with it the form.
    pub(in crate::page) test: UseReducerHandle<ConnectionTest>,
}

impl PartialEq for ConnectionContext {
    fn eq(&self, other: &Self) -> bool {
        self.gateway.endpoint == other.gateway.endpoint
            && self.choose == other.choose
            && self.test == other.test
    }
}

impl ConnectionContext {
    /// The endpoint that requests are read from.
    pub(in crate::page) fn endpoint(&self) -> Endpoint {
        self.gateway.endpoint.clone()
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
    let endpoint = {
        let config = config.clone();
        use_state_eq(move || initial_endpoint(&config))
    };
    let choose = {
        let endpoint = endpoint.clone();
        use_callback((), move |chosen: Endpoint, ()| {
            storage::store(&chosen);
            endpoint.set(chosen);
        })
    };
    let gateway = use_memo((*endpoint).clone(), |endpoint| Gateway::new(endpoint.clone(), Retry::default()));
    let test = use_reducer_eq(ConnectionTest::default);
    let context = ConnectionContext { gateway, choose, test };
    html! { <ContextProvider<ConnectionContext> {context}>{ props.children.clone() }</ContextProvider<ConnectionContext>> }
}

/// The endpoint at the start of the page: what the tab has kept, as far as the host allows it, else the host's.
pub(in crate::page) fn initial_endpoint(config: &Config) -> Endpoint {
    storage::load().map_or_else(|| config.endpoint(), |stored| allowed_choice(stored, config))
}

/// The endpoint that requests are read from; without a provider, which only tests leave out, the host's.
#[hook]
pub(in crate::page) fn use_connection() -> ConnectionContext {
    let config = use_config();
    let context = use_context::<ConnectionContext>();
    let test = use_reducer_eq(ConnectionTest::default);
    context.unwrap_or_else(|| ConnectionContext {
        gateway: Rc::new(Gateway::new(config.endpoint(), Retry::default())),
        choose: Callback::noop(),
        test,
    })
}
