//! Binding, telling the operator where, and ending in good order. Touches the listening socket, signals and
//! stdout.

use std::future::Future;
use std::io::{ErrorKind, Write};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long open calls may go on after the signal: an order that hangs must not keep the process.
const GRACE: Duration = Duration::from_secs(3);

/// Binds the address to listen on.
///
/// # Errors
/// One sentence for the operator.
pub async fn bind(listen: &str) -> Result<TcpListener, String> {
    TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => format!(
            "{listen} is already taken; end the program that listens there, or choose another port, e.g. \
             --listen 127.0.0.1:8081 (port 0 takes any free one)"
        ),
        ErrorKind::PermissionDenied => format!(
            "not permitted to listen on {listen}; ports below 1024 are reserved, choose a higher one with \
             --listen"
        ),
        _ => format!(
            "cannot listen on {listen} ({error}); give an address of this machine, e.g. --listen \
             127.0.0.1:8080"
        ),
    })
}

/// Prints where the server listens, as the first line of stdout, then what else there is to know.
///
/// # Errors
/// When the address of the socket cannot be read.
pub fn announce(listener: &TcpListener, further: impl Fn(&str) -> String) -> Result<(), String> {
    let address =
        listener.local_addr().map_err(|error| format!("cannot read the address listened on: {error}"))?;
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
) -> Result<(), String> {
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
        outcome = serving => outcome.map_err(|error| format!("the server stopped: {error}")),
        () = out_of_patience => Ok(()),
    }
}

/// Resolves with Ctrl-C, or SIGTERM where there is one.
///
/// # Errors
/// When signals cannot be listened for; found out at the start, not at the end.
pub fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, String> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen =
            |kind| signal(kind).map_err(|error| format!("cannot listen for the end signal: {error}"));
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
