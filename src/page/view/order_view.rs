//! A request, from top to bottom: the badges, where it stands, the facts, what was odd, the raw JSON.

use super::super::state::OrderState;
use super::badges::{badges, badges_view};
use super::copy::copy_button;
use super::csr::csr_view;
use super::drawing::Drawing;
use super::facts::{SECTIONS, facts_view};
use super::foreign::{foreign_block, foreign_code};
use super::journey::journey_view;
use super::review::review_view;
use crate::order::{Order, Progress};

/// A request, below its name.
pub fn order_view(draw: &mut Drawing<'_>, state: &OrderState) {
    let Some((order, _)) = &state.read else { return };
    draw.element("article", &[("class", "order")], |draw| {
        badges_view(draw, &badges(order));
        journey_view(draw, &Progress::of(order));
        draw.part(|draw| {
            if let Some(review) = &state.review {
                review_view(draw, review);
            }
        });
        csr_view(draw, order, &state.csr);
        draw.element("div", &[("class", "sections")], |draw| {
            for section in SECTIONS {
                if section.0 != "Renewal" || order.renewal.is_some() {
                    facts_view(draw, section, order, state);
                }
            }
        });
        draw.part(|draw| {
            if !order.notes.is_empty() || !order.unknown.is_empty() {
                odd_view(draw, order);
            }
        });
        draw.element("details", &[("class", "raw")], |draw| {
            draw.labelled("summary", &[], "Raw JSON");
            let raw = order.raw.pretty();
            foreign_block(draw, &raw, "Raw JSON");
            copy_button(draw, raw, "raw JSON");
        });
    });
}

/// What was not as expected in the response.
fn odd_view(draw: &mut Drawing<'_>, order: &Order) {
    draw.element("section", &[("class", "notes"), ("aria-labelledby", "notes-title")], |draw| {
        draw.labelled("h2", &[("id", "notes-title")], "Odd in this response");
        draw.element("ul", &[], |draw| {
            for note in &order.notes {
                draw.element("li", &[], |draw| {
                    foreign_code(draw, &note.path);
                    draw.own(&[": ", &note.message, "; it came as "].concat());
                    foreign_code(draw, &note.found);
                });
            }
            for path in &order.unknown {
                draw.element("li", &[], |draw| {
                    foreign_code(draw, path);
                    draw.text(": not known to this page; its value is in the raw JSON.");
                });
            }
        });
    });
}
