//! Builds the page with Trunk, compresses it, and skips both when nothing has changed. Touches `dist/`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::child::{self, answer};
use crate::failure::{Outcome, failure};
use crate::files::{self, Fingerprint};
use crate::first_load::{FirstLoad, has_ending};
use crate::project::{Project, clean};
use crate::size::{Measured, Weight, compress, tell};
use crate::steps::Step;
use crate::web_build::{WebBuild, fetch_crates};
use crate::{packages, prerequisites, tools};

/// What the page is made of, beside everything below `src/` and `static/`.
const FILES: [&str; 6] =
    ["Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html", "package-lock.json", ".cargo/config.toml"];

/// Brings everything the page's build needs, then the page itself up to date, and measures it.
pub(crate) fn build(project: &Project) -> Outcome<Weight> {
    prerequisites::node(project)?;
    prerequisites::wasm_target(project)?;
    let wasm_bindgen = tools::wasm_bindgen(project)?;
    let trunk = tools::trunk(project)?;
    packages::install(project)?;
    let settings = WebBuild::prepare(project)?;

    let mut step = Step::start("Page");
    let record = project.records().join("page.built");
    let dist = project.path("dist");
    let source = source_fingerprint(project, &settings)?;
    // Built from this, and since then left as it was built.
    let up_to_date = dist.join("index.html").is_file()
        && files::read_text(&record).is_ok_and(|built| {
            built_fingerprint(&dist).is_ok_and(|result| built == record_text(&source, &result))
        });
    if up_to_date {
        let first_load = FirstLoad::of(&dist)?;
        step.done(&format!("nothing has changed, first load {} bytes as brotli", first_load.total()));
        return Ok(settings.weighs(first_load.total()));
    }
    fetch_crates(project, Some(&settings), &mut step)?;
    run_trunk(project, &settings, &mut step, &trunk, &wasm_bindgen)?;
    minify(project, &mut step, &dist)?;
    step.progress("compressing");
    compress(project, &worth_compressing(&dist)?, true)?;
    files::write(&record, &record_text(&source, &built_fingerprint(&dist)?))?;
    step.done("built");
    let first_load = FirstLoad::of(&dist)?;
    first_load.print();
    let weight = settings.weighs(first_load.total());
    tell(project, Measured::Page, weight)?;
    Ok(weight)
}

fn run_trunk(
    project: &Project,
    settings: &WebBuild,
    step: &mut Step,
    trunk: &Path,
    wasm_bindgen: &Path,
) -> Outcome<()> {
    let mut command = Command::new(trunk.join(format!("trunk{}", std::env::consts::EXE_SUFFIX)));
    clean(&mut command);
    settings.apply(&mut command);
    command
        .args(["build", "--release", "--color", "never"])
        .current_dir(&project.root)
        .env("PATH", tools::path(project, &[trunk, wasm_bindgen])?)
        // A tool of another version is then an error at once, not a download.
        .env("TRUNK_OFFLINE", "true")
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env("CARGO_TERM_COLOR", "never")
        // Trunk 0.21 accepts only `true` and `false` there and refuses the usual `1`.
        .env_remove("NO_COLOR");
    child::run(step, &mut command)?;
    if project.path("dist/index.html").is_file() {
        return Ok(());
    }
    Err(failure("Trunk has built no dist/index.html; Trunk.toml should say `dist = \"dist\"`"))
}

/// The generated script, by esbuild. boot.js stays as it was written: whoever looks at it should see what it does.
fn minify(project: &Project, step: &mut Step, dist: &Path) -> Outcome<()> {
    let mut scripts = files::below(dist)?;
    scripts.retain(|path| has_ending(&path.to_string_lossy(), "js") && !path.ends_with("boot.js"));
    child::run(step, project.node().arg("xtask/src/minify.mjs").args(scripts))
}

/// Text and WebAssembly. Not config.json: whoever hosts the page edits it, and would not know of its copies.
fn worth_compressing(dist: &Path) -> Outcome<Vec<PathBuf>> {
    let endings = ["html", "css", "js", "mjs", "wasm", "json", "svg", "txt", "webmanifest"];
    let mut found = files::below(dist)?;
    found.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name != "config.json" && endings.iter().any(|ending| has_ending(&name, ending))
    });
    Ok(found)
}

/// Everything that may change the page: its sources, the tools, and what the environment tells them.
fn source_fingerprint(project: &Project, build: &WebBuild) -> Outcome<String> {
    let mut fingerprint = Fingerprint::default();
    let mut paths: Vec<PathBuf> =
        FILES.iter().map(|name| project.path(name)).filter(|path| path.is_file()).collect();
    paths.extend(files::below(&project.path("src"))?);
    paths.extend(files::below(&project.path("static"))?);
    paths.extend(["compress", "minify"].map(|script| project.path(&format!("xtask/src/{script}.mjs"))));
    for path in paths {
        fingerprint.add_file(&project.root, &path)?;
    }
    fingerprint.add(build.text().as_bytes());
    for program in ["rustc", "node"] {
        fingerprint.add(answer(Command::new(program).arg("--version")).unwrap_or_default().as_bytes());
    }
    let mut settings: Vec<String> = std::env::vars_os()
        .map(|(name, value)| format!("{}={}", name.to_string_lossy(), value.to_string_lossy()))
        .filter(|setting| {
            ["TRUNK_", "RUSTFLAGS=", "CARGO_PROFILE_", "CARGO_ENCODED_RUSTFLAGS="]
                .iter()
                .any(|name| setting.starts_with(name))
        })
        .collect();
    settings.sort();
    settings.iter().for_each(|setting| fingerprint.add(setting.as_bytes()));
    Ok(fingerprint.text())
}

/// The built files as they lie there, so that an edited or missing one is noticed.
fn built_fingerprint(dist: &Path) -> Outcome<String> {
    let mut fingerprint = Fingerprint::default();
    for path in files::below(dist)? {
        fingerprint.add_file(dist, &path)?;
    }
    Ok(fingerprint.text())
}

fn record_text(source: &str, result: &str) -> String {
    format!("built from {source}\nbuilt as {result}\n")
}

#[cfg(test)]
mod tests {
    use super::{built_fingerprint, worth_compressing};
    use crate::files;

    #[test]
    fn an_edited_renamed_or_missing_file_is_noticed() {
        let folder = std::env::temp_dir().join(format!("certview-orders-xtask-{}", std::process::id()));
        files::write(&folder.join("index.html"), "<p>").unwrap();
        files::write(&folder.join("deep/page.js"), "1").unwrap();
        let before = built_fingerprint(&folder).unwrap();
        files::write(&folder.join("deep/page.js"), "2").unwrap();
        assert_ne!(built_fingerprint(&folder).unwrap(), before);
        files::write(&folder.join("deep/page.js"), "1").unwrap();
        assert_eq!(built_fingerprint(&folder).unwrap(), before);
        files::remove_folder(&folder.join("deep")).unwrap();
        assert_ne!(built_fingerprint(&folder).unwrap(), before);
        files::remove_folder(&folder).unwrap();
    }

    #[test]
    fn what_the_host_edits_has_no_compressed_copies() {
        let folder = std::env::temp_dir().join(format!("certview-orders-compress-{}", std::process::id()));
        for name in ["index.html", "config.json", "a_bg.wasm", "photo.png", "index.html.br"] {
            files::write(&folder.join(name), "x").unwrap();
        }
        let names: Vec<_> = worth_compressing(&folder)
            .unwrap()
            .into_iter()
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect();
        files::remove_folder(&folder).unwrap();
        assert_eq!(names, ["a_bg.wasm", "index.html"]);
    }
}
