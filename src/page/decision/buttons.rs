//! The buttons that open the dialog. What the status does not allow is shown disabled, with the reason.

use std::rc::Rc;

use yew::prelude::*;

use super::super::config::{SelfApproval, use_config};
use super::super::order::{InspectionState, LoadedOrder};
use super::super::session::use_session;
use super::state::{DecisionAction, DecisionState};
use crate::client::Decision;
use crate::order::Action;

/// Props of [`DecisionButtons`].
#[derive(PartialEq, Properties)]
pub(in crate::page) struct DecisionButtonsProps {
    pub(in crate::page) decision: UseReducerHandle<DecisionState>,
    pub(in crate::page) loaded: LoadedOrder,
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
    let is_own = user.is_some() && user == props.loaded.order.requester_user_name;
    let refuses_own = is_own && config.self_approval == SelfApproval::Refuse;
    html! {
        <div class="decisions" role="group" aria-label="Decide">
            for (decision, action) in Decision::ALL.into_iter().zip(&props.loaded.progress.actions) {
                { button(props, decision, action, refuses_own) }
            }
        </div>
    }
}

fn button(props: &DecisionButtonsProps, decision: Decision, action: &Action, refuses_own: bool) -> Html {
    let reason = if refuses_own && decision == Decision::Approve {
        Some("You submitted this request, and requesters may not approve their own requests here.")
    } else if action.allowed != Some(true) {
        Some(action.reason)
    } else {
        // What the review finds belongs to the decision.
        (props.loaded.inspection == InspectionState::Pending).then_some("The review is not complete yet.")
    };
    let onclick = {
        let state = props.decision.dispatcher();
        let LoadedOrder { order, inspection, .. } = props.loaded.clone();
        Callback::from(move |_: MouseEvent| {
            state.dispatch(DecisionAction::Open(
                decision,
                order.clone(),
                inspection.review().cloned().map(Rc::new),
            ));
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
