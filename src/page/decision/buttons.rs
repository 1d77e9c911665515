//! The buttons that open the dialog. What the status does not allow is shown disabled, with the reason.

use std::rc::Rc;

use yew::prelude::*;

use super::super::config::{SelfApproval, use_config};
use super::super::session::use_session;
use super::state::{DecisionAction, DecisionState};
use crate::client::Decision;
use crate::order::{Action, Order, Progress};
use crate::review::Review;

/// Props of [`DecisionButtons`].
#[derive(PartialEq, Properties)]
pub(in crate::page) struct DecisionButtonsProps {
    pub(in crate::page) decision: UseReducerHandle<DecisionState>,
    pub(in crate::page) order: Rc<Order>,
    pub(in crate::page) review: Rc<Review>,
}

/// Approve, Reject and Cancel; nothing where the host does not allow decisions.
#[component]
pub(in crate::page) fn DecisionButtons(props: &DecisionButtonsProps) -> Html {
    let config = use_config();
    let token = use_session().state.token.clone();
    if !config.decisions {
        return Html::default();
    }
    let user = token.and_then(|token| token.claims().user_name);
    let is_own = user.is_some() && user == props.order.requester_user_name;
    let refuses_own = is_own && config.self_approval == SelfApproval::Refuse;
    let actions = Progress::of(&props.order).actions;
    html! {
        <div class="decisions" role="group" aria-label="Decide">
            for (decision, action) in Decision::ALL.into_iter().zip(actions) {
                { button(props, decision, &action, refuses_own) }
            }
        </div>
    }
}

fn button(props: &DecisionButtonsProps, decision: Decision, action: &Action, refuses_own: bool) -> Html {
    let reason = if refuses_own && decision == Decision::Approve {
        Some("You submitted this request, and requesters may not approve their own requests here.")
    } else {
        (action.allowed != Some(true)).then_some(action.reason)
    };
    let onclick = {
        let state = props.decision.dispatcher();
        let (order, review) = (props.order.clone(), props.review.clone());
        Callback::from(move |_: MouseEvent| {
            state.dispatch(DecisionAction::Open(decision, order.clone(), review.clone()));
        })
    };
    let class = if decision == Decision::Approve { "primary" } else { "" };
    let reason_id = format!("no-{}", action.label.to_lowercase());
    html! {
        <>
            <button
                type="button" {class} {onclick} disabled={reason.is_some()} title={reason}
                aria-describedby={reason.map(|_| reason_id.clone())}
            >
                { format!("{}…", action.label) }
            </button>
            if let Some(reason) = reason { <span id={reason_id} class="visually-hidden">{ reason }</span> }
        </>
    }
}
