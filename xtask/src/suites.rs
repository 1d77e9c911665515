//! `cargo xtask test`: every suite of the project, each told apart, and a table at the end.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::{Value, json};

use crate::child::run_shown;
use crate::chromium::Chromium;
use crate::failure::{Failure, Outcome, failure};
use crate::project::Project;
use crate::server::{Sandbox, free_port};
use crate::size::{Measured, hold};
use crate::steps::{print_line, seconds};
use crate::{files, firefox, package, packages, page, prerequisites, server, tools};

/// Where the browser's tests find the sandbox, when it is free; its address is compiled into them.
const SANDBOX_PORT: u16 = 41780;
/// Where the runner serves the tests themselves; the sandbox allows calls from there.
const RUNNER_PORT: u16 = 41781;

/// One of the suites, in the order they run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suite {
    Native,
    Browser,
    Package,
    Page,
}

impl Suite {
    /// All, in the order they run.
    pub(crate) const ALL: [Self; 4] = [Self::Native, Self::Browser, Self::Package, Self::Page];

    /// As the command line has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Browser => "browser",
            Self::Package => "package",
            Self::Page => "page",
        }
    }

    fn run(self, project: &Project) -> Outcome<Ran> {
        match self {
            Self::Native => native(project),
            Self::Browser => browser(project),
            Self::Package => packed(project),
            Self::Page => served(project),
        }
    }
}

/// What became of a suite that did not fail.
enum Ran {
    Passed,
    Skipped(String),
}

/// Runs the suites and prints the table; a failure names those that failed.
pub(crate) fn run(project: &Project, suites: &[Suite]) -> Outcome<()> {
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for suite in suites {
        print_line(&format!("\n── {} tests ──", suite.name()));
        let started = Instant::now();
        let result = match suite.run(project) {
            Ok(Ran::Passed) => "passed".to_owned(),
            Ok(Ran::Skipped(reason)) => format!("skipped: {reason}"),
            Err(Failure { message, transcript }) => {
                transcript.iter().for_each(|line| print_line(&format!("  │ {line}")));
                print_line(&format!("✗ {message}"));
                failed.push(suite.name());
                format!("FAILED: {message}")
            }
        };
        lines.push(format!("  {:<8} {:>12}  {result}", suite.name(), seconds(started.elapsed())));
    }
    print_line("\nTests:");
    lines.iter().for_each(|line| print_line(line));
    if failed.is_empty() {
        return Ok(());
    }
    Err(failure(format!("failed: {}", failed.join(", "))))
}

/// The pure rooms, the server and these commands, then the page's components rendered to text.
fn native(project: &Project) -> Outcome<Ran> {
    let all = ["test", "--locked", "--workspace"];
    let rendered = ["test", "--locked", "--package", "certview-orders", "--features", "render,js"];
    // The second also runs where the first has failed: one run should show all that is wrong.
    let outcomes = [run_shown(project.cargo().args(all)), run_shown(project.cargo().args(rendered))];
    outcomes.into_iter().collect::<Outcome<Vec<()>>>().map(|_| Ran::Passed)
}

