//! The project's folders and versions, and how its commands are started.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use xshell::{Cmd, Shell};

/// The project, as cargo describes it.
pub(crate) struct Project {
    /// A shell in the root folder.
    pub(crate) shell: Shell,
    /// The folder of the root Cargo.toml.
    pub(crate) root: PathBuf,
    /// Where cargo builds to.
    pub(crate) target: PathBuf,
    metadata: Value,
}

impl Project {
    /// Asks cargo; `cargo xtask` works in every folder of the project.
    pub(crate) fn find() -> Result<Self> {
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = xtask.parent().context("xtask has no folder above it")?.to_owned();
        let shell = Shell::new()?;
        shell.change_dir(&root);
        let answer = shell
            .cmd("cargo")
            .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
            .quiet()
            .read()?;
        let metadata: Value = serde_json::from_str(&answer)?;
        let target = metadata
            .get("target_directory")
            .and_then(Value::as_str)
            .context("cargo metadata names no target folder")?
            .into();
        Ok(Self { shell, root, target, metadata })
    }

    /// The version of a tool, from `[workspace.metadata.tools]` in Cargo.toml.
    pub(crate) fn tool_version(&self, package: &str) -> Result<&str> {
        self.metadata.pointer(&format!("/metadata/tools/{package}")).and_then(Value::as_str).with_context(
            || format!("Cargo.toml names no version of {package} in [workspace.metadata.tools]"),
        )
    }

    /// A file or folder of the project.
    pub(crate) fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// A program of the system or of this project's tools, in the root folder.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Cmd<'_> {
        let mut command = self.shell.cmd(program);
        // `cargo run` describes xtask in these. Build scripts are run again when they differ, so that otherwise
        // `cargo xtask` and plain cargo would compile everything anew after each other.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command = command.env_remove(&name);
            }
        }
        command
    }

    /// Cargo.
    pub(crate) fn cargo(&self) -> Cmd<'_> {
        self.command("cargo")
    }

    /// npm, under the name that this system has for it.
    pub(crate) fn npm(&self) -> Cmd<'_> {
        self.command(if cfg!(windows) { "npm.cmd" } else { "npm" }).args([
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
    }

    /// Shows the command, then runs it to its end with its output shown.
    pub(crate) fn run(&self, command: Cmd<'_>) -> Result<()> {
        Ok(command.run()?)
    }
}
