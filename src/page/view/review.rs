//! Is it right? What an approver should notice, gravest first, each finding with its fields and its source.

use super::drawing::Drawing;
use super::facts::label_of;
use super::foreign::foreign;
use super::icon::{Shape, icon};
use crate::review::{Finding, Review, Severity};

/// The review of a request.
pub fn review_view(draw: &mut Drawing<'_>, review: &Review) {
    draw.element("section", &[("class", "review"), ("aria-labelledby", "review-title")], |draw| {
        draw.labelled("h2", &[("id", "review-title")], "Is it right?");
        let objects = review.findings.iter().any(|finding| finding.severity != Severity::Information);
        draw.element("p", &[("class", "looked")], |draw| {
            icon(draw, if objects { Shape::Warning } else { Shape::Seal });
            let said = if objects { "Something to look at; " } else { "Nothing to object to; " };
            draw.own(&[said, &review.checks_run.to_string(), " rules looked."].concat());
        });
        draw.part(|draw| {
            if let Some(note) = review.trust_note {
                draw.labelled("p", &[("class", "hint")], note);
            }
        });
        for (severity, title, shape) in [
            (Severity::Error, "Errors", Shape::Cross),
            (Severity::Warning, "Warnings", Shape::Warning),
            (Severity::Information, "Good to know", Shape::Tag),
        ] {
            draw.part(|draw| {
                if review.findings.iter().any(|finding| finding.severity == severity) {
                    draw.labelled("h3", &[], title);
                    draw.element("ul", &[("class", "findings")], |draw| {
                        for finding in review.findings.iter().filter(|finding| finding.severity == severity) {
                            draw.element("li", &[], |draw| {
                                draw.attribute("data-severity", severity.as_str());
                                draw.attribute("data-rule", finding.check);
                                icon(draw, shape);
                                draw.element("div", &[], |draw| finding_view(draw, finding));
                            });
                        }
                    });
                }
            });
        }
    });
}

fn finding_view(draw: &mut Drawing<'_>, finding: &Finding) {
    draw.element("p", &[], |draw| foreign(draw, &finding.text));
    draw.element("p", &[("class", "hint")], |draw| {
        for field in &finding.fields {
            if let Some(label) = label_of(field.path()) {
                draw.element("a", &[], |draw| {
                    draw.attribute("href", &["#", field.path()].concat());
                    draw.text(label);
                });
                draw.text(" · ");
            }
        }
        draw.text("Source: ");
        let source = finding.source;
        let title =
            [source.title, if source.section.is_empty() { "" } else { ", " }, source.section].concat();
        match source.url {
            Some(url) => draw.element("a", &[("rel", "noopener noreferrer"), ("target", "_blank")], |draw| {
                draw.attribute("href", url);
                draw.own(&title);
            }),
            None => draw.own(&title),
        }
    });
}
