//! A caller's arguments: checked before anything is done with them. Option objects are read once, member by member.

use http::{HeaderName, HeaderValue};
use js_sys::{Array, Function, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;
use zeroize::Zeroizing;

use super::error::{invalid_argument, without_call};
use crate::client::{ErrorCode, MAX_BODY_BYTES};
use crate::order::Uuid;

/// The longest timer of a host, in milliseconds: beyond it, timers fire at once.
pub(super) const LONGEST_TIMER_MS: u32 = 2_147_483_647;

/// An object of options, none of them unknown.
pub(super) struct Options {
    object: JsValue,
    owner: &'static str,
}

impl Options {
    /// Reads the options of `owner`, which knows these names and no others. Undefined and null are no options.
    pub(super) fn read(object: &JsValue, owner: &'static str, known: &[&str]) -> Result<Self, JsValue> {
        let options = Self { object: object.clone(), owner };
        if object.is_undefined() || object.is_null() {
            return Ok(options);
        }
        if !object.is_object() || Array::is_array(object) {
            let problem = format!("expected an object with options, got {}.", kind(object));
            return Err(invalid_argument(owner, &problem));
        }
        let names = Reflect::own_keys(object).map_err(|_| options.unreadable())?;
        for name in names.iter().filter_map(|name| name.as_string()) {
            if !known.contains(&name.as_str()) {
                let problem = format!("{owner} has no such option. Its options are {}.", known.join(", "));
                return Err(invalid_argument(&name, &problem));
            }
        }
        Ok(options)
    }

    /// The value of an option; none where it is undefined or null.
    pub(super) fn get(&self, name: &str) -> Result<Option<JsValue>, JsValue> {
        if !self.object.is_object() {
            return Ok(None);
        }
        let value = Reflect::get(&self.object, &name.into()).map_err(|_| self.unreadable())?;
        Ok((!value.is_undefined() && !value.is_null()).then_some(value))
    }

    /// An option that is a text.
    pub(super) fn text(&self, name: &str, expected: &str) -> Result<Option<String>, JsValue> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        value.as_string().map(Some).ok_or_else(|| wrong(name, expected, &value))
    }

    /// An option that is a text and has to be there.
    pub(super) fn required_text(&self, name: &str, expected: &str) -> Result<String, JsValue> {
        self.text(name, expected)?.ok_or_else(|| wrong(name, expected, &JsValue::UNDEFINED))
    }

    /// An option that is a whole number within bounds.
    pub(super) fn whole_number(&self, name: &str, lowest: u32, highest: u32) -> Result<Option<u32>, JsValue> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let number = value.as_f64().filter(|number| {
            number.fract() == 0.0 && (f64::from(lowest)..=f64::from(highest)).contains(number)
        });
        match number {
            // Within the bounds just checked.
            Some(number) => Ok(Some(number as u32)),
            None => Err(wrong(name, &format!("a whole number from {lowest} to {highest}"), &value)),
        }
    }

    /// An option that is a function.
    pub(super) fn function(&self, name: &str, expected: &str) -> Result<Option<Function>, JsValue> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        value.dyn_into().map(Some).map_err(|value| wrong(name, expected, &value))
    }

    /// The option `headers`: an object of texts, or pairs of them as `Headers` and `Map` have them.
    pub(super) fn headers(&self) -> Result<Vec<(String, String)>, JsValue> {
        const EXPECTED: &str = "an object with a text for each header";
        let Some(value) = self.get("headers")? else { return Ok(Vec::new()) };
        let unreadable = |_| wrong("headers", EXPECTED, &value);
        if !value.is_object() {
            return Err(wrong("headers", EXPECTED, &value));
        }
        let pairs = match js_sys::try_iter(&value).map_err(unreadable)? {
            Some(pairs) => pairs
                .map(|pair| {
                    let pair = pair?;
                    Ok((Reflect::get_u32(&pair, 0)?, Reflect::get_u32(&pair, 1)?))
                })
                .collect::<Result<Vec<_>, JsValue>>(),
            None => Reflect::own_keys(&value).and_then(|names| {
                names.iter().map(|name| Ok((name.clone(), Reflect::get(&value, &name)?))).collect()
            }),
        };
        pairs.map_err(unreadable)?.into_iter().map(|(name, text)| header(&name, &text)).collect()
    }

    /// An option that is true or false; false where it is left out.
    pub(super) fn flag(&self, name: &str) -> Result<bool, JsValue> {
        match self.get(name)? {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or_else(|| wrong(name, "true or false", &value)),
        }
    }

    /// The option `signal`. One that has fired already is an error: its own reason.
    pub(super) fn signal(&self) -> Result<Option<AbortSignal>, JsValue> {
        let Some(value) = self.get("signal")? else { return Ok(None) };
        // Read with care: what calls itself a signal may be a proxy, whose members throw.
        let aborted = value
            .is_instance_of::<AbortSignal>()
            .then(|| Reflect::get(&value, &"aborted".into()).ok()?.as_bool())
            .flatten();
        match aborted {
            None => Err(wrong("signal", "an AbortSignal", &value)),
            Some(true) => Err(Reflect::get(&value, &"reason".into()).unwrap_or(JsValue::UNDEFINED)),
            Some(false) => Ok(Some(value.unchecked_into())),
        }
    }

    fn unreadable(&self) -> JsValue {
        invalid_argument(self.owner, "the options cannot be read: reading one of them throws.")
    }
}

