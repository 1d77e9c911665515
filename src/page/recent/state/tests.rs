use serde_json::json;

use super::*;

fn numbered(number: usize) -> Uuid {
    format!("00000000-0000-4000-8000-{number:012}").parse().unwrap()
}

fn opened(number: usize, name: &str, status: &str) -> RecentAction {
    let order = json!({
        "uuid": numbered(number),
        "status": status,
        "requesterUserName": "doe_john",
        "certificate": { "commonName": name, "privateKey": "CANARY" },
    });
    RecentAction::Opened(RecentOrder::of(&Order::from_text(&order.to_string()).unwrap()))
}

fn after(actions: impl IntoIterator<Item = RecentAction>) -> Recent {
    let recent = actions.into_iter().fold(Rc::new(Recent::default()), Recent::reduce);
    (*recent).clone()
}

fn names(recent: &Recent) -> Vec<&str> {
    recent.orders.iter().map(|order| order.name.as_str()).collect()
}

#[test]
fn the_last_request_comes_first_and_each_once() {
    let recent = after([opened(1, "a", "SUBMITTED"), opened(2, "b", "SUBMITTED"), opened(1, "a", "ISSUED")]);
    assert_eq!(names(&recent), ["a", "b"]);
    assert_eq!(recent.orders[0].status(), Some(RequestStatus::Issued));
}

#[test]
fn the_list_is_bounded() {
    let recent = after((0..30).map(|number| opened(number, &number.to_string(), "SUBMITTED")));
    assert_eq!((recent.orders.len(), recent.orders[0].name.as_str()), (MOST, "29"));
}

#[test]
fn one_or_all_are_removed() {
    let all = || [opened(1, "a", "SUBMITTED"), opened(2, "b", "SUBMITTED")];
    assert_eq!(names(&after(all().into_iter().chain([RecentAction::Remove(numbered(2))]))), ["a"]);
    assert_eq!(names(&after(all().into_iter().chain([RecentAction::Remove(numbered(3))]))), ["b", "a"]);
    assert!(after(all().into_iter().chain([RecentAction::Clear])).orders.is_empty());
}

#[test]
fn what_is_stored_is_restored_and_contains_no_secret() {
    let recent = after([opened(1, "a.example", "SUBMITTED"), opened(2, "\u{202e}b", "ON_HOLD")]);
    let stored = serde_json::to_string(&recent).unwrap();
    assert!(!stored.contains("doe_john") && !stored.contains("CANARY"), "{stored}");
    assert_eq!(serde_json::from_str::<Recent>(&stored).unwrap(), recent);
    assert_eq!(names(&recent), ["U+202Eb", "a.example"]);
}

#[test]
fn a_damaged_list_is_not_read() {
    for text in ["[[1],{},[\"x\"", "[[1]]", "{}", "7", ""] {
        assert!(serde_json::from_str::<Recent>(text).is_err(), "{text}");
    }
    let foreign = r#"[{"uuid": "x", "name": "n", "status": null}]"#;
    assert_eq!(serde_json::from_str::<Recent>(foreign).unwrap().orders[0].uuid(), None);
}
