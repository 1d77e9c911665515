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

#[test]
fn every_crate_that_runs_in_the_page_or_the_package_is_reviewed() {
    let mut linked = BTreeSet::new();
    for features in ["page", "worker", "js"] {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "--package", "certview-orders", "--no-default-features"])
            .args(["--features", features, "--target", "wasm32-unknown-unknown"])
            .args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let names = String::from_utf8(output.stdout).unwrap();
        linked.extend(names.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned));
    }
    linked.remove("certview-orders");
    let document = read("docs/dependencies.md");
    let (_, after) = document.split_once("## What runs in the page, reviewed").unwrap();
    let (section, _) = after.split_once("\n## ").unwrap();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let reviewed: BTreeSet<String> =
        cells.skip(1).flat_map(|cell| cell.split(", ")).map(str::to_owned).collect();
    let missing: Vec<_> = linked.difference(&reviewed).collect();
    let outdated: Vec<_> = reviewed.difference(&linked).collect();
    assert!(
        missing.is_empty() && outdated.is_empty(),
        "docs/dependencies.md reviews none of {missing:?}, and without reason {outdated:?}"
    );
}

#[test]
fn the_actions_of_the_workflows_are_pinned_by_commit() {
    let mut actions = 0;
    for entry in std::fs::read_dir(root().join(".github/workflows")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for action in
            text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "))
        {
            let commit = action.split_once('@').and_then(|(_, commit)| commit.split_once(" # v"));
            let is_pinned = commit.is_some_and(|(commit, _)| {
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
            });
            assert!(is_pinned, "{action} in {}", path.display());
            actions += 1;
        }
    }
    assert!(actions > 3, "{actions}");
}
