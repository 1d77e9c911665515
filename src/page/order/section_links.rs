//! Links to the sections of a request.

use std::rc::Rc;

use yew::prelude::*;

use super::badges::severity_counts;
use super::fields::FIELD_SECTIONS;
use crate::order::Order;
use crate::review::Review;

/// Props of [`SectionLinks`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SectionLinksProps {
    pub(super) order: Rc<Order>,
    pub(super) review: Rc<Review>,
}

/// The sections, with the number of problems beside the review.
#[component]
pub(super) fn SectionLinks(props: &SectionLinksProps) -> Html {
    let counts = severity_counts(&props.review);
    html! {
        <nav class="section-links" aria-label="Sections">
            <a href="#progress">{ "Progress" }</a>
            <a href="#review">{ "Review" }if !counts.is_empty() { <span class="count">{ format!(" {counts}") }</span> }</a>
            <a href="#csr">{ "CSR" }</a>
            for section in FIELD_SECTIONS {
                if section.id != "renewal" || props.order.renewal.is_some() {
                    <a href={format!("#{}", section.id)}>{ section.title }</a>
                }
            }
            <a href="#raw">{ "Raw JSON" }</a>
        </nav>
    }
}
