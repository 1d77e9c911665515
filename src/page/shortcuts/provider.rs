//! Listens to the keyboard, and passes commands to the components that carry them out.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::super::document;
use super::super::navigation::use_navigation;
use super::super::preferences::use_preferences;
use super::super::route::Route;
use super::dialog::ShortcutsDialog;
use super::state::{Command, KeyPress, KeySequence};

/// The components that carry commands out, the last one to appear at the end.
#[derive(Clone, Default)]
struct Handlers(Rc<RefCell<Vec<Handler>>>);

#[derive(Clone)]
struct Handler {
    command: Command,
    action: Callback<()>,
}

impl Handlers {
    fn find(&self, command: Command) -> Option<Callback<()>> {
        let handlers = self.0.borrow();
        handlers.iter().rev().find(|handler| handler.command == command).map(|handler| handler.action.clone())
    }
}

#[derive(Clone)]
struct ShortcutsContext {
    handlers: Handlers,
    show: Callback<()>,
}

impl PartialEq for ShortcutsContext {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.handlers.0, &other.handlers.0) && self.show == other.show
    }
}

/// Props of [`ShortcutsProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct ShortcutsProviderProps {
    pub(in crate::page) children: Html,
}

/// Provides [`use_shortcut`] and [`use_show_shortcuts`], and renders the overview.
#[component]
pub(in crate::page) fn ShortcutsProvider(props: &ShortcutsProviderProps) -> Html {
    let handlers = use_mut_ref(Handlers::default).borrow().clone();
    let is_shown = use_state_eq(|| false);
    let show = {
        let is_shown = is_shown.clone();
        use_callback((), move |(), ()| is_shown.set(true))
    };
    let close = {
        let is_shown = is_shown.clone();
        use_callback((), move |(), ()| is_shown.set(false))
    };
    use_keyboard(&handlers, &show);
    let context = ShortcutsContext { handlers, show };
    html! {
        <ContextProvider<ShortcutsContext> {context}>
            { props.children.clone() }
            <ShortcutsDialog is_open={*is_shown} {close} />
        </ContextProvider<ShortcutsContext>>
    }
}

#[hook]
fn use_keyboard(handlers: &Handlers, show: &Callback<()>) {
    let navigate = use_navigation().navigate;
    let is_enabled = use_preferences().has_shortcuts;
    let (handlers, show) = (handlers.clone(), show.clone());
    use_effect_with((is_enabled, navigate), move |(is_enabled, navigate)| {
        let document = web_sys::window().and_then(|window| window.document()).filter(|_| *is_enabled);
        let navigate = navigate.clone();
        let listener = document.map(|document| {
            let sequence = RefCell::new(KeySequence::default());
            EventListener::new_with_options(
                &document,
                "keydown",
                gloo_events::EventListenerOptions::enable_prevent_default(),
                move |event| {
                    let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.repeat()) else {
                        return;
                    };
                    let press = KeyPress {
                        key: event.key(),
                        has_modifier: event.ctrl_key() || event.alt_key() || event.meta_key(),
                        is_typing: event.is_composing() || document::is_typing(),
                    };
                    let Some(command) = sequence.borrow_mut().press(press) else { return };
                    // Some browsers search the page on a slash.
                    event.prevent_default();
                    match (handlers.find(command), command) {
                        (Some(action), _) => action.emit(()),
                        (None, Command::Table) => navigate.emit(Route::Table),
                        (None, Command::Start | Command::Open) => navigate.emit(Route::Start),
                        (None, Command::Help) => show.emit(()),
                        (None, Command::Refresh | Command::Watch | Command::CopyLink) => {}
                    }
                },
            )
        });
        move || drop(listener)
    });
}

/// Carries a command out for as long as the component is there; nothing to carry out: the command does nothing.
#[hook]
pub(in crate::page) fn use_shortcut(command: Command, action: Option<Callback<()>>) {
    let context = use_context::<ShortcutsContext>();
    use_effect_with((action, context), move |(action, context)| {
        let handlers = context.as_ref().map(|context| context.handlers.clone()).unwrap_or_default();
        if let Some(action) = action.clone() {
            handlers.0.borrow_mut().push(Handler { command, action });
        }
        let action = action.clone();
        move || {
            handlers
                .0
                .borrow_mut()
                .retain(|handler| handler.command != command || Some(&handler.action) != action.as_ref());
        }
    });
}

/// Shows the overview.
#[hook]
pub(in crate::page) fn use_show_shortcuts() -> Callback<()> {
    use_context::<ShortcutsContext>().map_or_else(Callback::noop, |context| context.show)
}
