//! Whether the browser is online.

use gloo_events::EventListener;
use yew::prelude::*;

use super::components::{Icon, IconName, use_announce};
use super::document;

/// Whether the browser is online. Re-renders when that changes.
#[hook]
pub(super) fn use_is_online() -> bool {
    let is_online = use_state_eq(document::is_online);
    {
        let is_online = is_online.clone();
        use_effect_with((), move |()| {
            let listeners = web_sys::window().map(|window| {
                ["online", "offline"].map(|name| {
                    let is_online = is_online.clone();
                    EventListener::new(&window, name, move |_| is_online.set(document::is_online()))
                })
            });
            move || drop(listeners)
        });
    }
    *is_online
}

/// Says that the browser is offline; nothing while it is online.
#[component]
pub(super) fn OfflineNotice() -> Html {
    let is_online = use_is_online();
    let announce = use_announce();
    let was_online = use_mut_ref(|| true);
    use_effect_with(is_online, move |is_online| match (was_online.replace(*is_online), is_online) {
        (true, false) => announce.emit("You are offline. What was loaded stays.".into()),
        (false, true) => announce.emit("Back online.".into()),
        _ => {}
    });
    if is_online {
        return Html::default();
    }
    html! {
        <span class="offline" title="What was loaded stays. Calls fail until the connection is back.">
            <Icon name={IconName::Offline} />{ "Offline" }
        </span>
    }
}
