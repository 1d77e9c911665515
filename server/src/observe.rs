//! What is recorded of a request: one span and one line each.
//!
//! A line holds the method (known ones only), the route (never the path: below it there may be whatever a
//! caller pasted), the client, the request id, the status and the time taken. Never a token, a query or a body.

use std::fmt::Write;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::response::Response;
use ipnet::IpNet;
use tracing::{Span, field, info, info_span};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The `target` of the lines that say how a request went.
const HTTP: &str = "http";
/// Longer ids are replaced: they are written with every line.
const LONGEST_REQUEST_ID: usize = 64;

/// The address at the other end of the connection; none for a unix socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer(pub Option<IpAddr>);

/// Who a request is from, as far as limits and the log are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Client(pub Option<IpAddr>);

impl Client {
    /// The address as text, `-` where there is none.
    #[must_use]
    pub fn label(self) -> String {
        self.0.map_or_else(|| "-".to_owned(), |address| address.to_string())
    }
}

/// The id under which a request is logged and answered.
#[derive(Debug, Clone)]
struct RequestId(HeaderValue);

impl RequestId {
    fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

/// Makes request ids, and reads those of the caller; finds the client behind trusted proxies.
#[derive(Debug)]
pub struct Identifier {
    trusted_proxies: Vec<IpNet>,
    /// Differs between instances and starts, so that ids need no coordination.
    prefix: String,
    counter: AtomicU64,
}

impl Identifier {
    /// Ids beginning with this start's time; `X-Forwarded-For` is read from these proxies only.
    #[must_use]
    pub fn new(trusted_proxies: Vec<IpNet>) -> Self {
        let mut prefix = String::new();
        // Writing to a String cannot fail.
        let _ = write!(prefix, "{:x}-{:x}", jiff::Timestamp::now().as_microsecond(), std::process::id());
        Self { trusted_proxies, prefix, counter: AtomicU64::new(0) }
    }

    /// The last address in `X-Forwarded-For` that is no trusted proxy, if a trusted proxy sent it; what stands
    /// before it may be made up.
    fn client(&self, peer: Peer, headers: &HeaderMap) -> Client {
        let trusted = |address: &IpAddr| self.trusted_proxies.iter().any(|net| net.contains(address));
        let Some(peer) = peer.0 else { return Client(None) };
        let mut client = peer;
        let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let mut addresses: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
        while trusted(&client)
            && let Some(Ok(next)) = addresses.pop().map(str::parse)
        {
            client = next;
        }
        Client(Some(client))
    }

    /// The caller's id where it is one, else a new one.
    fn id(&self, headers: &HeaderMap) -> RequestId {
        let is_id = |value: &&HeaderValue| {
            let bytes = value.as_bytes();
            (1..=LONGEST_REQUEST_ID).contains(&bytes.len())
                && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
        };
        if let Some(given) = headers.get(REQUEST_ID).filter(is_id) {
            return RequestId(given.clone());
        }
        let text = format!("{}-{:x}", self.prefix, self.counter.fetch_add(1, Ordering::Relaxed));
        RequestId(HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("-")))
    }
}

/// A request from its arrival to its answer.
#[derive(Debug)]
pub struct ObservedRequest {
    span: Span,
    id: RequestId,
    began: Instant,
    answered: bool,
}

impl ObservedRequest {
    /// Opens the span of a request, and notes in the request who it is from.
    pub fn begin(identifier: &Identifier, request: &mut Request) -> Self {
        let id = identifier.id(request.headers());
        let peer = request.extensions().get::<Peer>().copied().unwrap_or(Peer(None));
        let client = identifier.client(peer, request.headers());
        request.extensions_mut().insert(client);
        let span = info_span!(
            "request",
            method = known(request.method()),
            route = field::Empty,
            client = client.label(),
            id = id.as_str(),
        );
        // Without a matched route it is a file's name, which only the site knows.
        if let Some(route) = request.extensions().get::<MatchedPath>() {
            record_route(&span, route.as_str());
        }
        Self { span, id, began: Instant::now(), answered: false }
    }

    /// The span, for what happens on the way to the answer.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Writes the line of the answer, and puts the id on it.
    pub fn answered(mut self, response: &mut Response) {
        self.answered = true;
        let status = response.status().as_u16();
        info!(target: HTTP, parent: &self.span, status, milliseconds = self.milliseconds(), "answered");
        response.headers_mut().insert(REQUEST_ID, self.id.0.clone());
    }

    fn milliseconds(&self) -> f64 {
        // Microseconds are enough, and keep the line short.
        (self.began.elapsed().as_secs_f64() * 1e6).round() / 1e3
    }
}

impl Drop for ObservedRequest {
    fn drop(&mut self) {
        if !self.answered {
            let milliseconds = self.milliseconds();
            info!(target: HTTP, parent: &self.span, milliseconds, "client disconnected before the answer");
        }
    }
}

/// Says which route a request took.
pub(crate) fn record_route(span: &Span, route: &str) {
    span.record("route", route);
}

/// The method's name, if it is one of HTTP's own: others are whatever a caller made up, of any length.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::DELETE
        | Method::OPTIONS
        | Method::PATCH
        | Method::TRACE
        | Method::CONNECT => method.as_str(),
        _ => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_the_caller_is_kept_if_it_can_be_logged_as_it_is() {
        let identifier = Identifier::new(Vec::new());
        let id = |value: &'static str| {
            let headers = HeaderMap::from_iter([(REQUEST_ID, HeaderValue::from_static(value))]);
            identifier.id(&headers).as_str().to_owned()
        };
        for kept in ["a", "0af7651916cd43dd8448eb211c80319c", "cb95d100-ec30-11ea-920d-eb66140967e3", "a_b.c"]
        {
            assert_eq!(id(kept), kept);
        }
        for replaced in ["", "a b", "a\"b", "a=b", "x".repeat(65).leak()] {
            assert!(id(replaced).starts_with(&identifier.prefix), "{replaced}");
        }
        assert_ne!(id(""), id(""), "two requests got one id");
    }

    #[test]
    fn the_client_is_the_last_address_that_no_trusted_proxy_has() {
        let identifier =
            Identifier::new(vec!["10.0.0.0/8".parse().unwrap(), "2001:db8::/32".parse().unwrap()]);
        let client = |peer: &str, forwarded: &'static str| {
            let name = HeaderName::from_static("x-forwarded-for");
            let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(forwarded))]);
            identifier.client(Peer(Some(peer.parse().unwrap())), &headers).label()
        };
        for (peer, forwarded, expected) in [
            ("192.0.2.1", "198.51.100.1", "192.0.2.1"),
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.9.9.9", "198.51.100.1"),
            ("10.0.0.1", "6.6.6.6, nonsense", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("2001:db8::1", "2001:db9::1", "2001:db9::1"),
        ] {
            assert_eq!(client(peer, forwarded), expected, "{peer} {forwarded}");
        }
    }
}
