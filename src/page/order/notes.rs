//! What was not as expected in the response.

use std::rc::Rc;

use yew::prelude::*;

use super::super::components::{ForeignCode, Section};
use crate::order::Order;

/// Props of [`NotesSection`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct NotesSectionProps {
    pub(super) order: Rc<Order>,
}

/// Values of the wrong type and members that are not known; nothing where there are none.
#[component]
pub(super) fn NotesSection(props: &NotesSectionProps) -> Html {
    let order = &props.order;
    if order.notes.is_empty() && order.unknown.is_empty() {
        return Html::default();
    }
    html! {
        <Section id="notes" title="Unexpected in this response" class="notes">
            <ul>
                for note in &order.notes {
                    <li>
                        <ForeignCode text={note.path.clone()} />
                        { format!(": {}. Received: ", note.message) }
                        <ForeignCode text={note.found.clone()} />
                    </li>
                }
                for path in &order.unknown {
                    <li>
                        <ForeignCode text={path.clone()} />
                        { ": not known to this page. Its value is in the raw JSON." }
                    </li>
                }
            </ul>
        </Section>
    }
}
