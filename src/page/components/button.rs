//! Buttons.

use yew::prelude::*;

/// Props of [`Button`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct ButtonProps {
    #[prop_or("button".into())]
    pub(in crate::page) r#type: AttrValue,
    #[prop_or_default]
    pub(in crate::page) class: Classes,
    #[prop_or_default]
    pub(in crate::page) onclick: Callback<MouseEvent>,
    /// The name for screen readers, where the text alone does not say enough.
    #[prop_or_default]
    pub(in crate::page) label: Option<AttrValue>,
    /// The tooltip, where it says more than the text.
    #[prop_or_default]
    pub(in crate::page) title: Option<AttrValue>,
    /// What the button does is under way: it stays focusable, and a click does nothing.
    #[prop_or_default]
    pub(in crate::page) is_busy: bool,
    /// Whether the button is pressed, for a button that switches.
    #[prop_or_default]
    pub(in crate::page) pressed: Option<bool>,
    pub(in crate::page) children: Html,
}

/// A button.
#[component]
pub(in crate::page) fn Button(props: &ButtonProps) -> Html {
    let onclick =
        use_callback((props.is_busy, props.onclick.clone()), |event: MouseEvent, (is_busy, onclick)| {
            if !*is_busy {
                onclick.emit(event);
            }
        });
    html! {
        <button
            type={props.r#type.clone()}
            class={props.class.clone()}
            {onclick}
            aria-label={props.label.clone()}
            title={props.title.clone()}
            aria-disabled={props.is_busy.then_some("true")}
            aria-pressed={props.pressed.map(|pressed| if pressed { "true" } else { "false" })}
        >
            { props.children.clone() }
        </button>
    }
}
