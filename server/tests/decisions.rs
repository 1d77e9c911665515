//! Approving, rejecting and cancelling: off unless allowed, checked before anything is sent, taken once.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at a failure")]

mod common;

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use certview_orders_server::address::Origin;
use certview_orders_server::app::{Settings, app};
use certview_orders_server::backend::Backend;
use certview_orders_server::call::PathStyle;
use certview_orders_server::forward::Limits;
use certview_orders_server::sandbox::{DECISION_FAULTS, Sandbox, SandboxSettings};
use common::{
    BOTH, Gateway, Server, answered_by, header, json, sandbox, serve, settings, start_sandbox, upstream,
};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// Submitted, with an approver who is not the requester.
const SUBMITTED: &str = "00000000-0000-4000-8000-000000000001";
const REJECTED: &str = "00000000-0000-4000-8000-000000000004";
const EVERYTHING_NULL: &str = "00000000-0000-4000-8000-000000000014";

fn allowed(backend: Backend) -> Settings {
    Settings { decisions: true, ..settings(backend) }
}

async fn start() -> Server {
    serve(app(allowed(sandbox()))).await
}

fn path(style: PathStyle, uuid: &str) -> String {
    format!("{}/status", style.template().replace("{uuid}", uuid))
}

fn decide(server: &Server, style: PathStyle, uuid: &str, token: &str, status: &str) -> RequestBuilder {
    let request = server.client.put(format!("{}{}", server.base(), path(style, uuid))).bearer_auth(token);
    let body = json!({ "status": status, "comment": "Checked with the owner" }).to_string();
    request.header("content-type", "application/json").body(body)
}

async fn record(server: &Server) -> Vec<Value> {
    json(server.get("/sandbox/decisions")).await.1.as_array().unwrap().clone()
}

#[tokio::test]
async fn without_the_option_there_is_no_such_call() {
    let server = start_sandbox().await;
    let token = server.token().await;
    for style in BOTH {
        for status in ["APPROVED", "REJECTED", "CANCELLED"] {
            let (answered, body) = json(decide(&server, style, SUBMITTED, &token, status)).await;
            assert_eq!((answered, &body["errorCode"]), (StatusCode::NOT_FOUND, &json!("404 NOT_FOUND")));
        }
        let raw = format!(
            "PUT {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: 36\r\n\r\n{{\"status\":\"APPROVED\",\"comment\":\"x\"}} ",
            path(style, SUBMITTED)
        );
        assert!(server.raw(&raw).await.starts_with("HTTP/1.1 404"));
    }
    assert_eq!(json(server.order(BOTH[0], SUBMITTED, &token)).await.1["status"], "SUBMITTED");
    assert_eq!(json(server.get("/config.json")).await.1["decisions"], false);
    assert_eq!(server.get("/sandbox/decisions").send().await.unwrap().status(), StatusCode::NOT_FOUND);
    assert_eq!(json(start().await.get("/config.json")).await.1["decisions"], true);
}

#[tokio::test]
async fn each_decision_is_taken_once_in_either_path_style() {
    for style in BOTH {
        for (status, ca_status) in [("APPROVED", "pending"), ("REJECTED", ""), ("CANCELLED", "")] {
            let server = start().await;
            let token = server.token().await;
            let answer = decide(&server, style, SUBMITTED, &token, status).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{status}");
            assert_eq!(answer.bytes().await.unwrap().len(), 0);
            let (_, order) = json(server.order(style, SUBMITTED, &token)).await;
            assert_eq!((&order["status"], &order["caStatus"]), (&json!(status), &json!(ca_status)));
            assert_ne!(order["updated"], order["created"]);
            // It is final for everyone: approved ones can be neither rejected nor cancelled.
            for again in ["APPROVED", "REJECTED", "CANCELLED"] {
                let (refused, body) = json(decide(&server, style, SUBMITTED, &token, again)).await;
                assert_eq!((refused, &body["errorCode"]), (StatusCode::CONFLICT, &json!("409 CONFLICT")));
                assert!(body["message"].as_str().unwrap().contains(status), "{body}");
            }
            let record = record(&server).await;
            assert_eq!(record.len(), 1);
            for (member, expected) in [
                ("uuid", SUBMITTED),
                ("status", status),
                ("user", "sandbox"),
                ("comment", "Checked with the owner"),
            ] {
                assert_eq!(record[0][member], expected);
            }
        }
    }
}

#[tokio::test]
async fn an_approved_order_goes_on_to_issued() {
    let progress_time = SignedDuration::ZERO;
    let sandbox = Sandbox::new(SandboxSettings { progress_time, ..SandboxSettings::default() }).unwrap();
    let server = serve(app(allowed(answered_by(sandbox)))).await;
    let token = server.token().await;
    assert_eq!(decide(&server, BOTH[0], SUBMITTED, &token, "APPROVED").send().await.unwrap().status(), 204);
    let (_, order) = json(server.order(BOTH[0], SUBMITTED, &token)).await;
    assert_eq!((&order["status"], &order["caStatus"]), (&json!("ISSUED"), &json!("issued")));
}

