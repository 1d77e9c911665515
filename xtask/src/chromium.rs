//! Chromium and its driver for the tests: named by `CHROME` and `CHROMEDRIVER`, found on PATH, or installed
//! from Debian's packages where this process may do that. Touches the system's packages only then.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::child::{self, answer};
use crate::failure::{Failure, Outcome, failure};
use crate::project::on_path;
use crate::steps::Step;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The two programs.
pub(crate) struct Chromium {
    /// The browser.
    pub(crate) browser: PathBuf,
    /// The program that steers it.
    pub(crate) driver: PathBuf,
}

impl Chromium {
    /// Finds both, or installs them.
    pub(crate) fn find() -> Outcome<Self> {
        let mut step = Step::start("Chromium");
        let mut found = (located("CHROME", &BROWSERS)?, located("CHROMEDRIVER", &["chromedriver"])?);
        let mut note = "found";
        if (found.0.is_none() || found.1.is_none()) && may_install() {
            install(&mut step)?;
            found = (located("CHROME", &BROWSERS)?, located("CHROMEDRIVER", &["chromedriver"])?);
            note = "installed";
        }
        match found {
            (Some(browser), Some(driver)) => {
                step.done(note);
                Ok(Self { browser, driver })
            }
            (browser, _) => Err(failure(format!(
                "{} is missing: the tests run in a real browser; install Chromium with its chromedriver (on \
                 Debian or Ubuntu: apt-get install chromium chromium-driver), or name yours in CHROME and \
                 CHROMEDRIVER",
                if browser.is_none() { "Chromium" } else { "chromedriver" }
            ))),
        }
    }
}

/// Named by the variable, or found on PATH. A name that leads nowhere is an error, not a reason to guess.
fn located(variable: &str, names: &[&str]) -> Outcome<Option<PathBuf>> {
    let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(on_path(names));
    };
    let path = PathBuf::from(named);
    if path.is_file() {
        return Ok(Some(path));
    }
    Err(failure(format!("{variable} names {}, but there is no such file", path.display())))
}

/// Root on Debian or one of its descendants.
fn may_install() -> bool {
    cfg!(target_os = "linux")
        && on_path(&["apt-get"]).is_some()
        && answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}

fn install(step: &mut Step) -> Outcome<()> {
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    step.progress("apt-get update");
    // Without its recommended packages Chromium comes without a font, and pages are measured without text.
    let install =
        ["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver", "fonts-liberation"];
    child::run(step, &mut apt(&["update"])).and_then(|()| child::run(step, &mut apt(&install))).map_err(
        |refused| Failure {
            message: format!(
                "{}; install Chromium and its chromedriver yourself (Ubuntu has them as snaps only), and name \
                 them in CHROME and CHROMEDRIVER where they are not on PATH",
                refused.message
            ),
            ..refused
        },
    )
}
