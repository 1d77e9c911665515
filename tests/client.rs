//! Calls through the public API: their URL, their retries, and the error for each refusal. The transport is a list of
//! answers; a real one is tested in the browser.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at a failure"
)]

#[path = "client/decide.rs"]
mod decide;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use certview_orders::client::{
    BaseUrl, BearerToken, Body, Connection, Endpoint, Error, ErrorCode, Fault, Gateway, GatewayMessage,
    Method, PLATFORMS, PathStyle, Request, Response, Retry, RetryDecision, TokenError, TokenSource,
    Transport, get_order, sign_in, test_connection,
};
use certview_orders::order::{Order, Timestamp, Uuid};
use pollster::block_on;

const SAMPLE: &str = include_str!("fixtures/view-certificate-request.json");
const UUID: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";
// {"sub":"doe_john","iat":1598950490,"exp":1598964890,"modulesAllowed":["CERTVIEW"]}
const TOKEN: &str = "eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJkb2Vfam9obiIsImlhdCI6MTU5ODk1MDQ5MCwiZXhwIjoxNTk4OTY0ODkwLCJtb2R1bGVzQWxsb3dlZCI6WyJDRVJUVklFVyJdfQ.c2VjcmV0";

/// Returns the prepared answers, and records the requests.
struct Script {
    answers: RefCell<VecDeque<Result<Response, Fault>>>,
    sent: RefCell<Vec<Sent>>,
    waits: RefCell<Vec<u32>>,
    remaining_ms: Cell<u32>,
    wait_ends_with: Option<Fault>,
    /// A server answers at this URL without permitting the caller to read the response.
    there: &'static str,
}

struct Sent {
    method: Method,
    url: String,
    authorization: Option<String>,
    content_type: Option<&'static str>,
    body: Option<String>,
}

fn script(answers: Vec<Result<Response, Fault>>) -> Script {
    Script {
        answers: RefCell::new(answers.into()),
        sent: RefCell::default(),
        waits: RefCell::default(),
        remaining_ms: Cell::new(30_000),
        wait_ends_with: None,
        there: "",
    }
}

impl Transport for Script {
    async fn send(&self, request: Request) -> Result<Response, Fault> {
        let text = |secret: Option<zeroize::Zeroizing<String>>| secret.map(|secret| secret.to_string());
        self.sent.borrow_mut().push(Sent {
            method: request.method,
            url: request.url,
            authorization: text(request.authorization),
            content_type: request.body.as_ref().map(Body::content_type),
            body: request.body.map(|body| body.as_str().to_owned()),
        });
        self.answers.borrow_mut().pop_front().unwrap_or_else(|| panic!("one call more than was expected"))
    }

    async fn wait(&self, milliseconds: u32) -> Result<(), Fault> {
        self.waits.borrow_mut().push(milliseconds);
        self.remaining_ms.set(self.remaining_ms.get().saturating_sub(milliseconds));
        self.wait_ends_with.clone().map_or(Ok(()), Err)
    }

    async fn is_there(&self, url: &str) -> bool {
        self.there == url
    }

    fn remaining_ms(&self) -> u32 {
        self.remaining_ms.get()
    }

    fn now(&self) -> Timestamp {
        Timestamp::parse("2026-11-23T15:00:00Z").unwrap()
    }

    fn random(&self) -> f64 {
        0.5
    }
}

fn answer(status: u16, body: &str) -> Result<Response, Fault> {
    Ok(Response { status, body: body.as_bytes().to_vec(), ..Response::default() })
}

fn endpoint() -> Endpoint {
    Endpoint {
        base_url: BaseUrl::parse("https://gateway.example/").unwrap(),
        path_style: PathStyle::Documented,
    }
}

fn gateway() -> Gateway {
    Gateway::new(endpoint(), Retry::default())
}

fn call_with(script: &Script, tokens: &impl TokenSource) -> Result<Order, Error> {
    block_on(get_order(script, tokens, &gateway(), &UUID.parse().unwrap()))
}

fn call(script: &Script) -> Result<Order, Error> {
    call_with(script, &BearerToken::parse(TOKEN).unwrap())
}

#[test]
fn the_order_is_requested_at_the_documented_path_with_the_token() {
    let script = script(vec![answer(200, SAMPLE)]);
    assert_eq!(call(&script).unwrap().uuid, UUID.parse().unwrap());
    let sent = script.sent.borrow();
    assert_eq!(
        sent[0].url,
        format!(
            "https://gateway.example/certview/rest/public/v1/certificates/enrollment/digicert/orders/{UUID}"
        )
    );
    assert_eq!(sent[0].authorization.as_deref(), Some(format!("Bearer {TOKEN}").as_str()));
}

