//! Carries out the calls that the state of a decision wants.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::connection::use_connection;
use super::super::inspection::use_inspector;
use super::super::session::use_session;
use super::call::Call;
use super::state::{DecisionAction, DecisionState, Sender, WantedCall};
use crate::browser::now;
use crate::order::Uuid;

/// The decision on the request with this UUID; `on_answered` is called when the request is to be refreshed after one.
#[hook]
pub(in crate::page) fn use_decision(
    uuid: Uuid,
    on_answered: Callback<()>,
) -> UseReducerHandle<DecisionState> {
    let state = use_reducer_eq(DecisionState::default);
    let gateway = use_connection().gateway;
    let token = use_session().state.token.clone();
    let inspector = use_inspector();
    let dispatcher = state.dispatcher();
    // By the wanted call alone: neither a new token nor another render starts one again.
    use_effect_with(state.wanted_call(), move |wanted| {
        let call = wanted.clone().zip(token).zip(Call::new());
        let stop = call.map(|(((number, wanted), token), (call, stop))| {
            spawn_local(async move {
                let action = match wanted {
                    WantedCall::Check => {
                        let read = call.clone().read(&gateway, &token, uuid).await;
                        let at = now();
                        let checked = match read {
                            Ok(order) => {
                                let inspection = inspector.inspect(&order, at).await;
                                Ok((order, inspection.ok().map(|inspection| inspection.review)))
                            }
                            Err(error) => Err(error),
                        };
                        let sender = Sender { at, user: token.claims().user_name };
                        DecisionAction::Checked(number, Box::new(checked), sender)
                    }
                    WantedCall::Send(decision, comment, before) => {
                        let answer = call.clone().send(&gateway, &token, &before, decision, &comment).await;
                        let (answer, lost) = match answer {
                            Ok((outcome, lost)) => (Ok(outcome), lost.map(Rc::new)),
                            Err(error) => (Err(Rc::new(error)), None),
                        };
                        DecisionAction::Answered(number, answer, lost)
                    }
                    WantedCall::ReadBack { delay_ms, .. } => {
                        TimeoutFuture::new(delay_ms).await;
                        let read = call.clone().read(&gateway, &token, uuid).await;
                        DecisionAction::ReadBack(number, Box::new(read))
                    }
                };
                if !call.is_stopped() {
                    dispatcher.dispatch(action);
                }
            });
            stop
        });
        move || drop(stop)
    });
    use_effect_with((state.answers, on_answered), |(answers, on_answered)| {
        if *answers > 0 {
            on_answered.emit(());
        }
    });
    state
}
