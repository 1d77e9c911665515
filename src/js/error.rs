//! Errors in JavaScript: `CertViewError`, a subclass of `Error`, with a stable code.

use wasm_bindgen::prelude::*;

use crate::client::{Error, ErrorCode};
use crate::csr::CsrError;

// The class is one file beside the generated one, not a copy of it in a folder of snippets: two copies would be two
// classes, and `instanceof` would be false for one of them.
#[wasm_bindgen(raw_module = "./errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = errorFromModule)]
    fn error_from_module(
        code: &str,
        message: &str,
        status: Option<u16>,
        gateway_code: Option<&str>,
        gateway_message: Option<&str>,
        retry_after_ms: Option<f64>,
        attempts: u32,
        cause: &JsValue,
    ) -> JsValue;

    #[wasm_bindgen(js_name = csrErrorFromModule)]
    fn csr_error_from_module(message: &str, deviation: &str, offset: Option<u32>, expected: &str) -> JsValue;
}

/// A failed call, with its advice. `cause` is what the host or the caller threw, or undefined.
pub(super) fn thrown(error: &Error, cause: &JsValue) -> JsValue {
    error_from_module(
        error.code.as_str(),
        &error.to_string(),
        error.status,
        error.gateway.code.as_deref(),
        error.gateway.text.as_deref(),
        // Whole milliseconds, far below 2^53.
        error.retry_after_ms.map(|wait| wait as f64),
        error.attempts,
        cause,
    )
}

/// A failure of something that is no call: the message is complete.
pub(super) fn without_call(code: ErrorCode, message: &str) -> JsValue {
    error_from_module(code.as_str(), message, None, None, None, None, 0, &JsValue::UNDEFINED)
}

/// An invalid argument. `name` is the argument's or the option's; its value is never part of the message, since it may
/// be a secret.
pub(super) fn invalid_argument(name: &str, problem: &str) -> JsValue {
    without_call(ErrorCode::InvalidArgument, &format!("\"{name}\": {problem}"))
}

/// A certification request that cannot be read.
pub(super) fn refused_csr(error: &CsrError) -> JsValue {
    let offset = error.offset.and_then(|offset| u32::try_from(offset).ok());
    csr_error_from_module(&error.to_string(), error.kind.code(), offset, error.expected)
}
