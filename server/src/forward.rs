//! The upstream backend: repeats exactly the calls that are checked in `api` to exactly one gateway, and lets back only what a client
//! needs. The only place of this server that opens a connection to anywhere.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::{Client, redirect::Policy};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::address::UpstreamAddress;
use crate::call::{DecisionCall, OrderCall, SignInCall, StatusUpdate};
use crate::metrics::{Metrics, Upstream};
use crate::problem::Problem;

/// TLS towards the gateway cannot be prepared.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot prepare TLS for {origin}: {}; check that the system's root certificates are installed",
    root_cause(source)
)]
pub struct ForwarderError {
    origin: String,
    source: reqwest::Error,
}

/// How long a gateway may take and how much it may send.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For the whole call: connecting, headers and body.
    pub time: Duration,
    /// Bytes of body.
    pub body: usize,
    /// Calls at a time.
    pub calls: usize,
    /// Bytes of all bodies that have been read and not yet sent on.
    pub buffered: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(60), body: 8 * 1024 * 1024, calls: 64, buffered: 64 * 1024 * 1024 }
    }
}

/// The way to one gateway.
#[derive(Debug)]
pub struct Forwarder {
    client: Client,
    upstream: UpstreamAddress,
    limits: Limits,
    calls: Arc<Semaphore>,
    metrics: Upstream,
    /// In units of [`UNIT`].
    buffered: Arc<Semaphore>,
}

/// Buffered bytes are counted in pieces of this size.
const UNIT: usize = 1024;
/// For the connection alone.
const CONNECT_TIME: Duration = Duration::from_secs(10);
/// For readiness.
const PROBE_TIME: Duration = Duration::from_secs(5);
/// For callers turned away because the limits are reached.
const RETRY_AFTER: u64 = 1;

impl Forwarder {
    /// Prepares the way; nothing is sent yet.
    ///
    /// # Errors
    /// When the system's certificates or the TLS library cannot be used.
    pub fn new(upstream: UpstreamAddress, limits: Limits) -> Result<Self, ForwarderError> {
        Self::trusting(upstream, limits, Vec::new())
    }

    /// [`Forwarder::new`], with further certificates to trust.
    ///
    /// # Errors
    /// As there.
    pub fn trusting(
        upstream: UpstreamAddress,
        limits: Limits,
        certificates: Vec<reqwest::Certificate>,
    ) -> Result<Self, ForwarderError> {
        // Fails only when a provider is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = Client::builder()
            .redirect(Policy::none())
            .tls_certs_merge(certificates)
            .referer(false)
            .https_only(!upstream.is_loopback())
            .connect_timeout(CONNECT_TIME.min(limits.time))
            .user_agent(concat!("certview-orders/", env!("CARGO_PKG_VERSION")));
        let builder = if upstream.is_loopback() { builder.no_proxy() } else { builder };
        match builder.build() {
            Ok(client) => {
                let calls = Arc::new(Semaphore::new(limits.calls));
                let buffered = Arc::new(Semaphore::new(limits.buffered.div_ceil(UNIT)));
                Ok(Self { client, upstream, limits, calls, metrics: Upstream::default(), buffered })
            }
            Err(source) => Err(ForwarderError { origin: upstream.origin().to_owned(), source }),
        }
    }

    /// Counts into these figures.
    pub fn count_into(&mut self, metrics: &Metrics) {
        self.metrics = metrics.upstream().clone();
    }

    /// Forwards the call for one order. The path is written anew from the checked uuid; the caller's query is
    /// not sent.
    pub async fn order(&self, call: OrderCall) -> Response {
        let address = self.upstream.join(&call.style.path(call.uuid));
        let request = self.client.request(Method::GET, address);
        self.answer("order", request.headers(caller_headers(call.authorization, call.accept))).await
    }

    /// Forwards a call that changes an order's status. Its body is written anew from the checked values.
    pub async fn decide(&self, call: DecisionCall) -> Response {
        let address = self.upstream.join(&call.style.status_path(call.uuid));
        let update = StatusUpdate { status: call.decision, comment: call.comment };
        let Ok(body) = serde_json::to_vec(&update) else {
            return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The decision could not be written.")
                .into_response();
        };
        let request = self.client.request(Method::PUT, address);
        let request = request.header(header::CONTENT_TYPE, "application/json").body(body);
        self.answer("decision", request.headers(caller_headers(call.authorization, call.accept))).await
    }

