//! Carries out what the state of a request wants: the call, the inspection, the timer of the watch, the title and the
//! announcements. All of it ends with the component.

use std::mem;

use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::components::use_announce;
use super::super::connection::use_connection;
use super::super::document;
use super::super::inspection::use_inspector;
use super::super::notification;
use super::super::online::use_is_online;
use super::super::recent::{RecentAction, RecentOrder, use_recent};
use super::super::session::use_session;
use super::call::OrderCall;
use super::early_call::use_early_call;
use super::state::{OrderAction, OrderState, status_label, summary};
use crate::browser::now;
use crate::order::Uuid;

/// The state of the request with this UUID, which is read with the present session.
#[hook]
pub(super) fn use_order(uuid: Uuid) -> UseReducerHandle<OrderState> {
    let state = use_call(uuid);
    use_inspection(&state);
    use_watch(&state);
    use_retry(&state);
    use_focus_after_failure(&state);
    use_recent_entry(&state);
    let announce = use_announce();
    use_effect_with(state.announcement.clone(), move |text| announce.emit(text.clone().into()));
    state
}

/// The state of the request, and the calls that it wants.
#[hook]
fn use_call(uuid: Uuid) -> UseReducerHandle<OrderState> {
    let session = use_session().state;
    let token = session.token.clone();
    let connection = use_connection();
    let early_call = use_early_call();
    let state = {
        let (early_call, token, gateway) = (early_call.clone(), token.clone(), connection.gateway.clone());
        use_reducer_eq(move || {
            let answer = token.and_then(|token| early_call.take_arrived(uuid, &token, &gateway));
            answer.map_or_else(OrderState::default, |outcome| OrderState::answered(outcome, now()))
        })
    };
    let is_answered = use_mut_ref(|| !state.is_loading);
    let dispatcher = state.dispatcher();
    // By the number of the session: an equal token of a new sign-in repeats the call too.
    let wanted = (uuid, state.call, session.begun_sessions, connection);
    use_effect_with(wanted, move |(uuid, number, _, connection)| {
        let number = *number;
        if token.is_none() {
            early_call.cancel();
        }
        let is_answered = mem::take(&mut *is_answered.borrow_mut());
        let call = token.filter(|_| !is_answered).map(|token| {
            dispatcher.dispatch(OrderAction::CallStarted);
            let gateway = connection.gateway.clone();
            let (call, used) = early_call
                .take(*uuid, &token, &gateway.endpoint)
                .unwrap_or_else(|| (OrderCall::start(*uuid, token, gateway.clone()), gateway.clone()));
            call.deliver(Callback::from(move |outcome| {
                gateway.remember_path_of(&used);
                dispatcher.dispatch(OrderAction::OrderLoaded(number, Box::new(outcome), now()));
            }));
            call
        });
        move || drop(call)
    });
    state
}

/// Has the request inspected, each time it was read.
#[hook]
fn use_inspection(state: &UseReducerHandle<OrderState>) {
    let inspector = use_inspector();
    use_effect_with(inspector.clone(), |inspector| {
        inspector.start();
        let inspector = inspector.clone();
        move || inspector.release()
    });
    let dispatcher = state.dispatcher();
    let wanted = state.wanted_inspection();
    use_effect_with(wanted.as_ref().map(|(number, ..)| *number), move |_| {
        let Some((number, order, at)) = wanted else { return };
        let inspection = inspector.inspect(&order, at);
        spawn_local(async move {
            dispatcher.dispatch(OrderAction::Inspected(number, Box::new(inspection.await)));
        });
    });
}

#[hook]
fn use_watch(state: &UseReducerHandle<OrderState>) {
    let dispatcher = state.dispatcher();
    use_effect_with((state.call, state.watch_delay_ms()), move |(_, delay_ms)| {
        let interval = delay_ms.map(|delay_ms| {
            Interval::new(delay_ms, move || {
                // In a tab in the background too: the mark and the notification are for the user who is elsewhere.
                if document::is_online() {
                    dispatcher.dispatch(OrderAction::WatchDue);
                }
            })
        });
        move || drop(interval)
    });
    let was_watching = use_mut_ref(|| false);
    let end = state.loaded.as_ref().filter(|loaded| loaded.is_final()).map(|loaded| loaded.order.clone());
    use_effect_with(state.is_watching, move |is_watching| {
        if was_watching.replace(*is_watching) && !is_watching {
            if let Some(order) = end.filter(|_| !document::has_focus()) {
                notification::notify(status_label(order.status.as_ref()), &summary(&order));
            }
            // The button goes with the final status, and with it the focus.
            document::focus_heading_if_lost();
        }
    });
}

/// Repeats a call that the gateway limited, and one that missed the network once the browser is online again.
#[hook]
fn use_retry(state: &UseReducerHandle<OrderState>) {
    let dispatcher = state.dispatcher();
    use_effect_with((state.call, state.retry), move |(_, retry)| {
        let timeout = retry
            .map(|retry| Timeout::new(retry.wait_ms, move || dispatcher.dispatch(OrderAction::RetryDue)));
        move || drop(timeout)
    });
    let dispatcher = state.dispatcher();
    let was_online = use_mut_ref(|| true);
    let is_online = use_is_online();
    use_effect_with(is_online, move |is_online| {
        if !was_online.replace(*is_online) && *is_online {
            dispatcher.dispatch(OrderAction::BackOnline);
        }
    });
}

/// "Try again" goes with the failure: where it had the focus, the heading takes it.
#[hook]
fn use_focus_after_failure(state: &UseReducerHandle<OrderState>) {
    let had_failed = use_mut_ref(|| false);
    use_effect_with(state.failure.is_some(), move |has_failed| {
        if had_failed.replace(*has_failed) && !has_failed {
            document::focus_heading_if_lost();
        }
    });
}

/// Whether the request changed while the user was elsewhere. Marks the icon of the tab for as long.
#[hook]
pub(super) fn use_change_mark(state: &UseReducerHandle<OrderState>) -> bool {
    let is_marked = use_state_eq(|| false);
    let change = state.loaded.as_ref().filter(|loaded| !loaded.changed.is_empty()).map(|loaded| loaded.at);
    {
        let is_marked = is_marked.clone();
        use_effect_with(change, move |change| {
            if change.is_some() && !document::has_focus() {
                is_marked.set(true);
            }
        });
    }
    {
        let is_marked = is_marked.clone();
        use_effect_with((), move |()| {
            let listener = web_sys::window()
                .map(|window| EventListener::new(&window, "focus", move |_| is_marked.set(false)));
            move || drop(listener)
        });
    }
    use_effect_with(*is_marked, |is_marked| {
        document::mark_icon(*is_marked);
        || document::mark_icon(false)
    });
    *is_marked
}

#[hook]
fn use_recent_entry(state: &UseReducerHandle<OrderState>) {
    let recent = use_recent().dispatcher();
    let opened = state.loaded.as_ref().map(|loaded| RecentOrder::of(&loaded.order));
    use_effect_with(opened, move |opened| {
        if let Some(opened) = opened {
            recent.dispatch(RecentAction::Opened(opened.clone()));
        }
    });
}
