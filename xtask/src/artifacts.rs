//! What the project builds: the page, the server, the package; and what they weigh.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::print_line;
use crate::project::Project;
use crate::tools;

/// Builds the page into `dist/`, as `trunk build --release` does by hand.
pub(crate) fn page(project: &Project) -> Result<()> {
    tools::prepare_web_build(project)?;
    tools::install(project, "trunk", "trunk")?;
    // Trunk accepts only `true` and `false` there, and refuses the usual `1`.
    let trunk = project.command("trunk").env_remove("NO_COLOR");
    // A tool that is missing is an error at once, and no download.
    project.run(trunk.env("TRUNK_SKIP_VERSION_CHECK", "true").args(["build", "--release"]))
}

/// Builds the server; answers where it is.
pub(crate) fn server(project: &Project) -> Result<PathBuf> {
    let command = project.cargo().args(["build", "--release", "--locked"]);
    project
        .run(command.args(["--package", "certview-orders-server", "--bin", "certview-orders"]))
        .context("the server was not built; its TLS library needs a C compiler (cc, gcc or clang)")?;
    Ok(project.target.join("release").join(format!("certview-orders{}", std::env::consts::EXE_SUFFIX)))
}

/// The features of each entry of the package, and the name of its generated files: the main entry, and the two sub-paths
/// that contain a part of it.
const ENTRIES: [(&str, &str); 3] =
    [("js", "certview_orders"), ("js-client", "certview_client"), ("js-csr", "certview_csr")];

/// The page's parts as scripts/size.mjs names them.
pub(crate) const PAGE_PARTS: &[&str] = &["page", "worker"];
/// The package's entries as scripts/size.mjs names them.
pub(crate) const PACKAGE_ENTRIES: &[&str] = &["package", "client", "csr"];

/// Builds the package into `pkg/` and packs it; answers where the tarball is.
pub(crate) fn package(project: &Project) -> Result<PathBuf> {
    tools::prepare_web_build(project)?;
    let folder = project.path("pkg");
    project.shell.remove_path(&folder)?;
    let compiled = project.target.join("wasm32-unknown-unknown/npm/certview_orders.wasm");
    for (features, name) in ENTRIES {
        let command = project.cargo().args(["build", "--locked", "--package", "certview-orders", "--lib"]);
        let command = command.args(["--profile", "npm", "--target", "wasm32-unknown-unknown"]);
        project.run(command.args(["--no-default-features", "--features", features]))?;
        // The declarations are written by hand.
        let command = project.command("wasm-bindgen").args(["--target", "web", "--no-typescript"]);
        project.run(command.args(["--out-name", name, "--out-dir"]).arg(&folder).arg(&compiled))?;
    }
    let version = env!("CARGO_PKG_VERSION");
    project.run(project.command("node").arg("scripts/package.mjs").arg(&folder).arg(version))?;

    let tarballs = project.target.join("package");
    fs::create_dir_all(&tarballs)?;
    let tarball = tarballs.join(format!("certview-orders-{version}.tgz"));
    project.shell.remove_path(&tarball)?;
    let command = project.npm().args(["pack", "./pkg", "--ignore-scripts", "--pack-destination"]);
    project.run(command.arg(&tarballs))?;
    print_line(&format!("packed as {}", tarball.display()));
    Ok(tarball)
}

/// Builds everything a release page needs into `dist/` below cargo's target folder, and tests it.
pub(crate) fn dist(project: &Project) -> Result<()> {
    tools::install(project, "cargo-cyclonedx", "cargo-cyclonedx")?;
    page(project)?;
    let command = project.command("node").args(["scripts/dist.mjs", env!("CARGO_PKG_VERSION")]);
    project.run(command.arg(&project.target).arg(package(project)?)).context(
        "the files of the release were not made; on Linux their static program needs `rustup target add \
         x86_64-unknown-linux-musl` and musl-gcc (Debian: `apt-get install musl-tools`)",
    )?;
    let tests = project.command("node").args(["--test", "tests/dist/dist.test.mjs"]);
    project.run(tests.env("CERTVIEW_ORDERS_DIST", project.target.join("dist")))
}

/// Writes the licences of third-party crates anew.
pub(crate) fn licences(project: &Project) -> Result<()> {
    tools::install(project, "cargo-about", "cargo-about")?;
    project.run(project.command("node").arg("scripts/licences.mjs"))
}

/// Prints what was built weighs; `mode` is an option of scripts/size.mjs.
pub(crate) fn size(project: &Project, names: &[&str], mode: Option<&str>) -> Result<()> {
    project.run(project.command("node").arg("scripts/size.mjs").args(names).args(mode))
}

/// Makes the lists of domains, and the page of checks that has their date, from this Public Suffix List or the present one.
pub(crate) fn public_suffixes(project: &Project, file: Option<PathBuf>) -> Result<()> {
    let path = match file {
        Some(file) => std::path::absolute(file)?,
        None => {
            let path = project.target.join("public_suffix_list.dat");
            let command =
                project.command("curl").args(["--fail", "--silent", "--show-error", "--output"]).arg(&path);
            project.run(command.arg("https://publicsuffix.org/list/public_suffix_list.dat"))?;
            path
        }
    };
    for test in ["lists", "the_page_of_checks"] {
        let command = project.cargo().args(["test", "--locked", "--test", "review", test]);
        project.run(command.env("PUBLIC_SUFFIX_LIST", &path).env("UPDATE_DOCS", "1"))?;
    }
    Ok(())
}
