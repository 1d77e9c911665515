//! Copying a value, with the reader's own click.

use super::super::state::Message;
use super::drawing::Drawing;

/// A button that copies one value; `label` says which, for those who hear the button.
pub fn copy_button(draw: &mut Drawing<'_>, text: String, label: &str) {
    draw.element("button", &[("type", "button"), ("class", "copy")], |draw| {
        draw.attribute("aria-label", &["Copy ", label].concat());
        draw.on_click(move |_| Some(Message::Copy(text.clone())));
        draw.text("Copy");
    });
}