/// The transport in a real browser, against the sandbox.
fn browser(project: &Project) -> Outcome<Ran> {
    prerequisites::wasm_target(project)?;
    let wasm_bindgen = tools::wasm_bindgen(project)?;
    let chromium = Chromium::find()?;
    let program = server::build(project)?;
    // A fixed address of its own, because the sandbox has to allow exactly this origin.
    let runner = format!("127.0.0.1:{}", free_port(RUNNER_PORT)?);
    let sandbox = Sandbox::start(project, &program, free_port(SANDBOX_PORT)?, &format!("http://{runner}"))?;
    let test_runner = wasm_bindgen.join(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX));
    let mut command = project.cargo();
    command
        .args(["test", "--locked", "--package", "certview-orders", "--target", "wasm32-unknown-unknown"])
        .args(["--features", "browser", "--test", "browser"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", test_runner)
        .env("CERTVIEW_ORDERS_TEST_SERVER", &sandbox.address)
        .env("CHROMEDRIVER", &chromium.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser_settings(project, &chromium)?)
        .env("WASM_BINDGEN_TEST_ADDRESS", &runner)
        // Deadlines are part of what is tested, and small machines are slow.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    // Named in the environment, another browser's driver would go before Chromium's.
    for other in ["GECKODRIVER", "SAFARIDRIVER", "GECKODRIVER_REMOTE", "SAFARIDRIVER_REMOTE"] {
        command.env_remove(other);
    }
    run_shown(&mut command).map(|()| Ran::Passed)
}

/// tests/webdriver.json with the browser's place filled in.
fn browser_settings(project: &Project, chromium: &Chromium) -> Outcome<PathBuf> {
    let text = files::read_text(&project.path("tests/webdriver.json"))?;
    let mut settings: Value = serde_json::from_str(&text)
        .map_err(|error| failure(format!("tests/webdriver.json is not the JSON it should be ({error})")))?;
    let options = settings.get_mut("goog:chromeOptions").and_then(Value::as_object_mut);
    let Some(options) = options else {
        return Err(failure(
            "tests/webdriver.json has no \"goog:chromeOptions\" to put the browser's place into",
        ));
    };
    options.insert("binary".to_owned(), json!(chromium.browser.to_string_lossy()));
    let path = project.records().join("webdriver.json");
    files::write(&path, &settings.to_string())?;
    Ok(path)
}

/// The packed package, as a stranger installs it.
fn packed(project: &Project) -> Outcome<Ran> {
    if !project.path("src/js/package").is_dir() {
        return Ok(Ran::Skipped("there is no src/js/package yet".to_owned()));
    }
    let built = package::build(project)?;
    let size = hold(project, Measured::Package, built.weight);
    let server = server::build(project)?;
    let chromium = Chromium::find()?;
    let tests = node_tests(
        project,
        "tests/package",
        &[
            ("CERTVIEW_ORDERS_PACKAGE", built.tarball.into_os_string()),
            ("CERTVIEW_ORDERS_SERVER", server.into_os_string()),
            ("CHROME", chromium.browser.into_os_string()),
        ],
    );
    both(size, tests)
}

/// The page as it is served, in real browsers.
fn served(project: &Project) -> Outcome<Ran> {
    let weight = page::build(project)?;
    let size = hold(project, Measured::Page, weight);
    let server = server::build(project)?;
    let chromium = Chromium::find()?;
    let mut environment = vec![
        ("CERTVIEW_ORDERS_SERVER", server.into_os_string()),
        ("CHROME", chromium.browser.into_os_string()),
    ];
    if let Some(firefox) = firefox::find()? {
        environment.push(("FIREFOX", firefox.into_os_string()));
    }
    let tests = node_tests(project, "tests/page", &environment);
    both(size, tests)
}

/// A build that is too heavy is a failure, but no reason to leave the tests out.
fn both(size: Outcome<()>, tests: Outcome<Ran>) -> Outcome<Ran> {
    match (size, tests) {
        (Ok(()), tests) => tests,
        (Err(size), Ok(_)) => Err(size),
        (Err(size), Err(tests)) => {
            Err(Failure { message: format!("{}; and {}", tests.message, size.message), ..tests })
        }
    }
}

fn node_tests(project: &Project, folder: &str, environment: &[(&str, OsString)]) -> Outcome<Ran> {
    let tests = node_test_files(project, folder)?;
    if tests.is_empty() {
        return Ok(Ran::Skipped(format!("there are no {folder}/*.test.mjs")));
    }
    packages::install(project)?;
    let mut command = project.node();
    command.args(["--test", "--test-reporter=spec"]).args(tests);
    for (name, value) in environment {
        command.env(name, value);
    }
    run_shown(&mut command).map(|()| Ran::Passed)
}

/// One by one: what `node --test FOLDER` means has changed between Node's versions.
fn node_test_files(project: &Project, folder: &str) -> Outcome<Vec<PathBuf>> {
    let mut found = files::below(&project.path(folder))?;
    found.retain(|path| {
        path.to_string_lossy().ends_with(".test.mjs")
            && !path.components().any(|part| part.as_os_str() == "node_modules")
    });
    Ok(found)
}
