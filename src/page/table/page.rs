//! The page of several requests.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::super::components::Button;
use super::super::document;
use super::super::session::{SessionRenewal, SignInPanel, use_session};
use super::super::start::{EnteredUuids, entered_uuids};
use super::provider::use_table;
use super::request_table::RequestTable;
use super::state::TableAction;

/// Several requests in a table.
#[component]
pub(in crate::page) fn TablePage() -> Html {
    let table = use_table();
    let is_signed_in = use_session().state.token.is_some();
    use_effect_with((), |()| document::set_title("Several requests – CertView orders"));
    html! {
        <>
            <h1 tabindex="-1">{ "Several requests" }</h1>
            <SessionRenewal refusal={table.refusal()} />
            <div class="panels">
                if !is_signed_in { <SignInPanel /> }
                <OpenSeveralForm />
            </div>
            if !table.rows.is_empty() { <RequestTable /> }
        </>
    }
}

/// The form that opens several requests.
#[component]
fn OpenSeveralForm() -> Html {
    let table = use_table();
    let problem = use_state_eq(|| None::<&'static str>);
    let field = use_node_ref();
    let onsubmit = {
        let (field, problem, table) = (field.clone(), problem.clone(), table.dispatcher());
        use_callback((), move |event: SubmitEvent, ()| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlTextAreaElement>() else { return };
            match entered_uuids(&field.value()) {
                EnteredUuids::None(text) => {
                    problem.set(Some(text));
                    // A field that cannot take the focus leaves it where it is.
                    let _ = field.focus();
                }
                EnteredUuids::One(uuid) => {
                    problem.set(None);
                    table.dispatch(TableAction::Open(vec![uuid]));
                }
                EnteredUuids::Several(uuids) => {
                    problem.set(None);
                    table.dispatch(TableAction::Open(uuids));
                }
            }
        })
    };
    html! {
        <form
            class="card open-several" aria-labelledby="open-title" novalidate=true
            data-has-rows={(!table.rows.is_empty()).then_some("true")} {onsubmit}
        >
            <h2 id="open-title">{ "Open several requests" }</h2>
            <label for="open-uuids">{ "Request UUIDs" }</label>
            <textarea
                ref={field} id="open-uuids" rows={if table.rows.is_empty() { "6" } else { "2" }} autocomplete="off"
                spellcheck="false" aria-describedby="open-hint open-problem" aria-invalid={problem.map(|_| "true")}
            />
            <p id="open-hint" class="hint">{ "Or links or a text that contains them, such as a column of a spreadsheet." }</p>
            <p id="open-problem" class="problem" role="alert">
                { *problem }
                if table.is_cut_off { { "Only the first 200 requests are shown. Open the others afterwards." } }
            </p>
            <Button class="primary" r#type="submit">{ "Open all" }</Button>
        </form>
    }
}
