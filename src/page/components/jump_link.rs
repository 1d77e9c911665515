//! Links to an element of the same page.

use yew::prelude::*;

use super::super::document;
use super::Tone;

/// Props of [`JumpLink`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct JumpLinkProps {
    /// The id of the element.
    pub(in crate::page) to: &'static str,
    #[prop_or_default]
    pub(in crate::page) class: Classes,
    #[prop_or_default]
    pub(in crate::page) tone: Option<Tone>,
    /// The element is the part of the page in view.
    #[prop_or_default]
    pub(in crate::page) is_current: bool,
    #[prop_or_default]
    pub(in crate::page) onjump: Callback<&'static str>,
    pub(in crate::page) children: Html,
}

/// A link that scrolls to an element, opens it where it is closed, and moves the focus there.
#[component]
pub(in crate::page) fn JumpLink(props: &JumpLinkProps) -> Html {
    let onclick = use_callback((props.to, props.onjump.clone()), |_: MouseEvent, (to, onjump)| {
        // Opened before the browser follows the fragment: it scrolls to where the element then is.
        document::reveal(to);
        onjump.emit(to);
    });
    html! {
        <a
            class={props.class.clone()} href={format!("#{}", props.to)} {onclick}
            data-tone={props.tone.map(Tone::as_str)} aria-current={props.is_current.then_some("true")}
        >
            { props.children.clone() }
        </a>
    }
}
