//! Links to the sections of a request; the one in view is marked.

use std::rc::Rc;

use yew::prelude::*;

use super::super::components::JumpLink;
use super::badges::severity_counts;
use super::fields::FIELD_SECTIONS;
use super::section_in_view::{ViewAction, use_fragment, use_sections_in_view};
use super::state::InspectionState;
use crate::order::Order;

/// Props of [`SectionLinks`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SectionLinksProps {
    pub(super) order: Rc<Order>,
    pub(super) inspection: InspectionState,
}

/// The sections, with the number of problems beside the review.
#[component]
pub(super) fn SectionLinks(props: &SectionLinksProps) -> Html {
    let counts = props.inspection.review().map(severity_counts).unwrap_or_default();
    let links = use_memo(props.order.clone(), |order| section_links(order));
    let ids = use_memo(links.clone(), |links| links.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    let sections = use_sections_in_view(ids.clone(), props.inspection == InspectionState::Pending);
    use_fragment();
    let onjump = {
        let sections = sections.dispatcher();
        use_callback((), move |id, ()| sections.dispatch(ViewAction::Jumped(id)))
    };
    let current = sections.current(&ids);
    html! {
        <nav class="section-links" aria-label="Sections">
            for (id, title) in links.iter() {
                <JumpLink to={*id} is_current={current == Some(*id)} onjump={onjump.clone()}>
                    { *title }
                    if *id == "review" && !counts.is_empty() { <span class="count">{ format!(" {counts}") }</span> }
                </JumpLink>
            }
        </nav>
    }
}

/// The id and the title of each section there is, from top to bottom.
fn section_links(order: &Order) -> Vec<(&'static str, &'static str)> {
    let mut links = vec![("progress", "Progress"), ("review", "Review"), ("csr", "CSR")];
    links.extend(
        FIELD_SECTIONS
            .iter()
            .filter(|section| section.id != "renewal" || order.renewal.is_some())
            .map(|section| (section.id, section.title)),
    );
    if !order.notes.is_empty() || !order.unknown.is_empty() {
        links.push(("notes", "Unexpected"));
    }
    links.push(("raw", "Raw JSON"));
    links
}
