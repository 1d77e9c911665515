//! Which requests are answered at all: those for this server's own names, from its own page, and not too many
//! sign-ins from one address. Touches nothing but the clock.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use thiserror::Error;

use crate::address::Origin;
use crate::observe::Client;
use crate::problem::Problem;

/// Load balancers request these by address.
const HEALTH_PATHS: [&str; 2] = ["/healthz", "/readyz"];
/// Addresses whose minute has passed are forgotten after so many sign-ins.
const FORGET_AFTER: usize = 1000;

/// A `--public-host` that is no host name.
#[derive(Debug, Error)]
#[error(
    "--public-host {0} is not a host name; give the name readers see, without scheme and path, e.g. certs.example.com"
)]
pub struct HostError(String);

/// The names this server answers to: those of loopback, and what the operator adds. Any other `Host` may be a
/// foreign name pointed at this address (DNS rebinding), whose page could then read the answers.
#[derive(Debug, Clone, Default)]
pub struct Hosts(Arc<[String]>);

impl Hosts {
    /// The loopback names and these.
    ///
    /// # Errors
    /// When one is no host name.
    pub fn new<'a>(public: impl IntoIterator<Item = &'a str>) -> Result<Self, HostError> {
        let names = public.into_iter().map(|name| {
            let bare = name.trim_start_matches('[').trim_end_matches(']');
            let plausible = !bare.is_empty()
                && name.parse::<Authority>().is_ok_and(|it| it.port().is_none())
                && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:".contains(&byte));
            if plausible { Ok(name.to_ascii_lowercase()) } else { Err(HostError(name.to_owned())) }
        });
        Ok(Self(names.collect::<Result<_, _>>()?))
    }

    /// Whether the operator added this name.
    fn is_public(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host);
        self.0.iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    fn contains(&self, host: &str) -> bool {
        is_loopback(host) || self.is_public(host)
    }
}

fn is_loopback(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || name.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Refuses a request whose end a proxy in front might see elsewhere (400): one with a transfer coding other than
/// `chunked`, which hyper reads as if it were not there.
#[must_use]
pub fn refuse_framing(request: &Request) -> Option<Response> {
    let mut codings = request.headers().get_all(header::TRANSFER_ENCODING).iter();
    let (first, second) = (codings.next(), codings.next());
    let only_chunked = first.is_none_or(|coding| coding.as_bytes().eq_ignore_ascii_case(b"chunked"));
    if only_chunked && second.is_none() {
        return None;
    }
    let problem =
        Problem::new(StatusCode::BAD_REQUEST, "The only Transfer-Encoding this server accepts is chunked.");
    Some(([(header::CONNECTION, "close")], problem).into_response())
}

/// Refuses a request for another name (421), and one that names none or two (400).
#[must_use]
pub fn refuse_host(hosts: &Hosts, request: &Request) -> Option<Response> {
    if HEALTH_PATHS.contains(&request.uri().path()) {
        return None;
    }
    let problem = match target(request) {
        Err(problem) => problem,
        Ok(target) if hosts.contains(target.host()) => return None,
        Ok(_) => Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "This server does not answer to this host name. The operator can allow the name with \
             --public-host.",
        ),
    };
    Some(problem.into_response())
}

/// The host and port a request is for (RFC 9112, sections 3.2 and 3.3).
fn target(request: &Request) -> Result<Authority, Problem> {
    let wrong = |what: &str| Problem::new(StatusCode::BAD_REQUEST, format!("The request {what}."));
    let mut named = request.headers().get_all(header::HOST).iter();
    let (first, second) = (named.next(), named.next());
    if second.is_some() {
        return Err(wrong("has more than one Host header"));
    }
    let host = first.map(|value| value.to_str().ok().and_then(|text| text.parse::<Authority>().ok()));
    match (request.uri().authority(), host) {
        (_, Some(None)) => Err(wrong("has a Host header that is no host")),
        (Some(_), None) if request.version() == Version::HTTP_11 => Err(wrong("has no Host header")),
        // In the absolute form and in HTTP/2 the target says it.
        (Some(authority), _) => Ok(authority.clone()),
        (None, Some(Some(host))) => Ok(host),
        (None, None) => Err(wrong("names no host")),
    }
}

/// Who may call what changes something: the page, and the origins the operator allowed.
#[derive(Debug, Clone)]
pub struct OwnOrigins {
    /// The names this server answers to.
    pub hosts: Hosts,
    /// Origins whose scripts may call the API.
    pub allowed: Arc<[Origin]>,
}

