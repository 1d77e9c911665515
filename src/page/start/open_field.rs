//! The field in the bar at the top that opens a request, on wide screens.

use yew::prelude::*;

use super::super::navigation::use_navigation;
use super::super::route::Route;
use super::super::shortcuts::{Command, use_shortcut};
use super::open_input::{focus, use_open_input};

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
    let input = use_open_input();
    let navigate = use_navigation().navigate;
    let on_shortcut = {
        let field = input.field.clone();
        use_callback(navigate, move |(), navigate| {
            // On narrow screens the field is not rendered.
            if !focus(&field) {
                navigate.emit(Route::Start);
            }
        })
    };
    use_shortcut(Command::Open, Some(on_shortcut));
    let (problem, oninput) = (*input.problem, input.clear_problem());
    html! {
        <form class="open-field" role="search" novalidate=true onsubmit={input.onsubmit}>
            <input
                ref={input.field} type="text" autocomplete="off" spellcheck="false"
                aria-label="Open a request by UUID or link" placeholder="Open a request by UUID or link"
                aria-describedby="open-field-problem" aria-invalid={problem.map(|_| "true")} {oninput}
            />
            <kbd aria-hidden="true">{ "/" }</kbd>
            <p id="open-field-problem" class="problem" role="alert">{ problem }</p>
        </form>
    }
}
