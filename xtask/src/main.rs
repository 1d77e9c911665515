//! The commands of this project, as `cargo xtask COMMAND`.

mod artifacts;
mod checks;
mod project;
mod sandbox;
mod suites;
mod tools;

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::project::Project;
use crate::suites::Suite;
use crate::tools::Browsers;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--listen HOST:PORT] [--upstream URL] [-- SERVER OPTIONS]
          Build the page and the server, and start it at http://127.0.0.1:8080 with the built-in sandbox (decisions
          allowed), or forwarding to the Qualys gateway URL.
  test [--install] [native] [browser] [package] [page] [-- PLAYWRIGHT OPTIONS]
          Run these suites; without a name, all of them. --install lets apt-get install the browsers that are
          missing (Debian, as root).
  check   Formatting, clippy, rustdoc, licences and sources of dependencies, types of the scripts.
  package Build the npm package in pkg/ and its tarball in target/package/.
  size [--record]
          Show what the page and the package weigh; --record writes it to tests/sizes.json.
  bench [-- OPTIONS]
          Build the page and the package, and compare them with other implementations (bench/README.md).
  fuzz --seconds N
          Fuzz each target of fuzz/ for N seconds, with a nightly compiler (fuzz/README.md).
  mutants [OPTIONS]
          Change the code in small ways, and name the changes that no native test notices; options of cargo-mutants,
          such as --shard 1/40 or --file src/client/retry.rs.
  help    Show this.

Trunk, wasm-bindgen-cli and cargo-deny are installed by `cargo install` into a folder of your cache where PATH has
no such version. CHROME, CHROMEDRIVER and FIREFOX name other browsers than those on PATH.";

/// A command line, read.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Serve { server_options: Vec<String> },
    Test { suites: Vec<Suite>, install: bool, playwright_options: Vec<String> },
    Check,
    Package,
    Size { record: bool },
    Bench { options: Vec<String> },
    Fuzz { seconds: u32 },
    Mutants { options: Vec<String> },
    Help,
}

fn main() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    match parse(&arguments).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    if command == Command::Help {
        print_line(HELP);
        return Ok(());
    }
    let project = Project::find()?;
    match command {
        Command::Serve { server_options } => {
            artifacts::page(&project)?;
            let server = artifacts::server(&project)?;
            sandbox::run_in_foreground(&project, &server, &server_options)
        }
        Command::Test { suites, install, playwright_options } => {
            suites::run(&project, &suites, install, &playwright_options)
        }
        Command::Check => checks::run(&project),
        Command::Package => artifacts::package(&project).map(drop),
        Command::Size { record } => {
            artifacts::page(&project)?;
            artifacts::package(&project)?;
            let names = [&["page"], artifacts::PACKAGE_ENTRIES].concat();
            artifacts::size(&project, &names, if record { Some("--record") } else { None })
        }
        Command::Bench { options } => bench(&project, &options),
        Command::Fuzz { seconds } => fuzz(&project, seconds),
        Command::Mutants { options } => {
            tools::install(&project, "cargo-mutants", "cargo-mutants")?;
            project.run(project.cargo().arg("mutants").args(options))
        }
        Command::Help => Ok(()),
    }
}

