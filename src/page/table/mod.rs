//! Several requests at once: read a few at a time, sorted, filtered, saved as files.

mod export;
#[cfg(test)]
mod failed_tests;
mod page;
mod provider;
mod request_table;
mod state;

#[cfg(test)]
#[cfg(feature = "render")]
mod tests;

pub(super) use page::TablePage;
pub(super) use provider::{TableProvider, use_table};
pub(super) use state::TableAction;

#[cfg(test)]
#[cfg(feature = "render")]
pub(super) use {provider::TableContext, state::TableState};
