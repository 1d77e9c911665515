//! The request while it is loading: boxes of the final geometry, so that nothing moves when it arrives. index.html
//! has the same boxes for the time before this code runs.

use yew::prelude::*;

use crate::order::Uuid;

/// Props of [`Skeleton`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SkeletonProps {
    pub(super) uuid: Uuid,
}

/// The skeleton of a request.
#[component]
pub(super) fn Skeleton(props: &SkeletonProps) -> Html {
    html! {
        <div class="skeleton order" aria-busy="true">
            <div class="order-summary">
                // In the place of the badges, of their height.
                <p class="request-line badges">{ "Request " }<code>{ props.uuid.to_string() }</code></p>
                <div class="bone next" />
            </div>
            <div class="order-columns">
                <div class="order-details">
                    <div class="bone progress" /><div class="bone review" /><div class="bone csr" />
                </div>
                <div class="order-side"><div class="bone side" /></div>
            </div>
        </div>
    }
}
