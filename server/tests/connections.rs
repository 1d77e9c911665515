//! Connections over raw sockets: how long one may take, how many there may be, and what one costs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at a failure"
)]

mod common;

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use certview_orders_server::app::app;
use certview_orders_server::connection::Timeouts;
use certview_orders_server::serve::{self, Limits};
use common::{sandbox, serve_with, settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream as AsyncTcpStream;

/// Longer than anything here takes, even on a busy machine, and shorter than the limits in force.
const PATIENCE: Duration = Duration::from_secs(10);

async fn sandbox_with(limits: Limits) -> SocketAddr {
    serve_with(app(settings(sandbox())), limits).await.address
}

/// What the server sends until it closes, for bytes of which none completes a request.
async fn until_closed(address: SocketAddr, bytes: &str) -> (Duration, Vec<u8>) {
    let began = tokio::time::Instant::now();
    let mut stream = AsyncTcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    (began.elapsed(), answer)
}

/// The clock stands still but for timers: the minutes pass as soon as everyone waits.
#[tokio::test(start_paused = true)]
async fn half_a_head_and_an_idle_connection_are_closed_in_their_time() {
    let address = sandbox_with(Limits::default()).await;
    let seconds = |range: std::ops::Range<u64>, (took, answer): (Duration, Vec<u8>), what: &str| {
        assert!(range.contains(&took.as_secs()), "{what}: closed after {took:?}");
        assert!(!answer.starts_with(b"HTTP/1.1 2"), "{what}");
    };
    seconds(9..12, until_closed(address, "GET / HTTP/1.1\r\nHost: localhost\r\nA: ").await, "half a head");
    seconds(9..12, until_closed(address, "G").await, "one byte");
    seconds(74..77, until_closed(address, "").await, "nothing");
    let one = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let (took, answer) = until_closed(address, one).await;
    assert!((74..77).contains(&took.as_secs()) && answer.starts_with(b"HTTP/1.1 200"), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_head_that_trickles_in_gets_no_more_time() {
    let address = sandbox_with(Limits::default()).await;
    let mut stream = AsyncTcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nA: ").await.unwrap();
    let began = tokio::time::Instant::now();
    let mut byte = [0];
    loop {
        let _ = stream.write_all(b"x").await;
        match tokio::time::timeout(Duration::from_secs(1), stream.read(&mut byte)).await {
            Err(_) => assert!(began.elapsed() < Duration::from_secs(15), "still open"),
            Ok(_) => break,
        }
    }
    assert!(began.elapsed() < Duration::from_secs(13), "{:?}", began.elapsed());
}

/// Twenty megabytes, of which the client takes none.
#[tokio::test]
async fn a_client_that_does_not_read_is_given_up() {
    let timeouts = Timeouts { write: Duration::from_millis(300), ..Timeouts::default() };
    let server = serve_with(app(settings(sandbox())), Limits { timeouts, ..Limits::default() }).await;
    let token = server.token().await;
    let path = common::BOTH[0].template().replace("{uuid}", "00000000-0000-4000-8000-000000000020");
    let mut stream = AsyncTcpStream::connect(server.address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    // Closed by the server: writing fails in the end, without a byte having been read.
    let closed = async {
        loop {
            if stream.write_all(b"x").await.is_err() {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, closed).await.expect("the connection is still open");
}

#[tokio::test]
async fn idle_connections_lock_no_client_out() {
    let address = sandbox_with(Limits { connections: 20, ..Limits::default() }).await;
    let mut idle = Vec::new();
    for number in 0..60 {
        let mut stream = AsyncTcpStream::connect(address).await.unwrap();
        // Some have sent nothing, some half a request.
        stream.write_all(if number % 2 == 0 { b"" } else { b"GET / HT" }).await.unwrap();
        idle.push(stream);
    }
    let answer = async {
        let mut stream = AsyncTcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        first
    };
    let first = tokio::time::timeout(PATIENCE, answer).await.expect("locked out");
    assert_eq!(&first, b"HTTP/1.1 200");
}

#[tokio::test]
async fn a_head_of_more_than_sixteen_kilobytes_is_refused() {
    let address = sandbox_with(Limits::default()).await;
    let request = |size: usize| {
        let filling = "x".repeat(size);
        format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nA: {filling}\r\n\r\n")
    };
    let (_, answer) = until_closed(address, &request(15_000)).await;
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    for size in [17_000, 200_000] {
        let (_, answer) = until_closed(address, &request(size)).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 431"), "{size} bytes were taken");
    }
}

/// Without TCP_NODELAY, or with the body written after the headers' acknowledgement, each takes 40 ms.
#[test]
fn answers_on_a_kept_connection_do_not_wait_for_acknowledgements() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "x".repeat(397)).unwrap();
    let settings =
        || certview_orders_server::app::Settings { site: common::site(folder.path()), ..settings(sandbox()) };
    let address = runtime.block_on(async { serve_with(app(settings()), Limits::default()).await.address });
    let mut stream = TcpStream::connect(address).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let rounds = 50;
    let mut fastest = Duration::MAX;
    for _ in 0..rounds {
        let began = Instant::now();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).unwrap();
        }
        reader.read_exact(&mut [0; 397]).unwrap();
        fastest = fastest.min(began.elapsed());
    }
    // The delay is deterministic, so that even the fastest of many rounds would have it.
    assert!(fastest < Duration::from_millis(20), "{fastest:?}");
}

#[cfg(unix)]
#[test]
fn the_connections_fit_below_the_limit_of_open_files() {
    let (soft, _) = rlimit::getrlimit(rlimit::Resource::NOFILE).unwrap();
    let limits = serve::within_descriptor_limit(Limits { connections: usize::MAX / 2, ..Limits::default() });
    let (raised, hard) = rlimit::getrlimit(rlimit::Resource::NOFILE).unwrap();
    assert!(raised >= soft && (limits.connections as u64) < hard, "{limits:?} of {hard}");
    let few = serve::within_descriptor_limit(Limits { connections: 10, ..Limits::default() });
    assert_eq!(few.connections, 10);
}

/// For load balancers: during the drain delay calls are still answered, and no connection is kept. The clock stands still but
/// for timers.
#[tokio::test(start_paused = true)]
async fn once_the_end_has_begun_no_connection_is_kept_and_none_delays_it() {
    const REQUEST: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let stop = serve::Stop::default();
    let listener = serve::bind("127.0.0.1:0").await.unwrap();
    let address = listener.base().unwrap().trim_start_matches("http://").to_owned();
    let limits = Limits { drain_delay: Duration::from_secs(5), ..Limits::default() };
    let running = tokio::spawn(serve::run(listener, app(settings(sandbox())), limits, stop.clone()));
    let mut kept = AsyncTcpStream::connect(&address).await.unwrap();
    kept.write_all(REQUEST).await.unwrap();
    let mut answer = [0; 4096];
    let length = kept.read(&mut answer).await.unwrap();
    assert!(!String::from_utf8_lossy(&answer[..length]).contains("connection: close"));
    // Browsers open connections before they need them.
    let unused = AsyncTcpStream::connect(&address).await.unwrap();

    let began = tokio::time::Instant::now();
    stop.soon.cancel();
    for mut stream in [kept, AsyncTcpStream::connect(&address).await.unwrap()] {
        stream.write_all(REQUEST).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
    }
    running.await.unwrap();
    assert!((5..8).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    drop(unused);
}

#[test]
fn a_closed_listener_refuses() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stop = serve::Stop::default();
    let listener = runtime.block_on(serve::bind("127.0.0.1:0")).unwrap();
    let base = listener.base().unwrap();
    let address = base.trim_start_matches("http://").to_owned();
    stop.soon.cancel();
    runtime.block_on(serve::run(listener, app(settings(sandbox())), Limits::default(), stop));
    assert_eq!(TcpStream::connect(address).unwrap_err().kind(), ErrorKind::ConnectionRefused);
}
