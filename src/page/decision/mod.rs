//! Approving, rejecting and cancelling a request, where the host allows it.

mod buttons;
mod call;
mod dialog;
mod record;
mod state;
mod use_decision;

pub(super) use buttons::DecisionButtons;
pub(super) use dialog::DecisionDialog;
pub(super) use record::DecisionRecord;

pub(super) use use_decision::use_decision;
