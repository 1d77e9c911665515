//! `cargo xtask package`: the npm-style package in `pkg/`, and its tarball. Touches `pkg/` and
//! `target/package/`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::child;
use crate::failure::{Outcome, failure};
use crate::first_load::{has_ending, print_sizes};
use crate::html::attributes;
use crate::project::{Project, clean};
use crate::size::{Measured, Weight, compress, tell};
use crate::steps::{Step, print_line};
use crate::web_build::WebBuild;
use crate::{files, packages, prerequisites, tools, web_build};

/// The name of the compiled file, before its ending.
const COMPILED: &str = "certview_orders";
/// The features of each entry of the package, and the name of its generated files before their endings: the main entry,
/// and the two sub-paths that carry a part of it.
const ENTRIES: [(&str, &str); 3] =
    [("js", "certview_orders"), ("js-client", "certview_client"), ("js-csr", "certview_csr")];
/// The hand-written files that tell the version, and what is written there in its place.
const VERSION_PLACES: [(&str, &str); 3] = [
    ("package.json", "\"version\": \"0.0.0\""),
    ("jsr.json", "\"version\": \"0.0.0\""),
    ("version.js", "version = \"0.0.0\""),
];

/// What was built.
pub(crate) struct Built {
    /// The result of `npm pack`.
    pub(crate) tarball: PathBuf,
    /// WebAssembly and JavaScript together.
    pub(crate) weight: Weight,
}

/// Builds `pkg/` from nothing, packs it, and prints what it weighs.
pub(crate) fn build(project: &Project) -> Outcome<Built> {
    let written_by_hand = project.path("src/js/package");
    if !written_by_hand.is_dir() {
        return Err(failure(
            "there is no package to build yet: src/js/package, its files written by hand (package.json, \
             index.js, node.js, index.d.ts, README.md), does not exist",
        ));
    }
    prerequisites::node(project)?;
    prerequisites::wasm_target(project)?;
    let wasm_bindgen = tools::wasm_bindgen(project)?;
    packages::install(project)?;
    let settings = WebBuild::prepare(project)?;

    let mut step = Step::start("Package");
    let folder = project.path("pkg");
    files::remove_folder(&folder)?;
    for (features, name) in ENTRIES {
        generate(project, &settings, &mut step, &wasm_bindgen, (&folder, features, name))?;
    }
    for from in files::below(&written_by_hand)? {
        let to = folder.join(from.strip_prefix(&written_by_hand).unwrap_or(&from));
        if let Some(parent) = to.parent() {
            files::create_folder(parent)?;
        }
        files::copy(&from, &to)?;
    }
    copy_licences(project, &folder)?;
    for (name, place) in VERSION_PLACES {
        let path = folder.join(name);
        files::write(&path, &with_version(name, &files::read_text(&path)?, place, &project.version)?)?;
    }
    let tarball = pack(project, &mut step)?;
    step.done("built");

    let bytes = measure(project, &folder)?;
    print_line(&format!("packed as {}", tarball.display()));
    let weight = settings.weighs(bytes);
    tell(project, Measured::Package, weight)?;
    Ok(Built { tarball, weight })
}

/// The WebAssembly and its JavaScript, by cargo, wasm-bindgen and wasm-opt.
fn generate(
    project: &Project,
    settings: &WebBuild,
    step: &mut Step,
    wasm_bindgen: &Path,
    (folder, features, name): (&Path, &str, &str),
) -> Outcome<()> {
    let mut cargo = project.cargo();
    settings.apply(&mut cargo);
    cargo.args(["build", "--locked", "--package", "certview-orders", "--lib", "--profile", "web"]).args([
        "--target",
        "wasm32-unknown-unknown",
        "--no-default-features",
        "--features",
        features,
    ]);
    child::run(step, &mut cargo)?;

    let compiled = web_build::folder(project).join(format!("wasm32-unknown-unknown/web/{COMPILED}.wasm"));
    let mut bindgen =
        Command::new(wasm_bindgen.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX)));
    clean(&mut bindgen);
    // Its declarations are written by hand too.
    bindgen.current_dir(&project.root).args(["--target", "web", "--no-typescript", "--out-name", name]);
    bindgen.arg("--out-dir");
    child::run(step, bindgen.arg(folder).arg(compiled))?;

    step.progress("optimizing");
    let module = folder.join(format!("{name}_bg.wasm"));
    let mut optimize = project.node();
    optimize.args(["node_modules/binaryen/bin/wasm-opt", "-Oz"]);
    optimize.args(optimizer_settings(&files::read_text(&project.path("index.html"))?)?);
    child::run(step, optimize.arg(&module).arg("--output").arg(&module))?;
    let mut minify = project.node();
    child::run(step, minify.arg("xtask/src/minify.mjs").arg(folder.join(format!("{name}.js"))))
}

