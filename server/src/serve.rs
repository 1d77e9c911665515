//! The accept loop: binding, bounding, and ending in good order. Touches the listening socket, signals and
//! stdout.
//!
//! `axum::serve` sets no timeout and no limit, so the loop is our own, on hyper's connections.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::future::Future;
use std::io::{self, ErrorKind, Write};
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service;
use tracing::{info, warn};

use crate::connection::{Activity, BusyGuard, GuardedBody, TimedStream, Timeouts};
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
/// Descriptors kept for everything that is no client connection: calls to the gateway, listeners, logs.
const OTHER_DESCRIPTORS: u64 = 100;
/// After an accept that failed because something ran out.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);
/// One line about the limit of connections in this time is enough.
const LIMIT_LINES: Duration = Duration::from_secs(10);

/// Why the server cannot start, or stopped.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Another program has the port.
    #[error(
        "{0} is already taken; end the program that listens there, or choose another port, e.g. --listen \
         127.0.0.1:8081 (port 0 takes any free one)"
    )]
    Taken(String),
    /// The port is reserved.
    #[error(
        "not permitted to listen on {0}; ports below 1024 are reserved, choose a higher one with --listen"
    )]
    NotPermitted(String),
    /// The address is none of this machine.
    #[error("cannot listen on {0} ({1}); give an address of this machine, e.g. --listen 127.0.0.1:8080")]
    Listen(String, #[source] io::Error),
    /// Signals cannot be listened for.
    #[error("cannot listen for the end signal: {0}")]
    Signal(#[source] io::Error),
    /// The address of the socket cannot be read.
    #[error("cannot read the address listened on: {0}")]
    Address(#[source] io::Error),
}

/// What bounds a server's connections and its end.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Client connections at a time.
    pub connections: usize,
    /// How long a client may take.
    pub timeouts: Timeouts,
    /// How long new connections are still accepted after the end signal, so that a load balancer sees
    /// `/readyz` turn first.
    pub drain_delay: Duration,
    /// How long open calls may go on after that.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            timeouts: Timeouts::default(),
            drain_delay: Duration::ZERO,
            // Longer than any call.
            grace: Duration::from_secs(75),
        }
    }
}

/// The two stages of the end.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    /// No new connections; open calls may finish.
    pub soon: CancellationToken,
    /// At once.
    pub now: CancellationToken,
}

/// An answer that is not to be sent: the connection is cut instead. For the sandbox's faults.
#[derive(Debug, Clone, Copy)]
pub struct CutConnection;

/// Where connections come from, and whether they are TLS.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    tls: Option<Arc<Tls>>,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(tokio::net::UnixListener, std::path::PathBuf),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self { socket: Socket::Tcp(listener), tls: None }
    }
}

