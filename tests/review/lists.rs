//! The two lists of domains: `src/review/top-level-domains.txt`, which is built in, and `static/public-suffixes.txt`,
//! which is loaded where a wildcard is requested. Both are made from one `public_suffix_list.dat`, which `cargo xtask
//! update-psl` names in `PUBLIC_SUFFIX_LIST`.

use std::collections::{BTreeMap, BTreeSet};

use certview_orders::order::Order;
use certview_orders::review::{SuffixList, needs_suffix_list};

use crate::{Setting, file, sound};

const SUFFIXES: &str = "static/public-suffixes.txt";
const TOP_LEVEL_DOMAINS: &str = "src/review/top-level-domains.txt";
const NOTICE: &str = "# https://publicsuffix.org/list/public_suffix_list.dat\n\
    # This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0. If a copy of the MPL was not\n\
    # distributed with this file, You can obtain one at https://mozilla.org/MPL/2.0/.\n";

fn text(path: &str) -> String {
    String::from_utf8(file(path)).unwrap()
}

/// The rules of the ICANN section by top-level domain, each without it, and the date.
fn rules(list: &str) -> (BTreeMap<String, BTreeSet<String>>, String) {
    let version = list.lines().find_map(|line| line.strip_prefix("// VERSION: ")).unwrap();
    let icann = list.split("===BEGIN ICANN DOMAINS===").nth(1).unwrap();
    let icann = icann.split("// ===END ICANN DOMAINS===").next().unwrap();
    let mut rules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in icann.lines().filter(|line| !line.is_empty() && !line.starts_with("//")) {
        let rule = line.split_whitespace().next().unwrap();
        match rule.rsplit_once('.') {
            None => drop(rules.entry(rule.to_owned()).or_default()),
            Some((rest, domain)) => drop(rules.entry(domain.to_owned()).or_default().insert(rest.to_owned())),
        }
    }
    (rules, version[..10].to_owned())
}

#[test]
fn both_lists_are_made_from_the_public_suffix_list() {
    let Some(path) = std::env::var_os("PUBLIC_SUFFIX_LIST") else { return };
    let (rules, version) = rules(&std::fs::read_to_string(path).unwrap());
    let mut suffixes =
        format!("# Public Suffix List, ICANN section, in compact form\n# Version {version}\n{NOTICE}");
    let mut domains = format!(
        "# The top-level domains of the Public Suffix List, ICANN section\n# Version {version}\n{NOTICE}"
    );
    for (domain, rest) in &rules {
        let line: Vec<&str> = std::iter::once(domain).chain(rest).map(String::as_str).collect();
        suffixes.push_str(&format!("{}\n", line.join(" ")));
        // .onion is a special-use domain (RFC 7686), not in the public DNS.
        if domain != "onion" {
            domains.push_str(&format!("{domain}\n"));
        }
    }
    for (path, made) in [(SUFFIXES, suffixes), (TOP_LEVEL_DOMAINS, domains)] {
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")), &made).unwrap();
        }
        assert_eq!(text(path), made, "{path}");
    }
}

#[test]
fn both_lists_have_the_same_top_level_domains_and_date() {
    let first_words = |path: &str| -> BTreeSet<String> {
        let text = text(path);
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    let date =
        |path: &str| text(path).lines().find_map(|line| line.strip_prefix("# Version ").map(str::to_owned));
    let (mut suffixes, domains) = (first_words(SUFFIXES), first_words(TOP_LEVEL_DOMAINS));
    assert!(suffixes.remove("onion"));
    assert_eq!(suffixes, domains);
    assert!(domains.len() > 1400, "{}", domains.len());
    assert_eq!(date(SUFFIXES), date(TOP_LEVEL_DOMAINS));
    assert!(date(SUFFIXES).is_some_and(|date| date.len() == 10 && date.as_str() > "2026-01-01"));
    for path in [SUFFIXES, TOP_LEVEL_DOMAINS] {
        assert!(text(path).contains("Mozilla Public License, v. 2.0"), "{path}");
    }
}

#[test]
fn public_suffixes_are_known_with_their_wildcards_and_exceptions() {
    let list = SuffixList::parse(&text(SUFFIXES)).unwrap();
    for suffix in [
        "com",
        "co.uk",
        "kawasaki.jp",
        "city.kawasaki.jp",
        "example.co.uk",
        "uk.com",
        "公司.cn",
        "github.io",
        "x.ck",
        "www.ck",
        "ide.kyoto.jp",
        "a.kawasaki.jp",
        "рф",
        "nosuch",
        "nosuch.nosuch",
        "",
    ] {
        let is_suffix =
            matches!(suffix, "com" | "co.uk" | "公司.cn" | "x.ck" | "ide.kyoto.jp" | "a.kawasaki.jp" | "рф");
        assert_eq!(list.is_public_suffix(suffix), is_suffix, "{suffix}");
    }
}

#[test]
fn the_list_is_needed_where_a_wildcard_is_requested_and_nowhere_else() {
    let needs = |setting: Setting| needs_suffix_list(&Order::from_text(&setting.order.to_string()).unwrap());
    let wildcard = || sound().names(&["*.example.com"]);
    assert!(needs(wildcard()));
    assert!(needs(wildcard().trust("unknown")));
    assert!(needs(sound().names(&["example.com", "*.example.com"])));
    assert!(!needs(sound()));
    assert!(!needs(wildcard().trust("private")));
    assert!(!needs(wildcard().product("code_signing")));
}

#[test]
fn what_is_not_the_list_is_not_read_as_one() {
    for text in ["", "com\nuk co", "# Version 2026-10-22\n\ncom", "<!DOCTYPE html>\n<title>404</title>"] {
        assert_eq!(SuffixList::parse(text), None, "{text:?}");
    }
    assert_eq!(SuffixList::parse("# Version 2026-10-22\nuk co").unwrap().version(), "2026-10-22");
}