/// The measurements against other implementations.
fn bench(project: &Project, options: &[String]) -> Result<()> {
    let browsers = Browsers::find(project, false)?;
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

fn parse(arguments: &[String]) -> Result<Command> {
    let Some((command, rest)) = arguments.split_first() else { return Ok(Command::Help) };
    let end = rest.iter().position(|argument| argument == "--").unwrap_or(rest.len());
    let (ours, passed_on) = rest.split_at(end);
    let passed_on: Vec<String> = passed_on.iter().skip(1).cloned().collect();
    if ours.iter().any(|argument| argument == "--help" || argument == "-h") {
        return Ok(Command::Help);
    }
    let parsed = match command.as_str() {
        "serve" => return parse_serve(ours, passed_on),
        "test" => return parse_test(ours, passed_on),
        "size" => {
            let record = ours.iter().any(|option| option == "--record");
            ensure!(ours.len() == usize::from(record), "size takes --record or nothing");
            return Ok(Command::Size { record });
        }
        "bench" => {
            ensure!(ours.is_empty(), "bench takes options only after --");
            return Ok(Command::Bench { options: passed_on });
        }
        "mutants" => return Ok(Command::Mutants { options: rest.to_vec() }),
        "fuzz" => match rest {
            [option, seconds] if option == "--seconds" => {
                return Ok(Command::Fuzz { seconds: seconds.parse().context("--seconds takes a number")? });
            }
            _ => bail!("fuzz takes --seconds N"),
        },
        "check" => Command::Check,
        "package" => Command::Package,
        "help" | "--help" | "-h" => Command::Help,
        unknown => {
            bail!(
                "there is no command {unknown}; the commands are serve, test, check, package, size, bench, fuzz, mutants \
                 and help"
            )
        }
    };
    match rest.first() {
        None => Ok(parsed),
        Some(extra) => bail!("{command} takes no arguments, but got {extra}"),
    }
}

fn parse_test(ours: &[String], playwright_options: Vec<String>) -> Result<Command> {
    let (options, names): (Vec<&String>, Vec<&String>) = ours.iter().partition(|text| text.starts_with('-'));
    if let Some(unknown) = options.iter().find(|option| **option != "--install") {
        bail!("test has no option {unknown}; `cargo xtask help` shows its options");
    }
    let mut suites = names.into_iter().map(|name| Suite::parse(name)).collect::<Result<Vec<Suite>>>()?;
    if suites.is_empty() {
        suites = Suite::ALL.to_vec();
    }
    Ok(Command::Test { suites, install: !options.is_empty(), playwright_options })
}

fn parse_serve(ours: &[String], passed_on: Vec<String>) -> Result<Command> {
    let (mut listen, mut upstream) = ("127.0.0.1:8080".to_owned(), None);
    let mut parser = lexopt::Parser::from_args(ours);
    let mut read = || -> Result<(), lexopt::Error> {
        while let Some(argument) = parser.next()? {
            match argument {
                Long("listen") => listen = parser.value()?.string()?,
                Long("upstream") => upstream = Some(parser.value()?.string()?),
                Long(_) | Short(_) | Value(_) => return Err(argument.unexpected()),
            }
        }
        Ok(())
    };
    read().context("serve; `cargo xtask help` shows its options")?;
    let mut server_options = match upstream {
        Some(upstream) => vec!["--upstream".to_owned(), upstream],
        None => vec!["--sandbox".to_owned(), "--allow-decisions".to_owned()],
    };
    server_options.extend(["--listen".to_owned(), listen]);
    server_options.extend(passed_on);
    Ok(Command::Serve { server_options })
}

#[cfg(test)]
mod tests {
    use super::{Command, parse};
    use crate::suites::Suite;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    fn parsed(line: &str) -> Command {
        parse(&words(line)).unwrap()
    }

    fn refused(line: &str) -> String {
        format!("{:#}", parse(&words(line)).unwrap_err())
    }

    fn server(line: &str) -> String {
        match parsed(line) {
            Command::Serve { server_options } => server_options.join(" "),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn serve_starts_the_sandbox_unless_an_upstream_is_named() {
        assert_eq!(server("serve"), "--sandbox --allow-decisions --listen 127.0.0.1:8080");
        assert_eq!(
            server("serve --upstream=https://g.example --listen 127.0.0.1:0"),
            "--upstream https://g.example --listen 127.0.0.1:0"
        );
        assert_eq!(
            server("serve -- --token-lifetime 10s --help"),
            "--sandbox --allow-decisions --listen 127.0.0.1:8080 --token-lifetime 10s --help"
        );
    }

    #[test]
    fn test_runs_all_suites_unless_some_are_named() {
        let test = |suites: &[Suite], install, playwright: &str| Command::Test {
            suites: suites.to_vec(),
            install,
            playwright_options: words(playwright),
        };
        assert_eq!(parsed("test"), test(&Suite::ALL, false, ""));
        assert_eq!(parsed("test --install"), test(&Suite::ALL, true, ""));
        assert_eq!(
            parsed("test page -- --update-snapshots visual"),
            test(&[Suite::Page], false, "--update-snapshots visual")
        );
    }

    #[test]
    fn an_unknown_argument_is_named() {
        assert!(refused("server").contains("no command server"));
        assert!(refused("test native broswer").contains("no suite broswer"));
        assert!(refused("test --instal").contains("no option --instal"));
        assert!(refused("serve --port 1").contains("--port"));
        assert!(refused("serve --listen").contains("--listen"));
        assert!(refused("check twice").contains("twice"));
        assert!(refused("size --recrod").contains("--record"));
        assert!(refused("bench --rounds 3").contains("after --"));
    }

    #[test]
    fn help_is_shown_for_every_command() {
        for line in ["", "help", "--help", "serve --help", "test -h", "size --help"] {
            assert_eq!(parsed(line), Command::Help, "{line}");
        }
    }

    #[test]
    fn bench_passes_its_options_on() {
        assert_eq!(parsed("bench"), Command::Bench { options: Vec::new() });
        let options = words("--rounds 3 --only load");
        assert_eq!(parsed("bench -- --rounds 3 --only load"), Command::Bench { options });
    }

    #[test]
    fn fuzz_is_bounded_and_mutants_passes_its_options_on() {
        assert_eq!(parsed("fuzz --seconds 5"), Command::Fuzz { seconds: 5 });
        assert_eq!(parsed("mutants --shard 1/40"), Command::Mutants { options: words("--shard 1/40") });
        assert!(refused("fuzz").contains("--seconds N"));
    }

    #[test]
    fn sizes_are_recorded_only_on_request() {
        assert_eq!(parsed("size"), Command::Size { record: false });
        assert_eq!(parsed("size --record"), Command::Size { record: true });
    }
}
