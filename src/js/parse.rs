//! A saved response, read.

use wasm_bindgen::prelude::*;

use super::arguments::{Options, bytes};
use super::error::without_call;
use super::values;
use crate::client::ErrorCode;
use crate::order::{DecodeError, Order};

/// Reads a JSON text that CertView answered, as a string or as UTF-8 bytes.
///
/// # Errors
/// `CertViewError` with `invalid_argument`, `too_large` or `decode`.
#[wasm_bindgen(js_name = parseOrder)]
pub fn parse_order(text: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let include_private_key =
        Options::read(options, "parseOrder", &["includePrivateKey"])?.flag("includePrivateKey")?;
    let text = bytes(text, "text")?;
    let order = std::str::from_utf8(&text)
        .map_err(|_| DecodeError::NotUtf8)
        .and_then(Order::from_text)
        .map_err(|problem| {
            let message = format!(
                "This is no certificate request: {problem}. Pass the JSON text that CertView answered, whole and \
                 unchanged."
            );
            without_call(ErrorCode::Decode, &message)
        })?;
    values::order(&order, include_private_key)
}
