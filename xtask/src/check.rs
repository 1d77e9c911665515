//! `cargo xtask check`: everything a reader of the code can hold against it without running it.

use std::process::Command;

use crate::child;
use crate::failure::{Failure, Outcome, failure};
use crate::project::Project;
use crate::steps::{Step, print_line};
use crate::web_build::fetch_crates;
use crate::{packages, prerequisites};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// One thing to check.
struct Check {
    title: String,
    command: Command,
}

/// Runs all checks; the failures are listed at the end.
pub(crate) fn run(project: &Project) -> Outcome<()> {
    prerequisites::node(project)?;
    prerequisites::rust_components(project)?;
    prerequisites::wasm_target(project)?;
    packages::install(project)?;
    let mut fetching = Step::start("Crates");
    fetch_crates(project, None, &mut fetching)?;
    fetching.done("locked");

    let mut failed = Vec::new();
    for Check { title, mut command } in all(project) {
        let mut step = Step::start(&title);
        match child::run(&mut step, &mut command) {
            Ok(()) => step.done(""),
            Err(Failure { message, transcript }) => {
                drop(step);
                transcript.iter().for_each(|line| print_line(&format!("  │ {line}")));
                failed.push(format!("{title}: {message}"));
            }
        }
    }
    if failed.is_empty() {
        print_line("\nAll checks passed.");
        return Ok(());
    }
    print_line("\nFailed checks:");
    failed.iter().for_each(|line| print_line(&format!("  ✗ {line}")));
    let count = failed.len();
    Err(failure(format!("{count} {} failed", if count == 1 { "check" } else { "checks" })))
}

fn all(project: &Project) -> Vec<Check> {
    let mut checks = vec![cargo(project, "rustfmt", &["fmt", "--all", "--check"], &[])];

    let workspace = ["clippy", "--locked", "--workspace", "--all-targets"];
    checks.push(cargo(project, "clippy, native, no features", &workspace, &[]));
    let root = ["clippy", "--locked", "--package", "certview-orders"];
    for features in ["render", "js"] {
        let title = format!("clippy, native, {features}");
        checks.push(cargo(project, &title, &root, &["--all-targets", "--features", features]));
    }
    // By name, because the other tests and their dependencies are for this machine.
    let wasm: [(&str, &[&str]); 4] = [
        ("no features", &["--lib"]),
        ("browser", &["--lib", "--test", "browser", "--features", "browser"]),
        ("js", &["--lib", "--features", "js"]),
        ("page", &["--lib", "--bin", "page", "--features", "page"]),
    ];
    for (features, arguments) in wasm {
        let arguments = [&WASM, arguments].concat();
        checks.push(cargo(project, &format!("clippy, wasm32, {features}"), &root, &arguments));
    }
    for check in &mut checks {
        if check.title.starts_with("clippy") {
            check.command.args(["--", "--deny", "warnings"]);
        }
    }

    // Libraries only: the server's program and the root library would write to the same folder.
    let documentation = ["doc", "--locked", "--no-deps", "--lib"];
    let documented: [(&str, &[&str]); 3] = [
        ("rustdoc, native, no features", &["--workspace"]),
        ("rustdoc, wasm32, js", &[&WASM[..], &["--package", "certview-orders", "--features", "js"]].concat()),
        (
            "rustdoc, wasm32, page",
            &[&WASM[..], &["--package", "certview-orders", "--features", "page"]].concat(),
        ),
    ];
    for (title, arguments) in documented {
        let mut check = cargo(project, title, &documentation, arguments);
        check.command.env("RUSTDOCFLAGS", "--deny warnings");
        checks.push(check);
    }

    let mut command = project.node();
    command.args(["node_modules/typescript/bin/tsc", "--project", "tsconfig.json"]);
    checks.push(Check { title: "tsc".to_owned(), command });
    checks
}

fn cargo(project: &Project, title: &str, command: &[&str], arguments: &[&str]) -> Check {
    let mut cargo = project.cargo();
    cargo.args(command).args(arguments);
    Check { title: title.to_owned(), command: cargo }
}
