//! The examples of `deploy/` fit the program: its options, its limits, and how far it may be sandboxed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test may stop at a failure")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap()
}

fn program(arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_certview-orders")).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn the_configuration_of_the_kubernetes_manifests_is_valid() {
    let manifests = read("kubernetes/certview-orders.yaml");
    let (_, after) = manifests.split_once("certview-orders.toml: |\n").unwrap();
    let lines = after.lines().take_while(|line| line.starts_with("    "));
    let configuration: String = lines.map(|line| format!("{}\n", line.trim_start())).collect();
    assert!(configuration.contains("upstream"), "{configuration}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("certview-orders.toml");
    std::fs::write(&file, configuration + "no-page = true\n").unwrap();
    let (valid, text) = program(&["check-config", "--config", file.to_str().unwrap()]);
    assert!(valid, "{text}");
}

#[test]
fn every_option_that_the_examples_give_exists() {
    let (_, help) = program(&["serve", "--help"]);
    let mut found = 0;
    for name in [
        "Containerfile",
        "compose.yaml",
        "certview-orders.service",
        "nginx.conf",
        "nginx-balanced.conf",
        "Caddyfile",
    ] {
        for word in read(name).split([' ', '"', ',', '\n', ':', '=', '`', ']', '[']) {
            let is_option = word.starts_with("CERTVIEW_ORDERS_")
                || word.starts_with("--") && !["--file", "--tag"].contains(&word);
            if is_option && word.len() > 2 {
                assert!(help.contains(word), "{name}: there is no {word}");
                found += 1;
            }
        }
    }
    assert!(found > 10, "{found}");
}

#[test]
fn the_systemd_unit_exposes_little() {
    let unit = path("certview-orders.service");
    let outcome =
        Command::new("systemd-analyze").args(["security", "--offline=true", "--no-pager"]).arg(unit).output();
    let Ok(output) = outcome else {
        println!("SKIPPED: there is no systemd-analyze");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line =
        text.lines().find(|line| line.contains("Overall exposure level")).unwrap_or_else(|| panic!("{text}"));
    let level = line.split(": ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
    assert!(level.parse::<f32>().unwrap() <= 2.0, "{line}");
}

/// The server may take this long to end; whoever ends it has to wait longer.
#[test]
fn the_examples_wait_longer_than_the_grace_period() {
    let number = |name: &str, key: &str| -> u64 {
        let text = read(name);
        let value = text.split_once(key).unwrap_or_else(|| panic!("{name}: no {key}")).1;
        value.trim_start().chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
    };
    let grace = 75;
    assert!(number("certview-orders.service", "TimeoutStopSec=") > grace);
    assert!(number("compose.yaml", "stop_grace_period:") > grace);
    let drain = number("kubernetes/certview-orders.yaml", "drain-delay = \"");
    assert!(number("kubernetes/certview-orders.yaml", "terminationGracePeriodSeconds:") > drain + grace);
}
