//! The accept loop and the open connections: how many there may be, and which one gives way.
//!
//! `axum::serve` sets no timeout and no limit, so the loop is our own, on hyper's connections.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::future::Future;
use std::io::{self, ErrorKind};
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, StatusCode, Version, header};
use axum::response::IntoResponse;
use futures_util::FutureExt;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service;
use tracing::{info, warn};

use super::listener::{Listener, Socket};
use super::{CutConnection, Limits, Stop};
use crate::connection::{Activity, BusyGuard, GuardedBody, Phase, TimedStream, Timeouts};
use crate::observe::Peer;
use crate::problem::Problem;
use crate::tls::Tls;

/// The largest request head: request line and headers.
const LARGEST_HEAD: u16 = 16 * 1024;
/// Requests at a time on one connection of HTTP/2.
const STREAMS: u32 = 100;
/// A client of HTTP/2 that does not answer pings is gone.
const PING_INTERVAL: Duration = Duration::from_secs(30);
/// hyper's buffers for each connection.
const BUFFER: usize = 64 * 1024;
/// After an accept that failed because something ran out.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);
/// How long a connection on which nothing has arrived is kept once the server ends.
const UNUSED_TIME: Duration = Duration::from_secs(1);
/// One line about the limit of connections in this time is enough.
const LIMIT_LINES: Duration = Duration::from_secs(10);

/// The open connections of a server.
pub(super) struct Connections {
    app: Router,
    limits: Limits,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    slots: Arc<Semaphore>,
    open: Arc<Mutex<HashMap<u64, Arc<Activity>>>>,
    next: AtomicU64,
    epoch: Instant,
    tasks: TaskTracker,
    /// The end has begun: connections are still accepted, but none is kept.
    stop: CancellationToken,
    /// No connection is accepted any more.
    draining: CancellationToken,
    limit_line: Mutex<Option<Instant>>,
}

impl Connections {
    pub(super) fn new(app: Router, limits: Limits, stop: Stop) -> Self {
        let mut http1 = http1::Builder::new();
        // hyper counts waiting for a request as reading its head, so this is the limit of both; `TimedStream` has
        // the shorter one for a head that has begun.
        http1.timer(TokioTimer::new()).header_read_timeout(limits.timeouts.idle);
        http1.max_buf_size(BUFFER).max_header_size(usize::from(LARGEST_HEAD));
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2.timer(TokioTimer::new()).max_concurrent_streams(STREAMS);
        http2.max_header_list_size(u32::from(LARGEST_HEAD)).max_send_buf_size(BUFFER);
        http2.keep_alive_interval(PING_INTERVAL).keep_alive_timeout(limits.timeouts.header);
        Self {
            app,
            limits,
            http1,
            http2,
            slots: Arc::new(Semaphore::new(limits.connections)),
            open: Arc::default(),
            next: AtomicU64::new(0),
            epoch: Instant::now(),
            tasks: TaskTracker::new(),
            stop: stop.soon,
            draining: CancellationToken::new(),
            limit_line: Mutex::new(None),
        }
    }

    pub(super) async fn accept_all(&self, listener: &Listener) {
        loop {
            self.accept(listener).await;
        }
    }

    /// Accepts what the system has accepted already: closing the listener would reset those connections.
    pub(super) fn accept_pending(&self, listener: &Listener) {
        while self.accept(listener).now_or_never().is_some() {}
    }

    async fn accept(&self, listener: &Listener) {
        let slot = self.slot().await;
        let accepted = match &listener.socket {
            Socket::Tcp(socket) => socket.accept().await.map(|(stream, peer)| {
                // Without it an answer of two writes waits for the client's delayed acknowledgement (40 ms).
                if let Err(error) = stream.set_nodelay(true) {
                    warn!(%error, "TCP_NODELAY cannot be set");
                }
                self.spawn(stream, Some(peer.ip()), listener.tls.as_deref(), slot);
            }),
            #[cfg(unix)]
            Socket::Unix(socket, _) => {
                socket.accept().await.map(|(stream, _)| self.spawn(stream, None, None, slot))
            }
        };
        match accepted {
            Err(error) if !is_of_the_connection(&error) => {
                warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
            _ => {}
        }
    }

    /// Waits for a free slot. While there is none, the connection that has waited longest for its client is
    /// closed: idle connections must not lock anybody out.
    async fn slot(&self) -> OwnedSemaphorePermit {
        loop {
            if let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
                return slot;
            }
            let closed = self.close_longest_waiting();
            self.note_limit(closed);
            let soon =
                tokio::time::timeout(Duration::from_millis(50), Arc::clone(&self.slots).acquire_owned());
            if let Ok(Ok(slot)) = soon.await {
                return slot;
            }
        }
    }

