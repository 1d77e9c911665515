//! Log lines: formatted by `tracing-subscriber`, written to stderr by threads of their own.
//!
//! The reader of stderr may stall. A request must never wait for that, so lines go through bounded queues that
//! drop what does not fit and count it. Audit lines have a queue of their own, so that a flood of requests
//! cannot displace them.

use tracing::Metadata;
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

/// The `target` of the lines that record who decided what.
pub const AUDIT: &str = "audit";

/// Lines a queue holds while stderr is not read.
const QUEUED_LINES: usize = 4096;

/// How a log line is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One line for people: time, level, `name=value`.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Keeps the writing threads alive; dropping it writes out what is queued, as far as stderr is read.
#[derive(Debug)]
#[must_use = "log lines are lost once this is dropped"]
pub struct Logging {
    _writers: [WorkerGuard; 2],
    dropped: DroppedLines,
}

/// How many lines were dropped because stderr was not read.
#[derive(Debug, Clone)]
pub struct DroppedLines([ErrorCounter; 2]);

impl DroppedLines {
    /// The count since the start.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(ErrorCounter::dropped_lines).fold(0, usize::saturating_add)
    }
}

impl Logging {
    /// Sends every event of this process to stderr.
    ///
    /// # Errors
    /// When the process has a subscriber already.
    pub fn start(format: LogFormat) -> Result<Self, TryInitError> {
        let (requests, requests_guard) = queue("log-requests");
        let (audit, audit_guard) = queue("log-audit");
        let dropped = DroppedLines([requests.error_counter(), audit.error_counter()]);
        let lines = fmt().with_writer(ByTarget { requests, audit }).with_ansi(false);
        match format {
            LogFormat::Text => lines.finish().try_init()?,
            LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).finish().try_init()?,
        }
        Ok(Self { _writers: [requests_guard, audit_guard], dropped })
    }

    /// The count of dropped lines.
    pub fn dropped_lines(&self) -> DroppedLines {
        self.dropped.clone()
    }
}

fn queue(thread: &str) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(QUEUED_LINES)
        .thread_name(thread)
        .finish(std::io::stderr())
}

/// Sends audit lines through their own queue.
struct ByTarget {
    requests: NonBlocking,
    audit: NonBlocking,
}

impl MakeWriter<'_> for ByTarget {
    type Writer = NonBlocking;

    fn make_writer(&self) -> NonBlocking {
        self.requests.clone()
    }

    fn make_writer_for(&self, metadata: &Metadata<'_>) -> NonBlocking {
        if metadata.target() == AUDIT { self.audit.clone() } else { self.requests.clone() }
    }
}
