//! The overview of the shortcuts.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::super::components::Button;
use super::super::preferences::use_preferences;
use super::state::SHORTCUTS;

/// Props of [`ShortcutsDialog`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ShortcutsDialogProps {
    pub(super) is_open: bool,
    pub(super) close: Callback<()>,
}

/// A dialog with every shortcut.
#[component]
pub(super) fn ShortcutsDialog(props: &ShortcutsDialogProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.is_open, move |is_open| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            if *is_open && !dialog.open() {
                // Fails only for a dialog that is open already.
                let _ = dialog.show_modal();
            } else if !is_open && dialog.open() {
                dialog.close();
            }
        });
    }
    let is_enabled = use_preferences().has_shortcuts;
    let onclose = props.close.reform(|_: Event| ());
    let onclick = props.close.reform(|_: MouseEvent| ());
    html! {
        <dialog ref={dialog} class="shortcuts" aria-labelledby="shortcuts-title" {onclose}>
            if props.is_open {
                <h2 id="shortcuts-title">{ "Keyboard shortcuts" }</h2>
                <dl>
                    for (keys, _, text) in SHORTCUTS {
                        <div>
                            <dt>for (index, key) in keys.iter().enumerate() { if index > 0 { { " then " } }<kbd>{ *key }</kbd> }</dt>
                            <dd>{ text }</dd>
                        </div>
                    }
                </dl>
                <p class="hint">
                    if is_enabled {
                        { "They do nothing while you enter text. Switch them off in the settings." }
                    } else {
                        { "They are switched off. Switch them on in the settings." }
                    }
                </p>
                <Button class="primary" {onclick}>{ "Close" }</Button>
            }
        </dialog>
    }
}