#[cfg(unix)]
impl Drop for Socket {
    fn drop(&mut self) {
        if let Self::Unix(_, path) = self {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Listener {
    /// The same, with TLS.
    #[must_use]
    pub fn with_tls(self, tls: Option<Arc<Tls>>) -> Self {
        Self { tls, ..self }
    }

    /// The address as a browser takes it.
    ///
    /// # Errors
    /// When the address of the socket cannot be read.
    pub fn base(&self) -> Result<String, ServeError> {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        match &self.socket {
            Socket::Tcp(listener) => {
                let address = listener.local_addr().map_err(ServeError::Address)?;
                Ok(format!("{scheme}://{address}"))
            }
            #[cfg(unix)]
            Socket::Unix(_, path) => Ok(format!("unix:{}", path.display())),
        }
    }
}

/// Binds the address to listen on: host and port, or `unix:` and a path.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn bind(listen: &str) -> Result<Listener, ServeError> {
    let failed = |error: io::Error| match error.kind() {
        ErrorKind::AddrInUse => ServeError::Taken(listen.to_owned()),
        ErrorKind::PermissionDenied => ServeError::NotPermitted(listen.to_owned()),
        _ => ServeError::Listen(listen.to_owned(), error),
    };
    #[cfg(unix)]
    if let Some(path) = listen.strip_prefix("unix:") {
        // One that a server left which was killed; a living one answers.
        if std::os::unix::net::UnixStream::connect(path)
            .is_err_and(|it| it.kind() == ErrorKind::ConnectionRefused)
        {
            let _ = std::fs::remove_file(path);
        }
        let listener = tokio::net::UnixListener::bind(path).map_err(failed)?;
        return Ok(Listener { socket: Socket::Unix(listener, path.into()), tls: None });
    }
    TcpListener::bind(listen).await.map(Listener::from).map_err(failed)
}

/// Prints where the server listens, as the first line of stdout, then what else there is to know.
///
/// # Errors
/// When the address of the socket cannot be read.
pub fn announce(listener: &Listener, further: impl Fn(&str) -> String) -> Result<(), ServeError> {
    let base = listener.base()?;
    let mut stdout = std::io::stdout().lock();
    // A closed stdout (`| head -1`) is no reason to stop serving.
    let _ = writeln!(stdout, "listening on {base}").and_then(|()| stdout.flush());
    let _ = write!(stdout, "{}", further(&base)).and_then(|()| stdout.flush());
    Ok(())
}

/// Raises the soft limit of open files as far as the system lets it, and lowers the number of connections to
/// what fits below it.
#[must_use]
pub fn within_descriptor_limit(limits: Limits) -> Limits {
    #[cfg(unix)]
    {
        let wanted = OTHER_DESCRIPTORS.saturating_add(limits.connections as u64);
        let limit = rlimit::increase_nofile_limit(wanted).unwrap_or(OTHER_DESCRIPTORS + 1);
        let fitting = usize::try_from(limit.saturating_sub(OTHER_DESCRIPTORS)).unwrap_or(usize::MAX).max(1);
        if fitting < limits.connections {
            warn!(
                connections = fitting,
                wanted = limits.connections,
                "fewer connections than configured: the limit of open files is {limit}"
            );
        }
        Limits { connections: limits.connections.min(fitting), ..limits }
    }
    #[cfg(not(unix))]
    {
        limits
    }
}

/// Serves until it is stopped, then lets open calls finish within the grace period.
pub async fn run(listener: impl Into<Listener>, app: Router, limits: Limits, stop: Stop) {
    let listener = listener.into();
    let connections = Connections::new(app, limits, stop.clone());
    let closed = async {
        stop.soon.cancelled().await;
        tokio::time::sleep(limits.drain_delay).await;
    };
    tokio::select! {
        () = connections.accept_all(&listener) => {}
        () = closed => {}
        () = stop.now.cancelled() => {}
    }
    drop(listener);
    connections.finish(limits.grace, &stop.now).await;
}

/// The open connections of a server.
struct Connections {
    app: Router,
    limits: Limits,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    slots: Arc<Semaphore>,
    open: Arc<Mutex<HashMap<u64, Arc<Activity>>>>,
    next: AtomicU64,
    epoch: Instant,
    tasks: TaskTracker,
    draining: CancellationToken,
    limit_line: Mutex<Option<Instant>>,
}

impl Connections {
    fn new(app: Router, limits: Limits, stop: Stop) -> Self {
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
            draining: stop.soon.child_token(),
            limit_line: Mutex::new(None),
        }
    }

    async fn accept_all(&self, listener: &Listener) {
        loop {
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
    }

    /// Waits for a free place. While there is none, the connection that has waited longest for its client is
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
        let service =
            ConnectionService { app: self.app.clone(), activity: Arc::clone(&activity), peer, timeouts };
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

    async fn finish(&self, grace: Duration, now: &CancellationToken) {
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
}

type Answer = Result<Response<GuardedBody<Body, BusyGuard>>, Box<dyn StdError + Send + Sync>>;

impl hyper::service::Service<Request<Incoming>> for ConnectionService {
    type Response = Response<GuardedBody<Body, BusyGuard>>;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let busy = self.activity.begin();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(self.peer));
        let answer = tokio::time::timeout(self.timeouts.request, self.app.clone().call(request));
        let limit = self.timeouts.request;
        Box::pin(async move {
            let response = match answer.await {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(_) => too_slow(limit),
            };
            if response.extensions().get::<CutConnection>().is_some() {
                return Err("cut on purpose".into());
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

/// Cancels `stop` with the first Ctrl-C, SIGTERM or SIGQUIT and, at the second, ends at once.
///
/// # Errors
/// When signals cannot be listened for; found out at the start, not at the end.
pub fn stop_on_signals(stop: Stop) -> Result<(), ServeError> {
    let mut signals = StopSignals::new()?;
    tokio::spawn(async move {
        signals.next().await;
        stop.soon.cancel();
        signals.next().await;
        stop.now.cancel();
    });
    Ok(())
}

#[cfg(unix)]
struct StopSignals([tokio::signal::unix::Signal; 3]);

#[cfg(unix)]
impl StopSignals {
    fn new() -> Result<Self, ServeError> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(ServeError::Signal);
        Ok(Self([
            listen(SignalKind::interrupt())?,
            listen(SignalKind::terminate())?,
            listen(SignalKind::quit())?,
        ]))
    }

    async fn next(&mut self) {
        let [interrupt, terminate, quit] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = quit.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct StopSignals;

#[cfg(not(unix))]
impl StopSignals {
    fn new() -> Result<Self, ServeError> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            // Nothing to listen for: serve until the process is ended from outside.
            std::future::pending::<()>().await;
        }
    }
}

/// Calls `reload` with each SIGHUP, which would end the process otherwise.
///
/// # Errors
/// When the signal cannot be listened for.
pub fn reload_on_hangup(reload: impl Fn() + Send + 'static) -> Result<(), ServeError> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hangup = signal(SignalKind::hangup()).map_err(ServeError::Signal)?;
        tokio::spawn(async move {
            while hangup.recv().await.is_some() {
                reload();
            }
        });
    }
    #[cfg(not(unix))]
    {
        drop(reload);
    }
    Ok(())
}
