//! A call about a decision: reading the request before or after it, or sending it.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::AbortController;

use crate::browser::FetchTransport;
use crate::client::{
    BearerToken, Comment, DEFAULT_TIMEOUT_MS, Decision, Error, Fault, Gateway, Method, Outcome, Request,
    Response, StatusChange, Transport, get_order, update_status,
};
use crate::order::{Order, Timestamp, Uuid};

/// Stops a call when it is dropped, but not a decision that was sent: that one is better carried out than left in
/// doubt. What would follow it is no longer sent.
#[derive(Debug)]
pub(super) struct Stop(Rc<Call>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.is_stopped.set(true);
        if !self.0.is_deciding.get() {
            self.0.controller.abort();
        }
    }
}

/// A call that may consist of several requests.
#[derive(Debug)]
pub(super) struct Call {
    controller: AbortController,
    /// The decision is on its way.
    is_deciding: Cell<bool>,
    is_stopped: Cell<bool>,
}

impl Call {
    /// A call and what stops it; none where the browser cannot abort calls.
    pub(super) fn new() -> Option<(Rc<Self>, Stop)> {
        let call = Rc::new(Self {
            controller: AbortController::new().ok()?,
            is_deciding: Cell::new(false),
            is_stopped: Cell::new(false),
        });
        Some((call.clone(), Stop(call)))
    }

    /// Whether the outcome is no longer of interest.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped.get()
    }

    fn transport(self: &Rc<Self>) -> Result<DecisionTransport, Fault> {
        if self.is_stopped.get() {
            return Err(Fault::Aborted);
        }
        let fetch = FetchTransport::new(DEFAULT_TIMEOUT_MS, Some(self.controller.signal()))?;
        Ok(DecisionTransport { fetch, call: self.clone() })
    }

    /// Reads the request.
    pub(super) async fn read(
        self: Rc<Self>,
        gateway: &Gateway,
        token: &BearerToken,
        uuid: Uuid,
    ) -> Result<Order, Error> {
        get_order(&self.transport()?, token, gateway, &uuid).await
    }

    /// Sends a decision on a request that was just read. Beside its outcome: why there is no confirmation.
    pub(super) async fn send(
        self: Rc<Self>,
        gateway: &Gateway,
        token: &BearerToken,
        before: &Order,
        decision: Decision,
        comment: &Comment,
    ) -> Result<(Outcome, Option<Error>), Error> {
        let first = self.transport()?;
        let change = StatusChange { uuid: &before.uuid, decision, comment, before: Some(before) };
        let update = update_status(&first, || self.transport(), token, gateway, change).await?;
        Ok((update.outcome, update.lost))
    }
}

/// Fetch, which knows when the decision is on its way.
struct DecisionTransport {
    fetch: FetchTransport,
    call: Rc<Call>,
}

impl Transport for DecisionTransport {
    async fn send(&self, request: Request) -> Result<Response, Fault> {
        if self.call.is_stopped() {
            return Err(Fault::Aborted);
        }
        self.call.is_deciding.set(request.method == Method::Put);
        let answer = self.fetch.send(request).await;
        self.call.is_deciding.set(false);
        answer
    }

    async fn wait(&self, milliseconds: u32) -> Result<(), Fault> {
        self.fetch.wait(milliseconds).await
    }

    async fn is_there(&self, url: &str) -> bool {
        self.fetch.is_there(url).await
    }

    fn remaining_ms(&self) -> u32 {
        self.fetch.remaining_ms()
    }

    fn now(&self) -> Timestamp {
        self.fetch.now()
    }

    fn random(&self) -> f64 {
        self.fetch.random()
    }
}
