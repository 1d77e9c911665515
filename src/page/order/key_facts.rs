//! The facts that a decision needs first. Pure text, and the list of it.

use std::rc::Rc;

use yew::prelude::*;

use super::super::components::{CopyButton, ForeignCode, ForeignText, RelativeTime};
use super::fields::counted;
use super::state::InspectionState;
use crate::order::{Order, Validity};

/// Props of [`KeyFacts`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct KeyFactsProps {
    pub(super) order: Rc<Order>,
    pub(super) inspection: InspectionState,
}

/// Requester, approvers, age, validity, names, key and UUID.
#[component]
pub(super) fn KeyFacts(props: &KeyFactsProps) -> Html {
    let order = &props.order;
    let requester = order.requester_user_name.clone().unwrap_or_else(|| "not reported".to_owned());
    let approvers = match order.approver_user_names.as_slice() {
        [] => "none reported".to_owned(),
        names => names.join(", "),
    };
    let uuid = order.uuid.to_string();
    html! {
        <dl class="key-facts">
            <div><dt>{ "Requester" }</dt><dd><ForeignText text={requester} /></dd></div>
            <div><dt>{ "Approvers" }</dt><dd><ForeignText text={approvers} /></dd></div>
            <div><dt>{ "Created" }</dt><dd>
                if let Some(at) = order.created { <RelativeTime {at} /> } else { { "not reported" } }
            </dd></div>
            <div><dt>{ "Validity" }</dt><dd>{ requested_validity(&order.validity) }</dd></div>
            <div><dt>{ "Names" }</dt><dd>{ order.names().len() }</dd></div>
            <div class="key"><dt>{ "Key" }</dt><dd>
                { short_key(&props.inspection) }
            </dd></div>
            <div class="uuid"><dt>{ "UUID" }</dt><dd>
                <ForeignCode text={uuid.clone()} /><CopyButton text={uuid} label="UUID" />
            </dd></div>
        </dl>
    }
}

/// The public key without the exponent that nearly all have.
fn short_key(inspection: &InspectionState) -> String {
    match (inspection.decoded_csr(), inspection) {
        (Some(csr), _) => {
            csr.public_key.strip_suffix(", exponent 65537").unwrap_or(&csr.public_key).to_owned()
        }
        (None, InspectionState::Pending) => "…".to_owned(),
        (None, InspectionState::Done(_) | InspectionState::Failed) => "not known".to_owned(),
    }
}

/// "1 year", "200 days", "until 2027-01-31"
pub(in crate::page) fn requested_validity(validity: &Validity) -> String {
    let parts: Vec<String> = [
        validity.validity_years.map(|count| counted(count, "year")),
        validity.validity_days.map(|count| counted(count, "day")),
        validity.custom_expiration_date.map(|at| {
            let text = at.to_string();
            format!("until {}", text.split('T').next().unwrap_or(&text))
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "not reported".to_owned() } else { parts.join(", ") }
}
