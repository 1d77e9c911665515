//! Requests as files: what a table hands over.

use super::table::{Cell, Column, Reading, Row};
use crate::order::{Json, spelled_out};

/// Comma-separated values (RFC 4180), with a byte order mark, since Excel takes other files for Latin-1.
pub(super) fn csv(rows: &[&Row]) -> String {
    let mut out = "\u{feff}\"UUID\"".to_owned();
    for (_, label) in Column::ALL {
        put(&mut out, label);
    }
    put(&mut out, "Failure");
    for row in rows {
        out.push_str("\r\n\"");
        out.push_str(&row.uuid.to_string());
        out.push('"');
        for (column, _) in Column::ALL {
            match &row.reading {
                Reading::Done(order) => match column.cell(order) {
                    Cell::Text(text) => put(&mut out, text),
                    Cell::Time(at) => put(&mut out, &at.map_or_else(String::new, |at| at.to_string())),
                },
                _ => put(&mut out, ""),
            }
        }
        put(
            &mut out,
            match &row.reading {
                Reading::Failed(error) => error.code.as_str(),
                Reading::Done(_) => "",
                Reading::Waiting | Reading::UnderWay => "not read",
            },
        );
    }
    out.push_str("\r\n");
    out
}

/// One more cell. Spreadsheets run what begins like a formula (OWASP, "CSV Injection"): an apostrophe makes a text
/// of it.
fn put(out: &mut String, text: &str) {
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
    let entry = |row: &&Row| match &row.reading {
        Reading::Done(order) => order.raw.clone(),
        other => {
            let why = match other {
                Reading::Failed(error) => error.code.as_str(),
                _ => "not read",
            };
            Json::Object(vec![
                ("uuid".to_owned(), text(&row.uuid.to_string())),
                ("failure".to_owned(), text(why)),
            ])
        }
    };
    Json::Array(rows.iter().map(entry).collect()).pretty()
}
