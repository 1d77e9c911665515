//! What is seen: plain functions that draw values, the same in a browser and in a native test.
//!
//! Functions and not components: each component costs some kilobytes of the page, and these have no state.

mod badges;
mod copy;
mod csr;
mod drawing;
mod facts;
mod failure;
mod foreign;
mod gateway;
mod home;
mod icon;
mod journey;
mod moment;
mod order_view;
mod page;
mod review;
mod session;
mod table;

pub use badges::{Badge, Tone, badges, badges_view};
pub use copy::copy_button;
pub use csr::csr_view;
pub use drawing::{Attributes, Drawing};
pub use facts::{Fact, SECTIONS, Section, Value, facts_view};
pub use failure::failure_view;
pub use foreign::{foreign, foreign_block, foreign_code, name};
pub use icon::{Shape, icon};
pub use journey::journey_view;
pub use moment::{ago, moment, moment_and_age};
pub use order_view::order_view;
pub use page::page;
pub use review::review_view;
pub use session::connect_panel;
