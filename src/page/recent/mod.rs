//! The requests that were opened in this tab.

mod list;
mod provider;
mod state;

pub(super) use list::RecentList;
pub(super) use provider::{RecentProvider, use_recent};
pub(super) use state::{RecentAction, RecentOrder};
