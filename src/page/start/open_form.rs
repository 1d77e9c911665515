//! The form that opens a request.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::components::Button;
use super::super::navigation::use_navigation;
use super::super::route::Route;
use super::super::table::{TableAction, use_table};
use super::uuids::{EnteredUuids, entered_uuids};

/// Opens one request, or several as a table.
#[component]
pub(super) fn OpenForm() -> Html {
    let table = use_table().dispatcher();
    let navigate = use_navigation().navigate;
    let problem = use_state_eq(|| None::<&'static str>);
    let field = use_node_ref();
    let onsubmit = {
        let (field, problem) = (field.clone(), problem.clone());
        use_callback(navigate, move |event: SubmitEvent, navigate| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlInputElement>() else { return };
            match entered_uuids(&field.value()) {
                EnteredUuids::None(text) => {
                    problem.set(Some(text));
                    // A field that cannot take the focus leaves it where it is.
                    let _ = field.focus();
                }
                EnteredUuids::One(uuid) => navigate.emit(Route::Order(uuid)),
                EnteredUuids::Several(uuids) => {
                    table.dispatch(TableAction::Open(uuids));
                    navigate.emit(Route::Table);
                }
            }
        })
    };
    html! {
        <form class="card" aria-labelledby="open-title" novalidate=true {onsubmit}>
            <h2 id="open-title">{ "Open a request" }</h2>
            <label for="open-uuid">{ "Request UUID, or a link or text that contains one" }</label>
            <input
                ref={field} id="open-uuid" type="text" autocomplete="off" spellcheck="false"
                aria-describedby="open-hint open-problem" aria-invalid={problem.map(|_| "true")}
            />
            <p id="open-hint" class="hint">{ "Several UUIDs open as a table." }</p>
            <p id="open-problem" class="problem" role="alert">{ *problem }</p>
            <Button class="primary" r#type="submit">{ "Open" }</Button>
        </form>
    }
}
