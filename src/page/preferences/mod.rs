//! How the user wants the page: theme, time zone, all fields, keyboard shortcuts.

mod menu;
mod provider;
mod state;

pub(super) use menu::SettingsMenu;
pub(super) use provider::{PreferencesProvider, use_preferences, use_set_preferences};
pub(super) use state::{Preferences, TimeZone};

#[cfg(test)]
#[cfg(feature = "render")]
pub(super) use provider::PreferencesContext;
