//! Three instances behind nginx (`deploy/nginx-balanced.conf`): one is ended in good order, one is killed, while clients
//! call. Skipped where there is no nginx.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at a failure"
)]

mod common;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::Program;

const FORM: &str = "username=sandbox&password=sandbox&token=true&permissions=true";
const ORDER: &str = "/certview/v1/certificates/digicert/orders/00000000-0000-4000-8000-000000000001";
const CLIENTS: usize = 6;
/// Of all clients, in each part.
const CALLS: usize = 300;
/// For the whole of a part, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// nginx; ends with this value.
struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(arguments: &[&str]) -> Program {
    let common = ["--no-page", "--listen", "127.0.0.1:0", "--sign-in-limit", "0"];
    Program::start(&[&common, arguments].concat(), &[])
}

/// The example of deploy/ on these addresses, in front of `instances`; none where there is no nginx.
fn balance(folder: &Path, listen: &str, instances: &[String]) -> Option<Nginx> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/nginx-balanced.conf");
    let mut servers = instances.iter();
    let lines: Vec<String> = std::fs::read_to_string(example)
        .unwrap()
        .lines()
        .filter(|line| !line.trim_start().starts_with("ssl_"))
        .map(|line| match line.trim_start() {
            it if it.starts_with("server 10.") => {
                let (_, options) = it.trim_start_matches("server ").split_once(' ').unwrap();
                format!("server {} {options}", servers.next().unwrap())
            }
            it if it.starts_with("listen ") => format!("listen {listen};"),
            _ => line.to_owned(),
        })
        .collect();
    assert!(servers.next().is_none(), "the example has fewer instances");
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {0}/{name};", folder.display()));
    let configuration = format!(
        "daemon off; master_process off; pid {0}/pid; error_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{1}\n{2}\n}}\n",
        folder.display(),
        temporary.join("\n"),
        lines.join("\n")
    );
    let path = folder.join("nginx.conf");
    std::fs::write(&path, configuration).unwrap();
    // Sound first, so that a mistake in the example is told apart from a port that is taken.
    let check = Command::new("nginx").arg("-t").arg("-p").arg(folder).arg("-c").arg(&path).output().ok()?;
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).arg("-c").arg(&path).stdin(Stdio::null());
    let child = command.stderr(Stdio::null()).spawn().ok()?;
    let began = Instant::now();
    while TcpStream::connect(listen).is_err() {
        assert!(began.elapsed() < PATIENCE, "nginx does not listen");
        std::thread::yield_now();
    }
    Some(Nginx(child))
}

/// Sends a request and reads the answer; its status, 0 where none came.
fn call(address: &str, request: &str) -> (u16, String) {
    let mut answer = String::new();
    let exchanged = TcpStream::connect(address).and_then(|mut stream| {
        stream.write_all(request.as_bytes())?;
        stream.read_to_string(&mut answer)
    });
    let status = exchanged.ok().and_then(|_| answer.split(' ').nth(1)?.parse().ok());
    (status.unwrap_or_default(), answer)
}

fn sign_in() -> String {
    format!(
        "POST /auth HTTP/1.1\r\nHost: certs.example.com\r\nConnection: close\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{FORM}",
        FORM.len()
    )
}

/// A call that failed, and the status of its answer.
type Failure = (&'static str, u16);

/// Lets clients call through `address` while `conduct` runs, which is told how many calls there have been.
fn under_load(address: &str, token: &str, conduct: impl FnOnce(&AtomicUsize)) -> Vec<Failure> {
    let (ended, calls) = (AtomicBool::new(false), AtomicUsize::new(0));
    let order = format!(
        "GET {ORDER} HTTP/1.1\r\nHost: certs.example.com\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    let client = || {
        let mut failures = Vec::new();
        while !ended.load(Ordering::Relaxed) {
            for (what, request, expected) in [("order", &order, 200), ("sign-in", &sign_in(), 201)] {
                let (status, _) = call(address, request);
                if status != expected {
                    failures.push((what, status));
                }
                calls.fetch_add(1, Ordering::Relaxed);
            }
        }
        failures
    };
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        conduct(&calls);
        ended.store(true, Ordering::Relaxed);
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    })
}

fn wait_for(calls: &AtomicUsize) {
    let (start, began) = (calls.load(Ordering::Relaxed), Instant::now());
    while calls.load(Ordering::Relaxed) < start + CALLS {
        assert!(began.elapsed() < PATIENCE, "the calls do not end");
        std::thread::yield_now();
    }
}

#[test]
fn of_three_instances_one_may_end_and_one_be_killed_in_mid_load() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = start(&["--sandbox"]);
    let upstream = format!("http://{}", gateway.address);
    let options = [
        "--upstream",
        &upstream,
        "--public-host",
        "certs.example.com",
        "--trusted-proxy",
        "127.0.0.1",
        "--drain-delay",
        "2s",
    ];
    let mut instances: Vec<Program> = (0..3).map(|_| start(&options)).collect();
    let addresses: Vec<String> = instances.iter().map(|it| it.address.clone()).collect();
    let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let Some(_nginx) = balance(folder.path(), &listen, &addresses) else {
        println!("SKIPPED: there is no nginx (Debian: apt-get install nginx-light)");
        return;
    };
    let (status, answer) = call(&listen, &sign_in());
    assert_eq!(status, 201, "{answer}");
    let token = answer.rsplit_once("\r\n\r\n").unwrap().1.to_owned();

    let failures = under_load(&listen, &token, |calls| {
        wait_for(calls);
        let mut first = instances.remove(0);
        assert!(
            Command::new("kill").args(["-TERM", &first.child.id().to_string()]).status().unwrap().success()
        );
        assert!(first.child.wait().unwrap().success());
        wait_for(calls);
    });
    assert_eq!(failures, [], "an instance that ends in good order costs no call");

    let failures = under_load(&listen, &token, |calls| {
        wait_for(calls);
        drop(instances.remove(0));
        wait_for(calls);
    });
    assert_eq!(failures, [], "what the killed instance had received is repeated on the other");
}
