//! Firefox for the page's main path: named by `FIREFOX`, found on PATH, or installed from Debian's packages where
//! this process may do that. Without it the page is tested in Chromium alone: it is asked for, not required.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Outcome;
use crate::installed::{install, located, may_install};
use crate::project::on_path;
use crate::steps::{Step, print_line};

/// Finds Firefox, or installs it; `None` where neither can be done, which is said in one line.
pub(crate) fn find() -> Outcome<Option<PathBuf>> {
    let mut step = Step::start("Firefox");
    if let Some(browser) = present()? {
        step.done("found");
        return Ok(Some(browser));
    }
    let mut reason = String::new();
    if may_install() {
        match install(&mut step, &["firefox-esr"]) {
            Ok(()) => {
                if let Some(browser) = present()? {
                    step.done("installed");
                    return Ok(Some(browser));
                }
            }
            // Ubuntu has no such package.
            Err(refused) => reason = format!(" ({})", refused.message),
        }
    }
    step.done("none");
    print_line(&format!(
        "! no Firefox{reason}: the page is tested in Chromium alone; install Firefox (on Debian: apt-get install \
         firefox-esr; a snap will not do), or name yours in FIREFOX"
    ));
    Ok(None)
}

/// What FIREFOX names is taken as it is; what stands on PATH only when it will start for a test.
fn present() -> Outcome<Option<PathBuf>> {
    let named = located("FIREFOX", &[])?;
    Ok(named.or_else(|| on_path(&["firefox-esr", "firefox"]).filter(|browser| !is_snap(browser))))
}

/// A snap sees no profile in the system's temporary folder. Ubuntu has it as a link to `snap`, and as a script
/// that starts that link.
fn is_snap(program: &Path) -> bool {
    program.canonicalize().is_ok_and(|real| real.ends_with("snap"))
        || fs::read_to_string(program).is_ok_and(|script| script.contains("/snap/bin/"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::is_snap;
    use std::{env, fs, os::unix::fs::symlink, process};

    #[test]
    fn a_snap_is_known_by_its_link_and_by_its_script() {
        let folder = env::temp_dir().join(format!("certview-orders-firefox-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let [snap, link, script, other] = ["snap", "link", "script", "other"].map(|name| folder.join(name));
        fs::write(&snap, [0x7f, b'E', b'L', b'F', 0xff]).unwrap();
        symlink(&snap, &link).unwrap();
        fs::write(&script, "#!/bin/sh\nexec /snap/bin/firefox \"$@\"\n").unwrap();
        fs::write(&other, "#!/bin/sh\nexec /opt/firefox/firefox \"$@\"\n").unwrap();
        let found = [&link, &script, &other].map(|program| is_snap(program));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, [true, true, false]);
    }
}
