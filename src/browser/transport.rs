//! The way out: fetch, one deadline, one abort controller for each call.
//!
//! gloo-net builds the requests and reads the answers. The fetch itself is called here: gloo-net's own `send`
//! reaches `unreachable!()` when fetch rejects with anything but an `Error` (an abort with a reason, a mock), and
//! the promise then never settles. The caller's signal is never handed to fetch either, for the same reason.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use gloo_net::http::{Method as HttpMethod, RequestBuilder, Response as HttpResponse};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestMode, RequestRedirect,
};

use super::clock;
use crate::client::{Fault, MAX_BODY_BYTES, Method, Request, Response, Transport};
use crate::order::Timestamp;

#[wasm_bindgen]
extern "C" {
    // Not `async`: with it, a fetch that throws at once would never be heard of. Not typed as a promise: mocks
    // answer other things.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// A transport for one call: its deadline begins when it is made, and runs over all attempts.
pub struct FetchTransport {
    ending: Rc<Ending>,
    deadline_ms: f64,
    _deadline: Timeout,
    caller: Option<CallerSignal>,
}

impl fmt::Debug for FetchTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FetchTransport")
    }
}

/// How a call was ended from outside, if it was.
struct Ending {
    controller: AbortController,
    reason: Cell<Option<Ended>>,
    /// Resolves when the call is ended; pending for ever otherwise.
    ended: Promise,
    resolve: Option<js_sys::Function>,
}

#[derive(Clone, Copy)]
enum Ended {
    Timeout,
    Aborted,
}