/// Refuses what a page of another origin sends (403). A browser says in `Sec-Fetch-Site` where a request comes
/// from, and no script can forge it; older ones send `Origin`; what is no browser sends neither.
pub async fn refuse_cross_site(State(own): State<OwnOrigins>, request: Request, next: Next) -> Response {
    if own.admits(&request) {
        return next.run(request).await;
    }
    Problem::new(
        StatusCode::FORBIDDEN,
        "This call is answered to the page of this server only, and the request came from another origin. \
         The operator can allow an origin with --allow-origin.",
    )
    .into_response()
}

impl OwnOrigins {
    fn admits(&self, request: &Request) -> bool {
        let headers = request.headers();
        let origin = headers.get(header::ORIGIN);
        if origin.is_some_and(|origin| self.allowed.iter().any(|one| one.header_value() == origin)) {
            return true;
        }
        match single(headers, "sec-fetch-site") {
            Some("same-origin" | "none") => return true,
            Some(_) => return false,
            None => {}
        }
        let Some(origin) = origin else { return true };
        let authority = origin
            .to_str()
            .ok()
            .and_then(|text| text.split_once("://"))
            .filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
            .and_then(|(scheme, rest)| Some((scheme, rest.parse::<Authority>().ok()?)));
        let (Some((scheme, origin)), Ok(target)) = (authority, target(request)) else { return false };
        let default = if scheme == "https" { 443 } else { 80 };
        let port = |authority: &Authority| authority.port_u16().unwrap_or(default);
        let same = origin.host().eq_ignore_ascii_case(target.host()) && port(&origin) == port(&target);
        // A proxy in front may have put its own address into Host.
        same || self.hosts.is_public(origin.host())
    }
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"))
}

/// How many sign-ins one address may try: a gateway sees only this server's address, so that guessing through
/// it would lock everybody out there.
#[derive(Debug)]
pub struct SignInLimit {
    limiter: DefaultKeyedRateLimiter<Option<IpAddr>>,
    clock: DefaultClock,
    tries: AtomicUsize,
}

impl SignInLimit {
    /// So many in a minute from one address, an IPv6 network of 64 bits being one.
    #[must_use]
    pub fn per_minute(tries: NonZeroU32) -> Self {
        let (limiter, clock) = (RateLimiter::keyed(Quota::per_minute(tries)), DefaultClock::default());
        Self { limiter, clock, tries: AtomicUsize::new(0) }
    }

    /// Counts a try.
    ///
    /// # Errors
    /// The seconds to wait when there were too many.
    fn count(&self, client: Client) -> Result<(), u64> {
        if self.tries.fetch_add(1, Ordering::Relaxed).is_multiple_of(FORGET_AFTER) {
            self.limiter.retain_recent();
        }
        let network = client.0.map(|address| match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        });
        self.limiter.check_key(&network).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1)
        })
    }
}

/// Refuses a sign-in of an address that has tried too often (429).
pub async fn limit_sign_in(
    State(limit): State<Option<Arc<SignInLimit>>>,
    request: Request,
    next: Next,
) -> Response {
    let client = request.extensions().get::<Client>().copied().unwrap_or(Client(None));
    match limit.as_ref().map_or(Ok(()), |limit| limit.count(client)) {
        Ok(()) => next.run(request).await,
        Err(seconds) => Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            format!("Too many sign-ins from this address; try again in {seconds} seconds."),
        )
        .retry_after(seconds)
        .into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> Client {
        Client(Some(address.parse().unwrap()))
    }

    #[test]
    fn loopback_and_public_names_are_own_names_and_no_others() {
        let hosts = Hosts::new(["Certs.Example.com", "[2001:db8::1]"]).unwrap();
        for own in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
            "certs.example.com",
            "certs.example.com.",
            "[2001:DB8::1]",
        ] {
            assert!(hosts.contains(own), "{own}");
        }
        for other in [
            "",
            "example.com",
            "localhost.example.com",
            "127.0.0.1.example.com",
            "10.0.0.1",
            "[::2]",
            "certs.example.com.evil.example",
        ] {
            assert!(!hosts.contains(other), "{other}");
        }
        for wrong in ["", "*", "*.example.com", "https://a.example", "a.example/x", "a.example:443", "a b"] {
            assert!(Hosts::new([wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_address_has_its_own_count_and_a_network_of_ipv6_one_together() {
        let limit = SignInLimit::per_minute(NonZeroU32::new(2).unwrap());
        for one in ["192.0.2.1", "192.0.2.2", "2001:db8::1"] {
            assert_eq!(limit.count(client(one)), Ok(()), "{one}");
        }
        assert_eq!(limit.count(client("192.0.2.1")), Ok(()));
        let wait = limit.count(client("192.0.2.1")).unwrap_err();
        assert!((1..=30).contains(&wait), "{wait}");
        assert_eq!(limit.count(client("2001:db8::2")), Ok(()));
        assert!(limit.count(client("2001:db8::ffff:1")).is_err());
        assert_eq!(limit.count(client("2001:db8:0:1::1")), Ok(()));
    }
}
