//! What is known of the one request that is on show.

use super::super::view::SECTIONS;
use crate::client::Error;
use crate::csr::{self, Csr, CsrError, SelfSignature};
use crate::order::{Order, RequestStatus, Timestamp, spelled_out};
use crate::review::{CsrInput, Review, ReviewInput, review};

/// What is known of the request of the route.
#[derive(Debug, Default)]
pub struct OrderState {
    /// The number of the last call: an answer to an earlier one is no longer wanted.
    pub call: u32,
    /// A call is under way.
    pub reading: bool,
    /// The request as it was last read, and when.
    pub read: Option<(Order, Timestamp)>,
    /// Its CSR.
    pub csr: CsrState,
    /// What an approver should notice in it.
    pub review: Option<Review>,
    /// Why the last call failed. What was read before stays.
    pub failure: Option<Error>,
    /// Labels of the facts that changed with the last reading.
    pub changed: Vec<&'static str>,
    /// How long until a watched request is read again, in milliseconds.
    pub interval_ms: u32,
    /// What the reader looks for among the names.
    pub names_query: String,
    /// How many more names the reader wants to see than are shown at first.
    pub more_names: usize,
}

impl OrderState {
    /// Reviews what was read, as of when it was read.
    pub(super) fn look(&mut self) {
        let (csr, self_signature) = match &self.csr {
            CsrState::Missing => (CsrInput::Missing, None),
            CsrState::Refused(error) => (CsrInput::Unreadable(error), None),
            CsrState::Decoded(csr, verdict) => (CsrInput::Decoded(csr), *verdict),
        };
        self.review = self
            .read
            .as_ref()
            .map(|(order, at)| review(&ReviewInput { self_signature, ..ReviewInput::new(order, csr, *at) }));
    }

    /// Whether nothing is expected to change any more.
    pub(super) fn has_ended(&self) -> bool {
        self.read
            .as_ref()
            .is_some_and(|(order, _)| order.status.as_ref().is_some_and(RequestStatus::is_final))
    }
}

/// What became of the CSR of a request.
#[derive(Debug, Default)]
pub enum CsrState {
    /// None was reported.
    #[default]
    Missing,
    /// It is none that can be trusted.
    Refused(CsrError),
    /// It was decoded; its self-signature may still be being checked.
    Decoded(Box<Csr>, Option<SelfSignature>),
}

impl CsrState {
    pub(super) fn of(order: &Order) -> Self {
        match order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes())) {
            None => Self::Missing,
            Some(Err(error)) => Self::Refused(error),
            Some(Ok(csr)) => Self::Decoded(Box::new(csr), None),
        }
    }
}

/// The labels of the facts that are not what they were.
pub(super) fn changes(before: &Order, after: &Order) -> Vec<&'static str> {
    let status = (before.status != after.status).then_some("Status");
    let facts = SECTIONS.iter().flat_map(|(_, facts)| facts.iter());
    let facts = facts.filter(|fact| (fact.value)(before) != (fact.value)(after)).map(|fact| fact.label);
    status.into_iter().chain(facts).collect()
}

/// The name of a request, for people.
pub(super) fn name(order: &Order) -> &str {
    order.certificate.common_name.as_deref().unwrap_or("Request")
}

/// Its status, for people.
#[must_use]
pub fn status_label(order: &Order) -> &str {
    order.status.as_ref().map_or("Status not reported", RequestStatus::label)
}

/// "example.com · Submitted"
pub(super) fn summary(order: &Order) -> String {
    spelled_out(&[name(order), " · ", status_label(order)].concat())
}
