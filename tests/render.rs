//! The page without a browser: what each event changes, and what each state looks like.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

use std::cell::RefCell;

use certview_orders::client::{BearerToken, Connection, Error, ErrorCode, GatewayMessage};
use certview_orders::order::{Order, RequestStatus, Timestamp, Uuid};
use certview_orders::page::view::{ago, badges, page};
use certview_orders::page::{
    Column, Config, Effect, File, Format, Kept, MOST_ROWS, Message, Place, Reading, Route, SessionEnd, State,
};
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
    SHOWN.with_borrow(|state| page(state, now(), &Callback::noop()))
}

/// The page in this state, as HTML.
fn html_of(state: &mut State) -> String {
    // The component finds the state where it can be reached without being handed over, and gives it back.
    SHOWN.set(std::mem::take(state));
    let drawn = pollster::block_on(yew::LocalServerRenderer::<Shown>::new().hydratable(false).render());
    *state = SHOWN.take();
    drawn
}

fn html(mut state: State) -> String {
    html_of(&mut state)
}

/// The text of the page in this state.
fn text_of(state: &mut State) -> String {
    let mut text = String::new();
    for piece in html_of(state).split('<') {
        let (_, after) = piece.split_once('>').unwrap_or(("", piece));
        text.push_str(after);
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(mut state: State) -> String {
    text_of(&mut state)
}

/// The time of the page: a day after the sample's last change.
fn now() -> Timestamp {
    Timestamp::parse("2020-09-02T08:54:50.473Z").unwrap()
}

fn configure(state: &mut State, config: Config) {
    state.update(Message::Configured(config, Kept::default(), now()));
}

/// The number-th request of a series.
fn numbered(number: usize) -> Uuid {
    format!("00000000-0000-4000-8000-{number:012}").parse().unwrap()
}

fn jwt() -> BearerToken {
    BearerToken::parse(TOKEN).unwrap()
}

/// A page that has been configured, at this path, signed in.
fn at(path: &str) -> State {
    let mut state = State { route: Route::from_path(path), ..State::default() };
    configure(&mut state, Config::default());
    state.update(Message::UseToken(TOKEN.to_owned().into(), false));
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
    assert_eq!(Route::from_path("/orders/"), Route::Table);
    assert_eq!(Route::Table.path(), "/orders");
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
    let list = |state: State| {
        let html = html(state);
        let (_, list) = html.split_once("id=\"certificate.dnsNames\"").unwrap();
        list.split_once("</dd>").unwrap().0.to_owned()
    };
    let at_first = list(shown(&value));
    assert!(at_first.contains("25 of 300 names shown") && at_first.contains("n24.example"), "{at_first}");
    assert!(!at_first.contains("n25.example") && at_first.contains("Show more names"), "{at_first}");
    let mut state = shown(&value);
    state.update(Message::MoreNames);
    let more = list(state);
    assert!(more.contains("n299.example") && !more.contains("Show more names"), "{more}");
    let mut state = shown(&value);
    state.update(Message::FindName(" N29".to_owned()));
    let found = list(state);
    assert!(found.contains("11 of 11 names shown") && found.contains("n299.example"), "{found}");
    assert!(!found.contains("n1.example"), "{found}");
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
    configure(&mut state, Config::default());
    let effects = state.update(Message::UseToken(TOKEN.to_owned().into(), false));
    assert_eq!(
        effects,
        [
            Effect::ClearSecrets,
            Effect::Keep(Place::Token, None),
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
        let effects = state.update(Message::Answered(call, order, at));
        assert!(effects.contains(&Effect::WatchAfter(call, wait)), "{effects:?}");
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
    state.update(Message::WatchDue(state.order.call));
    let refused = Box::new(Err(Error::new(ErrorCode::Unauthorized, "No.".to_owned())));
    let at = Timestamp::from_date(2020, 9, 3).unwrap();
    assert!(
        state.update(Message::Answered(state.order.call, refused, at)).is_empty(),
        "no use without a session"
    );
    let effects = state.update(Message::UseToken(TOKEN.to_owned().into(), false));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Read(..))), "{effects:?}");
    answer(&mut state, Ok(Order::from_text(&approved.to_string()).unwrap()));
    assert!(state.watching, "with a new session the watching goes on");
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
    configure(&mut state, Config::default());
    assert_eq!(state.update(Message::UseToken("abc".to_owned().into(), false)), [Effect::Focus("token")]);
    let effects = state.update(Message::SignIn("u".to_owned(), "p".to_owned().into(), false));
    assert!(matches!(&effects[..], [Effect::SignIn(..)]));
    assert!(
        state.update(Message::SignIn("u".to_owned(), "p".to_owned().into(), false)).is_empty(),
        "one at a time"
    );
    let refused = Err(Error::new(ErrorCode::Unauthorized, "No.".to_owned()));
    state.update(Message::SignedIn(state.sign_in.number, refused));
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
        ("2026-11-23T11:59:55Z", "just now"),
        ("2026-11-23T11:59:15Z", "40 seconds ago"),
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

#[test]
fn several_requests_are_read_four_at_a_time() {
    let mut state = at("/");
    let text: Vec<String> = (1..=6).map(|number| numbered(number).to_string()).collect();
    let effects = state.update(Message::Open(text.join(" ")));
    assert_eq!(state.route, Route::Table);
    let number = state.table.number;
    let read = |row: usize| Effect::ReadRow(number, row, numbered(row + 1), jwt());
    assert!((0..4).all(|row| effects.contains(&read(row))), "{effects:?}");
    assert!(!effects.contains(&read(4)), "{effects:?}");
    assert!(text_of(&mut state).contains("0 of 6 read"));

    let mut value = sample();
    let mut answer = |state: &mut State, row: usize, outcome: Result<&str, ErrorCode>| {
        value["certificate"]["commonName"] = json!(outcome.unwrap_or_default());
        let order = Order::from_text(&value.to_string()).unwrap();
        let outcome = outcome.map(|_| order).map_err(|code| Error::new(code, "It happened.".to_owned()));
        state.update(Message::RowAnswered(number, row, Box::new(outcome)))
    };
    assert_eq!(answer(&mut state, 2, Ok("b.example")), [read(4)]);
    // A session that has ended stops the rest, until there is another.
    assert!(answer(&mut state, 0, Err(ErrorCode::Unauthorized)).is_empty());
    assert!(text_of(&mut state).contains("Sign in again to go on."));
    assert!(answer(&mut state, 1, Ok("a.example")).is_empty());
    let effects = state.update(Message::UseToken(TOKEN.to_owned().into(), false));
    assert!(effects.contains(&read(0)) && effects.contains(&read(5)), "{effects:?}");
    assert!(answer(&mut state, 0, Err(ErrorCode::NotFound)).is_empty());
    for row in 3..6 {
        answer(&mut state, row, Ok("=cmd()"));
    }
    let text = text_of(&mut state);
    assert!(text.contains("6 of 6 read") && text.contains("No such request: It happened."), "{text}");
    assert_eq!(state.announcement, "All requests are read.");

    // An answer for an earlier table is not taken in.
    state.update(Message::ReadTable);
    answer(&mut state, 0, Ok("late.example"));
    assert!(matches!(state.table.rows[0].reading, Reading::UnderWay));
}

/// A table of requests with these common names, all read.
fn table(names: &[&str]) -> State {
    let mut state = at("/orders");
    let text: Vec<String> = (0..names.len()).map(|number| numbered(number).to_string()).collect();
    state.update(Message::OpenAll(text.join("\n")));
    for (row, name) in names.iter().enumerate() {
        let mut value = sample();
        value["uuid"] = json!(numbered(row));
        value["certificate"]["commonName"] = json!(name);
        value["certificate"]["privateKey"] = json!("CANARY");
        let order = Box::new(Ok(Order::from_text(&value.to_string()).unwrap()));
        state.update(Message::RowAnswered(state.table.number, row, order));
    }
    state
}

fn names_shown(state: &State) -> Vec<String> {
    let shown = state.table.shown().into_iter();
    let names = shown.map(|row| match &row.reading {
        Reading::Done(order) => order.certificate.common_name.clone().unwrap_or_default(),
        other => format!("{other:?}"),
    });
    names.collect()
}

#[test]
fn a_table_is_sorted_and_filtered() {
    let mut state = table(&["b.example", "C.example", "a.example"]);
    assert_eq!(names_shown(&state), ["b.example", "C.example", "a.example"]);
    state.update(Message::Sort(Column::CommonName));
    assert_eq!(names_shown(&state), ["a.example", "b.example", "C.example"]);
    assert!(html_of(&mut state).contains("aria-sort=\"ascending\""));
    state.update(Message::Sort(Column::CommonName));
    assert_eq!(names_shown(&state), ["C.example", "b.example", "a.example"]);
    state.update(Message::Sort(Column::Created));
    assert_eq!(names_shown(&state), ["b.example", "C.example", "a.example"], "equal rows keep their order");
    state.update(Message::Filter(" c.EX ".to_owned()));
    assert_eq!(names_shown(&state), ["C.example"]);
    assert_eq!(state.announcement, "1 request shown.");
    state.update(Message::Filter("nothing".to_owned()));
    assert!(text_of(&mut state).contains("None of the requests has that."));
}

#[test]
fn a_table_is_handed_over_as_a_harmless_file() {
    let mut state = table(&["=cmd()", "a\"b,c", "\u{202e}x"]);
    let mut file = |format| match &state.update(Message::Download(File::Table(format)))[..] {
        [Effect::Download(name, bytes)] => (name.clone(), String::from_utf8(bytes.to_vec()).unwrap()),
        other => panic!("{other:?}"),
    };
    let (name, csv) = file(Format::Csv);
    assert_eq!(name, "orders.csv");
    let lines: Vec<&str> = csv.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\"UUID\",\"Common name\",\"Status\",\"CA status\",\"Product\",\"Requester\",\"Created\",\"Updated\",\"Failure\""
    );
    assert!(lines[1].starts_with(&format!("\"{}\",\"'=cmd()\",\"Submitted\",\"\",", numbered(0))), "{csv}");
    assert!(lines[1].ends_with("\"2020-09-01T08:54:50.473Z\",\"2020-09-01T08:58:58.138Z\",\"\""), "{csv}");
    assert!(lines[2].contains("\"a\"\"b,c\"") && lines[3].contains("\"U+202Ex\""), "{csv}");
    assert_eq!((lines.len(), lines[4]), (5, ""));
    let (name, json) = file(Format::Json);
    assert_eq!(name, "orders.json");
    let orders: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(orders[0]["certificate"]["commonName"], "=cmd()");
    assert_eq!(orders[2]["certificate"]["privateKey"], "[private key, not shown]");
    assert!(!json.contains("CANARY") && !csv.contains("CANARY"));
    let keys = state.table.rows.iter().filter(|row| match &row.reading {
        Reading::Done(order) => order.certificate.private_key.is_some(),
        _ => true,
    });
    assert_eq!(keys.count(), 0, "no key stays in memory");
}

#[test]
fn a_table_says_no_common_name_where_there_is_none() {
    let mut state = table(&["b.example", ""]);
    state.update(Message::Sort(Column::CommonName));
    assert_eq!(names_shown(&state), ["b.example", ""], "what says nothing comes last");
    state.update(Message::Filter("request".to_owned()));
    assert!(names_shown(&state).is_empty());
}

#[test]
fn a_table_holds_so_many_requests_and_says_so() {
    let mut state = at("/orders");
    let text: String = (0..=MOST_ROWS).map(|number| format!("{}\n", numbered(number))).collect();
    state.update(Message::OpenAll(text));
    assert_eq!(state.table.rows.len(), MOST_ROWS);
    assert!(text_of(&mut state).contains("Only the first 200 requests are shown"));
    assert_eq!(state.update(Message::OpenAll("none".to_owned())), [Effect::Focus("open-uuids")]);
    assert!(text_of(&mut state).contains("No UUID in this text."));
}

#[test]
fn a_session_is_announced_to_end_and_its_end_leaves_what_was_read() {
    // The token ends at 2020-09-01T12:54:50Z.
    let tick = |state: &mut State, at: &str| {
        state.announcement.clear();
        state.update(Message::Tick(Timestamp::parse(at).unwrap()));
        (state.session_end, state.announcement.clone())
    };
    let mut state = shown(&sample());
    assert_eq!(tick(&mut state, "2020-09-01T12:49:49Z"), (SessionEnd::Far, String::new()));
    let (end, said) = tick(&mut state, "2020-09-01T12:49:50Z");
    assert!(end == SessionEnd::Soon && said.contains("within five minutes"), "{said}");
    assert!(text_of(&mut state).contains("Your session ends within five minutes: sign in again"));
    assert_eq!(
        tick(&mut state, "2020-09-01T12:50:00Z"),
        (SessionEnd::Soon, String::new()),
        "it is said once"
    );
    let (end, said) = tick(&mut state, "2020-09-01T12:54:50Z");
    assert!(end == SessionEnd::Over && said.contains("has ended"), "{said}");
    let text = text_of(&mut state);
    assert!(text.contains("Your session has ended.") && text.contains("Password"), "{text}");
    assert!(text.contains("Submitted by doe_john"), "{text}");
}

#[test]
fn a_session_is_kept_only_where_the_reader_wants_it() {
    let mut state = at("/");
    let effects = state.update(Message::UseToken(TOKEN.to_owned().into(), true));
    assert!(effects.contains(&Effect::Keep(Place::Token, Some(format!("\n{TOKEN}").into()))), "{effects:?}");
    let effects = state.update(Message::SignOut);
    for place in [Place::Token, Place::Recent] {
        assert!(effects.contains(&Effect::Keep(place, None)), "{effects:?}");
    }

    let start = |gateway: &str, now: &str| {
        let mut state = State { route: Route::from_path(&format!("/orders/{UUID}")), ..State::default() };
        let kept = Kept { token: Some(format!("{gateway}\n{TOKEN}").into()), ..Kept::default() };
        let now = Timestamp::parse(now).unwrap();
        let effects = state.update(Message::Configured(Config::default(), kept, now));
        (state.token.is_some(), effects)
    };
    let (has_token, effects) = start("", "2020-09-01T12:00:00Z");
    assert!(has_token && matches!(effects[..], [Effect::Read(..)]), "{effects:?}");
    let (has_token, effects) = start("https://proxy.example", "2020-09-01T12:00:00Z");
    assert!(!has_token, "a token goes to no gateway but the one it was made for");
    assert_eq!(effects, [Effect::Keep(Place::Token, None)]);
    let (has_token, effects) = start("", "2020-09-01T13:00:00Z");
    assert!(!has_token, "a session that has ended is not taken up");
    assert_eq!(effects, [Effect::Keep(Place::Token, None)]);
}

#[test]
fn requests_that_were_opened_are_found_again() {
    let mut state = shown(&sample());
    let kept = match state.update(Message::Forget(Some(numbered(1)))).remove(0) {
        Effect::Keep(Place::Recent, Some(text)) => text.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(!kept.contains("doe_john"), "{kept}");
    let mut later = State::default();
    let recent = Kept { recent: Some(kept), ..Kept::default() };
    later.update(Message::Configured(Config::default(), recent, now()));
    assert_eq!(later.recent, state.recent);
    let text = text_of(&mut later);
    assert!(text.contains("Opened in this tab") && text.contains("example.com"), "{text}");
    assert!(text.contains(&format!("Submitted · {UUID}")), "{text}");
    later.update(Message::Forget(None));
    assert!(!text_of(&mut later).contains("Opened in this tab"));
    let damaged = Kept { recent: Some("[[1],{},[\"x\"".to_owned()), ..Kept::default() };
    later.update(Message::Configured(Config::default(), damaged, now()));
    assert!(later.recent.is_empty());
    state.update(Message::SignOut);
    assert!(state.recent.is_empty());
}

#[test]
fn another_gateway_gets_no_token_that_is_not_its_own() {
    let mut state = at("/");
    let use_gateway = |state: &mut State, base: &str, path: &str| {
        state.update(Message::UseGateway(base.to_owned(), path.to_owned()))
    };
    let effects = use_gateway(&mut state, "", "sample");
    assert!(
        matches!(&effects[..], [Effect::Keep(Place::Gateway, Some(_)), Effect::Test(_, _, Some(_))]),
        "{effects:?}"
    );
    let effects = use_gateway(&mut state, "https://gateway.example", "documented");
    assert!(state.token.is_none());
    let (Some(Effect::Test(_, endpoint, token)), Some(Effect::Keep(Place::Gateway, Some(kept)))) =
        (effects.last(), effects.get(effects.len() - 2))
    else {
        panic!("{effects:?}")
    };
    assert_eq!((endpoint.base_url.as_str(), token), ("https://gateway.example", &None));
    let mut later = State::default();
    let kept = || Kept { gateway: Some(kept.to_string()), ..Kept::default() };
    later.update(Message::Configured(Config { choose: true, ..Config::default() }, kept(), now()));
    assert_eq!(later.endpoint(), state.endpoint());
    later.update(Message::Configured(Config::default(), kept(), now()));
    assert_eq!(later.endpoint().base_url.as_str(), "", "where there is no choice, the presets count");

    assert_eq!(
        use_gateway(&mut state, "http://gateway.example", "sample"),
        [Effect::Focus("gateway-address")]
    );
    assert!(state.gateway.problem.1.contains("is http"), "{:?}", state.gateway.problem);
    assert_eq!(state.endpoint().base_url.as_str(), "https://gateway.example", "a slip changes nothing");
    assert_eq!(use_gateway(&mut state, "", "nothing"), [Effect::Focus("gateway-path")]);
    assert!(state.gateway.problem.1.contains("The path style is not known"), "{:?}", state.gateway.problem);

    for found in [Connection::Works, Connection::NoCors, Connection::OtherPath] {
        state.update(Message::Tested(state.gateway.number, found));
        let html = html_of(&mut state);
        assert!(html.contains(found.message()), "{html}");
        let tone = if found.is_good() { "good" } else { "bad" };
        assert!(html.contains(&format!("data-tone=\"{tone}\"")), "{html}");
    }
}

#[test]
fn platforms_are_offered_only_where_the_host_allows_it() {
    let with = |text: &str| {
        let mut state = State::default();
        configure(&mut state, Config::read(text));
        html_of(&mut state)
    };
    let choose = with(r#"{"gateway":{"baseUrl":"https://gateway.example","choose":true}}"#);
    assert!(
        choose.contains("gateway.qg1.apps.qualys.eu") && choose.contains("value=\"https://gateway.example\"")
    );
    let platform = with(r#"{"gateway":{"baseUrl":"https://gateway.qg2.apps.qualys.com","choose":true}}"#);
    assert!(
        platform.contains("<option value=\"https://gateway.qg2.apps.qualys.com\" selected=\"\">"),
        "{platform}"
    );
    let mut state = at("/");
    let address = "https://gateway.qg1.apps.qualys.eu".to_owned();
    let effects = state.update(Message::Platform(address.clone()));
    assert_eq!(effects, [Effect::Fill("gateway-address", address)]);
    let fixed = with("{}");
    assert!(
        !fixed.contains("gateway.qg1.apps.qualys.eu") && fixed.contains("the server of this page"),
        "{fixed}"
    );
}

#[test]
fn a_wrong_path_is_left_with_one_click() {
    let mut state = at(&format!("/orders/{UUID}"));
    answer(&mut state, Err(Error::new(ErrorCode::WrongPath, "No such path.".to_owned())));
    assert!(text_of(&mut state).contains("Try the other path"));
    let effects = state.update(Message::SwitchPath);
    assert!(matches!(effects[..], [Effect::Keep(Place::Gateway, Some(_)), Effect::Read(..)]), "{effects:?}");
    assert!(state.update(Message::SwitchPath).is_empty(), "a second click does not switch back");
    assert!(state.endpoint().order_url(&numbered(1)).starts_with("/certview/v1/"));
}

#[test]
fn what_can_still_be_done_is_said_with_why() {
    for (status, possible, why) in [
        ("SUBMITTED", "possible.", "with a comment"),
        ("APPROVED", "not possible.", "only before approval"),
        ("ISSUED", "not possible.", "has ended"),
        ("ON_HOLD", "not known.", "status is not known"),
    ] {
        let mut value = sample();
        value["status"] = json!(status);
        let text = text(shown(&value));
        assert!(text.contains(&format!("Reject : {possible} ")) && text.contains(why), "{status}: {text}");
    }
}

#[test]
fn what_has_changed_is_marked_where_it_stands() {
    let mut state = shown(&sample());
    let mut value = sample();
    value["caStatus"] = json!("pending");
    state.update(Message::Refresh);
    answer(&mut state, Ok(Order::from_text(&value.to_string()).unwrap()));
    let html = html_of(&mut state);
    assert_eq!(html.matches("> changed<").count(), 1, "{html}");
    assert!(text_of(&mut state).contains("CA status changed pending"), "{}", text_of(&mut state));
}

#[test]
fn an_international_name_is_shown_in_both_forms() {
    let mut value = sample();
    value["certificate"]["commonName"] = json!("xn--bcher-kva.example");
    value["certificate"]["dnsNames"] = json!(["bücher.example", "plain.example"]);
    let text = text(shown(&value));
    assert!(text.contains("xn--bcher-kva.example = bücher.example"), "{text}");
    assert!(text.contains("bücher.example = xn--bcher-kva.example plain.example"), "{text}");
}

#[test]
fn a_private_key_leaves_only_as_the_file_that_was_asked_for() {
    let mut value = sample();
    value["certificate"]["privateKey"] = json!("-----BEGIN PRIVATE KEY-----CANARY");
    let mut state = shown(&value);
    let effects = state.update(Message::Download(File::PrivateKey));
    let key = b"-----BEGIN PRIVATE KEY-----CANARY".to_vec();
    assert_eq!(effects, [Effect::Download("private-key.pem".to_owned(), key.into())]);
    let effects = format!("{:?}", state.update(Message::Download(File::Json)));
    assert!(effects.contains(&format!("order-{UUID}.json")) && !effects.contains("CANARY"), "{effects}");
    state.update(Message::Go(Route::Home));
    assert!(state.update(Message::Download(File::PrivateKey)).is_empty(), "it went with the view");
}

#[test]
fn a_sign_in_that_is_no_longer_wanted_begins_no_session() {
    let sign_in = |state: &mut State| {
        let effects = state.update(Message::SignIn("u".to_owned(), "p".to_owned().into(), false));
        match effects.first() {
            Some(Effect::SignIn(number, ..)) => *number,
            other => panic!("{other:?}"),
        }
    };
    let mut state = State::default();
    configure(&mut state, Config::default());
    let number = sign_in(&mut state);
    // Its token would be sent to a gateway that is not its own.
    state.update(Message::UseGateway("https://gateway.example".to_owned(), "sample".to_owned()));
    assert!(state.update(Message::SignedIn(number, Ok(jwt()))).is_empty());
    assert!(state.token.is_none() && !state.sign_in.busy);
    let number = sign_in(&mut state);
    state.update(Message::SignOut);
    state.update(Message::SignedIn(number, Ok(jwt())));
    assert!(state.token.is_none());
    let number = sign_in(&mut state);
    state.update(Message::SignedIn(number, Ok(jwt())));
    assert!(state.token.is_some());
    // Nor is the result of a test of another gateway.
    let number = state.gateway.number;
    state.update(Message::UseGateway("https://other.example".to_owned(), "sample".to_owned()));
    state.update(Message::Tested(number, Connection::Works));
    assert!(state.gateway.testing && state.gateway.found.is_none());
}
