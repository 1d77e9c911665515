//! Several requests at once, as a table.

use super::super::document;
use super::super::route::Route;
use super::super::state::{Cell, Column, File, Format, Message, Reading, Row, State, TableState};
use super::badges::{badge_view, status_badge};
use super::drawing::Drawing;
use super::failure::title;
use super::foreign::{foreign, name};
use super::moment::moment;
use super::session::connect_panel;
use crate::order::Order;

/// The place of several requests.
pub(super) fn table_view(draw: &mut Drawing<'_>, state: &State) {
    let table = &state.table;
    draw.element("div", &[("class", "panels")], |draw| {
        draw.part(|draw| {
            if state.token.is_none() {
                connect_panel(draw, state);
            }
        });
        open_form(draw, table);
    });
    draw.part(|draw| {
        if !table.rows.is_empty() {
            draw.element("section", &[("class", "several"), ("aria-label", "Requests")], |draw| {
                filled(draw, table)
            });
        }
    });
}

fn open_form(draw: &mut Drawing<'_>, table: &TableState) {
    draw.element(
        "form",
        &[("class", "panel"), ("aria-labelledby", "open-title"), ("novalidate", "")],
        |draw| {
            draw.on_submit(|| Message::OpenAll(document::field("open-uuids")));
            draw.labelled("h2", &[("id", "open-title")], "Open several requests");
            draw.labelled(
                "label",
                &[("for", "open-uuids")],
                "Request UUIDs, or links or a text that holds them",
            );
            draw.element(
                "textarea",
                &[
                    ("id", "open-uuids"),
                    ("rows", "4"),
                    ("autocomplete", "off"),
                    ("spellcheck", "false"),
                    ("aria-describedby", "open-problem"),
                ],
                |draw| draw.attribute_if("aria-invalid", table.rows.is_empty() && !table.problem.is_empty()),
            );
            draw.labelled(
                "p",
                &[("id", "open-problem"), ("class", "problem"), ("role", "alert")],
                table.problem,
            );
            draw.labelled("button", &[("type", "submit")], "Open all");
        },
    );
}

fn filled(draw: &mut Drawing<'_>, table: &TableState) {
    let (finished, all) = (table.finished().to_string(), table.rows.len().to_string());
    draw.element("div", &[("class", "bar")], |draw| {
        draw.element("progress", &[("aria-label", "Requests read")], |draw| {
            draw.attribute("max", &all);
            draw.attribute("value", &finished);
        });
        draw.element("span", &[], |draw| draw.own(&[&finished, " of ", &all, " read"].concat()));
        draw.button("Read again", false, || Message::ReadTable);
        draw.button("Download CSV", false, || Message::Download(File::Table(Format::Csv)));
        draw.button("Download JSON", false, || Message::Download(File::Table(Format::Json)));
    });
    draw.labelled("label", &[("for", "filter")], "Show only requests with");
    draw.element("input", &[("id", "filter"), ("type", "search"), ("autocomplete", "off")], |draw| {
        draw.value(&table.filter);
        draw.on_input(|| Message::Filter(document::field("filter")));
    });
    // Scrolls sideways where it is wider than the page, so the keyboard has to reach it.
    draw.element(
        "div",
        &[("class", "wide"), ("tabindex", "0"), ("role", "group"), ("aria-label", "Table")],
        |draw| {
            draw.element("table", &[], |draw| {
                draw.element("thead", &[], |draw| {
                    draw.element("tr", &[], |draw| {
                        for (column, label) in Column::ALL {
                            heading(draw, column, label, table);
                        }
                    });
                });
                draw.element("tbody", &[], |draw| {
                    let shown = table.shown();
                    for row in &shown {
                        draw.element("tr", &[], |draw| row_view(draw, row));
                    }
                    if shown.is_empty() {
                        draw.element("tr", &[], |draw| {
                            draw.labelled("td", &[("colspan", "7")], "None of the requests has that.");
                        });
                    }
                });
            });
        },
    );
}

fn heading(draw: &mut Drawing<'_>, column: Column, label: &'static str, table: &TableState) {
    draw.element("th", &[("scope", "col")], |draw| {
        let (sort, arrow) = match table.sorted {
            Some((sorted, from_the_end)) if sorted == column => {
                if from_the_end {
                    ("descending", " ↓")
                } else {
                    ("ascending", " ↑")
                }
            }
            _ => ("none", ""),
        };
        draw.attribute("aria-sort", sort);
        draw.element("button", &[("type", "button")], |draw| {
            draw.on_click(move |_| Some(Message::Sort(column)));
            draw.text(label);
            draw.labelled("span", &[("aria-hidden", "true")], arrow);
        });
    });
}

fn row_view(draw: &mut Drawing<'_>, row: &Row) {
    let uuid = row.uuid;
    match &row.reading {
        Reading::Done(order) => {
            for (column, label) in Column::ALL {
                draw.element("td", &[], |draw| {
                    draw.attribute("data-label", label);
                    match column {
                        Column::CommonName => {
                            draw.link(Route::Order(uuid), |draw| match &order.certificate.common_name {
                                Some(common_name) => name(draw, common_name),
                                None => draw.own(&uuid.to_string()),
                            })
                        }
                        Column::Status => badge_view(draw, &status_badge(order)),
                        _ => cell(draw, column, order),
                    }
                });
            }
        }
        other => {
            draw.element("td", &[], |draw| draw.link(Route::Order(uuid), |draw| draw.own(&uuid.to_string())));
            draw.element("td", &[("colspan", "6")], |draw| match other {
                Reading::Failed(error) => {
                    draw.element("span", &[("class", "odd")], |draw| {
                        draw.text(title(error.code));
                        draw.text(": ");
                        draw.own(&error.message);
                    });
                }
                Reading::UnderWay => draw.text("Reading…"),
                _ => draw.text("Waiting"),
            });
        }
    }
}

fn cell(draw: &mut Drawing<'_>, column: Column, order: &Order) {
    match column.cell(order) {
        Cell::Text("") | Cell::Time(None) => {
            draw.labelled("span", &[("class", "absent")], "Not reported");
        }
        Cell::Text(text) => foreign(draw, text),
        Cell::Time(Some(at)) => moment(draw, at),
    }
}
