//! The binary as an operator meets it: its first line, its exit codes, its words when something is wrong, its
//! end.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at a failure"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
#[cfg(unix)]
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

const FORM: &str = "username=sandbox&password=sandbox&token=true&permissions=true";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_certview-orders"));
    command.arg("serve").args(arguments).stdin(Stdio::null());
    command
}

fn outcome(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// A running server; killed when the test ends, however it ends.
struct Running {
    child: Child,
    stdout: BufReader<std::process::ChildStdout>,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(arguments: &[&str]) -> Running {
    let arguments = [&["--listen", "127.0.0.1:0"], arguments].concat();
    let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    let address = first
        .trim_end()
        .strip_prefix("listening on http://")
        .unwrap_or_else(|| panic!("{first:?}"))
        .to_owned();
    Running { child, stdout, address }
}

impl Running {
    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn exchange(&self, request: &str) -> String {
        let mut answer = String::new();
        self.send(request).read_to_string(&mut answer).unwrap();
        answer
    }

    /// Makes more log lines than the pipe and the queue hold; how many. Nothing reads stderr meanwhile.
    #[cfg(unix)]
    fn fill_the_log(&self) -> usize {
        let mut connection = self.send("");
        let (batch, batches) = (100, 120);
        let requests = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(batch);
        let mut answers = BufReader::new(connection.try_clone().unwrap());
        for _ in 0..batches {
            connection.write_all(requests.as_bytes()).unwrap();
            let (mut line, mut answered) = (String::new(), 0);
            while answered < batch {
                line.clear();
                assert_ne!(answers.read_line(&mut line).unwrap(), 0, "the server closed the connection");
                // The body before it has no line break.
                answered += usize::from(line.contains("HTTP/1.1 200"));
            }
        }
        batch * batches
    }

    fn token(&self) -> String {
        let length = FORM.len();
        let answer = self.exchange(&format!(
            "POST /auth HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: \
             application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{FORM}"
        ));
        answer.rsplit_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

fn closing(method: &str, path: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

fn order(uuid: &str, token: &str) -> String {
    format!(
        "GET /certview/v1/certificates/digicert/orders/{uuid}?q=in-the-query HTTP/1.1\r\nHost: localhost\r\n\
         Connection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
}

/// Rejects an order with a comment.
fn rejection(uuid: &str, token: &str) -> String {
    let body = r#"{"status":"REJECTED","comment":"secret-comment"}"#;
    format!(
        "PUT /certview/v1/certificates/digicert/orders/{uuid}/status HTTP/1.1\r\nHost: localhost\r\n\
         Connection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn the_first_line_says_where_and_the_next_how_to_begin() {
    let mut server = start(&["--sandbox", "--no-page"]);
    assert!(!server.address.ends_with(":0"));
    let mut lines = [String::new(), String::new()];
    for line in &mut lines {
        server.stdout.read_line(line).unwrap();
    }
    let [sign_in, sample] = &lines;
    assert!(sign_in.contains("user \"sandbox\" with password \"sandbox\""), "{sign_in}");
    let path = sample.trim_end().split_once(&format!("http://{}", server.address)).unwrap().1;
    let uuid = path.rsplit('/').next().unwrap();
    let answer = server.exchange(&order(uuid, &server.token()));
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("example.com"), "{answer}");
}

#[test]
fn the_page_is_named_when_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<p>").unwrap();
    let mut server = start(&["--sandbox", "--dist", folder.path().to_str().unwrap()]);
    let mut lines = [String::new(), String::new()];
    for line in &mut lines {
        server.stdout.read_line(line).unwrap();
    }
    let sample = format!("http://{}/orders/cb95d100-ec30-11ea-920d-eb66140967e3", server.address);
    assert!(lines.concat().contains(&sample), "{lines:?}");
}

#[test]
fn what_is_wrong_is_one_line_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().map(|address| (address.to_string(), taken)).unwrap();
    let empty = tempfile::tempdir().unwrap();
    let empty = empty.path().to_str().unwrap();
    for (arguments, says) in [
        (vec!["--sandbox", "--no-page", "--listen", &taken.0], "already taken"),
        (vec!["--sandbox", "--no-page", "--listen", "nonsense"], "--listen 127.0.0.1:8080"),
        (vec!["--sandbox", "--dist", empty], "cargo xtask serve"),
        (vec!["--no-page", "--upstream", "http://gateway.example"], "must be https"),
        (vec!["--no-page", "--upstream", "https://user:hidden@gateway.example"], "user name or password"),
        (vec!["--sandbox", "--no-page", "--allow-origin", "*"], "is not an origin"),
        (vec!["--sandbox", "--no-page", "--connect-src", "https://a.example/x"], "is not an origin"),
    ] {
        let output = outcome(&arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {error}");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains(says) && !error.contains("hidden"), "{arguments:?}: {error}");
        assert!(output.stdout.is_empty(), "{arguments:?} printed that it was listening");
    }
}

#[test]
fn the_page_is_found_below_the_working_directory_or_its_absence_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program");
    std::fs::copy(env!("CARGO_BIN_EXE_certview-orders"), &program).unwrap();
    // A taken port, so that both runs end by themselves.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let elsewhere = tempfile::tempdir().unwrap();
    let run = || {
        let mut command = Command::new(&program);
        command.current_dir(elsewhere.path()).args(["serve", "--sandbox", "--listen", &address]);
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    let error = run();
    assert!(error.contains("the page is not built") && error.contains("cargo xtask serve"), "{error}");
    for place in [elsewhere.path(), folder.path()] {
        let dist = place.join("dist");
        std::fs::create_dir(&dist).unwrap();
        std::fs::write(dist.join("index.html"), "<p>").unwrap();
        assert!(run().contains("already taken"));
        std::fs::remove_dir_all(dist).unwrap();
    }
}

#[test]
fn wrong_usage_is_distinguished() {
    for arguments in [
        vec!["--no-page"],
        vec!["--sandbox", "--upstream", "https://gateway.example"],
        vec!["--sandbox", "--token-lifetime", "soon"],
        vec!["--sandbox", "--token-lifetime=-1s"],
    ] {
        let output = outcome(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn options_come_from_flags_then_the_environment_then_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("certview-orders.toml");
    let file_name = file.to_str().unwrap();
    // The lifetime says which one counted: it is 3 hours, 2 hours or 1 hour, with each more important one added.
    let lifetime = |arguments: &[&str], variables: &[(&str, &str)]| {
        let arguments = [&["--listen", "127.0.0.1:0"], arguments].concat();
        let mut child = command(&arguments)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        stdout.read_line(&mut first).unwrap();
        let address = first.trim_end().strip_prefix("listening on http://").unwrap_or_default().to_owned();
        let server = Running { child, stdout, address };
        use certview_orders::client::BearerToken;
        let claims = BearerToken::parse(&server.token()).unwrap().claims();
        let seconds = |it: Option<certview_orders::order::Timestamp>| it.unwrap().epoch_milliseconds() / 1000;
        (seconds(claims.expires) - seconds(claims.issued)) / 3600
    };
    std::fs::write(&file, "sandbox = true\nno-page = true\ntoken-lifetime = \"3h\"\n").unwrap();
    let environment = ("CERTVIEW_ORDERS_TOKEN_LIFETIME", "2h");
    assert_eq!(lifetime(&["--config", file_name], &[]), 3);
    assert_eq!(lifetime(&[], &[("CERTVIEW_ORDERS_CONFIG", file_name)]), 3);
    assert_eq!(lifetime(&["--config", file_name], &[environment]), 2);
    assert_eq!(lifetime(&["--config", file_name, "--token-lifetime=1h"], &[environment]), 1);

    let check = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_certview-orders"));
        command.arg("check-config").args(arguments).output().unwrap()
    };
    assert_eq!(check(&["--config", file_name]).stdout, b"the configuration is valid\n");
    // A flag replaces its counterpart in the file.
    assert!(
        check(&["--config", file_name, "--upstream", "https://gateway.example", "--token-lifetime=4h"])
            .status
            .code()
            != Some(1)
    );
    for (text, says) in [
        ("sandbox = true\nno-pages = true\n", "no option no-pages"),
        ("sandbox = true\nno-page = { a = 1 }\n", "no-page"),
        ("sandbox = ", "is not TOML"),
        ("no-page = true\nupstream = \"http://gateway.example\"\n", "must be https"),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = check(&["--config", file_name]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && error.contains(says), "{text}: {error}");
    }
}

#[test]
fn the_program_describes_itself() {
    for (arguments, says) in [
        (&["--version"][..], "certview-orders 0."),
        (&["completions", "bash"], "--allow-decisions"),
        (&["completions", "zsh"], "--allow-decisions"),
        (&["man"], "\\-\\-allow\\-decisions"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_certview-orders")).args(arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains(says), "{arguments:?}: {text}");
    }
}

#[test]
fn figures_are_on_a_listener_of_their_own_and_name_no_order() {
    // A free port, for the moment; the metrics' listener prints none.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let server = start(&["--sandbox", "--no-page", "--metrics-listen", &address]);
    let token = server.token();
    server.exchange(&order("00000000-0000-4000-8000-000000000404", &token));
    assert!(server.exchange(&closing("GET", "/metrics")).starts_with("HTTP/1.1 404"));
    let mut text = String::new();
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.write_all(closing("GET", "/metrics").as_bytes()).unwrap();
    stream.read_to_string(&mut text).unwrap();
    for line in [
        "certview_orders_requests_total{route=\"/auth\",status=\"201\"} 1",
        "certview_orders_requests_total{route=\"/certview/v1/certificates/digicert/orders/{uuid}\",status=\"404\"} 1",
        "certview_orders_requests_total{route=\"(none)\",status=\"404\"} 1",
        "certview_orders_requests_in_flight 0",
        "certview_orders_log_lines_dropped_total 0",
        "certview_orders_build_info{version=\"",
    ] {
        assert!(text.contains(line), "{line} is not in: {text}");
    }
    assert!(!text.contains("000000000404"), "{text}");
}

#[test]
fn the_lifetime_and_the_progress_time_can_be_chosen() {
    let server = start(&["--sandbox", "--no-page", "--progress-time", "0s"]);
    let progressed = server.exchange(&order("00000000-0000-4000-8000-000000000019", &server.token()));
    assert!(progressed.contains("\"ISSUED\""), "{progressed}");
    let server = start(&["--sandbox", "--no-page", "--token-lifetime", "0s"]);
    let expired = server.exchange(&order("00000000-0000-4000-8000-000000000001", &server.token()));
    assert!(expired.contains("JWT expired"), "{expired}");
}

fn request_lines(log: &str) -> Vec<&str> {
    log.lines().filter(|line| line.contains("answered")).collect()
}

#[cfg(unix)]
fn signal(server: &mut Running, name: &str) -> (Option<i32>, Duration, String) {
    let began = Instant::now();
    let sent = Command::new("kill").args([name, &server.child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    // One that does not end is ended, so that the test fails and does not hang.
    let pid = server.child.id().to_string();
    let (ended, waiting) = std::sync::mpsc::channel::<()>();
    let watchdog = std::thread::spawn(move || {
        if waiting.recv_timeout(Duration::from_secs(15)) == Err(RecvTimeoutError::Timeout) {
            let _ = Command::new("kill").args(["-KILL", &pid]).status();
        }
    });
    let status = server.child.wait().unwrap();
    drop(ended);
    watchdog.join().unwrap();
    let mut log = String::new();
    server.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    (status.code(), began.elapsed(), log)
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_when_idle_and_logs_calls_without_what_is_private() {
    for name in ["-INT", "-TERM"] {
        let mut server = start(&["--sandbox", "--no-page"]);
        let token = server.token();
        server.exchange(&order("00000000-0000-4000-8000-000000000404", &token));
        let (code, took, log) = signal(&mut server, name);
        assert_eq!(code, Some(0), "{name}: {log}");
        assert!(took < Duration::from_secs(2), "{name} took {took:?}");
        let lines = request_lines(&log);
        let [sign_in, order] = lines.as_slice() else { panic!("{log}") };
        for (line, parts) in [
            (sign_in, ["method=\"POST\"", "route=\"/auth\"", "status=201"]),
            (
                order,
                [
                    "method=\"GET\"",
                    "route=\"/certview/v1/certificates/digicert/orders/{uuid}\"",
                    "status=404",
                ],
            ),
        ] {
            for part in parts.into_iter().chain(["client=\"127.0.0.1\"", "id=", "milliseconds="]) {
                assert!(line.contains(part), "{part} is not in: {line}");
            }
            let time = line.split_whitespace().next().unwrap();
            assert!(time.starts_with("20") && time.ends_with('Z'), "no time: {line}");
        }
        assert!(!log.contains(&token) && !log.contains("password") && !log.contains("in-the-query"), "{log}");
    }
}

#[cfg(unix)]
#[test]
fn a_decision_leaves_an_audit_line_without_its_comment_and_the_token() {
    let mut server = start(&["--sandbox", "--no-page", "--allow-decisions", "--log-format", "json"]);
    let token = server.token();
    let decide = |uuid: &str| rejection(uuid, &token);
    let (submitted, cancelled) =
        ("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000005");
    assert!(server.exchange(&decide(submitted)).starts_with("HTTP/1.1 204"));
    assert!(server.exchange(&decide(cancelled)).starts_with("HTTP/1.1 409"));
    let (_, _, log) = signal(&mut server, "-TERM");
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let audit: Vec<_> = lines.iter().filter(|line| line["target"] == "audit").collect();
    // One before it is sent, one with the gateway's answer.
    assert_eq!(audit.len(), 4, "{log}");
    let null = serde_json::Value::Null;
    for (line, (uuid, message, status)) in audit.iter().zip([
        (submitted, "decision requested", null.clone()),
        (submitted, "decision answered", 204.into()),
        (cancelled, "decision requested", null),
        (cancelled, "decision answered", 409.into()),
    ]) {
        assert_eq!((&line["uuid"], &line["message"]), (&uuid.into(), &message.into()), "{line}");
        assert_eq!(line["status"], status, "{line}");
        assert_eq!((&line["decision"], &line["unverified_user"]), (&"REJECTED".into(), &"sandbox".into()));
        assert!(line["timestamp"].is_string() && line["span"]["client"] == "127.0.0.1", "{line}");
        assert!(line["span"]["route"].as_str().unwrap().ends_with("/{uuid}/status"), "{line}");
    }
    assert!(!log.contains("secret-comment") && !log.contains(&token), "{log}");
    for line in lines.iter().filter(|line| line["target"] != "audit") {
        assert!(!line.to_string().contains(submitted), "only the audit names orders: {line}");
    }
}

#[cfg(unix)]
#[test]
fn a_log_reader_that_stalls_stops_neither_the_server_nor_its_end() {
    let mut server = start(&["--sandbox", "--no-page"]);
    let sent = server.fill_the_log();
    assert!(server.exchange(&closing("GET", "/healthz")).starts_with("HTTP/1.1 200"));
    let (code, took, log) = signal(&mut server, "-TERM");
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(8), "the stalled reader kept the process: {took:?}");
    assert!(log.lines().count() < sent, "nothing was dropped");
}

#[cfg(unix)]
#[test]
fn a_decision_that_cannot_be_recorded_is_not_sent() {
    let mut server = start(&["--sandbox", "--no-page", "--allow-decisions"]);
    let (token, submitted) = (server.token(), "00000000-0000-4000-8000-000000000001");
    server.fill_the_log();
    // The second finds the line of the first unwritten.
    for _ in 0..2 {
        let refused = server.exchange(&rejection(submitted, &token));
        assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("audit log"), "{refused}");
        assert!(refused.contains("retry-after: "), "{refused}");
        assert!(server.exchange(&order(submitted, &token)).contains("\"SUBMITTED\""));
    }
    // The reader is back.
    let mut stderr = server.child.stderr.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut log = String::new();
        stderr.read_to_string(&mut log).unwrap();
        log
    });
    assert!(server.exchange(&rejection(submitted, &token)).starts_with("HTTP/1.1 204"));
    drop(server);
    let log = reader.join().unwrap();
    let count = |text: &str| log.lines().filter(|line| line.contains(text)).count();
    let events = ["decision requested", "decision not sent", "decision answered"].map(count);
    assert_eq!(events, [2, 1, 1], "{log}");
}

#[cfg(unix)]
#[test]
fn a_line_is_short_whatever_the_caller_sends() {
    let mut server = start(&["--sandbox", "--no-page"]);
    let method = "A".repeat(5000);
    server.exchange(&closing(&method, "/auth"));
    server.exchange(&closing("GET", &format!("/{}", "b".repeat(5000))));
    let id = format!("X-Request-Id: {}\r\n\r\n", "c".repeat(5000));
    server.exchange(&closing("GET", "/healthz").replacen("\r\n\r\n", &format!("\r\n{id}"), 1));
    let (_, _, log) = signal(&mut server, "-TERM");
    assert_eq!(request_lines(&log).len(), 3, "{log}");
    for line in log.lines() {
        assert!(line.len() < 400, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn lines_can_be_json_and_carry_the_request_id_that_is_answered() {
    let mut server = start(&["--sandbox", "--no-page", "--log-format", "json"]);
    let given = closing("GET", "/healthz").replacen("\r\n\r\n", "\r\nX-Request-Id: trace-1\r\n\r\n", 1);
    let ids = [given, closing("GET", "/nowhere")].map(|request| {
        let answer = server.exchange(&request);
        answer.lines().find_map(|line| line.strip_prefix("x-request-id: ").map(str::to_owned)).unwrap()
    });
    assert_eq!(ids[0], "trace-1");
    let (_, _, log) = signal(&mut server, "-TERM");
    let lines: Vec<serde_json::Value> =
        request_lines(&log).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{log}");
    for (line, (id, status)) in lines.iter().zip(ids.iter().zip([200, 404])) {
        assert_eq!((&line["span"]["id"], &line["status"]), (&(id.as_str().into()), &status.into()), "{line}");
        assert!(line["timestamp"].is_string() && line["milliseconds"].is_number(), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn it_ends_within_seconds_though_a_call_hangs() {
    let mut server = start(&["--sandbox", "--no-page"]);
    let token = server.token();
    let hanging = server.send(&order("00000000-0000-4000-8000-000000000060", &token));
    // Twenty megabytes begun and not read: certainly open, where the hanging one may only just have arrived.
    let mut stalled = server.send(&order("00000000-0000-4000-8000-000000000020", &token));
    stalled.read_exact(&mut [0; 16]).unwrap();
    let (code, took, log) = signal(&mut server, "-TERM");
    drop((hanging, stalled));
    assert_eq!(code, Some(0), "{log}");
    assert!(took > Duration::from_secs(1), "open calls got no time to finish: {took:?}");
    assert!(took < Duration::from_secs(8), "open calls kept the process: {took:?}");
}
