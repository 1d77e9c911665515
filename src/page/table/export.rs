//! The rows of the table as files. Pure.

use super::state::{Cell, Column, Row};
use crate::order::{Json, Order, spelled_out};

/// Comma-separated values (RFC 4180), with a byte order mark, since Excel takes other files for Latin-1.
pub(super) fn csv(rows: &[&Row]) -> String {
    let mut out = "\u{feff}\"UUID\"".to_owned();
    for column in Column::ALL {
        put_cell(&mut out, column.label());
    }
    put_cell(&mut out, "Failure");
    for row in rows {
        out.push_str(&format!("\r\n\"{}\"", row.uuid));
        for column in Column::ALL {
            match values(row).map(|order| column.cell(order)) {
                Some(Cell::Text(text)) => put_cell(&mut out, text),
                Some(Cell::Time(Some(at))) => put_cell(&mut out, &at.to_string()),
                Some(Cell::Time(None)) | None => put_cell(&mut out, ""),
            }
        }
        put_cell(&mut out, failure(row));
    }
    out.push_str("\r\n");
    out
}

/// The request, unless refreshing it failed: its values may no longer be true.
fn values(row: &Row) -> Option<&Order> {
    row.order().filter(|_| row.error().is_none())
}

fn failure(row: &Row) -> &'static str {
    match (row.error(), row.order()) {
        (Some(error), _) => error.code.as_str(),
        (None, Some(_)) if row.is_pending() => "not refreshed",
        (None, Some(_)) => "",
        (None, None) => "not read",
    }
}

/// Spreadsheets run what begins like a formula (OWASP, "CSV Injection"): an apostrophe makes it a text.
fn put_cell(out: &mut String, text: &str) {
    out.push_str(",\"");
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        out.push('\'');
    }
    out.push_str(&spelled_out(text).replace('"', "\"\""));
    out.push('"');
}

/// The responses as they came, without private keys; where there is none, the UUID and why.
pub(super) fn json(rows: &[&Row]) -> String {
    let text = |text: &str| Json::Text(text.to_owned());
    let entry = |row: &&Row| match values(row) {
        Some(order) => order.raw.clone(),
        None => Json::Object(vec![
            ("uuid".to_owned(), text(&row.uuid.to_string())),
            ("failure".to_owned(), text(failure(row))),
        ]),
    };
    Json::Array(rows.iter().map(entry).collect()).pretty()
}
