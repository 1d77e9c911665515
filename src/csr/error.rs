//! What is wrong with a CSR: the error that rejects it, and the notes beside a decoded one. Pure.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::{Serialize, Serializer};

/// The ways in which a CSR deviates from RFC 2986, RFC 5280 and X.690 (DER). Each has a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deviation {
    /// The input is empty.
    Empty,
    /// The word `string`, as in the sample of the API documentation, in place of a CSR.
    Placeholder,
    /// More bytes than this decoder takes.
    TooLarge,
    /// More elements of one kind than this decoder takes.
    TooMany,
    /// Values nested deeper than this decoder follows.
    TooDeep,
    /// Not a certification request, but a certificate, a CMS message, a public key.
    OtherContent,
    /// A private key, or a request with a private key beside it.
    PrivateKey,
    /// The text around the bytes is not as RFC 7468 has it: boundaries, headers, line ends.
    TextEncoding,
    /// The text is not base64 (RFC 4648).
    Base64,
    /// The value ends before its length says (X.690, 8.1.3).
    Truncated,
    /// A length that is indefinite, or not in the shortest form (X.690, 10.1).
    Length,
    /// Bytes after the last element that belongs there.
    TrailingBytes,
    /// An element of another type than the expected one, or a malformed tag.
    UnexpectedTag,
    /// An element is missing.
    Missing,
    /// A version other than v1(0) (RFC 2986, 4.1).
    Version,
    /// An INTEGER that is empty, not in the shortest form, or out of its range (X.690, 8.3).
    Integer,
    /// A BOOLEAN that is neither 00 nor FF (X.690, 11.1).
    Boolean,
    /// A BIT STRING whose unused bits are miscounted, set, or not allowed (X.690, 8.6, 11.2).
    BitString,
    /// A NULL with contents (X.690, 8.8).
    Null,
    /// An OBJECT IDENTIFIER that is empty, unfinished or padded (X.690, 8.19).
    ObjectIdentifier,
    /// A time that is not in the one form DER has for it (X.690, 11.7, 11.8).
    Time,
    /// A SET whose elements are not in DER order (X.690, 10.3, 11.6).
    SetOrder,
    /// A DEFAULT value is encoded where DER leaves it out (X.690, 11.5).
    DefaultEncoded,
    /// A SEQUENCE, SET or value that must not be empty is.
    EmptyValue,
    /// A duplicate where one is allowed.
    Duplicate,
    /// A character string with bytes that its type does not allow.
    Characters,
    /// A character string of another type than the attribute requires.
    StringType,
    /// A value longer than its upper bound (RFC 5280, appendix A.1).
    UpperBound,
    /// Algorithm parameters other than the algorithm's own.
    Parameters,
    /// A public key whose value cannot be one.
    PublicKey,
    /// A signature whose value cannot be one, or that does not match the key.
    Signature,
    /// A GeneralName whose value is not of its kind (RFC 5280, 4.2.1.6).
    GeneralName,
    /// An extension or attribute whose value breaks its own rules.
    Value,
    /// A critical extension that this decoder does not know (RFC 5280, 4.2).
    UnknownCritical,
}

impl Deviation {
    /// The stable code: snake case, as JavaScript gets it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Placeholder => "placeholder",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many",
            Self::TooDeep => "too_deep",
            Self::OtherContent => "other_content",
            Self::PrivateKey => "private_key",
            Self::TextEncoding => "text_encoding",
            Self::Base64 => "base64",
            Self::Truncated => "truncated",
            Self::Length => "length",
            Self::TrailingBytes => "trailing_bytes",
            Self::UnexpectedTag => "unexpected_tag",
            Self::Missing => "missing",
            Self::Version => "version",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::BitString => "bit_string",
            Self::Null => "null",
            Self::ObjectIdentifier => "object_identifier",
            Self::Time => "time",
            Self::SetOrder => "set_order",
            Self::DefaultEncoded => "default_encoded",
            Self::EmptyValue => "empty_value",
            Self::Duplicate => "duplicate",
            Self::Characters => "characters",
            Self::StringType => "string_type",
            Self::UpperBound => "upper_bound",
            Self::Parameters => "parameters",
            Self::PublicKey => "public_key",
            Self::Signature => "signature",
            Self::GeneralName => "general_name",
            Self::Value => "value",
            Self::UnknownCritical => "unknown_critical",
        }
    }

    /// Whether an offset is one in the input text rather than in the DER inside it.
    pub fn is_about_text(self) -> bool {
        use Deviation::{Base64, Empty, OtherContent, Placeholder, PrivateKey, TextEncoding};
        matches!(self, Empty | Placeholder | TextEncoding | Base64 | OtherContent | PrivateKey)
    }
}

