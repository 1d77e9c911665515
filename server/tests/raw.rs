//! Bytes that no HTTP client sends: requests that two parsers could read differently, targets in every form and
//! encoding, heads and bodies beyond the limits, slow clients. Each with the answers it gets and the calls that reach
//! the gateway.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at a failure"
)]

mod common;

use std::fmt::Write;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use certview_orders_server::app::{Settings, app};
use certview_orders_server::connection::Timeouts;
use certview_orders_server::forward;
use certview_orders_server::serve::Limits;
use common::{BOTH, Gateway, SAMPLE, Server, sandbox, serve, serve_with, settings, site, upstream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

/// A server, and the gateway it forwards to.
struct Pair {
    gateway: Gateway,
    server: Server,
}

impl Pair {
    async fn start() -> Self {
        let gateway = Gateway::answering(|| Response::new(Body::from("{}"))).await;
        let base = gateway.server.base();
        let server = serve(app(settings(upstream(&base, forward::Limits::default())))).await;
        Self { gateway, server }
    }

    /// What the bytes lead to, as "200 404 | sign-in, order": the answers' statuses, then the calls that reached the
    /// gateway. Marked are hyper's own answers, which have no body and three headers ("bare"), and a connection that is
    /// closed at once ("closed"), where one that is kept lasts until it is idle for too long.
    async fn outcome(&self, bytes: &str) -> String {
        let (before, began) = (self.gateway.seen().len(), Instant::now());
        let mut stream = TcpStream::connect(self.server.address).await.unwrap();
        // The server may close before it has read everything.
        let _ = stream.write_all(bytes.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let text = String::from_utf8(answer).unwrap();
        let mut outcome = String::new();
        let mut rest = text.as_str();
        while let Some((head, after)) = rest.split_once("\r\n\r\n") {
            let mut lines = head.lines();
            let status = lines.next().unwrap().split(' ').nth(1).unwrap();
            let (names, values): (Vec<_>, Vec<_>) = lines.map(|line| line.split_once(": ").unwrap()).unzip();
            let length = names.iter().position(|name| *name == "content-length").map(|at| values[at]);
            let length: usize = length.map_or(0, |text| text.parse().unwrap());
            let bare = names == ["connection", "content-length", "date"] && length == 0;
            write!(outcome, "{status}{} ", if bare { " bare" } else { "" }).unwrap();
            rest = &after[length..];
        }
        assert_eq!(rest, "", "more than answers");
        if began.elapsed() < Duration::from_secs(1) {
            outcome.push_str("closed ");
        }
        let seen = self.gateway.seen();
        let calls = seen[before..].iter().map(|call| match call.uri.path() {
            "/auth" => format!("sign-in of {} bytes", call.body.len()),
            path if path == BOTH[0].template().replace("{uuid}", SAMPLE) => "order".to_owned(),
            path => path.to_owned(),
        });
        let calls: Vec<String> = calls.collect();
        format!("{outcome}| {}", calls.join(", ")).trim_end().to_owned()
    }

    async fn expect(&self, cases: &[(String, &str)]) {
        let mut wrong = String::new();
        for (bytes, expected) in cases {
            let outcome = self.outcome(bytes).await;
            if outcome != *expected {
                let start: String = bytes.chars().take(200).collect();
                write!(wrong, "{start:?}\n  expected {expected}\n  got      {outcome}\n").unwrap();
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }
}

/// A call that must not be made by bytes that look like a body.
fn smuggled() -> String {
    let path = BOTH[0].template().replace("{uuid}", SAMPLE);
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer smuggled\r\n\r\n")
}

fn sign_in(headers: &str, body: &str) -> String {
    format!(
        "POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         {headers}\r\n\r\n{body}"
    )
}

fn get(headers: &str) -> String {
    format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")
}

fn line(request_line: &str) -> String {
    format!("{request_line}\r\nHost: localhost\r\n\r\n")
}

/// The clock stands still but for timers.
#[tokio::test(start_paused = true)]
async fn a_body_ends_in_one_place_only() {
    let pair = Pair::start().await;
    let smuggled = smuggled();
    let length = smuggled.len();
    let ended = format!("0\r\n\r\n{smuggled}");
    let chunked = |body: &str| sign_in("Transfer-Encoding: chunked", body);
    let coding = |value: &str| sign_in(&format!("Transfer-Encoding:{value}"), &ended);
    let long = |value: &str| sign_in(&format!("Content-Length:{value}"), "a=b");
    let cases = [
        // Both lengths: the coding prevails, and nothing after its end is read (RFC 9112, section 6.3).
        (
            sign_in(&format!("Content-Length: {}\r\nTransfer-Encoding: chunked", length + 5), &ended),
            "200 closed | sign-in of 0 bytes",
        ),
        (
            sign_in(
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                &format!("{length:x}\r\n{smuggled}\r\n0\r\n\r\n"),
            ),
            &*format!("200 closed | sign-in of {length} bytes"),
        ),
        (
            sign_in("Content-Length: 3\r\nTransfer-Encoding: xchunked", &format!("a=b{smuggled}")),
            "400 bare closed |",
        ),
        (coding(" chunked, chunked"), "400 closed |"),
        (coding(" gzip, chunked"), "400 closed |"),
        (coding(" identity, chunked"), "400 closed |"),
        (coding(" chunked\r\nTransfer-Encoding: chunked"), "400 closed |"),
        (coding(" chunked\r\nTransfer-Encoding: identity"), "400 bare closed |"),
        (coding(" chunked, gzip"), "400 bare closed |"),
        (coding(" \"chunked\""), "400 bare closed |"),
        (coding("\x0bchunked"), "400 bare closed |"),
        (coding("\r\n chunked"), "400 bare closed |"),
        (sign_in("Transfer-Encoding : chunked", &ended), "400 bare closed |"),
        (sign_in("Transfer-Encoding: chunked", &ended).replace("HTTP/1.1", "HTTP/1.0"), "400 bare closed |"),
        // Lengths.
        (long(" 3"), "200 | sign-in of 3 bytes"),
        (long(" 3\r\nContent-Length: 3"), "200 | sign-in of 3 bytes"),
        (long(" 3\r\nContent-Length: 4"), "400 bare closed |"),
        (long(" 3, 3"), "400 bare closed |"),
        (long(" +3"), "400 bare closed |"),
        (long(" -1"), "400 bare closed |"),
        (long(" 0x3"), "400 bare closed |"),
        (long(""), "400 bare closed |"),
        (long(" 99999999999999999999"), "400 bare closed |"),
        // What comes after a body is the next request, and what is in it is not.
        (sign_in("Content-Length: 3", &format!("a=b{smuggled}")), "200 200 | sign-in of 3 bytes, order"),
        (format!("{}{}", get(""), line("GET /nowhere HTTP/1.1")), "200 404 |"),
        (get(&format!("Content-Length: {length}\r\n")) + &smuggled, "200 |"),
        (
            line("GET /auth HTTP/1.1").replace("\r\n\r\n", &format!("\r\nContent-Length: {length}\r\n\r\n"))
                + &smuggled,
            "405 |",
        ),
        // Chunks.
        (chunked("3\r\na=b\r\n0\r\n\r\n"), "200 | sign-in of 3 bytes"),
        (chunked("3;name=value\r\na=b\r\n0\r\nContent-Length: 5\r\n\r\n"), "200 | sign-in of 3 bytes"),
        (chunked(&format!("3;name\na=b\r\n0\r\n\r\n{smuggled}")), "400 closed |"),
        (chunked(&format!("3\na=b\n0\n\n{smuggled}")), "400 closed |"),
        (chunked(&format!("3\r\na=bXX\r\n0\r\n\r\n{smuggled}")), "400 closed |"),
        (chunked("fffffffffffffffff\r\na=b\r\n0\r\n\r\n"), "400 closed |"),
        (chunked("0x3\r\na=b\r\n0\r\n\r\n"), "400 closed |"),
        (chunked("-1\r\na=b\r\n0\r\n\r\n"), "400 closed |"),
    ];
    pair.expect(&cases).await;
}

#[tokio::test(start_paused = true)]
async fn a_head_is_read_strictly() {
    let pair = Pair::start().await;
    let request = |version: &str| line(&format!("GET /healthz {version}"));
    let cases = [
        (get("X: a\r\n b\r\n"), "400 bare closed |"),
        (get(" X: a\r\n"), "400 bare closed |"),
        (get("X: a\rb\r\n"), "400 bare closed |"),
        (get("X: a\0b\r\n"), "400 bare closed |"),
        (get("X Y: a\r\n"), "400 bare closed |"),
        (get(": a\r\n"), "400 bare closed |"),
        (get("XY\r\n"), "400 bare closed |"),
        // A line may end with LF alone (RFC 9112, section 2.2): it is a line like the others.
        ("GET /healthz HTTP/1.1\nHost: localhost\n\n".to_owned(), "200 |"),
        (get("X: a\nTransfer-Encoding: gzip\r\n"), "400 bare closed |"),
        ("\r\n\r\n".to_owned() + &request("HTTP/1.1"), "200 |"),
        ("GET /healthz\r\n\r\n".to_owned(), "400 bare closed |"),
        (request("http/1.1"), "400 bare closed |"),
        (request("HTTP/1.2"), "400 bare closed |"),
        (request("HTTP/2.0"), "400 bare closed |"),
        (line("GET\t/healthz\tHTTP/1.1"), "400 bare closed |"),
        (line("GET  /healthz HTTP/1.1"), "400 bare closed |"),
        (line("GET /health z HTTP/1.1"), "400 bare closed |"),
        // Other protocols: HTTP/2 is spoken over TLS only, and no upgrade is made.
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), "closed |"),
        ("\x16\x03\x01\x02\0\x01\0\x01\u{7f}\x03\x03".to_owned(), "400 bare closed |"),
        (
            get(
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAA\r\n",
            ),
            "200 |",
        ),
        (
            get(
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AA==\r\n",
            ),
            "200 |",
        ),
        (sign_in("Expect: 100-continue\r\nContent-Length: 3", "a=b"), "100 200 | sign-in of 3 bytes"),
        (get("Connection: Host, Authorization\r\n"), "200 |"),
    ];
    pair.expect(&cases).await;
}

#[tokio::test(start_paused = true)]
async fn a_target_in_any_form_is_of_this_server_or_refused() {
    let pair = Pair::start().await;
    let order = BOTH[0].template().replace("{uuid}", SAMPLE);
    let to = |target: &str| line(&format!("GET {target} HTTP/1.1"));
    let cases = [
        (to(&order), "200 | order"),
        (to(&format!("http://localhost{order}")), "200 | order"),
        // The gateway's own address, too, is a name of this machine here; its path is the same.
        (to(&format!("{}{order}", pair.gateway.server.base())), "200 | order"),
        (to(&format!("http://evil.example{order}")), "421 |"),
        (to(&format!("https://evil.example{order}")), "421 |"),
        (to(&format!("http://localhost@evil.example{order}")), "421 |"),
        (to(&format!("//evil.example{order}")), "404 |"),
        (to(&format!("/.{order}")), "404 |"),
        (to(&format!("/x/..{order}")), "404 |"),
        (to(&format!("/{order}")), "404 |"),
        (to(&format!("{order}/")), "404 |"),
        (to(&format!("{order}/../../../auth")), "404 |"),
        (to(&order.replace("/orders/", "/orders%2f")), "404 |"),
        (to(&order.replace(SAMPLE, &format!("..%2f{SAMPLE}"))), "400 |"),
        (to(&order.replace(SAMPLE, &format!("{SAMPLE}%0d%0aX:%20y"))), "400 |"),
        (to(&order.replace(SAMPLE, &format!("{SAMPLE}%00"))), "400 |"),
        (to(&order.replace("certview/", "CERTVIEW/")), "404 |"),
        (to(&order.replace('/', "\\")), "400 bare closed |"),
        (to("http://localhost"), "404 |"),
        (to("localhost:80"), "404 |"),
        (to("evil.example:80"), "421 |"),
        (to("*"), "404 |"),
        (line("OPTIONS * HTTP/1.1"), "405 |"),
        (line("CONNECT localhost:443 HTTP/1.1"), "405 |"),
        (line("CONNECT evil.example:443 HTTP/1.1"), "421 |"),
        (line("CONNECT / HTTP/1.1"), "405 |"),
        (line(&format!("TRACE {order} HTTP/1.1")), "405 |"),
        (line(&format!("get {order} HTTP/1.1")), "405 |"),
    ];
    pair.expect(&cases).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_too_large_is_refused_and_its_rest_is_no_request() {
    let pair = Pair::start().await;
    let smuggled = smuggled();
    let many = |count: usize| "a".repeat(count);
    let body = |count: usize| format!("{}{smuggled}", many(count - smuggled.len()));
    let too_large = "431 bare closed |";
    let cases = [
        (line(&format!("GET /{} HTTP/1.1", many(15_000))), "404 |"),
        (line(&format!("GET /{} HTTP/1.1", many(17_000))), too_large),
        (line(&format!("GET /{} HTTP/1.1", many(70_000))), too_large),
        (line(&format!("GET /healthz?{} HTTP/1.1", many(17_000))), too_large),
        (line(&format!("{} /healthz HTTP/1.1", many(17_000))), too_large),
        (get(&format!("{}: a\r\n", many(17_000))), too_large),
        (get(&format!("X: {}\r\n", many(17_000))), too_large),
        (get(&"X: y\r\n".repeat(99)), "200 |"),
        (get(&"X: y\r\n".repeat(100)), too_large),
        (sign_in("Content-Length: 16384", &body(16_384)), "200 | sign-in of 16384 bytes"),
        (sign_in("Content-Length: 16385", &body(16_385)), "413 |"),
        (sign_in("Content-Length: 1000000", &body(900_000)), "413 closed |"),
        (sign_in("Content-Length: 9223372036854775808", "a=b"), "413 closed |"),
        (sign_in("Transfer-Encoding: chunked", &format!("4001\r\n{}\r\n0\r\n\r\n", body(16_385))), "413 |"),
        (
            sign_in("Transfer-Encoding: chunked", &format!("3;{}\r\na=b\r\n0\r\n\r\n", many(20_000))),
            "400 closed |",
        ),
        (
            sign_in(
                "Transfer-Encoding: chunked",
                &format!("3\r\na=b\r\n0\r\n{}\r\n", "X: y\r\n".repeat(5_000)),
            ),
            "400 closed |",
        ),
    ];
    pair.expect(&cases).await;
}

#[tokio::test]
async fn no_encoding_of_a_path_leads_out_of_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    std::fs::create_dir(&dist).unwrap();
    for (path, text) in
        [(dist.join("index.html"), "shell"), (folder.path().join("secret.txt"), "above the page")]
    {
        std::fs::write(path, text).unwrap();
    }
    let server = serve(app(Settings { site: site(&dist), ..settings(sandbox()) })).await;
    let dots = [
        "..",
        "%2e%2e",
        ".%2e",
        "%2E.",
        "%252e%252e",
        "%c0%ae%c0%ae",
        "%e0%80%ae%e0%80%ae",
        "%u002e%u002e",
        "..;",
        "...",
        "..%00",
        "..%20",
    ];
    let slashes =
        ["/", "%2f", "%2F", "%5c", "%255c", "%252f", "%c0%af", "%ef%bc%8f", "//", "/./", "/%2e/", ";/"];
    for dots in dots {
        for slash in slashes {
            for start in ["/", "/orders/", "/assets/", "//", "/.well-known/"] {
                for steps in [format!("{dots}{slash}"), format!("{dots}{slash}{dots}{slash}")] {
                    let path = format!("{start}{steps}secret.txt");
                    let request =
                        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                    let answer = server.raw(&request).await;
                    assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
                    assert!(!answer.contains("above the page"), "{path}");
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_trickles_in_gets_no_more_time() {
    let pair = Pair::start().await;
    let mut stream = TcpStream::connect(pair.server.address).await.unwrap();
    stream.write_all(sign_in("Content-Length: 1000", "").as_bytes()).await.unwrap();
    let began = Instant::now();
    let mut first = [0; 12];
    let answered = async {
        stream.readable().await.unwrap();
        began.elapsed()
    };
    let writing = async {
        for _ in 0..100 {
            sleep(Duration::from_secs(1)).await;
            let _ = stream.try_write(b"a");
        }
    };
    let took = tokio::select! { took = answered => took, () = writing => Duration::MAX };
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 408");
    assert!((14..17).contains(&took.as_secs()), "{took:?}");
    assert_eq!(pair.gateway.seen().len(), 0);
}

/// Twenty megabytes, taken in pieces of `piece` bytes a second; how many came before the server gave up.
async fn read_slowly(piece: usize) -> usize {
    let timeouts = Timeouts { request: Duration::MAX, ..Timeouts::default() };
    let server = serve_with(app(settings(sandbox())), Limits { timeouts, ..Limits::default() }).await;
    let token = server.token().await;
    let path = BOTH[0].template().replace("{uuid}", "00000000-0000-4000-8000-000000000020");
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let (mut buffer, mut received) = (vec![0; piece], 0);
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return received,
            Ok(read) => received += read,
        }
        sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_steady_reader_gets_everything_and_one_too_slow_is_given_up() {
    assert!(read_slowly(256 * 1024).await > 20_000_000);
    let received = read_slowly(2000).await;
    assert!(received < 15_000_000, "{received}");
}
