//! What an approver should notice: rules over the order, its CSR and the time, which yield findings.
//!
//! The way through the room: the one table of rules (`table`), each rule a pure function in the file of its
//! subject (`request`, `key`, `names`, `international`, `terms`, `standing`), over the names and words they share.
//! Pure: the time is an argument, and so is the verdict on the CSR's signature over itself, since that is checked
//! where there is cryptography. Uses `order` and `csr`.
//!
//! Which suffixes are public (`co.uk`) would take a list many times as large as this room: only a wildcard
//! directly under one label (`*.com`) is found. Keys that Debian's broken OpenSSL made in 2008 are not found
//! either: their list is larger still.

mod address;
mod arithmetic;
mod international;
mod key;
mod names;
mod punycode;
mod request;
mod standing;
mod table;
mod terms;
mod words;

use serde::Serialize;

use crate::csr::{Csr, CsrError, SelfSignature};
use crate::order::{Order, Timestamp, Trust};
use names::Name;

pub use international::other_form;
pub use table::{LOOKS_AT, RULES};

/// The CSR of an order, as far as there is one.
#[derive(Clone, Copy, Debug)]
pub enum CsrState<'a> {
    /// The order has none.
    Missing,
    /// It cannot be read.
    Refused(&'a CsrError),
    /// It is read.
    Decoded(&'a Csr),
}

impl<'a> CsrState<'a> {
    /// From what decoding gave, or `None` where there was nothing to decode.
    #[must_use]
    pub fn of(decoded: Option<&'a Result<Csr, CsrError>>) -> Self {
        match decoded {
            None => Self::Missing,
            Some(Err(error)) => Self::Refused(error),
            Some(Ok(csr)) => Self::Decoded(csr),
        }
    }
}

/// How much a finding matters. The first matters most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// It should not be approved as it is, or no certificate will come of it.
    Error,
    /// To be looked at, and understood, before it is approved.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The stable word, as JavaScript gets it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The document.
    pub title: &'static str,
    /// The place in it. Empty where the document as a whole is meant.
    pub section: &'static str,
    /// Where it can be read.
    pub url: Option<&'static str>,
}

/// Which certificates a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All.
    Every,
    /// Publicly trusted ones. Where the product does not tell, the finding says so, and an error is a warning.
    Public,
}

/// What a rule says: the sentence, and the fields that show it.
#[derive(Debug)]
pub struct Said {
    sentence: String,
    fields: Vec<&'static str>,
}

/// A rule's function. It answers nothing where there is nothing to say.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Looks at the order, and at whether there is a CSR.
    Order(fn(&Case<'_>) -> Option<Said>),
    /// Looks into the CSR, so can look only where it is read.
    Csr(fn(&Case<'_>, &Csr) -> Option<Said>),
}

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable id.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Which certificates it is about.
    pub scope: Scope,
    /// Where it comes from.
    pub source: &'static Source,
    /// Its function.
    pub check: Check,
}

/// Something an approver should notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is the matter, what it means and what to do, in plain words.
    pub sentence: String,
    /// The fields that show it: paths in the order, such as `certificate.commonName`.
    pub fields: Vec<&'static str>,
    /// Where the rule comes from.
    pub source: &'static Source,
}

/// All findings about one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// What was found: errors, then warnings, then what is good to know; within each as the table has it.
    pub findings: Vec<Finding>,
    /// How many rules looked: those for another kind of trust, or without a CSR to look into, did not.
    pub rules_looked: usize,
    /// What the product says of trust: it decides which rules look.
    pub trust: Trust,
    /// What is to be said where that is not known.
    pub trust_note: Option<&'static str>,
}

/// What the rules look at.
#[derive(Debug)]
pub struct Case<'a> {
    order: &'a Order,
    csr: CsrState<'a>,
    self_signature: Option<SelfSignature>,
    now: Timestamp,
    /// Every name asked for and every name in the CSR, in this order.
    every_name: &'a [Name<'a>],
    /// The same, each name once.
    names: &'a [&'a Name<'a>],
}

/// Looks at an order with every rule that is about it.
///
/// `self_signature` is the verdict on the CSR's signature over itself, where it is known already.
#[must_use]
pub fn review(
    order: &Order,
    csr: CsrState<'_>,
    self_signature: Option<SelfSignature>,
    now: Timestamp,
) -> Review {
    let every_name = names::collect(order, csr);
    let names = names::once(&every_name);
    let case = Case { order, csr, self_signature, now, every_name: &every_name, names: &names };
    let trust = order.trust();
    let is_unknown = trust == Trust::Unknown;
    let mut findings: Vec<Finding> = Vec::new();
    let mut rules_looked = 0;
    for rule in RULES {
        let is_public = rule.scope == Scope::Public;
        let said = match (rule.check, csr) {
            _ if is_public && trust == Trust::Private => continue,
            (Check::Order(check), _) => check(&case),
            (Check::Csr(check), CsrState::Decoded(csr)) => check(&case, csr),
            _ => continue,
        };
        rules_looked += 1;
        let Some(Said { mut sentence, fields }) = said else { continue };
        let mut severity = rule.severity;
        if is_public && is_unknown {
            sentence.push_str(ONLY_IF_PUBLIC);
            severity = severity.max(Severity::Warning);
        }
        let at = findings.iter().position(|other| other.severity > severity).unwrap_or(findings.len());
        findings.insert(at, Finding { rule: rule.id, severity, sentence, fields, source: rule.source });
    }
    Review { findings, rules_looked, trust, trust_note: is_unknown.then_some(TRUST_UNKNOWN) }
}

const ONLY_IF_PUBLIC: &str =
    " This counts only if the certificate is publicly trusted, which the product does not tell.";
const TRUST_UNKNOWN: &str = "The product does not tell whether the certificate will be publicly trusted. The rules for publicly trusted certificates were applied all the same; each finding of theirs says so.";
