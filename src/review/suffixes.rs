//! The public suffixes, such as `co.uk`: names under which anybody may register a domain. Pure.

use std::collections::HashSet;

/// The ICANN section of the Public Suffix List, read from the compact text in `static/public-suffixes.txt`.
///
/// The first line is the list's version behind `# `. Each further line is a top-level domain, then what stands before
/// its dot in each of its rules: `uk ac co *.sch` holds `uk`, `ac.uk`, `co.uk` and `*.sch.uk`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuffixList {
    version: String,
    rules: HashSet<String>,
}

impl SuffixList {
    /// Reads the compact text. `None` where it is something else, such as a web page of an error.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let version = lines.next()?.strip_prefix("# ")?.trim().to_owned();
        let mut rules = HashSet::new();
        for line in lines {
            let (domain, rest) = line.split_once(' ').unwrap_or((line, ""));
            if domain.is_empty() {
                return None;
            }
            rules.extend(
                rest.split(' ').filter(|part| !part.is_empty()).map(|part| format!("{part}.{domain}")),
            );
            rules.insert(domain.to_owned());
        }
        (!rules.is_empty()).then_some(Self { version, rules })
    }

    /// The list's own version, such as `2026-05-04`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether a name is itself a public suffix. The name is written in lower-case U-labels, without a last dot.
    #[must_use]
    pub fn is_public_suffix(&self, name: &str) -> bool {
        if self.rules.contains(name) {
            return true;
        }
        let Some((_, parent)) = name.split_once('.') else { return false };
        self.rules.contains(&format!("*.{parent}")) && !self.rules.contains(&format!("!{name}"))
    }
}
