//! The signals that end the server, and the one that makes it reload its files.

use super::{ServeError, Stop};

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
