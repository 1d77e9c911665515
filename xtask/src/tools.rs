//! wasm-bindgen-cli and Trunk at their pinned versions: found on PATH, found in the user's tool folder, or
//! installed there once for all clones. Touches that folder only.

use std::env;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::child::{self, answer};
use crate::failure::{Outcome, failure};
use crate::files;
use crate::project::{Project, cargo, on_path, path_with};
use crate::steps::{Step, print_line};

/// A program this project needs in one exact version.
struct Tool {
    /// As crates.io and the reader know it.
    name: &'static str,
    /// The programs it brings; the first one answers `--version`.
    programs: &'static [&'static str],
    version: String,
}

/// The folder that holds wasm-bindgen and its test runner.
pub(crate) fn wasm_bindgen(project: &Project) -> Outcome<PathBuf> {
    // The tool refuses to work for a library of any other version.
    let version = project.locked_version("wasm-bindgen")?;
    let programs = &["wasm-bindgen", "wasm-bindgen-test-runner"];
    find_or_install(&Tool { name: "wasm-bindgen-cli", programs, version })
}

/// The folder that holds Trunk.
pub(crate) fn trunk(project: &Project) -> Outcome<PathBuf> {
    find_or_install(&Tool { name: "trunk", programs: &["trunk"], version: project.trunk_version()? })
}

fn find_or_install(tool: &Tool) -> Outcome<PathBuf> {
    let mut step = Step::start(format!("{} {}", tool.name, tool.version));
    let tools = tool_folder()?;
    let root = tools.join(format!("{}-{}", tool.name, tool.version));
    let ours = root.join("bin");
    if let Some(folder) = on_path_in_version(tool) {
        step.done("found on PATH");
        return Ok(folder);
    }
    if is_in(tool, &ours) {
        step.done("found");
        return Ok(ours);
    }
    files::create_folder(&tools)?;
    // Two clones may want it at the same moment: the second waits, then finds it. The system frees the lock
    // of a process that ended in any way.
    let lock_path = tools.join(format!("{}-{}.lock", tool.name, tool.version));
    let lock = File::create(&lock_path)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| failure(format!("cannot lock {} ({error})", lock_path.display())))?;
    if !is_in(tool, &ours) {
        install(&mut step, tool, &tools, &root)?;
    }
    drop(lock);
    if !is_in(tool, &ours) {
        return Err(failure(format!(
            "{} was installed but does not answer as version {}; remove {} and try again",
            tool.name,
            tool.version,
            root.display()
        )));
    }
    step.done(&format!("installed in {}", root.display()));
    Ok(ours)
}

fn install(step: &mut Step, tool: &Tool, tools: &Path, root: &Path) -> Outcome<()> {
    if on_path(&["cargo-binstall"]).is_some() {
        let mut command = cargo();
        command.args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"]);
        command.arg(root).arg(format!("{}@{}", tool.name, tool.version)).current_dir(tools);
        if child::run(step, &mut command).is_ok() && is_in(tool, &root.join("bin")) {
            return Ok(());
        }
        print_line(&format!("  no prebuilt {} for this machine: building it from source", tool.name));
    }
    // A target folder of its own: with the project's, each would throw away what the other has built. It is
    // kept until the end, so that an interrupted installation goes on where it stopped.
    let building = tools.join(format!("{}-{}.building", tool.name, tool.version));
    let mut command = cargo();
    command.args(["install", "--locked", "--version", &format!("={}", tool.version), tool.name, "--root"]);
    // Outside the project, whose .cargo/config.toml is not meant for it.
    command.arg(root).current_dir(tools).env("CARGO_TARGET_DIR", &building);
    // Set for a build of our own, it would send the tool elsewhere.
    command.env_remove("CARGO_BUILD_TARGET").env_remove("RUSTFLAGS");
    child::run(step, &mut command)?;
    files::remove_folder(&building)
}

fn on_path_in_version(tool: &Tool) -> Option<PathBuf> {
    let program = on_path(&[tool.programs.first()?])?;
    let folder = program.parent()?;
    is_in(tool, folder).then(|| folder.to_owned())
}

fn is_in(tool: &Tool, folder: &Path) -> bool {
    let program = |name: &str| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let Some(first) = tool.programs.first() else { return false };
    tool.programs.iter().all(|name| program(name).is_file())
        && answer(Command::new(program(first)).arg("--version"))
            .is_some_and(|answer| answer.split_whitespace().nth(1) == Some(tool.version.as_str()))
}

/// Where this user's programs keep what can be made again, as each system has it.
fn tool_folder() -> Outcome<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library").join("Caches"))
    } else {
        set("XDG_CACHE_HOME")
            .filter(|folder| folder.is_absolute())
            .or_else(|| set("HOME").map(|home| home.join(".cache")))
    };
    let Some(caches) = caches else {
        let variable = if cfg!(windows) { "LOCALAPPDATA" } else { "HOME" };
        return Err(failure(format!(
            "no place for the build tools: the environment variable {variable} is not set; set it to your folder"
        )));
    };
    Ok(caches.join("certview-orders").join("tools"))
}

/// PATH with the tools and npm's programs before everything else.
pub(crate) fn path(project: &Project, folders: &[&Path]) -> Outcome<std::ffi::OsString> {
    let npm_programs = project.path("node_modules").join(".bin");
    let mut all = folders.to_vec();
    all.push(&npm_programs);
    path_with(&all)
}
