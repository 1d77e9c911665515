//! Values on their way to JavaScript: plain objects, every member there, null for what was not reported.

use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::order::Order;

/// A plain object. Missing values are null; a number that JavaScript cannot hold exactly is an error.
pub(super) fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

/// An order, and the JSON text it was read from. The private key itself only where it was requested; never in the text.
pub(super) fn order(order: &Order, include_private_key: bool) -> Result<JsValue, JsValue> {
    let object = plain(order)?;
    // As text: JavaScript's own JSON.parse would lose the digits of long numbers.
    Reflect::set(&object, &"rawJson".into(), &order.raw.pretty().into())?;
    if include_private_key && let Some(key) = &order.certificate.private_key {
        let certificate = Reflect::get(&object, &"certificate".into())?;
        Reflect::set(&certificate, &"privateKey".into(), &key.reveal().into())?;
    }
    Ok(object)
}
