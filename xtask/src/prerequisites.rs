//! What must be there already, because only the reader can install it: Node, npm, rustup for its components.
//! Looks, and asks rustup to add what belongs to the toolchain.

use std::process::Command;

use crate::child::{self, answer};
use crate::failure::{Outcome, failure};
use crate::project::{Project, npm, on_path};
use crate::steps::{Step, print_line};

const OLDEST_NODE: u32 = 20;
const TARGET: &str = "wasm32-unknown-unknown";

/// Node in a version that will do.
pub(crate) fn node(project: &Project) -> Outcome<()> {
    let step = Step::start("Node");
    let Some(version) = answer(project.node().arg("--version")) else {
        return Err(failure(format!(
            "Node is missing: the page's optimizer and the tests run on it; install Node {OLDEST_NODE} or newer \
             (https://nodejs.org, or your system's package `nodejs`)"
        )));
    };
    if major_version(&version).is_none_or(|major| major < OLDEST_NODE) {
        return Err(failure(format!(
            "Node {version} is too old: {OLDEST_NODE} or newer is needed; install one from https://nodejs.org"
        )));
    }
    step.done(version.trim_start_matches('v'));
    Ok(())
}

/// npm, which comes with Node but not in every system's package.
pub(crate) fn npm_present() -> Outcome<()> {
    answer(npm().arg("--version")).map(drop).ok_or_else(|| {
        failure(
            "npm is missing: it installs the locked packages of package-lock.json; it comes with Node from \
             https://nodejs.org, or as your system's package `npm`",
        )
    })
}

/// Says so when no C compiler is in sight: the server's TLS library is compiled with one.
pub(crate) fn warn_without_c_compiler() {
    let named = std::env::var_os("CC").is_some();
    if !cfg!(windows) && !named && on_path(&["cc", "gcc", "clang"]).is_none() {
        print_line(
            "! no C compiler (cc, gcc or clang) on PATH: the server's TLS library needs one; install your \
             system's package `gcc` or `clang`",
        );
    }
}

/// The compiler's target for WebAssembly, added by rustup where it is missing.
pub(crate) fn wasm_target(project: &Project) -> Outcome<()> {
    let mut step = Step::start(format!("Rust target {TARGET}"));
    let installed = answer(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| std::path::Path::new(&folder).is_dir());
    if installed {
        step.done("found");
        return Ok(());
    }
    let mut rustup = rustup(format!("the Rust target {TARGET}"), "install your system's package for it")?;
    child::run(&mut step, rustup.args(["target", "add", TARGET]).current_dir(&project.root))?;
    step.done("added");
    Ok(())
}

/// rustfmt and clippy, which rustup's minimal profile leaves out.
pub(crate) fn rust_components(project: &Project) -> Outcome<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if answer(project.cargo().args([subcommand, "--version"])).is_some() {
            continue;
        }
        let mut step = Step::start(format!("Rust component {component}"));
        let mut rustup = rustup(component.to_owned(), "install your system's package for it")?;
        child::run(&mut step, rustup.args(["component", "add", component]).current_dir(&project.root))?;
        step.done("added");
    }
    Ok(())
}

fn rustup(wanted: String, otherwise: &str) -> Outcome<Command> {
    if on_path(&["rustup"]).is_some() {
        return Ok(Command::new("rustup"));
    }
    Err(failure(format!(
        "{wanted} is missing, and rustup, which would add it, is not on PATH; install rustup \
         (https://rustup.rs), or {otherwise}"
    )))
}

fn major_version(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major_version("v20.20.2"), Some(20));
        assert_eq!(major_version("nightly"), None);
    }
}
