//! The headers every answer carries, and the cross-origin rules of the API. Touches answers only on their way
//! out.
//!
//! `Strict-Transport-Security` is left to the end of TLS: it is sent with a certificate of our own only,
//! since promised by mistake it locks a host name to https for months.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::address::Origin;

/// Features the page never uses, refused to whatever might slip into it. Only names today's browsers know: an
/// unknown one is a warning in every visitor's console.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
    clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), \
    gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), \
    payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
    usb=(), xr-spatial-tracking=()";

/// What is the same on every answer, made once.
#[derive(Debug, Clone)]
pub struct CommonHeaders {
    content_security_policy: HeaderValue,
    strict_transport: bool,
    allowed_origins: Arc<[Origin]>,
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
            allowed_origins: allowed_origins.into(),
        }
    }

    fn allows(&self, origin: Option<&HeaderValue>) -> bool {
        origin
            .is_some_and(|origin| self.allowed_origins.iter().any(|allowed| allowed.header_value() == origin))
    }
}

/// Puts the common headers on an answer, whichever part made it.
pub async fn add_common_headers(
    State(common): State<CommonHeaders>,
    request: Request,
    next: Next,
) -> Response {
    let resource_policy =
        if common.allows(request.headers().get(header::ORIGIN)) { "cross-origin" } else { "same-origin" };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // The API's own policy stays.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(common.content_security_policy);
    if !common.allowed_origins.is_empty() {
        headers.append(header::VARY, HeaderValue::from_static("origin"));
    }
    if common.strict_transport {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), resource_policy),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
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
