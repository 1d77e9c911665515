//! How what browsers download is compiled: as small as this compiler can. Touches nothing but the toolchain's
//! components.
//!
//! Compiled as the toolchain ships it, Rust's library brings the words of every panic along, and the code that prints
//! them: a tenth of the page, for words that nobody reads in a browser. Compiling the library with the program leaves
//! them out: a panic then ends the program at once. The settings for it are not stable, so they are used with the one
//! release they are known for, the way other large projects do (`RUSTC_BOOTSTRAP`); with any other the page is built
//! from the library as it is, and works the same.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::child::{self, answer, answer_or_failure};
use crate::failure::Outcome;
use crate::project::{Project, folders, on_path};
use crate::size::Weight;
use crate::steps::{Step, print_line};

/// The release whose unstable settings are known.
const KNOWN_RELEASE: &str = "rustc 1.95.";
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// The settings of a build.
pub(crate) struct WebBuild {
    environment: Vec<(&'static str, OsString)>,
    /// Whether Rust's library is compiled with the program: the recorded sizes are those of such builds.
    is_small: bool,
}

impl WebBuild {
    /// Finds out what this toolchain can do; adds the library's source where it is missing.
    pub(crate) fn prepare(project: &Project) -> Outcome<Self> {
        let sysroot = answer_or_failure(Command::new("rustc").args(["--print", "sysroot"]))?;
        let is_small = is_known_release() && has_library_source(project, Path::new(sysroot.trim()));
        let mut flags = std::env::var_os(FLAGS).unwrap_or_default();
        for (path, name) in private_paths(sysroot.trim()) {
            flags.push(" --remap-path-prefix=");
            flags.push(path);
            flags.push(name);
        }
        // A folder of its own: scripts of crates are run again when RUSTC_BOOTSTRAP differs, so that this build and
        // the server's would otherwise undo each other.
        let mut environment = vec![("CARGO_TARGET_DIR", folder(project).into_os_string())];
        if is_small {
            flags.push(" -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none");
            for (name, value) in [
                ("RUSTC_BOOTSTRAP", "1"),
                ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
                ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
            ] {
                environment.push((name, value.into()));
            }
        } else {
            print_line(
                "! built without the settings that make it small, which are known for Rust 1.95 with its component \
                 rust-src only; it works the same, and weighs a tenth more",
            );
        }
        environment.push((FLAGS, flags));
        Ok(Self { environment, is_small })
    }

    /// The command with these settings.
    pub(crate) fn apply(&self, command: &mut Command) {
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    /// What a result of this build weighs.
    pub(crate) fn weighs(&self, bytes: u64) -> Weight {
        Weight { bytes, is_comparable: self.is_small }
    }

    /// What the settings are, for telling whether something was built with them.
    pub(crate) fn text(&self) -> String {
        format!("{:?}", self.environment)
    }
}

/// Trunk is kept from downloading tools, and takes cargo with it: the crates have to be there before.
pub(crate) fn fetch_crates(project: &Project, settings: Option<&WebBuild>, step: &mut Step) -> Outcome<()> {
    step.progress("fetching crates");
    let mut command = project.cargo();
    if let Some(settings) = settings {
        settings.apply(&mut command);
    }
    command.args(["fetch", "--locked", "--target", "wasm32-unknown-unknown"]);
    // Build scripts and macros run on this machine.
    let facts = answer(Command::new("rustc").arg("-vV")).unwrap_or_default();
    if let Some(host) = facts.lines().find_map(|line| line.strip_prefix("host: ")) {
        command.args(["--target", host]);
    }
    child::run(step, &mut command)
}

/// Where these builds go.
pub(crate) fn folder(project: &Project) -> std::path::PathBuf {
    project.target.join("web-build")
}

fn is_known_release() -> bool {
    answer(Command::new("rustc").arg("--version")).is_some_and(|version| version.starts_with(KNOWN_RELEASE))
}

/// Whether the source of Rust's library is there, or could be added.
fn has_library_source(project: &Project, sysroot: &Path) -> bool {
    let lock = sysroot.join("lib/rustlib/src/rust/library/Cargo.lock");
    if lock.is_file() {
        return true;
    }
    if on_path(&["rustup"]).is_none() {
        return false;
    }
    let mut step = Step::start("Rust component rust-src");
    let mut rustup = Command::new("rustup");
    rustup.args(["component", "add", "rust-src"]).current_dir(&project.root);
    let added = child::run(&mut step, &mut rustup).is_ok() && lock.is_file();
    step.done(if added { "added" } else { "not to be had" });
    added
}

/// Where this machine keeps crates and compiler is nobody's business, and without it the same sources make the same
/// bytes elsewhere.
fn private_paths(sysroot: &str) -> Vec<(OsString, &'static str)> {
    let home = std::env::var_os("CARGO_HOME")
        .map(std::path::PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registries = home.iter().flat_map(|home| folders(&home.join("registry/src")));
    let crates = registries.map(|registry| (registry.into_os_string(), "=crates"));
    crates.chain([(sysroot.into(), "=rust")]).collect()
}
