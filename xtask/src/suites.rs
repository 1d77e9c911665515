//! `cargo xtask test`: each suite, and a table at the end.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::ValueEnum;
use serde_json::{Value, json};
use xshell::Cmd;

use crate::project::Project;
use crate::sandbox::{Sandbox, free_port};
use crate::tools::Browsers;
use crate::{artifacts, print_line, tools};

/// Where the browser tests find the sandbox, where that port is free.
const SANDBOX_PORT: u16 = 41780;
/// Where the test runner serves the tests themselves; the sandbox allows calls from there.
const RUNNER_PORT: u16 = 41781;

/// A suite of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Suite {
    /// The pure modules, the server and these commands.
    Native,
    /// The transport and the page, compiled to WebAssembly, in a real browser.
    Browser,
    /// The packed package in Node, in a page, in a Worker and in bundlers.
    Package,
    /// The served page in real browsers.
    Page,
}

impl Suite {
    /// All, in the order in which they run.
    const ALL: [Self; 4] = [Self::Native, Self::Browser, Self::Package, Self::Page];

    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Browser => "browser",
            Self::Package => "package",
            Self::Page => "page",
        }
    }

    fn run(self, project: &Project, playwright_options: &[String]) -> Result<()> {
        match self {
            Self::Native => native(project),
            Self::Browser => browser(project, &Browsers::find()?),
            Self::Package => package(project, &Browsers::find()?),
            Self::Page => page(project, &Browsers::find()?, playwright_options),
        }
    }
}

/// Runs the suites and prints the table; the error names those that failed.
pub(crate) fn run(
    project: &Project,
    suites: &[Suite],
    install: bool,
    playwright_options: &[String],
) -> Result<()> {
    if install {
        tools::install_packages(project)?;
    }
    let mut lines = vec!["\nTests:".to_owned()];
    let mut failed = Vec::new();
    let suites = if suites.is_empty() { &Suite::ALL } else { suites };
    for suite in suites {
        let name = suite.name();
        print_line(&format!("\n── {name} tests ──"));
        let started = Instant::now();
        let result = suite.run(project, playwright_options);
        let seconds = started.elapsed().as_secs_f64();
        let outcome = match result {
            Ok(()) => "passed".to_owned(),
            Err(error) => {
                failed.push(name);
                format!("FAILED: {error:#}")
            }
        };
        lines.push(format!("  {name:<8} {seconds:>7.1} s  {outcome}"));
    }
    lines.iter().for_each(|line| print_line(line));
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    Ok(())
}

fn native(project: &Project) -> Result<()> {
    let all = project.cargo().args(["test", "--locked", "--workspace"]);
    let rendered = project.cargo().args(["test", "--locked", "--package", "certview-orders"]);
    both(project.run(all), project.run(rendered.args(["--features", "render,js"])))
}

fn browser(project: &Project, browsers: &Browsers) -> Result<()> {
    tools::prepare_web_build(project)?;
    let server = artifacts::server(project)?;
    // Fixed, because the sandbox has to allow exactly this origin.
    let runner = format!("127.0.0.1:{}", free_port(RUNNER_PORT)?);
    let port = free_port(SANDBOX_PORT)?;
    let _sandbox = Sandbox::start(&server, port, &format!("http://{runner}"))?;
    let mut command = project
        .cargo()
        .args(["test", "--locked", "--package", "certview-orders", "--target", "wasm32-unknown-unknown"])
        .args(["--features", "page", "--test", "browser", "--test", "browser-page"])
        .env("CERTVIEW_ORDERS_TEST_SERVER", format!("http://127.0.0.1:{port}"))
        .env("CHROMEDRIVER", &browsers.chromedriver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", webdriver_settings(project, browsers)?)
        .env("WASM_BINDGEN_TEST_ADDRESS", &runner)
        // Deadlines are part of what is tested, and small machines are slow.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    // Named in the environment, another browser's driver would be preferred.
    for other in ["GECKODRIVER", "SAFARIDRIVER", "GECKODRIVER_REMOTE", "SAFARIDRIVER_REMOTE"] {
        command = command.env_remove(other);
    }
    project.run(command)
}

/// tests/webdriver.json with the path of the browser.
fn webdriver_settings(project: &Project, browsers: &Browsers) -> Result<PathBuf> {
    let mut settings: Value =
        serde_json::from_str(&fs::read_to_string(project.path("tests/webdriver.json"))?)?;
    let options = settings.get_mut("goog:chromeOptions").and_then(Value::as_object_mut);
    let options = options.context("tests/webdriver.json has no \"goog:chromeOptions\"")?;
    options.insert("binary".to_owned(), json!(browsers.chromium.to_string_lossy()));
    let path = project.target.join("webdriver.json");
    fs::write(&path, settings.to_string())?;
    Ok(path)
}

fn package(project: &Project, browsers: &Browsers) -> Result<()> {
    let tarball = artifacts::package(project)?;
    let server = artifacts::server(project)?;
    let mut files: Vec<PathBuf> = project.shell.read_dir("tests/package")?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    ensure!(!files.is_empty(), "there are no tests/package/*.test.mjs");
    let command = project.command("node").args(["--test", "--test-reporter=spec"]).args(files);
    let tests = with_server(command, &server, browsers).env("CERTVIEW_ORDERS_PACKAGE", tarball);
    both(artifacts::size(project, artifacts::PACKAGE_ENTRIES, Some("--check")), project.run(tests))
}

fn page(project: &Project, browsers: &Browsers, options: &[String]) -> Result<()> {
    artifacts::page(project)?;
    let server = artifacts::server(project)?;
    let command = project.command("node").arg("node_modules/@playwright/test/cli.js");
    let command = command.args(["test", "--config", "tests/page/playwright.config.mjs"]).args(options);
    let mut tests = with_server(command, &server, browsers);
    if let Some(firefox) = &browsers.firefox {
        tests = tests.env("FIREFOX", firefox);
    }
    both(artifacts::size(project, artifacts::PAGE_PARTS, Some("--check")), project.run(tests))
}

fn with_server<'a>(command: Cmd<'a>, server: &PathBuf, browsers: &Browsers) -> Cmd<'a> {
    command.env("CERTVIEW_ORDERS_SERVER", server).env("CHROME", &browsers.chromium)
}

/// The second also runs where the first has failed: one run shows all that is wrong.
fn both(first: Result<()>, second: Result<()>) -> Result<()> {
    match (first, second) {
        (Ok(()), second) => second,
        (first, Ok(())) => first,
        (Err(first), Err(second)) => bail!(anyhow!("{first:#}; and {second:#}")),
    }
}
