//! The programs that builds and tests need beside Rust: in the versions of Cargo.toml where they are Rust's, found on
//! PATH or named by a variable where they are the system's.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::print_line;
use crate::project::Project;

const OLDEST_NODE: u32 = 20;
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs a tool of crates.io in the version of Cargo.toml, where PATH does not have that version.
pub(crate) fn install(project: &Project, package: &str, program: &str) -> Result<()> {
    let version = project.tool_version(package)?;
    let subcommand = program.strip_prefix("cargo-");
    let installed = |program: &Path| {
        // As cargo calls its subcommands: some answer to nothing else.
        let command = project.command(program).args(subcommand).arg("--version");
        let answer = command.quiet().ignore_stderr().read();
        answer.is_ok_and(|answer| answer.split_whitespace().nth(1) == Some(version))
    };
    // One folder a version: two clones of the project may be of different ages.
    let folder = cache()?.join(format!("{package}-{version}"));
    let own = folder.join("bin").join(format!("{program}{}", env::consts::EXE_SUFFIX));
    if !installed(&own) {
        if installed(Path::new(program)) {
            return Ok(());
        }
        let mut command = project.cargo().args(["install", "--locked", "--root"]).arg(&folder);
        // Meant for this project's own builds.
        for variable in ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET", "RUSTFLAGS"] {
            command = command.env_remove(variable);
        }
        if package == "cargo-about" {
            // Its program is a feature.
            command = command.args(["--features", "cli"]);
        }
        project.run(command.arg(format!("{package}@{version}")))?;
    }
    add_to_path(project, &folder.join("bin"))
}

/// What the builds for browsers need: Node, the locked npm packages, the compiler's target and wasm-bindgen.
pub(crate) fn prepare_web_build(project: &Project) -> Result<()> {
    npm_packages(project, ".")?;
    let target = project.command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]);
    ensure!(
        target.quiet().read().is_ok_and(|folder| Path::new(&folder).is_dir()),
        "this Rust has no target {WASM_TARGET}; run `rustup target add {WASM_TARGET}`"
    );
    // Trunk looks for wasm-opt on PATH, and downloads it where it is not there.
    add_to_path(project, &project.path("node_modules/.bin"))?;
    install(project, "wasm-bindgen-cli", "wasm-bindgen")
}

/// Brings `node_modules/` of a folder in line with its package-lock.json.
pub(crate) fn npm_packages(project: &Project, folder: &str) -> Result<()> {
    let version = project.command("node").arg("--version").quiet().read().with_context(|| {
        format!("Node is missing; install Node {OLDEST_NODE} or newer from https://nodejs.org, with npm")
    })?;
    ensure!(
        major_version(&version).is_some_and(|major| major >= OLDEST_NODE),
        "Node {version} is too old; install Node {OLDEST_NODE} or newer from https://nodejs.org"
    );
    let folder = project.path(folder);
    let changed = |path: &str| fs::metadata(folder.join(path)).and_then(|facts| facts.modified()).ok();
    // npm writes the first when it has installed.
    if changed("node_modules/.package-lock.json") >= changed("package-lock.json") {
        return Ok(());
    }
    // Without scripts: no package may run a program of its own while it is installed.
    project.run(project.npm().args(["ci", "--ignore-scripts", "--prefix"]).arg(folder))
}

/// Has apt-get install the browsers, nginx and Caddy, where one of them is missing.
pub(crate) fn install_packages(project: &Project) -> Result<()> {
    let hosts = [program("NGINX", &["nginx"])?, program("CADDY", &["caddy"])?];
    if Browsers::programs()?.iter().chain(&hosts).all(Option::is_some) {
        return Ok(());
    }
    project.run(project.command("apt-get").arg("update"))?;
    let command = project.command("apt-get").env("DEBIAN_FRONTEND", "noninteractive");
    let command = command.args(["install", "--yes", "--no-install-recommends"]);
    project.run(command.args(["chromium", "chromium-driver", "firefox-esr", "nginx-light", "caddy"]))
}

/// The browsers that tests run in.
pub(crate) struct Browsers {
    /// Chromium, or a browser of its kind.
    pub(crate) chromium: PathBuf,
    /// The program that steers it by WebDriver.
    pub(crate) chromedriver: PathBuf,
    /// Firefox, where there is one: one test file of the page runs in it too.
    pub(crate) firefox: Option<PathBuf>,
}

impl Browsers {
    /// Finds them.
    pub(crate) fn find() -> Result<Self> {
        let [chromium, chromedriver, firefox] = Self::programs()?;
        let (Some(chromium), Some(chromedriver)) = (chromium, chromedriver) else {
            bail!(
                "Chromium or its chromedriver is missing; install them (Debian: `apt-get install chromium \
                 chromium-driver`, or `cargo xtask test --install` as root), or name yours in CHROME and CHROMEDRIVER"
            );
        };
        if firefox.is_none() {
            print_line(
                "No Firefox found: the page is tested in Chromium only (Debian: `apt-get install firefox-esr`)",
            );
        }
        Ok(Self { chromium, chromedriver, firefox })
    }

    fn programs() -> Result<[Option<PathBuf>; 3]> {
        const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let firefox = program("FIREFOX", &["firefox-esr", "firefox"])?;
        Ok([program("CHROME", &CHROMIUM)?, program("CHROMEDRIVER", &["chromedriver"])?, firefox])
    }
}

/// A program named by the variable, or found on PATH. A name that leads nowhere is an error.
fn program(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(named);
        ensure!(path.is_file(), "{variable} names {}, but there is no such file", path.display());
        return Ok(Some(path));
    }
    let folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let mut programs = candidates.map(|path| path.with_extension(env::consts::EXE_EXTENSION));
    Ok(programs.find(|path| path.is_file() && !is_snap(path)))
}

/// Ubuntu's browsers are snaps, which do not see the folders that tests give them. They are links to `snap`, or scripts.
fn is_snap(program: &Path) -> bool {
    program.canonicalize().is_ok_and(|real| real.ends_with("snap"))
        || fs::read_to_string(program).is_ok_and(|script| script.contains("/snap/bin/"))
}

fn add_to_path(project: &Project, folder: &Path) -> Result<()> {
    let present = project.shell.var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(env::split_paths(&present));
    project.shell.set_var("PATH", env::join_paths(folders).context("PATH cannot be extended")?);
    Ok(())
}

/// Where the tools of this user are kept, for all clones.
fn cache() -> Result<PathBuf> {
    let home = env::home_dir().context("there is no home folder to keep the build tools in; set HOME")?;
    Ok(home.join(".cache").join("certview-orders"))
}

fn major_version(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major_version("v20.20.2"), Some(20));
        assert_eq!(major_version("nightly"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_snap_is_known_by_its_link_and_by_its_script() {
        use super::is_snap;
        use std::{env, fs, os::unix::fs::symlink, process};

        let folder = env::temp_dir().join(format!("certview-orders-snap-{}", process::id()));
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
