//! The requests of the table, and which calls are wanted. Pure.

use std::cmp::Ordering;
use std::rc::Rc;

use yew::Reducible;

use super::super::order::status_label;
use crate::client::{Error, ErrorCode};
use crate::order::{DigicertId, Order, RequestStatus, Timestamp, Uuid};

/// How many calls are in flight at the same time.
const MOST_CALLS: usize = 4;
/// How many requests one table holds: more would be a flood of calls.
pub(super) const MOST_ROWS: usize = 200;

/// The filter that gathers the requests that could not be read.
pub(super) const FAILED: &str = "Failed";

/// Several requests.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::page) struct TableState {
    /// The number of the table: answers for an earlier one are ignored.
    pub(super) number: u32,
    /// The requests in the order they were entered.
    pub(super) rows: Vec<Row>,
    /// There were more requests than one table holds.
    pub(super) is_cut_off: bool,
    /// Only rows that contain this text are shown.
    pub(super) filter: String,
    /// Only rows with this status are shown.
    pub(super) status: Option<String>,
    /// The column the rows are sorted by; none: as they were entered.
    pub(super) sort: Option<Sort>,
    /// The columns that are hidden.
    pub(super) hidden: Vec<Column>,
}

/// How the rows are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) column: Column,
    pub(super) is_descending: bool,
}

/// One request of the table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) uuid: Uuid,
    /// The request as it was last read. It stays while it is refreshed, and where that fails.
    pub(super) order: Option<Rc<Order>>,
    pub(super) call: RowCall,
}

/// How far the call of a row is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RowCall {
    /// Its turn has not come.
    Waiting,
    /// It is in flight.
    InFlight,
    /// It was answered with the request.
    Loaded,
    /// It failed.
    Failed(Rc<Error>),
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::page) enum Column {
    CommonName,
    Status,
    CaStatus,
    Product,
    Requester,
    Created,
    Updated,
}

/// What a cell contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    /// A text, empty where nothing was reported.
    Text(&'a str),
    /// A point in time.
    Time(Option<Timestamp>),
}

impl Column {
    /// Every column, from left to right.
    pub(in crate::page) const ALL: [Self; 7] = [
        Self::CommonName,
        Self::Status,
        Self::CaStatus,
        Self::Product,
        Self::Requester,
        Self::Created,
        Self::Updated,
    ];

    /// The heading of the column.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::CommonName => "Common name",
            Self::Status => "Status",
            Self::CaStatus => "CA status",
            Self::Product => "Product",
            Self::Requester => "Requester",
            Self::Created => "Created",
            Self::Updated => "Updated",
        }
    }

    /// The cell of a request in this column.
    pub(super) fn cell(self, order: &Order) -> Cell<'_> {
        match self {
            Self::CommonName => Cell::Text(order.certificate.common_name.as_deref().unwrap_or_default()),
            Self::Status => Cell::Text(status_label(order.status.as_ref())),
            Self::CaStatus => Cell::Text(order.ca_status.as_deref().unwrap_or_default()),
            Self::Product => {
                Cell::Text(order.digicert_product_name_id.as_ref().map_or("", DigicertId::as_str))
            }
            Self::Requester => Cell::Text(order.requester_user_name.as_deref().unwrap_or_default()),
            Self::Created => Cell::Time(order.created),
            Self::Updated => Cell::Time(order.updated),
        }
    }
}

/// What changes the table.
#[derive(Debug)]
pub(in crate::page) enum TableAction {
    /// The user opens these requests.
    Open(Vec<Uuid>),
    /// The user refreshes every request.
    Refresh,
    /// The user retries the failed requests.
    RetryFailed,
    /// The calls for these rows of the table of this number began.
    CallsStarted(u32, Vec<usize>),
    /// The call for this row of the table of this number was answered.
    RowLoaded(u32, usize, Box<Result<Order, Error>>),
    /// Another session began: what the last one was refused is loaded again.
    SessionRenewed,
    /// The user filters by a text.
    Filter(String),
    /// The user filters by a status; none: all.
    FilterStatus(Option<String>),
    /// The user sorts by a column; by the present one, in the other direction.
    SortBy(Column),
    /// The user shows or hides a column.
    ToggleColumn(Column),
}

impl Row {
    fn new(uuid: Uuid) -> Self {
        Self { uuid, order: None, call: RowCall::Waiting }
    }

