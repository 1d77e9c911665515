//! The time as a context of its own: a tick re-renders the components that show it, and nothing else.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use super::document;
use crate::browser;
use crate::order::Timestamp;

/// The present time, to the accuracy of [`TICK_MS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Now(pub(super) Timestamp);

const TICK_MS: u32 = 5_000;

/// Props of [`ClockProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ClockProviderProps {
    pub(super) children: Html,
}

/// Provides [`Now`].
#[component]
pub(super) fn ClockProvider(props: &ClockProviderProps) -> Html {
    let now = use_state_eq(|| Now(browser::now()));
    {
        let now = now.clone();
        use_effect_with((), move |()| {
            let interval = Interval::new(TICK_MS, move || {
                if document::is_visible_and_online() {
                    now.set(Now(browser::now()));
                }
            });
            move || drop(interval)
        });
    }
    html! { <ContextProvider<Now> context={*now}>{ props.children.clone() }</ContextProvider<Now>> }
}

/// The present time. Without a provider, which only tests leave out, the epoch.
#[hook]
pub(super) fn use_now() -> Timestamp {
    use_context::<Now>().map_or_else(|| Timestamp::saturating_from_epoch_milliseconds(0), |now| now.0)
}