    /// Forwards a sign-in, its form as it came.
    pub async fn sign_in(&self, call: SignInCall) -> Response {
        let request = self.client.request(Method::POST, self.upstream.join("/auth"));
        let request = request.header(header::CONTENT_TYPE, call.content_type).body(call.form);
        self.answer("sign-in", request.headers(caller_headers(call.authorization, call.accept))).await
    }

    /// Whether the gateway answers at all: any status will do. Sends no token, and takes none of the calls'
    /// places.
    pub async fn is_reachable(&self) -> bool {
        let request = self.client.request(Method::HEAD, self.upstream.join("/"));
        request.timeout(PROBE_TIME.min(self.limits.time)).send().await.is_ok()
    }

    async fn answer(&self, call: &'static str, request: reqwest::RequestBuilder) -> Response {
        let Ok(_call) = self.calls.try_acquire() else {
            return busy("as many calls to the gateway are under way as are allowed").into_response();
        };
        let mut call = self.metrics.begin(call);
        let outcome = tokio::time::timeout(self.limits.time, self.exchange(request)).await;
        let response =
            outcome.unwrap_or_else(|_| Err(self.too_slow())).unwrap_or_else(IntoResponse::into_response);
        call.answered(response.status());
        response
    }

    async fn exchange(&self, request: reqwest::RequestBuilder) -> Result<Response, Problem> {
        let answer = request.send().await.map_err(|error| self.unreachable(&error))?;
        match answer.status().as_u16() {
            301 | 302 | 303 | 307 | 308 => return Err(self.redirected(answer.headers())),
            // 407 is about a proxy, and no proxy of the caller's.
            200..=204 | 400..=406 | 408..=499 | 500..=599 => {}
            other => {
                return Err(self.bad_gateway(&format!("answered with the status {other}, which no call has")));
            }
        }
        // We ask for none; passed on without its header such a body would be noise.
        let encodings = answer.headers().get_all(header::CONTENT_ENCODING);
        if encodings.iter().any(|encoding| encoding != "identity") {
            return Err(self.bad_gateway("answered with a compressed body although none was asked for"));
        }
        let (status, headers) = (answer.status(), passed_on(answer.headers()));
        let mut response = Response::new(Body::new(self.body(answer).await?));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// The whole body before a byte of it goes out, so that one too long or broken off becomes an error with
    /// a reason.
    async fn body(&self, mut answer: reqwest::Response) -> Result<Received, Problem> {
        let too_large = || {
            self.bad_gateway(&format!(
                "sent more than {} bytes, which no order needs; the answer was thrown away",
                self.limits.body
            ))
        };
        if answer.content_length().is_some_and(|length| length > self.limits.body as u64) {
            return Err(too_large());
        }
        let mut body = Received::default();
        let broken = |error: &reqwest::Error| {
            self.bad_gateway(&format!("broke off its answer ({})", root_cause(error)))
        };
        while let Some(chunk) = answer.chunk().await.map_err(|error| broken(&error))? {
            if body.length.saturating_add(chunk.len()) > self.limits.body {
                return Err(too_large());
            }
            let units = u32::try_from(chunk.len().div_ceil(UNIT)).unwrap_or(u32::MAX);
            let Ok(space) = Arc::clone(&self.buffered).try_acquire_many_owned(units) else {
                return Err(busy("too many answers wait for callers who do not read them"));
            };
            body.push(chunk, space);
        }
        Ok(body)
    }

    fn bad_gateway(&self, what: &str) -> Problem {
        Problem::new(StatusCode::BAD_GATEWAY, format!("The gateway {} {what}.", self.upstream.origin()))
    }

    fn unreachable(&self, error: &reqwest::Error) -> Problem {
        if error.is_timeout() && error.is_connect() {
            return Problem::new(
                StatusCode::GATEWAY_TIMEOUT,
                format!(
                    "The gateway {} could not be connected to within {} seconds. Check the address given with \
                     --upstream, and firewall and proxy between this server and the gateway.",
                    self.upstream.origin(),
                    self.connect_time().as_secs_f32()
                ),
            );
        }
        if error.is_timeout() {
            return self.too_slow();
        }
        if !error.is_connect() {
            return self.bad_gateway(&format!("did not answer as HTTP has it: {}", root_cause(error)));
        }
        self.bad_gateway(&format!(
            "could not be reached: {}. Check the address given with --upstream, and DNS, firewall, proxy \
             and TLS between this server and the gateway",
            root_cause(error)
        ))
    }

    fn connect_time(&self) -> Duration {
        CONNECT_TIME.min(self.limits.time)
    }

    fn too_slow(&self) -> Problem {
        Problem::new(
            StatusCode::GATEWAY_TIMEOUT,
            format!(
                "The gateway {} did not answer in time (at most {} seconds are waited). Try again later; if \
                 it stays so, check firewall and proxy between this server and the gateway.",
                self.upstream.origin(),
                self.limits.time.as_secs_f32()
            ),
        )
    }

    /// Names the host only: a redirect's path and query may carry a session.
    fn redirected(&self, headers: &HeaderMap) -> Problem {
        let location =
            headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let base = reqwest::Url::parse(self.upstream.origin());
        let target = base.and_then(|base| base.join(location)).ok();
        let host = target.as_ref().and_then(|url| url.host_str()).unwrap_or("a place it did not name");
        self.bad_gateway(&format!(
            "answered with a redirect to another place (host {host}), which this server does not follow. \
             Check that --upstream names the API gateway of your platform and not its web pages"
        ))
    }
}

/// All that is sent of the caller's headers: no cookie, origin, referrer or address of theirs.
fn caller_headers(authorization: Option<HeaderValue>, accept: Option<HeaderValue>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(mut token) = authorization {
        token.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, token);
    }
    if let Some(accept) = accept {
        headers.insert(header::ACCEPT, accept);
    }
    headers
}

