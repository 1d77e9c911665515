//! Keyboard shortcuts: single keys, never while typing, which can be switched off (WCAG 2.1.4).

mod dialog;
mod provider;
mod state;

pub(super) use provider::{ShortcutsProvider, use_shortcut, use_show_shortcuts};
pub(super) use state::Command;
