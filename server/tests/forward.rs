//! The upstream backend from outside: against a second sandbox, and against gateways that note or misbehave.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at a failure")]

mod common;

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use certview_orders_server::address::UpstreamAddress;
use certview_orders_server::app::app;
use certview_orders_server::forward::Limits;
use certview_orders_server::sandbox::{FAILURES, ORDERS};
use common::{
    BOTH, Gateway, SAMPLE, header, json, serve, settings, start_forwarder, start_sandbox, upstream,
};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;

const TOKEN: &str = "eyJ-the-callers-own-token";
const FORM: &str = "username=doe_john&password=p%2Bq%26r&token=true&permissions=true";

fn plain_answer() -> Response {
    Response::builder()
        .header("content-type", "application/json;charset=UTF-8")
        .header("retry-after", "7")
        .header("x-ratelimit-remaining", "12")
        .header("x-concurrency-limit-limit", "2")
        .header("set-cookie", "session=gateway")
        .header("server", "gateway/1.0")
        .header("access-control-allow-origin", "*")
        .header("content-security-policy", "default-src *")
        .body(Body::from("{\"uuid\": \"as it came\" }"))
        .unwrap()
}

#[tokio::test]
async fn everything_a_second_sandbox_answers_comes_through_as_it_is() {
    let gateway = start_sandbox().await;
    let server = start_forwarder(&gateway.base()).await;
    let token = server.token().await;
    for style in BOTH {
        let answer = server.order(style, SAMPLE, &token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let body = answer.bytes().await.unwrap();
        assert_eq!(body.as_ref(), include_bytes!("../../tests/fixtures/view-certificate-request.json"));
    }
    for order in ORDERS {
        assert_eq!(json(server.order(BOTH[0], order.uuid, &token)).await.1["uuid"], order.uuid);
    }
    // Those that break off, are too large or take a minute do not come through: see below.
    for failure in
        FAILURES.iter().filter(|it| !["060", "206", "020"].iter().any(|end| it.uuid.ends_with(end)))
    {
        let there = gateway.order(BOTH[0], failure.uuid, &gateway.token().await).send().await.unwrap();
        let here = server.order(BOTH[0], failure.uuid, &server.token().await).send().await.unwrap();
        assert_eq!(here.status(), there.status(), "{}", failure.uuid);
        for name in ["content-type", "retry-after", "x-ratelimit-towait-sec"] {
            assert_eq!(
                header(here.headers(), name),
                header(there.headers(), name),
                "{} {name}",
                failure.uuid
            );
        }
    }
    let refused = server.sign_in_with("username=x&password=y&token=true&permissions=true");
    assert_eq!(json(refused).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(json(server.order(BOTH[0], SAMPLE, "nonsense")).await.1["message"], "Not authenticated");
}

#[tokio::test]
async fn the_token_goes_up_and_nothing_else_of_the_callers_does() {
    let gateway = Gateway::answering(plain_answer).await;
    let server = start_forwarder(&format!("{}/base", gateway.server.base())).await;
    let path = format!("{}?secret=query", BOTH[1].template().replace("{uuid}", &SAMPLE.to_uppercase()));
    let mut requests = vec![server.get(&path), server.sign_in_with(FORM)];
    for request in requests.drain(..) {
        let request = request.bearer_auth(TOKEN).header("accept", "application/json").header("cookie", "a=b");
        let request = request.header("origin", server.base()).header("referer", "http://evil.example/x");
        let request = request.header("x-forwarded-for", "10.0.0.1").header("user-agent", "the caller's own");
        assert_eq!(request.header("x-custom", "1").send().await.unwrap().status(), StatusCode::OK);
    }
    let seen = gateway.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(
        (&seen[0].method, seen[0].uri.path()),
        (&Method::GET, format!("/base{}", BOTH[1].path(SAMPLE.parse().unwrap())).as_str())
    );
    assert_eq!((&seen[1].method, seen[1].uri.path()), (&Method::POST, "/base/auth"));
    assert_eq!(seen[1].body, FORM);
    assert_eq!(header(&seen[1].headers, "content-type"), "application/x-www-form-urlencoded");
    for one in seen {
        assert_eq!(one.uri.query(), None);
        assert_eq!(header(&one.headers, "authorization"), format!("Bearer {TOKEN}"));
        assert_eq!(header(&one.headers, "accept"), "application/json");
        let known = ["authorization", "accept", "content-type", "content-length", "host", "user-agent"];
        let unknown: Vec<_> = one.headers.keys().filter(|name| !known.contains(&name.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(header(&one.headers, "user-agent").starts_with("certview-orders/"));
    }
}

#[tokio::test]
async fn the_answer_comes_down_without_cookies_and_with_our_own_headers() {
    let gateway = Gateway::answering(plain_answer).await;
    let server = start_forwarder(&gateway.server.base()).await;
    let answer = server.order(BOTH[0], SAMPLE, TOKEN).send().await.unwrap();
    for (name, expected) in [
        ("content-type", "application/json;charset=UTF-8"),
        ("retry-after", "7"),
        ("x-ratelimit-remaining", "12"),
        ("x-concurrency-limit-limit", "2"),
        ("set-cookie", ""),
        ("server", ""),
        ("access-control-allow-origin", ""),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(header(answer.headers(), name), expected, "{name}");
    }
    assert_eq!(answer.headers().get_all("content-security-policy").iter().count(), 1);
    assert_eq!(
        header(answer.headers(), "content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    );
    assert_eq!(answer.text().await.unwrap(), "{\"uuid\": \"as it came\" }");
}

#[tokio::test]
async fn no_other_call_ever_reaches_the_gateway() {
    let gateway = Gateway::answering(plain_answer).await;
    let server = start_forwarder(&gateway.server.base()).await;
    let order = BOTH[0].template().replace("{uuid}", SAMPLE);
    let status = format!("{order}/status");
    let bad = BOTH[0].template().replace("{uuid}", "..%2f..%2fauth");
    for (method, path, expected) in [
        (Method::GET, "/certview/v2/certificates", 404),
        (Method::PUT, status.as_str(), 404),
        (Method::POST, "/auth/oidc", 404),
        (Method::PUT, order.as_str(), 405),
        (Method::HEAD, order.as_str(), 405),
        (Method::GET, "/auth", 405),
        (Method::GET, bad.as_str(), 400),
        (Method::GET, "/api/2.0/fo/scan", 404),
        (Method::POST, "/auth", 415),
    ] {
        let request = server.client.request(method.clone(), format!("{}{path}", server.base()));
        assert_eq!(
            request.bearer_auth(TOKEN).send().await.unwrap().status().as_u16(),
            expected,
            "{method} {path}"
        );
    }
    assert_eq!(json(server.sign_in_with(&"x".repeat(20_000))).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(gateway.seen().is_empty(), "{:?}", gateway.seen());
}

/// What this server says when the gateway is the trouble: one shape, no token, and what to check.
async fn complaint(base: &str, limits: Limits) -> (StatusCode, String) {
    let server = serve(app(settings(upstream(base, limits)))).await;
    let (status, body) = json(server.order(BOTH[0], SAMPLE, TOKEN)).await;
    let code = body["errorCode"].as_str().unwrap();
    assert!(code.starts_with(status.as_str()), "{body}");
    assert!(body["timestamp"].is_number() && !body.to_string().contains(TOKEN), "{body}");
    (status, body["message"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_redirect_is_refused_and_named_by_host_only() {
    for (location, host) in [
        ("https://login.example.com/sso?session=secret", "login.example.com"),
        ("/elsewhere?session=secret", "127.0.0.1"),
        ("", "127.0.0.1"),
    ] {
        let gateway = Gateway::answering(move || {
            Response::builder().status(302).header("location", location).body(Body::empty()).unwrap()
        })
        .await;
        let (status, message) = complaint(&gateway.server.base(), Limits::default()).await;
        assert_eq!(status, StatusCode::BAD_GATEWAY);
        assert!(message.contains("redirect") && message.contains(&format!("host {host}")), "{message}");
        assert!(!message.contains("secret") && !message.contains("elsewhere"), "{message}");
        assert_eq!(gateway.seen().len(), 1, "it was followed");
    }
}

#[tokio::test]
async fn an_unreachable_gateway_is_a_clear_502() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (status, message) = complaint(&base, Limits::default()).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    for part in [base.as_str(), "could not be reached", "refused", "--upstream"] {
        assert!(message.contains(part), "{part} is not in: {message}");
    }
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_in_time_is_a_504() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (status, message) =
        complaint(&base, Limits { time: Duration::from_millis(200), ..Limits::default() }).await;
    assert_eq!(status, StatusCode::GATEWAY_TIMEOUT);
    assert!(message.contains("did not answer in time"), "{message}");
}

#[tokio::test]
async fn an_answer_too_large_is_refused_with_and_without_a_content_length() {
    let at_most = Limits { body: 1000, ..Limits::default() };
    for has_length in [true, false] {
        for (size, fits) in [(1000, true), (1001, false)] {
            let gateway = Gateway::answering(move || {
                let body = vec![b' '; size - 2].into_iter().chain(*b"{}").collect::<Vec<u8>>();
                let pieces: Vec<Result<Vec<u8>, std::io::Error>> =
                    body.chunks(300).map(|it| Ok(it.to_vec())).collect();
                let stream = Body::from_stream(futures_util::stream::iter(pieces));
                Response::new(if has_length { Body::from(body) } else { stream })
            })
            .await;
            let server = serve(app(settings(upstream(&gateway.server.base(), at_most)))).await;
            let (status, body) = json(server.order(BOTH[0], SAMPLE, TOKEN)).await;
            assert_eq!(status == StatusCode::OK, fits, "{size} bytes, length sent: {has_length}: {body}");
            if !fits {
                assert_eq!(status, StatusCode::BAD_GATEWAY);
                assert!(body["message"].as_str().unwrap().contains("more than 1000 bytes"), "{body}");
            }
        }
    }
}

#[tokio::test]
async fn twenty_megabytes_and_a_broken_answer_of_the_sandbox_become_502() {
    let gateway = start_sandbox().await;
    let server = start_forwarder(&gateway.base()).await;
    let token = server.token().await;
    for (uuid, says) in [
        ("00000000-0000-4000-8000-000000000020", "more than 8388608 bytes"),
        ("00000000-0000-4000-8000-000000000206", "broke off"),
    ] {
        let (status, body) = json(server.order(BOTH[0], uuid, &token)).await;
        assert_eq!(status, StatusCode::BAD_GATEWAY, "{uuid}");
        assert!(body["message"].as_str().unwrap().contains(says), "{body}");
    }
}

/// What a page could be made to run comes down as bytes without a type, under a policy that runs nothing.
#[tokio::test]
async fn only_listed_types_and_statuses_come_down() {
    for (sent, expected) in [
        ("application/json", "application/json"),
        ("Application/Problem+JSON; charset=utf-8", "Application/Problem+JSON; charset=utf-8"),
        ("text/html;charset=UTF-8", "text/html;charset=UTF-8"),
        ("text/javascript", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/json, text/javascript", "application/octet-stream"),
    ] {
        let gateway = Gateway::answering(move || {
            Response::builder().header("content-type", sent).body(Body::from("{}")).unwrap()
        })
        .await;
        let server = start_forwarder(&gateway.server.base()).await;
        let answer = server.order(BOTH[0], SAMPLE, TOKEN).send().await.unwrap();
        assert_eq!(header(answer.headers(), "content-type"), expected, "{sent}");
        assert_eq!(header(answer.headers(), "x-content-type-options"), "nosniff");
    }
    for status in [205_u16, 206, 300, 304, 305, 407, 600, 999] {
        let gateway =
            Gateway::answering(move || Response::builder().status(status).body(Body::empty()).unwrap()).await;
        let (answered, message) = complaint(&gateway.server.base(), Limits::default()).await;
        assert_eq!(answered, StatusCode::BAD_GATEWAY, "{status}");
        assert!(message.contains(&status.to_string()) && !message.contains("redirect"), "{message}");
    }
}

#[tokio::test]
async fn an_invalid_answer_of_the_gateway_is_not_reported_as_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, b"nonsense\r\n\r\n").await;
        }
    });
    let (status, message) = complaint(&base, Limits::default()).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    assert!(!message.contains("reached") && message.contains("did not answer as HTTP"), "{message}");
}

#[tokio::test]
async fn beyond_the_calls_allowed_at_a_time_the_answer_is_503_at_once() {
    // Accepts and says nothing.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let limits = Limits { calls: 2, time: Duration::from_secs(5), ..Limits::default() };
    let server = serve(app(settings(upstream(&base, limits)))).await;
    let first = [server.order(BOTH[0], SAMPLE, TOKEN), server.order(BOTH[0], SAMPLE, TOKEN)]
        .map(|request| tokio::spawn(request.send()));
    // Both have arrived once the gateway has their connections.
    let (_one, _other) = (listener.accept().await.unwrap(), listener.accept().await.unwrap());
    let third = server.order(BOTH[0], SAMPLE, TOKEN).send().await.unwrap();
    assert_eq!(third.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(third.headers(), "retry-after"), "1");
    assert_eq!(server.get("/healthz").send().await.unwrap().status(), StatusCode::OK);
    for call in first {
        call.abort();
    }
}

#[tokio::test]
async fn unread_answers_are_bounded_together() {
    let gateway = Gateway::answering(|| {
        Response::builder()
            .header("content-type", "application/json")
            .body(Body::from(vec![b' '; 8_000_000]))
            .unwrap()
    })
    .await;
    let limits = Limits { buffered: 10_000_000, ..Limits::default() };
    let server = serve(app(settings(upstream(&gateway.server.base(), limits)))).await;
    // With the headers here the whole body has been read from the gateway; the sockets take a part of each.
    let mut unread = Vec::new();
    let refused = loop {
        let answer = server.order(BOTH[0], SAMPLE, TOKEN).send().await.unwrap();
        if answer.status() != StatusCode::OK {
            break answer;
        }
        unread.push(answer);
        assert!(unread.len() < 20, "nothing bounds what is buffered");
    };
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(refused.headers(), "retry-after"), "1");
    for answer in unread {
        assert_eq!(answer.bytes().await.unwrap().len(), 8_000_000);
    }
    assert_eq!(server.order(BOTH[0], SAMPLE, TOKEN).send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn readiness_asks_the_gateway_at_most_once_in_ten_seconds_and_ends_with_the_server() {
    let gateway = Gateway::answering(|| Response::builder().status(404).body(Body::empty()).unwrap()).await;
    let settings = settings(upstream(&gateway.server.base(), Limits::default()));
    let stop = settings.stop.clone();
    let server = serve(app(settings)).await;
    let ready = async || server.get("/readyz").send().await.unwrap().status().as_u16();
    assert_eq!([ready().await, ready().await, ready().await], [200, 200, 200]);
    let seen = gateway.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!((&seen[0].method, header(&seen[0].headers, "authorization")), (&Method::HEAD, ""));
    tokio::time::advance(Duration::from_secs(11)).await;
    assert_eq!((ready().await, gateway.seen().len()), (200, 2));
    stop.cancel();
    assert_eq!(ready().await, 503);
    assert_eq!(server.get("/healthz").send().await.unwrap().status(), StatusCode::OK);

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let lonely = start_forwarder(&base).await;
    assert_eq!(lonely.get("/readyz").send().await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn an_unrequested_compressed_answer_is_refused() {
    let gateway = Gateway::answering(|| {
        Response::builder().header("content-encoding", "gzip").body(Body::from("noise")).unwrap()
    })
    .await;
    let (status, message) = complaint(&gateway.server.base(), Limits::default()).await;
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    assert!(message.contains("compressed"), "{message}");
}

#[tokio::test]
async fn an_answer_that_is_no_json_comes_through_untouched() {
    let gateway = Gateway::answering(|| Response::builder().status(204).body(Body::empty()).unwrap()).await;
    let server = start_forwarder(&gateway.server.base()).await;
    let answer = server.order(BOTH[0], SAMPLE, TOKEN).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (204, ""));
    let (status, body): (StatusCode, Value) = json(server.get("/config.json")).await;
    assert_eq!((status, &body["sandbox"]), (StatusCode::OK, &Value::Null));
}

#[test]
fn only_a_plain_https_address_or_loopback_is_an_upstream() {
    for right in [
        "https://gateway.example",
        "https://gateway.example/base/",
        "http://127.0.0.1:1",
        "http://[::1]:1",
        "http://localhost:1",
    ] {
        assert!(UpstreamAddress::parse(right).is_ok(), "{right}");
    }
    assert_eq!(
        UpstreamAddress::parse("https://a.example/base/").unwrap().join("/auth"),
        "https://a.example/base/auth"
    );
    for wrong in [
        "http://gateway.example",
        "https://user:hidden@gateway.example",
        "https://gateway.example/?hidden",
        "https://gateway.example/#hidden",
        "ftp://gateway.example",
        "gateway.example",
        "http://127.0.0.1.evil.example",
        "",
    ] {
        let message = UpstreamAddress::parse(wrong).unwrap_err().to_string();
        assert!(message.starts_with("--upstream") && !message.contains("hidden"), "{wrong}: {message}");
    }
}
