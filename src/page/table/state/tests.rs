use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::export;
use super::*;
use crate::page::start::{EnteredUuids, entered_uuids};

const SAMPLE: &str = include_str!("../../../../tests/fixtures/view-certificate-request.json");

fn sample() -> Value {
    serde_json::from_str(SAMPLE).unwrap()
}

/// The number-th request of a series.
fn numbered(number: usize) -> Uuid {
    format!("00000000-0000-4000-8000-{number:012}").parse().unwrap()
}

fn numbers(range: std::ops::Range<usize>) -> Vec<Uuid> {
    range.map(numbered).collect()
}

/// A response with this common name and, as every response might have, a private key.
fn response(number: usize, name: &str) -> Value {
    let mut value = sample();
    value["uuid"] = json!(numbered(number));
    value["certificate"]["commonName"] = json!(name);
    value["certificate"]["privateKey"] = json!("CANARY");
    value
}

fn order(value: &Value) -> Order {
    Order::from_text(&value.to_string()).unwrap()
}

fn step(table: TableState, action: TableAction) -> TableState {
    (*Rc::new(table).reduce(action)).clone()
}

/// The table with these requests.
fn open(uuids: Vec<Uuid>) -> TableState {
    step(TableState::default(), TableAction::Open(uuids))
}

/// Starts the calls that the table requires, and returns their rows.
fn start(table: &mut TableState) -> Vec<usize> {
    let rows: Vec<usize> = table.next_calls().into_iter().map(|(row, _)| row).collect();
    *table = step(table.clone(), TableAction::CallsStarted(table.number, rows.clone()));
    rows
}

fn answer(table: &mut TableState, row: usize, outcome: Result<&str, ErrorCode>) {
    let number = table.number;
    let outcome = outcome
        .map(|name| order(&response(row, name)))
        .map_err(|code| Error::new(code, "It happened.".to_owned()));
    *table = step(table.clone(), TableAction::RowLoaded(number, row, Box::new(outcome)));
}

/// A table of requests with these common names, all read.
fn loaded(names: &[&str]) -> TableState {
    let mut table = open(numbers(0..names.len()));
    for (row, name) in names.iter().enumerate() {
        answer(&mut table, row, Ok(name));
    }
    table
}

fn shown(table: &TableState) -> Vec<String> {
    let name = |row: &&Row| match row.order() {
        Some(order) => order.certificate.common_name.clone().unwrap_or_default(),
        None => format!("{:?}", row.call),
    };
    table.shown().iter().map(name).collect()
}

#[test]
fn requests_are_read_four_at_a_time_in_their_order() {
    let mut table = open(numbers(0..6));
    assert_eq!(table.next_calls(), (0..4).map(|row| (row, numbered(row))).collect::<Vec<_>>());
    assert_eq!(start(&mut table), [0, 1, 2, 3]);
    assert!(table.next_calls().is_empty(), "four are in flight");
    assert_eq!((table.finished(), table.outcome()), (0, None));
    answer(&mut table, 2, Ok("b.example"));
    assert_eq!(start(&mut table), [4]);
    answer(&mut table, 0, Ok("a.example"));
    answer(&mut table, 1, Err(ErrorCode::NotFound));
    assert_eq!(start(&mut table), [5], "no more are left");
    for row in 3..6 {
        answer(&mut table, row, Ok("c.example"));
    }
    assert_eq!((table.finished(), table.failed()), (6, 1));
    assert_eq!(table.outcome().as_deref(), Some("5 requests loaded, 1 failed."));
    assert_eq!(loaded(&["a", "b"]).outcome().as_deref(), Some("2 requests loaded."));
    assert_eq!(TableState::default().outcome(), None, "an empty table has no outcome");
}

#[test]
fn two_hundred_requests_are_read_and_never_more_than_four_at_once() {
    let mut table = open(numbers(0..MOST_ROWS));
    let (mut in_flight, mut started) = (Vec::new(), 0);
    loop {
        let next = start(&mut table);
        started += next.len();
        in_flight.extend(next);
        assert!(in_flight.len() <= 4);
        let Some(row) = in_flight.pop() else { break };
        answer(&mut table, row, Ok("a.example"));
    }
    assert_eq!((started, table.finished()), (MOST_ROWS, MOST_ROWS), "each exactly once");
}

