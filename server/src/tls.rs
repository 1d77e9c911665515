//! TLS for the listener, by rustls. Certificate and key are files, read at the start and reloaded on SIGHUP.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use thiserror::Error;
use tokio_rustls::TlsAcceptor;
use tracing::{info, warn};

/// Why a certificate or key cannot be used.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file cannot be read, or is no PEM file.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: pem::Error,
    },
    /// They do not belong together, or are of a kind that is not supported.
    #[error("the certificate and key given with --tls-cert and --tls-key cannot be used: {0}")]
    Pair(#[from] rustls::Error),
}

/// A certificate chain and its key, and what they were last read as.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<TlsAcceptor>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tls").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads a chain (the server's own certificate first) and its private key, both PEM.
    ///
    /// # Errors
    /// When they cannot be used.
    pub fn load(certificate: PathBuf, key: PathBuf) -> Result<Self, TlsError> {
        let current = RwLock::new(acceptor(&certificate, &key)?);
        Ok(Self { certificate, key, current })
    }

    /// What new connections are accepted with.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the files again; new connections get the new certificate. What cannot be used changes nothing.
    pub fn reload_or_warn(&self) {
        match acceptor(&self.certificate, &self.key) {
            Ok(new) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = new;
                info!("the TLS certificate was reloaded");
            }
            Err(error) => {
                warn!(%error, "the TLS certificate could not be reloaded; the previous one stays in use")
            }
        }
    }
}

fn acceptor(certificate: &PathBuf, key: &PathBuf) -> Result<TlsAcceptor, TlsError> {
    let file = |path: &PathBuf| {
        let path = path.clone();
        move |source| TlsError::File { path, source }
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(file(certificate))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(file(key))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Further certificates to trust, for the gateway.
///
/// # Errors
/// When the file cannot be read, or holds none.
pub fn trusted(path: PathBuf) -> Result<Vec<reqwest::Certificate>, TlsError> {
    let read = || {
        let bytes = std::fs::read(&path).map_err(pem::Error::Io)?;
        let bundle = reqwest::Certificate::from_pem_bundle(&bytes)
            .map_err(|error| pem::Error::Io(io::Error::other(error)))?;
        if bundle.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(bundle) }
    };
    read().map_err(|source| TlsError::File { path: path.clone(), source })
}
