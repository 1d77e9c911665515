//! The preferences. Pure.

use serde::{Deserialize, Serialize};

/// How the user wants the page. What is stored and cannot be read keeps its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::page) struct Preferences {
    /// Light, dark or as the system has it.
    pub(in crate::page) theme: Theme,
    /// The time zone that times are shown in.
    pub(in crate::page) time_zone: TimeZone,
    /// Fields that are not reported are listed one by one. For this tab only.
    #[serde(skip)]
    pub(in crate::page) shows_all_fields: bool,
    /// Single keys act as shortcuts (WCAG 2.1.4 requires a way to turn them off).
    pub(in crate::page) has_shortcuts: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            time_zone: TimeZone::Local,
            shows_all_fields: false,
            has_shortcuts: true,
        }
    }
}

/// The colour scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::page) enum Theme {
    /// As the system has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The word the style sheet selects on.
    pub(in crate::page) fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The time zone that times are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::page) enum TimeZone {
    /// The browser's.
    #[default]
    Local,
    Utc,
}
