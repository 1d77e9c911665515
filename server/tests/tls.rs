//! TLS ended by this server, and the unix socket.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at a failure")]

mod common;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use certview_orders_server::app::{Settings, app};
use certview_orders_server::serve::{Limits, Stop, bind, run};
use certview_orders_server::tls::{Tls, trusted};
use common::{sandbox, settings};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

const REQUEST: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// Writes a certificate for `localhost` and its key.
fn issue(folder: &Path) -> CertificateDer<'static> {
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(folder.join("cert.pem"), issued.cert.pem()).unwrap();
    fs::write(folder.join("key.pem"), issued.signing_key.serialize_pem()).unwrap();
    issued.cert.der().clone()
}

async fn connect(
    address: &str,
    trusted: CertificateDer<'static>,
    protocols: &[&[u8]],
) -> std::io::Result<tokio_rustls::client::TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    let stream = TcpStream::connect(address).await.unwrap();
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

#[tokio::test]
async fn https_insists_on_itself_speaks_http_2_and_takes_a_new_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let first = issue(folder.path());
    let file = |name: &str| folder.path().join(name);
    let tls = Arc::new(Tls::load(file("cert.pem"), file("key.pem")).unwrap());
    let listener = bind("127.0.0.1:0").await.unwrap().with_tls(Some(Arc::clone(&tls)));
    let base = listener.base().unwrap();
    let address = base.strip_prefix("https://").unwrap();
    let router = app(Settings { strict_transport: true, ..settings(sandbox()) });
    tokio::spawn(run(listener, router, Limits::default(), Stop::default()));

    let mut stream = connect(address, first.clone(), &[b"http/1.1"]).await.unwrap();
    stream.write_all(REQUEST).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=31536000\r\n"), "{answer}");
    let stream = connect(address, first.clone(), &[b"h2", b"http/1.1"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));

    // A pair that does not belong together changes nothing.
    let key = fs::read(file("key.pem")).unwrap();
    let second = issue(folder.path());
    let new_key = fs::read(file("key.pem")).unwrap();
    fs::write(file("key.pem"), key).unwrap();
    tls.reload_or_warn();
    assert!(connect(address, first.clone(), &[]).await.is_ok());
    fs::write(file("key.pem"), new_key).unwrap();
    tls.reload_or_warn();
    assert!(connect(address, second, &[]).await.is_ok());
    assert!(connect(address, first, &[]).await.is_err());
}

#[test]
fn files_that_are_no_certificates_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (empty, none) = (folder.path().join("empty.pem"), folder.path().join("none.pem"));
    fs::write(&empty, "").unwrap();
    for path in [&empty, &none] {
        let message = Tls::load(path.clone(), path.clone()).unwrap_err().to_string();
        assert!(message.contains(".pem"), "{message}");
        assert!(trusted(path.clone()).unwrap_err().to_string().contains(".pem"));
    }
    issue(folder.path());
    assert_eq!(trusted(folder.path().join("cert.pem")).unwrap().len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_unix_socket_is_answered_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let listen = format!("unix:{}", path.display());
    // One that a killed server left.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let listener = bind(&listen).await.unwrap();
    assert!(bind(&listen).await.unwrap_err().to_string().contains("already taken"));
    let stop = Stop::default();
    let serving = tokio::spawn(run(listener, app(settings(sandbox())), Limits::default(), stop.clone()));
    let mut stream = tokio::net::UnixStream::connect(&path).await.unwrap();
    stream.write_all(REQUEST).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    stop.soon.cancel();
    serving.await.unwrap();
    assert!(!path.exists());
}
