//! The switch that shows the fields that are not reported one by one.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::preferences::{Preferences, use_preferences, use_set_preferences};

/// The switch; it is remembered for the tab.
#[component]
pub(super) fn AllFieldsSwitch() -> Html {
    let preferences = use_preferences();
    let set = use_set_preferences();
    let onchange = use_callback((preferences.clone(), set), |event: Event, (preferences, set)| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            set.emit(Preferences { shows_all_fields: input.checked(), ..preferences.clone() });
        }
    });
    html! {
        <p class="all-fields">
            <label>
                <input type="checkbox" role="switch" checked={preferences.shows_all_fields} {onchange} />
                { "Show all fields" }
            </label>
        </p>
    }
}
