//! What a request is, at a glance: each badge is tone, icon and word, never colour alone.

use super::super::state::status_label;
use super::drawing::Drawing;
use super::foreign::foreign;
use super::icon::{Shape, icon};
use crate::order::{Order, RequestStatus, Trust};

/// How a badge is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    Neutral,
    /// Somebody is waited for.
    Waiting,
    /// Under way.
    Active,
    /// Ended well.
    Good,
    /// Ended badly.
    Bad,
}

impl Tone {
    /// The word for the style sheet.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Waiting => "waiting",
            Self::Active => "active",
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

/// One badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// What it is about, for those who cannot see where it stands: "Request status".
    pub about: &'static str,
    /// Its colour.
    pub tone: Tone,
    /// Its icon.
    pub shape: Shape,
    /// Its word.
    pub word: String,
}

fn badge(about: &'static str, tone: Tone, shape: Shape, word: &str) -> Badge {
    Badge { about, tone, shape, word: word.to_owned() }
}

/// The badge of the request's status.
pub(super) fn status_badge(order: &Order) -> Badge {
    let (tone, shape) = match &order.status {
        Some(RequestStatus::Submitted) => (Tone::Waiting, Shape::Clock),
        Some(RequestStatus::Approved) => (Tone::Active, Shape::Check),
        Some(RequestStatus::Issued) => (Tone::Good, Shape::Seal),
        Some(RequestStatus::Rejected) => (Tone::Bad, Shape::Cross),
        Some(RequestStatus::Cancelled) => (Tone::Neutral, Shape::Slash),
        Some(RequestStatus::Other(_)) | None => (Tone::Neutral, Shape::Question),
    };
    badge("Request status", tone, shape, status_label(order))
}

/// The badges of a request: status, CA status, product, trust, kind of validation, renewal.
#[must_use]
pub fn badges(order: &Order) -> Vec<Badge> {
    let mut badges = vec![status_badge(order)];
    badges.push(match &order.ca_status {
        Some(word) => badge("CA status", Tone::Neutral, Shape::Seal, &["CA: ", word].concat()),
        None => badge("CA status", Tone::Neutral, Shape::Question, "CA status not reported"),
    });
    if let Some(product) = &order.digicert_product_name_id {
        badges.push(badge("Product", Tone::Neutral, Shape::Tag, product.as_str()));
        if product.is_extended_validation() {
            badges.push(badge("Validation", Tone::Neutral, Shape::Seal, "Extended validation"));
        }
        if product.is_wildcard() {
            badges.push(badge("Names", Tone::Neutral, Shape::Tag, "Wildcard"));
        }
    }
    badges.push(match order.trust() {
        Trust::Public => badge("Trust", Tone::Neutral, Shape::Globe, "Public trust"),
        Trust::Private => badge("Trust", Tone::Neutral, Shape::Lock, "Private trust"),
        Trust::Unknown => badge("Trust", Tone::Neutral, Shape::Question, "Trust not known"),
    });
    if order.renewal.is_some() {
        badges.push(badge("Kind", Tone::Neutral, Shape::Cycle, "Renewal"));
    }
    badges
}

/// A row of badges.
pub fn badges_view(draw: &mut Drawing<'_>, badges: &[Badge]) {
    draw.element("ul", &[("class", "badges"), ("aria-label", "Badges")], |draw| {
        for badge in badges {
            draw.element("li", &[], |draw| badge_view(draw, badge));
        }
    });
}

/// One badge.
pub(super) fn badge_view(draw: &mut Drawing<'_>, badge: &Badge) {
    draw.element("span", &[("class", "badge")], |draw| {
        draw.attribute("data-tone", badge.tone.as_str());
        icon(draw, badge.shape);
        draw.element("span", &[("class", "unseen")], |draw| draw.own(&[badge.about, ": "].concat()));
        foreign(draw, &badge.word);
    });
}
