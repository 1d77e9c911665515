//! The listening socket: TCP or unix, with or without TLS.

use std::io::{self, ErrorKind, Write};
use std::sync::Arc;

use tokio::net::TcpListener;

use super::ServeError;
use crate::tls::Tls;

/// Where connections come from, and whether they are TLS.
#[derive(Debug)]
pub struct Listener {
    pub(super) socket: Socket,
    pub(super) tls: Option<Arc<Tls>>,
}

#[derive(Debug)]
pub(super) enum Socket {
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
