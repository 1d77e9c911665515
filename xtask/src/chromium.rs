//! Chromium and its driver for the tests: named by `CHROME` and `CHROMEDRIVER`, found on PATH, or installed
//! from Debian's packages where this process may do that.

use std::path::PathBuf;

use crate::failure::{Failure, Outcome, failure};
use crate::installed::{install, located, may_install};
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
            install_chromium(&mut step)?;
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

/// Debian's packages. Without a font, which its package only recommends, pages are measured without text.
fn install_chromium(step: &mut Step) -> Outcome<()> {
    install(step, &["chromium", "chromium-driver", "fonts-liberation"]).map_err(|refused| Failure {
        message: format!(
            "{}; install Chromium and its chromedriver yourself (Ubuntu has them as snaps only), and name \
             them in CHROME and CHROMEDRIVER where they are not on PATH",
            refused.message
        ),
        ..refused
    })
}
