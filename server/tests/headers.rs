//! The headers on every kind of answer, the routes' edges, and what other origins may do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at a failure")]

mod common;

use certview_orders_server::address::Origin;
use certview_orders_server::app::{Settings, app};
use common::{BOTH, SAMPLE, Server, header, json, sandbox, serve, settings, site, start_sandbox};
use reqwest::{Method, Response, StatusCode};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    object-src 'none'; require-trusted-types-for 'script'; trusted-types inspection-worker";

const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

fn assert_strict(what: &str, answer: &Response) {
    let headers = answer.headers();
    let is_api = ["/certview", "/auth"].iter().any(|path| answer.url().path().starts_with(path));
    for (name, expected) in [
        ("content-security-policy", if is_api { DATA_POLICY } else { POLICY }),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(headers.get_all(name).iter().count(), 1, "{what}: {name}");
        assert_eq!(header(headers, name), expected, "{what}: {name}");
    }
    let permissions = header(headers, "permissions-policy");
    assert!(permissions.contains("camera=()") && permissions.contains("clipboard-write=(self)"), "{what}");
    assert_eq!(header(headers, "strict-transport-security"), "", "{what}: left to the end of TLS");
}

fn order_path(uuid: &str) -> String {
    BOTH[1].template().replace("{uuid}", uuid)
}

