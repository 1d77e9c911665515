//! docs/dependencies.md lists every direct dependency in the locked version, with its licence; and the tools that
//! `cargo xtask` installs are of the versions that the locked crates need.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at a failure"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--all-features", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The beginning of a dependency's row.
fn row(name: &str, version: &str, licence: &str) -> String {
    format!("| `{name}` | {version} | {licence} |")
}

/// What the packages of the workspace depend on, but for each other.
fn crates(metadata: &Value) -> BTreeSet<String> {
    let packages = metadata["packages"].as_array().unwrap();
    let package = |id: &Value| packages.iter().find(|package| package["id"] == *id).unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let members = metadata["workspace_members"].as_array().unwrap();
    let mut rows = BTreeSet::new();
    for node in nodes.iter().filter(|node| members.contains(&node["id"])) {
        for dependency in node["dependencies"].as_array().unwrap() {
            let found = package(dependency);
            if !members.contains(dependency) {
                let licence = found["license"].as_str().unwrap().replace('/', " OR ");
                rows.insert(row(
                    found["name"].as_str().unwrap(),
                    found["version"].as_str().unwrap(),
                    &licence,
                ));
            }
        }
    }
    rows
}

fn npm_packages() -> BTreeSet<String> {
    let described: Value = serde_json::from_str(&read("package.json")).unwrap();
    let locked: Value = serde_json::from_str(&read("package-lock.json")).unwrap();
    let names = described["devDependencies"].as_object().unwrap().keys();
    let rows = names.map(|name| {
        let package = &locked["packages"][format!("node_modules/{name}")];
        row(name, package["version"].as_str().unwrap(), package["license"].as_str().unwrap())
    });
    rows.collect()
}

#[test]
fn every_direct_dependency_is_documented_in_its_locked_version() {
    let metadata = metadata();
    let mut expected = crates(&metadata);
    expected.extend(npm_packages());
    for (name, version) in metadata["metadata"]["tools"].as_object().unwrap() {
        let licence = match name.as_str() {
            "cargo-cyclonedx" => "Apache-2.0",
            "cargo-mutants" => "MIT",
            _ => "MIT OR Apache-2.0",
        };
        expected.insert(row(name, version.as_str().unwrap(), licence));
    }
    let document = read("docs/dependencies.md");
    let documented: BTreeSet<String> = document
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split_inclusive('|').take(4).collect::<String>())
        .collect();
    let missing: Vec<_> = expected.difference(&documented).collect();
    let outdated: Vec<_> = documented.difference(&expected).collect();
    assert!(
        missing.is_empty() && outdated.is_empty(),
        "docs/dependencies.md misses rows that begin with\n{missing:#?}\nand has these without reason\n{outdated:#?}"
    );
}

#[test]
fn the_tools_fit_the_locked_crates() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let wasm_bindgen = packages.iter().find(|package| package["name"] == "wasm-bindgen").unwrap();
    let tools = &metadata["metadata"]["tools"];
    assert_eq!(tools["wasm-bindgen-cli"], wasm_bindgen["version"]);
    let trunk = tools["trunk"].as_str().unwrap();
    assert!(read("Trunk.toml").contains(&format!("trunk-version = \"^{trunk}\"")));
    let binaryen = npm_packages().into_iter().find(|row| row.contains("binaryen")).unwrap();
    let release = read("Trunk.toml")
        .lines()
        .find_map(|line| line.strip_prefix("wasm_opt = \"version_"))
        .map(|version| version.trim_end_matches('"').to_owned())
        .unwrap();
    assert!(binaryen.contains(&format!("| {release}.")), "{binaryen} is not release {release}");
}
