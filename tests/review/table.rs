//! The table as a whole: every rule where it speaks and is silent, the order of findings, and the page in docs.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use certview_orders::csr::{self, SelfSignature};
use certview_orders::order::Trust;
use certview_orders::review::{CHECKS, Check, CheckFunction, Scope, Severity};
use serde_json::json;

use crate::{Row, rows, sound};

#[test]
fn every_rule_speaks_where_it_should_and_is_silent_where_it_should() {
    let mut wrong = Vec::new();
    for Row { rule, speaks, silent } in rows() {
        for (number, (setting, words)) in speaks.iter().enumerate() {
            match setting.finding(rule) {
                Some(finding) if finding.text.contains(words) => {}
                Some(finding) => wrong.push(format!("{rule} {number} lacks {words:?}: {}", finding.text)),
                None => wrong.push(format!("{rule} {number} says nothing: {:?}", setting.order)),
            }
        }
        for (number, setting) in silent.iter().enumerate() {
            if let Some(finding) = setting.finding(rule) {
                wrong.push(format!("{rule} {number} should be silent: {}", finding.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_row_an_id_of_its_own_a_source_and_a_line() {
    let rows: BTreeSet<&str> = rows()
        .iter()
        .map(|row| {
            assert!(!row.speaks.is_empty() && !row.silent.is_empty(), "{}", row.rule);
            row.rule
        })
        .collect();
    let ids: BTreeSet<&str> = CHECKS.iter().map(|rule| rule.id).collect();
    assert_eq!(rows, ids);
    assert_eq!(ids.len(), CHECKS.len());
    for rule in CHECKS {
        assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.id);
        assert!(rule.description.ends_with('.'), "{}", rule.id);
        assert!(!rule.source.title.is_empty(), "{}", rule.id);
        assert!(rule.source.url.is_some_and(|url| url.starts_with("https://")), "{}", rule.id);
        let is_baseline = rule.source.title.contains("Baseline");
        assert!(
            rule.scope == Scope::Every || is_baseline || rule.source.title.contains("DigiCert"),
            "{}",
            rule.id
        );
    }
}

#[test]
fn a_sound_request_is_told_its_key_is_good_and_nothing_else() {
    let review = sound().review();
    let said: Vec<_> = review.findings.iter().map(|finding| (finding.check, finding.severity)).collect();
    assert_eq!(said, [("key-good", Severity::Information)]);
    assert_eq!((review.checks_run, review.trust, review.trust_note), (CHECKS.len(), Trust::Public, None));
}

#[test]
fn only_rules_that_can_look_are_counted() {
    let in_csr = |scope: Option<Scope>| {
        let is_counted = |rule: &&Check| {
            matches!(rule.function, CheckFunction::Csr(_)) && scope.is_none_or(|scope| rule.scope == scope)
        };
        CHECKS.iter().filter(is_counted).count()
    };
    let public = CHECKS.iter().filter(|rule| rule.scope == Scope::Public).count();
    assert_eq!(sound().csr(None).review().checks_run, CHECKS.len() - in_csr(None));
    assert_eq!(sound().trust("private").review().checks_run, CHECKS.len() - public);
    let neither = sound().csr(None).trust("private").review().checks_run;
    assert_eq!(neither, CHECKS.len() - public - in_csr(None) + in_csr(Some(Scope::Public)));
    let unknown = sound().trust("unknown").review();
    assert_eq!(unknown.checks_run, CHECKS.len());
    assert!(unknown.trust_note.is_some_and(|note| note.contains("does not tell")));
}

#[test]
fn errors_come_first_and_unknown_trust_makes_them_warnings() {
    let many = sound()
        .names(&["intranet", "a_b.com", "www..example.com"])
        .with("certificate.organizationUnits", json!(["Web"]))
        .fixture("review/everything-rsa2048-sha1.pem")
        .verdict(SelfSignature::Invalid);
    let review = many.review();
    let severities: Vec<Severity> = review.findings.iter().map(|finding| finding.severity).collect();
    assert!(severities.is_sorted() && severities.first() == Some(&Severity::Error), "{severities:?}");
    assert_eq!(severities.last(), Some(&Severity::Information));
    let severity = |trust| many.clone().trust(trust).finding("internal-name").map(|finding| finding.severity);
    assert_eq!(severity("public"), Some(Severity::Error));
    assert_eq!(severity("unknown"), Some(Severity::Warning));
    assert_eq!(severity("private"), None);
    let underscore = |trust| many.clone().trust(trust).finding("label-empty").map(|finding| finding.severity);
    assert_eq!(underscore("unknown"), Some(Severity::Error));
}

#[test]
fn javascript_gets_plain_objects() {
    let review = sound().names(&["a_b.com"]).trust("unknown").review();
    let value = serde_json::to_value(&review).unwrap();
    assert_eq!(value["trust"], "unknown");
    assert_eq!(value["checksRun"], review.checks_run);
    assert!(value["trustNote"].is_string());
    let finding =
        value["findings"].as_array().unwrap().iter().find(|it| it["check"] == "underscore").unwrap();
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["fields"], json!(["certificate.commonName"]));
    assert_eq!(finding["source"]["section"], "7.1.2.7.12");
    assert!(
        finding["source"]["url"]
            .as_str()
            .unwrap()
            .ends_with("#712712-subscriber-certificate-subject-alternative-name")
    );
}

#[test]
fn every_sentence_is_one_for_people() {
    for row in rows() {
        for (setting, _) in &row.speaks {
            for finding in setting.review().findings {
                let sentence = &finding.text;
                assert!(
                    sentence.ends_with(['.', ')']) && !sentence.contains("  "),
                    "{}: {sentence}",
                    finding.check
                );
                assert!(sentence.chars().count() < 1000, "{}: {sentence}", finding.check);
                assert!(!finding.fields.is_empty(), "{}", finding.check);
            }
        }
    }
}

/// `UPDATE_DOCS=1 cargo test --test review` writes it.
#[test]
fn the_page_of_rules_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/review-rules.md");
    let text = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == text, "docs/review-rules.md is out of date: UPDATE_DOCS=1 cargo test --test review");
}

fn page() -> String {
    let mut text = String::from(
        "# The rules of the review\n\n\
         Made from the table in `src/review/table.rs` by `UPDATE_DOCS=1 cargo test --test review`; a test fails where \
         the two differ.\n\n\
         * **Public** rules are about publicly trusted certificates. They do not look at private products; where the \
         product does not tell, their findings say so, and an error is a warning.\n\
         * Rules marked **CSR** look only where the CSR can be read.\n\
         * Not found here: wildcards under public suffixes of several labels (`*.co.uk`) and the keys of Debian's \
         broken OpenSSL of 2008: both need lists larger than the page. DigiCert looks at both.\n",
    );
    for (severity, title) in [
        (Severity::Error, "Errors: not to be approved as it is"),
        (Severity::Warning, "Warnings: to be understood before it is approved"),
        (Severity::Information, "Information"),
    ] {
        let of_severity = CHECKS.iter().filter(|rule| rule.severity == severity);
        write!(text, "\n## {title}\n\n| rule | looks at | about | source |\n|---|---|---|---|\n").unwrap();
        for rule in of_severity {
            let looks_at = rule.description;
            let scope = if rule.scope == Scope::Public { "public" } else { "all" };
            let csr = if matches!(rule.function, CheckFunction::Csr(_)) { ", CSR" } else { "" };
            let section = match rule.source.section {
                "" => String::new(),
                section => format!(", {section}"),
            };
            let (title, url) = (rule.source.title, rule.source.url.unwrap());
            writeln!(text, "| `{}` | {looks_at} | {scope}{csr} | [{title}{section}]({url}) |", rule.id)
                .unwrap();
        }
    }
    text
}

#[test]
fn a_missing_csr_is_no_refused_one() {
    assert!(matches!(
        certview_orders::review::CsrInput::new(None),
        certview_orders::review::CsrInput::Missing
    ));
    let refused = csr::decode(b"");
    assert!(matches!(
        certview_orders::review::CsrInput::new(Some(&refused)),
        certview_orders::review::CsrInput::Unreadable(_)
    ));
}
