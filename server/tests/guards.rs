//! Which requests are answered: by host name, by the origin they come from, and by how often an address tries.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at a failure")]

mod common;

use std::num::NonZeroU32;

use certview_orders_server::app::{Settings, app};
use certview_orders_server::guard::Hosts;
use common::{Server, header, sandbox, serve, settings};

const FORM: &str = "username=sandbox&password=sandbox&token=true&permissions=true";

async fn start() -> Server {
    let hosts = Hosts::new(["certs.example.com"]).unwrap();
    serve(app(Settings { hosts, ..settings(sandbox()) })).await
}

async fn status(server: &Server, head: &str) -> u16 {
    let answer = server.raw(&format!("{head}\r\nConnection: close\r\n\r\n")).await;
    answer.split(' ').nth(1).unwrap_or_default().parse().unwrap_or_default()
}

#[tokio::test]
async fn only_own_names_are_answered() {
    let server = start().await;
    for (head, expected) in [
        ("GET /config.json HTTP/1.1\r\nHost: localhost:8080", 200),
        ("GET /config.json HTTP/1.1\r\nHost: 127.0.0.1", 200),
        ("GET /config.json HTTP/1.1\r\nHost: [::1]:1", 200),
        ("GET /config.json HTTP/1.1\r\nHost: CERTS.example.com", 200),
        ("GET http://localhost/config.json HTTP/1.1\r\nHost: localhost", 200),
        ("GET /config.json HTTP/1.1\r\nHost: rebind.evil.example:8080", 421),
        ("GET /config.json HTTP/1.1\r\nHost: 10.0.0.1", 421),
        ("GET / HTTP/1.1\r\nHost: localhost.evil.example", 421),
        ("POST /auth HTTP/1.1\r\nHost: evil.example", 421),
        ("GET http://evil.example/config.json HTTP/1.1\r\nHost: localhost", 421),
        ("GET /config.json HTTP/1.0\r\nHost: evil.example", 421),
        ("GET /config.json HTTP/1.1", 400),
        ("GET /config.json HTTP/1.1\r\nHost: localhost\r\nHost: localhost", 400),
        ("GET /config.json HTTP/1.1\r\nHost: a b", 400),
        // A load balancer asks by address.
        ("GET /healthz HTTP/1.1\r\nHost: 10.0.0.1", 200),
    ] {
        assert_eq!(status(&server, head).await, expected, "{head}");
    }
}

#[tokio::test]
async fn a_sign_in_from_another_origin_is_refused() {
    let server = start().await;
    let own = format!("http://{}", server.address);
    for (headers, expected) in [
        (vec![], 201),
        (vec![("origin", own.as_str())], 201),
        (vec![("origin", own.as_str()), ("sec-fetch-site", "same-origin")], 201),
        // A proxy in front has put its own address into Host.
        (vec![("origin", "https://certs.example.com")], 201),
        // Trunk's proxy: the browser says that the page is the API's own.
        (vec![("origin", "http://127.0.0.1:1"), ("sec-fetch-site", "same-origin")], 201),
        (vec![("origin", "http://127.0.0.1:1")], 403),
        (vec![("origin", "https://evil.example")], 403),
        (vec![("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")], 403),
        (vec![("origin", own.as_str()), ("sec-fetch-site", "cross-site")], 403),
        (vec![("sec-fetch-site", "cross-site")], 403),
        (vec![("sec-fetch-site", "same-site")], 403),
        (vec![("origin", "null")], 403),
        (vec![("origin", "https://certs.example.com.evil.example")], 403),
    ] {
        let request =
            headers.iter().fold(server.sign_in_with(FORM), |it, (name, value)| it.header(*name, *value));
        assert_eq!(request.send().await.unwrap().status().as_u16(), expected, "{headers:?}");
    }
}

#[tokio::test]
async fn the_eleventh_sign_in_of_an_address_has_to_wait() {
    let settings = Settings {
        sign_ins_per_minute: NonZeroU32::new(10),
        trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()],
        ..settings(sandbox())
    };
    let server = serve(app(settings)).await;
    let try_as = async |client: &str| {
        let request = server.sign_in_with("username=x&password=y&token=true&permissions=true");
        request.header("x-forwarded-for", client).send().await.unwrap()
    };
    for _ in 0..10 {
        assert_eq!(try_as("192.0.2.1").await.status(), 401);
    }
    let refused = try_as("192.0.2.1").await;
    assert_eq!(refused.status(), 429);
    let wait: u64 = header(refused.headers(), "retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(try_as("192.0.2.2").await.status(), 401, "another address has its own count");
}