    /// The request, where it was read.
    pub(super) fn order(&self) -> Option<&Order> {
        self.order.as_deref()
    }

    fn common_name(&self) -> Option<&str> {
        self.order()?.certificate.common_name.as_deref()
    }

    /// The error, where the last call failed.
    pub(super) fn error(&self) -> Option<&Error> {
        match &self.call {
            RowCall::Failed(error) => Some(error),
            RowCall::Waiting | RowCall::InFlight | RowCall::Loaded => None,
        }
    }

    /// Whether a call for it waits or is in flight.
    pub(super) fn is_pending(&self) -> bool {
        matches!(self.call, RowCall::Waiting | RowCall::InFlight)
    }

    fn contains(&self, text: &str) -> bool {
        self.uuid.to_string().contains(text)
            || self.order().is_some_and(|order| {
                Column::ALL.iter().any(|column| {
                    matches!(column.cell(order), Cell::Text(cell) if cell.to_ascii_lowercase().contains(text))
                })
            })
    }

    fn has_status(&self, status: &str) -> bool {
        (status == FAILED && self.error().is_some())
            || self.order().is_some_and(|order| status_label(order.status.as_ref()) == status)
    }

    /// What a row is sorted by.
    fn sort_key(&self, column: Column) -> String {
        self.order().map_or_else(String::new, |order| match column.cell(order) {
            Cell::Text(text) => text.to_ascii_lowercase(),
            // Of equal length for all years there are, so that their letters sort as they do.
            Cell::Time(at) => at.map_or_else(String::new, |at| at.to_string()),
        })
    }

    fn is_unauthorized(&self) -> bool {
        self.error().is_some_and(|error| error.code == ErrorCode::Unauthorized)
    }
}

impl TableState {
    /// The rows whose calls are to begin now: few at a time, and none once the session was refused.
    pub(super) fn next_calls(&self) -> Vec<(usize, Uuid)> {
        if self.needs_sign_in() {
            return Vec::new();
        }
        let in_flight = self.rows.iter().filter(|row| row.call == RowCall::InFlight).count();
        let waiting = self.rows.iter().enumerate().filter(|(_, row)| row.call == RowCall::Waiting);
        waiting.take(MOST_CALLS.saturating_sub(in_flight)).map(|(index, row)| (index, row.uuid)).collect()
    }

    /// Whether the gateway refused the token.
    pub(super) fn needs_sign_in(&self) -> bool {
        self.refusal().is_some()
    }

    /// How the gateway refused the token, where it did.
    pub(super) fn refusal(&self) -> Option<Rc<Error>> {
        self.rows.iter().find_map(|row| match &row.call {
            RowCall::Failed(error) if row.is_unauthorized() => Some(error.clone()),
            _ => None,
        })
    }

    /// Whether the gateway has no such path, as far as a failed request shows.
    pub(super) fn has_wrong_path(&self) -> bool {
        self.rows.iter().filter_map(Row::error).any(|error| error.code == ErrorCode::WrongPath)
    }

    /// Whether no other request has the common name of this one.
    pub(super) fn has_own_name(&self, row: &Row) -> bool {
        let name = row.common_name();
        name.is_some() && self.rows.iter().filter(|other| other.common_name() == name).count() == 1
    }

    /// How many calls were answered or failed.
    pub(super) fn finished(&self) -> usize {
        self.rows.iter().filter(|row| !row.is_pending()).count()
    }

    /// How many requests failed.
    pub(super) fn failed(&self) -> usize {
        self.rows.iter().filter(|row| row.error().is_some()).count()
    }

