//! The form that opens a request.

use yew::prelude::*;

use super::super::components::Button;
use super::super::session::use_session;
use super::super::shortcuts::{Command, use_shortcut};
use super::open_input::{focus, use_open_input};

/// Opens one request, or several as a table.
#[component]
pub(super) fn OpenForm() -> Html {
    let input = use_open_input();
    let is_signed_in = use_session().state.token.is_some();
    let on_shortcut = {
        let field = input.field.clone();
        use_callback((), move |(), ()| {
            focus(&field);
        })
    };
    use_shortcut(Command::Open, Some(on_shortcut));
    let (problem, oninput) = (*input.problem, input.clear_problem());
    html! {
        <form class="card" aria-labelledby="open-title" novalidate=true onsubmit={input.onsubmit}>
            <h2 id="open-title">{ "Open a request" }</h2>
            <label for="open-uuid">{ "Request UUID" }</label>
            <input
                ref={input.field} id="open-uuid" type="text" autocomplete="off" spellcheck="false"
                aria-describedby="open-hint open-problem" aria-invalid={problem.map(|_| "true")} {oninput}
            />
            <p id="open-hint" class="hint">{ "Or a link or text that contains it. Several open as a table." }</p>
            <p id="open-problem" class="problem" role="alert">{ problem }</p>
            <Button class={classes!(is_signed_in.then_some("primary"))} r#type="submit">{ "Open" }</Button>
        </form>
    }
}
