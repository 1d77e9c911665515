//! The gateway and path that requests are read from, and a test of them.

mod alternative_path;
mod panel;
mod provider;
mod state;
mod storage;

#[cfg(test)]
#[cfg(feature = "render")]
mod tests;

pub(super) use alternative_path::AlternativePath;
pub(super) use panel::ConnectionPanel;
pub(super) use provider::{ConnectionProvider, initial_endpoint, use_connection};

#[cfg(test)]
#[cfg(feature = "render")]
pub(super) use {provider::ConnectionContext, state::ConnectionTest};
