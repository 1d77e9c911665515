//! The table as a whole: each check where it reports and where it is silent, the order of findings, and the page in docs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use certview_orders::csr::{SelfSignature, decode};
use certview_orders::order::{ProductKind, Trust};
use certview_orders::review::{CHECKS, Check, CheckFunction, CsrInput, Scope, Severity};
use serde_json::json;

use crate::{Row, file, rows, sandbox, sound};

#[test]
fn every_check_reports_where_it_should_and_is_silent_where_it_should() {
    let mut wrong = Vec::new();
    for Row { check, reports, silent } in rows() {
        for (number, (setting, words)) in reports.iter().enumerate() {
            match setting.finding(check) {
                Some(finding) if finding.text.contains(words) => {}
                Some(finding) => wrong.push(format!("{check} {number} lacks {words:?}: {}", finding.text)),
                None => wrong.push(format!("{check} {number} reports nothing: {:?}", setting.order)),
            }
        }
        for (number, setting) in silent.iter().enumerate() {
            if let Some(finding) = setting.finding(check) {
                wrong.push(format!("{check} {number} should be silent: {}", finding.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_a_row_an_id_of_its_own_a_source_a_title_and_a_description() {
    let rows: BTreeSet<&str> = rows()
        .iter()
        .map(|row| {
            assert!(!row.reports.is_empty() && !row.silent.is_empty(), "{}", row.check);
            row.check
        })
        .collect();
    let ids: BTreeSet<&str> = CHECKS.iter().map(|check| check.id).collect();
    let titles: BTreeSet<&str> = CHECKS.iter().map(|check| check.title).collect();
    assert_eq!(rows, ids);
    assert_eq!((ids.len(), titles.len()), (CHECKS.len(), CHECKS.len()));
    for check in CHECKS {
        assert!(check.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", check.id);
        assert!(check.description.ends_with('.'), "{}", check.id);
        assert!(check.title.len() <= 42 && !check.title.ends_with('.'), "{}: {}", check.id, check.title);
        assert!(!check.source.title.is_empty(), "{}", check.id);
        assert!(check.source.url.as_ref().is_some_and(|url| url.starts_with("https://")), "{}", check.id);
    }
    // The checks of a subject are together.
    let mut subjects: Vec<&str> = CHECKS.iter().map(|check| check.subject).collect();
    subjects.dedup();
    assert_eq!(subjects.len(), subjects.iter().collect::<BTreeSet<_>>().len(), "{subjects:?}");
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_anchor_of_a_source_is_a_heading_of_its_document() {
    let mut looked_up = BTreeSet::new();
    for (document, kept) in [
        ("https://github.com/cabforum/servercert/blob/main/docs/BR.md#", "br-2.2.6.txt"),
        ("https://github.com/cabforum/servercert/blob/main/docs/EVG.md#", "evg-2.0.2.txt"),
        ("https://github.com/cabforum/code-signing/blob/main/docs/CSBR.md#", "csbr-3.10.0.txt"),
    ] {
        let headings = String::from_utf8(file(&format!("tests/fixtures/review/headings/{kept}"))).unwrap();
        let headings: BTreeMap<String, &str> = headings.lines().map(|line| (anchor(line), line)).collect();
        for check in CHECKS {
            let Some(own) = check.source.url.as_ref().unwrap().strip_prefix(document) else { continue };
            let heading = headings.get(own).unwrap_or_else(|| panic!("{}: no heading for {own}", check.id));
            assert!(heading.starts_with(&format!("{} ", check.source.section)), "{}: {heading}", check.id);
            looked_up.insert(check.id);
        }
    }
    // None of GitHub's documents is left out.
    for check in CHECKS {
        assert!(
            !check.source.url.as_ref().unwrap().contains("github.com") || looked_up.contains(check.id),
            "{}",
            check.id
        );
    }
    assert!(looked_up.len() > 20, "{looked_up:?}");
}

#[test]
fn a_sound_request_gets_the_finding_about_its_key_and_no_other() {
    let review = sound().review();
    let found: Vec<_> = review.findings.iter().map(|finding| (&*finding.check, finding.severity)).collect();
    assert_eq!(found, [("key-good", Severity::Information)]);
    assert_eq!(review.product, ProductKind::PublicTls);
    assert_eq!((review.trust, &review.trust_note), (Trust::Public, &None));
    let code_signing = CHECKS.iter().filter(|check| check.scope == Scope::CodeSigning).count();
    assert_eq!(review.checks_run, CHECKS.len() - code_signing);
    assert_eq!(
        [Severity::Error, Severity::Warning, Severity::Information].map(|it| review.count(it)),
        [0, 0, 1]
    );
}

#[test]
fn the_product_decides_which_checks_are_run_and_counted() {
    let count = |scopes: &[Scope], with_csr: bool| {
        let needs_csr = |check: &Check| matches!(check.function, CheckFunction::Csr(_));
        CHECKS.iter().filter(|check| scopes.contains(&check.scope) && (with_csr || !needs_csr(check))).count()
    };
    let (every, tls, public) = (Scope::Every, Scope::Tls, Scope::PublicTls);
    for (product, scopes) in [
        ("ssl_basic", &[every, tls, public] as &[Scope]),
        ("private_ssl_plus", &[every, tls]),
        ("code_signing", &[every, Scope::CodeSigning]),
        ("class1_smime", &[every]),
        ("client_premium", &[every]),
        ("document_signing_org_1", &[every]),
        ("317", &[every, tls, public]),
    ] {
        assert_eq!(sound().product(product).review().checks_run, count(scopes, true), "{product}");
        assert_eq!(sound().product(product).csr(None).review().checks_run, count(scopes, false), "{product}");
        let note = sound().product(product).review().trust_note;
        assert_eq!(note.is_some_and(|note| note.contains("does not tell")), product == "317", "{product}");
    }
}

#[test]
fn errors_come_first_and_an_unknown_product_makes_those_about_tls_warnings() {
    let many = sound()
        .names(&["intranet", "a_b.com", "www..example.com"])
        .with("certificate.organizationUnits", json!(["Web"]))
        .fixture("review/everything-rsa2048-sha1.pem")
        .verdict(SelfSignature::Invalid);
    let review = many.review();
    let severities: Vec<Severity> = review.findings.iter().map(|finding| finding.severity).collect();
    assert!(severities.is_sorted() && severities.first() == Some(&Severity::Error), "{severities:?}");
    assert_eq!(severities.last(), Some(&Severity::Information));
    // Within a severity the order is the table's.
    for severity in [Severity::Error, Severity::Warning, Severity::Information] {
        let places: Vec<_> = review
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .map(|finding| CHECKS.iter().position(|check| check.id == finding.check))
            .collect();
        assert!(places.is_sorted() && places.len() == review.count(severity), "{places:?}");
    }
    let severity =
        |check, product| many.clone().product(product).finding(check).map(|finding| finding.severity);
    for (check, public, private, code_signing, unknown) in [
        ("internal-name", Some(Severity::Error), None, None, Some(Severity::Warning)),
        ("label-empty", Some(Severity::Error), Some(Severity::Error), None, Some(Severity::Warning)),
        ("organizational-unit", Some(Severity::Warning), None, None, Some(Severity::Warning)),
        (
            "csr-signature-wrong",
            Some(Severity::Error),
            Some(Severity::Error),
            Some(Severity::Error),
            Some(Severity::Error),
        ),
    ] {
        let found =
            ["ssl_basic", "private_ssl_plus", "code_signing", "317"].map(|product| severity(check, product));
        assert_eq!(found, [public, private, code_signing, unknown], "{check}");
    }
}

#[test]
fn javascript_gets_plain_objects() {
    let review = sound().names(&["a_b.com"]).trust("unknown").review();
    let value = serde_json::to_value(&review).unwrap();
    assert_eq!((&value["trust"], &value["product"]), (&json!("unknown"), &json!("unknown")));
    assert_eq!(value["checksRun"], review.checks_run);
    assert!(value["trustNote"].is_string());
    let finding =
        value["findings"].as_array().unwrap().iter().find(|it| it["check"] == "underscore").unwrap();
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["title"], "Underscore in a name");
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
fn every_text_is_whole_sentences_of_readable_length() {
    for row in rows() {
        for (setting, _) in &row.reports {
            for finding in setting.review().findings {
                let (check, text) = (&finding.check, &finding.text);
                assert!(
                    text.ends_with('.') && !text.contains("  ") && !text.contains(". ."),
                    "{check}: {text}"
                );
                assert!(text.chars().count() < 1000, "{check}: {text}");
                assert!(!finding.title.is_empty(), "{check}");
                assert!(!finding.fields.is_empty(), "{check}");
            }
        }
    }
}

/// `UPDATE_DOCS=1 cargo test --test review` writes it.
#[test]
fn the_page_of_checks_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/review-rules.md");
    let text = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == text, "docs/review-rules.md is out of date: UPDATE_DOCS=1 cargo test --test review");
}

fn page() -> String {
    let mut text = String::from(include_str!("page-head.md"));
    let shown = sandbox::first_shown();
    let mut subject = "";
    for check in CHECKS {
        if check.subject != subject {
            subject = check.subject;
            write!(text, "\n## {subject}\n").unwrap();
        }
        let scope = match check.scope {
            Scope::Every => "all products",
            Scope::Tls => "TLS",
            Scope::PublicTls => "public TLS",
            Scope::CodeSigning => "code signing",
        };
        let csr =
            if matches!(check.function, CheckFunction::Csr(_)) { ", needs the decoded CSR" } else { "" };
        let section = match &*check.source.section {
            "" => String::new(),
            section => format!(", {section}"),
        };
        let (title, url) = (&check.source.title, check.source.url.as_ref().unwrap());
        let (id, severity, name) = (check.id, check.severity.as_str(), check.title);
        write!(text, "\n### {name}\n\n`{id}` · {severity} · {scope}{csr}\n\n{}\n\n", check.description)
            .unwrap();
        writeln!(text, "* Source: [{title}{section}]({url})").unwrap();
        let (order, example) = &shown[id];
        // What is in the order may be markup.
        let example = example.replace('<', "&lt;").replace('*', "\\*");
        writeln!(text, "* Example, sandbox order `{order}`: {example}").unwrap();
    }
    text.push_str(include_str!("page-foot.md"));
    text
}

#[test]
fn a_missing_csr_is_not_an_unreadable_one() {
    assert!(matches!(CsrInput::new(None), CsrInput::Missing));
    let unreadable = decode(b"");
    assert!(matches!(CsrInput::new(Some(&unreadable)), CsrInput::Unreadable(_)));
}