#[test]
fn every_published_path_and_a_custom_one_can_be_used() {
    let uuid: Uuid = UUID.parse().unwrap();
    let url = |style: &str| {
        Endpoint { base_url: BaseUrl::same_origin(), path_style: PathStyle::parse(style).unwrap() }
            .order_url(&uuid)
    };
    assert_eq!(url("sample"), format!("/certview/v1/certificates/digicert/orders/{UUID}"));
    assert_eq!(url("/x/{uuid}/y"), format!("/x/{UUID}/y"));
    for wrong in ["", "x/{uuid}", "/x", "/{uuid}/{uuid}", "//evil/{uuid}", "/../{uuid}", "/x?{uuid}"] {
        assert_eq!(PathStyle::parse(wrong).unwrap_err().code, ErrorCode::InvalidArgument, "{wrong}");
    }
}

#[test]
fn a_base_url_is_https_or_loopback_and_nothing_else() {
    for right in [
        "https://gateway.qg1.apps.qualys.com",
        "https://gateway.example:8443/base/path/",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:9",
        "HTTPS://Gateway.Example",
    ] {
        assert!(BaseUrl::parse(right).is_ok(), "{right}");
    }
    for wrong in [
        "",
        "gateway.example",
        "ftp://gateway.example",
        "http://gateway.example",
        "http://127.0.0.1.evil.example",
        "https://user:pw@gateway.example",
        "https://gateway.example?x",
        "https://gateway.example#x",
        "https://",
        "https://gateway.example:99999",
        "https://gate way.example",
        "https://gateway.example/a/../b",
        "javascript:alert(1)",
    ] {
        let error = BaseUrl::parse(wrong).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidArgument, "{wrong}");
        assert!(error.message.contains("https://gateway.qg1.apps.qualys.com"), "{}", error.message);
    }
}

#[test]
fn temporary_failures_are_retried_and_nothing_else() {
    for status in [408, 425, 429, 500, 502, 503, 504] {
        let script = script(vec![answer(status, ""), answer(status, ""), answer(200, SAMPLE)]);
        assert!(call(&script).is_ok(), "{status}");
        // Half of 0.5 s and of 1 s: full jitter with a random number of 0.5.
        assert_eq!(*script.waits.borrow(), [250, 500], "{status}");
    }
    for status in [400, 401, 403, 404, 405, 409, 410, 422, 501] {
        let script = script(vec![answer(status, "")]);
        let error = call(&script).unwrap_err();
        assert_eq!((error.attempts, error.status), (1, Some(status)));
        assert!(script.waits.borrow().is_empty(), "{status}");
    }
    for fault in [Fault::Timeout, Fault::Aborted, Fault::TooLarge, Fault::Unsendable("x".to_owned())] {
        assert_eq!(call(&script(vec![Err(fault)])).unwrap_err().attempts, 1);
    }
    let network = script(vec![Err(Fault::Network), Err(Fault::Network), Err(Fault::Network)]);
    let error = call(&network).unwrap_err();
    assert_eq!((error.code, error.attempts), (ErrorCode::Network, 3));
    assert!(error.to_string().contains("CORS"));
}

#[test]
fn each_status_of_a_refusal_has_its_code_and_its_words() {
    let rows: &[(&[u16], ErrorCode, &str)] = &[
        (&[400], ErrorCode::Server, "The gateway calls the request invalid"),
        (&[401], ErrorCode::Unauthorized, "The gateway does not accept the token"),
        (&[403], ErrorCode::Forbidden, "The gateway does not allow this user"),
        (&[404], ErrorCode::NotFound, "The gateway knows no such certificate request"),
        (&[409], ErrorCode::Conflict, "The gateway refuses the call as a conflict"),
        (&[429], ErrorCode::RateLimited, "The gateway has had too many calls"),
        (&[0, 300, 302, 304, 399], ErrorCode::Server, "The gateway redirects elsewhere"),
        (&[408, 504], ErrorCode::Server, "The gateway waited too long"),
        (&[500, 502, 503, 599], ErrorCode::Server, "The gateway failed"),
        (
            &[100, 199, 402, 405, 422, 499, 600, 999],
            ErrorCode::Server,
            "The gateway gave an answer that was not expected",
        ),
    ];
    for (statuses, code, words) in rows {
        for status in *statuses {
            let endless = script((0..3).map(|_| answer(*status, "")).collect());
            let error = call(&endless).unwrap_err();
            assert_eq!((error.code, error.status), (*code, Some(*status)));
            assert!(error.message.starts_with(words), "{status}: {}", error.message);
            assert!(error.message.ends_with(&format!("(HTTP {status}).")), "{}", error.message);
        }
    }
}

