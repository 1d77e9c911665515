//! A button that opens a panel with choices.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, Node};
use yew::prelude::*;

/// Props of [`Menu`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct MenuProps {
    /// What stands on the button.
    pub(in crate::page) label: Html,
    #[prop_or_default]
    pub(in crate::page) class: Classes,
    pub(in crate::page) children: Html,
}

/// A disclosure that closes on Escape, on a press outside and when the focus leaves it.
#[component]
pub(in crate::page) fn Menu(props: &MenuProps) -> Html {
    let menu = use_node_ref();
    let is_open = use_state_eq(|| false);
    use_dismissal(&menu);
    let ontoggle = {
        let (menu, is_open) = (menu.clone(), is_open.clone());
        use_callback((), move |_: Event, ()| is_open.set(open_menu(&menu).is_some()))
    };
    html! {
        <details ref={menu} class={classes!("menu", props.class.clone())} {ontoggle}>
            <summary>{ props.label.clone() }</summary>
            if *is_open { <div class="menu-panel">{ props.children.clone() }</div> }
        </details>
    }
}

#[hook]
fn use_dismissal(menu: &NodeRef) {
    let menu = menu.clone();
    use_effect_with((), move |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listeners = document.map(|document| {
            let (pressed, keyed) = (menu.clone(), menu.clone());
            [
                EventListener::new(&document, "pointerdown", move |event| {
                    close_unless_within(&pressed, event)
                }),
                EventListener::new(&document, "focusin", move |event| close_unless_within(&menu, event)),
                // Before other listeners: one Escape closes one thing.
                EventListener::new_with_options(
                    &document,
                    "keydown",
                    EventListenerOptions::run_in_capture_phase(),
                    move |event| {
                        if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
                            close_and_focus(&keyed);
                        }
                    },
                ),
            ]
        });
        move || drop(listeners)
    });
}

fn open_menu(menu: &NodeRef) -> Option<Element> {
    menu.cast::<Element>().filter(|menu| menu.has_attribute("open"))
}

fn close_unless_within(menu: &NodeRef, event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
    if let Some(menu) = open_menu(menu)
        && !menu.contains(target.as_ref())
    {
        close(&menu);
    }
}

fn close_and_focus(menu: &NodeRef) {
    let Some(menu) = open_menu(menu) else { return };
    close(&menu);
    let button = menu.first_element_child().and_then(|summary| summary.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        // A button that cannot take the focus leaves it where it is.
        let _ = button.focus();
    }
}

fn close(menu: &Element) {
    // Fails for invalid names only.
    let _ = menu.remove_attribute("open");
}
