//! A call that reads one request.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::browser::FetchTransport;
use crate::client::{BearerToken, DEFAULT_TIMEOUT_MS, Error, Gateway, get_order};
use crate::order::{Order, Uuid};

/// A call in flight. Dropping it aborts the call, and its answer is not delivered.
#[derive(Debug)]
pub(in crate::page) struct OrderCall {
    transport: Rc<FetchTransport>,
    is_wanted: Rc<Cell<bool>>,
}

impl OrderCall {
    /// Starts a call; none where the browser cannot make one, which is then the answer.
    pub(in crate::page) fn start(
        uuid: Uuid,
        token: Rc<BearerToken>,
        gateway: Rc<Gateway>,
        answered: Callback<Result<Order, Error>>,
    ) -> Option<Self> {
        let transport = match FetchTransport::new(DEFAULT_TIMEOUT_MS, None) {
            Ok(transport) => Rc::new(transport),
            Err(fault) => {
                answered.emit(Err(fault.into()));
                return None;
            }
        };
        let call = Self { transport: transport.clone(), is_wanted: Rc::new(Cell::new(true)) };
        let is_wanted = call.is_wanted.clone();
        spawn_local(async move {
            let outcome = get_order(&*transport, &*token, &gateway, &uuid).await;
            if is_wanted.get() {
                answered.emit(outcome);
            }
        });
        Some(call)
    }
}

impl Drop for OrderCall {
    fn drop(&mut self) {
        self.is_wanted.set(false);
        self.transport.abort();
    }
}
