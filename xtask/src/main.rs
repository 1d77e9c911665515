//! The commands of this project, as `cargo xtask COMMAND`: reads the command line, calls the room that does it,
//! and turns every failure into one line.

mod check;
mod child;
mod chromium;
mod failure;
mod files;
mod firefox;
mod first_load;
mod html;
mod installed;
mod package;
mod packages;
mod page;
mod prerequisites;
mod project;
mod server;
mod size;
mod steps;
mod suites;
mod tools;
mod web_build;

use std::io::Write;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::failure::{Failure, Outcome, failure};
use crate::first_load::FirstLoad;
use crate::project::Project;
use crate::size::Measured;
use crate::steps::print_line;
use crate::suites::Suite;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--listen HOST:PORT] [--upstream URL] [-- SERVER OPTIONS]
          Set up what is missing, build the page and the server, and start it at http://127.0.0.1:8080 with the
          built-in sandbox, or forwarding to the Qualys gateway URL.
  test [native] [browser] [package] [page]
          Run these suites; without a name, all of them.
  check   Formatting, clippy, rustdoc and the types of the scripts.
  package Build the npm package in pkg/ and its tarball in target/package/.
  bench   Run the benchmarks.
  size [--record]
          Show what the page and the package weigh; --record writes it to tests/sizes.json.
  help    Show this.

Environment: CHROME and CHROMEDRIVER name the browser and its driver for the tests, FIREFOX the second browser
of the page.";

/// What the reader asked for.
#[derive(Debug, PartialEq, Eq)]
enum Order {
    Serve { server_arguments: Vec<String> },
    Test { suites: Vec<String> },
    Check,
    Package,
    Bench,
    Size { record: bool },
    Help,
}

