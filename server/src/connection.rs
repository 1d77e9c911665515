//! One client connection: how long it may take over what, and which of its phases it is in.
//!
//! hyper has one timer for request heads and counts waiting for the next request as part of it. Here waiting
//! (idle), reading a head and writing have limits of their own, kept where the bytes pass.

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::{Instant, Sleep, sleep_until};

/// Progress that a slow reader must make within [`Timeouts::write`].
const WRITE_PROGRESS: usize = 16 * 1024;

/// How long a client may take.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// From the first byte of a request's head to its last.
    pub header: Duration,
    /// Between two requests, and before the first.
    pub idle: Duration,
    /// To take 16 KiB of an answer, or the rest of it.
    pub write: Duration,
    /// From a request's head to the headers of its answer.
    pub request: Duration,
    /// For the TLS handshake.
    pub handshake: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            header: seconds(10),
            idle: seconds(75),
            write: seconds(30),
            // Longer than the upstream's 60 seconds, so that its own message reaches the caller.
            request: seconds(70),
            handshake: seconds(10),
        }
    }
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for a request.
    Idle,
    /// A request has begun to arrive.
    Head,
    /// A request is answered.
    Busy,
}

/// What the connection's task, its stream and the accept loop share.
pub struct Activity {
    epoch: Instant,
    phase: AtomicU8,
    /// Milliseconds from `epoch` to the start of the phase.
    since: AtomicU64,
    /// Requests being answered: HTTP/2 has several at once.
    requests: AtomicUsize,
    /// Whether bytes that arrive are the head of a request: in HTTP/2 they may be anything.
    heads: AtomicBool,
    close: Notify,
}

impl fmt::Debug for Activity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Activity").field(&self.phase()).finish()
    }
}

impl Activity {
    /// A new connection; `epoch` is the same for all connections of a server.
    #[must_use]
    pub fn new(epoch: Instant) -> Self {
        let new = Self {
            epoch,
            phase: AtomicU8::new(0),
            since: AtomicU64::new(0),
            requests: AtomicUsize::new(0),
            heads: AtomicBool::new(true),
            close: Notify::new(),
        };
        new.enter(Phase::Idle);
        new
    }

    /// Begins to answer a request; the connection is busy until the guard is dropped.
    #[must_use]
    pub fn begin(self: &Arc<Self>) -> BusyGuard {
        self.requests.fetch_add(1, Ordering::AcqRel);
        self.enter(Phase::Busy);
        BusyGuard(Arc::clone(self))
    }

    /// The TLS handshake is over; the connection waits for a request, of HTTP/2 or not.
    pub fn shake_hands(&self, http2: bool) {
        self.heads.store(!http2, Ordering::Release);
        self.enter(Phase::Idle);
    }

    fn enter(&self, phase: Phase) {
        let since = self.epoch.elapsed().as_millis();
        self.since.store(u64::try_from(since).unwrap_or(u64::MAX), Ordering::Relaxed);
        self.phase.store(phase as u8, Ordering::Release);
    }

    /// The current phase.
    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Acquire) {
            0 => Phase::Idle,
            1 => Phase::Head,
            _ => Phase::Busy,
        }
    }

    /// Since when the connection waits for its client, in milliseconds of the server's life; none while a
    /// request is answered.
    pub fn waiting_since(&self) -> Option<u64> {
        (self.phase() != Phase::Busy).then(|| self.since.load(Ordering::Relaxed))
    }

    /// Asks the connection's task to close it.
    pub fn close(&self) {
        self.close.notify_one();
    }

    /// Resolves when the connection is to be closed.
    pub async fn closing(&self) {
        self.close.notified().await;
    }

    fn started(&self) -> Instant {
        self.epoch + Duration::from_millis(self.since.load(Ordering::Relaxed))
    }
}

/// A stream that fails with [`io::ErrorKind::TimedOut`] when its client takes too long.
#[derive(Debug)]
pub struct TimedStream<S> {
    inner: S,
    activity: Arc<Activity>,
    timeouts: Timeouts,
    timer: Pin<Box<Sleep>>,
    /// Since when, and over how many bytes, a blocked write is measured.
    stalled: Option<(Instant, usize)>,
}

impl<S> TimedStream<S> {
    /// Watches over `inner`.
    pub fn new(inner: S, activity: Arc<Activity>, timeouts: Timeouts) -> Self {
        let timer = Box::pin(sleep_until(Instant::now() + timeouts.idle));
        Self { inner, activity, timeouts, timer, stalled: None }
    }

    /// Ready when `deadline` has passed; otherwise the task is woken then. The timer may be set to an earlier
    /// deadline than the one wanted: it is moved only when it fires, which saves moving it for each request.
    fn poll_deadline(&mut self, context: &mut Context<'_>, deadline: Instant) -> Poll<io::Error> {
        if self.timer.deadline() > deadline || self.timer.is_elapsed() {
            self.timer.as_mut().reset(deadline);
        }
        while self.timer.as_mut().poll(context).is_ready() {
            if Instant::now() >= deadline {
                return Poll::Ready(io::Error::from(io::ErrorKind::TimedOut));
            }
            self.timer.as_mut().reset(deadline);
        }
        Poll::Pending
    }

    fn after_write(
        &mut self,
        context: &mut Context<'_>,
        requested: usize,
        outcome: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match outcome {
            Poll::Ready(Ok(written)) => {
                if written == requested {
                    self.stalled = None;
                }
                if let Some((_, so_far)) = &mut self.stalled {
                    *so_far = so_far.saturating_add(written);
                    if *so_far >= WRITE_PROGRESS {
                        self.stalled = None;
                    }
                }
                Poll::Ready(Ok(written))
            }
            Poll::Pending => {
                let (since, _) = *self.stalled.get_or_insert_with(|| (Instant::now(), 0));
                self.poll_deadline(context, since + self.timeouts.write).map(Err)
            }
            error @ Poll::Ready(Err(_)) => error,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for TimedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if let Poll::Ready(outcome) = Pin::new(&mut self.inner).poll_read(context, buffer) {
            if buffer.filled().len() > before && self.activity.phase() == Phase::Idle {
                self.stalled = None;
                if self.activity.heads.load(Ordering::Acquire) {
                    self.activity.enter(Phase::Head);
                }
            }
            return Poll::Ready(outcome);
        }
        let limit = match self.activity.phase() {
            Phase::Idle => self.timeouts.idle,
            Phase::Head => self.timeouts.header,
            // The backend has limits of its own.
            Phase::Busy => return Poll::Pending,
        };
        let deadline = self.activity.started() + limit;
        self.poll_deadline(context, deadline).map(Err)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TimedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.after_write(context, bytes.len(), outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(context, parts);
        self.after_write(context, parts.iter().map(|part| part.len()).sum(), outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.inner).poll_flush(context))?;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

/// A request being answered; see [`Activity::begin`].
#[derive(Debug)]
pub struct BusyGuard(Arc<Activity>);

impl Drop for BusyGuard {
    fn drop(&mut self) {
        if self.0.requests.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.enter(Phase::Idle);
        }
    }
}

/// An answer's body that keeps something alive until all of it was handed to the connection.
#[derive(Debug)]
pub struct GuardedBody<B, G> {
    body: B,
    _guard: G,
}

impl<B, G> GuardedBody<B, G> {
    /// `guard` is dropped together with the body.
    pub fn new(body: B, guard: G) -> Self {
        Self { body, _guard: guard }
    }
}

impl<B: Body<Data = Bytes> + Unpin, G: Unpin> Body for GuardedBody<B, G> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
