//! Several requests at once: read a few at a time, sorted, filtered, saved as files.
//!
//! The table shows no review, and nothing that could be taken for one: a verdict in one word would be read as permission to
//! approve, and is of use only beside its findings, which are on the page of the request.

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
