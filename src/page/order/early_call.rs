//! The call for the request in the address bar, started before anything is rendered: it is in flight while the page
//! renders for the first time. The order page takes it over.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::select;
use gloo_timers::future::TimeoutFuture;
use yew::prelude::*;

use super::super::document;
use super::super::route::Route;
use super::call::{OrderCall, Outcome};
use crate::browser::StartedRequest;
use crate::client::{BearerToken, Endpoint, Gateway, Retry};
use crate::order::Uuid;

/// How long the first rendering waits for an answer that is arriving, in milliseconds.
const LONGEST_WAIT_MS: u32 = 100;

/// The early call, until it is taken over.
#[derive(Clone, Debug, Default)]
pub(in crate::page) struct EarlyCall(Rc<RefCell<Option<Started>>>);

#[derive(Debug)]
struct Started {
    uuid: Uuid,
    token: Rc<BearerToken>,
    gateway: Rc<Gateway>,
    call: OrderCall,
    /// Its answer is arriving: the headers were there before the module was.
    is_answered: bool,
}

impl Started {
    fn is_for(&self, uuid: Uuid, token: &BearerToken, endpoint: &Endpoint) -> bool {
        self.uuid == uuid && *self.token == *token && self.gateway.endpoint == *endpoint
    }
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
        let is_answered = sent.as_ref().is_some_and(StartedRequest::is_answered);
        let call = OrderCall::continuing(uuid, token.clone(), gateway.clone(), sent);
        Self(Rc::new(RefCell::new(Some(Started { uuid, token, gateway, call, is_answered }))))
    }

    /// Waits for the answer where it is arriving, so that the first rendering has it: index.html shows the skeleton until
    /// then.
    pub(in crate::page) async fn answer_on_arrival(&self) {
        let arrival = self
            .0
            .borrow()
            .as_ref()
            .filter(|started| started.is_answered)
            .and_then(|started| started.call.arrival());
        if let Some(arrival) = arrival {
            select(arrival, TimeoutFuture::new(LONGEST_WAIT_MS)).await;
        }
    }

    /// Takes the call over, once: with the gateway that it finds the path of. A call for anything else is aborted.
    pub(super) fn take(
        &self,
        uuid: Uuid,
        token: &BearerToken,
        endpoint: &Endpoint,
    ) -> Option<(OrderCall, Rc<Gateway>)> {
        let started = self.0.borrow_mut().take()?;
        started.is_for(uuid, token, endpoint).then_some((started.call, started.gateway))
    }

    /// Takes the answer of the call for this request over, if it has arrived. The gateway remembers the path that it came
    /// from.
    pub(super) fn take_arrived(&self, uuid: Uuid, token: &BearerToken, gateway: &Gateway) -> Option<Outcome> {
        let mut slot = self.0.borrow_mut();
        let started = slot.as_ref().filter(|started| started.is_for(uuid, token, &gateway.endpoint))?;
        let outcome = started.call.take_arrived()?;
        gateway.remember_path_of(&started.gateway);
        *slot = None;
        Some(outcome)
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
