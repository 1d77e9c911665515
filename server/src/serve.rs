//! Binding, telling the operator where, and ending in good order. Touches the listening socket, signals and
//! stdout.

use std::future::Future;
use std::io::{self, ErrorKind, Write};
use std::time::Duration;

use axum::Router;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long open calls may go on after the signal: an order that hangs must not keep the process.
const GRACE: Duration = Duration::from_secs(3);

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
    /// Accepting connections failed for good.
    #[error("the server stopped: {0}")]
    Stopped(#[source] io::Error),
}

/// Binds the address to listen on.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn bind(listen: &str) -> Result<TcpListener, ServeError> {
    TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => ServeError::Taken(listen.to_owned()),
        ErrorKind::PermissionDenied => ServeError::NotPermitted(listen.to_owned()),
        _ => ServeError::Listen(listen.to_owned(), error),
    })
}

/// Prints where the server listens, as the first line of stdout, then what else there is to know.
///
/// # Errors
/// When the address of the socket cannot be read.
pub fn announce(listener: &TcpListener, further: impl Fn(&str) -> String) -> Result<(), ServeError> {
    let address = listener.local_addr().map_err(ServeError::Address)?;
    let base = format!("http://{address}");
    let mut stdout = std::io::stdout().lock();
    // A closed stdout (`| head -1`) is no reason to stop serving.
    let _ = writeln!(stdout, "listening on {base}").and_then(|()| stdout.flush());
    let _ = write!(stdout, "{}", further(&base)).and_then(|()| stdout.flush());
    Ok(())
}

/// Serves until `stop` resolves, then lets open calls finish for a few seconds.
///
/// # Errors
/// When accepting connections fails for good.
pub async fn run(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let (stopping, mut stopped) = watch::channel(());
    let graceful = async move {
        stop.await;
        drop(stopping);
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(graceful);
    let out_of_patience = async {
        // Only ever ends with the sender's end, which is the signal.
        let _ = stopped.changed().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        outcome = serving => outcome.map_err(ServeError::Stopped),
        () = out_of_patience => Ok(()),
    }
}

/// Resolves with Ctrl-C, or SIGTERM where there is one.
///
/// # Errors
/// When signals cannot be listened for; found out at the start, not at the end.
pub fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, ServeError> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(ServeError::Signal);
        let (mut interrupt, mut terminate) =
            (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Nothing to listen for: serve until the process is ended from outside.
                std::future::pending::<()>().await;
            }
        })
    }
}
