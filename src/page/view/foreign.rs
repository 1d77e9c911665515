//! The one way foreign text enters the page: isolated from the text around it, with every hidden character spelled
//! out, and never as a link.

use super::drawing::Drawing;
use crate::order::{Piece, block_pieces, code_point, pieces};
use crate::review::other_form;

/// Text that somebody else wrote.
pub fn foreign(draw: &mut Drawing<'_>, text: &str) {
    draw.element("bdi", &[], |draw| shown(draw, pieces(text)));
}

/// A host name that somebody else wrote: as it came, and beside it the other form of an international one, so that
/// neither what people read nor what the certificate says is hidden.
pub fn name(draw: &mut Drawing<'_>, text: &str) {
    foreign(draw, text);
    if let Some(other) = other_form(text) {
        draw.element("span", &[("class", "other-form")], |draw| {
            draw.text(" = ");
            foreign(draw, &other);
        });
    }
}

/// Text that somebody else wrote, as code.
pub fn foreign_code(draw: &mut Drawing<'_>, text: &str) {
    draw.element("code", &[], |draw| foreign(draw, text));
}

/// A text of several lines that somebody else wrote; `label` says what it is.
pub fn foreign_block(draw: &mut Drawing<'_>, text: &str, label: &'static str) {
    // Scrolls sideways, so the keyboard has to reach it.
    draw.element("pre", &[("tabindex", "0"), ("role", "group"), ("dir", "ltr")], |draw| {
        draw.attribute("aria-label", label);
        shown(draw, block_pieces(&text.replace("\r\n", "\n")));
    });
}

fn shown(draw: &mut Drawing<'_>, pieces: Vec<Piece<'_>>) {
    for piece in pieces {
        match piece {
            Piece::Plain(text) => draw.own(text),
            Piece::Hidden(c) => draw.element(
                "span",
                &[("class", "hidden-character"), ("title", "A character that would not be seen")],
                |draw| draw.own(&code_point(c)),
            ),
        }
    }
}