/// The same as for the page, which has them in index.html: what the compiler emits is one thing for both.
fn optimizer_settings(html: &str) -> Outcome<Vec<String>> {
    attributes(html)
        .into_iter()
        .find(|(_, name, _)| name == "data-wasm-opt-params")
        .map(|(_, _, value)| value.split_whitespace().map(str::to_owned).collect())
        .ok_or_else(|| {
            failure("index.html has no data-wasm-opt-params; the package is optimized with the same settings")
        })
}

fn copy_licences(project: &Project, folder: &Path) -> Outcome<()> {
    let mut found = files::below(&project.path("LICENSES"))?;
    for name in ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE"] {
        let path = project.path(name);
        if path.is_file() {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(failure("there is no LICENSE file at the root to put into the package"));
    }
    for path in found {
        files::copy(&path, &folder.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

fn with_version(name: &str, template: &str, place: &str, version: &str) -> Outcome<String> {
    if !template.contains(place) {
        return Err(failure(format!(
            "src/js/package/{name} has no `{place}`; Cargo.toml's version is put there"
        )));
    }
    Ok(template.replacen(place, &place.replace("0.0.0", version), 1))
}

fn pack(project: &Project, step: &mut Step) -> Outcome<PathBuf> {
    prerequisites::npm_present()?;
    let to = project.target.join("package");
    files::remove_folder(&to)?;
    files::create_folder(&to)?;
    let mut npm = project.npm();
    npm.args(["pack", "./pkg", "--ignore-scripts", "--pack-destination"]).arg(&to);
    child::run(step, &mut npm)?;
    let tarball = to.join(format!("certview-orders-{}.tgz", project.version));
    if tarball.is_file() {
        return Ok(tarball);
    }
    Err(failure(format!(
        "npm pack has written no {}; the package's name in src/js/package/package.json should be certview-orders",
        tarball.display()
    )))
}

fn measure(project: &Project, folder: &Path) -> Outcome<u64> {
    let mut weighed = files::below(folder)?;
    weighed.retain(|path| {
        let name = path.to_string_lossy();
        has_ending(&name, "wasm") || has_ending(&name, "js")
    });
    let sizes = compress(project, &weighed, false)?;
    let names = weighed.iter().map(|path| path.strip_prefix(folder).unwrap_or(path).display().to_string());
    let table: Vec<(String, u64)> = names.zip(sizes).collect();
    print_line("\nThe package, bytes as brotli:");
    print_sizes(&table);
    Ok(table.iter().map(|(_, bytes)| bytes).sum())
}

#[cfg(test)]
mod tests {
    use super::{optimizer_settings, with_version};

    #[test]
    fn the_version_is_put_in_its_place_only() {
        let template = "{ \"version\": \"0.0.0\", \"x\": { \"version\": \"0.0.0\" } }";
        let expected = "{ \"version\": \"1.2.3\", \"x\": { \"version\": \"0.0.0\" } }";
        let put = |template| with_version("package.json", template, "\"version\": \"0.0.0\"", "1.2.3");
        assert_eq!(put(template).unwrap(), expected);
        assert!(put("{}").is_err());
    }

    #[test]
    fn the_optimizer_is_set_as_for_the_page() {
        let html = "<link data-trunk rel=rust data-wasm-opt-params=\"--enable-simd --converge\">";
        assert_eq!(optimizer_settings(html).unwrap(), ["--enable-simd", "--converge"]);
        assert!(optimizer_settings("<link>").is_err());
    }
}