#[test]
fn a_conflict_is_a_rate_limit_only_where_its_body_states_it() {
    let plain =
        call(&script(vec![answer(409, r#"{"errorCode":"2003","message":"Registration"}"#)])).unwrap_err();
    assert_eq!(plain.code, ErrorCode::Conflict);
    let body = "<SIMPLE_RETURN><RESPONSE><CODE>1965</CODE><TEXT>limit</TEXT></RESPONSE></SIMPLE_RETURN>";
    assert!(call(&script(vec![answer(409, body), answer(200, SAMPLE)])).is_ok());
    let mut limited = answer(409, "").unwrap();
    limited.to_wait_sec = Some("2".to_owned());
    let script = script(vec![Ok(limited), answer(200, SAMPLE)]);
    assert!(call(&script).is_ok());
    assert_eq!(*script.waits.borrow(), [2000]);
}

#[test]
fn the_requested_wait_is_kept_or_passed_on() {
    let limited = |retry_after: &str| {
        Ok(Response { status: 429, retry_after: Some(retry_after.to_owned()), ..Response::default() })
    };
    for (header, wait) in
        [("7", 7000), ("Mon, 23 Nov 2026 15:00:05 GMT", 5000), ("Mon, 23 Nov 2026 14:00:00 GMT", 0)]
    {
        let script = script(vec![limited(header), answer(200, SAMPLE)]);
        assert!(call(&script).is_ok(), "{header}");
        assert_eq!(*script.waits.borrow(), [wait], "{header}");
    }
    let script = script(vec![limited("31")]);
    let error = call(&script).unwrap_err();
    assert_eq!((error.code, error.retry_after_ms, error.attempts), (ErrorCode::RateLimited, Some(31_000), 1));
    assert!(script.waits.borrow().is_empty(), "a wait that does not fit is not begun");
}

#[test]
fn the_backoff_doubles_to_its_bound_and_is_never_longer() {
    let error = Error { status: Some(500), ..Error::new(ErrorCode::Server, String::new()) };
    let retry = Retry { max_retries: 9 };
    let waits: Vec<_> = (1..=7).map(|attempts| retry.decide(&error, attempts, u32::MAX, 1.0)).collect();
    let expected = [500, 1000, 2000, 4000, 8000, 8000, 8000].map(RetryDecision::RetryAfter);
    assert_eq!(waits, expected);
    assert_eq!(retry.decide(&error, 1, u32::MAX, 0.0), RetryDecision::RetryAfter(0));
    assert_eq!(retry.decide(&error, 10, u32::MAX, 0.0), RetryDecision::Stop);
    assert_eq!(retry.decide(&error, 1, 500, 1.0), RetryDecision::Stop);
    assert_eq!(Retry { max_retries: 0 }.decide(&error, 1, u32::MAX, 0.0), RetryDecision::Stop);
}

#[test]
fn an_abort_during_the_wait_ends_the_call() {
    let mut script = script(vec![answer(503, "")]);
    script.wait_ends_with = Some(Fault::Aborted);
    assert_eq!(call(&script).unwrap_err().code, ErrorCode::Aborted);
}

#[test]
fn a_refused_token_is_renewed_once() {
    struct Renewing(RefCell<Vec<bool>>);
    impl TokenSource for Renewing {
        async fn token(&self, refused: bool) -> Result<BearerToken, Error> {
            self.0.borrow_mut().push(refused);
            Ok(BearerToken::parse(TOKEN).unwrap())
        }
        fn can_renew(&self) -> bool {
            true
        }
    }
    let tokens = Renewing(RefCell::default());
    let renewed = script(vec![answer(401, ""), answer(200, SAMPLE)]);
    assert!(call_with(&renewed, &tokens).is_ok());
    assert_eq!(*tokens.0.borrow(), [false, true]);

    let tokens = Renewing(RefCell::default());
    let error = call_with(&script(vec![answer(401, ""), answer(401, "")]), &tokens).unwrap_err();
    assert_eq!((error.code, error.attempts), (ErrorCode::Unauthorized, 2));
    assert_eq!(
        call(&script(vec![answer(401, "")])).unwrap_err().attempts,
        1,
        "a given token is not requested twice"
    );
}

#[test]
fn every_known_body_of_a_refusal_is_understood() {
    let cases: [(&str, Option<&str>, Option<&str>); 16] = [
        (r#"{"status":401,"error":"Unauthorized","message":"JWT expired"}"#, None, Some("JWT expired")),
        (
            r#"{"authentication_exceptions":[["Authentication Failure: 1 errors"]]}"#,
            None,
            Some("Authentication Failure: 1 errors"),
        ),
        (
            r#"{"errorCode":"403 FORBIDDEN","message":"The joe_user user","timestamp":1654169949515}"#,
            Some("403 FORBIDDEN"),
            Some("The joe_user user"),
        ),
        (
            r#"{"responseCode":"FAILED","responseMessage":"Error validating customer","count":0}"#,
            Some("FAILED"),
            Some("Error validating customer"),
        ),
        (
            r#"[{"response":{"datetime":"2021-10-28T13:29:06Z","code":1905,"text":"parameter x"}}]"#,
            Some("1905"),
            Some("parameter x"),
        ),
        (r#"{"message":"Invalid input Parameter."}"#, None, Some("Invalid input Parameter.")),
        (
            "<?xml version=\"1.0\"?><SIMPLE_RETURN><RESPONSE><CODE>2012</CODE><TEXT>User license &amp; co</TEXT></RESPONSE></SIMPLE_RETURN>",
            Some("2012"),
            Some("User license & co"),
        ),
        (r#"{"_error":{"message":"m","code":"c"}}"#, Some("c"), Some("m")),
        (r#"{"error":{"message":"m"}}"#, None, Some("m")),
        (r#"{"error":"Bad Request"}"#, None, Some("Bad Request")),
        ("<!doctype html><title>502</title>", None, None),
        ("plain words", None, Some("plain words")),
        ("", None, None),
        ("{broken", None, None),
        ("[]", None, None),
        (r#"{"message":{"nested":1}}"#, None, None),
    ];
    for (body, code, text) in cases {
        let message = GatewayMessage::read(body.as_bytes());
        assert_eq!((message.code.as_deref(), message.text.as_deref()), (code, text), "{body}");
    }
    assert_eq!(GatewayMessage::read("é".repeat(2000).as_bytes()).text.unwrap().chars().count(), 501);
    assert_eq!(GatewayMessage::read(&[0xff, b'a']).text.as_deref(), Some("\u{fffd}a"));
}

#[test]
fn a_404_distinguishes_a_wrong_path_from_an_unknown_request() {
    let spring = r#"{"errorCode":"404 NOT_FOUND","message":"No static resource certview/v2/cas."}"#;
    assert_eq!(call(&script(vec![answer(404, spring)])).unwrap_err().code, ErrorCode::WrongPath);
    let unknown = r#"{"errorCode":"404 NOT_FOUND","message":"Order not found"}"#;
    assert_eq!(call(&script(vec![answer(404, unknown)])).unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn an_answer_that_is_no_order_is_an_error_of_its_own() {
    for body in ["", "<html>", "{}", "[1]", "{\"uuid\":"] {
        let error = call(&script(vec![answer(200, body)])).unwrap_err();
        assert_eq!((error.code, error.status, error.attempts), (ErrorCode::Decode, Some(200), 1), "{body}");
    }
}

#[test]
fn another_request_than_the_requested_one_is_noted() {
    let other = SAMPLE.replace("cb95d100", "cb95d101");
    let order = call(&script(vec![answer(200, &other)])).unwrap();
    assert_eq!(order.notes[0].path, "uuid");
}

#[test]
fn the_token_is_in_no_error_whatever_the_gateway_repeats() {
    let body = format!(r#"{{"message":"bad token {TOKEN}!"}}"#);
    let error = call(&script(vec![answer(401, &body)])).unwrap_err();
    assert!(!format!("{error:?} {error}").contains(TOKEN));
    assert_eq!(error.gateway.text.as_deref(), Some("bad token …!"));
    let jwt = BearerToken::parse(TOKEN).unwrap();
    assert_eq!(format!("{jwt:?}"), "BearerToken(not shown)");
}

#[test]
fn signing_in_sends_the_form_of_the_guide() {
    let signing_in = script(vec![answer(201, &format!("{TOKEN}\n"))]);
    let jwt = block_on(sign_in(&signing_in, &endpoint(), " doe_john ", "p&=+ %ä")).unwrap();
    assert_eq!(jwt.reveal(), TOKEN);
    let sent = signing_in.sent.borrow();
    assert_eq!((sent[0].method, sent[0].url.as_str()), (Method::Post, "https://gateway.example/auth"));
    assert_eq!(sent[0].content_type, Some("application/x-www-form-urlencoded"));
    assert_eq!(
        sent[0].body.as_deref(),
        Some("username=doe_john&password=p%26%3D%2B+%25%C3%A4&token=true&permissions=true")
    );

    let refused = script(vec![answer(401, r#"{"message":"secret-password is wrong"}"#)]);
    let error = block_on(sign_in(&refused, &endpoint(), "u", "secret-password")).unwrap_err();
    assert_eq!(error.code, ErrorCode::Unauthorized);
    assert!(!format!("{error:?}").contains("secret-password"));
    assert!(error.message.contains("user name or the password"));

    let page = script(vec![answer(200, "<html>")]);
    assert_eq!(block_on(sign_in(&page, &endpoint(), "u", "p")).unwrap_err().code, ErrorCode::Decode);
    let nothing = script(vec![]);
    assert_eq!(
        block_on(sign_in(&nothing, &endpoint(), "", "p")).unwrap_err().code,
        ErrorCode::InvalidArgument
    );
}

#[test]
fn a_token_is_accepted_in_the_forms_that_users_paste() {
    for text in [
        TOKEN.to_owned(),
        format!("  {TOKEN}\n"),
        format!("Bearer {TOKEN}"),
        format!("Authorization: bearer {TOKEN}"),
        format!("\"{TOKEN}\""),
    ] {
        assert_eq!(BearerToken::parse(&text).unwrap().reveal(), TOKEN);
    }
    assert_eq!(BearerToken::parse("  "), Err(TokenError::Empty));
    assert_eq!(BearerToken::parse("a.b\n.c"), Err(TokenError::Characters));
    assert_eq!(BearerToken::parse("a.b.c\r\nX-Evil: 1"), Err(TokenError::Characters));
    for wrong in ["{\"a\":1}", "[1]", "<html>"] {
        assert_eq!(BearerToken::parse(wrong), Err(TokenError::Document), "{wrong}");
    }
}

#[test]
fn claims_are_read_for_display_and_never_fail() {
    let claims = BearerToken::parse(TOKEN).unwrap().claims();
    assert_eq!(claims.user_name.as_deref(), Some("doe_john"));
    assert_eq!(claims.expires.unwrap().to_string(), "2020-09-01T12:54:50Z");
    assert!(!claims.lacks_certview());
    for opaque in ["a.b.c", "a.b", "a.b.c.d", "..", "test-token"] {
        assert_eq!(BearerToken::parse(opaque).unwrap().claims(), Default::default(), "{opaque}");
    }
}

#[test]
fn a_connection_test_distinguishes_what_a_caller_can_fix() {
    const NO_ROUTE: &str = r#"{"message":"No static resource certview."}"#;
    const UNKNOWN: &str = r#"{"message":"Order not found"}"#;
    let token = BearerToken::parse(TOKEN).unwrap();
    let cases = [
        (vec![answer(404, UNKNOWN)], Connection::Works),
        (vec![answer(200, SAMPLE)], Connection::Works),
        (vec![answer(401, "")], Connection::TokenRefused),
        (vec![answer(403, "<?xml version=\"1.0\"?><CODE>2012</CODE>")], Connection::NoPermission),
        (vec![answer(404, NO_ROUTE), answer(404, UNKNOWN)], Connection::OtherPath),
        (vec![answer(404, NO_ROUTE), answer(404, NO_ROUTE)], Connection::WrongPath),
        // The server of the page, for a path it does not forward.
        (vec![answer(404, "There is no such file here."), answer(404, UNKNOWN)], Connection::OtherPath),
        (vec![answer(200, " <!DOCTYPE html><title>Sign in</title>")], Connection::WrongPlatform),
        (vec![answer(404, "<html>nginx")], Connection::WrongPlatform),
        (vec![answer(503, "{}")], Connection::Failing),
        (vec![Err(Fault::Network)], Connection::Unreachable),
        (vec![Err(Fault::Timeout)], Connection::Unreachable),
    ];
    for (answers, expected) in cases {
        let script = script(answers);
        assert_eq!(block_on(test_connection(&script, &gateway(), Some(&token))), expected);
        let sent = script.sent.borrow();
        assert!(sent[0].url.ends_with("/orders/00000000-0000-0000-0000-000000000000"), "{}", sent[0].url);
        assert_eq!(sent[0].authorization.as_deref(), Some(format!("Bearer {TOKEN}").as_str()));
        assert_eq!(script.answers.borrow().len(), 0, "{expected:?}");
        assert!(expected.message().ends_with('.'));
        assert_eq!(expected.is_good(), expected == Connection::Works, "{expected:?}");
    }
    assert!(Connection::NoToken.is_good() && !Connection::NoCors.is_good());
    let without_token = script(vec![answer(401, "")]);
    assert_eq!(block_on(test_connection(&without_token, &gateway(), None)), Connection::NoToken);
    assert_eq!(without_token.sent.borrow()[0].authorization, None);

    let mut hidden = script(vec![Err(Fault::Network)]);
    hidden.there = "https://gateway.example";
    assert_eq!(block_on(test_connection(&hidden, &gateway(), None)), Connection::NoCors);
    let own = Endpoint { base_url: BaseUrl::same_origin(), path_style: PathStyle::Documented };
    let mut offline = script(vec![Err(Fault::Network)]);
    offline.there = "";
    assert_eq!(
        block_on(test_connection(&offline, &Gateway::new(own, Retry::default()), None)),
        Connection::Unreachable
    );
    let custom = Endpoint { path_style: PathStyle::parse("/x/{uuid}").unwrap(), ..endpoint() };
    let one = script(vec![answer(404, NO_ROUTE)]);
    assert_eq!(
        block_on(test_connection(&one, &Gateway::new(custom, Retry::default()), None)),
        Connection::WrongPath
    );
}

#[test]
fn every_platform_has_a_gateway_that_can_be_used() {
    for (name, gateway) in PLATFORMS {
        assert_eq!(BaseUrl::parse(gateway).unwrap().as_str(), gateway, "{name}");
    }
}

#[test]
fn a_path_style_is_written_as_it_is_read() {
    for style in ["auto", "documented", "sample", "/x/{uuid}/y"] {
        assert_eq!(PathStyle::parse(style).unwrap().as_str(), style);
    }
}

#[test]
fn any_bearer_token_is_sent_and_only_a_json_web_token_has_claims() {
    for token in ["test-token", "abc", "a.b", "a.b.c.d.e", "mF_9.B5f-4.1JqM", "dG9rZW4=", "a~b+c/d=="] {
        let parsed = BearerToken::parse(token).unwrap();
        assert_eq!(parsed.authorization().as_str(), format!("Bearer {token}"));
        let script = script(vec![answer(200, SAMPLE)]);
        assert!(call_with(&script, &parsed).is_ok());
        assert_eq!(
            script.sent.borrow()[0].authorization.as_deref(),
            Some(format!("Bearer {token}").as_str())
        );
    }
    // RFC 6750, section 2.1: equals signs are padding, so they occur only at the end and never alone.
    for wrong in ["=", "a=b", "a,b", "a:b", "a\u{e9}b"] {
        assert_eq!(BearerToken::parse(wrong), Err(TokenError::Characters), "{wrong}");
    }
    assert!(BearerToken::parse(TOKEN).unwrap().is_jwt());
    assert!(BearerToken::parse("a.b.").unwrap().is_jwt(), "a token without a signature");
    assert!(!BearerToken::parse("test-token").unwrap().is_jwt());
}

#[test]
fn an_expired_json_web_token_is_recognized_when_it_is_pasted_and_when_it_is_refused() {
    let at = |text: &str| Timestamp::parse(text).unwrap();
    let token = BearerToken::parse(TOKEN).unwrap();
    assert_eq!(token.expired(at("2020-09-01T12:54:49Z")), None);
    assert_eq!(token.expired(at("2020-09-01T12:54:50Z")), token.claims().expires);
    assert_eq!(BearerToken::parse("test-token").unwrap().expired(at("2026-11-23T15:00:00Z")), None);

    let error = call(&script(vec![answer(401, "")])).unwrap_err();
    assert!(error.message.contains("expired at 2020-09-01T12:54:50Z"), "{}", error.message);
    let opaque = BearerToken::parse("test-token").unwrap();
    let error = call_with(&script(vec![answer(401, "")]), &opaque).unwrap_err();
    assert!(!error.message.contains("expired"), "{}", error.message);
}

#[test]
fn an_opaque_answer_to_a_sign_in_is_no_token() {
    let proxy = script(vec![answer(200, "Welcome")]);
    assert_eq!(block_on(sign_in(&proxy, &endpoint(), "u", "p")).unwrap_err().code, ErrorCode::Decode);
}

#[test]
fn a_failed_connection_outside_a_browser_is_described_without_browsers() {
    let faults = |code: Option<&str>| vec![Err(Fault::Connection(code.map(str::to_owned))); 3];
    let error = call(&script(faults(Some("ECONNREFUSED")))).unwrap_err();
    assert_eq!((error.code, error.attempts), (ErrorCode::Network, 3));
    let text = error.to_string();
    assert!(text.contains("(ECONNREFUSED)"), "{text}");
    for word in ["browser", "CORS", "origin"] {
        assert!(!text.contains(word), "{text}");
    }
    assert!(!call(&script(faults(None))).unwrap_err().to_string().contains('('));
}

mod paths {
    use super::*;

    const NO_ROUTE: &str = r#"{"errorCode":"404 NOT_FOUND","message":"No static resource certview/v2/cas."}"#;
    const UNKNOWN: &str = r#"{"errorCode":"404 NOT_FOUND","message":"Order not found"}"#;
    const DOCUMENTED: &str = "/certview/rest/public/v1/certificates/enrollment/digicert/orders/";
    const PUBLISHED: &str = "/certview/v1/certificates/digicert/orders/";

    fn gateway_of(style: PathStyle) -> Gateway {
        let endpoint =
            Endpoint { base_url: BaseUrl::parse("https://gateway.example").unwrap(), path_style: style };
        Gateway::new(endpoint, Retry::default())
    }

    fn read(gateway: &Gateway, answers: Vec<Result<Response, Fault>>) -> (Result<Order, Error>, Vec<String>) {
        let script = script(answers);
        let token = BearerToken::parse(TOKEN).unwrap();
        let outcome = block_on(get_order(&script, &token, gateway, &UUID.parse().unwrap()));
        assert_eq!(script.answers.borrow().len(), 0, "an answer was not used");
        let urls = script.sent.borrow().iter().map(|sent| sent.url.clone()).collect();
        (outcome, urls)
    }

    fn assert_path(url: &str, path: &str) {
        assert_eq!(url, format!("https://gateway.example{path}{UUID}"));
    }

    #[test]
    fn the_path_is_found_by_itself_unless_one_is_configured() {
        assert_eq!(PathStyle::default(), PathStyle::Auto);
    }

    #[test]
    fn the_documented_path_is_called_first_and_kept_where_it_answers() {
        let gateway = gateway_of(PathStyle::Auto);
        let (order, urls) = read(&gateway, vec![answer(200, SAMPLE)]);
        assert!(order.is_ok());
        assert_path(&urls[0], DOCUMENTED);
        assert_eq!(gateway.resolved_path(), Some(PathStyle::Documented));
    }

    #[test]
    fn where_there_is_no_such_path_the_other_is_called_once_and_remembered() {
        let gateway = gateway_of(PathStyle::Auto);
        let (order, urls) = read(&gateway, vec![answer(404, NO_ROUTE), answer(200, SAMPLE)]);
        assert!(order.is_ok());
        assert_path(&urls[1], PUBLISHED);
        assert_eq!(gateway.resolved_path(), Some(PathStyle::Sample));
        let (order, urls) = read(&gateway, vec![answer(200, SAMPLE)]);
        assert!(order.is_ok());
        assert_path(&urls[0], PUBLISHED);
    }

    #[test]
    fn an_unknown_request_is_proof_of_the_path() {
        let gateway = gateway_of(PathStyle::Auto);
        let (error, urls) = read(&gateway, vec![answer(404, NO_ROUTE), answer(404, UNKNOWN)]);
        assert_eq!(error.unwrap_err().code, ErrorCode::NotFound);
        assert_eq!(urls.len(), 2);
        assert_eq!(gateway.resolved_path(), Some(PathStyle::Sample));
    }

    #[test]
    fn an_answer_that_precedes_routing_proves_nothing_about_the_path() {
        for status in [401, 403] {
            let gateway = gateway_of(PathStyle::Auto);
            let (error, urls) = read(&gateway, vec![answer(status, "")]);
            assert_eq!(error.unwrap_err().status, Some(status));
            assert_eq!((urls.len(), gateway.resolved_path()), (1, None));
        }
    }

    #[test]
    fn where_both_fail_the_error_names_both_and_nothing_is_remembered() {
        let gateway = gateway_of(PathStyle::Auto);
        gateway.remember_path(&PathStyle::Sample);
        let (error, urls) = read(&gateway, vec![answer(404, NO_ROUTE), answer(404, NO_ROUTE)]);
        let error = error.unwrap_err();
        assert_path(&urls[0], PUBLISHED);
        assert_path(&urls[1], DOCUMENTED);
        assert_eq!((error.code, error.attempts), (ErrorCode::WrongPath, 2));
        for path in [DOCUMENTED, PUBLISHED] {
            assert!(error.message.contains(path), "{}", error.message);
        }
        assert_eq!(gateway.resolved_path(), None);
    }

    #[test]
    fn a_configured_path_is_used_without_a_fallback() {
        for style in ["documented", "sample", "/x/{uuid}"] {
            let gateway = gateway_of(PathStyle::parse(style).unwrap());
            let (error, urls) = read(&gateway, vec![answer(404, NO_ROUTE)]);
            assert_eq!(error.unwrap_err().code, ErrorCode::WrongPath);
            assert_eq!((urls.len(), gateway.resolved_path()), (1, None), "{style}");
            gateway.remember_path(&PathStyle::Sample);
            assert_eq!(gateway.resolved_path(), None, "{style}");
        }
    }

    #[test]
    fn the_fallback_path_uses_no_retry() {
        let gateway = gateway_of(PathStyle::Auto);
        let answers = vec![answer(404, NO_ROUTE), answer(503, ""), answer(503, ""), answer(200, SAMPLE)];
        assert!(read(&gateway, answers).0.is_ok());
    }

    #[test]
    fn a_connection_test_tries_both_and_remembers() {
        let token = BearerToken::parse(TOKEN).unwrap();
        let cases = [
            (vec![answer(404, UNKNOWN)], Connection::Works, Some(PathStyle::Documented)),
            (vec![answer(404, NO_ROUTE), answer(404, UNKNOWN)], Connection::Works, Some(PathStyle::Sample)),
            (vec![answer(404, NO_ROUTE), answer(401, "")], Connection::TokenRefused, None),
            (vec![answer(404, NO_ROUTE), answer(404, NO_ROUTE)], Connection::WrongPath, None),
        ];
        for (answers, expected, path) in cases {
            let gateway = gateway_of(PathStyle::Auto);
            let script = script(answers);
            assert_eq!(block_on(test_connection(&script, &gateway, Some(&token))), expected);
            assert_eq!(gateway.resolved_path(), path, "{expected:?}");
            assert_eq!(script.answers.borrow().len(), 0, "{expected:?}");
        }
    }
}

#[test]
fn a_body_of_at_most_8_mib_is_read() {
    assert_eq!(certview_orders::client::MAX_BODY_BYTES, 8_388_608);
}

#[test]
fn the_words_of_the_error_codes_are_a_contract() {
    let words = ErrorCode::ALL.map(ErrorCode::as_str);
    assert_eq!(
        words,
        [
            "invalid_argument",
            "unauthorized",
            "forbidden",
            "not_found",
            "wrong_path",
            "conflict",
            "rate_limited",
            "server",
            "network",
            "timeout",
            "aborted",
            "too_large",
            "decode",
        ]
    );
    for code in ErrorCode::ALL {
        let error = Error::new(code, "It failed.".to_owned());
        assert!(code.advice().ends_with('.') && code.advice().contains(' '), "{code:?}: {}", code.advice());
        assert_eq!(error.to_string(), format!("It failed. {}", code.advice()));
        let error = Error { own_advice: Some("Wait."), ..error };
        assert_eq!(error.to_string(), "It failed. Wait.");
    }
    assert_eq!([Method::Get, Method::Post, Method::Put].map(Method::as_str), ["GET", "POST", "PUT"]);
}

#[test]
fn an_endpoint_names_its_template_and_its_alternative() {
    let documented = endpoint();
    let path =
        "https://gateway.example/certview/rest/public/v1/certificates/enrollment/digicert/orders/{uuid}";
    assert_eq!(documented.order_url_template(), path);
    assert_eq!(documented.order_url(&UUID.parse().unwrap()), path.replace("{uuid}", UUID));
    let sample = documented.with_alternative_path().unwrap();
    assert_eq!(sample, Endpoint { path_style: PathStyle::Sample, ..endpoint() });
    assert_eq!(sample.with_alternative_path(), Some(documented));
    let custom = Endpoint { path_style: PathStyle::parse("/x/{uuid}").unwrap(), ..endpoint() };
    assert_eq!(custom.order_url_template(), "https://gateway.example/x/{uuid}");
    assert_eq!(custom.with_alternative_path(), None);
}

#[test]
fn each_part_of_a_base_url_is_checked() {
    for right in [
        "http://page.localhost:1",
        "http://LOCALHOST",
        "http://127.9.9.9",
        "https://a-b.c_d.example/%20~x",
        "https://[2001:db8::1]:65535",
    ] {
        assert!(BaseUrl::parse(right).is_ok(), "{right}");
    }
    for (wrong, why) in [
        ("http://notlocalhost", "is http"),
        ("http://[::2]", "is http"),
        ("http://128.0.0.1", "is http"),
        ("ws://localhost", "is not an absolute https URL"),
        ("/path", "is not an absolute https URL"),
        ("https://host.example/a?b", "has a query or a fragment"),
        ("https://host.example/a#b", "has a query or a fragment"),
        ("https://me@host.example", "contains a user name"),
        ("https://host$.example", "has no valid host name"),
        ("https://../api", "has no valid host name"),
        ("https://gateway..example", "has no valid host name"),
        ("https://host.example:65536", "has a port"),
        ("https://host.example/a;b", "has a path with characters"),
        ("https://host.example/a/..", "has a path with characters"),
    ] {
        let error = BaseUrl::parse(wrong).unwrap_err();
        assert!(error.message.starts_with(&format!("The base URL {why}")), "{wrong}: {}", error.message);
    }
}

#[test]
fn each_way_to_say_that_there_is_no_such_route_is_understood() {
    for text in [
        "No static resource certview.",
        "No handler found for GET /certview",
        "No endpoint GET /certview.",
        "There is no such file here.",
        "Cannot GET /certview",
    ] {
        assert!(GatewayMessage::read(text.as_bytes()).says_no_such_route(), "{text}");
    }
    for text in ["", "Order not found", "Cannot get an order"] {
        assert!(!GatewayMessage::read(text.as_bytes()).says_no_such_route(), "{text}");
    }
    let limit = |code: &str| GatewayMessage { code: Some(code.to_owned()), text: None }.is_limit();
    assert!(limit("1960") && limit("1965") && !limit("1961"));
    let nested = r#"{"authentication_exceptions":{"number":1,"first":{"text":"Locked"}}}"#;
    assert_eq!(GatewayMessage::read(nested.as_bytes()).text.as_deref(), Some("Locked"));
}

#[test]
fn each_claim_is_read_where_it_has_its_form() {
    use base64ct::{Base64UrlUnpadded, Encoding};
    let claims = |payload: &str| {
        let payload = Base64UrlUnpadded::encode_string(payload.as_bytes());
        BearerToken::parse(&format!("h.{payload}.s")).unwrap().claims()
    };
    let read = claims(r#"{"sub":"a","iat":1598950490.25,"exp":"1598964890","modulesAllowed":["VM",5]}"#);
    assert_eq!(read.user_name.as_deref(), Some("a"));
    assert_eq!(read.issued.unwrap().to_string(), "2020-09-01T08:54:50Z");
    assert_eq!(read.expires.unwrap().to_string(), "2020-09-01T12:54:50Z");
    assert_eq!(read.modules, ["VM", "5"]);
    assert!(read.lacks_certview());
    assert!(!claims(r#"{"modulesAllowed":["VM","CERT_VIEW"]}"#).lacks_certview());
    assert!(!claims(r#"{"modulesAllowed":["CERTVIEW"]}"#).lacks_certview());
    let odd = claims(r#"{"sub":{},"iat":"today","exp":9999999999999999,"modulesAllowed":"VM"}"#);
    assert_eq!(odd, Default::default());
    assert!(!odd.lacks_certview());
}
