//! The request while it is loading: boxes of the final geometry, so that nothing moves when it arrives.

use yew::prelude::*;

/// The skeleton of a request.
#[component]
pub(super) fn Skeleton() -> Html {
    html! {
        <div class="skeleton" aria-busy="true">
            <div class="bone badges" />
            <div class="bone next" />
            <div class="order-columns">
                <div class="order-details"><div class="bone tall" /><div class="bone tall" /></div>
                <div class="bone side" />
            </div>
        </div>
    }
}
