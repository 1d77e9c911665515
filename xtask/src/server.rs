//! The native server: built, started for the reader, or started in the background for tests.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crate::child::{self, cannot_start};
use crate::failure::{Failure, Outcome, failure};
use crate::files;
use crate::project::{Project, clean};
use crate::steps::Step;

/// Builds the server and says where it is.
pub(crate) fn build(project: &Project) -> Outcome<PathBuf> {
    let mut step = Step::start("Server");
    let mut command = project.cargo();
    command.args(["build", "--release", "--locked"]);
    command.args(["--package", "certview-orders-server", "--bin", "certview-orders"]);
    child::run(&mut step, &mut command)?;
    step.done("built");
    let program = format!("certview-orders{}", std::env::consts::EXE_SUFFIX);
    Ok(project.target.join("release").join(program))
}

/// Hands over to the server until it ends: it prints where it listens, and Ctrl-C is its own.
pub(crate) fn hand_over(project: &Project, program: &PathBuf, arguments: &[String]) -> Outcome<()> {
    let mut command = Command::new(program);
    clean(&mut command);
    // From the root it finds `dist/` by itself.
    command.arg("serve").args(arguments).current_dir(&project.root);
    become_program(&mut command)
}

/// In the place of this process, so that nothing stands between the server and its signals.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Outcome<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(cannot_start(command, &error))
}

/// Ctrl-C reaches every program of the console; the server ends itself.
#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Outcome<()> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(failure("the server ended with a failure; it says why above")) }
}

/// A sandbox in the background; ends with this value.
pub(crate) struct Sandbox {
    child: Child,
    /// `http://127.0.0.1:port`.
    pub(crate) address: String,
}

impl Sandbox {
    /// Starts the API without the page, callable by scripts of `origin`, and waits until it listens.
    pub(crate) fn start(project: &Project, program: &PathBuf, port: u16, origin: &str) -> Outcome<Self> {
        let log_path = project.records().join("sandbox.log");
        files::write(&log_path, "")?;
        let log = File::create(&log_path)
            .map_err(|error| failure(format!("cannot write {} ({error})", log_path.display())))?;
        let mut command = Command::new(program);
        clean(&mut command);
        command
            .args(["serve", "--sandbox", "--no-page", "--allow-origin", origin])
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .current_dir(&project.root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        let mut child = command.spawn().map_err(|error| cannot_start(&command, &error))?;
        let (sender, addresses) = channel();
        if let Some(stdout) = child.stdout.take() {
            // Reads to the end, so that the server never waits for its reader.
            thread::spawn(move || {
                for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                    if let Some(address) = line.strip_prefix("listening on ") {
                        let _ = sender.send(address.trim().to_owned());
                    }
                }
            });
        }
        let mut sandbox = Self { child, address: String::new() };
        match addresses.recv_timeout(Duration::from_secs(30)) {
            Ok(address) => sandbox.address = address,
            Err(_) => {
                let told = files::read_text(&log_path).unwrap_or_default();
                return Err(Failure {
                    message: "the sandbox server did not start within 30 s, or ended at once".to_owned(),
                    transcript: told.lines().map(str::to_owned).collect(),
                });
            }
        }
        Ok(sandbox)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// This port of the loopback interface when it is free, else any other. The address is compiled into the
/// browser's tests, so the same one each time saves compiling them again.
pub(crate) fn free_port(preferred: u16) -> Outcome<u16> {
    TcpListener::bind(("127.0.0.1", preferred))
        .or_else(|_| TcpListener::bind(("127.0.0.1", 0)))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| failure(format!("no free port on 127.0.0.1 ({error})")))
}

#[cfg(test)]
mod tests {
    use super::free_port;
    use std::net::TcpListener;

    #[test]
    fn a_taken_port_is_replaced() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_ne!(free_port(port).unwrap(), port);
    }
}
