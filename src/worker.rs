//! The worker: inspects requests for the page, beside it. `src/inspection_worker.rs` starts it.
//!
//! It says [`READY`] once, then answers each [`InspectionRequest`] with one [`InspectionAnswer`]. It keeps nothing of a
//! request, and gets neither a private key nor the token.

use std::cell::OnceCell;
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, DedicatedWorkerGlobalScope, MessageEvent, RequestInit, Response};

use crate::browser::check_self_signature;
use crate::csr::{self, SelfSignature};
use crate::inspection::{Inspection, InspectionAnswer, InspectionRequest, READY};
use crate::order::{Order, Timestamp};
use crate::review::{CsrInput, SuffixList, needs_suffix_list};

/// The Public Suffix List, beside the page on any host.
const SUFFIX_LIST: &str = "/public-suffixes.txt";
/// How long the review waits for the list; without it, the check for public suffixes reports nothing.
const SUFFIX_LIST_TIMEOUT_MS: u32 = 10_000;

thread_local! {
    /// The list, once a request has needed it: few do.
    static SUFFIXES: OnceCell<Rc<SuffixList>> = const { OnceCell::new() };
}

/// Answers inspections until the worker is terminated.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    let listener = EventListener::new(&scope, "message", move |event| {
        let data = event.unchecked_ref::<MessageEvent>().data().as_string();
        let request = data.and_then(|text| serde_json::from_str::<InspectionRequest>(&text).ok());
        let scope = answering.clone();
        spawn_local(async move {
            if let Some(request) = request {
                let answer = answer(&request).await;
                // Texts can be posted, and writing into memory cannot fail.
                let _ = scope.post_message(&serde_json::to_string(&answer).unwrap_or_default().into());
            }
        });
    });
    // It ends with the worker.
    listener.forget();
    let _ = scope.post_message(&READY.into());
}

async fn answer(request: &InspectionRequest) -> InspectionAnswer {
    let inspection = match request.order() {
        Ok(order) => Some(inspect(&order, request.now).await),
        Err(_) => None,
    };
    InspectionAnswer { number: request.number, inspection }
}

async fn inspect(order: &Order, now: Timestamp) -> Inspection {
    let csr = order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes()));
    let check = csr.as_ref().and_then(|csr| csr.as_ref().ok()).and_then(|csr| csr.signature_check());
    let self_signature = match check {
        Some(check) => check_self_signature(&check).await,
        None => SelfSignature::Unsupported,
    };
    let suffixes = if needs_suffix_list(order) { suffix_list().await } else { None };
    Inspection::new(order, CsrInput::new(csr.as_ref()), self_signature, now, suffixes.as_deref())
}

async fn suffix_list() -> Option<Rc<SuffixList>> {
    if let Some(known) = SUFFIXES.with(|list| list.get().cloned()) {
        return Some(known);
    }
    let list = Rc::new(SuffixList::parse(&load(SUFFIX_LIST).await.ok()?)?);
    Some(SUFFIXES.with(|known| known.get_or_init(|| list).clone()))
}

/// Not through the transport of the client, which keeps answers out of the browser's cache.
async fn load(path: &str) -> Result<String, JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let options = RequestInit::new();
    options.set_signal(Some(&AbortSignal::timeout_with_u32(SUFFIX_LIST_TIMEOUT_MS)));
    let response: Response =
        JsFuture::from(scope.fetch_with_str_and_init(path, &options)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::UNDEFINED);
    }
    JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::UNDEFINED)
}
