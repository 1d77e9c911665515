//! Carries out the calls that the state of a decision wants.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::connection::use_connection;
use super::super::order::review_of;
use super::super::session::use_session;
use super::state::{DecisionAction, DecisionState, WantedCall};
use crate::browser::{FetchTransport, now};
use crate::client::{
    BearerToken, Comment, DEFAULT_TIMEOUT_MS, Decision, Error, Gateway, Outcome, get_order, update_status,
};
use crate::order::{Order, Uuid};

/// The decision on the request with this UUID; `on_finished` is called when one has ended.
#[hook]
pub(in crate::page) fn use_decision(
    uuid: Uuid,
    on_finished: Callback<()>,
) -> UseReducerHandle<DecisionState> {
    let state = use_reducer_eq(DecisionState::default);
    let gateway = use_connection().gateway;
    let token = use_session().state.token.clone();
    let dispatcher = state.dispatcher();
    // By the wanted call alone: neither a new token nor another render starts one again.
    use_effect_with(state.wanted_call(), move |wanted| {
        let (Some((number, wanted)), Some(token)) = (wanted.clone(), token) else { return };
        // Not aborted with the component: a decision that was sent is better carried out than left in doubt.
        spawn_local(async move {
            let action = match wanted {
                WantedCall::Check => {
                    let read = read(&gateway, &token, uuid).await;
                    let at = now();
                    let checked = read.map(|order| {
                        let review = review_of(&order, at);
                        (order, review)
                    });
                    DecisionAction::Checked(number, Box::new(checked), at)
                }
                WantedCall::Send(decision, comment) => {
                    let (answer, lost) = send(&gateway, &token, uuid, decision, &comment).await;
                    DecisionAction::Answered(number, answer, lost)
                }
                WantedCall::ReadBack { delay_ms, .. } => {
                    TimeoutFuture::new(delay_ms).await;
                    DecisionAction::ReadBack(number, Box::new(read(&gateway, &token, uuid).await))
                }
            };
            dispatcher.dispatch(action);
        });
    });
    use_effect_with((state.is_finished(), on_finished), |(is_finished, on_finished)| {
        if *is_finished {
            on_finished.emit(());
        }
    });
    state
}

async fn read(gateway: &Gateway, token: &Rc<BearerToken>, uuid: Uuid) -> Result<Order, Error> {
    let transport = FetchTransport::new(DEFAULT_TIMEOUT_MS, None).map_err(Error::from)?;
    get_order(&transport, &**token, gateway, &uuid).await
}

async fn send(
    gateway: &Gateway,
    token: &Rc<BearerToken>,
    uuid: Uuid,
    decision: Decision,
    comment: &Comment,
) -> (Result<Outcome, Rc<Error>>, Option<Rc<Error>>) {
    let transport = || FetchTransport::new(DEFAULT_TIMEOUT_MS, None);
    let first = match transport() {
        Ok(first) => first,
        Err(fault) => return (Err(Rc::new(fault.into())), None),
    };
    match update_status(&first, transport, &**token, gateway, &uuid, decision, comment).await {
        Ok(update) => (Ok(update.outcome), update.lost.map(Rc::new)),
        Err(error) => (Err(Rc::new(error)), None),
    }
}
