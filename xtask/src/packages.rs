//! npm's locked packages: installed when package-lock.json is not the one they came from. Touches
//! `node_modules/`.

use crate::child;
use crate::failure::Outcome;
use crate::files::{self, Fingerprint};
use crate::prerequisites::npm_present;
use crate::project::Project;
use crate::steps::Step;

/// Brings `node_modules/` in line with the lock file.
pub(crate) fn install(project: &Project) -> Outcome<()> {
    let mut step = Step::start("npm packages");
    let stamp = project.path("node_modules/.certview-orders-lock");
    let mut fingerprint = Fingerprint::default();
    for name in ["package.json", "package-lock.json"] {
        fingerprint.add_file(&project.root, &project.path(name))?;
    }
    let wanted = fingerprint.text();
    if files::read_text(&stamp).is_ok_and(|present| present == wanted) {
        step.done("up to date");
        return Ok(());
    }
    npm_present()?;
    // No package may run a program of its own while it is installed.
    child::run(&mut step, project.npm().args(["ci", "--ignore-scripts"]))?;
    files::write(&stamp, &wanted)?;
    step.done("installed");
    Ok(())
}