#[test]
fn a_refused_session_stops_the_calls_until_there_is_another_one() {
    let mut table = open(numbers(0..6));
    start(&mut table);
    answer(&mut table, 0, Err(ErrorCode::Unauthorized));
    answer(&mut table, 1, Ok("a.example"));
    assert!(table.needs_sign_in() && table.next_calls().is_empty());
    let mut table = step(table, TableAction::SessionRenewed);
    assert!(!table.needs_sign_in());
    // What was refused, and what the last session had in flight, is loaded again; what was loaded is not.
    assert_eq!(start(&mut table), [0, 2, 3, 4]);
    assert_eq!(table.rows[1].order().unwrap().certificate.common_name.as_deref(), Some("a.example"));
}

#[test]
fn a_late_answer_of_the_last_session_changes_nothing() {
    let mut table = open(numbers(0..2));
    start(&mut table);
    let old = table.number;
    let table = Rc::new(step(table, TableAction::SessionRenewed));
    for outcome in
        [Err(Error::new(ErrorCode::Unauthorized, "No.".to_owned())), Ok(order(&response(0, "late")))]
    {
        let late = TableAction::RowLoaded(old, 0, Box::new(outcome));
        assert!(Rc::ptr_eq(&table, &table.clone().reduce(late)));
    }
    assert!(!table.needs_sign_in());
}

#[test]
fn the_first_session_keeps_a_table_that_waits_for_it() {
    let table = Rc::new(open(numbers(0..2)));
    assert!(Rc::ptr_eq(&table, &table.clone().reduce(TableAction::SessionRenewed)));
}

#[test]
fn calls_of_an_earlier_table_leave_its_rows_waiting() {
    let table = Rc::new(open(numbers(0..2)));
    let late = TableAction::CallsStarted(table.number.wrapping_sub(1), vec![0, 1]);
    assert!(Rc::ptr_eq(&table, &table.clone().reduce(late)));
}

#[test]
fn an_answer_for_an_earlier_table_changes_nothing() {
    let table = loaded(&["a.example"]);
    let old = table.number;
    for action in [TableAction::Refresh, TableAction::Open(numbers(5..6))] {
        let mut table = step(table.clone(), action);
        start(&mut table);
        let late = TableAction::RowLoaded(old, 0, Box::new(Ok(order(&response(0, "late.example")))));
        assert_eq!(step(table, late).rows[0].call, RowCall::InFlight);
    }
}

#[test]
fn an_answer_for_a_row_that_is_not_there_changes_no_row() {
    let mut table = loaded(&["a.example"]);
    let rows = table.rows.clone();
    answer(&mut table, 7, Ok("late.example"));
    assert_eq!(table.rows, rows);
}

#[test]
fn refreshing_reads_every_request_again() {
    let mut table = step(loaded(&["a.example", "b.example"]), TableAction::Refresh);
    assert_eq!(start(&mut table), [0, 1]);
}

#[test]
fn what_was_read_stays_while_it_is_refreshed_and_where_that_fails() {
    let mut table = step(loaded(&["a.example", "b.example"]), TableAction::Refresh);
    start(&mut table);
    assert_eq!((table.finished(), table.outcome()), (0, None));
    assert_eq!(shown(&table), ["a.example", "b.example"]);
    assert_eq!(table.status_counts(), [("Submitted".to_owned(), 2)]);
    assert!(export::csv(&table.shown()).contains("\"a.example\",\"Submitted\""));
    assert_eq!(export::csv(&table.shown()).matches(",\"not refreshed\"\r\n").count(), 2);
    answer(&mut table, 0, Err(ErrorCode::Unauthorized));
    assert!(table.needs_sign_in());
    assert_eq!(shown(&table), ["a.example", "b.example"], "also where the session has ended");
    answer(&mut table, 1, Ok("c.example"));
    assert_eq!(shown(&table), ["a.example", "c.example"]);
    assert_eq!((table.finished(), table.failed()), (2, 1));
    // What may no longer be true is in no file.
    let files = export::csv(&table.shown()) + &export::json(&table.shown());
    assert!(!files.contains("a.example") && files.contains("c.example"), "{files}");
    assert!(files.contains("\"unauthorized\""), "{files}");
}

