//! The badges of a request.

use yew::prelude::*;

use super::super::components::{Badge, IconName, Tone};
use super::state::{InspectionState, status_label};
use crate::order::{Order, RequestStatus, Trust};
use crate::review::{Review, Severity};

/// Props of [`StatusBadge`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct StatusBadgeProps {
    pub(in crate::page) status: Option<RequestStatus>,
}

/// The status in CertView.
#[component]
pub(in crate::page) fn StatusBadge(props: &StatusBadgeProps) -> Html {
    let (tone, icon) = match &props.status {
        Some(RequestStatus::Submitted) => (Tone::Warning, IconName::Clock),
        Some(RequestStatus::Approved) => (Tone::Active, IconName::Check),
        Some(RequestStatus::Issued) => (Tone::Good, IconName::Seal),
        Some(RequestStatus::Rejected) => (Tone::Bad, IconName::Cross),
        Some(RequestStatus::Cancelled) => (Tone::Neutral, IconName::Ban),
        Some(RequestStatus::Other(_)) | None => (Tone::Neutral, IconName::Question),
    };
    let text = status_label(props.status.as_ref()).to_owned();
    html! { <Badge about="Request status" {tone} {icon} {text} /> }
}

/// Props of [`VerdictBadge`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct VerdictBadgeProps {
    pub(super) inspection: InspectionState,
}

/// The result of the review; jumps to it.
#[component]
pub(super) fn VerdictBadge(props: &VerdictBadgeProps) -> Html {
    let (tone, icon, text) = match (&props.inspection, props.inspection.review()) {
        (_, Some(review)) => {
            let (tone, icon) = match (review.count(Severity::Error), review.count(Severity::Warning)) {
                (0, 0) => (Tone::Good, IconName::Seal),
                (0, _) => (Tone::Warning, IconName::Warning),
                _ => (Tone::Bad, IconName::Warning),
            };
            (tone, icon, verdict(review))
        }
        (InspectionState::Failed, None) => (Tone::Bad, IconName::Warning, "Review failed".to_owned()),
        (_, None) => (Tone::Neutral, IconName::Clock, "Checks are running…".to_owned()),
    };
    html! { <Badge about="Review" {tone} {icon} {text} jumps_to="review" /> }
}

/// "2 errors · 1 warning · 58 checks run", "No problems found · 58 checks run"
pub(super) fn verdict(review: &Review) -> String {
    let counts = severity_counts(review);
    let counts = if counts.is_empty() { "No problems found".to_owned() } else { counts };
    format!("{counts} · {} checks run", review.checks_run)
}

/// "2 errors · 1 warning"; empty where there is neither.
pub(super) fn severity_counts(review: &Review) -> String {
    [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .into_iter()
        .filter_map(|(severity, word)| match review.count(severity) {
            0 => None,
            1 => Some(format!("1 {word}")),
            count => Some(format!("{count} {word}s")),
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Props of [`OrderBadges`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct OrderBadgesProps {
    pub(super) order: std::rc::Rc<Order>,
    pub(super) inspection: InspectionState,
}

/// Status, CA status, product, trust, validation, renewal; the verdict last, so that none moves when it arrives.
#[component]
pub(super) fn OrderBadges(props: &OrderBadgesProps) -> Html {
    let order = &props.order;
    let (trust_icon, trust) = match order.trust() {
        Trust::Public => (IconName::Globe, "Public trust"),
        Trust::Private => (IconName::Lock, "Private trust"),
        Trust::Unknown => (IconName::Question, "Trust not known"),
    };
    html! {
        <ul class="badges" aria-label="Badges">
            <li><StatusBadge status={order.status.clone()} /></li>
            if let Some(status) = &order.ca_status {
                <li><Badge about="CA status" icon={IconName::Info} text={format!("CA: {status}")} /></li>
            }
            <li><Badge about="Trust" icon={trust_icon} text={trust} /></li>
            if let Some(product) = &order.digicert_product_name_id {
                <li><Badge about="Product" icon={IconName::Tag} text={product.as_str().to_owned()} /></li>
                if product.is_extended_validation() {
                    <li><Badge about="Validation" icon={IconName::Seal} text="Extended validation" /></li>
                }
            }
            if order.renewal.is_some() {
                <li><Badge about="Kind" icon={IconName::Refresh} text="Renewal" /></li>
            }
            <li class="verdict"><VerdictBadge inspection={props.inspection.clone()} /></li>
        </ul>
    }
}
