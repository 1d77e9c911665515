//! A JSON text as a tree that keeps what came: the order of members, duplicate names, and every digit of a
//! number. Pure; knows nothing of orders.
//!
//! No crate keeps all of these: `serde_json` turns long ids into floating point, drops duplicate names, and its
//! generic machinery costs the page several kilobytes. The tests hold this reader against it.

use std::fmt;

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
    /// A number, digit for digit as it was written.
    Number(String),
    /// A string, unescaped.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: its members in the order they came, duplicates included.
    Object(Vec<(String, Json)>),
}

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Line of the fault, from 1; 0 where it has no place.
    pub line: usize,
    /// Column of the fault, in bytes, from 1.
    pub column: usize,
    /// What is wrong there, without any of the text itself: the text may hold a secret.
    pub problem: &'static str,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.problem)?;
        if self.line > 0 {
            write!(f, " (line {}, column {})", self.line, self.column)?;
        }
        Ok(())
    }
}

impl Json {
    /// Reads a whole JSON text.
    ///
    /// # Errors
    /// Where the text is not JSON, ends early, or nests deeper than [`MAX_DEPTH`].
    pub fn parse(text: &str) -> Result<Json, JsonError> {
        let mut reader = Reader { text, at: 0 };
        let json = reader.value(MAX_DEPTH).and_then(|json| match reader.next_token() {
            None => Ok(json),
            Some(_) => Err("more text after the value"),
        });
        json.map_err(|problem| reader.error(problem))
    }

    /// The member of this name; of several, the last, as JavaScript's `JSON.parse` has it.
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

    /// What kind of value this is, in JSON's own words.
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
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out
    }

    /// The value as JSON text on one line.
    #[must_use]
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    fn write(&self, out: &mut String, indent: Option<usize>) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(digits) => out.push_str(digits),
            Json::Text(text) => quote(text, out),
            Json::Array(items) => {
                let inner = indent.map(|depth| depth + 1);
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    separate(out, index, inner);
                    item.write(out, inner);
                }
                close(out, items.is_empty(), indent, ']');
            }
            Json::Object(members) => {
                let inner = indent.map(|depth| depth + 1);
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    separate(out, index, inner);
                    quote(name, out);
                    out.push_str(if indent.is_some() { ": " } else { ":" });
                    value.write(out, inner);
                }
                close(out, members.is_empty(), indent, '}');
            }
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                out.push_str("\\u00");
                for digit in [u32::from(control) >> 4, u32::from(control) & 15] {
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

fn separate(out: &mut String, index: usize, indent: Option<usize>) {
    if index > 0 {
        out.push(',');
    }
    new_line(out, indent);
}

fn close(out: &mut String, empty: bool, indent: Option<usize>, bracket: char) {
    if !empty {
        new_line(out, indent);
    }
    out.push(bracket);
}

fn new_line(out: &mut String, indent: Option<usize>) {
    if let Some(depth) = indent {
        out.push('\n');
        for _ in 0..depth {
            out.push_str("  ");
        }
    }
}

/// Reads from the front; a problem is where it stands.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

const ENDS_EARLY: &str = "the text ends early";
const UNEXPECTED: &str = "not valid JSON";

impl Reader<'_> {
    fn error(&self, problem: &'static str) -> JsonError {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let line_start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        JsonError {
            line: 1 + before.iter().filter(|b| **b == b'\n').count(),
            column: 1 + self.at - line_start,
            problem,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The first byte that is not white space.
    fn next_token(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn expect(&mut self, wanted: u8) -> Result<(), &'static str> {
        match self.next_token() {
            Some(found) if found == wanted => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(UNEXPECTED),
            None => Err(ENDS_EARLY),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, &'static str> {
        let inner = || depth.checked_sub(1).ok_or("nested too deep");
        match self.next_token().ok_or(ENDS_EARLY)? {
            b'{' => {
                let (inner, mut members) = (inner()?, Vec::new());
                self.items(b'}', |reader| {
                    reader.expect(b'"')?;
                    let name = reader.text()?;
                    reader.expect(b':')?;
                    members.push((name, reader.value(inner)?));
                    Ok(())
                })?;
                Ok(Json::Object(members))
            }
            b'[' => {
                let (inner, mut items) = (inner()?, Vec::new());
                self.items(b']', |reader| {
                    items.push(reader.value(inner)?);
                    Ok(())
                })?;
                Ok(Json::Array(items))
            }
            b'"' => {
                self.at += 1;
                self.text().map(Json::Text)
            }
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    /// What stands between a bracket, commas and the closing bracket.
    fn items(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), &'static str>,
    ) -> Result<(), &'static str> {
        self.at += 1;
        if self.next_token() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            item(self)?;
            match self.next_token() {
                Some(b',') => self.at += 1,
                Some(found) if found == close => {
                    self.at += 1;
                    return Ok(());
                }
                Some(_) => return Err(UNEXPECTED),
                None => return Err(ENDS_EARLY),
            }
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, &'static str> {
        for wanted in word.bytes() {
            match self.peek() {
                Some(found) if found == wanted => self.at += 1,
                Some(_) => return Err(UNEXPECTED),
                None => return Err(ENDS_EARLY),
            }
        }
        Ok(value)
    }

    /// RFC 8259, section 6: no plus, no leading nought, digits on both sides of a point.
    fn number(&mut self) -> Result<Json, &'static str> {
        let start = self.at;
        self.skip(b"-");
        if !self.skip(b"0") {
            self.digits()?;
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        Ok(Json::Number(self.text.get(start..self.at).unwrap_or_default().to_owned()))
    }

    fn skip(&mut self, any_of: &[u8]) -> bool {
        let found = self.peek().is_some_and(|b| any_of.contains(&b));
        self.at += usize::from(found);
        found
    }

    fn digits(&mut self) -> Result<(), &'static str> {
        if !self.skip(b"0123456789") {
            return Err(if self.peek().is_none() { ENDS_EARLY } else { UNEXPECTED });
        }
        while self.skip(b"0123456789") {}
        Ok(())
    }

    /// A string, after its opening quotation mark.
    fn text(&mut self) -> Result<String, &'static str> {
        let mut text = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|b| b != b'"' && b != b'\\' && b >= b' ') {
                self.at += 1;
            }
            text.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escaped()?);
                }
                Some(_) => return Err("a control character inside a string"),
                None => return Err(ENDS_EARLY),
            }
        }
    }

    /// The character an escape names, after its backslash.
    fn escaped(&mut self) -> Result<char, &'static str> {
        const NO_CHARACTER: &str = "an escape that names no character";
        let escape = self.peek().ok_or(ENDS_EARLY)?;
        self.at += 1;
        Ok(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.code_unit()?;
                // A character beyond the first plane comes as a pair of surrogates (RFC 8259, section 7).
                if (0xd800..0xdc00).contains(&code) && self.skip(b"\\") && self.skip(b"u") {
                    let low = self.code_unit()?;
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err(NO_CHARACTER);
                    }
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                }
                char::from_u32(code).ok_or(NO_CHARACTER)?
            }
            _ => return Err(NO_CHARACTER),
        })
    }

    fn code_unit(&mut self) -> Result<u32, &'static str> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().ok_or(ENDS_EARLY)?;
            code = code * 16 + char::from(digit).to_digit(16).ok_or("an escape that is not four digits")?;
            self.at += 1;
        }
        Ok(code)
    }
}