#[test]
fn only_what_failed_is_retried() {
    let mut table = loaded(&["a.example", "b.example", "c.example"]);
    answer(&mut table, 1, Err(ErrorCode::Server));
    let mut table = step(table, TableAction::RetryFailed);
    assert_eq!((table.failed(), start(&mut table)), (0, vec![1]));
    answer(&mut table, 1, Ok("b.example"));
    assert_eq!(table.outcome().as_deref(), Some("3 requests loaded."));
}

#[test]
fn a_table_is_sorted_in_both_directions() {
    let table = loaded(&["b.example", "C.example", "a.example"]);
    assert_eq!(shown(&table), ["b.example", "C.example", "a.example"]);
    let table = step(table, TableAction::SortBy(Column::CommonName));
    assert_eq!(shown(&table), ["a.example", "b.example", "C.example"]);
    let table = step(table, TableAction::SortBy(Column::CommonName));
    assert_eq!(shown(&table), ["C.example", "b.example", "a.example"]);
    let table = step(table, TableAction::SortBy(Column::Created));
    assert_eq!(shown(&table), ["b.example", "C.example", "a.example"], "equal rows keep their order");
    assert_eq!(table.sort, Some(Sort { column: Column::Created, is_descending: false }));
}

#[test]
fn dates_are_sorted_as_dates() {
    let mut table = open(numbers(0..3));
    for (row, created) in
        ["2020-10-01T00:00:00Z", "2019-12-31T23:59:59.999Z", "2020-09-30T00:00:00Z"].iter().enumerate()
    {
        let mut value = response(row, &row.to_string());
        value["created"] = json!(created);
        let number = table.number;
        table = step(table, TableAction::RowLoaded(number, row, Box::new(Ok(order(&value)))));
    }
    assert_eq!(shown(&step(table, TableAction::SortBy(Column::Created))), ["1", "2", "0"]);
}

#[test]
fn what_is_not_reported_comes_last_in_both_directions() {
    let table = step(loaded(&["", "b.example"]), TableAction::SortBy(Column::CommonName));
    assert_eq!(shown(&table), ["b.example", ""]);
    let table = step(table, TableAction::SortBy(Column::CommonName));
    assert_eq!(shown(&table), ["b.example", ""]);
    let table = step(table, TableAction::Filter("request".to_owned()));
    assert!(shown(&table).is_empty(), "a request without a name does not have the name “Request”");
}

#[test]
fn a_table_is_filtered_by_text_whatever_its_case() {
    let filtered = |text: &str| {
        let table = loaded(&["b.example", "C.example", "a.example"]);
        step(table, TableAction::Filter(text.to_owned()))
    };
    let table = filtered(" c.EX ");
    assert!(table.is_filtered());
    assert_eq!(shown(&table), ["C.example"]);
    assert_eq!(shown(&filtered("000000000002")), ["a.example"], "by the UUID");
    assert_eq!(shown(&filtered("doe_john")).len(), 3, "by the requester");
    assert!(shown(&filtered("nothing")).is_empty());
    assert!(!filtered("  ").is_filtered());
}

#[test]
fn statuses_are_counted_in_the_order_of_progress_and_filtered_by() {
    let mut table = open(numbers(0..5));
    for (row, status) in ["ISSUED", "ON_HOLD", "SUBMITTED", "ISSUED"].iter().enumerate() {
        let mut value = response(row, &format!("{row}.example"));
        value["status"] = json!(status);
        let number = table.number;
        table = step(table, TableAction::RowLoaded(number, row, Box::new(Ok(order(&value)))));
    }
    answer(&mut table, 4, Err(ErrorCode::NotFound));
    let counts =
        [("Submitted", 1), ("Issued", 2), ("ON_HOLD", 1)].map(|(label, count)| (label.to_owned(), count));
    assert_eq!(table.status_counts(), counts);
    let issued = step(table, TableAction::FilterStatus(Some("Issued".to_owned())));
    assert!(issued.is_filtered());
    assert_eq!(shown(&issued), ["0.example", "3.example"]);
    assert_eq!(issued.status_counts(), counts, "the counts are of all rows");
    let both = step(issued.clone(), TableAction::Filter("3.ex".to_owned()));
    assert_eq!(shown(&both), ["3.example"]);
    assert_eq!(shown(&step(issued, TableAction::FilterStatus(None))).len(), 5);
}

