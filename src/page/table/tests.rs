//! What the table of several requests shows.

use std::rc::Rc;

use serde_json::json;
use yew::prelude::*;

use super::state::{Column, MOST_ROWS};
use super::{TableAction, TablePage, TableState};
use crate::client::{Error, ErrorCode};
use crate::order::Uuid;
use crate::page::testing::{Contexts, order, sample};

fn numbered(number: usize) -> Uuid {
    format!("00000000-0000-4000-8000-{number:012}").parse().unwrap()
}

fn step(table: TableState, action: TableAction) -> TableState {
    (*Rc::new(table).reduce(action)).clone()
}

fn open(count: usize) -> TableState {
    step(TableState::default(), TableAction::Open((0..count).map(numbered).collect()))
}

fn answer(table: TableState, row: usize, outcome: Result<&str, ErrorCode>) -> TableState {
    let outcome = outcome.map_err(|code| Error::new(code, "It happened.".to_owned())).map(|name| {
        let mut value = sample();
        value["uuid"] = json!(numbered(row));
        value["certificate"]["commonName"] = json!(name);
        order(&value)
    });
    let number = table.number;
    step(table, TableAction::RowLoaded(number, row, Box::new(outcome)))
}

fn with(table: TableState) -> Contexts {
    Contexts { table, ..Contexts::signed_in() }
}

fn html(table: TableState) -> String {
    with(table).html(html! { <TablePage /> })
}

fn text(table: TableState) -> String {
    with(table).text(html! { <TablePage /> })
}

#[test]
fn the_progress_and_the_failures_of_the_calls_are_shown() {
    let table = open(3);
    let number = table.number;
    let table = step(table, TableAction::CallsStarted(number, vec![0, 1]));
    let shown = text(table.clone());
    assert!(
        shown.contains("0 of 3 loaded") && shown.contains("Loading…") && shown.contains("Waiting"),
        "{shown}"
    );
    assert!(!shown.contains("Retry failed"), "{shown}");
    let table = answer(table, 0, Ok("a.example"));
    let table = answer(table, 1, Err(ErrorCode::NotFound));
    let table = answer(table, 2, Ok("=cmd()"));
    let shown = text(table.clone());
    assert!(shown.contains("3 of 3 loaded") && shown.contains("No such request: It happened."), "{shown}");
    assert!(shown.contains("1 failed") && shown.contains("Retry failed"), "{shown}");
    assert!(shown.contains("a.example") && shown.contains("Submitted"), "{shown}");
    assert!(html(table).contains(&format!("href=\"/orders/{}\"", numbered(1))));
}

#[test]
fn nothing_in_the_table_can_be_taken_for_a_verdict_on_the_request() {
    // The sample has a placeholder in the place of its CSR, which the page of the request reports as an error.
    let shown = text(answer(open(1), 0, Ok("a.example")));
    for word in ["Review", "error", "warning", "No problems", "check"] {
        assert!(!shown.contains(word), "{word}: {shown}");
    }
}

#[test]
fn a_refused_session_is_renewed_in_place() {
    let table = answer(open(2), 0, Err(ErrorCode::Unauthorized));
    let shown = html(table);
    assert!(shown.contains("Sign in again to continue.") && shown.contains("id=\"password\""), "{shown}");
    assert!(!html(open(2)).contains("id=\"password\""));
}

#[test]
fn the_sorted_column_is_marked() {
    let table = step(answer(open(1), 0, Ok("a.example")), TableAction::SortBy(Column::CommonName));
    assert_eq!(html(table.clone()).matches("aria-sort=\"ascending\"").count(), 1);
    let table = step(table, TableAction::SortBy(Column::CommonName));
    let shown = html(table);
    assert_eq!(shown.matches("aria-sort=\"descending\"").count(), 1);
    assert_eq!(shown.matches("aria-sort=\"none\"").count(), Column::ALL.len() - 1);
}

#[test]
fn the_number_of_rows_that_match_a_filter_is_shown() {
    let table = answer(answer(open(2), 0, Ok("a.example")), 1, Ok("b.example"));
    let one = text(step(table.clone(), TableAction::Filter("a.ex".to_owned())));
    assert!(one.contains("1 of 2 requests") && one.contains("Download CSV (filtered rows)"), "{one}");
    assert!(!one.contains("b.example"), "{one}");
    let none = text(step(table.clone(), TableAction::Filter("nothing".to_owned())));
    assert!(none.contains("No request matches the filter.") && none.contains("0 of 2 requests"), "{none}");
    let all = text(table.clone());
    assert!(all.contains("2 of 2 requests") && all.contains("Download JSON (all rows)"), "{all}");
    let chip = html(step(table, TableAction::FilterStatus(Some("Submitted".to_owned()))));
    let (before, _) = chip.split_once("Submitted 2").unwrap();
    assert!(before.rsplit_once("<button").unwrap().1.contains("aria-pressed=\"true\""), "{chip}");
}

#[test]
fn a_hidden_column_is_in_no_row() {
    let table = answer(open(1), 0, Ok("a.example"));
    assert!(html(table.clone()).contains("data-label=\"Product\""));
    let shown = html(step(table, TableAction::ToggleColumn(Column::Product)));
    assert!(!shown.contains("data-label=\"Product\"") && !shown.contains("private_ssl_plus"), "{shown}");
}

#[test]
fn a_missing_common_name_is_shown_as_missing() {
    let table = answer(open(1), 0, Ok(""));
    assert!(text(table).contains("No common name"));
}

#[test]
fn requests_over_the_limit_are_announced_at_the_form() {
    assert!(text(open(MOST_ROWS + 1)).contains("Only the first 200 requests are shown"));
    assert!(!text(open(MOST_ROWS)).contains("Only the first 200"));
}

#[test]
fn foreign_text_is_text_in_the_table_too() {
    let shown = html(answer(open(1), 0, Ok("<img src=x>\u{202e}")));
    assert!(!shown.contains("<img") && shown.contains("&lt;img") && shown.contains("U+202E"), "{shown}");
}
