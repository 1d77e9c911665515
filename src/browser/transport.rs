//! The transport: fetch, with one deadline and one abort controller for each call.
//!
//! gloo-net builds the requests. The fetch itself is called here: gloo-net's own `send` reaches `unreachable!()` when
//! fetch rejects with anything but an `Error` (an abort with a reason, a mock), and the promise then never settles. For
//! the same reason the caller's signal is never handed to fetch, and the answer is read member by member: it may come
//! from a caller's own fetch, and be of another class or realm than the host's `Response`.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use gloo_timers::callback::Timeout;
use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode,
    RequestRedirect,
};

use super::clock;
use super::host::{is_browser, member};
use super::started::StartedRequest;
use crate::client::{Fault, MAX_BODY_BYTES, Method, Request, Response, Transport};
use crate::order::Timestamp;

#[wasm_bindgen]
extern "C" {
    // Not `async`: with it, a fetch that throws at once would never settle. Not typed as a promise: mocks answer other
    // things.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// How requests are sent, beyond what the client itself decides.
#[derive(Debug, Default)]
pub struct FetchOptions {
    /// Called in the place of the host's fetch, with the address and an object of options: an own fetch need not know
    /// the host's `Request`.
    pub fetch: Option<Function>,
    /// Headers of every request, beside those of the client.
    pub headers: Vec<(String, String)>,
    /// The `User-Agent` header; browsers send their own.
    pub user_agent: Option<String>,
    /// Called before each request is sent. It sees neither the token nor the body.
    pub on_request: Option<Function>,
    /// Called when the headers of an answer have come, or none will.
    pub on_response: Option<Function>,
}

/// A transport for one call: its deadline begins when it is made, and covers all attempts.
pub struct FetchTransport {
    ending: Rc<Ending>,
    deadline_ms: f64,
    options: Rc<FetchOptions>,
    /// What was sent already: at most the first request.
    started: Cell<Option<StartedRequest>>,
    sent: Cell<u32>,
    /// What the host threw when the last request failed.
    cause: RefCell<Option<JsValue>>,
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
    controller: RefCell<AbortController>,
    reason: Cell<Option<Ended>>,
    /// Resolves when the call is ended; pending for ever otherwise.
    ended: Promise,
    resolve: Option<Function>,
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
            self.abort_request();
            if let Some(resolve) = &self.resolve {
                // A resolve function does not throw.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        }
    }

    fn abort_request(&self) {
        self.controller.borrow().abort();
    }

    fn signal(&self) -> AbortSignal {
        self.controller.borrow().signal()
    }

    fn fault(&self) -> Option<Fault> {
        self.reason.get().map(|reason| match reason {
            Ended::Timeout => Fault::Timeout,
            Ended::Aborted => Fault::Aborted,
        })
    }

    /// Waits for a promise, or for the end of the call. Within: what the promise came to.
    async fn race(&self, promise: &Promise) -> Result<Result<JsValue, JsValue>, Fault> {
        let both = Array::of2(promise, &self.ended);
        let outcome = JsFuture::from(Promise::race(&both)).await;
        match self.fault() {
            Some(fault) => Err(fault),
            None => Ok(outcome),
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
    /// A transport that gives up after so many milliseconds, or when the caller's signal fires.
    ///
    /// # Errors
    /// [`Fault::Unsendable`] where the host has no `AbortController`.
    pub fn new(timeout_ms: u32, signal: Option<AbortSignal>) -> Result<Self, Fault> {
        Self::with_options(timeout_ms, signal, Rc::default())
    }

    /// The same, with options.
    ///
    /// # Errors
    /// [`Fault::Unsendable`] where the host has no `AbortController`.
    pub fn with_options(
        timeout_ms: u32,
        signal: Option<AbortSignal>,
        options: Rc<FetchOptions>,
    ) -> Result<Self, Fault> {
        let controller = AbortController::new().map_err(|_| {
            Fault::Unsendable("This JavaScript host is too old: it has no AbortController.".to_owned())
        })?;
        let mut resolve = None;
        let ended = Promise::new(&mut |resolver, _| resolve = Some(resolver));
        let ending =
            Rc::new(Ending { controller: RefCell::new(controller), reason: Cell::new(None), ended, resolve });
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
        Ok(Self {
            ending,
            deadline_ms,
            options,
            started: Cell::default(),
            sent: Cell::new(0),
            cause: RefCell::default(),
            _deadline: deadline,
            caller,
        })
    }

    /// The same transport, whose first request may have been sent already. Where it is another one, what was sent is
    /// aborted.
    #[must_use]
    pub fn continuing(self, started: Option<StartedRequest>) -> Self {
        self.started.set(started);
        self
    }

    /// Ends the call, as the caller's signal would.
    pub fn abort(&self) {
        if let Some(started) = self.started.take() {
            started.abort();
        }
        self.ending.end(Ended::Aborted);
    }

    /// The reason the caller's signal gives, where it has fired.
    #[must_use]
    pub fn abort_reason(&self) -> Option<JsValue> {
        self.caller.as_ref().filter(|caller| caller.signal.aborted()).map(|caller| caller.signal.reason())
    }

    /// What the host threw when the last request failed: its own account of a network error.
    #[must_use]
    pub fn cause(&self) -> Option<JsValue> {
        self.cause.borrow().clone()
    }

    /// The request's headers, its token last.
    fn headers<'a>(&'a self, request: &'a Request) -> Vec<(&'a str, &'a str)> {
        let mut headers: Vec<(&str, &str)> =
            self.options.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        headers.push(("Accept", request.accept));
        if let Some(body) = &request.body {
            headers.push(("Content-Type", body.content_type()));
        }
        if let Some(user_agent) = self.options.user_agent.as_deref().filter(|_| !is_browser()) {
            headers.push(("User-Agent", user_agent));
        }
        if let Some(authorization) = &request.authorization {
            headers.push(("Authorization", authorization));
        }
        headers
    }

    /// The request for the host's own fetch.
    fn build(&self, request: &Request) -> Result<web_sys::Request, Fault> {
        let mut builder = RequestBuilder::new(&request.url)
            .method(match request.method {
                Method::Get => HttpMethod::GET,
                Method::Post => HttpMethod::POST,
                Method::Put => HttpMethod::PUT,
            })
            .abort_signal(Some(&self.ending.signal()));
        builder = if is_browser() {
            builder
                .credentials(RequestCredentials::Omit)
                .cache(RequestCache::NoStore)
                .redirect(RequestRedirect::Error)
                .referrer_policy(ReferrerPolicy::NoReferrer)
        } else {
            // Elsewhere there are no cookies, no cache and no referrer, and some hosts refuse the options. A redirect is
            // not followed either: its status is the answer.
            builder.redirect(RequestRedirect::Manual)
        };
        for (name, value) in self.headers(request) {
            builder = builder.header(name, value);
        }
        let built = match &request.body {
            Some(body) => builder.body(Uint8Array::from(body.as_str().as_bytes())),
            None => builder.build(),
        };
        built.map(Into::into).map_err(|_| {
            Fault::Unsendable(
                "The address of the request is not valid here. Outside a page it has to be absolute."
                    .to_owned(),
            )
        })
    }

    /// The same for a caller's own fetch: a plain object.
    fn init(&self, request: &Request) -> Object {
        let headers = Object::new();
        for (name, value) in self.headers(request) {
            set(&headers, name, &value.into());
        }
        let init = Object::new();
        set(&init, "method", &request.method.as_str().into());
        set(&init, "headers", &headers);
        set(&init, "signal", &self.ending.signal());
        if let Some(body) = &request.body {
            set(&init, "body", &body.as_str().into());
        }
        let browser = [
            ("credentials", "omit"),
            ("cache", "no-store"),
            ("redirect", "error"),
            ("referrerPolicy", "no-referrer"),
        ];
        let elsewhere = [("redirect", "manual")];
        for (name, value) in if is_browser() { browser.as_slice() } else { elsewhere.as_slice() } {
            set(&init, name, &(*value).into());
        }
        init
    }

    /// Calls fetch; within: what it answered or threw.
    fn fetch(&self, request: &Request) -> Result<Result<JsValue, JsValue>, Fault> {
        if let Some(started) = self.started.take()
            && let Some((response, controller)) = started.answer_to(request)
        {
            self.ending.controller.replace(controller);
            return Ok(Ok(response.into()));
        }
        match &self.options.fetch {
            Some(fetch) => {
                Ok(fetch.call2(&JsValue::UNDEFINED, &request.url.as_str().into(), &self.init(request)))
            }
            None => self.build(request).map(|request| global_fetch(&request)),
        }
    }

    /// A failure of the host's, remembered as the cause.
    fn network(&self, thrown: JsValue) -> Fault {
        if let Some(fault) = self.ending.fault() {
            return fault;
        }
        let fault = if is_browser() { Fault::Network } else { Fault::Connection(code_of(&thrown)) };
        self.cause.replace((!thrown.is_undefined()).then_some(thrown));
        fault
    }

    /// An answer that is not what fetch answers.
    fn no_response(&self) -> Fault {
        self.network(JsValue::UNDEFINED)
    }

    async fn answer(&self, request: &Request) -> Result<JsValue, Fault> {
        let answer = self.fetch(request)?.map_err(|thrown| self.network(thrown))?;
        let answer = self.ending.race(&settled(&answer)).await?;
        answer.map_err(|thrown| self.network(thrown))
    }

    async fn read_body(&self, response: &JsValue) -> Result<Vec<u8>, Fault> {
        let Some(stream) = member(response, "body") else { return Ok(Vec::new()) };
        let Some(reader) = call(&stream, "getReader", None) else {
            return self.read_whole_body(response).await;
        };
        let mut body = Vec::new();
        loop {
            let part = call(&reader, "read", None).ok_or_else(|| self.no_response())?;
            let part = self.ending.race(&settled(&part)).await?.map_err(|thrown| self.network(thrown))?;
            if member(&part, "done").is_some_and(|done| done.is_truthy()) {
                return Ok(body);
            }
            let chunk =
                member(&part, "value").and_then(|value| octets(&value)).ok_or_else(|| self.no_response())?;
            let start = body.len();
            let end = start + chunk.length() as usize;
            if end > MAX_BODY_BYTES {
                self.ending.abort_request();
                return Err(Fault::TooLarge);
            }
            body.resize(end, 0);
            if let Some(space) = body.get_mut(start..) {
                chunk.copy_to(space);
            }
            // The host's copy may contain a private key too. An own fetch's copy is not ours to change.
            if self.options.fetch.is_none() {
                chunk.fill(0, 0, chunk.length());
            }
        }
    }

    /// For answers of fetch implementations whose bodies are no web streams.
    async fn read_whole_body(&self, response: &JsValue) -> Result<Vec<u8>, Fault> {
        let buffer = call(response, "arrayBuffer", None).ok_or_else(|| self.no_response())?;
        let buffer = self.ending.race(&settled(&buffer)).await?.map_err(|thrown| self.network(thrown))?;
        let octets = octets(&buffer).ok_or_else(|| self.no_response())?;
        if octets.length() as usize > MAX_BODY_BYTES {
            return Err(Fault::TooLarge);
        }
        Ok(octets.to_vec())
    }

    /// Calls a hook. What it throws is ignored.
    fn notify(hook: Option<&Function>, request: &Request, attempt: u32, more: &[(&str, JsValue)]) {
        let Some(hook) = hook else { return };
        let event = Object::new();
        set(&event, "method", &request.method.as_str().into());
        set(&event, "url", &request.url.as_str().into());
        set(&event, "attempt", &attempt.into());
        for (name, value) in more {
            set(&event, name, value);
        }
        let _ = hook.call1(&JsValue::UNDEFINED, &event);
    }
}

/// Sets a member of a new object, which takes every member.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// Calls a method that is there and does not throw.
fn call(object: &JsValue, name: &str, argument: Option<&JsValue>) -> Option<JsValue> {
    let method: Function = member(object, name)?.dyn_into().ok()?;
    match argument {
        Some(argument) => method.call1(object, argument).ok(),
        None => method.call0(object).ok(),
    }
}

/// The octets of a buffer, or of a view of one, which may be of another realm.
fn octets(value: &JsValue) -> Option<Uint8Array> {
    if let Some(octets) = value.dyn_ref::<Uint8Array>() {
        return Some(octets.clone());
    }
    (ArrayBuffer::is_view(value) || value.is_instance_of::<ArrayBuffer>()).then(|| Uint8Array::new(value))
}

/// A promise that settles as the value does, promise or not. Unlike `Promise.resolve` it reads nothing from a promise of
/// the caller's that could throw here.
fn settled(value: &JsValue) -> Promise {
    Promise::new(&mut |resolve, _| {
        // A resolve function does not throw.
        let _ = resolve.call1(&JsValue::UNDEFINED, value);
    })
}

/// The code of an error or of its causes, such as `ECONNREFUSED`: a word, and never a text that could contain more.
fn code_of(thrown: &JsValue) -> Option<String> {
    const LONGEST_CHAIN: usize = 8;
    let is_word = |code: &String| {
        (1..=40).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let errors = std::iter::successors(Some(thrown.clone()), |error| member(error, "cause"));
    errors.take(LONGEST_CHAIN).find_map(|error| member(&error, "code")?.as_string().filter(is_word))
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
        self.cause.replace(None);
        let attempt = self.sent.get() + 1;
        self.sent.set(attempt);
        if let Some(hook) = &self.options.on_request {
            let headers = Object::new();
            for (name, value) in self.headers(&request) {
                if name != "Authorization" {
                    set(&headers, name, &value.into());
                }
            }
            Self::notify(Some(hook), &request, attempt, &[("headers", headers.into())]);
        }
        let started = js_sys::Date::now();
        let answer = self.answer(&request).await;
        let status =
            answer.as_ref().ok().and_then(|response| member(response, "status")).and_then(|it| it.as_f64());
        let duration = ("durationMs", JsValue::from(js_sys::Date::now() - started));
        let outcome = ("status", status.map_or(JsValue::NULL, JsValue::from));
        Self::notify(self.options.on_response.as_ref(), &request, attempt, &[outcome, duration]);
        // The token and the password with it.
        drop(request);
        let response = answer?;
        let headers = member(&response, "headers").ok_or_else(|| self.no_response())?;
        let header =
            |name: &str| call(&headers, "get", Some(&name.into())).and_then(|value| value.as_string());
        let (retry_after, to_wait_sec) = (header("Retry-After"), header("X-RateLimit-ToWait-Sec"));
        // A redirect that the host does not show has the status 0.
        let status =
            status.filter(|status| (0.0..=999.0).contains(status)).ok_or_else(|| self.no_response())?;
        let body = self.read_body(&response).await?;
        // Within the bounds just checked.
        Ok(Response { status: status as u16, retry_after, to_wait_sec, body })
    }

    async fn wait(&self, milliseconds: u32) -> Result<(), Fault> {
        let (elapsed, _timeout) = elapsing(milliseconds);
        // A promise that only ever resolves.
        self.ending.race(&elapsed).await.map(|_| ())
    }

    async fn is_there(&self, url: &str) -> bool {
        let built = RequestBuilder::new(url)
            .mode(RequestMode::NoCors)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .abort_signal(Some(&self.ending.signal()))
            .build();
        let Ok(Ok(answer)) = built.map(|request| global_fetch(&request.into())) else { return false };
        self.ending.race(&settled(&answer)).await.is_ok_and(|outcome| outcome.is_ok())
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
