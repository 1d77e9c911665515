//! The way to the gateway: certificates that are trusted besides the system's, and a proxy.
#![allow(clippy::unwrap_used, reason = "a test may stop at a failure")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use common::Program;

const FORM: &str = "username=sandbox&password=sandbox&token=true&permissions=true";

/// Signs in through a server; the whole answer.
fn sign_in(address: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "POST /auth HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{FORM}",
        FORM.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_gateway_with_a_certificate_of_ones_own_is_trusted_only_where_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let [certificate, key] =
        ["cert.pem", "key.pem"].map(|name| folder.path().join(name).display().to_string());
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(&certificate, issued.cert.pem()).unwrap();
    std::fs::write(&key, issued.signing_key.serialize_pem()).unwrap();
    let listen = ["--listen", "127.0.0.1:0", "--no-page"];
    let tls = ["--sandbox", "--tls-cert", &certificate, "--tls-key", &key];
    let gateway = Program::start(&[&listen[..], &tls].concat(), &[]);
    let upstream = format!("https://localhost:{}", gateway.address.rsplit(':').next().unwrap());
    // Named in the environment, but not for a gateway on this machine.
    let proxy = [("HTTPS_PROXY", "http://127.0.0.1:9")];
    let forwarder = |options: &[&str]| {
        Program::start(&[&listen[..], &["--upstream", &upstream], options].concat(), &proxy)
    };
    let refused = sign_in(&forwarder(&[]).address);
    assert!(refused.starts_with("HTTP/1.1 502") && refused.contains("ertificate"), "{refused}");
    let trusted = sign_in(&forwarder(&["--upstream-ca", &certificate]).address);
    assert!(trusted.starts_with("HTTP/1.1 201"), "{trusted}");
}

#[test]
fn the_proxy_of_the_environment_is_asked_for_the_gateway_and_sees_nothing_of_the_call() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let variable = format!("http://{}", proxy.local_addr().unwrap());
    let options = ["--listen", "127.0.0.1:0", "--no-page", "--upstream", "https://gateway.example"];
    let server = Program::start(&options, &[("HTTPS_PROXY", &variable)]);
    let seen = std::thread::spawn(move || {
        let mut stream = proxy.accept().unwrap().0;
        let mut head = String::new();
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(lines.read_line(&mut head).unwrap(), 0, "{head}");
        }
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").unwrap();
        head
    });
    let answer = sign_in(&server.address);
    assert!(answer.starts_with("HTTP/1.1 502"), "{answer}");
    let head = seen.join().unwrap();
    assert!(head.starts_with("CONNECT gateway.example:443 HTTP/1.1\r\n"), "{head}");
    assert!(!head.contains("sandbox"), "{head}");
}
