//! A JSON text as a tree that keeps the order of members, duplicate names, and every digit of a number. Pure; knows
//! nothing of orders.
//!
//! serde_json reads and writes the text. Its own `Value` is not used, since it drops duplicate names and turns long
//! ids into floating point; its `RawValue` gives each value as the text it was written as, so that numbers need no
//! conversion at all.
//!
//! serde_json unescapes strings in a buffer that it frees without overwriting it. A private key may pass through that
//! buffer: in WebAssembly the allocator (`zeroizing_alloc`) overwrites whatever is freed.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::error::Category;
use serde_json::value::RawValue;

/// How deep arrays and objects may nest. An order nests three deep; the bound keeps hostile input from
/// exhausting the stack.
pub const MAX_DEPTH: usize = 32;

/// One JSON value (RFC 8259), numbers as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, with the digits it was written with.
    Number(String),
    /// A string, unescaped.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: its members in their order, duplicates included.
    Object(Vec<(String, Json)>),
}

/// Why a text is not JSON.
///
/// It never contains any of the text, which may hold a secret; serde_json's own messages quote values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (line {line}, column {column})")]
pub struct JsonError {
    /// Line of the fault, from 1.
    pub line: usize,
    /// Column of the fault, in bytes, from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: &'static str,
}

impl Json {
    /// Parses a whole JSON text.
    ///
    /// # Errors
    /// If the text is not JSON, ends early, or nests deeper than [`MAX_DEPTH`].
    pub fn parse(text: &str) -> Result<Json, JsonError> {
        let parser = Parser { text };
        parser.value(parser.part(text)?, MAX_DEPTH)
    }

    /// The member with this name; of several, the last, as in JavaScript's `JSON.parse`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => {
                members.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text of a string, or the digits of a number.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match self {
            Json::Text(text) | Json::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The JSON type of the value, with its article.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::Text(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        }
    }

    /// The value as JSON text, indented by two spaces, numbers as they were written.
    #[must_use]
    pub fn pretty(&self) -> String {
        // Writing into memory cannot fail, and the names of members are strings.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The value as JSON text on one line.
    #[must_use]
    pub fn compact(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// For serde_json only: other serializers do not know how to write a number from its digits.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Number(digits) => match RawValue::from_string(digits.clone()) {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(digits),
            },
            Json::Text(text) => serializer.serialize_str(text),
            Json::Array(items) => serializer.collect_seq(items),
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// Parses one level of nesting at a time, so that the depth is bounded here and each value is known by its text.
struct Parser<'a> {
    text: &'a str,
}

impl<'a> Parser<'a> {
    fn value(&self, raw: &'a RawValue, depth: usize) -> Result<Json, JsonError> {
        let part = raw.get();
        let inner = || depth.checked_sub(1).ok_or_else(|| self.error(part, 1, 1, "nested too deep"));
        Ok(match part.as_bytes().first() {
            Some(b'{') => {
                let inner = inner()?;
                let Members(members) = self.part(part)?;
                let member = |(name, raw)| Ok((name, self.value(raw, inner)?));
                Json::Object(members.into_iter().map(member).collect::<Result<_, _>>()?)
            }
            Some(b'[') => {
                let inner = inner()?;
                let items: Vec<&RawValue> = self.part(part)?;
                Json::Array(items.into_iter().map(|raw| self.value(raw, inner)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => {
                let Characters(text) = self.part(part)?;
                Json::Text(text)
            }
            Some(b't') => Json::Bool(true),
            Some(b'f') => Json::Bool(false),
            Some(b'n') => Json::Null,
            _ => Json::Number(part.to_owned()),
        })
    }

    fn part<T: Deserialize<'a>>(&self, part: &'a str) -> Result<T, JsonError> {
        serde_json::from_str(part).map_err(|error| {
            let problem = match error.classify() {
                Category::Eof => "the text ends early",
                Category::Io | Category::Syntax | Category::Data => "not valid JSON",
            };
            self.error(part, error.line(), error.column(), problem)
        })
    }

    /// An error at a line and column of a part, which is a slice of the whole text.
    fn error(&self, part: &str, line: usize, column: usize, problem: &'static str) -> JsonError {
        let start = part.as_ptr().addr() - self.text.as_ptr().addr();
        let before = self.text.as_bytes().get(..start).unwrap_or_default();
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        JsonError {
            line: line + before.iter().filter(|byte| **byte == b'\n').count(),
            column: if line == 1 { column + start - line_start } else { column },
            problem,
        }
    }
}

/// The characters of a JSON string. Half a surrogate pair (`\ud83d` alone: a text cut off by Java or JavaScript) is U+FFFD,
/// where serde_json refuses the whole document for it.
struct Characters(String);

impl<'de> Deserialize<'de> for Characters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CharactersVisitor;

        impl Visitor<'_> for CharactersVisitor {
            type Value = Characters;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Characters(String::from_utf8_lossy(bytes).into_owned()))
            }
        }

        // As bytes, halves of pairs are passed on.
        deserializer.deserialize_bytes(CharactersVisitor)
    }
}

/// The members of an object, their values not parsed yet.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Characters(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}
