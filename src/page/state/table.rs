//! Several requests at once: read a few at a time, sorted, filtered, handed over as files.

use std::cmp::Ordering;

use super::order::status_label;
use crate::client::{Error, ErrorCode};
use crate::order::{Order, Timestamp, Uuid};

/// How many are read at the same time.
const AT_ONCE: usize = 4;
/// How many one table holds: more would be a flood of calls.
pub const MOST_ROWS: usize = 200;

/// Several requests.
#[derive(Debug, Default)]
pub struct TableState {
    /// The number of the table: answers for an earlier one are no longer wanted.
    pub number: u32,
    /// The requests in the order they were asked for.
    pub rows: Vec<Row>,
    /// What is wrong with the text that was to hold UUIDs.
    pub problem: &'static str,
    /// Only rows that hold this are shown.
    pub filter: String,
    /// What the rows are sorted by, and whether from the end; none as they were asked for.
    pub sorted: Option<(Column, bool)>,
}

/// One of them.
#[derive(Debug)]
pub struct Row {
    /// Which.
    pub uuid: Uuid,
    /// What became of it.
    pub reading: Reading,
}

/// What became of a row.
#[derive(Debug)]
pub enum Reading {
    /// Its turn has not come.
    Waiting,
    /// The call is under way.
    UnderWay,
    /// It is read.
    Done(Box<Order>),
    /// It cannot be read.
    Failed(Box<Error>),
}

/// What a table can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named as the fact in its column")]
pub enum Column {
    CommonName,
    Status,
    CaStatus,
    Product,
    Requester,
    Created,
    Updated,
}

impl Column {
    /// Every column with its label, from left to right.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::CommonName, "Common name"),
        (Self::Status, "Status"),
        (Self::CaStatus, "CA status"),
        (Self::Product, "Product"),
        (Self::Requester, "Requester"),
        (Self::Created, "Created"),
        (Self::Updated, "Updated"),
    ];

    /// What a request says in this column.
    #[must_use]
    pub fn cell(self, order: &Order) -> Cell<'_> {
        match self {
            Self::CommonName => Cell::Text(order.certificate.common_name.as_deref().unwrap_or_default()),
            Self::Status => Cell::Text(status_label(order)),
            Self::CaStatus => Cell::Text(order.ca_status.as_deref().unwrap_or_default()),
            Self::Product => {
                Cell::Text(order.digicert_product_name_id.as_ref().map_or("", |product| product.as_str()))
            }
            Self::Requester => Cell::Text(order.requester_user_name.as_deref().unwrap_or_default()),
            Self::Created => Cell::Time(order.created),
            Self::Updated => Cell::Time(order.updated),
        }
    }
}

/// What stands in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// A text, empty where nothing was reported.
    Text(&'a str),
    /// A point in time.
    Time(Option<Timestamp>),
}

impl TableState {
    /// A new table of these requests.
    pub(super) fn fill(&mut self, mut uuids: Vec<Uuid>) {
        self.problem = if uuids.len() > MOST_ROWS {
            "Only the first 200 requests are shown: read the rest after them."
        } else {
            ""
        };
        uuids.truncate(MOST_ROWS);
        self.number = self.number.wrapping_add(1);
        self.filter.clear();
        self.sorted = None;
        self.rows = uuids.into_iter().map(|uuid| Row { uuid, reading: Reading::Waiting }).collect();
    }

    /// Has every row read again.
    pub(super) fn restart(&mut self) {
        self.number = self.number.wrapping_add(1);
        for row in &mut self.rows {
            row.reading = Reading::Waiting;
        }
    }

    /// Has those rows read again that a missing session kept from it.
    pub(super) fn resume(&mut self) {
        for row in &mut self.rows {
            if matches!(&row.reading, Reading::Failed(error) if error.code == ErrorCode::Unauthorized) {
                row.reading = Reading::Waiting;
            }
        }
    }

    /// The rows whose turn it is now. A session that has ended stops the rest.
    pub(super) fn next(&mut self) -> Vec<(usize, Uuid)> {
        let under_way = self.rows.iter().filter(|row| matches!(row.reading, Reading::UnderWay)).count();
        if self.needs_session() {
            return Vec::new();
        }
        let waiting = self.rows.iter_mut().enumerate();
        let waiting = waiting.filter(|(_, row)| matches!(row.reading, Reading::Waiting));
        waiting
            .take(AT_ONCE.saturating_sub(under_way))
            .map(|(index, row)| {
                row.reading = Reading::UnderWay;
                (index, row.uuid)
            })
            .collect()
    }

    /// Whether a row was refused for want of a session.
    #[must_use]
    pub fn needs_session(&self) -> bool {
        self.rows.iter().any(
            |row| matches!(&row.reading, Reading::Failed(error) if error.code == ErrorCode::Unauthorized),
        )
    }

    /// Takes in the answer for a row.
    pub(super) fn take_in(&mut self, index: usize, outcome: Result<Order, Error>) {
        if let Some(row) = self.rows.get_mut(index) {
            row.reading = match outcome {
                Ok(mut order) => {
                    // A table outlives the view of it: no key stays in memory for that.
                    order.certificate.private_key = None;
                    Reading::Done(Box::new(order))
                }
                Err(error) => Reading::Failed(Box::new(error)),
            };
        }
    }

    /// How many rows have been read or given up.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row.reading, Reading::Done(_) | Reading::Failed(_))).count()
    }

    /// Sorts by a column; by the one it is sorted by already, the other way round.
    pub(super) fn sort(&mut self, column: Column) {
        self.sorted = Some((column, self.sorted == Some((column, false))));
    }

    /// The rows that are to be seen, in the order they are to be seen in.
    #[must_use]
    pub fn shown(&self) -> Vec<&Row> {
        let wanted = self.filter.trim().to_ascii_lowercase();
        let mut shown: Vec<((bool, String), &Row)> = Vec::new();
        for row in self.rows.iter().filter(|row| wanted.is_empty() || row.holds(&wanted)) {
            let key = self.sorted.map_or_else(Default::default, |(column, _)| row.key(column));
            let from_the_end = self.sorted.is_some_and(|(_, from_the_end)| from_the_end);
            // Few rows: the library's sort would be kilobytes of the page.
            let at = shown.partition_point(|(other, _)| {
                // What says nothing comes last either way.
                other
                    .0
                    .cmp(&key.0)
                    .then_with(|| if from_the_end { key.1.cmp(&other.1) } else { other.1.cmp(&key.1) })
                    != Ordering::Greater
            });
            shown.insert(at, (key, row));
        }
        shown.into_iter().map(|(_, row)| row).collect()
    }
}

/// A form in which a table is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180).
    Csv,
    /// The responses as they came, without private keys.
    Json,
}

impl Row {
    fn holds(&self, wanted: &str) -> bool {
        self.uuid.to_string().contains(wanted)
            || matches!(&self.reading, Reading::Done(order) if Column::ALL.iter().any(|(column, _)| {
                matches!(column.cell(order), Cell::Text(text) if text.to_ascii_lowercase().contains(wanted))
            }))
    }

    /// What a row is sorted by. Rows that say nothing come last.
    fn key(&self, column: Column) -> (bool, String) {
        let text = match &self.reading {
            Reading::Done(order) => match column.cell(order) {
                Cell::Text(text) => text.to_ascii_lowercase(),
                // Of equal length for all years there are, so that their letters sort as they do.
                Cell::Time(at) => at.map_or_else(String::new, |at| at.to_string()),
            },
            _ => String::new(),
        };
        (text.is_empty(), text)
    }
}
