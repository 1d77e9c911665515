//! The headers every answer carries, and the cross-origin rules of the API. Touches answers only on their way
//! out.
//!
//! `Strict-Transport-Security` is left to the end of TLS: it is sent with a certificate of our own only,
//! since promised by mistake it locks a host name to https for months.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::Response;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::address::Origin;

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
/// More than [`CommonHeaders::add`] adds.
const MOST_HEADERS: usize = 12;
/// Features the page never uses, refused to whatever might slip into it. Only names today's browsers know: an
/// unknown one is a warning in every visitor's console.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
    clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), \
    gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), \
    payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
    usb=(), xr-spatial-tracking=()";

/// What is the same on every answer, made once.
#[derive(Debug)]
pub struct CommonHeaders {
    content_security_policy: HeaderValue,
    strict_transport: bool,
    allowed_origins: Vec<Origin>,
}

/// For answers of the API, whichever part made them: opened as a document, one runs nothing and loads nothing.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

impl CommonHeaders {
    /// `connect_sources` are further places the page may fetch from; `allowed_origins` may read our answers.
    pub fn new(connect_sources: &[Origin], allowed_origins: &[Origin], strict_transport: bool) -> Self {
        let connect: String = connect_sources.iter().map(|origin| format!(" {}", origin.as_str())).collect();
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
             connect-src 'self'{connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
             object-src 'none'; require-trusted-types-for 'script'; trusted-types inspection-worker"
        );
        Self {
            // An Origin is a valid header value, so this cannot fail; if it did, the page would get nothing
            // at all.
            content_security_policy: HeaderValue::from_str(&policy)
                .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'")),
            strict_transport,
            allowed_origins: allowed_origins.to_vec(),
        }
    }

    /// Which pages may embed the answer to this request (`Cross-Origin-Resource-Policy`).
    pub fn resource_policy(&self, request: &HeaderMap) -> &'static str {
        let is_allowed = |origin| self.allowed_origins.iter().any(|it| it.header_value() == origin);
        if request.get(header::ORIGIN).is_some_and(is_allowed) { "cross-origin" } else { "same-origin" }
    }

    /// Puts the common headers on an answer, whichever part made it.
    pub fn add(&self, headers: &mut HeaderMap, resource_policy: &'static str) {
        // Once, instead of by doubling.
        headers.reserve(MOST_HEADERS);
        // The API's own policy stays.
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert_with(|| self.content_security_policy.clone());
        if !self.allowed_origins.is_empty() {
            headers.append(header::VARY, HeaderValue::from_static("origin"));
        }
        if self.strict_transport {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
        }
        for (name, value) in [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (OPENER_POLICY, "same-origin"),
            (RESOURCE_POLICY, resource_policy),
            (PERMISSIONS_POLICY, PERMISSIONS),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

/// The API's answers to other origins; `None` when no origin is allowed, so that a preflight finds nothing.
pub fn cross_origin(allowed: &[Origin], decisions: bool) -> Option<CorsLayer> {
    if allowed.is_empty() {
        return None;
    }
    let mut methods = vec![Method::GET, Method::POST];
    if decisions {
        methods.push(Method::PUT);
    }
    Some(
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(allowed.iter().map(|origin| origin.header_value().clone())))
            .allow_methods(methods)
            .allow_headers([header::AUTHORIZATION, header::ACCEPT, header::CONTENT_TYPE])
            // Without this list a script sees a 429 but not how long to wait.
            .expose_headers([
                header::RETRY_AFTER,
                HeaderName::from_static("x-ratelimit-towait-sec"),
                HeaderName::from_static("x-ratelimit-limit"),
                HeaderName::from_static("x-ratelimit-remaining"),
                HeaderName::from_static("x-ratelimit-window-sec"),
            ]),
    )
}

/// Answers that belong to one moment: no cache may keep them.
pub async fn never_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// API answers belong to one caller and one moment, and are data.
pub async fn private_data(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DATA_POLICY));
    response
}
