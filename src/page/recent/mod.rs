//! The requests that were opened in this tab.

mod list;
mod provider;
mod state;

#[cfg(test)]
#[cfg(feature = "render")]
mod tests;

pub(super) use list::RecentList;
pub(super) use provider::{RecentProvider, use_recent};
pub(super) use state::{RecentAction, RecentOrder};

#[cfg(test)]
#[cfg(feature = "render")]
pub(super) use {provider::RecentContext, state::Recent};
