//! The program under mixed load: memory and descriptors stay flat, and a gateway that is down for a while costs only the
//! calls made meanwhile.
//!
//! A short form by default; `CERTVIEW_ORDERS_LONG_RUN=1800 cargo test --release -p certview-orders-server --test long_run --
//! --nocapture` takes that many seconds, in cycles of which each has the gateway down for 30 s, and prints what it measures.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at a failure"
)]

mod common;

use std::sync::Arc;
use std::time::{Duration, Instant};

use common::Program;
use reqwest::{Client, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Mutex, watch};

const CLIENTS: usize = 8;
/// Of all clients together, in each part of a short run.
const ROUNDS: usize = 100;
const DOWN_TIME: Duration = Duration::from_secs(30);
const FORM: &str = "username=sandbox&password=sandbox&token=true&permissions=true";
const ORDERS: &str = "/certview/v1/certificates/digicert/orders/00000000-0000-4000-8000-000000000";

/// Resident memory in bytes, and open descriptors.
fn size(program: &Program) -> (usize, usize) {
    let process = format!("/proc/{}", program.child.id());
    let status = std::fs::read_to_string(format!("{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let kilobytes: usize = line.trim().trim_end_matches(" kB").parse().unwrap();
    (kilobytes * 1024, std::fs::read_dir(format!("{process}/fd")).unwrap().count())
}

/// What the gateway is doing: calls that begin and end in the same state have a known outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gateway {
    Up(usize),
    Down,
    Changing,
}

/// What the clients and the conductor of the run share.
struct Load {
    base: String,
    gateway: watch::Sender<Gateway>,
    rounds: watch::Sender<usize>,
    ended: watch::Sender<bool>,
    large: Mutex<()>,
}

impl Load {
    /// One client, until the end.
    async fn client(self: Arc<Self>) {
        while !*self.ended.borrow() {
            let client = Client::builder().no_proxy().build().unwrap();
            // A reader's visit on one connection, then another.
            for _ in 0..10 {
                let before = *self.gateway.borrow();
                let statuses = self.round(&client).await;
                let after = *self.gateway.borrow();
                let page = [200, 200, 404];
                assert_eq!(statuses[..3], page, "{before:?}");
                match before {
                    Gateway::Up(_) if before == after => {
                        assert_eq!(statuses[3..], [201, 200, 200, 404, 502, 401])
                    }
                    Gateway::Down if before == after => assert_eq!(statuses[3..], [502; 6]),
                    _ => {}
                }
                self.rounds.send_modify(|rounds| *rounds += 1);
            }
        }
    }

    async fn round(&self, client: &Client) -> Vec<u16> {
        let get = |path: &str| client.get(format!("{}{path}", self.base));
        let mut statuses = Vec::new();
        let mut note = async |request: reqwest::RequestBuilder| {
            let answer = request.send().await.unwrap();
            statuses.push(answer.status().as_u16());
            answer.text().await.unwrap()
        };
        note(get("/").header("accept-encoding", "br")).await;
        note(get("/orders/x")).await;
        note(get("/none.js")).await;
        let sign_in = client.post(format!("{}/auth", self.base)).body(FORM);
        let token = note(sign_in.header("content-type", "application/x-www-form-urlencoded")).await;
        let order = |number: &str| {
            get(&format!("{ORDERS}{number}")).bearer_auth(token.replace(char::is_whitespace, ""))
        };
        note(order("001")).await;
        note(order("008")).await;
        note(order("404")).await;
        // Larger than the server lets through; one at a time, so that the most that is buffered is the same in each part.
        let large = self.large.lock().await;
        note(order("020")).await;
        drop(large);
        note(get(&format!("{ORDERS}001")).bearer_auth("nonsense")).await;
        // Those who leave: in the middle of a head, of a body, and before the answer.
        let address = self.base.trim_start_matches("http://");
        for bytes in [
            "GET / HTTP/1.1\r\nHost: loc".to_owned(),
            "POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\na".to_owned(),
            format!("GET {ORDERS}008 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"),
        ] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(bytes.as_bytes()).await.unwrap();
        }
        statuses
    }

    /// Waits until the clients have done their share of this part.
    async fn part(&self, time: Duration) {
        let (began, start) = (Instant::now(), *self.rounds.borrow());
        let mut rounds = self.rounds.subscribe();
        rounds.wait_for(|rounds| rounds - start >= ROUNDS && began.elapsed() >= time).await.unwrap();
    }

    /// Runs the clients for as long as `conduct` takes, and waits for their last rounds.
    async fn with_clients<T>(self: &Arc<Self>, conduct: impl Future<Output = T>) -> T {
        self.ended.send_replace(false);
        let clients: Vec<_> = (0..CLIENTS).map(|_| tokio::spawn(Arc::clone(self).client())).collect();
        let all = futures_util::future::try_join_all(clients);
        tokio::pin!(all);
        let outcome = tokio::select! {
            outcome = conduct => outcome,
            // A client ends this early by a failed assertion only.
            failed = &mut all => panic!("{failed:?}"),
        };
        self.ended.send_replace(true);
        all.await.unwrap();
        outcome
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_and_descriptors_stay_flat_and_a_gateway_that_is_down_costs_only_its_calls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let seconds = std::env::var("CERTVIEW_ORDERS_LONG_RUN").ok().map(|text| text.parse().unwrap());
    let length = Duration::from_secs(seconds.unwrap_or_default());
    let down_time = if seconds.is_some() { DOWN_TIME } else { Duration::ZERO };
    let page = tempfile::tempdir().unwrap();
    std::fs::write(page.path().join("index.html"), "<p>page</p>".repeat(2000)).unwrap();

    let mut gateway = Some(Program::start(&["--sandbox", "--no-page", "--listen", "127.0.0.1:0"], &[]));
    let gateway_address = gateway.as_ref().unwrap().address.clone();
    let server = Program::start(
        &[
            "--listen",
            "127.0.0.1:0",
            "--upstream",
            &format!("http://{gateway_address}"),
            "--dist",
            page.path().to_str().unwrap(),
            "--sign-in-limit",
            "0",
        ],
        &[],
    );
    let load = Arc::new(Load {
        base: format!("http://{}", server.address),
        gateway: watch::Sender::new(Gateway::Up(0)),
        rounds: watch::Sender::new(0),
        ended: watch::Sender::new(false),
        large: Mutex::new(()),
    });

    load.with_clients(load.part(length / 20)).await;
    let (memory, descriptors) = size(&server);
    let began = Instant::now();
    let mut cycle = 0;
    loop {
        load.with_clients(async {
            load.part(length / 8).await;
            load.gateway.send_replace(Gateway::Changing);
            gateway = None;
            load.gateway.send_replace(Gateway::Down);
            load.part(down_time).await;
            load.gateway.send_replace(Gateway::Changing);
            gateway = Some(Program::start(&["--sandbox", "--no-page", "--listen", &gateway_address], &[]));
            cycle += 1;
            load.gateway.send_replace(Gateway::Up(cycle));
            load.part(length / 8).await;
        })
        .await;
        let (memory_now, descriptors_now) = size(&server);
        println!(
            "{:.0} s, {} rounds: {memory_now} bytes (at first {memory}), {descriptors_now} descriptors (at first {descriptors})",
            began.elapsed().as_secs_f64(),
            *load.rounds.borrow(),
        );
        // Idle connections to the gateway are kept for a while, one for each client at most.
        assert!(
            descriptors_now <= descriptors + CLIENTS,
            "{descriptors} descriptors have become {descriptors_now}"
        );
        assert!(memory_now <= memory + memory / 10 + 4_000_000, "{memory} bytes have become {memory_now}");
        if began.elapsed() >= length {
            break;
        }
    }
    drop(gateway);
    // Still as it was.
    assert_eq!(reqwest::get(format!("{}/", load.base)).await.unwrap().status(), StatusCode::OK);
}
