//! The responses of the sandbox, for tests that do not start the server.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/")).join(name)
}

/// The names of all files with a response.
pub(crate) fn file_names() -> Vec<String> {
    let entries = fs::read_dir(folder("server/src/sandbox/orders")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The response of a file at a time, in milliseconds since the epoch.
pub(crate) fn response(file_name: &str, now: i64) -> String {
    let body = fs::read_to_string(folder("server/src/sandbox/orders").join(file_name)).unwrap();
    let (mut text, mut rest) = (String::new(), body.as_str());
    while let Some((before, after)) = rest.split_once("\"{{") {
        let (placeholder, after) = after.split_once("}}\"").unwrap();
        text.push_str(before);
        text.push_str(&filled_in(placeholder, now).to_string());
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The value of a placeholder, as the server's `template.rs` fills it in.
fn filled_in(placeholder: &str, now: i64) -> Value {
    let (kind, what) = placeholder.split_once(": ").unwrap_or((placeholder, ""));
    match kind {
        "uuid" => json!("00000000-0000-4000-8000-000000000000"),
        "progress" => json!(if what == "status" { "SUBMITTED" } else { "" }),
        "tenants" => {
            (1..=what.parse().unwrap()).map(|number: u32| format!("tenant-{number:03}.example.net")).collect()
        }
        "file" => {
            let folders = ["server/src/sandbox/requests", "tests/fixtures/review"].map(folder);
            let path = folders.iter().map(|folder| folder.join(what)).find(|path| path.exists());
            let path = path.unwrap_or_else(|| panic!("no file {what}"));
            json!(fs::read_to_string(path).unwrap())
        }
        "time" => {
            let when = what.split_once(", ").unwrap().0;
            let (sign, when) = match when.strip_prefix("in ") {
                Some(when) => (1, when),
                None => (-1, when.strip_suffix(" ago").unwrap()),
            };
            let (count, unit) = when.split_at(when.len() - 1);
            let minutes = match unit {
                "d" => 1440,
                "h" => 60,
                _ => 1,
            };
            json!(now + sign * count.parse::<i64>().unwrap() * minutes * 60_000)
        }
        _ => panic!("the placeholder {placeholder} is new: it has to be known here"),
    }
}