#[test]
fn a_new_table_has_no_filter_and_keeps_its_columns() {
    let table = step(loaded(&["a", "b"]), TableAction::Filter("a".to_owned()));
    let table = step(table, TableAction::FilterStatus(Some("Issued".to_owned())));
    let table = step(table, TableAction::ToggleColumn(Column::Product));
    let table = step(table, TableAction::Open(numbers(7..9)));
    assert!(!table.is_filtered());
    assert_eq!((table.rows.len(), &table.hidden[..]), (2, &[Column::Product][..]));
    assert!(step(table, TableAction::ToggleColumn(Column::Product)).hidden.is_empty());
}

#[test]
fn a_table_has_a_maximum_of_rows_and_reports_an_excess() {
    let table = open(numbers(0..MOST_ROWS + 1));
    assert!(table.rows.len() == MOST_ROWS && table.is_cut_off);
    assert!(!step(table, TableAction::Open(numbers(0..MOST_ROWS))).is_cut_off);
}

#[test]
fn a_request_that_is_entered_twice_has_one_row() {
    let text = format!("{} {} {}", numbered(1), numbered(2), numbered(1));
    let EnteredUuids::Several(uuids) = entered_uuids(&text) else { panic!("{text}") };
    assert_eq!(uuids, [numbered(1), numbered(2)]);
}

#[test]
fn the_files_contain_no_formula_and_no_private_key() {
    let table = loaded(&["=cmd()", "a\"b,c", "\u{202e}x"]);
    let csv = export::csv(&table.shown());
    let lines: Vec<&str> = csv.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\"UUID\",\"Common name\",\"Status\",\"CA status\",\"Product\",\"Requester\",\"Created\",\"Updated\",\"Failure\""
    );
    assert!(lines[1].starts_with(&format!("\"{}\",\"'=cmd()\",\"Submitted\",\"\",", numbered(0))), "{csv}");
    assert!(lines[1].ends_with("\"2020-09-01T08:54:50.473Z\",\"2020-09-01T08:58:58.138Z\",\"\""), "{csv}");
    assert!(lines[2].contains("\"a\"\"b,c\"") && lines[3].contains("\"U+202Ex\""), "{csv}");
    assert_eq!((lines.len(), lines[4]), (5, ""));
    let json = export::json(&table.shown());
    let orders: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(orders[0]["certificate"]["commonName"], "=cmd()");
    assert_eq!(orders[2]["certificate"]["privateKey"], "[private key, not shown]");
    assert!(!json.contains("CANARY") && !csv.contains("CANARY"));
    assert!(table.rows.iter().all(|row| row.order().unwrap().certificate.private_key.is_none()));
}

#[test]
fn the_files_hold_what_is_shown_and_why_a_request_is_missing() {
    let mut table = loaded(&["a.example", "b.example"]);
    answer(&mut table, 1, Err(ErrorCode::NotFound));
    let table = step(table, TableAction::Filter("000000000001".to_owned()));
    let csv = export::csv(&table.shown());
    assert_eq!(csv.lines().count(), 2);
    assert!(csv.ends_with(",\"not_found\"\r\n"), "{csv}");
    let orders: Value = serde_json::from_str(&export::json(&table.shown())).unwrap();
    assert_eq!(orders, json!([{ "uuid": numbered(1), "failure": "not_found" }]));
    let csv = export::csv(&open(numbers(0..1)).shown());
    assert!(csv.ends_with(",\"not read\"\r\n"), "{csv}");
}