    /// Each status there is, with the number of requests that have it, in the order of progress.
    pub(super) fn status_counts(&self) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for order in self.rows.iter().filter_map(Row::order) {
            let label = status_label(order.status.as_ref());
            match counts.iter_mut().find(|(known, _)| known == label) {
                Some((_, count)) => *count += 1,
                None => counts.push((label.to_owned(), 1)),
            }
        }
        let place = |label: &str| RequestStatus::KNOWN.iter().position(|status| status.label() == label);
        counts.sort_by_key(|(label, _)| place(label).unwrap_or(usize::MAX));
        counts
    }

    /// Whether a filter hides rows.
    pub(super) fn is_filtered(&self) -> bool {
        self.status.is_some() || !self.filter.trim().is_empty()
    }

    /// The rows that are shown, in their order.
    pub(super) fn shown(&self) -> Vec<&Row> {
        let text = self.filter.trim().to_ascii_lowercase();
        let mut shown: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| text.is_empty() || row.contains(&text))
            .filter(|row| self.status.as_ref().is_none_or(|status| row.has_status(status)))
            .collect();
        if let Some(Sort { column, is_descending }) = self.sort {
            shown.sort_by_cached_key(|row| SortKey::new(row.sort_key(column), is_descending));
        }
        shown
    }

    /// The announcement to screen readers once every call has ended.
    pub(super) fn outcome(&self) -> Option<String> {
        if self.rows.is_empty() || self.finished() < self.rows.len() {
            return None;
        }
        let loaded = self.rows.len() - self.failed();
        let noun = if loaded == 1 { "request" } else { "requests" };
        Some(match self.failed() {
            0 => format!("{loaded} {noun} loaded."),
            failed => format!("{loaded} {noun} loaded, {failed} failed."),
        })
    }

    fn set_waiting(&mut self, is_concerned: impl Fn(&Row) -> bool) {
        for row in self.rows.iter_mut().filter(|row| is_concerned(row)) {
            row.call = RowCall::Waiting;
        }
    }

    fn apply_row(&mut self, index: usize, outcome: Result<Order, Error>) {
        if let Some(row) = self.rows.get_mut(index) {
            match outcome {
                Ok(mut order) => {
                    // A table outlives the view of it: no private key stays in memory for that.
                    order.certificate.private_key = None;
                    row.order = Some(Rc::new(order));
                    row.call = RowCall::Loaded;
                }
                Err(error) => row.call = RowCall::Failed(Rc::new(error)),
            }
        }
    }
}

/// Sorts as the text does, or in reverse; what has no value comes last either way.
#[derive(PartialEq, Eq)]
struct SortKey {
    text: String,
    is_descending: bool,
}

impl SortKey {
    fn new(text: String, is_descending: bool) -> Self {
        Self { text, is_descending }
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = self.text.cmp(&other.text);
        self.text.is_empty().cmp(&other.text.is_empty()).then(if self.is_descending {
            order.reverse()
        } else {
            order
        })
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Reducible for TableState {
    type Action = TableAction;

    fn reduce(self: Rc<Self>, action: TableAction) -> Rc<Self> {
        let mut table = (*self).clone();
        match action {
            TableAction::Open(mut uuids) => {
                let is_cut_off = uuids.len() > MOST_ROWS;
                uuids.truncate(MOST_ROWS);
                let rows = uuids.into_iter().map(Row::new).collect();
                table = Self {
                    number: self.number.wrapping_add(1),
                    rows,
                    is_cut_off,
                    hidden: table.hidden,
                    ..Self::default()
                };
            }
            TableAction::Refresh => {
                table.number = self.number.wrapping_add(1);
                table.set_waiting(|_| true);
            }
            TableAction::RetryFailed => table.set_waiting(|row| row.error().is_some()),
            TableAction::CallsStarted(number, _) if number != self.number => return self,
            TableAction::CallsStarted(_, indices) => {
                for index in indices {
                    if let Some(row) = table.rows.get_mut(index) {
                        row.call = RowCall::InFlight;
                    }
                }
            }
            TableAction::RowLoaded(number, ..) if number != self.number => return self,
            TableAction::RowLoaded(_, index, outcome) => table.apply_row(index, *outcome),
            TableAction::SessionRenewed => {
                // Calls of the last session are aborted with it: their answers would be refusals of its token. Where
                // there is none, the number stays: a new one would abort the first calls of this session.
                let is_concerned = |row: &Row| row.is_unauthorized() || row.call == RowCall::InFlight;
                if !self.rows.iter().any(is_concerned) {
                    return self;
                }
                table.number = self.number.wrapping_add(1);
                table.set_waiting(is_concerned);
            }
            TableAction::Filter(text) => table.filter = text,
            TableAction::FilterStatus(status) => table.status = status,
            TableAction::SortBy(column) => {
                let is_descending = self.sort == Some(Sort { column, is_descending: false });
                table.sort = Some(Sort { column, is_descending });
            }
            TableAction::ToggleColumn(column) => {
                if table.hidden.contains(&column) {
                    table.hidden.retain(|hidden| *hidden != column);
                } else {
                    table.hidden.push(column);
                }
            }
        }
        Rc::new(table)
    }
}

#[cfg(test)]
mod tests;