/// Headers that the client makes itself.
const OWN_HEADERS: [&str; 6] =
    ["accept", "authorization", "content-length", "content-type", "host", "user-agent"];

/// A header that may be sent (RFC 9110, section 5), and is none of the client's own.
fn header(name: &JsValue, value: &JsValue) -> Result<(String, String), JsValue> {
    let text = name.as_string().unwrap_or_default();
    let parsed = HeaderName::from_bytes(text.as_bytes())
        .map_err(|_| invalid_argument("headers", "one of the names is not the name of a header."))?;
    if OWN_HEADERS.contains(&parsed.as_str()) {
        let problem =
            format!("{parsed} is set by the client. Tokens are passed as \"token\" or \"getToken\".");
        return Err(invalid_argument("headers", &problem));
    }
    let value = value.as_string().filter(|value| is_header_value(value));
    let value = value.ok_or_else(|| {
        invalid_argument("headers", &format!("the value of {parsed} is no text of visible ASCII characters."))
    })?;
    Ok((text, value))
}

/// Whether a text may be the value of a header.
pub(super) fn is_header_value(text: &str) -> bool {
    !text.trim().is_empty() && HeaderValue::from_str(text).is_ok()
}

/// An argument that is a request's UUID.
pub(super) fn uuid(value: &JsValue) -> Result<Uuid, JsValue> {
    let text = value.as_string().ok_or_else(|| wrong("uuid", "the UUID of a certificate request", value))?;
    text.parse().map_err(|error: crate::order::UuidError| invalid_argument("uuid", &format!("{error}.")))
}

/// An argument that is a text or its bytes. Copied here, and the copy overwritten: it may hold a secret.
pub(super) fn bytes(value: &JsValue, name: &str) -> Result<Zeroizing<Vec<u8>>, JsValue> {
    let too_large = |length: u32| {
        let message = format!("\"{name}\": more than 8 MiB, which is no certificate request.");
        (length as usize > MAX_BODY_BYTES)
            .then(|| without_call(ErrorCode::TooLarge, &message))
            .map_or(Ok(()), Err)
    };
    if let Some(text) = value.dyn_ref::<JsString>() {
        too_large(text.length())?;
        return Ok(Zeroizing::new(String::from(text).into_bytes()));
    }
    if let Some(array) = value.dyn_ref::<Uint8Array>() {
        too_large(array.length())?;
        return Ok(Zeroizing::new(array.to_vec()));
    }
    Err(wrong(name, "a string or a Uint8Array", value))
}

/// Names what was expected and the kind of value that came, and nothing of the value itself.
pub(super) fn wrong(name: &str, expected: &str, value: &JsValue) -> JsValue {
    invalid_argument(name, &format!("expected {expected}, got {}.", kind(value)))
}

fn kind(value: &JsValue) -> String {
    let word = value.js_typeof().as_string().unwrap_or_default();
    match word.as_str() {
        "object" if value.is_null() => "null".to_owned(),
        "object" if Array::is_array(value) => "an array".to_owned(),
        "object" => "another object".to_owned(),
        "undefined" => word,
        _ => format!("a {word}"),
    }
}

/// An object with these members.
pub(super) fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A new object takes every member.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
