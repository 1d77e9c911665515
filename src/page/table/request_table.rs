//! The table itself: filter, columns, rows, failed requests, files.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::components::{
    Button, ForeignCode, ForeignText, HostName, Menu, Time, error_title, use_announce,
};
use super::super::connection::AlternativePath;
use super::super::document;
use super::super::navigation::Link;
use super::super::order::StatusBadge;
use super::super::route::Route;
use super::super::shortcuts::{Command, use_shortcut};
use super::export;
use super::provider::use_table;
use super::state::{Cell, Column, FAILED, Row, RowState, Sort, TableAction};

/// The table with its controls.
#[component]
pub(super) fn RequestTable() -> Html {
    let table = use_table();
    let shown = table.shown();
    let columns: Vec<Column> =
        Column::ALL.into_iter().filter(|column| !table.hidden.contains(column)).collect();
    html! {
        <section class="card requests" aria-label="Requests">
            <Toolbar />
            <Filters />
            // Scrolls sideways where it is wider than the page, so the keyboard has to reach it.
            <div class="table-scroll" tabindex="0" role="group" aria-label="Table">
                <table>
                    <thead><tr>
                        for column in &columns { <Heading column={*column} sort={table.sort} /> }
                    </tr></thead>
                    <tbody>
                        for row in &shown {
                            <RequestRow
                                key={row.uuid.to_string()} row={(*row).clone()} columns={columns.clone()}
                                shows_uuid={!table.has_own_name(row)}
                            />
                        }
                        if shown.is_empty() {
                            <tr><td colspan={columns.len().to_string()}>{ "No request matches the filter." }</td></tr>
                        }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// How far the calls are, and what can be done with all requests.
#[component]
fn Toolbar() -> Html {
    let table = use_table();
    let dispatch = |action: fn() -> TableAction| {
        let table = table.dispatcher();
        Callback::from(move |_: MouseEvent| table.dispatch(action()))
    };
    let save = |name: &'static str, write: fn(&[&Row]) -> String| {
        let table = table.clone();
        Callback::from(move |_: MouseEvent| document::download(name, write(&table.shown()).as_bytes()))
    };
    let refresh = {
        let table = table.dispatcher();
        use_callback((), move |(), ()| table.dispatch(TableAction::Refresh))
    };
    use_shortcut(Command::Refresh, Some(refresh));
    let retry = {
        let table = table.dispatcher();
        use_callback((), move |(), ()| table.dispatch(TableAction::RetryFailed))
    };
    let (finished, all, failed) = (table.finished(), table.rows.len(), table.failed());
    let scope = if table.is_filtered() { "filtered rows" } else { "all rows" };
    html! {
        <>
        <div class="toolbar">
            <progress aria-label="Requests loaded" max={all.to_string()} value={finished.to_string()} />
            <span>{ format!("{finished} of {all} loaded") }</span>
            if failed > 0 {
                <span class="failed-count">{ format!("{failed} failed") }</span>
                <Button onclick={dispatch(|| TableAction::RetryFailed)}>{ "Retry failed" }</Button>
            }
            <Button onclick={dispatch(|| TableAction::Refresh)}>{ "Refresh" }</Button>
            <Button onclick={save("orders.csv", export::csv)}>{ format!("Download CSV ({scope})") }</Button>
            <Button onclick={save("orders.json", export::json)}>{ format!("Download JSON ({scope})") }</Button>
            <Menu class="columns" label="Columns">
                <ul>
                    for column in Column::ALL { <li><ColumnSwitch {column} is_shown={!table.hidden.contains(&column)} /></li> }
                </ul>
            </Menu>
        </div>
        if table.has_wrong_path() { <AlternativePath onchosen={retry} /> }
        </>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ColumnSwitchProps {
    column: Column,
    is_shown: bool,
}

#[component]
fn ColumnSwitch(props: &ColumnSwitchProps) -> Html {
    let table = use_table();
    let onchange = {
        let table = table.dispatcher();
        use_callback(props.column, move |_: Event, column| table.dispatch(TableAction::ToggleColumn(*column)))
    };
    html! {
        <label><input type="checkbox" checked={props.is_shown} {onchange} />{ props.column.label() }</label>
    }
}

/// The text filter and the statuses there are.
#[component]
fn Filters() -> Html {
    let table = use_table();
    let announce = use_announce();
    let oninput = {
        let table = table.dispatcher();
        use_callback((), move |event: InputEvent, ()| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                table.dispatch(TableAction::Filter(input.value()));
            }
        })
    };
    let count = table.shown().len();
    let is_first = use_mut_ref(|| true);
    use_effect_with((table.filter.clone(), table.status.clone()), move |_| {
        if !is_first.replace(false) {
            let noun = if count == 1 { "request" } else { "requests" };
            announce.emit(format!("{count} {noun} shown.").into());
        }
    });
    let statuses = table.status_counts();
    html! {
        <div class="filters">
            <label for="filter">{ "Filter" }</label>
            <input id="filter" type="search" autocomplete="off" value={table.filter.clone()} {oninput} />
            <div class="chips" role="group" aria-label="Filter by status">
                for (label, count) in statuses {
                    <StatusChip label={label.clone()} {count} is_pressed={table.status.as_deref() == Some(label.as_str())} />
                }
                if table.failed() > 0 {
                    <StatusChip label={FAILED} count={table.failed()} is_pressed={table.status.as_deref() == Some(FAILED)} />
                }
            </div>
            <span class="row-count">{ format!("{count} of {} requests", table.rows.len()) }</span>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct StatusChipProps {
    label: String,
    count: usize,
    is_pressed: bool,
}

#[component]
fn StatusChip(props: &StatusChipProps) -> Html {
    let table = use_table();
    let onclick = {
        let table = table.dispatcher();
        let status = (!props.is_pressed).then(|| props.label.clone());
        use_callback(status, move |_: MouseEvent, status| {
            table.dispatch(TableAction::FilterStatus(status.clone()))
        })
    };
    html! {
        <Button class="chip" {onclick} pressed={props.is_pressed}>
            <ForeignText text={format!("{} {}", props.label, props.count)} />
        </Button>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct HeadingProps {
    column: Column,
    sort: Option<Sort>,
}

#[component]
fn Heading(props: &HeadingProps) -> Html {
    let table = use_table();
    let onclick = {
        let table = table.dispatcher();
        use_callback(props.column, move |_: MouseEvent, column| table.dispatch(TableAction::SortBy(*column)))
    };
    let (sort, arrow) = match props.sort {
        Some(Sort { column, is_descending: true }) if column == props.column => ("descending", " ↓"),
        Some(Sort { column, .. }) if column == props.column => ("ascending", " ↑"),
        _ => ("none", ""),
    };
    html! {
        <th scope="col" aria-sort={sort}>
            <button type="button" {onclick}>{ props.column.label() }<span aria-hidden="true">{ arrow }</span></button>
        </th>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct RequestRowProps {
    row: Row,
    columns: Vec<Column>,
    /// The name alone does not identify the request.
    shows_uuid: bool,
}

#[component]
fn RequestRow(props: &RequestRowProps) -> Html {
    let uuid = props.row.uuid;
    match &props.row.state {
        RowState::Loaded(order) => html! {
            <tr>
                for column in &props.columns {
                    <td data-label={column.label()}>
                        { match column {
                            Column::CommonName => html! {
                                <>
                                    <Link to={Route::Order(uuid)}>
                                        if let Some(name) = order.certificate.common_name.clone() {
                                            <HostName {name} />
                                        } else {
                                            { "No common name" }
                                        }
                                    </Link>
                                    if props.shows_uuid {
                                        <span class="row-uuid"><ForeignCode text={uuid.to_string()} /></span>
                                    }
                                </>
                            },
                            Column::Status => html! { <StatusBadge status={order.status.clone()} /> },
                            _ => cell(column.cell(order)),
                        } }
                    </td>
                }
            </tr>
        },
        other => html! {
            <tr>
                <td><Link to={Route::Order(uuid)}>{ uuid.to_string() }</Link></td>
                <td colspan={props.columns.len().saturating_sub(1).to_string()}>
                    { match other {
                        RowState::Failed(error) => html! {
                            <span class="odd">{ format!("{}: {}", error_title(error.code), error.message) }</span>
                        },
                        RowState::Loading => html! { { "Loading…" } },
                        _ => html! { { "Waiting" } },
                    } }
                </td>
            </tr>
        },
    }
}

fn cell(cell: Cell<'_>) -> Html {
    match cell {
        Cell::Text("") | Cell::Time(None) => html! { <span class="absent">{ "Not reported" }</span> },
        Cell::Text(text) => html! { <ForeignText text={text.to_owned()} /> },
        Cell::Time(Some(at)) => html! { <Time {at} /> },
    }
}
