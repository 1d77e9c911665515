//! The table as a context, so that it stays while one of its requests is open; and the calls of its rows.

use std::collections::HashMap;

use yew::prelude::*;

use super::super::components::use_announce;
use super::super::connection::use_connection;
use super::super::order::OrderCall;
use super::super::session::use_session;
use super::state::{TableAction, TableState};

#[derive(Clone, PartialEq)]
pub(in crate::page) struct TableContext(pub(in crate::page) UseReducerHandle<TableState>);

/// Props of [`TableProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct TableProviderProps {
    pub(in crate::page) children: Html,
}

/// Provides [`use_table`]. Made anew when a session ends.
#[component]
pub(in crate::page) fn TableProvider(props: &TableProviderProps) -> Html {
    let state = use_reducer_eq(TableState::default);
    use_row_calls(&state);
    let announce = use_announce();
    use_effect_with(state.outcome(), move |outcome| {
        if let Some(outcome) = outcome.clone() {
            announce.emit(outcome.into());
        }
    });
    html! { <ContextProvider<TableContext> context={TableContext(state)}>{ props.children.clone() }</ContextProvider<TableContext>> }
}

/// Starts the calls whose turn it is, and drops those of an earlier table.
#[hook]
fn use_row_calls(state: &UseReducerHandle<TableState>) {
    let session = use_session().state;
    let token = session.token.clone();
    let gateway = use_connection().gateway;
    // The calls in flight, by the number of their table and their row.
    let calls = use_mut_ref(HashMap::<(u32, usize), OrderCall>::new);
    {
        let dispatcher = state.dispatcher();
        let calls = calls.clone();
        use_effect_with(session.begun_sessions, move |_| {
            dispatcher.dispatch(TableAction::SessionRenewed);
            // Each call holds the map, to leave it when it is answered: the map has to drop the calls.
            move || calls.borrow_mut().clear()
        });
    }
    let dispatcher = state.dispatcher();
    let next = if token.is_some() { state.next_calls() } else { Vec::new() };
    use_effect_with((state.number, next), move |(number, next)| {
        let number = *number;
        calls.borrow_mut().retain(|(table, _), _| *table == number);
        let Some(token) = token.filter(|_| !next.is_empty()) else { return };
        let started = next.iter().map(|(index, _)| *index).collect();
        dispatcher.dispatch(TableAction::CallsStarted(number, started));
        for (index, uuid) in next.iter().copied() {
            let (dispatcher, done) = (dispatcher.clone(), calls.clone());
            let answered = Callback::from(move |outcome| {
                dispatcher.dispatch(TableAction::RowLoaded(number, index, Box::new(outcome)));
                done.borrow_mut().remove(&(number, index));
            });
            let call = OrderCall::start(uuid, token.clone(), gateway.clone());
            call.deliver(answered);
            calls.borrow_mut().insert((number, index), call);
        }
    });
}

/// The table.
#[hook]
pub(in crate::page) fn use_table() -> UseReducerHandle<TableState> {
    let context = use_context::<TableContext>();
    let empty = use_reducer_eq(TableState::default);
    context.map_or(empty, |context| context.0)
}