#[tokio::test]
async fn every_kind_of_answer_carries_the_strict_headers() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<p>shell").unwrap();
    std::fs::write(folder.path().join("boot.js"), "1").unwrap();
    let server = serve(app(Settings { site: site(folder.path()), ..settings(sandbox()) })).await;
    let token = server.token().await;
    let (sample, unknown) = (order_path(SAMPLE), order_path("6a0f9c2e-0000-4000-8000-000000000000"));
    let (bad, broken) = (order_path("nonsense"), order_path("00000000-0000-4000-8000-000000000500"));
    for (method, path, status) in [
        (Method::GET, "/", 200),
        (Method::HEAD, "/", 200),
        (Method::GET, "/orders/x", 200),
        (Method::GET, "/boot.js", 200),
        (Method::GET, "/none.js", 404),
        (Method::GET, "/none", 404),
        (Method::POST, "/", 405),
        (Method::GET, "/healthz", 200),
        (Method::POST, "/healthz", 405),
        (Method::GET, "/config.json", 200),
        (Method::PUT, "/config.json", 405),
        (Method::GET, sample.as_str(), 200),
        (Method::PUT, sample.as_str(), 405),
        (Method::GET, bad.as_str(), 400),
        (Method::GET, unknown.as_str(), 404),
        (Method::GET, broken.as_str(), 500),
        (Method::GET, "/certview/v2/certificates", 404),
        (Method::GET, "/auth", 405),
        (Method::POST, "/auth", 415),
    ] {
        let what = format!("{method} {path}");
        let request = server.client.request(method, format!("{}{path}", server.base()));
        let answer = request.bearer_auth(&token).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{what}");
        assert_strict(&what, &answer);
        if path.starts_with("/certview")
            || path.starts_with("/auth")
            || path == "/config.json" && status == 200
        {
            assert_eq!(header(answer.headers(), "cache-control"), "no-store", "{what}");
        }
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_allow_and_other_calls_with_json() {
    let server = start_sandbox().await;
    for (method, path, allow) in [
        (Method::HEAD, order_path(SAMPLE), "GET"),
        (Method::PUT, order_path(SAMPLE), "GET"),
        (Method::DELETE, order_path("nonsense"), "GET"),
        (Method::OPTIONS, order_path(SAMPLE), "GET"),
        (Method::GET, "/auth".to_owned(), "POST"),
        (Method::POST, "/".to_owned(), "GET, HEAD"),
    ] {
        let answer =
            server.client.request(method.clone(), format!("{}{path}", server.base())).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert_eq!(answer.headers().get_all("allow").iter().count(), 1);
        assert_eq!(header(answer.headers(), "allow"), allow, "{method} {path}");
    }
    let below_an_order = format!("{}/status", order_path(SAMPLE));
    for path in
        ["/certview", "/certview/", "/certview/v2/certificates", "/auth/oidc", "/auth/", &below_an_order]
    {
        let (status, body) = json(server.get(path)).await;
        assert_eq!((status, &body["errorCode"]), (StatusCode::NOT_FOUND, &"404 NOT_FOUND".into()), "{path}");
        assert!(body["timestamp"].as_i64().unwrap() > 1_700_000_000_000, "{path}");
    }
}

#[tokio::test]
async fn a_uuid_is_checked_before_anything_else() {
    let server = start_sandbox().await;
    let braced = format!("%7B{SAMPLE}%7D");
    for wrong in [
        "x",
        "cb95d100ec3011ea920deb66140967e3",
        "%FF",
        SAMPLE.trim_start_matches('c'),
        "cb95d100-ec30-11ea-920d-eb66140967eg",
        &braced,
    ] {
        for style in BOTH {
            let (status, body) = json(server.get(&style.template().replace("{uuid}", wrong))).await;
            assert_eq!(
                (status, &body["errorCode"]),
                (StatusCode::BAD_REQUEST, &"400 BAD_REQUEST".into()),
                "{wrong}"
            );
        }
    }
    let token = server.token().await;
    let capitals = server.order(BOTH[0], &SAMPLE.to_uppercase(), &token).send().await.unwrap();
    assert_eq!(capitals.status(), StatusCode::OK);
}

const ALLOWED: &str = "http://127.0.0.1:4444";

async fn server_with_an_allowed_origin() -> Server {
    let origins = |option| vec![Origin::parse(option, ALLOWED).unwrap()];
    let (allowed_origins, connect_sources) = (origins("--allow-origin"), origins("--connect-src"));
    serve(app(Settings { allowed_origins, connect_sources, ..settings(sandbox()) })).await
}

#[tokio::test]
async fn an_allowed_origin_may_ask_with_a_token_and_read_how_long_to_wait() {
    let server = server_with_an_allowed_origin().await;
    let url = format!("{}{}", server.base(), order_path("00000000-0000-4000-8000-000000000429"));
    let preflight = server.client.request(Method::OPTIONS, &url).header("origin", ALLOWED);
    let preflight = preflight.header("access-control-request-method", "GET");
    let preflight = preflight.header("access-control-request-headers", "authorization").send().await.unwrap();
    assert!(preflight.status().is_success());
    assert_eq!(header(preflight.headers(), "access-control-allow-origin"), ALLOWED);
    assert!(header(preflight.headers(), "access-control-allow-headers").contains("authorization"));
    assert!(header(preflight.headers(), "access-control-allow-methods").contains("GET"));

    let token = server.token().await;
    let answer = server.client.get(&url).header("origin", ALLOWED).bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(answer.headers(), "access-control-allow-origin"), ALLOWED);
    assert_eq!(header(answer.headers(), "cross-origin-resource-policy"), "cross-origin");
    assert_eq!(header(answer.headers(), "access-control-allow-credentials"), "");
    let exposed = header(answer.headers(), "access-control-expose-headers");
    assert!(exposed.contains("retry-after") && exposed.contains("x-ratelimit-towait-sec"), "{exposed}");
    assert_eq!(header(answer.headers(), "vary"), "origin");
    let page = server.get("/config.json").send().await.unwrap();
    let policy = header(page.headers(), "content-security-policy");
    assert!(policy.contains("connect-src 'self' http://127.0.0.1:4444; base-uri"), "{policy}");
}

#[tokio::test]
async fn any_other_origin_gets_nothing() {
    let open = server_with_an_allowed_origin().await;
    let closed = start_sandbox().await;
    for (server, origin) in [(&open, "http://127.0.0.1:4445"), (&open, "null"), (&closed, ALLOWED)] {
        let answer = server.get(&order_path(SAMPLE)).header("origin", origin).send().await.unwrap();
        assert_eq!(header(answer.headers(), "access-control-allow-origin"), "", "{origin}");
        assert_eq!(header(answer.headers(), "cross-origin-resource-policy"), "same-origin", "{origin}");
    }
}

#[test]
fn an_origin_is_an_origin_and_nothing_more() {
    for right in ["https://certs.example.com", "http://127.0.0.1:4444", "https://certs.example.com/"] {
        assert_eq!(Origin::parse("--allow-origin", right).unwrap().as_str(), right.trim_end_matches('/'));
    }
    for wrong in [
        "*",
        "null",
        "certs.example.com",
        "https://a.example/path",
        "https://a.example; script-src *",
        "file:///x",
        "https://a.example;sandbox",
        "https://*.example",
    ] {
        assert!(
            Origin::parse("--connect-src", wrong).unwrap_err().to_string().contains("--connect-src"),
            "{wrong}"
        );
    }
}
