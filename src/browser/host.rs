//! What kind of host this is.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// Whether this is a browser: a host that keeps pages of other origins from reading answers (CORS), and does not report
/// why a call failed. Node, Deno, Bun and Cloudflare's workers are none, and neither is a simulated page (jsdom) in Node.
pub(super) fn is_browser() -> bool {
    let global = js_sys::global();
    let user_agent = member(&global, "navigator").and_then(|navigator| member(&navigator, "userAgent"));
    let runs_in_node = member(&global, "process")
        .and_then(|process| member(&process, "versions"))
        .and_then(|versions| member(&versions, "node"))
        .is_some();
    !runs_in_node
        && user_agent.and_then(|text| text.as_string()).is_some_and(|text| text.starts_with("Mozilla/"))
}

/// A member that is there and can be read.
pub(super) fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}
