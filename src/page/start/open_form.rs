//! The form that opens a request.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::components::Button;
use super::super::navigation::use_navigation;
use super::super::route::Route;
use super::super::session::use_session;
use super::super::shortcuts::{Command, use_shortcut};
use super::super::table::{TableAction, use_table};
use super::uuids::{EnteredUuids, entered_uuids};

/// Opens what was entered: one request, or several as a table. Answers what is wrong with it, if anything is.
#[hook]
pub(super) fn use_open() -> Callback<String, Option<&'static str>> {
    let table = use_table().dispatcher();
    let navigate = use_navigation().navigate;
    use_callback(navigate, move |text: String, navigate| {
        match entered_uuids(&text) {
            EnteredUuids::None(problem) => return Some(problem),
            EnteredUuids::One(uuid) => navigate.emit(Route::Order(uuid)),
            EnteredUuids::Several(uuids) => {
                table.dispatch(TableAction::Open(uuids));
                navigate.emit(Route::Table);
            }
        }
        None
    })
}

/// Opens one request, or several as a table.
#[component]
pub(super) fn OpenForm() -> Html {
    let open = use_open();
    let is_signed_in = use_session().state.token.is_some();
    let problem = use_state_eq(|| None::<&'static str>);
    let field = use_node_ref();
    let onsubmit = {
        let (field, problem) = (field.clone(), problem.clone());
        use_callback(open, move |event: SubmitEvent, open| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlInputElement>() else { return };
            let found = open.emit(field.value());
            if found.is_some() {
                // A field that cannot take the focus leaves it where it is.
                let _ = field.focus();
            }
            problem.set(found);
        })
    };
    let focus = {
        let field = field.clone();
        use_callback((), move |(), ()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                // A field that cannot take the focus leaves it where it is.
                let _ = field.focus();
            }
        })
    };
    use_shortcut(Command::Open, Some(focus));
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
            <Button class={classes!(is_signed_in.then_some("primary"))} r#type="submit">{ "Open" }</Button>
        </form>
    }
}
