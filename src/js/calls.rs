//! Arguments of the client's methods that are written in JavaScript.

use wasm_bindgen::prelude::*;

use super::arguments::{LONGEST_TIMER_MS, Options, object, uuid};
use crate::order::RequestStatus;

/// Shorter intervals would be a flood of calls.
const SHORTEST_INTERVAL_MS: u32 = 100;

/// How many requests `getOrders` reads at a time.
const DEFAULT_AT_ONCE: u32 = 4;
const MOST_AT_ONCE: u32 = 32;

/// Whether a request with this status has ended.
#[must_use]
#[wasm_bindgen(js_name = isFinalStatus)]
pub fn is_final_status(status: &JsValue) -> bool {
    status.as_string().is_some_and(|word| RequestStatus::from_word(&word).is_final())
}

/// Reads the options of `watchOrder`, which is written in JavaScript: an object with those that are there.
///
/// # Errors
/// `CertViewError` with `invalid_argument`, naming the option; a signal's own reason where it has fired already.
#[wasm_bindgen(js_name = readWatchOptions)]
pub fn read_watch_options(options: &JsValue) -> Result<JsValue, JsValue> {
    let options = Options::read(options, "watchOrder", &["signal", "intervalMs", "includePrivateKey"])?;
    let interval = options.whole_number("intervalMs", SHORTEST_INTERVAL_MS, LONGEST_TIMER_MS)?;
    Ok(object(&[
        ("intervalMs", interval.into()),
        ("includePrivateKey", options.flag("includePrivateKey")?.into()),
        ("signal", options.signal()?.into()),
    ]))
}

/// Reads the arguments of `getOrder`, whose calls are shared in JavaScript: an object with the UUID in its usual form and
/// the options.
///
/// # Errors
/// `CertViewError` with `invalid_argument`, naming the argument; a signal's own reason where it has fired already.
#[wasm_bindgen(js_name = readGetOrderArguments)]
pub fn read_get_order_arguments(id: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let id = uuid(id)?;
    let options = Options::read(options, "getOrder", &["signal", "includePrivateKey"])?;
    Ok(object(&[
        ("uuid", id.to_string().into()),
        ("includePrivateKey", options.flag("includePrivateKey")?.into()),
        ("signal", options.signal()?.into()),
    ]))
}

/// Reads the options of `getOrders`, which is written in JavaScript.
///
/// # Errors
/// `CertViewError` with `invalid_argument`, naming the option; a signal's own reason where it has fired already.
#[wasm_bindgen(js_name = readGetOrdersOptions)]
pub fn read_get_orders_options(options: &JsValue) -> Result<JsValue, JsValue> {
    let options = Options::read(options, "getOrders", &["concurrency", "signal", "includePrivateKey"])?;
    let concurrency = options.whole_number("concurrency", 1, MOST_AT_ONCE)?.unwrap_or(DEFAULT_AT_ONCE);
    Ok(object(&[
        ("concurrency", concurrency.into()),
        ("includePrivateKey", options.flag("includePrivateKey")?.into()),
        ("signal", options.signal()?.into()),
    ]))
}
