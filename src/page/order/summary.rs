//! The top of a request: badges and who acts next.

use std::rc::Rc;

use yew::prelude::*;

use super::badges::OrderBadges;
use super::progress::NextAction;
use crate::order::Order;
use crate::review::Review;

/// Props of [`Summary`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SummaryProps {
    pub(super) order: Rc<Order>,
    pub(super) review: Rc<Review>,
}

/// Badges and next action.
#[component]
pub(super) fn Summary(props: &SummaryProps) -> Html {
    html! {
        <div class="order-summary">
            <OrderBadges order={props.order.clone()} review={props.review.clone()} />
            <NextAction order={props.order.clone()} />
        </div>
    }
}
