//! What is wrong with a request: the error that refuses it, and the note that stands beside it.
//!
//! Pure: core and serde only.

use std::fmt;

use serde::Serialize;

use super::deviation::Deviation;
use super::rules::Rule;

/// Why a request is refused: its structure is broken, so nothing in it can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CsrError {
    /// What is wrong.
    pub kind: Deviation,
    /// Where: the first wrong byte, counted in the DER, or in the text where [`Deviation::is_about_text`].
    pub offset: Option<usize>,
    /// What belongs there instead, to be read after "expected".
    pub expected: &'static str,
}

impl fmt::Display for CsrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The certificate request cannot be read: expected ")?;
        sentence_end(f, self.kind, self.offset, self.expected)
    }
}

impl std::error::Error for CsrError {}

/// Something in a request that is not as it should be, but leaves no doubt about what the request says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CsrNote {
    /// What is unusual.
    pub kind: Deviation,
    /// Where: the first such byte, counted in the DER, or in the text where [`Deviation::is_about_text`].
    pub offset: Option<usize>,
    /// What belongs there instead, to be read after "expected".
    pub expected: &'static str,
}

impl fmt::Display for CsrNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Expected ")?;
        sentence_end(f, self.kind, self.offset, self.expected)
    }
}

fn sentence_end(
    f: &mut fmt::Formatter<'_>,
    kind: Deviation,
    offset: Option<usize>,
    expected: &str,
) -> fmt::Result {
    f.write_str(expected)?;
    if let Some(offset) = offset {
        f.write_str(" (byte ")?;
        fmt::Display::fmt(&offset, f)?;
        f.write_str(if kind.is_about_text() { " of the text)" } else { " of the DER)" })?;
    }
    f.write_str(".")
}

/// The most notes kept: a hostile request could otherwise make one for every byte or two.
const MOST_NOTES: usize = 100;

/// The most elements read. Requests in use have some dozens, and one or two for every name they ask for.
const MOST_ELEMENTS: u32 = 20_000;

/// What was met on the way: the notes, and the error that refuses the request.
///
/// The first error stays, and reading goes on over nothing: whatever is read after it is empty, and is thrown
/// away in the end. So no reading function has to return an error, which makes them half as large.
#[derive(Default)]
pub(super) struct Log {
    notes: Vec<CsrNote>,
    error: Option<CsrError>,
    elements: u32,
}

impl Log {
    /// Notes a deviation that leaves no doubt about what the request says.
    pub(super) fn note(&mut self, rule: Rule, offset: usize) {
        let rule = match self.notes.len() {
            count if count < MOST_NOTES => rule,
            MOST_NOTES => Rule::FewNotes,
            _ => return,
        };
        self.notes.push(CsrNote { kind: rule.kind(), offset: Some(offset), expected: rule.text() });
    }

    /// Refuses the request.
    pub(super) fn refuse(&mut self, rule: Rule, offset: usize) {
        self.refuse_as(rule.kind(), rule, Some(offset));
    }

    /// Refuses the request for another kind of deviation than the rule's own, or for what it is as a whole.
    pub(super) fn refuse_as(&mut self, kind: Deviation, rule: Rule, offset: Option<usize>) {
        if self.error.is_none() {
            self.error = Some(CsrError { kind, offset, expected: rule.text() });
        }
    }

    pub(super) fn is_refused(&self) -> bool {
        self.error.is_some()
    }

    /// Makes a note of an error that came up since `was_refused` was asked for: for places whose damage leaves the
    /// rest of the request readable.
    pub(super) fn forgive(&mut self, was_refused: bool) {
        if was_refused {
            return;
        }
        if let Some(error) = self.error.take()
            && self.notes.len() < MOST_NOTES
        {
            self.notes.push(CsrNote { kind: error.kind, offset: error.offset, expected: error.expected });
        }
    }

    /// Counts an element that is about to be read. However small they are, there cannot be many: that bounds the
    /// time and the memory a hostile request can cost.
    pub(super) fn count(&mut self, offset: usize) {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            self.refuse(Rule::FewElements, offset);
        }
    }

    /// The notes, unless the request is refused.
    pub(super) fn finish(&mut self) -> Result<Vec<CsrNote>, CsrError> {
        match self.error.take() {
            Some(error) => Err(error),
            None => Ok(std::mem::take(&mut self.notes)),
        }
    }
}