fn main() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    match read(&arguments).and_then(obey) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { message, transcript }) => {
            let mut stderr = std::io::stderr().lock();
            for line in transcript {
                let _ = writeln!(stderr, "  │ {line}");
            }
            let _ = writeln!(stderr, "cargo xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn obey(order: Order) -> Outcome<()> {
    if order == Order::Help {
        print_line(HELP);
        return Ok(());
    }
    let project = Project::find()?;
    match order {
        Order::Serve { server_arguments } => {
            prerequisites::warn_without_c_compiler();
            page::build(&project)?;
            let program = server::build(&project)?;
            server::hand_over(&project, &program, &server_arguments)
        }
        Order::Test { suites } => {
            let chosen: Vec<Suite> = Suite::ALL
                .into_iter()
                .filter(|suite| suites.is_empty() || suites.iter().any(|name| name == suite.name()))
                .collect();
            suites::run(&project, &chosen)
        }
        Order::Check => check::run(&project),
        Order::Package => package::build(&project).map(drop),
        Order::Bench => bench(&project),
        Order::Size { record } => show_sizes(&project, record),
        Order::Help => Ok(()),
    }
}

fn bench(project: &Project) -> Outcome<()> {
    child::run_shown(project.cargo().args([
        "bench",
        "--locked",
        "--package",
        "certview-orders",
        "--bench",
        "reading",
    ]))
}

fn show_sizes(project: &Project, record: bool) -> Outcome<()> {
    let weight = page::build(project)?;
    FirstLoad::of(&project.path("dist"))?.print();
    if record {
        size::record(project, Measured::Page, weight)?;
    }
    if project.path("src/js/package").is_dir() {
        let built = package::build(project)?;
        if record {
            size::record(project, Measured::Package, built.weight)?;
        }
    }
    Ok(())
}

fn read(arguments: &[String]) -> Outcome<Order> {
    let Some((command, rest)) = arguments.split_first() else { return Ok(Order::Help) };
    if rest
        .iter()
        .take_while(|argument| *argument != "--")
        .any(|argument| argument == "--help" || argument == "-h")
    {
        return Ok(Order::Help);
    }
    match command.as_str() {
        "serve" => read_serve(rest),
        "test" => {
            let known = |name: &String| Suite::ALL.iter().any(|suite| suite.name() == name);
            match rest.iter().find(|name| !known(name)) {
                Some(unknown) => Err(failure(format!(
                    "there is no suite {unknown}; the suites are native, browser, package and page"
                ))),
                None => Ok(Order::Test { suites: rest.to_vec() }),
            }
        }
        "size" => match rest {
            [] => Ok(Order::Size { record: false }),
            [option] if option == "--record" => Ok(Order::Size { record: true }),
            _ => Err(failure("size takes --record or nothing")),
        },
        "check" => alone(Order::Check, command, rest),
        "package" => alone(Order::Package, command, rest),
        "bench" => alone(Order::Bench, command, rest),
        "help" | "--help" | "-h" => Ok(Order::Help),
        unknown => Err(failure(format!(
            "there is no command {unknown}; the commands are serve, test, check, package, bench, size and help"
        ))),
    }
}

fn alone(order: Order, command: &str, rest: &[String]) -> Outcome<Order> {
    match rest.first() {
        None => Ok(order),
        Some(extra) => Err(failure(format!("{command} takes no arguments, but got {extra}"))),
    }
}

/// The server's arguments from ours; what stands behind `--` is passed on as it is.
fn read_serve(arguments: &[String]) -> Outcome<Order> {
    let wrong =
        |error: lexopt::Error| failure(format!("{error}; `cargo xtask help` shows the options of serve"));
    let end = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    let (ours, passed_on) = arguments.split_at(end);
    let (mut listen, mut upstream) = ("127.0.0.1:8080".to_owned(), None);
    let mut parser = lexopt::Parser::from_args(ours);
    while let Some(argument) = parser.next().map_err(wrong)? {
        match argument {
            Long("listen") => listen = parser.value().and_then(|value| value.string()).map_err(wrong)?,
            Long("upstream") => {
                upstream = Some(parser.value().and_then(|value| value.string()).map_err(wrong)?);
            }
            Long(_) | Short(_) | Value(_) => return Err(wrong(argument.unexpected())),
        }
    }
    let mut server_arguments = match upstream {
        Some(upstream) => vec!["--upstream".to_owned(), upstream],
        None => vec!["--sandbox".to_owned()],
    };
    server_arguments.extend(["--listen".to_owned(), listen]);
    server_arguments.extend(passed_on.iter().skip(1).cloned());
    Ok(Order::Serve { server_arguments })
}

#[cfg(test)]
mod tests {
    use super::{Order, read};

    fn order(line: &str) -> Order {
        read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).unwrap()
    }

    fn refused(line: &str) -> String {
        read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).unwrap_err().message
    }

    fn server(line: &str) -> String {
        match order(line) {
            Order::Serve { server_arguments } => server_arguments.join(" "),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn serve_is_the_sandbox_unless_an_upstream_is_named() {
        assert_eq!(server("serve"), "--sandbox --listen 127.0.0.1:8080");
        assert_eq!(
            server("serve --upstream=https://g.example --listen 127.0.0.1:0"),
            "--upstream https://g.example --listen 127.0.0.1:0"
        );
        assert_eq!(
            server("serve -- --token-lifetime 10s --help"),
            "--sandbox --listen 127.0.0.1:8080 --token-lifetime 10s --help"
        );
    }

    #[test]
    fn what_is_not_known_is_named() {
        assert!(refused("server").contains("no command server"));
        assert!(refused("test native broswer").contains("no suite broswer"));
        assert!(refused("serve --port 1").contains("--port"));
        assert!(refused("serve --listen").contains("--listen"));
        assert!(refused("check twice").contains("twice"));
    }

    #[test]
    fn help_is_always_at_hand() {
        for line in ["", "help", "--help", "serve --help", "test -h"] {
            assert_eq!(order(line), Order::Help, "{line}");
        }
    }

    #[test]
    fn sizes_are_recorded_only_when_asked() {
        assert_eq!(order("size"), Order::Size { record: false });
        assert_eq!(order("size --record"), Order::Size { record: true });
    }
}