    fn close_longest_waiting(&self) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = open.values().filter_map(|one| Some((one.waiting_since()?, one)));
        let longest = waiting.min_by_key(|(since, _)| *since);
        longest.inspect(|(_, one)| one.close()).is_some()
    }

    fn note_limit(&self, idle_closed: bool) {
        let mut last = self.limit_line.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|at| at.elapsed() >= LIMIT_LINES) {
            *last = Some(Instant::now());
            let connections = self.limits.connections;
            warn!(connections, idle_closed, "the limit of connections is reached");
        }
    }

    fn spawn<S>(&self, stream: S, peer: Option<IpAddr>, tls: Option<&Tls>, slot: OwnedSemaphorePermit)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let activity = Arc::new(Activity::new(self.epoch));
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(number, Arc::clone(&activity));
        let entry = Entry { open: Arc::clone(&self.open), number, _slot: slot };
        let timeouts = self.limits.timeouts;
        let service = ConnectionService {
            app: self.app.clone(),
            activity: Arc::clone(&activity),
            peer,
            timeouts,
            stop: self.stop.clone(),
        };
        let stream = TimedStream::new(stream, Arc::clone(&activity), timeouts);
        let draining = self.draining.clone();
        let http1 = self.http1.clone();
        let Some(acceptor) = tls.map(Tls::acceptor) else {
            let connection = http1.serve_connection(TokioIo::new(stream), service);
            self.tasks.spawn(drive(connection, activity, draining, entry));
            return;
        };
        let http2 = self.http2.clone();
        self.tasks.spawn(async move {
            let handshake = tokio::select! {
                handshake = tokio::time::timeout(timeouts.handshake, acceptor.accept(stream)) => handshake,
                () = activity.closing() => return,
                () = draining.cancelled() => return,
            };
            // TLS itself reports to the client what it does wrong.
            let Ok(Ok(stream)) = handshake else { return };
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            activity.shake_hands(is_http2);
            let stream = TokioIo::new(stream);
            if is_http2 {
                drive(http2.serve_connection(stream, service), activity, draining, entry).await;
            } else {
                drive(http1.serve_connection(stream, service), activity, draining, entry).await;
            }
        });
    }

    pub(super) async fn finish(&self, grace: Duration, now: &CancellationToken) {
        self.tasks.close();
        self.draining.cancel();
        tokio::select! {
            () = self.tasks.wait() => info!("stopped"),
            () = tokio::time::sleep(grace) => {
                warn!(connections = self.tasks.len(), "stopped before these connections had finished");
            }
            () = now.cancelled() => {
                warn!(connections = self.tasks.len(), "stopped at once by a second signal");
            }
        }
    }
}

/// Serves a connection until it ends, is to be closed, or the server stops.
async fn drive(
    connection: impl GracefulConnection,
    activity: Arc<Activity>,
    draining: CancellationToken,
    entry: Entry,
) {
    let _entry = entry;
    let mut connection = pin!(connection);
    let mut finishing = false;
    loop {
        tokio::select! {
            // What a client does wrong has been answered, or cannot be.
            _ = connection.as_mut() => break,
            () = activity.closing() => {
                if activity.waiting_since().is_some() {
                    break;
                }
                connection.as_mut().graceful_shutdown();
            }
            () = draining.cancelled(), if !finishing => {
                finishing = true;
                connection.as_mut().graceful_shutdown();
            }
            // A connection that has not been used yet counts as busy to hyper.
            () = tokio::time::sleep(UNUSED_TIME), if finishing => {
                if activity.phase() == Phase::Idle {
                    break;
                }
            }
        }
    }
}

/// A connection's place in the table and below the limit.
struct Entry {
    open: Arc<Mutex<HashMap<u64, Arc<Activity>>>>,
    number: u64,
    _slot: OwnedSemaphorePermit,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset
    )
}

/// The router, for one connection.
struct ConnectionService {
    app: Router,
    activity: Arc<Activity>,
    peer: Option<IpAddr>,
    timeouts: Timeouts,
    stop: CancellationToken,
}

type Answer = Result<Response<GuardedBody<Body, BusyGuard>>, Box<dyn StdError + Send + Sync>>;

impl hyper::service::Service<Request<Incoming>> for ConnectionService {
    type Response = Response<GuardedBody<Body, BusyGuard>>;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let busy = self.activity.begin();
        let version = request.version();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(self.peer));
        let answer = tokio::time::timeout(self.timeouts.request, self.app.clone().call(request));
        let limit = self.timeouts.request;
        let stop = self.stop.clone();
        Box::pin(async move {
            let mut response = match answer.await {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(_) => too_slow(limit),
            };
            if response.extensions().get::<CutConnection>().is_some() {
                return Err("cut on purpose".into());
            }
            // A proxy that keeps connections opens its next one elsewhere. HTTP/2 has a frame for that.
            if stop.is_cancelled() && version < Version::HTTP_2 {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(response.map(|body| GuardedBody::new(body, busy)))
        })
    }
}

fn too_slow(limit: Duration) -> Response<Body> {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        format!("The request was not answered within {} seconds and was given up.", limit.as_secs_f32()),
    )
    .into_response()
}
