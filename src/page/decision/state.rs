//! One decision, from the click to its confirmation. Pure.
//!
//! A decision is sent only in the step [`Step::Sending`], which is entered once per submission; each submission has a
//! number of its own. So no sequence of clicks, answers and losses sends it twice.

use std::rc::Rc;

use yew::Reducible;

use super::super::order::changed_fields;
use crate::client::{Comment, Decision, Error, Outcome};
use crate::order::{Field, Order, Progress, Timestamp};
use crate::review::{Review, Severity};

/// How soon the request is read back after a decision, in milliseconds, while its status does not show it.
const READ_BACK_FIRST_MS: u32 = 2_000;
const READ_BACK_LONGEST_MS: u32 = 15_000;
/// How long the request is read back at most.
const READ_BACK_TOTAL_MS: u32 = 60_000;

/// The decision on the request of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::page) struct DecisionState {
    /// The number of the last submission: answers to an earlier one are ignored.
    number: u32,
    pub(super) step: Step,
    /// The last decision that was sent, for the audit file.
    pub(in crate::page) record: Option<Record>,
    /// Counts what may have changed the request: it is refreshed after each.
    pub(super) answers: u32,
}

/// How far the decision is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Step {
    /// The dialog is closed.
    #[default]
    Closed,
    /// The user writes the comment.
    Editing(Draft, Option<Problem>),
    /// The request is read before sending, to find what changed since the dialog was opened.
    Checking(Draft),
    /// The decision was sent.
    Sending(Draft),
    /// The gateway accepted it; the request is read back until its status shows it.
    Confirming(Confirmation),
    /// It ended.
    Finished(Decision, Finish),
}

/// What the user is about to decide.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) decision: Decision,
    /// The comment as it is typed.
    pub(super) comment: String,
    /// The user approves although the review has errors.
    pub(super) accepts_errors: bool,
    /// The request as the dialog shows it.
    pub(super) order: Rc<Order>,
    /// The review of it; none where it could not be run, which is no review without problems.
    pub(super) review: Option<Rc<Review>>,
}

/// Why a decision was not sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Problem {
    /// The comment is missing or cannot be sent.
    Comment(String),
    /// The review has errors, or could not be run, and the user has not accepted that.
    ErrorsNotAccepted,
    /// The request has changed since the dialog was opened; its fields are these.
    Changed(Vec<Field>),
    /// The request could not be read, or the gateway refused the decision. Nothing was carried out.
    Refused(Rc<Error>),
}

/// A decision that waits for the status to show it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Confirmation {
    pub(super) decision: Decision,
    reads: u32,
    delay_ms: u32,
    waited_ms: u32,
}

/// How a decision ended.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::page) enum Finish {
    /// The status shows it.
    Shown,
    /// The gateway accepted it; the status does not show it yet.
    Accepted,
    /// It was not carried out: the answer was lost, and the request shows that.
    NotDecided(Option<Rc<Error>>),
    /// The answer was lost, and the request does not show whether it was carried out.
    Unknown(Option<Rc<Error>>),
}

/// What was decided, and on what: for the audit file. The comment is not kept.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::page) struct Record {
    pub(super) decision: Decision,
    pub(super) sender: Sender,
    pub(super) finish: Option<Finish>,
    /// The review as it was at that moment; none where it could not be run.
    pub(super) review: Option<Rc<Review>>,
}

/// When a decision was sent, and with whose token.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::page) struct Sender {
    pub(super) at: Timestamp,
    /// The user that the token names.
    pub(super) user: Option<String>,
}

/// A call that the state wants.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WantedCall {
    /// Read the request again before sending.
    Check,
    /// Send the decision on the request as it was just read.
    Send(Decision, Comment, Rc<Order>),
    /// Read the request after this many milliseconds; the number of the reading.
    ReadBack { reads: u32, delay_ms: u32 },
}

