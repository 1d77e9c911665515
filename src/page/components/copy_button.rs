//! Copying a value, with feedback where the button is.

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::document;
use super::{Button, Icon, IconName, use_announce};

/// Props of [`CopyButton`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct CopyButtonProps {
    /// What is copied.
    pub(in crate::page) text: AttrValue,
    /// What it is: "Copy {label}".
    pub(in crate::page) label: AttrValue,
}

const FEEDBACK_MS: u32 = 2_000;

/// An icon button that copies one value.
#[component]
pub(in crate::page) fn CopyButton(props: &CopyButtonProps) -> Html {
    let outcome = use_state_eq(|| None::<bool>);
    let announce = use_announce();
    let onclick = {
        let outcome = outcome.clone();
        use_callback((props.text.clone(), announce), move |_: MouseEvent, (text, announce)| {
            let (text, announce, outcome) = (text.clone(), announce.clone(), outcome.clone());
            spawn_local(async move {
                let is_copied = document::copy(&text).await;
                outcome.set(Some(is_copied));
                announce
                    .emit(if is_copied { "Copied." } else { "Could not copy: the browser refused." }.into());
            });
        })
    };
    {
        let outcome = outcome.clone();
        use_effect_with(*outcome, move |shown| {
            let timeout = shown.map(|_| Timeout::new(FEEDBACK_MS, move || outcome.set(None)));
            move || drop(timeout)
        });
    }
    let (icon, title) = match *outcome {
        None => (IconName::Copy, format!("Copy {}", props.label)),
        Some(true) => (IconName::Check, "Copied".to_owned()),
        Some(false) => (IconName::Cross, "Could not copy".to_owned()),
    };
    html! {
        <Button class="icon copy" label={format!("Copy {}", props.label)} {title} {onclick}>
            <Icon name={icon} />
        </Button>
    }
}