impl Ending {
    fn end(&self, reason: Ended) {
        if self.reason.get().is_none() {
            self.reason.set(Some(reason));
            self.controller.abort();
            if let Some(resolve) = &self.resolve {
                // A resolve function does not throw.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        }
    }

    fn fault(&self) -> Option<Fault> {
        self.reason.get().map(|reason| match reason {
            Ended::Timeout => Fault::Timeout,
            Ended::Aborted => Fault::Aborted,
        })
    }

    /// Waits for a promise, or for the end of the call.
    async fn race(&self, promise: &Promise) -> Result<JsValue, Fault> {
        let both = Array::of2(promise, &self.ended);
        let outcome = JsFuture::from(Promise::race(&both)).await;
        match self.fault() {
            Some(fault) => Err(fault),
            None => outcome.map_err(|_| Fault::Network),
        }
    }
}

/// The listener on the caller's signal, removed when the call is over.
struct CallerSignal {
    signal: AbortSignal,
    listener: Closure<dyn FnMut()>,
}

impl Drop for CallerSignal {
    fn drop(&mut self) {
        // Fails only for a signal that is no event target, and then there is nothing to remove.
        let _ =
            self.signal.remove_event_listener_with_callback("abort", self.listener.as_ref().unchecked_ref());
    }
}

impl FetchTransport {
    /// A transport that gives up after so many milliseconds, or when the caller's signal says so.
    ///
    /// # Errors
    /// [`Fault::Unsendable`] where the host has no `AbortController`.
    pub fn new(timeout_ms: u32, signal: Option<AbortSignal>) -> Result<Self, Fault> {
        let controller = AbortController::new().map_err(|_| {
            Fault::Unsendable("This JavaScript host is too old: it has no AbortController.".to_owned())
        })?;
        let mut resolve = None;
        let ended = Promise::new(&mut |resolver, _| resolve = Some(resolver));
        let ending = Rc::new(Ending { controller, reason: Cell::new(None), ended, resolve });
        let on_deadline = ending.clone();
        let deadline = Timeout::new(timeout_ms, move || on_deadline.end(Ended::Timeout));
        let caller = signal.map(|signal| {
            if signal.aborted() {
                ending.end(Ended::Aborted);
            }
            let on_abort = ending.clone();
            let listener = Closure::<dyn FnMut()>::new(move || on_abort.end(Ended::Aborted));
            // Fails only for a signal that is no event target; such a one never fires either.
            let _ = signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
            CallerSignal { signal, listener }
        });
        let deadline_ms = js_sys::Date::now() + f64::from(timeout_ms);
        Ok(Self { ending, deadline_ms, _deadline: deadline, caller })
    }

    /// Ends the call, as the caller's signal would.
    pub fn abort(&self) {
        self.ending.end(Ended::Aborted);
    }

    /// The reason the caller's signal gives, where it has fired.
    #[must_use]
    pub fn abort_reason(&self) -> Option<JsValue> {
        self.caller.as_ref().filter(|caller| caller.signal.aborted()).map(|caller| caller.signal.reason())
    }

    fn build(&self, request: &Request) -> Result<web_sys::Request, Fault> {
        let mut builder = RequestBuilder::new(&request.url)
            .method(match request.method {
                Method::Get => HttpMethod::GET,
                Method::Post => HttpMethod::POST,
            })
            .header("Accept", request.accept)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .redirect(RequestRedirect::Error)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .abort_signal(Some(&self.ending.controller.signal()));
        if let Some(authorization) = &request.authorization {
            builder = builder.header("Authorization", authorization);
        }
        let built = match &request.form {
            Some(form) => builder
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(Uint8Array::from(form.as_bytes())),
            None => builder.build(),
        };
        built.map(Into::into).map_err(|_| {
            Fault::Unsendable(
                "The address of the request is not valid here. Outside a page it has to be absolute."
                    .to_owned(),
            )
        })
    }

    async fn read_body(&self, response: &HttpResponse) -> Result<Vec<u8>, Fault> {
        let Some(stream) = response.body() else { return Ok(Vec::new()) };
        let reader: ReadableStreamDefaultReader =
            stream.get_reader().dyn_into().map_err(|_| Fault::Network)?;
        let mut body = Vec::new();
        loop {
            let part = self.ending.race(&reader.read()).await?;
            if Reflect::get(&part, &"done".into()).map_err(|_| Fault::Network)?.is_truthy() {
                return Ok(body);
            }
            let chunk: Uint8Array = Reflect::get(&part, &"value".into())
                .and_then(|value| value.dyn_into())
                .map_err(|_| Fault::Network)?;
            let start = body.len();
            let end = start + chunk.length() as usize;
            if end > MAX_BODY_BYTES {
                self.ending.controller.abort();
                return Err(Fault::TooLarge);
            }
            body.resize(end, 0);
            if let Some(space) = body.get_mut(start..) {
                chunk.copy_to(space);
            }
            // The host's copy may hold a private key too.
            chunk.fill(0, 0, chunk.length());
        }
    }
}

/// A promise that resolves after so many milliseconds, for as long as the timeout beside it is not dropped.
fn elapsing(milliseconds: u32) -> (Promise, Option<Timeout>) {
    let mut timeout = None;
    let elapsed = Promise::new(&mut |resolve, _| {
        timeout = Some(Timeout::new(milliseconds, move || {
            // A resolve function does not throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }));
    });
    (elapsed, timeout)
}

impl Transport for FetchTransport {
    async fn send(&self, request: Request) -> Result<Response, Fault> {
        if let Some(fault) = self.ending.fault() {
            return Err(fault);
        }
        let built = self.build(&request)?;
        drop(request);
        let answer = global_fetch(&built).map_err(|_| self.ending.fault().unwrap_or(Fault::Network))?;
        let answer = self.ending.race(&Promise::resolve(&answer)).await?;
        let response: web_sys::Response = answer.dyn_into().map_err(|_| Fault::Network)?;
        let response = HttpResponse::from(response);
        let headers = response.headers();
        let body = self.read_body(&response).await?;
        Ok(Response {
            status: response.status(),
            retry_after: headers.get("Retry-After"),
            to_wait_sec: headers.get("X-RateLimit-ToWait-Sec"),
            body,
        })
    }

    async fn wait(&self, milliseconds: u32) -> Result<(), Fault> {
        let (elapsed, _timeout) = elapsing(milliseconds);
        self.ending.race(&elapsed).await.map(|_| ())
    }

    async fn is_there(&self, url: &str) -> bool {
        let built = RequestBuilder::new(url)
            .mode(RequestMode::NoCors)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .abort_signal(Some(&self.ending.controller.signal()))
            .build();
        let Ok(Ok(answer)) = built.map(|request| global_fetch(&request.into())) else { return false };
        self.ending.race(&Promise::resolve(&answer)).await.is_ok()
    }

    fn remaining_ms(&self) -> u32 {
        // Saturates at both ends; the deadline itself is kept by the timer.
        (self.deadline_ms - js_sys::Date::now()) as u32
    }

    fn now(&self) -> Timestamp {
        clock::now()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}
