//! The field that opens a request: what its forms share.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::navigation::use_navigation;
use super::super::route::Route;
use super::super::table::{TableAction, use_table};
use super::uuids::{EnteredUuids, entered_uuids};

/// The field, what is wrong with its text, and what its form does on submit.
pub(super) struct OpenInput {
    pub(super) field: NodeRef,
    pub(super) problem: UseStateHandle<Option<&'static str>>,
    pub(super) onsubmit: Callback<SubmitEvent>,
}

impl OpenInput {
    /// Takes back what is wrong: the text has changed.
    pub(super) fn clear_problem(&self) -> Callback<InputEvent> {
        let problem = self.problem.clone();
        Callback::from(move |_| problem.set(None))
    }
}

/// Opens what is entered: one request, or several as a table. Where nothing can be opened, the field takes the focus.
#[hook]
pub(super) fn use_open_input() -> OpenInput {
    let table = use_table().dispatcher();
    let navigate = use_navigation().navigate;
    let problem = use_state_eq(|| None::<&'static str>);
    let field = use_node_ref();
    let onsubmit = {
        let (field, problem) = (field.clone(), problem.clone());
        use_callback((table, navigate), move |event: SubmitEvent, (table, navigate)| {
            event.prevent_default();
            let Some(input) = field.cast::<HtmlInputElement>() else { return };
            let found = match entered_uuids(&input.value()) {
                EnteredUuids::None(found) => Some(found),
                EnteredUuids::One(uuid) => {
                    navigate.emit(Route::Order(uuid));
                    None
                }
                EnteredUuids::Several(uuids) => {
                    table.dispatch(TableAction::Open(uuids));
                    navigate.emit(Route::Table);
                    None
                }
            };
            problem.set(found);
            if found.is_some() {
                focus(&field);
            } else {
                input.set_value("");
            }
        })
    };
    OpenInput { field, problem, onsubmit }
}

/// Moves the focus to the field; whether it is rendered, and so can take it.
pub(super) fn focus(field: &NodeRef) -> bool {
    let input = field.cast::<HtmlInputElement>().filter(|input| input.offset_parent().is_some());
    // A field that cannot take the focus leaves it where it is.
    input.is_some_and(|input| input.focus().is_ok())
}