/// The events of a table. The calls that it requires begin after each.
#[derive(Clone, Debug)]
enum Step {
    Open(usize),
    Refresh,
    RetryFailed,
    SessionRenewed,
    /// One of the calls in flight is answered.
    Answered(usize, Result<(), ErrorCode>),
    /// A call of an earlier table is answered.
    AnsweredLate(u32, usize, Result<(), ErrorCode>),
    Filter(&'static str),
    SortBy(usize),
    ToggleColumn(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    let outcome = || {
        let codes = vec![ErrorCode::Unauthorized, ErrorCode::NotFound, ErrorCode::Network];
        prop_oneof![2 => Just(Ok(())), 1 => prop::sample::select(codes).prop_map(Err)]
    };
    prop_oneof![
        1 => (0..12_usize).prop_map(Step::Open),
        1 => Just(Step::Refresh),
        1 => Just(Step::RetryFailed),
        1 => Just(Step::SessionRenewed),
        8 => (any::<prop::sample::Index>(), outcome()).prop_map(|(row, outcome)| Step::Answered(row.index(64), outcome)),
        2 => (1..4_u32, 0..12_usize, outcome()).prop_map(|(age, row, outcome)| Step::AnsweredLate(age, row, outcome)),
        1 => prop::sample::select(vec!["", "example", "000000000003"]).prop_map(Step::Filter),
        1 => (0..Column::ALL.len()).prop_map(Step::SortBy),
        1 => (0..Column::ALL.len()).prop_map(Step::ToggleColumn),
    ]
}

fn loading(table: &TableState) -> Vec<usize> {
    let in_flight = |(index, row): (usize, &Row)| (row.call == RowCall::InFlight).then_some(index);
    table.rows.iter().enumerate().filter_map(in_flight).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn invariants_of_the_table_hold_after_any_sequence(steps in prop::collection::vec(any_step(), 0..60)) {
        let mut table = open(numbers(0..9));
        start(&mut table);
        for step_taken in steps {
            let before = table.clone();
            let outcome = |row: usize, outcome: Result<(), ErrorCode>| {
                let outcome = outcome.map(|()| order(&response(row, "a.example")));
                Box::new(outcome.map_err(|code| Error::new(code, String::new())))
            };
            let action = match step_taken {
                Step::Open(count) => TableAction::Open(numbers(0..count)),
                Step::Refresh => TableAction::Refresh,
                Step::RetryFailed => TableAction::RetryFailed,
                Step::SessionRenewed => TableAction::SessionRenewed,
                Step::Answered(which, result) => {
                    let in_flight = loading(&table);
                    let Some(row) = in_flight.get(which % in_flight.len().max(1)) else { continue };
                    TableAction::RowLoaded(table.number, *row, outcome(*row, result))
                }
                Step::AnsweredLate(age, row, result) => {
                    let late = TableAction::RowLoaded(table.number.wrapping_sub(age), row, outcome(row, result));
                    prop_assert_eq!(&step(table.clone(), late), &before, "the answer of an old call is never applied");
                    continue;
                }
                Step::Filter(text) => TableAction::Filter(text.to_owned()),
                Step::SortBy(column) => TableAction::SortBy(Column::ALL[column]),
                Step::ToggleColumn(column) => TableAction::ToggleColumn(Column::ALL[column]),
            };
            table = step(table, action);
            start(&mut table);
            prop_assert!(loading(&table).len() <= MOST_CALLS);
            let is_waiting = table.rows.iter().any(|row| row.call == RowCall::Waiting);
            prop_assert!(
                !is_waiting || table.needs_sign_in() || loading(&table).len() == MOST_CALLS,
                "nothing waits without a reason"
            );
            let has_key = |row: &Row| row.order().is_some_and(|order| order.certificate.private_key.is_some());
            prop_assert!(!table.rows.iter().any(has_key));
            let files = export::csv(&table.shown()) + &export::json(&table.shown());
            let printed = format!("{files}{table:?}");
            prop_assert!(!printed.contains("CANARY"));
            prop_assert!(table.shown().len() <= table.rows.len());
            prop_assert_eq!(table.outcome().is_some(), !table.rows.is_empty() && table.finished() == table.rows.len());
        }
    }
}
