//! Serving: binding, bounding, and ending in good order. Touches the listening socket, signals and stdout.

mod connections;
mod listener;
mod signals;

use std::io;
use std::time::Duration;

use axum::Router;
use thiserror::Error;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use self::connections::Connections;
pub use self::listener::{Listener, announce, bind};
pub use self::signals::{reload_on_hangup, stop_on_signals};
use crate::connection::Timeouts;

/// Descriptors kept for everything that is no client connection: calls to the gateway, listeners, logs.
const OTHER_DESCRIPTORS: u64 = 100;

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
        () = closed => connections.accept_pending(&listener),
        () = stop.now.cancelled() => {}
    }
    drop(listener);
    connections.finish(limits.grace, &stop.now).await;
}
