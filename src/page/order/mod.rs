//! One request: details, review, progress and next step.
//!
//! Pure: [`state`] (what an action changes), [`fields`] (the value of each field), [`files`] (what is saved).
//! [`use_order`] carries the effects out. The other files are components, one per section of the page.

mod actions;
mod all_fields;
mod badges;
mod call;
mod csr;
mod csr_text;
mod early_call;
mod facts;
mod fields;
mod files;
mod key_facts;
mod names;
mod notes;
mod page;
mod progress;
mod raw;
mod retry;
#[cfg(test)]
mod retry_tests;
mod review;
mod section_in_view;
mod section_links;
mod skeleton;
mod state;
mod suffix_list;
mod summary;
mod use_order;
mod usual_names;

#[cfg(test)]
#[cfg(feature = "render")]
mod tests;

pub(super) use badges::StatusBadge;
pub(super) use call::OrderCall;
pub(super) use early_call::EarlyCall;
pub(super) use fields::changed_fields;
pub(super) use key_facts::requested_validity;
pub(super) use page::OrderPage;
pub(super) use state::status_label;
pub(super) use use_order::review_of;
