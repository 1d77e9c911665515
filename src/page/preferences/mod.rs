//! How the user wants the page: theme, time zone, all fields, keyboard shortcuts.

mod provider;
mod state;

pub(super) use provider::{PreferencesProvider, use_preferences, use_set_preferences};
pub(super) use state::{Preferences, Theme, TimeZone};

#[cfg(test)]
#[cfg(feature = "render")]
pub(super) use provider::PreferencesContext;