#[tokio::test]
async fn what_may_not_be_decided_is_refused_and_nothing_is_taken() {
    let sandbox = Sandbox::new(SandboxSettings::default()).unwrap();
    let hour = SignedDuration::from_hours(1);
    let signed = |user: &str| sandbox.tokens().sign(user, Timestamp::now(), hour).unwrap();
    let [manager, approver, requester, stranger] = ["sandbox", "doe_john", "roe_jane", "who"].map(signed);
    let server = serve(app(allowed(answered_by(sandbox)))).await;
    for (uuid, token, expected, says) in [
        (SUBMITTED, "nonsense", 401, "Not authenticated"),
        (SUBMITTED, requester.as_str(), 403, "roe_jane"),
        (SUBMITTED, &stranger, 403, "who"),
        (REJECTED, &manager, 409, "REJECTED"),
        (EVERYTHING_NULL, &manager, 409, "without a status"),
        ("6a0f9c2e-0000-4000-8000-000000000000", &manager, 404, "not found"),
    ] {
        let (status, body) = json(decide(&server, BOTH[0], uuid, token, "APPROVED")).await;
        assert_eq!(status.as_u16(), expected, "{uuid}: {body}");
        assert!(body["message"].as_str().unwrap().contains(says), "{body}");
    }
    assert!(record(&server).await.is_empty());
    let answer = decide(&server, BOTH[0], SUBMITTED, &approver, "REJECTED").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn of_two_at_once_one_is_taken() {
    let server = start().await;
    let token = server.token().await;
    let send = |status| decide(&server, BOTH[0], SUBMITTED, &token, status).send();
    let (one, other) = tokio::join!(send("APPROVED"), send("CANCELLED"));
    let mut both = [one.unwrap().status().as_u16(), other.unwrap().status().as_u16()];
    both.sort_unstable();
    assert_eq!(both, [204, 409]);
    assert_eq!(record(&server).await.len(), 1);
}

/// Nothing but a decision with a comment, as JSON, from this origin reaches the backend.
#[tokio::test]
async fn anything_but_a_checked_decision_stops_here() {
    let gateway = Gateway::answering(|| Response::builder().status(204).body(Body::empty()).unwrap()).await;
    let server = serve(app(allowed(upstream(&gateway.server.base(), Limits::default())))).await;
    let url = format!("{}{}", server.base(), path(BOTH[0], SUBMITTED));
    let right = r#"{"status":"APPROVED","comment":"x"}"#;
    let send = async |method: Method, headers: &[(&str, &str)], body: String| {
        let request = headers
            .iter()
            .fold(server.client.request(method, &url), |it, (name, value)| it.header(*name, *value));
        request.body(body).send().await.unwrap()
    };
    let json_type = ("content-type", "application/json");
    let long = format!(r#"{{"status":"APPROVED","comment":"{}"}}"#, "x".repeat(2001));
    for body in [
        "",
        "{}",
        "null",
        r#"{"status":"ISSUED","comment":"x"}"#,
        r#"{"status":"APPROVED","comment":""}"#,
        r#"{"status":"APPROVED","comment":"a\nb"}"#,
        r#"{"status":"APPROVED","comment":"x","more":1}"#,
        long.as_str(),
    ] {
        let answer = send(Method::PUT, &[json_type], body.to_owned()).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{body}");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
        let answer = send(Method::PUT, &[("content-type", kind)], right.to_owned()).await;
        assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    for headers in [
        [json_type, ("origin", "https://evil.example")],
        [json_type, ("origin", "null")],
        [json_type, ("sec-fetch-site", "cross-site")],
        [json_type, ("sec-fetch-site", "same-site")],
    ] {
        assert_eq!(
            send(Method::PUT, &headers, right.to_owned()).await.status(),
            StatusCode::FORBIDDEN,
            "{headers:?}"
        );
    }
    for method in [Method::GET, Method::HEAD, Method::POST, Method::DELETE, Method::PATCH] {
        let answer = send(method.clone(), &[json_type], right.to_owned()).await;
        assert_eq!(
            (answer.status(), header(answer.headers(), "allow")),
            (StatusCode::METHOD_NOT_ALLOWED, "PUT"),
            "{method}"
        );
    }
    let huge = send(Method::PUT, &[json_type], "x".repeat(20_000)).await;
    assert_eq!(huge.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let bad = server.client.put(format!("{}{}", server.base(), path(BOTH[0], "..%2f..")));
    assert_eq!(bad.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    assert!(gateway.seen().is_empty(), "{:?}", gateway.seen());
}

#[tokio::test]
async fn the_gateway_gets_the_decision_written_anew_and_nothing_else() {
    let gateway = Gateway::answering(|| {
        Response::builder().status(204).header("set-cookie", "a=b").body(Body::empty()).unwrap()
    })
    .await;
    let server = serve(app(allowed(upstream(&gateway.server.base(), Limits::default())))).await;
    for style in BOTH {
        let request =
            server.client.put(format!("{}{}?q=1", server.base(), path(style, &SUBMITTED.to_uppercase())));
        let request = request.bearer_auth("the-token").header("cookie", "a=b").header("x-custom", "1");
        let body = "{ \"comment\":\t\"caf\\u00e9 <ok>\",\n \"status\": \"CANCELLED\" }";
        let answer = request
            .header("content-type", "application/json; charset=utf-8")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
        assert_eq!(header(answer.headers(), "set-cookie"), "");
        let seen = gateway.seen().pop().unwrap();
        assert_eq!((seen.method, seen.uri.to_string()), (Method::PUT, path(style, SUBMITTED)));
        assert_eq!(seen.body, "{\"status\":\"CANCELLED\",\"comment\":\"caf\u{e9} <ok>\"}");
        assert_eq!(header(&seen.headers, "content-type"), "application/json");
        assert_eq!(header(&seen.headers, "authorization"), "Bearer the-token");
        let known = ["authorization", "accept", "content-type", "content-length", "host", "user-agent"];
        assert!(seen.headers.keys().all(|name| known.contains(&name.as_str())), "{:?}", seen.headers);
    }
    assert_eq!(gateway.seen().len(), 2, "one call for one decision");
}

#[tokio::test]
async fn an_allowed_origin_may_decide_where_decisions_are_allowed() {
    let allowed = "http://127.0.0.1:4444";
    let origins = || vec![Origin::parse("--allow-origin", allowed).unwrap()];
    for decisions in [true, false] {
        let settings = Settings { allowed_origins: origins(), decisions, ..settings(sandbox()) };
        let server = serve(app(settings)).await;
        let url = format!("{}{}", server.base(), path(BOTH[0], SUBMITTED));
        let preflight = server.client.request(Method::OPTIONS, &url).header("origin", allowed);
        let preflight = preflight.header("access-control-request-method", "PUT").send().await.unwrap();
        let methods = header(preflight.headers(), "access-control-allow-methods");
        assert_eq!(methods.contains("PUT"), decisions, "{decisions}: {methods}");
        let request =
            decide(&server, BOTH[0], SUBMITTED, &server.token().await, "APPROVED").header("origin", allowed);
        assert_eq!(request.send().await.unwrap().status().is_success(), decisions);
    }
}

#[tokio::test]
async fn every_fault_can_be_read_and_fails_in_its_own_way() {
    let server = start().await;
    let token = server.token().await;
    let listed = json(server.get("/config.json")).await.1["sandbox"]["orders"].clone();
    let uuid = |end: &str| DECISION_FAULTS.iter().find(|it| it.uuid.ends_with(end)).unwrap().uuid;
    for fault in DECISION_FAULTS {
        assert!(listed.as_array().unwrap().iter().any(|it| it["uuid"] == fault.uuid), "{}", fault.name);
        assert_eq!(
            json(server.order(BOTH[0], fault.uuid, &token)).await.1["status"],
            "SUBMITTED",
            "{}",
            fault.name
        );
    }
    let status = async |end: &str| json(server.order(BOTH[0], uuid(end), &token)).await.1["status"].clone();
    let send = async |end: &str| decide(&server, BOTH[0], uuid(end), &token, "APPROVED").send().await;

    assert_eq!(send("d0403").await.unwrap().status(), 403);
    assert_eq!(send("d0500").await.unwrap().status(), 500);
    assert_eq!((status("d0403").await, status("d0500").await), (json!("SUBMITTED"), json!("SUBMITTED")));
    assert_eq!(send("d0409").await.unwrap().status(), 409);
    assert_eq!(status("d0409").await, "CANCELLED");
    let cut = send("d0206").await.unwrap_err();
    assert!(!cut.is_status() && !cut.is_timeout(), "{cut:?}");
    assert_eq!(status("d0206").await, "APPROVED");
    let taken: Vec<_> = record(&server).await.iter().map(|it| it["user"].clone()).collect();
    assert_eq!(taken, ["sandbox", "doe_john"]);
}

/// The clock stands still but for timers.
#[tokio::test(start_paused = true)]
async fn the_late_answer_comes_after_the_decision_was_taken() {
    let server = start().await;
    let token = server.token().await;
    let late = DECISION_FAULTS[0].uuid;
    let began = tokio::time::Instant::now();
    // Given up after a second: the decision stands all the same, and is followed to its end.
    let impatient =
        decide(&server, BOTH[0], late, &token, "APPROVED").timeout(Duration::from_secs(1)).send().await;
    assert!(impatient.unwrap_err().is_timeout());
    assert_eq!(record(&server).await.len(), 1);
    assert!(began.elapsed() < Duration::from_secs(19), "{:?}", began.elapsed());
    let other = start().await;
    let token = other.token().await;
    let began = tokio::time::Instant::now();
    assert_eq!(decide(&other, BOTH[0], late, &token, "APPROVED").send().await.unwrap().status(), 204);
    assert!(began.elapsed() >= Duration::from_secs(20), "{:?}", began.elapsed());
}
