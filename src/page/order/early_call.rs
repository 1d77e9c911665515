//! The call for the request in the address bar, started before anything is rendered: it is in flight while the page
//! renders for the first time. The order page takes it over.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::super::document;
use super::super::route::Route;
use super::call::OrderCall;
use crate::browser::StartedRequest;
use crate::client::{BearerToken, Endpoint, Gateway, Retry};
use crate::order::Uuid;

/// The early call, until it is taken over.
#[derive(Clone, Debug, Default)]
pub(in crate::page) struct EarlyCall(Rc<RefCell<Option<Started>>>);

#[derive(Debug)]
struct Started {
    uuid: Uuid,
    token: Rc<BearerToken>,
    gateway: Rc<Gateway>,
    call: OrderCall,
}

impl PartialEq for EarlyCall {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl EarlyCall {
    /// Starts the call, where the address names a request and the tab has kept the token of a session.
    ///
    /// static/boot.js has sent its request already, while the module was loading: the call takes the answer over where
    /// URL and token are those that it would send.
    pub(in crate::page) fn start(endpoint: Endpoint, token: Option<Rc<BearerToken>>) -> Self {
        let sent = StartedRequest::take();
        let (Route::Order(uuid), Some(token)) = (document::current_route(), token) else {
            if let Some(sent) = sent {
                sent.abort();
            }
            return Self::default();
        };
        let gateway = Rc::new(Gateway::new(endpoint, Retry::default()));
        let call = OrderCall::continuing(uuid, token.clone(), gateway.clone(), sent);
        Self(Rc::new(RefCell::new(Some(Started { uuid, token, gateway, call }))))
    }

    /// Takes the call over, once: with the gateway that it finds the path of. A call for anything else is aborted.
    pub(super) fn take(
        &self,
        uuid: Uuid,
        token: &BearerToken,
        endpoint: &Endpoint,
    ) -> Option<(OrderCall, Rc<Gateway>)> {
        let started = self.0.borrow_mut().take()?;
        let is_same =
            started.uuid == uuid && *started.token == *token && started.gateway.endpoint == *endpoint;
        is_same.then_some((started.call, started.gateway))
    }

    /// Aborts the call, where nobody has taken it over.
    pub(super) fn cancel(&self) {
        self.0.borrow_mut().take();
    }
}

/// The early call; none without a provider.
#[hook]
pub(super) fn use_early_call() -> EarlyCall {
    use_context::<EarlyCall>().unwrap_or_default()
}
