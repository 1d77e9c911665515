//! The inspection of a request: its CSR as it is shown, the comparison of both, and the review. Pure.
//!
//! The page has requests inspected in a worker, which holds the decoder and the checks. What crosses the boundary is
//! JSON: an [`InspectionRequest`] on the way there and an [`InspectionAnswer`] on the way back. So the page needs the
//! types of this module only, and nothing of what computes their values.

mod csr_text;
mod usual_names;

use serde::{Deserialize, Serialize};

use crate::csr::{Csr, SelfSignature};
use crate::order::{DecodeError, Order, Timestamp};
use crate::review::{Comparison, CsrInput, Review, ReviewInput, SuffixList, compare, review};

/// The worker's first message: it answers from now on.
pub const READY: &str = "ready";

/// Asks for the inspection of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionRequest {
    /// The number of the inspection: its answer has the same.
    pub number: u32,
    /// The request as JSON, without private keys.
    order: String,
    /// The time of the review.
    pub now: Timestamp,
}

/// The answer to the [`InspectionRequest`] of the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionAnswer {
    /// The number of the inspection.
    pub number: u32,
    /// The inspection; none where the request could not be read.
    pub inspection: Option<Inspection>,
}

/// What follows from a request, its CSR and the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// The CSR.
    pub csr: InspectedCsr,
    /// The findings of all checks.
    pub review: Review,
}

/// The CSR of a request, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InspectedCsr {
    /// None was reported.
    Missing,
    /// It cannot be decoded; this is the reason.
    Unreadable(String),
    /// It was decoded.
    Decoded(Box<DecodedCsr>),
}

/// A decoded CSR, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecodedCsr {
    /// The public key: "RSA 2048 bits".
    pub public_key: String,
    /// The verdict on the self-signature.
    pub self_signature: SelfSignature,
    /// Request and CSR side by side, mismatches first.
    pub comparison: Vec<Comparison>,
    /// What the CSR contains, value by value.
    pub facts: Vec<CsrFact>,
    /// Deviations from the standards, as sentences.
    pub deviations: Vec<String>,
    /// The CSR as PEM.
    pub pem: String,
}

/// One value of a CSR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsrFact {
    /// What it is.
    pub label: String,
    /// The identifier of an extension, with dots.
    pub oid: Option<String>,
    /// The value.
    pub text: String,
}

impl InspectionRequest {
    /// Asks for the inspection of this request.
    #[must_use]
    pub fn new(number: u32, order: &Order, now: Timestamp) -> Self {
        // Private keys serialise as a placeholder. Writing into memory cannot fail.
        Self { number, order: serde_json::to_string(order).unwrap_or_default(), now }
    }

    /// The request to inspect.
    ///
    /// # Errors
    /// If it is none.
    pub fn order(&self) -> Result<Order, DecodeError> {
        Order::from_text(&self.order)
    }
}

impl Inspection {
    /// Inspects a request. The self-signature counts for a decoded CSR only.
    #[must_use]
    pub fn new(
        order: &Order,
        csr: CsrInput<'_>,
        self_signature: SelfSignature,
        now: Timestamp,
        suffixes: Option<&SuffixList>,
    ) -> Self {
        let verified = matches!(csr, CsrInput::Decoded(_)).then_some(self_signature);
        let input = ReviewInput { self_signature: verified, suffixes, ..ReviewInput::new(order, csr, now) };
        let review = review(&input);
        let csr = match csr {
            CsrInput::Missing => InspectedCsr::Missing,
            CsrInput::Unreadable(error) => InspectedCsr::Unreadable(error.to_string()),
            CsrInput::Decoded(csr) => {
                InspectedCsr::Decoded(Box::new(DecodedCsr::new(order, csr, self_signature)))
            }
        };
        Self { csr, review }
    }
}

impl InspectedCsr {
    /// The CSR, where it was decoded.
    #[must_use]
    pub fn decoded(&self) -> Option<&DecodedCsr> {
        match self {
            Self::Decoded(csr) => Some(csr),
            Self::Missing | Self::Unreadable(_) => None,
        }
    }
}

impl DecodedCsr {
    fn new(order: &Order, csr: &Csr, self_signature: SelfSignature) -> Self {
        let mut comparison = compare(order, csr);
        comparison.sort_by_key(|row| row.matches);
        Self {
            public_key: csr_text::public_key(csr),
            self_signature,
            comparison,
            facts: csr_text::facts(csr),
            deviations: csr.notes.iter().map(ToString::to_string).collect(),
            pem: csr.to_pem(),
        }
    }

    /// The CSR in DER.
    #[must_use]
    pub fn der(&self) -> Option<Vec<u8>> {
        pem_rfc7468::decode_vec(self.pem.as_bytes()).ok().map(|(_, der)| der)
    }
}
