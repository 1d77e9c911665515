//! The functions about certification requests: decoding, verifying, reviewing.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Date, Function, JSON, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::arguments::{Options, bytes, wrong};
use super::error::{invalid_argument, refused_csr};
use super::values;
use crate::browser;
use crate::csr::{self, SelfSignature};
use crate::order::{DecodeError, Order, Timestamp};
use crate::review::{CsrInput, ReviewInput, SuffixList, review};

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
    let options = Options::read(options, "reviewOrder", &["now", "selfSignature", "publicSuffixes"])?;
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
    let suffixes = suffix_list(&options)?;
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
    let suffixes = suffixes.as_deref();
    let review = review(&ReviewInput { self_signature, suffixes, ..ReviewInput::new(&order, csr, now) });
    values::plain(&review.findings)
}

thread_local! {
    /// The list that was given last, by its text: reading it takes longer than a review.
    static LAST_LIST: RefCell<Option<(String, Rc<SuffixList>)>> = const { RefCell::new(None) };
}

/// The option `publicSuffixes`.
fn suffix_list(options: &Options) -> Result<Option<Rc<SuffixList>>, JsValue> {
    const EXPECTED: &str = "the text that certview-orders/public-suffixes exports";
    let Some(text) = options.text("publicSuffixes", EXPECTED)? else { return Ok(None) };
    let last = LAST_LIST.with_borrow(|last| {
        last.as_ref().filter(|(known, _)| *known == text).map(|(_, list)| Rc::clone(list))
    });
    if last.is_some() {
        return Ok(last);
    }
    let list = SuffixList::parse(&text).map(Rc::new).ok_or_else(|| {
        invalid_argument("publicSuffixes", &format!("expected {EXPECTED}, got another text."))
    })?;
    LAST_LIST.set(Some((text, Rc::clone(&list))));
    Ok(Some(list))
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

fn read_csr(pem_or_der: &JsValue) -> Result<csr::Csr, JsValue> {
    csr::decode(&bytes(pem_or_der, "pemOrDer")?).map_err(|error| refused_csr(&error))
}
