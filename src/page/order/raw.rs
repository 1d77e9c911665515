//! The response as JSON, without private keys. Written only once it is opened.

use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use super::super::components::{CopyButton, ForeignBlock};
use crate::order::Order;

/// Props of [`RawSection`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct RawSectionProps {
    pub(super) order: Rc<Order>,
}

/// The raw JSON.
#[component]
pub(super) fn RawSection(props: &RawSectionProps) -> Html {
    let is_open = use_state_eq(|| false);
    let ontoggle = {
        let is_open = is_open.clone();
        use_callback((), move |event: Event, ()| {
            if let Some(details) = event.target_dyn_into::<Element>() {
                is_open.set(details.has_attribute("open"));
            }
        })
    };
    let raw = use_memo((props.order.clone(), *is_open), |(order, is_open)| {
        if *is_open { AttrValue::from(order.raw.pretty()) } else { AttrValue::default() }
    });
    html! {
        <details class="card raw" id="raw" tabindex="-1" {ontoggle}>
            <summary>{ "Raw JSON" }</summary>
            if *is_open {
                <ForeignBlock text={(*raw).clone()} label="Raw JSON" />
                <CopyButton text={(*raw).clone()} label="raw JSON" />
            }
        </details>
    }
}
