//! The built server: started for the user, or in the background for the tests that call it from a browser.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::project::Project;

/// Runs the server until it ends. Ctrl-C reaches it too, and it ends by itself.
pub(crate) fn run_in_foreground(project: &Project, server: &Path, options: &[String]) -> Result<()> {
    let command = project.command(server).arg("serve").args(options);
    become_command(command.into())
}

/// In the place of this process, so that nothing stands between the server and its signals.
#[cfg(unix)]
fn become_command(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).with_context(|| format!("cannot start {}", command.get_program().display()))
}

#[cfg(not(unix))]
fn become_command(mut command: Command) -> Result<()> {
    anyhow::ensure!(command.status()?.success(), "the server failed; it says why above");
    Ok(())
}

/// A sandbox in the background; ends with this value.
pub(crate) struct Sandbox(Child);

impl Sandbox {
    /// Starts the API without the page, callable by scripts of `origin`, and waits until it listens.
    pub(crate) fn start(server: &Path, port: u16, origin: &str) -> Result<Self> {
        let mut command = Command::new(server);
        command
            .args(["serve", "--sandbox", "--no-page", "--allow-origin", origin])
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut sandbox = Self(command.spawn().context("cannot start the server")?);
        let stdout = sandbox.0.stdout.take().context("the server has no output")?;
        let mut lines = BufReader::new(stdout);
        let mut first = String::new();
        lines.read_line(&mut first)?;
        if !first.starts_with("listening on ") {
            bail!("the sandbox ended before it listened on port {port}");
        }
        // Reads to the end, so that the server never waits for its reader.
        thread::spawn(move || lines.read_to_end(&mut Vec::new()));
        Ok(sandbox)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// This port of the loopback interface when it is free, else any other. The address is compiled into the browser
/// tests, so that the same one each time saves compiling them again.
pub(crate) fn free_port(preferred: u16) -> Result<u16> {
    let listener =
        TcpListener::bind(("127.0.0.1", preferred)).or_else(|_| TcpListener::bind(("127.0.0.1", 0)));
    Ok(listener.context("there is no free port on 127.0.0.1")?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::free_port;
    use std::net::TcpListener;

    #[test]
    fn a_port_in_use_is_replaced() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        assert_ne!(free_port(port).unwrap(), port);
    }
}
