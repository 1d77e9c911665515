//! The public suffixes, such as `co.uk`: domains under which anybody may register a name. Pure.

use std::collections::HashSet;

/// The ICANN section of the Public Suffix List, read from the compact text in `static/public-suffixes.txt`.
///
/// Lines that begin with `#` are comments; one is `# Version` and the list's date. Each further line is a top-level
/// domain, and then what is before it in each of its rules: `uk ac co *.sch` holds `uk`, `ac.uk`, `co.uk` and
/// `*.sch.uk`. The rules are those of <https://publicsuffix.org/list/>: `*` stands for any label, `!` is an exception.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuffixList {
    version: String,
    rules: HashSet<String>,
}

impl SuffixList {
    /// Reads the compact text. `None` where it is something else, such as a page that reports an error.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mut version, mut rules) = (None, HashSet::new());
        for line in text.lines() {
            if let Some(comment) = line.strip_prefix('#') {
                version = version.or_else(|| comment.strip_prefix(" Version ").map(str::to_owned));
                continue;
            }
            let mut parts = line.split(' ');
            let domain = parts.next().filter(|domain| !domain.is_empty())?;
            rules.extend(parts.map(|part| format!("{part}.{domain}")));
            rules.insert(domain.to_owned());
        }
        Some(Self { version: version?, rules })
    }

    /// The date of the list, such as `2026-10-22`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether a name is itself a public suffix. The name is in lower-case U-labels, without a last dot.
    #[must_use]
    pub fn is_public_suffix(&self, name: &str) -> bool {
        if self.rules.contains(name) {
            return true;
        }
        let Some((_, parent)) = name.split_once('.') else { return false };
        self.rules.contains(&format!("*.{parent}")) && !self.rules.contains(&format!("!{name}"))
    }
}
