//! Where things are in this project, and how its own programs are called. Asks cargo once; touches nothing else.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::child::answer_or_failure;
use crate::failure::{Outcome, failure};
use crate::files::read_text;

/// The project's folders and version.
pub(crate) struct Project {
    /// The folder of the root Cargo.toml.
    pub(crate) root: PathBuf,
    /// Where cargo builds to.
    pub(crate) target: PathBuf,
    /// The version all packages share.
    pub(crate) version: String,
}

/// The folders in a folder, in a fixed order; none where it cannot be read.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

impl Project {
    /// Asks cargo; `cargo xtask` works from every folder of the project.
    pub(crate) fn find() -> Outcome<Self> {
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = xtask.parent().unwrap_or(&xtask).to_owned();
        let mut command = cargo();
        command.args(["metadata", "--no-deps", "--format-version", "1", "--offline"]).current_dir(&root);
        let facts: Value = serde_json::from_str(&answer_or_failure(&mut command)?)
            .map_err(|error| failure(format!("cargo metadata answered no JSON ({error})")))?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let package = facts
            .get("packages")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .find(|package| package.get("name").and_then(Value::as_str) == Some("certview-orders"));
        let (Some(target), Some(version)) =
            (text(facts.get("target_directory")), package.and_then(|package| text(package.get("version"))))
        else {
            return Err(failure("cargo metadata names no target folder or no package certview-orders"));
        };
        Ok(Self { root, target: PathBuf::from(target), version })
    }

    /// A file or folder of the project.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// Our own folder among cargo's: what was built from what, effective settings, logs.
    pub(crate) fn records(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Cargo, in the root folder.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// Node, in the root folder.
    pub(crate) fn node(&self) -> Command {
        let mut command = Command::new("node");
        command.current_dir(&self.root);
        command
    }

    /// npm, in the root folder, saying only what matters.
    pub(crate) fn npm(&self) -> Command {
        let mut command = npm();
        command.current_dir(&self.root).args(["--no-audit", "--no-fund", "--loglevel=error"]);
        command
    }

    /// The version a crate is locked to in Cargo.lock.
    pub(crate) fn locked_version(&self, name: &str) -> Outcome<String> {
        locked_version(&read_text(&self.path("Cargo.lock"))?, name).ok_or_else(|| {
            failure(format!(
                "Cargo.lock names no {name}; restore it from git, or run `cargo update --workspace`"
            ))
        })
    }

    /// The Trunk version that Trunk.toml asks for.
    pub(crate) fn trunk_version(&self) -> Outcome<String> {
        trunk_version(&read_text(&self.path("Trunk.toml"))?).ok_or_else(|| {
            failure(
                "Trunk.toml has no line `trunk-version = \"^1.2.3\"`; xtask installs the Trunk named there",
            )
        })
    }
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    clean(&mut command);
    // Its lines are read for progress.
    command.env("CARGO_TERM_COLOR", "never");
    command
}

/// npm as this system spells it.
pub(crate) fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Takes out what `cargo run` tells us about ourselves: build scripts ask to be run again when it differs, so
/// that `cargo xtask` and plain cargo would otherwise undo each other's builds.
pub(crate) fn clean(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
}

/// PATH with `folders` before what it holds already.
pub(crate) fn path_with(folders: &[&Path]) -> Outcome<std::ffi::OsString> {
    let present = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().map(|folder| folder.to_path_buf()).chain(env::split_paths(&present));
    env::join_paths(all).map_err(|error| failure(format!("PATH cannot be extended ({error})")))
}

/// The first of the programs found in a folder of PATH, with the system's ending for programs.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&path).map(|folder| folder.join(&file)).find(|program| program.is_file())
    })
}

fn locked_version(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| line.trim() != wanted);
    lines.next()?;
    quoted(lines.next()?.trim().strip_prefix("version = ")?)
}

fn trunk_version(configuration: &str) -> Option<String> {
    let line = configuration.lines().find(|line| line.starts_with("trunk-version"))?;
    let (_, requirement) = line.split_once('=')?;
    let version = quoted(requirement.trim())?;
    let version = version.trim_start_matches(['^', '=', '~']).trim();
    let whole = version.split('.').count() == 3 && version.split('.').all(|part| part.parse::<u32>().is_ok());
    whole.then(|| version.to_owned())
}

fn quoted(text: &str) -> Option<String> {
    text.strip_prefix('"')?.split('"').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{locked_version, trunk_version};

    #[test]
    fn the_pinned_version_is_the_named_crates_own() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(locked_version(lock, "wasm"), None);
        assert_eq!(locked_version("name = \"wasm-bindgen\"", "wasm-bindgen"), None);
    }

    #[test]
    fn the_trunk_version_must_be_whole() {
        assert_eq!(trunk_version("# x\ntrunk-version = \"^0.21.14\"\n").as_deref(), Some("0.21.14"));
        assert_eq!(trunk_version("trunk-version = \"=0.21.14\"").as_deref(), Some("0.21.14"));
        assert_eq!(trunk_version("trunk-version = \"0.21\""), None);
        assert_eq!(trunk_version("trunk-version = \"*\""), None);
        assert_eq!(trunk_version("[build]"), None);
    }
}