/// All that comes back of the gateway's headers. Rate limits are spelled in several ways.
fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let wanted = |name: &HeaderName| {
        matches!(*name, header::CONTENT_TYPE | header::RETRY_AFTER)
            || ["x-ratelimit-", "x-concurrency-limit-", "x-concurrencylimit-"]
                .iter()
                .any(|prefix| name.as_str().starts_with(prefix))
    };
    let known = |name: &HeaderName, value: &HeaderValue| {
        if *name == header::CONTENT_TYPE && !is_data(value) {
            HeaderValue::from_static("application/octet-stream")
        } else {
            value.clone()
        }
    };
    headers
        .iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, value)| (name.clone(), known(name, value)))
        .collect()
}

/// What orders and errors come as. Anything else (a script, above all) is passed on without its type, so that
/// no browser takes it for what it is not.
fn is_data(content_type: &HeaderValue) -> bool {
    let essence = content_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(
        essence.as_str(),
        "application/json" | "text/plain" | "text/html" | "text/xml" | "application/xml"
    ) || essence.starts_with("application/") && essence.ends_with("+json")
}

fn busy(why: &str) -> Problem {
    let message = format!("This server is busy: {why}. Try again in a moment.");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, message).retry_after(RETRY_AFTER)
}

/// A body as it was received, piece by piece; what has been sent on no longer counts as buffered.
#[derive(Debug, Default)]
struct Received {
    pieces: VecDeque<(Bytes, OwnedSemaphorePermit)>,
    length: usize,
}

impl Received {
    fn push(&mut self, piece: Bytes, space: OwnedSemaphorePermit) {
        self.length = self.length.saturating_add(piece.len());
        self.pieces.push_back((piece, space));
    }
}

impl http_body::Body for Received {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = self.pieces.pop_front().map(|(piece, _)| piece);
        self.length = self.length.saturating_sub(piece.as_ref().map_or(0, Bytes::len));
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length as u64)
    }
}

/// The innermost reason, which is the one that names what happened ("Connection refused", "certificate has
/// expired").
fn root_cause(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