impl Serialize for Deviation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// Why a CSR is rejected: its structure is broken, or it is ambiguous what it requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("The certificate request cannot be read: expected {expected}{}.", Location(*.kind, *.offset))]
pub struct CsrError {
    /// The kind of deviation.
    pub kind: Deviation,
    /// The offset of the first wrong byte, in the DER, or in the text if [`Deviation::is_about_text`].
    pub offset: Option<usize>,
    /// What the standards require there, to be read after "expected".
    pub expected: &'static str,
}

impl CsrError {
    pub(super) fn new(kind: Deviation, offset: usize, expected: &'static str) -> Self {
        Self { kind, offset: Some(offset), expected }
    }

    /// An error about the input as a whole.
    pub(super) fn of_input(kind: Deviation, expected: &'static str) -> Self {
        Self { kind, offset: None, expected }
    }
}

/// A deviation from the standards that leaves no doubt about what the CSR requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CsrNote {
    /// The kind of deviation.
    pub kind: Deviation,
    /// The offset of the first such byte, in the DER, or in the text if [`Deviation::is_about_text`].
    pub offset: Option<usize>,
    /// What the standards require there, to be read after "expected".
    pub expected: &'static str,
}

impl fmt::Display for CsrNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expected {}{}.", self.expected, Location(self.kind, self.offset))
    }
}

/// Where a deviation is, at the end of a sentence.
struct Location(Deviation, Option<usize>);

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(kind, Some(offset)) = self else { return Ok(()) };
        write!(f, " (byte {offset} of the {})", if kind.is_about_text() { "text" } else { "DER" })
    }
}

/// The most notes kept: a hostile CSR could otherwise cause one for every byte or two.
const MAX_NOTES: usize = 100;

/// The most elements read. CSRs in use have some dozens, and one or two for each name.
const MAX_ELEMENTS: u32 = 20_000;

/// What is collected while a CSR is decoded. Readers share it, so it has interior mutability.
#[derive(Default)]
pub(super) struct Context {
    notes: RefCell<Vec<CsrNote>>,
    elements: Cell<u32>,
}

impl Context {
    pub(super) fn note(&self, kind: Deviation, offset: usize, expected: &'static str) {
        self.push(CsrNote { kind, offset: Some(offset), expected });
    }

    /// Makes a note of an error, where the rest of the CSR can be read in spite of it.
    pub(super) fn note_error(&self, CsrError { kind, offset, expected }: CsrError) {
        self.push(CsrNote { kind, offset, expected });
    }

    fn push(&self, note: CsrNote) {
        const NOT_LISTED: &str = "at most 100 deviations (the others are not listed)";
        let mut notes = self.notes.borrow_mut();
        match notes.len() {
            count if count < MAX_NOTES => notes.push(note),
            MAX_NOTES => {
                notes.push(CsrNote { kind: Deviation::TooMany, offset: note.offset, expected: NOT_LISTED });
            }
            _ => {}
        }
    }

    /// Counts an element that is about to be read. However small elements are, their number is limited: that bounds
    /// the time and the memory that a hostile CSR can cost.
    pub(super) fn count_element(&self, offset: usize) -> Result<(), CsrError> {
        self.elements.set(self.elements.get() + 1);
        if self.elements.get() > MAX_ELEMENTS {
            return Err(CsrError::new(Deviation::TooMany, offset, "at most 20000 elements"));
        }
        Ok(())
    }

    pub(super) fn into_notes(self) -> Vec<CsrNote> {
        self.notes.into_inner()
    }
}
