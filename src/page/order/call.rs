//! A call that reads one request.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use crate::browser::{FetchTransport, StartedRequest};
use crate::client::{BearerToken, DEFAULT_TIMEOUT_MS, Error, Gateway, get_order};
use crate::order::{Order, Uuid};

pub(super) type Outcome = Result<Order, Error>;

/// A call in flight. Dropping it aborts the call, and its answer is not delivered.
#[derive(Debug)]
pub(in crate::page) struct OrderCall {
    transport: Option<Rc<FetchTransport>>,
    answer: Rc<RefCell<Answer>>,
    arrival: RefCell<Option<oneshot::Receiver<()>>>,
}

/// Where the answer of a call goes. It may arrive before or after somebody waits for it.
#[derive(Debug)]
enum Answer {
    /// It has not arrived, and nobody waits for it.
    Pending,
    /// It goes to this callback.
    Awaited(Callback<Outcome>),
    /// It has arrived.
    Arrived(Box<Outcome>),
    /// It was delivered, or is not wanted.
    Done,
}

impl Answer {
    fn arrive(cell: &RefCell<Self>, outcome: Outcome) {
        // The callback may drop the call, which needs the cell.
        let before = cell.replace(Self::Done);
        match before {
            Self::Pending => *cell.borrow_mut() = Self::Arrived(Box::new(outcome)),
            Self::Awaited(callback) => callback.emit(outcome),
            Self::Arrived(_) | Self::Done => {}
        }
    }
}

impl OrderCall {
    /// Starts a call. Where the browser cannot make one, that is its answer.
    pub(in crate::page) fn start(uuid: Uuid, token: Rc<BearerToken>, gateway: Rc<Gateway>) -> Self {
        Self::continuing(uuid, token, gateway, None)
    }

    /// The same, where its first request may have been sent already.
    pub(super) fn continuing(
        uuid: Uuid,
        token: Rc<BearerToken>,
        gateway: Rc<Gateway>,
        started: Option<StartedRequest>,
    ) -> Self {
        let transport = FetchTransport::new(DEFAULT_TIMEOUT_MS, None)
            .map(|transport| Rc::new(transport.continuing(started)));
        let answer = Rc::new(RefCell::new(Answer::Pending));
        let (arrived, arrival) = oneshot::channel();
        let call = Self {
            transport: transport.as_ref().ok().cloned(),
            answer: answer.clone(),
            arrival: RefCell::new(Some(arrival)),
        };
        spawn_local(async move {
            let outcome = match transport {
                Ok(transport) => get_order(&*transport, &*token, &gateway, &uuid).await,
                Err(fault) => Err(fault.into()),
            };
            Answer::arrive(&answer, outcome);
            // Fails where nobody waits for it.
            let _ = arrived.send(());
        });
        call
    }

    /// Resolves when the answer has arrived; for the first who asks.
    pub(super) fn arrival(&self) -> Option<oneshot::Receiver<()>> {
        self.arrival.take()
    }

    /// The answer, where it has arrived and was not delivered.
    pub(super) fn take_arrived(&self) -> Option<Outcome> {
        match self.answer.replace(Answer::Done) {
            Answer::Arrived(outcome) => Some(*outcome),
            other => {
                self.answer.replace(other);
                None
            }
        }
    }

    /// Delivers the answer, now or when it arrives.
    pub(in crate::page) fn deliver(&self, callback: Callback<Outcome>) {
        match self.answer.replace(Answer::Done) {
            Answer::Arrived(outcome) => callback.emit(*outcome),
            Answer::Pending | Answer::Awaited(_) | Answer::Done => {
                *self.answer.borrow_mut() = Answer::Awaited(callback);
            }
        }
    }
}

impl Drop for OrderCall {
    fn drop(&mut self) {
        self.answer.replace(Answer::Done);
        if let Some(transport) = &self.transport {
            transport.abort();
        }
    }
}
