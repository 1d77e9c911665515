//! The start page: sign in, open a request, recent requests, the sandbox.

mod not_found;
mod open_field;
mod open_form;
mod open_input;
mod page;
mod sandbox;
mod uuids;

#[cfg(test)]
#[cfg(feature = "render")]
mod tests;

pub(super) use not_found::NotFoundPage;
pub(super) use open_field::OpenField;
pub(super) use page::StartPage;
pub(super) use uuids::{EnteredUuids, entered_uuids};
