//! Failed rows, rows of the same name, and answers that come too late.

use std::rc::Rc;

use yew::Reducible;

use super::state::{FAILED, TableAction, TableState};
use crate::client::{Error, ErrorCode};
use crate::order::{Order, Uuid};

fn uuid(end: u32) -> Uuid {
    format!("00000000-0000-4000-8000-{end:012}").parse().expect("a UUID")
}

fn loaded(number: u32, index: usize) -> TableAction {
    named(number, index, "example.com")
}

fn named(number: u32, index: usize, name: &str) -> TableAction {
    let text = format!(r#"{{"uuid": "{}", "certificate": {{"commonName": "{name}"}}}}"#, uuid(1));
    TableAction::RowLoaded(
        number,
        index,
        Box::new(
            Order::from_response(text.into_bytes()).map_err(|_| Error::new(ErrorCode::Decode, String::new())),
        ),
    )
}

fn failed(number: u32, index: usize, code: ErrorCode) -> TableAction {
    TableAction::RowLoaded(number, index, Box::new(Err(Error::new(code, "It failed.".to_owned()))))
}

fn after(actions: Vec<TableAction>) -> Rc<TableState> {
    let open = TableAction::Open(vec![uuid(1), uuid(2), uuid(3)]);
    let start = Rc::new(TableState::default()).reduce(open);
    actions.into_iter().fold(start, TableState::reduce)
}

#[test]
fn the_failed_rows_are_gathered_by_a_filter() {
    let table = after(vec![
        loaded(1, 0),
        failed(1, 1, ErrorCode::Forbidden),
        loaded(1, 2),
        TableAction::FilterStatus(Some(FAILED.to_owned())),
    ]);
    assert_eq!(table.shown().iter().map(|row| row.uuid).collect::<Vec<_>>(), [uuid(2)]);
}

#[test]
fn a_wrong_path_is_noticed_until_its_rows_are_read_again() {
    let wrong = || failed(1, 1, ErrorCode::WrongPath);
    assert!(!after(vec![loaded(1, 0), failed(1, 1, ErrorCode::NotFound)]).has_wrong_path());
    assert!(after(vec![loaded(1, 0), wrong()]).has_wrong_path());
    assert!(!after(vec![loaded(1, 0), wrong(), TableAction::RetryFailed]).has_wrong_path());
}

#[test]
fn a_late_refusal_of_the_last_session_is_not_one_of_the_new_session() {
    let refused = || failed(1, 1, ErrorCode::Unauthorized);
    assert!(after(vec![refused()]).needs_sign_in());
    let started = TableAction::CallsStarted(1, vec![1]);
    assert!(!after(vec![started, TableAction::SessionRenewed, refused()]).needs_sign_in());
    assert!(!after(vec![refused(), TableAction::SessionRenewed]).needs_sign_in());
}

#[test]
fn a_name_that_two_requests_share_is_not_enough() {
    let table = after(vec![loaded(1, 0), named(1, 1, "example.org"), loaded(1, 2)]);
    assert_eq!(
        table.shown().iter().map(|row| table.has_own_name(row)).collect::<Vec<_>>(),
        [false, true, false]
    );
    let without_names = after(vec![]);
    assert!(without_names.shown().iter().all(|row| !without_names.has_own_name(row)));
}
