//! The one way in which text from others enters the page: isolated from the text around it, with every
//! invisible character spelled out, and never as markup or as a link.

use yew::prelude::*;

use crate::order::{Piece, block_pieces, code_point, pieces};

/// Props of [`ForeignText`] and [`ForeignCode`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct ForeignTextProps {
    pub(in crate::page) text: AttrValue,
}

/// Text from others.
#[component]
pub(in crate::page) fn ForeignText(props: &ForeignTextProps) -> Html {
    html! { <bdi>{ render(pieces(&props.text)) }</bdi> }
}

/// Text from others, as code.
#[component]
pub(in crate::page) fn ForeignCode(props: &ForeignTextProps) -> Html {
    html! { <code><bdi>{ render(pieces(&props.text)) }</bdi></code> }
}

/// Props of [`ForeignBlock`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct ForeignBlockProps {
    pub(in crate::page) text: AttrValue,
    /// What the text is, for screen readers.
    pub(in crate::page) label: AttrValue,
}

/// Text of several lines from others.
#[component]
pub(in crate::page) fn ForeignBlock(props: &ForeignBlockProps) -> Html {
    // Scrolls sideways, so the keyboard has to reach it.
    html! {
        <pre tabindex="0" role="group" dir="ltr" aria-label={props.label.clone()}>
            { render(block_pieces(&props.text.replace("\r\n", "\n"))) }
        </pre>
    }
}

fn render(pieces: Vec<Piece<'_>>) -> Html {
    pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Plain(text) => html! { { text } },
            Piece::Hidden(character) => html! {
                <span class="hidden-character" title="An invisible character">{ code_point(character) }</span>
            },
        })
        .collect()
}
