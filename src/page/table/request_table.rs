//! The table itself: filter, columns, rows, failed requests, files.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::components::{
    Button, ForeignCode, ForeignText, HostName, Icon, IconName, Menu, ShortTime, error_title, use_announce,
};
use super::super::connection::AlternativePath;
use super::super::document;
use super::super::navigation::Link;
use super::super::order::StatusBadge;
use super::super::route::Route;
use super::super::shortcuts::{Command, use_shortcut};
use super::export;
use super::provider::use_table;
use super::state::{Cell, Column, FAILED, Row, RowCall, Sort, TableAction};

/// The table with its controls.
#[component]
pub(super) fn RequestTable() -> Html {
    let table = use_table();
    let shown = table.shown();
    let columns = use_memo(table.hidden.clone(), |hidden| {
        Column::ALL.into_iter().filter(|column| !hidden.contains(column)).collect::<Vec<_>>()
    });
    let on_sort = {
        let table = table.dispatcher();
        use_callback((), move |column, ()| table.dispatch(TableAction::SortBy(column)))
    };
    html! {
        <section class="card requests" aria-label="Requests">
            <Toolbar />
            <Filters />
            // Scrolls sideways where it is wider than the page, so the keyboard has to reach it.
            <div class="table-scroll" tabindex="0" role="group" aria-label="Table">
                <table>
                    <thead><tr>
                        for column in columns.iter() {
                            <Heading column={*column} sort={table.sort} on_sort={on_sort.clone()} />
                        }
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
    let save = |name: &'static str, write: fn(&[&Row]) -> String| {
        let table = table.clone();
        Callback::from(move |_: MouseEvent| document::download(name, write(&table.shown()).as_bytes()))
    };
    let refresh = {
        let table = table.dispatcher();
        use_callback((), move |(), ()| table.dispatch(TableAction::Refresh))
    };
    use_shortcut(Command::Refresh, Some(refresh.clone()));
    let retry = {
        let table = table.dispatcher();
        use_callback((), move |(), ()| table.dispatch(TableAction::RetryFailed))
    };
    let (finished, all, failed) = (table.finished(), table.rows.len(), table.failed());
    let on_refresh = use_callback(refresh.clone(), |_: MouseEvent, refresh| refresh.emit(()));
    let on_retry = use_callback(retry.clone(), |_: MouseEvent, retry| retry.emit(()));
    let scope = if table.is_filtered() { "filtered rows" } else { "all rows" };
    html! {
        <>
        <div class="toolbar">
            if finished < all {
                <progress aria-label="Requests loaded" max={all.to_string()} value={finished.to_string()} />
            }
            <span>{ format!("{finished} of {all} loaded") }</span>
            if failed > 0 {
                <span class="failed-count">{ format!("{failed} failed") }</span>
                <Button onclick={on_retry}>{ "Retry failed" }</Button>
            }
            <Button onclick={on_refresh}>{ "Refresh" }</Button>
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
    let on_choose = {
        let table = table.dispatcher();
        use_callback((), move |status, ()| table.dispatch(TableAction::FilterStatus(status)))
    };
    let mut statuses = table.status_counts();
    if table.failed() > 0 {
        statuses.push((FAILED.to_owned(), table.failed()));
    }
    html! {
        <div class="filters">
            <label for="filter">{ "Filter" }</label>
            <input id="filter" type="search" autocomplete="off" value={table.filter.clone()} {oninput} />
            <span class="row-count">{ format!("{count} of {} requests", table.rows.len()) }</span>
            <div class="chips" role="group" aria-label="Filter by status">
                for (label, count) in statuses {
                    <StatusChip
                        key={label.clone()} is_pressed={table.status.as_ref() == Some(&label)}
                        label={label.clone()} {count}
                        on_choose={on_choose.clone()}
                    />
                }
            </div>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct StatusChipProps {
    label: String,
    count: usize,
    is_pressed: bool,
    on_choose: Callback<Option<String>>,
}

#[component]
fn StatusChip(props: &StatusChipProps) -> Html {
    let status = (!props.is_pressed).then(|| props.label.clone());
    let onclick = use_callback((status, props.on_choose.clone()), |_: MouseEvent, (status, on_choose)| {
        on_choose.emit(status.clone());
    });
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
    on_sort: Callback<Column>,
}

#[component]
fn Heading(props: &HeadingProps) -> Html {
    let onclick = use_callback((props.column, props.on_sort.clone()), |_: MouseEvent, (column, on_sort)| {
        on_sort.emit(*column);
    });
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
    columns: Rc<Vec<Column>>,
    /// The name alone does not identify the request.
    shows_uuid: bool,
}

#[component]
fn RequestRow(props: &RequestRowProps) -> Html {
    let Row { uuid, order, call } = &props.row;
    let failure = props.row.error().map(|error| {
        html! { <span class="odd">{ format!("{}: {}", error_title(error.code), error.message) }</span> }
    });
    let Some(order) = order else {
        return html! {
            <tr>
                <td><Link to={Route::Order(*uuid)}>{ uuid.to_string() }</Link></td>
                <td colspan={props.columns.len().saturating_sub(1).to_string()}>
                    { match (failure, call) {
                        (Some(failure), _) => failure,
                        (None, RowCall::InFlight) => html! { { "Loading…" } },
                        (None, _) => html! { { "Waiting" } },
                    } }
                </td>
            </tr>
        };
    };
    let is_refreshing = props.row.is_pending();
    html! {
        <tr aria-busy={is_refreshing.then_some("true")}>
            for column in props.columns.iter() {
                <td data-label={column.label()}>
                    { match column {
                        Column::CommonName => html! {
                            <>
                                <Link to={Route::Order(*uuid)}>
                                    if let Some(name) = order.certificate.common_name.clone() {
                                        <HostName {name} />
                                    } else {
                                        { "No common name" }
                                    }
                                </Link>
                                if is_refreshing {
                                    <Icon name={IconName::Refresh} />
                                    <span class="visually-hidden">{ "Refreshing…" }</span>
                                }
                                if props.shows_uuid {
                                    <span class="row-uuid"><ForeignCode text={uuid.to_string()} /></span>
                                }
                                if let Some(failure) = failure.clone() {
                                    <span class="row-failure">{ "Not refreshed. " }{ failure }</span>
                                }
                            </>
                        },
                        Column::Status => html! { <StatusBadge status={order.status.clone()} /> },
                        _ => cell(column.cell(order)),
                    } }
                </td>
            }
        </tr>
    }
}

fn cell(cell: Cell<'_>) -> Html {
    match cell {
        Cell::Text("") | Cell::Time(None) => html! { <span class="absent">{ "Not reported" }</span> },
        Cell::Text(text) => html! { <ForeignText text={text.to_owned()} /> },
        Cell::Time(Some(at)) => html! { <ShortTime {at} /> },
    }
}
