//! Runs other programs: quietly under a step, or with their output shown. Touches processes and nothing else.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Outcome, failure};
use crate::steps::Step;

/// How many of its last lines a failing program may show.
const LAST_LINES: usize = 120;

/// Runs the program to its end under `step`, with its output read for progress and kept for the case of failure.
pub(crate) fn run(step: &mut Step, command: &mut Command) -> Outcome<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let (sender, lines) = channel();
    if let Some(stdout) = child.stdout.take() {
        forward_lines(stdout, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        forward_lines(stderr, sender);
    }
    let mut last_lines = VecDeque::new();
    let mut detail = String::new();
    let mut compiled = 0;
    loop {
        match lines.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                if let Some(name) = compiling(&line) {
                    compiled += 1;
                    detail = format!("compiling {name}, crate {compiled}");
                } else if line.contains("Blocking waiting for file lock") {
                    "waiting for another cargo".clone_into(&mut detail);
                }
                last_lines.push_back(line);
                if last_lines.len() > LAST_LINES {
                    last_lines.pop_front();
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        step.progress(&detail);
    }
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure { message: ended_badly(command, status), transcript: last_lines.into() })
}

/// Runs the program to its end with its output shown as it comes.
pub(crate) fn run_shown(command: &mut Command) -> Outcome<()> {
    let status = command.stdin(Stdio::null()).status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(failure(ended_badly(command, status))) }
}

/// What the program prints on stdout; `None` when it is missing or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What the program prints on stdout, or why it failed.
pub(crate) fn answer_or_failure(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let transcript = String::from_utf8_lossy(&output.stderr).lines().map(str::to_owned).collect();
    Err(Failure { message: ended_badly(command, output.status), transcript })
}

fn forward_lines(stream: impl Read + Send + 'static, sender: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if sender.send(line).is_err() {
                return;
            }
        }
    });
}

/// The crate's name in cargo's `   Compiling name v1.2.3`.
fn compiling(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("Compiling ")?.split(' ').next()
}

/// The failure to start a program.
pub(crate) fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    let program = command.get_program().to_string_lossy();
    match error.kind() {
        ErrorKind::NotFound => failure(format!("cannot start {program}: there is no such program on PATH")),
        _ => failure(format!("cannot start {program} ({error})")),
    }
}

fn ended_badly(command: &Command, status: ExitStatus) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut line = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    match status.code() {
        Some(code) => format!("`{line}` failed with exit code {code}"),
        None => format!("`{line}` was ended by a signal"),
    }
}

#[cfg(test)]
mod tests {
    use super::compiling;

    #[test]
    fn progress_is_read_from_cargo() {
        assert_eq!(compiling("   Compiling yew v0.23.0"), Some("yew"));
        assert_eq!(compiling("warning: Compiling is slow"), None);
    }
}
