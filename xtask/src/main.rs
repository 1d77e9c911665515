//! The commands of this project, as `cargo xtask COMMAND`.

mod artifacts;
mod checks;
mod project;
mod sandbox;
mod suites;
mod tools;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use crate::project::Project;
use crate::suites::Suite;
use crate::tools::Browsers;

/// The commands of this project.
///
/// The tools they need are installed by `cargo install` into a folder of your cache where PATH has no such version. CHROME,
/// CHROMEDRIVER and FIREFOX name other browsers than those on PATH.
#[derive(Debug, Parser, PartialEq, Eq)]
#[command(bin_name = "cargo xtask")]
enum Command {
    /// Build the page and the server, and start it with the built-in sandbox, or forwarding to a Qualys gateway.
    Serve {
        /// Where the server listens.
        #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
        listen: String,
        /// The gateway; without it, the sandbox answers, and takes decisions.
        #[arg(long, value_name = "URL")]
        upstream: Option<String>,
        /// More options of the server, after `--`.
        #[arg(last = true)]
        server_options: Vec<String>,
    },
    /// Run these suites; without a name, all of them.
    Test {
        suites: Vec<Suite>,
        /// Let apt-get install the browsers, nginx and Caddy where they are missing (Debian, as root).
        #[arg(long)]
        install: bool,
        /// Options of Playwright, after `--`.
        #[arg(last = true)]
        playwright_options: Vec<String>,
    },
    /// Formatting, clippy, rustdoc, licences and sources of dependencies, types of the scripts.
    Check,
    /// Build the npm package in pkg/ and its tarball in target/package/.
    Package,
    /// Build the files of a release in target/dist/: server, package, bills of materials, licences, checksums.
    Dist,
    /// Show what the page and the package weigh.
    Size {
        /// Write it to tests/sizes.json.
        #[arg(long)]
        record: bool,
    },
    /// Write the licences of third-party crates anew, after a change of Cargo.lock.
    Licences,
    /// Make the lists of domains anew from the Public Suffix List, which curl downloads unless it is named.
    UpdatePsl { file: Option<PathBuf> },
    /// Build the page and the package, and compare them with other implementations (bench/README.md).
    Bench {
        /// Options of bench/run.mjs, after `--`.
        #[arg(last = true)]
        options: Vec<String>,
    },
    /// Fuzz each target of fuzz/ with a nightly compiler (fuzz/README.md).
    Fuzz {
        /// How long each.
        #[arg(long)]
        seconds: u32,
    },
    /// Change the code in small ways, and name the changes that no native test notices.
    Mutants {
        /// The code: a file of .cargo/mutants.
        #[arg(value_parser = ["order", "client", "csr", "review", "page"])]
        area: String,
        /// Options of cargo-mutants, such as `--shard 0/6 --sharding round-robin`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Command::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let project = Project::find()?;
    match command {
        Command::Serve { listen, upstream, server_options } => {
            artifacts::page(&project)?;
            let server = artifacts::server(&project)?;
            let options = options_of_server(listen, upstream, server_options);
            sandbox::run_in_foreground(&project, &server, &options)
        }
        Command::Test { suites, install, playwright_options } => {
            suites::run(&project, &suites, install, &playwright_options)
        }
        Command::Check => checks::run(&project),
        Command::Package => artifacts::package(&project).map(drop),
        Command::Dist => artifacts::dist(&project),
        Command::Size { record } => {
            artifacts::page(&project)?;
            artifacts::package(&project)?;
            let names = [artifacts::PAGE_PARTS, artifacts::PACKAGE_ENTRIES].concat();
            artifacts::size(&project, &names, if record { Some("--record") } else { None })
        }
        Command::Licences => artifacts::licences(&project),
        Command::UpdatePsl { file } => artifacts::public_suffixes(&project, file),
        Command::Bench { options } => bench(&project, &options),
        Command::Fuzz { seconds } => fuzz(&project, seconds),
        Command::Mutants { area, options } => {
            tools::install(&project, "cargo-mutants", "cargo-mutants")?;
            let config = format!(".cargo/mutants/{area}.toml");
            let command = project.cargo().args(["mutants", "--config", &config]).args(options);
            // Kept, so that dependencies are compiled once.
            project.run(command.env("CARGO_TARGET_DIR", project.target.join("mutants")))
        }
    }
}

fn options_of_server(listen: String, upstream: Option<String>, more: Vec<String>) -> Vec<String> {
    let mut options = match upstream {
        Some(upstream) => vec!["--upstream".to_owned(), upstream],
        None => vec!["--sandbox".to_owned(), "--allow-decisions".to_owned()],
    };
    options.extend(["--listen".to_owned(), listen]);
    options.extend(more);
    options
}

/// The measurements against other implementations.
fn bench(project: &Project, options: &[String]) -> Result<()> {
    let browsers = Browsers::find()?;
    artifacts::page(project)?;
    artifacts::package(project)?;
    let server = artifacts::server(project)?;
    let command = project.command("node").arg("bench/run.mjs").args(options);
    project.run(command.env("CERTVIEW_ORDERS_SERVER", server).env("CHROME", browsers.chromium))
}

/// Looks for bytes that break a property, from the kept corpus of each target; what is found is added to it.
fn fuzz(project: &Project, seconds: u32) -> Result<()> {
    tools::install(project, "cargo-fuzz", "cargo-fuzz")?;
    for target in project.shell.read_dir("fuzz/fuzz_targets")? {
        let name = target.file_stem().unwrap_or_default();
        let command =
            project.cargo().args(["+nightly", "fuzz", "run", "--sanitizer", "none", "--all-features"]);
        let command = command.arg(name);
        let command = command.args(["--", "-max_len=4096", "-timeout=10", "-rss_limit_mb=1024"]);
        project
            .run(command.arg(format!("-max_total_time={seconds}")))
            .context("fuzzing needs a nightly compiler; run `rustup toolchain install nightly`")?;
    }
    Ok(())
}

/// Prints one line; a closed stdout (`| head`) is no reason to stop.
fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Command, options_of_server};
    use crate::suites::Suite;

    fn parsed(line: &str) -> Command {
        Command::try_parse_from(line.split_whitespace()).unwrap()
    }

    fn server(line: &str) -> String {
        match parsed(line) {
            Command::Serve { listen, upstream, server_options } => {
                options_of_server(listen, upstream, server_options).join(" ")
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn serve_starts_the_sandbox_unless_an_upstream_is_named() {
        assert_eq!(server("xtask serve"), "--sandbox --allow-decisions --listen 127.0.0.1:8080");
        assert_eq!(
            server("xtask serve --upstream=https://g.example --listen 127.0.0.1:0"),
            "--upstream https://g.example --listen 127.0.0.1:0"
        );
        assert_eq!(
            server("xtask serve -- --token-lifetime 10s --help"),
            "--sandbox --allow-decisions --listen 127.0.0.1:8080 --token-lifetime 10s --help"
        );
    }

    #[test]
    fn options_of_other_programs_are_passed_on() {
        let playwright_options = vec!["--update-snapshots".to_owned(), "visual".to_owned()];
        assert_eq!(
            parsed("xtask test page -- --update-snapshots visual"),
            Command::Test { suites: vec![Suite::Page], install: false, playwright_options }
        );
        let (area, options) = ("client".to_owned(), vec!["--shard".to_owned(), "0/6".to_owned()]);
        assert_eq!(parsed("xtask mutants client --shard 0/6"), Command::Mutants { area, options });
    }

    #[test]
    fn an_unknown_argument_is_named() {
        for (line, named) in [
            ("server", "server"),
            ("test native broswer", "broswer"),
            ("test --instal", "--instal"),
            ("serve --port 1", "--port"),
            ("check twice", "twice"),
            ("size --recrod", "--recrod"),
            ("update-psl a.dat b.dat", "b.dat"),
            ("bench --rounds 3", "--rounds"),
            ("fuzz", "--seconds"),
            ("mutants pages", "pages"),
        ] {
            let error =
                Command::try_parse_from(["xtask"].into_iter().chain(line.split_whitespace())).unwrap_err();
            assert!(error.to_string().contains(named), "{line}: {error}");
        }
    }
}
