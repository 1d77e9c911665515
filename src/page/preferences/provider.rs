//! The preferences as a context, kept in the browser's storage.

use gloo_storage::{LocalStorage, SessionStorage, Storage};
use yew::prelude::*;

use super::super::document;
use super::state::Preferences;

const KEY: &str = "certview-orders.preferences";
const ALL_FIELDS_KEY: &str = "certview-orders.all-fields";

#[derive(Clone, PartialEq)]
pub(in crate::page) struct PreferencesContext {
    pub(in crate::page) preferences: Preferences,
    pub(in crate::page) set: Callback<Preferences>,
}

/// Props of [`PreferencesProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct PreferencesProviderProps {
    pub(in crate::page) children: Html,
}

/// Provides [`use_preferences`] and [`use_set_preferences`].
#[component]
pub(in crate::page) fn PreferencesProvider(props: &PreferencesProviderProps) -> Html {
    let preferences = use_state_eq(load);
    let set = {
        let state = preferences.clone();
        use_callback((), move |preferences: Preferences, ()| {
            store(&preferences);
            state.set(preferences);
        })
    };
    use_effect_with(preferences.theme, |theme| document::set_root_data("theme", theme.as_str()));
    let context = PreferencesContext { preferences: (*preferences).clone(), set };
    html! { <ContextProvider<PreferencesContext> {context}>{ props.children.clone() }</ContextProvider<PreferencesContext>> }
}

fn load() -> Preferences {
    let stored: Preferences = LocalStorage::get(KEY).unwrap_or_default();
    Preferences { shows_all_fields: SessionStorage::get(ALL_FIELDS_KEY).unwrap_or(false), ..stored }
}

fn store(preferences: &Preferences) {
    // A storage that is full or forbidden keeps nothing: the page works without it.
    let _ = LocalStorage::set(KEY, preferences);
    let _ = SessionStorage::set(ALL_FIELDS_KEY, preferences.shows_all_fields);
}

/// The preferences; without a provider, which only tests leave out, the defaults.
#[hook]
pub(in crate::page) fn use_preferences() -> Preferences {
    use_context::<PreferencesContext>().map_or_else(Preferences::default, |context| context.preferences)
}

/// Changes the preferences.
#[hook]
pub(in crate::page) fn use_set_preferences() -> Callback<Preferences> {
    use_context::<PreferencesContext>().map_or_else(Callback::noop, |context| context.set)
}
