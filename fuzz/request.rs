//! Any request at the server: it is answered with a status that is meant and the headers of every answer, and nothing of it
//! is called elsewhere.

use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use certview_orders_server::address::{Origin, UpstreamAddress};
use certview_orders_server::app::{Settings, app};
use certview_orders_server::backend::Backend;
use certview_orders_server::forward::{Forwarder, Limits};
use certview_orders_server::site::Site;
use tokio::runtime::Runtime;
use tower::ServiceExt;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"));

/// All calls allowed, and none carried out: no call may be under way at a time.
static APP: LazyLock<Router> = LazyLock::new(|| {
    let gateway = UpstreamAddress::parse("http://127.0.0.1:1").expect("an address");
    let limits = Limits { calls: 0, ..Limits::default() };
    let forwarder = Forwarder::new(gateway, limits).expect("a forwarder");
    app(Settings { decisions: true, ..Settings::new(Backend::Upstream(forwarder), Site::none()) })
});

/// A request line, headers, an empty line, a body; lines end with LF.
pub(crate) fn request(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let (method, target) = lines.next().and_then(|line| line.split_once(' ')).unwrap_or_default();
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        request = request.header(name, value);
    }
    let Ok(request) = request.body(Body::from(body.to_owned())) else { return };
    let is_probe = request.uri().path() == "/readyz";
    let Ok(answer) = RUNTIME.block_on(APP.clone().oneshot(request));
    let status = answer.status();
    assert!(status != StatusCode::INTERNAL_SERVER_ERROR && status.as_u16() != 502, "{status}");
    assert!(
        status != StatusCode::SERVICE_UNAVAILABLE || is_probe || answer.headers().contains_key("retry-after")
    );
    for name in ["x-content-type-options", "content-security-policy", "referrer-policy"] {
        assert!(answer.headers().contains_key(name), "{status} without {name}");
    }
    assert!(!answer.headers().contains_key("set-cookie") && !answer.headers().contains_key("location"));
}

/// The addresses that the server's configuration consists of.
pub(crate) fn addresses(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(upstream) = UpstreamAddress::parse(&text) {
        assert!(upstream.origin().starts_with("https://") || upstream.is_loopback(), "{}", upstream.origin());
        assert!(
            upstream.join("/auth").starts_with(upstream.origin())
                && upstream.join("/auth").ends_with("/auth")
        );
    }
    if let Ok(origin) = Origin::parse("--allow-origin", &text) {
        assert!(!origin.as_str().contains([' ', ';', ',', '\'', '*']), "{}", origin.as_str());
    }
}
