//! The review of a request: checks over the order, its CSR and the time, which yield findings.
//!
//! All checks are in one table (`table`), by subject; each is a pure function in the module of its subject (`csr`,
//! `key`, `names`, `international`, `validity`, `product`, `process`). The kind of the product decides which checks run.
//! The time is an argument, and so are the result of verifying the CSR's self-signature, since that needs
//! cryptography, and the Public Suffix List, since it is as large as the rest. Uses `order` and `csr`.

mod address;
mod arithmetic;
mod comparison;
mod countries;
mod csr;
mod international;
mod key;
mod names;
mod process;
mod product;
mod punycode;
mod suffixes;
mod table;
mod text;
mod validity;

use std::borrow::Cow;
use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use crate::csr::{Csr, CsrError, SelfSignature};
use crate::order::{Field, Order, ProductKind, Timestamp, Trust};
use names::Name;

pub use comparison::{Comparison, compare};
pub use international::other_form;
pub use names::{names_match, needs_suffix_list};
pub use suffixes::SuffixList;
pub use table::CHECKS;

/// The CSR of an order, as far as there is one.
#[derive(Clone, Copy, Debug)]
pub enum CsrInput<'a> {
    /// The order has no CSR.
    Missing,
    /// The CSR cannot be decoded.
    Unreadable(&'a CsrError),
    /// The CSR is decoded.
    Decoded(&'a Csr),
}

impl<'a> CsrInput<'a> {
    /// From the result of decoding, or `None` where there was nothing to decode.
    #[must_use]
    pub fn new(decoded: Option<&'a Result<Csr, CsrError>>) -> Self {
        match decoded {
            None => Self::Missing,
            Some(Err(error)) => Self::Unreadable(error),
            Some(Ok(csr)) => Self::Decoded(csr),
        }
    }
}

/// Everything a review depends on.
#[derive(Clone, Copy, Debug)]
pub struct ReviewInput<'a> {
    /// The order.
    pub order: &'a Order,
    /// Its CSR.
    pub csr: CsrInput<'a>,
    /// The result of verifying the CSR's self-signature, where it is known already.
    pub self_signature: Option<SelfSignature>,
    /// The present time.
    pub now: Timestamp,
    /// The public suffixes, for orders that [`needs_suffix_list`]. Without the list the check of them reports nothing.
    pub suffixes: Option<&'a SuffixList>,
}

impl<'a> ReviewInput<'a> {
    /// The review of an order at a time, without a self-signature and a suffix list.
    #[must_use]
    pub fn new(order: &'a Order, csr: CsrInput<'a>, now: Timestamp) -> Self {
        Self { order, csr, self_signature: None, now, suffixes: None }
    }
}

/// How much a finding matters. The first matters most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The request should not be approved as it is, or no certificate will come of it.
    Error,
    /// To be understood before the request is approved.
    Warning,
    /// Worth knowing; nothing needs to be done.
    Information,
}

impl Severity {
    /// The stable word, as JavaScript gets it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
        }
    }
}

/// What a check is based on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The document.
    pub title: Cow<'static, str>,
    /// The section of it. Empty where the document as a whole is meant.
    pub section: Cow<'static, str>,
    /// Its address.
    pub url: Option<Cow<'static, str>>,
}

impl Source {
    /// A section of the document at an address.
    const fn new(title: &'static str, section: &'static str, url: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), section: Cow::Borrowed(section), url: Some(Cow::Borrowed(url)) }
    }
}

/// Which products a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All.
    Every,
    /// Server certificates.
    Tls,
    /// Server certificates that browsers trust.
    PublicTls,
    /// Code signing.
    CodeSigning,
}

