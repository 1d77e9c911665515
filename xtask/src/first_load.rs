//! What a browser downloads before the page stands, and how much that is. Reads `dist/`.
//!
//! The first load is index.html, every file of `dist/` that one of its tags names (styles, boot.js, the
//! program's JavaScript and WebAssembly, the icon), and config.json where there is one, which the page
//! fetches as it starts. Each counts once, as brotli where that is smaller.

use std::path::Path;

use crate::failure::{Outcome, failure};
use crate::files::{length, read_text};
use crate::html::attributes;
use crate::steps::print_line;

/// Fetched by the program, so that no tag names it.
const FETCHED: &str = "config.json";

/// The files of the first load with their size in bytes on the wire.
pub(crate) struct FirstLoad(Vec<(String, u64)>);

impl FirstLoad {
    /// Measures a built and compressed `dist/`.
    pub(crate) fn of(dist: &Path) -> Outcome<Self> {
        let html = read_text(&dist.join("index.html"))?;
        let mut names = vec!["index.html".to_owned()];
        names.extend(references(&html));
        names.push(FETCHED.to_owned());
        let mut files: Vec<(String, u64)> = Vec::new();
        for name in names {
            let path = dist.join(&name);
            if files.iter().any(|(known, _)| *known == name) || !path.is_file() {
                continue;
            }
            let compressed = dist.join(format!("{name}.br"));
            let bytes = if compressed.is_file() { length(&compressed)? } else { length(&path)? };
            files.push((name, bytes));
        }
        if !files.iter().any(|(name, _)| has_ending(name, "wasm")) {
            return Err(failure(format!(
                "{} names no WebAssembly file; its first load cannot be measured",
                dist.join("index.html").display()
            )));
        }
        Ok(Self(files))
    }

    /// The sum of all files.
    pub(crate) fn total(&self) -> u64 {
        self.0.iter().map(|(_, bytes)| bytes).sum()
    }

    /// Prints a line for each file and one for all.
    pub(crate) fn print(&self) {
        print_line("\nFirst load of the page, bytes as brotli:");
        print_sizes(&self.0);
    }
}

/// A table of sizes with their sum.
pub(crate) fn print_sizes(files: &[(String, u64)]) {
    for (name, bytes) in files {
        print_line(&format!("  {bytes:>8}  {name}"));
    }
    print_line(&format!("  {:>8}  together\n", files.iter().map(|(_, bytes)| bytes).sum::<u64>()));
}

/// Whether the file's name ends so.
pub(crate) fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|present| present.eq_ignore_ascii_case(ending))
}

/// The same-origin files that the tags name, relative to the page's folder.
fn references(html: &str) -> Vec<String> {
    let attributes = attributes(html);
    let base = attributes
        .iter()
        .find(|(tag, name, _)| tag == "base" && name == "href")
        .map_or("/", |(_, _, value)| value.as_str());
    attributes
        .iter()
        .filter(|(tag, name, _)| tag != "base" && tag != "a" && names_a_file(name))
        .filter(|(_, _, value)| !value.contains(':') && !value.starts_with("//"))
        .map(|(_, _, value)| {
            let path = value.split(['?', '#']).next().unwrap_or_default();
            path.strip_prefix(base)
                .unwrap_or(path)
                .trim_start_matches("./")
                .trim_start_matches('/')
                .to_owned()
        })
        .filter(|path| !path.is_empty() && !path.split('/').any(|part| part == ".."))
        .collect()
}

/// The program's own two files stand in data attributes, for boot.js.
fn names_a_file(attribute: &str) -> bool {
    matches!(attribute, "src" | "href")
        || attribute.starts_with("data-page-")
        || attribute.starts_with("data-app-")
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn the_files_of_a_minified_page_are_found() {
        let html = "<!doctype html><base href=/><link href=/style-1.css integrity=sha384-x rel=stylesheet>\
                    <script data-page-js=/page-1.js data-page-wasm=/page-1_bg.wasm src=/boot.js type=module>\
                    </script><link href=\"/page-1.js\" rel=modulepreload>";
        assert_eq!(references(html), ["style-1.css", "page-1.js", "page-1_bg.wasm", "boot.js", "page-1.js"]);
    }

    #[test]
    fn a_page_below_a_path_has_the_same_files() {
        assert_eq!(references("<base href=/orders-app/><img src=/orders-app/a/b.svg?x#y>"), ["a/b.svg"]);
        assert_eq!(references("<img src=./a.svg>"), ["a.svg"]);
    }

    #[test]
    fn other_origins_links_and_paths_outside_are_left_out() {
        let html = "<img src=https://x.example/a.svg><img src=//x.example/a><img src=data:,x><img src=../a>\
                    <a href=/b.html>b</a><script src=/></script>";
        assert!(references(html).is_empty());
    }
}
