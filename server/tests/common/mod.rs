//! What the tests share: servers in this process on free loopback ports, and a client that hides nothing.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test file uses a part of this, and a test may stop at a failure"
)]

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use certview_orders_server::address::UpstreamAddress;
use certview_orders_server::app::{Settings, app};
use certview_orders_server::backend::Backend;
use certview_orders_server::call::PathStyle;
use certview_orders_server::forward::{Forwarder, Limits};
use certview_orders_server::sandbox::{PASSWORD, Sandbox, SandboxSettings, USER_NAME};
use certview_orders_server::serve::{self, Stop, run};
use certview_orders_server::site::Site;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const SAMPLE: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";
pub const BOTH: [PathStyle; 2] = [PathStyle::Documented, PathStyle::Sample];

/// A server that ends with the test's runtime.
pub struct Server {
    pub address: SocketAddr,
    pub client: Client,
}

pub async fn serve(router: Router) -> Server {
    serve_with(router, serve::Limits::default()).await
}

pub async fn serve_with(router: Router, limits: serve::Limits) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(run(listener, router, limits, Stop::default()));
    Server { address, client: client() }
}

pub fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(Policy::none()).build().unwrap()
}

pub fn settings(backend: Backend) -> Settings {
    Settings::new(backend, Site::none())
}

pub fn sandbox() -> Backend {
    answered_by(Sandbox::new(SandboxSettings::default()).unwrap())
}

pub fn answered_by(sandbox: Sandbox) -> Backend {
    Backend::Sandbox(Box::new(sandbox))
}

pub async fn start_sandbox() -> Server {
    serve(app(settings(sandbox()))).await
}

pub fn upstream(base: &str, limits: Limits) -> Backend {
    Backend::Upstream(Forwarder::new(UpstreamAddress::parse(base).unwrap(), limits).unwrap())
}

pub async fn start_forwarder(base: &str) -> Server {
    serve(app(settings(upstream(base, Limits::default())))).await
}

pub fn site(folder: &Path) -> Site {
    Site::in_folder(folder).unwrap()
}

impl Server {
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.base()))
    }

    pub fn order(&self, style: PathStyle, uuid: &str, token: &str) -> RequestBuilder {
        self.get(&style.template().replace("{uuid}", uuid)).bearer_auth(token)
    }

    pub fn sign_in_with(&self, form: &str) -> RequestBuilder {
        let request = self.client.post(format!("{}/auth", self.base()));
        request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned())
    }

    pub async fn token(&self) -> String {
        let form = format!("username={USER_NAME}&password={PASSWORD}&token=true&permissions=true");
        let answer = self.sign_in_with(&form).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        answer.text().await.unwrap()
    }

    /// Sends bytes as they are (no client's tidying of paths and headers) and reads until the server closes.
    pub async fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// The program, serving; killed with this value.
pub struct Program {
    pub child: Child,
    pub address: String,
}

impl Program {
    /// Starts it with these options of `serve` and waits until it listens. Its log is thrown away.
    pub fn start(options: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_certview-orders"));
        command.arg("serve").args(options).envs(variables.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let address = first.trim_end().rsplit("://").next().unwrap().to_owned();
        assert!(!address.is_empty(), "{options:?}: it does not listen");
        Self { child, address }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub async fn json(request: RequestBuilder) -> (StatusCode, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status();
    (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
}

pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// One request as a gateway saw it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A gateway that records requests and gives prepared answers.
pub struct Gateway {
    pub server: Server,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Gateway {
    pub async fn answering<F>(answer: F) -> Self
    where
        F: Fn() -> Response + Clone + Send + Sync + 'static,
    {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&seen);
        let router = Router::new().fallback(async move |request: Request| {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            let one = Seen { method: parts.method, uri: parts.uri, headers: parts.headers, body };
            notes.lock().unwrap().push(one);
            answer()
        });
        Self { server: serve(router).await, seen }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}
