//! A request that was sent before the WebAssembly module was there.

use std::fmt;

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast;
use web_sys::AbortController;
use zeroize::Zeroizing;

use super::host::member;
use crate::client::{Method, Request};

/// The global variable that static/boot.js leaves it in.
const GLOBAL: &str = "startedRequest";

/// A request that static/boot.js has sent. A [`super::FetchTransport`] takes its answer where it would send the same
/// request.
pub struct StartedRequest {
    url: String,
    authorization: Zeroizing<String>,
    response: Promise,
    controller: AbortController,
    is_answered: bool,
}

impl fmt::Debug for StartedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartedRequest").field("url", &self.url).finish_non_exhaustive()
    }
}

impl StartedRequest {
    /// Takes it out of its global variable, so that nothing there keeps the token.
    #[must_use]
    pub fn take() -> Option<Self> {
        let global = js_sys::global();
        let object = member(&global, GLOBAL)?;
        // A variable that stays because it is frozen is no worse than one that was never removed.
        let _ = Reflect::delete_property(&global, &GLOBAL.into());
        Some(Self {
            url: member(&object, "url")?.as_string()?,
            authorization: Zeroizing::new(member(&object, "authorization")?.as_string()?),
            response: member(&object, "response")?.dyn_into().ok()?,
            controller: member(&object, "controller")?.dyn_into().ok()?,
            is_answered: member(&object, "isAnswered")?.is_truthy(),
        })
    }

    /// Whether the headers of its answer have arrived, or it has failed.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.is_answered
    }

    /// Aborts it: nobody waits for its answer.
    pub fn abort(self) {
        self.controller.abort();
    }

    /// Its answer, and what aborts it, where it is this request; otherwise it is aborted.
    pub(super) fn answer_to(self, request: &Request) -> Option<(Promise, AbortController)> {
        let is_same = request.method == Method::Get
            && request.url == self.url
            && request.authorization.as_ref() == Some(&self.authorization);
        if is_same {
            Some((self.response, self.controller))
        } else {
            self.abort();
            None
        }
    }
}
