//! What a gateway says when it refuses. Pure.
//!
//! No JSON error body of CertView has been published, and Qualys gateways use at least six shapes, so every
//! known member name is tried, in JSON and in XML, and a plain text is taken as it is. A web page says nothing.

use crate::order::Json;

/// The gateway's own words about a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GatewayMessage {
    /// Its code, such as `2012` or `403 FORBIDDEN`.
    pub code: Option<String>,
    /// Its text.
    pub text: Option<String>,
}

/// Longer texts are shortened: a stack trace is no message for a reader.
const LONGEST: usize = 500;

impl GatewayMessage {
    /// Reads the body of a refusal. Never fails: what cannot be read says nothing.
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        // A body cut off inside a character is still worth its beginning.
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let found = if text.starts_with(['{', '[']) {
            Json::parse(text).map(|json| from_json(&json)).unwrap_or_default()
        } else if text.starts_with('<') {
            Self { code: between(text, "<CODE>", "</CODE>"), text: between(text, "<TEXT>", "</TEXT>") }
        } else {
            Self { code: None, text: Some(text.to_owned()) }
        };
        Self { code: found.code.and_then(tidy), text: found.text.and_then(tidy) }
    }

    /// Puts dots in the place of a secret, wherever the gateway repeats it.
    pub(super) fn hide(&mut self, secret: &str) {
        for part in [&mut self.code, &mut self.text] {
            if let Some(text) = part
                && text.contains(secret)
            {
                *text = text.replace(secret, "…");
            }
        }
    }

    /// Whether the text is Spring's for "no such route", rather than "no such request".
    #[must_use]
    pub fn says_no_such_route(&self) -> bool {
        self.text.as_deref().is_some_and(|text| {
            let text = text.to_ascii_lowercase();
            text.contains("no static resource")
                || text.contains("no handler found")
                || text.contains("no endpoint")
                // A server of files, such as the page's own for paths it does not forward.
                || text.contains("no such file")
                || text.contains("cannot get /")
        })
    }

    /// Whether this is the classic API's word for a concurrency (1960) or rate (1965) limit.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        matches!(self.code.as_deref(), Some("1960" | "1965"))
    }
}

fn from_json(json: &Json) -> GatewayMessage {
    let json = match json {
        Json::Array(items) => match items.first() {
            Some(first) => first,
            None => return GatewayMessage::default(),
        },
        other => other,
    };
    // The inner object, where the shape wraps its words in one.
    let inner = ["response", "_error", "ServiceResponse", "error"]
        .into_iter()
        .find_map(|name| json.get(name).filter(|value| matches!(value, Json::Object(_))))
        .unwrap_or(json);
    let scalar = |names: &[&str]| {
        names.iter().find_map(|name| {
            inner.get(name).and_then(Json::scalar).filter(|text| !text.trim().is_empty()).map(str::to_owned)
        })
    };
    let text = scalar(&["message", "responseMessage", "text", "error_description", "detail", "error"])
        .or_else(|| inner.get("authentication_exceptions").and_then(first_text).map(str::to_owned));
    GatewayMessage { code: scalar(&["errorCode", "code", "responseCode"]), text }
}

/// The first string anywhere inside.
fn first_text(json: &Json) -> Option<&str> {
    match json {
        Json::Text(text) => Some(text),
        Json::Array(items) => items.iter().find_map(first_text),
        Json::Object(members) => members.iter().find_map(|(_, value)| first_text(value)),
        _ => None,
    }
}

fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let (_, rest) = text.split_once(start)?;
    let (inner, _) = rest.split_once(end)?;
    let inner = inner.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    Some(inner.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}

fn tidy(text: String) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    Some(match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    })
}
