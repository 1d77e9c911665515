//! The field in the bar at the top that opens a request, on wide screens.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::navigation::use_navigation;
use super::super::route::Route;
use super::super::shortcuts::{Command, use_shortcut};
use super::open_form::use_open;

/// The field. Left out where the page has the form itself.
#[component]
pub(in crate::page) fn OpenField() -> Html {
    match use_navigation().route {
        Route::Start | Route::InvalidUuid(_) | Route::NotFound => Html::default(),
        Route::Table | Route::Order(_) => html! { <Field /> },
    }
}

#[component]
fn Field() -> Html {
    let open = use_open();
    let navigate = use_navigation().navigate;
    let problem = use_state_eq(|| None::<&'static str>);
    let field = use_node_ref();
    let onsubmit = {
        let (field, problem) = (field.clone(), problem.clone());
        use_callback(open, move |event: SubmitEvent, open| {
            event.prevent_default();
            let Some(field) = field.cast::<HtmlInputElement>() else { return };
            let found = open.emit(field.value());
            if found.is_none() {
                field.set_value("");
            }
            problem.set(found);
        })
    };
    let oninput = {
        let problem = problem.clone();
        use_callback((), move |_: InputEvent, ()| problem.set(None))
    };
    let focus = {
        let field = field.clone();
        use_callback(navigate, move |(), navigate| match field.cast::<HtmlInputElement>() {
            // On narrow screens the field is not rendered, and has no box.
            Some(field) if field.offset_parent().is_some() => {
                // A field that cannot take the focus leaves it where it is.
                let _ = field.focus();
            }
            _ => navigate.emit(Route::Start),
        })
    };
    use_shortcut(Command::Open, Some(focus));
    html! {
        <form class="open-field" role="search" novalidate=true {onsubmit}>
            <input
                ref={field} type="text" autocomplete="off" spellcheck="false"
                aria-label="Open a request by UUID or link" placeholder="Open a request by UUID or link"
                aria-describedby="open-field-problem" aria-invalid={problem.map(|_| "true")} {oninput}
            />
            <kbd aria-hidden="true">{ "/" }</kbd>
            <p id="open-field-problem" class="problem" role="alert">{ *problem }</p>
        </form>
    }
}