/// Whether a check is run for a product.
#[derive(Clone, Copy, PartialEq)]
enum Applies {
    Yes,
    No,
    /// The product is unknown: the finding says what it is about, and is no error.
    Perhaps(&'static str),
}

impl Scope {
    fn applies_to(self, product: ProductKind) -> Applies {
        let applies = match (self, product) {
            (Self::Every, _) => true,
            (Self::Tls, ProductKind::Unknown) => {
                return Applies::Perhaps(
                    " This is about TLS certificates only; the product id does not tell whether this is one.",
                );
            }
            (Self::PublicTls, ProductKind::Unknown) => {
                return Applies::Perhaps(
                    " This is about public TLS certificates only; the product id does not tell whether this is one.",
                );
            }
            (Self::Tls, _) => matches!(product, ProductKind::PublicTls | ProductKind::PrivateTls),
            (Self::PublicTls, _) => product == ProductKind::PublicTls,
            (Self::CodeSigning, _) => product == ProductKind::CodeSigning,
        };
        if applies { Applies::Yes } else { Applies::No }
    }
}

/// What a check reports.
#[derive(Debug)]
pub struct FindingText {
    text: String,
    fields: Vec<Field>,
}

/// The function of a check. It returns nothing where there is nothing to report.
#[derive(Clone, Copy, Debug)]
pub enum CheckFunction {
    /// Needs the order only.
    Order(fn(&Context<'_>) -> Option<FindingText>),
    /// Needs the decoded CSR too.
    Csr(fn(&Context<'_>, &Csr) -> Option<FindingText>),
}

/// One check.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The stable id.
    pub id: &'static str,
    /// What it is about: the checks are grouped by subject.
    pub subject: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Which products it is about.
    pub scope: Scope,
    /// What it is based on.
    pub source: &'static Source,
    /// The title of its findings.
    pub title: &'static str,
    /// What it reports, for the documentation.
    pub description: &'static str,
    /// Its function.
    pub function: CheckFunction,
}

/// Something an approver should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The check's id.
    pub check: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// A few words, for scanning.
    pub title: String,
    /// What is the case, why it matters and what to do, in sentences.
    pub text: String,
    /// The fields it is about.
    pub fields: Vec<Field>,
    /// What the check is based on.
    pub source: Source,
}

/// All findings about one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// Errors, then warnings, then information; each in the order of the table.
    pub findings: Vec<Finding>,
    /// How many checks were run: those that do not apply to the product, or that need a CSR that is not there, were
    /// not.
    pub checks_run: usize,
    /// The kind of the product: it decides which checks apply.
    pub product: ProductKind,
    /// Who will trust the certificate.
    pub trust: Trust,
    /// What the page states where the kind of the product is not known.
    pub trust_note: Option<Cow<'static, str>>,
}

impl Review {
    /// How many findings are of this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// What the functions of the checks get.
#[derive(Debug)]
pub struct Context<'a> {
    order: &'a Order,
    product: ProductKind,
    csr: CsrInput<'a>,
    self_signature: Option<SelfSignature>,
    now: Timestamp,
    suffixes: Option<&'a SuffixList>,
    /// Every requested name and every name in the CSR, in this order.
    every_name: &'a [Name<'a>],
    /// The same, each name once.
    names: &'a [&'a Name<'a>],
    /// What is known about an RSA modulus: searching it takes longer than all else, and several checks need it.
    modulus: OnceCell<arithmetic::Modulus>,
}

/// Reviews an order with every check that applies to it.
#[must_use]
pub fn review(input: &ReviewInput<'_>) -> Review {
    let ReviewInput { order, csr, self_signature, now, suffixes } = *input;
    let product = order.product_kind();
    let every_name = names::collect(order, csr);
    let names = names::once(&every_name);
    let context = Context {
        order,
        product,
        csr,
        self_signature,
        now,
        suffixes,
        every_name: &every_name,
        names: &names,
        modulus: OnceCell::new(),
    };
    let mut findings: Vec<Finding> = Vec::new();
    let mut checks_run = 0;
    for check in CHECKS {
        let applies = check.scope.applies_to(product);
        let found = match (check.function, csr) {
            _ if applies == Applies::No => continue,
            (CheckFunction::Order(function), _) => function(&context),
            (CheckFunction::Csr(function), CsrInput::Decoded(csr)) => function(&context, csr),
            _ => continue,
        };
        checks_run += 1;
        let Some(FindingText { mut text, fields }) = found else { continue };
        let mut severity = check.severity;
        if let Applies::Perhaps(note) = applies {
            text.push_str(note);
            severity = severity.max(Severity::Warning);
        }
        findings.push(Finding {
            check: Cow::Borrowed(check.id),
            severity,
            title: check.title.to_owned(),
            text,
            fields,
            source: check.source.clone(),
        });
    }
    findings.sort_by_key(|finding| finding.severity);
    let trust_note = (product == ProductKind::Unknown).then_some(Cow::Borrowed(PRODUCT_UNKNOWN));
    Review { findings, checks_run, product, trust: product.trust(), trust_note }
}

const PRODUCT_UNKNOWN: &str = "The product id does not tell what kind of certificate this is. The checks for public TLS certificates were run all the same; each of their findings says so.";