/// What changes the state.
#[derive(Debug)]
pub(in crate::page) enum DecisionAction {
    /// The user opens the dialog.
    Open(Decision, Rc<Order>, Option<Rc<Review>>),
    /// The user types the comment.
    CommentChanged(String),
    /// The user ticks that errors are accepted, or no longer.
    ErrorsAccepted(bool),
    /// The user submits the dialog.
    Submit,
    /// The user closes the dialog.
    Close,
    /// The request was read before sending: the number of the submission, the answer and the new review, which
    /// may be missing.
    Checked(u32, Box<Result<(Order, Option<Review>), Error>>, Sender),
    /// The decision was answered.
    Answered(u32, Result<Outcome, Rc<Error>>, Option<Rc<Error>>),
    /// The request was read back after the decision.
    ReadBack(u32, Box<Result<Order, Error>>),
}

impl Draft {
    /// Whether approving needs an explicit acceptance: the review has errors, or there is none.
    pub(super) fn needs_acceptance(&self) -> bool {
        let is_without_errors = self.review.as_ref().is_some_and(|review| review.count(Severity::Error) == 0);
        self.decision == Decision::Approve && !is_without_errors
    }

    /// Why the status does not allow the decision, where it does not.
    pub(super) fn refusal(&self) -> Option<&'static str> {
        let actions = Progress::of(&self.order).actions;
        let (_, action) =
            Decision::ALL.iter().zip(actions).find(|(decision, _)| **decision == self.decision)?;
        (action.allowed != Some(true)).then_some(action.reason)
    }

    fn problem(&self) -> Option<Problem> {
        if let Err(error) = Comment::parse(&self.comment) {
            return Some(Problem::Comment(error.to_string()));
        }
        (self.needs_acceptance() && !self.accepts_errors).then_some(Problem::ErrorsNotAccepted)
    }
}

impl DecisionState {
    /// The call that is wanted now, with the number of its submission. Equal calls are one call.
    pub(super) fn wanted_call(&self) -> Option<(u32, WantedCall)> {
        let call = match &self.step {
            Step::Checking(_) => WantedCall::Check,
            Step::Sending(draft) => {
                WantedCall::Send(draft.decision, Comment::parse(&draft.comment).ok()?, draft.order.clone())
            }
            Step::Confirming(confirmation) => {
                WantedCall::ReadBack { reads: confirmation.reads, delay_ms: confirmation.delay_ms }
            }
            Step::Closed | Step::Editing(..) | Step::Finished(..) => return None,
        };
        Some((self.number, call))
    }

    /// Whether the dialog is open.
    pub(super) fn is_open(&self) -> bool {
        self.step != Step::Closed
    }

    /// Whether the decision is on its way: the dialog cannot be closed then.
    pub(super) fn is_sending(&self) -> bool {
        matches!(self.step, Step::Sending(_))
    }

    fn with(&self, step: Step) -> Self {
        Self { step, ..self.clone() }
    }

    fn edit(&self, change: impl FnOnce(&mut Draft)) -> Self {
        match &self.step {
            Step::Editing(draft, _) => {
                let mut draft = draft.clone();
                change(&mut draft);
                self.with(Step::Editing(draft, None))
            }
            _ => self.clone(),
        }
    }

    fn submit(&self) -> Self {
        let Step::Editing(draft, _) = &self.step else { return self.clone() };
        if draft.refusal().is_some() {
            return self.clone();
        }
        match draft.problem() {
            Some(problem) => self.with(Step::Editing(draft.clone(), Some(problem))),
            None => Self { number: self.number.wrapping_add(1), ..self.with(Step::Checking(draft.clone())) },
        }
    }

    fn apply_check(&self, outcome: Result<(Order, Option<Review>), Error>, sender: Sender) -> Self {
        let Step::Checking(draft) = &self.step else { return self.clone() };
        let (order, review) = match outcome {
            Ok(read) => read,
            Err(error) => {
                return self.with(Step::Editing(draft.clone(), Some(Problem::Refused(Rc::new(error)))));
            }
        };
        let changed = changed_fields(&draft.order, &order);
        if changed.is_empty() {
            let record =
                Record { decision: draft.decision, sender, finish: None, review: draft.review.clone() };
            let draft = Draft { order: Rc::new(order), ..draft.clone() };
            return Self { record: Some(record), ..self.with(Step::Sending(draft)) };
        }
        // What was accepted was accepted of another request.
        let draft = Draft {
            order: Rc::new(order),
            review: review.map(Rc::new),
            accepts_errors: false,
            ..draft.clone()
        };
        self.with(Step::Editing(draft, Some(Problem::Changed(changed))))
    }

