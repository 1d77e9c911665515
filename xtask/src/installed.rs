//! Programs of the system that the tests need: named by a variable, found on PATH, or installed from Debian's
//! packages where this process may do that. Touches the system's packages only then.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::child::{self, answer};
use crate::failure::{Outcome, failure};
use crate::project::on_path;
use crate::steps::Step;

/// Named by the variable, or found on PATH. A name that leads nowhere is an error, not a reason to guess.
pub(crate) fn located(variable: &str, names: &[&str]) -> Outcome<Option<PathBuf>> {
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
pub(crate) fn may_install() -> bool {
    cfg!(target_os = "linux")
        && on_path(&["apt-get"]).is_some()
        && answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Installs these packages of the system, and nothing they merely recommend.
pub(crate) fn install(step: &mut Step, packages: &[&str]) -> Outcome<()> {
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    step.progress("apt-get update");
    let arguments = [&["install", "--yes", "--no-install-recommends"], packages].concat();
    child::run(step, &mut apt(&["update"])).and_then(|()| child::run(step, &mut apt(&arguments)))
}
