//! `cargo xtask check`: what can be held against the code without running it.

use anyhow::{Result, ensure};
use xshell::Cmd;

use crate::project::Project;
use crate::{print_line, tools};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
const ROOT: [&str; 3] = ["--locked", "--package", "certview-orders"];

/// Runs all checks; the failures are listed at the end.
pub(crate) fn run(project: &Project) -> Result<()> {
    // The benchmarks have packages of their own, and their scripts are checked with the types of those.
    for folder in [".", "bench"] {
        tools::npm_packages(project, folder)?;
    }
    tools::install(project, "cargo-deny", "cargo-deny")?;
    let mut failed = Vec::new();
    for command in commands(project) {
        let line = command.to_string();
        if command.run().is_err() {
            failed.push(line);
        }
    }
    failed.iter().for_each(|line| print_line(&format!("FAILED: {line}")));
    ensure!(failed.is_empty(), "{} of the checks failed", failed.len());
    print_line("\nAll checks passed.");
    Ok(())
}

fn commands(project: &Project) -> Vec<Cmd<'_>> {
    let mut commands = vec![project.cargo().args(["fmt", "--all", "--check"])];

    let clippy: [&[&str]; 8] = [
        &["--locked", "--workspace", "--all-targets"],
        &[&ROOT[..], &["--all-targets", "--features", "render"]].concat(),
        &[&ROOT[..], &["--all-targets", "--features", "js"]].concat(),
        // By name, because the other tests and their dependencies are for this machine.
        &[&ROOT[..], &WASM, &["--lib"]].concat(),
        &[&ROOT[..], &WASM, &["--lib", "--test", "browser", "--features", "browser"]].concat(),
        &[&ROOT[..], &WASM, &["--lib", "--features", "js"]].concat(),
        &[&ROOT[..], &WASM, &["--lib", "--bin", "page", "--test", "browser-page", "--features", "page"]]
            .concat(),
        &[&ROOT[..], &WASM, &["--lib", "--bin", "inspection-worker", "--features", "worker"]].concat(),
    ];
    for arguments in clippy {
        commands.push(project.cargo().arg("clippy").args(arguments).args(["--", "--deny", "warnings"]));
    }

    // Libraries only: the server's program and the root library would write to the same folder.
    let documentation: [&[&str]; 3] = [
        &["--locked", "--workspace"],
        &[&ROOT[..], &WASM, &["--features", "js"]].concat(),
        &[&ROOT[..], &WASM, &["--features", "page"]].concat(),
    ];
    for arguments in documentation {
        let command = project.cargo().args(["doc", "--no-deps", "--lib"]).args(arguments);
        commands.push(command.env("RUSTDOCFLAGS", "--deny warnings"));
    }

    // Advisories are left out: their database comes from a server that not every machine reaches.
    let deny = project.command("cargo-deny").args(["--workspace", "--all-features", "--locked", "check"]);
    commands.push(deny.args(["bans", "licenses", "sources"]));
    commands.push(project.command("node").args(["scripts/licences.mjs", "--check"]));
    for scripts in ["tsconfig.json", "bench/tsconfig.json", "bench/peers/preact"] {
        let tsc = project.command("node").arg("node_modules/typescript/bin/tsc");
        commands.push(tsc.args(["--project", scripts]));
    }
    commands
}
