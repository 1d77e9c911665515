//! The one vocabulary for what is wrong with a request: errors, notes and rules use it.
//!
//! Pure: serde only.

use serde::{Serialize, Serializer};

/// What a request does other than RFC 2986, RFC 5280 and X.690 (DER) ask. Each has a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deviation {
    /// There is no text and there are no bytes.
    Empty,
    /// The word `string`, as in the sample of the API's own documentation, stands where a request should.
    Placeholder,
    /// More bytes than this decoder takes.
    TooLarge,
    /// More elements of one kind than this decoder takes.
    TooMany,
    /// Values nested deeper than this decoder follows.
    TooDeep,
    /// Something else than a certification request: a certificate, a CMS message, a public key.
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
    /// An element of another type than the one that belongs there, or a malformed tag.
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
    /// The same thing twice where one is allowed.
    Duplicate,
    /// A character string with bytes that its type does not have.
    Characters,
    /// A character string of another type than the attribute asks for.
    StringType,
    /// A value longer than its upper bound (RFC 5280, appendix A.1).
    UpperBound,
    /// Algorithm parameters other than the algorithm's own.
    Parameters,
    /// A public key whose value cannot be one.
    PublicKey,
    /// A signature whose value cannot be one, or that does not go with the key.
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

    /// Whether an offset counts in the text that came rather than in the DER inside it.
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