    fn apply_answer(&self, answer: Result<Outcome, Rc<Error>>, lost: Option<Rc<Error>>) -> Self {
        let Step::Sending(draft) = &self.step else { return self.clone() };
        match answer {
            // Recorded at once: the dialog may be closed before the status shows it.
            Ok(Outcome::Decided) => {
                self.record_finish(Finish::Accepted).with(Step::Confirming(Confirmation {
                    decision: draft.decision,
                    reads: 0,
                    delay_ms: 0,
                    waited_ms: 0,
                }))
            }
            Ok(Outcome::NotDecided) => self.finish(draft.decision, Finish::NotDecided(lost)),
            Ok(Outcome::Unknown) => self.finish(draft.decision, Finish::Unknown(lost)),
            Err(error) if error.may_have_taken_effect => {
                self.finish(draft.decision, Finish::Unknown(Some(error)))
            }
            Err(error) => Self {
                record: None,
                answers: self.answers.wrapping_add(1),
                ..self.with(Step::Editing(draft.clone(), Some(Problem::Refused(error))))
            },
        }
    }

    fn apply_read_back(&self, outcome: Result<Order, Error>) -> Self {
        let Step::Confirming(confirmation) = &self.step else { return self.clone() };
        let decision = confirmation.decision;
        let is_shown = outcome
            .is_ok_and(|order| order.status.as_ref().is_some_and(|status| decision.is_shown_by(status)));
        if is_shown {
            return self.finish(decision, Finish::Shown);
        }
        let delay_ms = match confirmation.delay_ms {
            0 => READ_BACK_FIRST_MS,
            delay_ms => (delay_ms * 3 / 2).min(READ_BACK_LONGEST_MS),
        };
        let waited_ms = confirmation.waited_ms + delay_ms;
        if waited_ms > READ_BACK_TOTAL_MS {
            return self.finish(decision, Finish::Accepted);
        }
        let reads = confirmation.reads.wrapping_add(1);
        self.with(Step::Confirming(Confirmation { decision, reads, delay_ms, waited_ms }))
    }

    fn finish(&self, decision: Decision, finish: Finish) -> Self {
        self.record_finish(finish.clone()).with(Step::Finished(decision, finish))
    }

    fn record_finish(&self, finish: Finish) -> Self {
        let record = self.record.clone().map(|record| Record { finish: Some(finish), ..record });
        Self { record, answers: self.answers.wrapping_add(1), ..self.clone() }
    }
}

impl Reducible for DecisionState {
    type Action = DecisionAction;

    fn reduce(self: Rc<Self>, action: DecisionAction) -> Rc<Self> {
        Rc::new(match action {
            DecisionAction::Open(decision, order, review) if !self.is_open() => {
                let draft = Draft { decision, comment: String::new(), accepts_errors: false, order, review };
                self.with(Step::Editing(draft, None))
            }
            DecisionAction::Open(..) => return self,
            DecisionAction::CommentChanged(comment) => self.edit(|draft| draft.comment = comment),
            DecisionAction::ErrorsAccepted(accepts) => self.edit(|draft| draft.accepts_errors = accepts),
            DecisionAction::Submit => self.submit(),
            DecisionAction::Close if self.is_sending() => return self,
            DecisionAction::Close => self.with(Step::Closed),
            DecisionAction::Checked(number, outcome, sender) if number == self.number => {
                self.apply_check(*outcome, sender)
            }
            DecisionAction::Answered(number, answer, lost) if number == self.number => {
                self.apply_answer(answer, lost)
            }
            DecisionAction::ReadBack(number, outcome) if number == self.number => {
                self.apply_read_back(*outcome)
            }
            DecisionAction::Checked(..) | DecisionAction::Answered(..) | DecisionAction::ReadBack(..) => {
                return self;
            }
        })
    }
}

#[cfg(test)]
mod tests;
