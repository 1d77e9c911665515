//! Log lines: formatted by `tracing-subscriber`, written to stderr by threads of their own.
//!
//! The reader of stderr may stall. A request must never wait for that, so lines go through bounded queues that
//! drop what does not fit and count it. Audit lines have a queue of their own, so that a flood of requests
//! cannot displace them, and [`AuditTrail`] says whether they have been written.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;
use tracing::Metadata;
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

/// The `target` of the lines that record who decided what.
pub const AUDIT: &str = "audit";

/// Lines a queue holds while stderr is not read.
const QUEUED_LINES: usize = 4096;
/// Decisions at a time: their lines never fill the queue.
const AUDIT_SLOTS: usize = 64;
/// How long a decision waits for its audit line to be written.
const AUDIT_TIME: Duration = Duration::from_secs(5);

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
    audit: AuditTrail,
}

/// The audit lines on their way to stderr. A decision is not sent before its line is there.
#[derive(Debug, Clone)]
pub struct AuditTrail {
    lines: Arc<watch::Sender<AuditLines>>,
    slots: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct AuditLines {
    queued: u64,
    written: u64,
}

impl Default for AuditTrail {
    fn default() -> Self {
        Self { lines: Arc::default(), slots: Arc::new(Semaphore::new(AUDIT_SLOTS)) }
    }
}

impl AuditTrail {
    /// Admits a decision once every line so far has been written; none where that takes too long. Without it a
    /// line might find its queue full.
    pub async fn admit(&self) -> Option<OwnedSemaphorePermit> {
        let slot = timeout(AUDIT_TIME, Arc::clone(&self.slots).acquire_owned()).await.ok()?.ok()?;
        self.is_written().await.then_some(slot)
    }

    /// Waits until every line so far has been written, at most five seconds; whether it has.
    pub async fn is_written(&self) -> bool {
        let mut lines = self.lines.subscribe();
        let queued = lines.borrow().queued;
        let written = timeout(AUDIT_TIME, lines.wait_for(|lines| lines.written >= queued)).await;
        matches!(written, Ok(Ok(_)))
    }
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
        let trail = AuditTrail::default();
        // As many lines as are queued go out in one write; the buffer holds whole lines.
        let (requests, requests_guard) = queue("log-requests", io::BufWriter::new(io::stderr()));
        let written = AuditSink { stderr: io::stderr(), trail: trail.clone() };
        let (audit, audit_guard) = queue("log-audit", written);
        let dropped = DroppedLines([requests.error_counter(), audit.error_counter()]);
        let writers = ByTarget { requests, audit, trail: trail.clone() };
        let lines = fmt().with_writer(writers).with_ansi(false);
        match format {
            LogFormat::Text => lines.finish().try_init()?,
            LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).finish().try_init()?,
        }
        Ok(Self { _writers: [requests_guard, audit_guard], dropped, audit: trail })
    }

    /// Whether audit lines have been written.
    pub fn audit_trail(&self) -> AuditTrail {
        self.audit.clone()
    }

    /// The count of dropped lines.
    pub fn dropped_lines(&self) -> DroppedLines {
        self.dropped.clone()
    }
}

fn queue(thread: &str, writer: impl io::Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(QUEUED_LINES)
        .thread_name(thread)
        .finish(writer)
}

/// Sends audit lines through their own queue.
struct ByTarget {
    requests: NonBlocking,
    audit: NonBlocking,
    trail: AuditTrail,
}

impl MakeWriter<'_> for ByTarget {
    type Writer = Queue;

    fn make_writer(&self) -> Queue {
        Queue { lines: self.requests.clone(), audit: None }
    }

    fn make_writer_for(&self, metadata: &Metadata<'_>) -> Queue {
        if metadata.target() == AUDIT {
            return Queue { lines: self.audit.clone(), audit: Some(self.trail.clone()) };
        }
        self.make_writer()
    }
}

/// One end of a queue: takes a whole line with each write.
struct Queue {
    lines: NonBlocking,
    audit: Option<AuditTrail>,
}

impl io::Write for Queue {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Some(trail) = &self.audit {
            trail.lines.send_modify(|lines| lines.queued = lines.queued.saturating_add(1));
        }
        self.lines.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush()
    }
}

/// The other end of the audit's queue. Its thread gives it a whole line each time.
struct AuditSink {
    stderr: io::Stderr,
    trail: AuditTrail,
}

impl io::Write for AuditSink {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.stderr.write(part)
    }

    fn write_all(&mut self, line: &[u8]) -> io::Result<()> {
        self.stderr.write_all(line)?;
        self.trail.lines.send_modify(|lines| lines.written = lines.written.saturating_add(1));
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stderr.flush()
    }
}
