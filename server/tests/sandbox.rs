//! The sandbox from outside: signing in, every order, every failure.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at a failure")]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use certview_orders_server::app::app;
use certview_orders_server::call::PathStyle;
use certview_orders_server::sandbox::{FAILURES, ORDERS, Sandbox, SandboxSettings};
use common::{BOTH, SAMPLE, answered_by, header, json, settings, start_sandbox};
use jiff::{SignedDuration, Timestamp};
use reqwest::StatusCode;
use serde_json::{Value, json};

const DOCUMENTED: PathStyle = BOTH[0];
const PROGRESSING: &str = "00000000-0000-4000-8000-000000000019";

fn failing(number: &str) -> String {
    format!("00000000-0000-4000-8000-{number:0>12}")
}

#[tokio::test]
async fn signing_in_gives_a_token_that_opens_the_sample_to_the_letter_in_both_path_styles() {
    let server = start_sandbox().await;
    let form = "username=sandbox&password=sandbox&token=true&permissions=true";
    let answer = server.sign_in_with(form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert!(header(answer.headers(), "content-type").starts_with("text/plain"));
    let token = answer.text().await.unwrap();
    assert_eq!(token.split('.').count(), 3);
    for style in BOTH {
        let answer = server.order(style, SAMPLE, &token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{style:?}");
        assert_eq!(header(answer.headers(), "content-type"), "application/json");
        let body = answer.bytes().await.unwrap();
        assert_eq!(
            body.as_ref(),
            include_bytes!("../../tests/fixtures/view-certificate-request.json"),
            "{style:?}"
        );
    }
}

#[tokio::test]
async fn signing_in_wrongly_is_refused_and_says_why() {
    let server = start_sandbox().await;
    for form in [
        "username=sandbox&password=wrong&token=true&permissions=true",
        "username=other&password=sandbox&token=true&permissions=true",
    ] {
        let (status, body) = json(server.sign_in_with(form)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert!(
            body["authentication_exceptions"][0][0].as_str().unwrap().contains("InvalidCredentials"),
            "{body}"
        );
    }
    for (form, missing) in [
        ("username=sandbox&password=sandbox&permissions=true", "token=true"),
        ("username=sandbox&password=sandbox&token=true", "permissions=true"),
        ("username=sandbox&password=sandbox&token=true%26permissions%3Dtrue", "token=true"),
    ] {
        let (status, body) = json(server.sign_in_with(form)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(body["message"].as_str().unwrap().contains(missing), "{body}");
    }
    let request = server.client.post(format!("{}/auth", server.base()));
    let (status, body) = json(request.header("content-type", "application/json").body("{}")).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(body["message"].as_str().unwrap().contains("application/x-www-form-urlencoded"), "{body}");
    let huge = format!("username={}&password=sandbox&token=true&permissions=true", "x".repeat(17 * 1024));
    assert_eq!(json(server.sign_in_with(&huge)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn only_a_fresh_token_of_this_very_sandbox_opens_an_order() {
    let sandbox = Sandbox::new(SandboxSettings::default()).unwrap();
    let four_hours = SignedDuration::from_hours(4);
    let ago = |span| Timestamp::now().checked_sub(span).unwrap();
    let sign = |issued| sandbox.tokens().sign("sandbox", issued, four_hours).unwrap();
    let (fresh, expired) = (sign(ago(SignedDuration::from_hours(3))), sign(ago(four_hours)));
    let foreign = Sandbox::new(SandboxSettings::default()).unwrap();
    let foreign = foreign.tokens().sign("sandbox", Timestamp::now(), four_hours).unwrap();
    let server = common::serve(app(settings(answered_by(sandbox)))).await;

    let status = async |token: &str| server.order(DOCUMENTED, SAMPLE, token).send().await.unwrap().status();
    assert_eq!(status(&fresh).await, StatusCode::OK);
    let not_authenticated = json!({ "status": 401, "error": "Unauthorized", "message": "Not authenticated" });
    let (head, signature) = fresh.rsplit_once('.').unwrap();
    let forged: String = signature.chars().rev().collect();
    let forged = format!("{head}.{forged}");
    // {"alg":"none"}: the oldest trick.
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", head.split_once('.').unwrap().1);
    for token in ["", "nonsense", foreign.as_str(), forged.as_str(), unsigned.as_str()] {
        let (status, body) = json(server.order(DOCUMENTED, SAMPLE, token)).await;
        assert_eq!((status, &body), (StatusCode::UNAUTHORIZED, &not_authenticated), "{token}");
    }
    let path = DOCUMENTED.template().replace("{uuid}", SAMPLE);
    assert_eq!(json(server.get(&path)).await, (StatusCode::UNAUTHORIZED, not_authenticated.clone()));
    let basic = server.get(&path).header("authorization", format!("Basic {fresh}"));
    assert_eq!(json(basic).await, (StatusCode::UNAUTHORIZED, not_authenticated));
    let (status, body) = json(server.order(DOCUMENTED, SAMPLE, &expired)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(body, json!({ "status": 401, "error": "Unauthorized", "message": "JWT expired" }));
}

#[tokio::test]
async fn a_token_lifetime_of_nothing_signs_tokens_that_have_expired() {
    let chosen = SandboxSettings { token_lifetime: SignedDuration::ZERO, ..SandboxSettings::default() };
    let server = common::serve(app(settings(answered_by(Sandbox::new(chosen).unwrap())))).await;
    let token = server.token().await;
    let (status, body) = json(server.order(DOCUMENTED, SAMPLE, &token)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(body["message"], "JWT expired");
}

#[tokio::test]
async fn the_configuration_lists_exactly_the_orders_that_answer_and_the_failures_that_fail() {
    let server = start_sandbox().await;
    let token = server.token().await;
    let (status, configuration) = json(server.get("/config.json")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(configuration["gateway"], json!({ "baseUrl": "", "pathStyle": "auto" }));
    let sandbox = &configuration["sandbox"];
    assert_eq!((&sandbox["userName"], &sandbox["password"]), (&json!("sandbox"), &json!("sandbox")));
    let listed = |what: &str| sandbox[what].as_array().unwrap().clone();
    assert_eq!((listed("orders").len(), listed("failures").len()), (ORDERS.len(), FAILURES.len()));
    let mut uuids = BTreeSet::new();
    for order in listed("orders") {
        let uuid = order["uuid"].as_str().unwrap();
        assert!(uuids.insert(uuid.to_owned()), "{uuid} is listed twice");
        for text in ["name", "shows"] {
            assert!(!order[text].as_str().unwrap().is_empty());
        }
        for style in BOTH {
            let (status, body) = json(server.order(style, uuid, &token)).await;
            assert_eq!((status, &body["uuid"]), (StatusCode::OK, &order["uuid"]));
            let text = body.to_string();
            assert!(
                !text.contains("{{time") && !text.contains("{{file"),
                "{uuid} has an unfilled placeholder"
            );
        }
    }
    for failure in listed("failures") {
        assert!(uuids.insert(failure["uuid"].as_str().unwrap().to_owned()), "{failure} is listed twice");
    }
    let (status, body) = json(server.order(DOCUMENTED, "6a0f9c2e-0000-4000-8000-000000000000", &token)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(body["message"].as_str().unwrap().contains("6a0f9c2e"), "{body}");
}

#[tokio::test]
async fn the_orders_cover_every_status_kind_and_shape() {
    let server = start_sandbox().await;
    let token = server.token().await;
    let mut orders = Vec::new();
    for order in ORDERS {
        orders.push(json(server.order(DOCUMENTED, order.uuid, &token)).await.1);
    }
    let any =
        |what: &str, test: &dyn Fn(&Value) -> bool| assert!(orders.iter().any(test), "no order with {what}");
    for status in ["SUBMITTED", "APPROVED", "ISSUED", "REJECTED", "CANCELLED", "ON_HOLD"] {
        any(status, &|it| it["status"] == status);
    }
    for product in ["ssl_ev_securesite_pro", "ssl_wildcard", "ssl_multi_domain", "private_ssl_plus"] {
        any(product, &|it| it["digicertProductNameId"] == product);
    }
    for form in ["validityYears", "validityDays", "customExpirationDate"] {
        any(form, &|it| !it["validity"][form].is_null());
    }
    let created = |ending: &'static str| {
        move |it: &Value| it["created"].as_str().is_some_and(|it| it.ends_with(ending))
    };
    any("a date with +0000", &created("+0000"));
    any("a date with +00:00", &created("+00:00"));
    any("a date with Z", &created("Z"));
    any("a date in milliseconds", &|it| it["created"].as_i64().is_some_and(|it| it > 1_700_000_000_000));
    any("300 names", &|it| it["certificate"]["dnsNames"].as_array().is_some_and(|it| it.len() == 300));
    any("a renewal", &|it| it["renewal"]["renewalOfCertificate"].as_str().is_some_and(|it| it.len() == 64));
    any("a private key", &|it| {
        it["certificate"]["privateKey"].as_str().is_some_and(|it| it.contains("PRIVATE KEY"))
    });
    any("a nested CSR", &|it| it["certificate"]["csr"]["encodedCSR"].is_string());
    any("EV approvers as text", &|it| it["digicertEVApproverUserIds"][0].is_string());
    any("EV approvers as numbers", &|it| it["digicertEVApproverUserIds"][0].is_number());
    any("an id beyond 2^53", &|it| it["digicertOrganizationId"] == 9_007_199_254_740_993_u64);
    any("nothing", &|it| it.as_object().unwrap().iter().all(|(key, value)| key == "uuid" || value.is_null()));
    any("markup", &|it| it["certificate"]["commonName"] == "<img src=x onerror=alert(1)>");
    any("a turned name", &|it| {
        it["certificate"]["commonName"].as_str().is_some_and(|it| it.contains('\u{202e}'))
    });
    any("a look-alike", &|it| it["certificate"]["dnsNames"][2] == "ex\u{430}mple.com");
    any("a wrong type", &|it| it["created"] == true && it["approverUserNames"].is_string());
}

#[tokio::test]
async fn the_progressing_order_follows_the_age_of_the_token() {
    let progressed = async |progress_time: SignedDuration, age: i64| {
        let sandbox = Sandbox::new(SandboxSettings { progress_time, ..SandboxSettings::default() }).unwrap();
        let signed_in = Timestamp::now().checked_sub(SignedDuration::from_secs(age)).unwrap();
        let token = sandbox.tokens().sign("sandbox", signed_in, SignedDuration::from_hours(4)).unwrap();
        let server = common::serve(app(settings(answered_by(sandbox)))).await;
        json(server.order(DOCUMENTED, PROGRESSING, &token)).await.1
    };
    let two_minutes = SandboxSettings::default().progress_time;
    for (progress_time, age, status, moved) in [
        (two_minutes, 0, "SUBMITTED", false),
        (two_minutes, 90, "APPROVED", true),
        (two_minutes, 600, "ISSUED", true),
        (SignedDuration::ZERO, 0, "ISSUED", false),
        (SignedDuration::from_hours(1), 90, "SUBMITTED", false),
    ] {
        let order = progressed(progress_time, age).await;
        assert_eq!(order["status"], status, "after {age} s of {progress_time:?}");
        assert_eq!(order["created"] != order["updated"], moved, "after {age} s of {progress_time:?}");
    }
}

#[tokio::test]
async fn every_failure_fails_in_its_own_way() {
    let server = start_sandbox().await;
    let token = server.token().await;
    let answer = async |number: &str| {
        let answer = server.order(DOCUMENTED, &failing(number), &token).send().await.unwrap();
        (answer.status().as_u16(), answer.headers().clone(), answer.text().await.unwrap())
    };
    let parsed = async |number: &str| {
        let (status, _, body) = answer(number).await;
        (status, serde_json::from_str::<Value>(&body).unwrap())
    };
    assert_eq!(parsed("401").await.0, 401);
    let (status, body) = parsed("403").await;
    assert_eq!((status, &body["errorCode"]), (403, &json!("2012")));
    assert_eq!(body["message"], "User license is not authorized to run this API.");
    let (status, body) = parsed("404").await;
    assert_eq!(status, 404);
    assert!(body["message"].as_str().unwrap().contains("was not found"), "{body}");
    let (status, body) = parsed("4041").await;
    assert_eq!((status, &body["errorCode"]), (404, &json!("404 NOT_FOUND")));
    assert!(body["message"].as_str().unwrap().starts_with("No static resource certview/rest/"), "{body}");
    let (status, body) = parsed("409").await;
    assert_eq!((status, &body[0]["response"]["code"]), (409, &json!(2003)));
    let (status, headers, body) = answer("429").await;
    assert_eq!(
        (status, header(&headers, "retry-after"), header(&headers, "x-ratelimit-towait-sec")),
        (429, "30", "30")
    );
    assert!(body.contains("responseMessage"), "{body}");
    let (status, _, body) = answer("500").await;
    assert!(status == 500 && body.contains("<TEXT>"), "{status} {body}");
    let (status, headers, body) = answer("415").await;
    assert!(status == 200 && body.contains("<h1>"), "{status} {body}");
    assert!(header(&headers, "content-type").starts_with("text/html"));
    let (status, headers, body) = answer("20").await;
    assert_eq!((status, header(&headers, "content-length")), (200, ""));
    assert!(body.len() > 20_000_000 && serde_json::from_str::<Value>(&body).is_ok());
}

#[tokio::test]
async fn the_order_that_is_unavailable_twice_counts_per_token_and_begins_again() {
    let server = start_sandbox().await;
    let (one, other) = (server.token().await, server.token().await);
    let uuid = failing("503");
    let status =
        async |token: &str| server.order(DOCUMENTED, &uuid, token).send().await.unwrap().status().as_u16();
    assert_eq!([status(&one).await, status(&one).await], [503, 503]);
    assert_eq!(status(&other).await, 503);
    let (third, body) = json(server.order(DOCUMENTED, &uuid, &one)).await;
    assert_eq!((third, &body["uuid"]), (StatusCode::OK, &json!(uuid)));
    assert_eq!([status(&other).await, status(&other).await], [503, 200]);
    assert_eq!([status(&one).await, status(&one).await, status(&one).await], [503, 503, 200]);
}

#[tokio::test]
async fn the_cut_off_order_promises_more_than_it_sends() {
    let server = start_sandbox().await;
    let token = server.token().await;
    let path = DOCUMENTED.template().replace("{uuid}", &failing("206"));
    let answer = server
        .raw(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
        ))
        .await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let promised = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let promised: usize = promised.parse().unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(
        body.starts_with('{') && body.len() > 100 && body.len() < promised,
        "{} of {promised}",
        body.len()
    );
}

/// The clock stands still but for timers: a minute passes as soon as everyone waits.
#[tokio::test(start_paused = true)]
async fn the_order_that_hangs_answers_after_a_minute() {
    let server = start_sandbox().await;
    let token = server.token().await;
    let began = tokio::time::Instant::now();
    let (status, body) = json(server.order(DOCUMENTED, &failing("60"), &token)).await;
    assert_eq!((status, &body["uuid"]), (StatusCode::OK, &json!(failing("60"))));
    assert!(began.elapsed() >= Duration::from_secs(60), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_failure_asks_for_a_token_first() {
    let server = start_sandbox().await;
    let (status, body) = json(server.order(DOCUMENTED, &failing("403"), "nonsense")).await;
    assert_eq!((status, &body["message"]), (StatusCode::UNAUTHORIZED, &json!("Not authenticated")));
}

#[test]
fn every_order_file_is_listed_under_its_number_and_every_number_has_a_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/orders");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "ordinary.json")
        .map(|name| format!("00000000-0000-4000-8000-{:0>12}", name.split('-').next().unwrap()))
        .collect();
    let listed: BTreeSet<String> =
        ORDERS.iter().map(|order| order.uuid.to_owned()).filter(|uuid| uuid != SAMPLE).collect();
    assert_eq!(files, listed);
}
