//! The page without a browser: what each event changes, and what each state looks like.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

use std::cell::RefCell;

use certview_orders::client::{Error, ErrorCode, GatewayMessage, Jwt};
use certview_orders::order::{Order, RequestStatus, Timestamp};
use certview_orders::page::view::{ago, badges, page};
use certview_orders::page::{Config, Effect, Message, Route, State};
use serde_json::{Value, json};
use yew::prelude::*;

const SAMPLE: &str = include_str!("fixtures/view-certificate-request.json");
const UUID: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";
const TOKEN: &str = "eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJkb2Vfam9obiIsImV4cCI6MTU5ODk2NDg5MH0.c2VjcmV0";

thread_local! {
    static SHOWN: RefCell<State> = RefCell::default();
}

#[component]
fn Shown() -> Html {
    let now = Timestamp::parse("2020-09-02T08:54:50.473Z").unwrap();
    SHOWN.with_borrow(|state| page(state, now, &Callback::noop()))
}

/// The page in this state, as HTML.
fn html(state: State) -> String {
    SHOWN.set(state);
    pollster::block_on(yew::LocalServerRenderer::<Shown>::new().hydratable(false).render())
}

/// The text of the page in this state.
fn text(state: State) -> String {
    let mut text = String::new();
    for piece in html(state).split('<') {
        let (_, after) = piece.split_once('>').unwrap_or(("", piece));
        text.push_str(after);
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn jwt() -> Jwt {
    Jwt::parse(TOKEN).unwrap()
}

/// A page that has been configured, at this path, signed in.
fn at(path: &str) -> State {
    let mut state = State { route: Route::from_path(path), ..State::default() };
    state.update(Message::Configured(Config::default()));
    state.update(Message::SignedIn(Ok(jwt())));
    state
}

fn answer(state: &mut State, outcome: Result<Order, Error>) {
    let at = Timestamp::parse("2020-09-02T08:54:40Z").unwrap();
    state.update(Message::Answered(state.order.call, Box::new(outcome), at));
}

fn shown(value: &Value) -> State {
    let mut state = at(&format!("/orders/{UUID}"));
    answer(&mut state, Ok(Order::from_text(&value.to_string()).unwrap()));
    state
}

fn sample() -> Value {
    serde_json::from_str(SAMPLE).unwrap()
}

#[test]
fn addresses_name_places() {
    assert_eq!(Route::from_path("/"), Route::Home);
    assert_eq!(Route::from_path("/orders/"), Route::Home);
    assert_eq!(Route::from_path(&format!("/orders/{UUID}/")), Route::Order(UUID.parse().unwrap()));
    assert_eq!(Route::from_path("/orders/x"), Route::BadUuid("x".to_owned()));
    assert_eq!(Route::from_path("/other"), Route::NotFound);
    assert_eq!(Route::Order(UUID.parse().unwrap()).path(), format!("/orders/{UUID}"));
}

#[test]
fn the_sample_is_shown_whole() {
    let text = text(shown(&sample()));
    for expected in [
        "example.com",
        "Submitted",
        "CA status not reported",
        "private_ssl_plus",
        "Private trust",
        "Submitted by doe_john, waiting for approval.",
        "doe_john can approve, reject or cancel it",
        "SHA-256",
        "QA",
        "DigiCert Test SHA2 Intermediate CA-1",
        "a52d05988b61a33d6ac3edb449eb47150fa5b7a26c7dfc4e61f905ca36e165ee",
        "1 year",
        "525858",
        "2020-09-01T08:54:50.473Z (1 day ago)",
        UUID,
        "\"validityYears\": 1",
    ] {
        assert!(
            text.contains(&expected.replace('"', "&quot;")) || text.contains(expected),
            "{expected}: {text}"
        );
    }
    assert!(!text.contains("Odd in this response"), "{text}");
}

#[test]
fn created_and_updated_carry_the_utc_instant() {
    let html = html(shown(&sample()));
    assert!(html.contains("datetime=\"2020-09-01T08:54:50.473Z\""), "{html}");
    assert!(html.contains("datetime=\"2020-09-01T08:58:58.138Z\""), "{html}");
}

#[test]
fn each_status_has_its_badge_and_its_title() {
    let cases = [
        ("SUBMITTED", "Submitted", "waiting"),
        ("APPROVED", "Approved", "active"),
        ("ISSUED", "Issued", "good"),
        ("REJECTED", "Rejected", "bad"),
        ("CANCELLED", "Cancelled", "neutral"),
        ("ON_HOLD", "ON_HOLD", "neutral"),
    ];
    for (status, word, tone) in cases {
        let mut value = sample();
        value["status"] = json!(status);
        let state = shown(&value);
        assert_eq!(state.title(), format!("example.com · {word} – CertView orders"));
        let (order, _) = state.order.read.as_ref().unwrap();
        let badge = &badges(order)[0];
        assert_eq!((badge.word.as_str(), badge.tone.as_str()), (word, tone));
        assert!(html(state).contains(&format!("data-tone=\"{tone}\"")));
    }
}

#[test]
fn a_request_with_nothing_reported_still_has_a_page() {
    let text = text(shown(&json!({ "uuid": UUID })));
    assert!(text.contains("Request without a common name") && text.contains("Status not reported"), "{text}");
    assert!(text.matches("Not reported").count() > 15, "{text}");
}

#[test]
fn foreign_text_is_text() {
    let mut value = sample();
    value["certificate"]["commonName"] = json!("<img src=x onerror=alert(1)>\u{202e}moc");
    value["requesterUserName"] = json!("https://evil.example/");
    assert!(shown(&value).title().contains("U+202Emoc"));
    let html = html(shown(&value));
    assert!(!html.contains("<img") && html.contains("&lt;img"), "{html}");
    assert!(!html.contains('\u{202e}') && html.contains("U+202E"), "{html}");
    assert!(!html.contains("href=\"https://evil"), "{html}");
}

#[test]
fn a_private_key_is_a_masked_row_and_nothing_else() {
    let mut value = sample();
    value["certificate"]["privateKey"] = json!("-----BEGIN PRIVATE KEY-----CANARY");
    let html = html(shown(&value));
    assert!(html.contains("••••") && html.contains("[private key, not shown]"), "{html}");
    assert!(!html.contains("CANARY"), "{html}");
}

#[test]
fn long_lists_are_shown_in_part() {
    let mut value = sample();
    value["certificate"]["dnsNames"] = (0..300).map(|n| json!(format!("n{n}.example"))).collect();
    let text = text(shown(&value));
    assert!(text.contains("275 more") && text.contains("n299.example"), "{text}");
}

#[test]
fn odd_values_and_unknown_members_are_listed() {
    let mut value = sample();
    value["created"] = json!("soon");
    value["comment"] = json!("hello");
    let text = text(shown(&value));
    assert!(
        text.contains("Not readable, came as &quot;soon&quot;")
            || text.contains("Not readable, came as \"soon\""),
        "{text}"
    );
    assert!(text.contains("comment : not known to this page"), "{text}");
}

#[test]
fn every_error_says_what_happened_and_what_to_do() {
    for code in ErrorCode::ALL {
        let mut state = at(&format!("/orders/{UUID}"));
        let gateway = GatewayMessage { code: Some("2012".to_owned()), text: Some("licence".to_owned()) };
        let error = Error {
            gateway,
            retry_after_ms: Some(30_000),
            attempts: 3,
            ..Error::new(code, "It happened.".to_owned())
        };
        answer(&mut state, Err(error));
        let html = html(state);
        for expected in [
            "It happened.",
            code.advice(),
            "licence",
            "It asks to wait 30 s.",
            "Tried 3 times.",
            "Try again",
            UUID,
        ] {
            assert!(html.contains(expected), "{code:?} {expected}: {html}");
        }
        assert!(html.contains(&format!("data-code=\"{}\"", code.as_str())));
        assert_eq!(html.contains("id=\"password\""), code == ErrorCode::Unauthorized, "{code:?}");
    }
}

#[test]
fn a_failed_refresh_leaves_what_was_read() {
    let mut state = shown(&sample());
    assert!(matches!(state.update(Message::Refresh)[..], [Effect::Read(..)]));
    assert!(state.order.reading && state.order.read.is_some());
    answer(&mut state, Err(Error::new(ErrorCode::Network, "Gone.".to_owned())));
    let text = text(state);
    assert!(text.contains("Gone.") && text.contains("example.com"), "{text}");
}

#[test]
fn a_deep_link_without_a_session_asks_and_then_goes_on() {
    let mut state = State { route: Route::from_path(&format!("/orders/{UUID}")), ..State::default() };
    state.update(Message::Configured(Config::default()));
    let effects = state.update(Message::UseToken(TOKEN.to_owned().into()));
    assert_eq!(
        effects,
        [
            Effect::ClearSecrets,
            Effect::Read(state.order.call, UUID.parse().unwrap(), jwt()),
            Effect::FocusHeading
        ]
    );
    state.token = None;
    assert!(text(state).contains("Sign in to see this request"));
}

#[test]
fn signing_out_forgets_the_request() {
    let mut state = shown(&sample());
    let call = state.order.call;
    assert!(state.update(Message::SignOut).contains(&Effect::StopReading));
    assert!(state.token.is_none() && state.order.read.is_none());
    let late = Box::new(Ok(Order::from_text(SAMPLE).unwrap()));
    state.update(Message::Answered(call, late, Timestamp::from_date(2020, 1, 1).unwrap()));
    assert!(state.order.read.is_none(), "an answer that comes late is not taken in");
}

#[test]
fn a_watched_request_is_read_again_more_and_more_rarely_until_it_ends() {
    let mut state = shown(&sample());
    assert_eq!(state.update(Message::Watch), [Effect::WatchAfter(state.order.call, 10_000)]);
    for wait in [15_000, 22_500, 33_750, 50_625, 60_000, 60_000] {
        let effects = state.update(Message::WatchDue(state.order.call));
        assert!(matches!(effects[..], [Effect::Read(..)]));
        let at = Timestamp::from_date(2020, 9, 3).unwrap();
        let order = Box::new(Ok(Order::from_text(SAMPLE).unwrap()));
        let call = state.order.call;
        assert_eq!(state.update(Message::Answered(call, order, at)), [Effect::WatchAfter(call, wait)]);
        assert_eq!(state.announcement, "No change.");
    }
    let mut approved = sample();
    approved["status"] = json!("APPROVED");
    approved["caStatus"] = json!("pending");
    state.update(Message::WatchDue(state.order.call));
    answer(&mut state, Ok(Order::from_text(&approved.to_string()).unwrap()));
    assert_eq!(state.order.changed, ["Status", "CA status"]);
    assert_eq!(state.announcement, "example.com · Approved. Changed: Status, CA status.");
    assert_eq!(state.order.interval_ms, 10_000, "after a change it is read soon again");
    approved["status"] = json!("ISSUED");
    state.update(Message::WatchDue(state.order.call));
    answer(&mut state, Ok(Order::from_text(&approved.to_string()).unwrap()));
    assert!(!state.watching, "nothing more is to come");
}

#[test]
fn going_elsewhere_ends_the_call_and_forgets_the_request() {
    let mut state = shown(&sample());
    assert_eq!(
        state.update(Message::Go(Route::Home)),
        [Effect::Push(Route::Home), Effect::StopReading, Effect::FocusHeading]
    );
    assert!(state.order.read.is_none());
    assert_eq!(state.title(), "CertView orders");
}

#[test]
fn a_link_within_the_place_forgets_nothing() {
    let mut state = shown(&sample());
    let route = state.route.clone();
    assert!(state.update(Message::Went(route)).is_empty());
    assert!(state.order.read.is_some());
}

#[test]
fn opening_takes_any_text_with_a_uuid_and_says_what_is_wrong_otherwise() {
    let mut state = at("/");
    let effects = state.update(Message::Open(format!("see https://host/orders/{UUID}?a=b")));
    assert_eq!(effects[0], Effect::Push(Route::Order(UUID.parse().unwrap())));
    let mut state = at("/");
    assert_eq!(state.update(Message::Open("nothing here".to_owned())), [Effect::Focus("open-uuid")]);
    assert!(html(state).contains("No UUID in this text."));
}

#[test]
fn a_wrong_token_or_password_is_answered_in_place() {
    let mut state = State::default();
    state.update(Message::Configured(Config::default()));
    assert_eq!(state.update(Message::UseToken("abc".to_owned().into())), [Effect::Focus("token")]);
    let effects = state.update(Message::SignIn("u".to_owned(), "p".to_owned().into()));
    assert!(matches!(&effects[..], [Effect::SignIn(..)]));
    assert!(state.update(Message::SignIn("u".to_owned(), "p".to_owned().into())).is_empty(), "one at a time");
    state.update(Message::SignedIn(Err(Error::new(ErrorCode::Unauthorized, "No.".to_owned()))));
    let html = html(state);
    assert!(html.contains("No.") && html.contains("Sign in again, or use a fresh token"), "{html}");
}

#[test]
fn the_presets_are_read_leniently() {
    let config = Config::read(
        r#"{"gateway":{"baseUrl":"https://gateway.example","pathStyle":"sample"},
            "sandbox":{"userName":"u","password":"p","orders":[{"uuid":"cb95d100-ec30-11ea-920d-eb66140967e3","name":"n"},{"uuid":"x"}]}}"#,
    );
    assert!(
        config.endpoint.order_url(&UUID.parse().unwrap()).starts_with("https://gateway.example/certview/v1/")
    );
    assert_eq!(config.sandbox.unwrap().orders.len(), 1);
    assert_eq!(Config::read("<html>"), Config::default());
    assert_eq!(Config::read(include_str!("../static/config.json")), Config::default());
}

#[test]
fn ages_are_said_in_words() {
    let now = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
    for (at, words) in [
        ("2026-11-23T11:59:30Z", "just now"),
        ("2026-11-23T11:58:59Z", "1 minute ago"),
        ("2026-11-23T09:00:00Z", "3 hours ago"),
        ("2026-11-21T12:00:00Z", "2 days ago"),
        ("2026-11-25T12:00:01Z", "in 2 days"),
        ("2020-11-23T12:00:00Z", "6 years ago"),
    ] {
        assert_eq!(ago(Timestamp::parse(at).unwrap(), now), words);
    }
}

#[test]
fn known_statuses_have_labels_of_their_own() {
    for status in RequestStatus::KNOWN {
        assert_ne!(status.label(), status.as_word());
    }
}
