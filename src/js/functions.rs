//! The functions that need no gateway: a saved response and a certification request, read.

use js_sys::{Date, Function, JSON, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::arguments::{LONGEST_TIMER_MS, Options, bytes, object, uuid, wrong};
use super::error::{refused_csr, without_call};
use super::values;
use crate::browser;
use crate::client::ErrorCode;
use crate::csr::{self, SelfSignature};
use crate::order::{DecodeError, Order, RequestStatus, Timestamp};
use crate::review::{CsrInput, ReviewInput, review};

/// Shorter intervals would be a flood of calls.
const SHORTEST_INTERVAL_MS: u32 = 100;

/// How many requests `getOrders` reads at a time.
const DEFAULT_AT_ONCE: u32 = 4;
const MOST_AT_ONCE: u32 = 32;

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

/// Decodes a certification request: PEM, bare base64 or DER.
///
/// # Errors
/// `CertViewError` with `invalid_argument`, `too_large` or `invalid_csr`.
#[wasm_bindgen(js_name = decodeCsr)]
pub fn decode_csr(pem_or_der: &JsValue) -> Result<JsValue, JsValue> {
    values::plain(&read_csr(pem_or_der)?)
}

/// Checks the signature of a certification request over itself: a promise of "valid", "invalid" or "unsupported".
#[wasm_bindgen(js_name = verifyCsr)]
pub fn verify_csr(pem_or_der: &JsValue) -> Promise {
    let check = read_csr(pem_or_der).map(|csr| csr.signature_check());
    future_to_promise(async move {
        let verdict = match check? {
            Some(check) => browser::check_self_signature(&check).await,
            None => SelfSignature::Unsupported,
        };
        Ok(verdict.as_str().into())
    })
}

/// Runs every check on an order: the findings, most severe first.
///
/// # Errors
/// `CertViewError` with `invalid_argument`, `too_large` or `decode`.
#[wasm_bindgen(js_name = reviewOrder)]
pub fn review_order(order: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    const EXPECTED: &str = "an order as getOrder or parseOrder answers it";
    let options = Options::read(options, "reviewOrder", &["now", "selfSignature"])?;
    let now = match options.get("now")? {
        None => browser::now(),
        Some(now) => timestamp(&now).ok_or_else(|| wrong("now", "a Date or an ISO 8601 text", &now))?,
    };
    let self_signature = match options.get("selfSignature")? {
        None => None,
        Some(word) => [SelfSignature::Valid, SelfSignature::Invalid, SelfSignature::Unsupported]
            .into_iter()
            .find(|known| word.as_string().as_deref() == Some(known.as_str()))
            .map(Some)
            .ok_or_else(|| wrong("selfSignature", "\"valid\", \"invalid\" or \"unsupported\"", &word))?,
    };
    if !order.is_object() {
        return Err(wrong("order", EXPECTED, order));
    }
    // An order as this package answers it is in the shape it reads.
    let text = JSON::stringify(order).map_err(|_| wrong("order", EXPECTED, order))?;
    let text = bytes(&text, "order")?;
    let order = std::str::from_utf8(&text)
        .map_err(|_| DecodeError::NotUtf8)
        .and_then(Order::from_text)
        .map_err(|_| wrong("order", EXPECTED, order))?;
    let csr = order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes()));
    let csr = CsrInput::new(csr.as_ref());
    let review = review(&ReviewInput { self_signature, ..ReviewInput::new(&order, csr, now) });
    values::plain(&review.findings)
}

/// A `Date`, or a text that names a point in time.
fn timestamp(value: &JsValue) -> Option<Timestamp> {
    if let Some(text) = value.as_string() {
        return Timestamp::parse(&text);
    }
    // With care: what calls itself a date may be a proxy, whose members throw.
    let get_time: Function =
        Reflect::get(value.dyn_ref::<Date>()?, &"getTime".into()).ok()?.dyn_into().ok()?;
    // An invalid date is not a number.
    let milliseconds = get_time.call0(value).ok()?.as_f64().filter(|time| time.is_finite())?;
    Timestamp::from_epoch_milliseconds(milliseconds as i64)
}

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

fn read_csr(pem_or_der: &JsValue) -> Result<csr::Csr, JsValue> {
    csr::decode(&bytes(pem_or_der, "pemOrDer")?).map_err(|error| refused_csr(&error))
}
