//! The top of a request: badges and who acts next.

use std::rc::Rc;

use yew::prelude::*;

use super::badges::OrderBadges;
use super::progress::NextAction;
use super::state::InspectionState;
use crate::order::{Order, Progress};

/// Props of [`Summary`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SummaryProps {
    pub(super) order: Rc<Order>,
    pub(super) progress: Rc<Progress>,
    pub(super) inspection: InspectionState,
}

/// Badges and next action.
#[component]
pub(super) fn Summary(props: &SummaryProps) -> Html {
    html! {
        <div class="order-summary">
            <OrderBadges order={props.order.clone()} inspection={props.inspection.clone()} />
            <NextAction progress={props.progress.clone()} />
        </div>
    }
}
