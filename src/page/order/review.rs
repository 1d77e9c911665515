//! The review: findings by severity, each one line that opens to its explanation, fields and source.

use yew::prelude::*;

use super::super::components::{Badge, Button, ForeignText, Icon, IconName, JumpLink, Section, Tone};
use super::state::InspectionState;
use crate::review::{Finding, Review, Severity};

/// Props of [`ReviewSection`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ReviewSectionProps {
    pub(super) inspection: InspectionState,
    /// Has the request inspected again, after a failure.
    pub(super) on_retry: Callback<MouseEvent>,
}

struct Group {
    severity: Severity,
    word: &'static str,
    plural: &'static str,
    tone: Tone,
    icon: IconName,
}

const GROUPS: [Group; 3] = [
    Group {
        severity: Severity::Error,
        word: "error",
        plural: "errors",
        tone: Tone::Bad,
        icon: IconName::Cross,
    },
    Group {
        severity: Severity::Warning,
        word: "warning",
        plural: "warnings",
        tone: Tone::Warning,
        icon: IconName::Warning,
    },
    Group {
        severity: Severity::Information,
        word: "informational",
        plural: "informational",
        tone: Tone::Neutral,
        icon: IconName::Info,
    },
];

/// The findings of the review. Until they are there, a box of the height that a review has.
#[component]
pub(super) fn ReviewSection(props: &ReviewSectionProps) -> Html {
    let (state, content) = match (&props.inspection, props.inspection.review()) {
        (_, Some(review)) => (counts(review), findings(review)),
        (InspectionState::Failed, None) => (Html::default(), failure(&props.on_retry)),
        (_, None) => (
            html! { <Badge about="Result" icon={IconName::Clock} text="Checks are running…" /> },
            html! { <div class="pending" aria-busy="true" /> },
        ),
    };
    html! { <Section id="review" title="Review" class="review" aside={state}>{ content }</Section> }
}

fn failure(on_retry: &Callback<MouseEvent>) -> Html {
    html! {
        <div class="notice" data-tone="bad" role="alert">
            <h3><Icon name={IconName::Warning} />{ "The request was not reviewed" }</h3>
            <p>
                { "The part of this page that decodes the CSR and runs the checks could not be loaded, or stopped \
                   working. Nothing is known about problems of this request." }
            </p>
            <p class="advice">
                <strong>{ "What to do: " }</strong>
                { "Check the connection and try again. If that does not help, reload the page." }
            </p>
            <p class="actions"><Button onclick={on_retry.clone()}>{ "Try again" }</Button></p>
        </div>
    }
}

fn counts(review: &Review) -> Html {
    let has_problems = review.findings.iter().any(|finding| finding.severity != Severity::Information);
    html! {
        <>
            if !has_problems {
                <Badge about="Result" tone={Tone::Good} icon={IconName::Seal} text="No problems found" />
            }
            for group in &GROUPS {
                if review.count(group.severity) > 0 {
                    <Badge about="Findings" tone={group.tone} icon={group.icon} text={counted(group, review)} />
                }
            }
            <span class="checks-run">{ format!("{} checks run", review.checks_run) }</span>
        </>
    }
}

fn findings(review: &Review) -> Html {
    html! {
        <>
            if let Some(note) = review.trust_note.clone() { <p class="hint">{ note }</p> }
            for group in &GROUPS {
                if review.count(group.severity) > 0 {
                    <ul class="findings" aria-label={heading(group)} data-severity={group.severity.as_str()}>
                        for finding in review.findings.iter().filter(|finding| finding.severity == group.severity) {
                            <li key={&*finding.check}><FindingItem finding={finding.clone()} icon={group.icon} /></li>
                        }
                    </ul>
                }
            }
        </>
    }
}

fn counted(group: &Group, review: &Review) -> String {
    let count = review.count(group.severity);
    format!("{count} {}", if count == 1 { group.word } else { group.plural })
}

fn heading(group: &Group) -> &'static str {
    match group.severity {
        Severity::Error => "Errors",
        Severity::Warning => "Warnings",
        Severity::Information => "Information",
    }
}

#[derive(Debug, PartialEq, Properties)]
struct FindingItemProps {
    finding: Finding,
    icon: IconName,
}

#[component]
fn FindingItem(props: &FindingItemProps) -> Html {
    let finding = &props.finding;
    let source = &finding.source;
    let source_title = if source.section.is_empty() {
        source.title.to_string()
    } else {
        format!("{}, {}", source.title, source.section)
    };
    html! {
        <details class="finding" data-check={finding.check.clone()} open={finding.severity == Severity::Error}>
            <summary>
                <Icon name={props.icon} />
                <span class="finding-title"><ForeignText text={finding.title.clone()} /></span>
                if let Some(field) = finding.fields.first() { <span class="finding-field">{ field.label() }</span> }
            </summary>
            <p><ForeignText text={finding.text.clone()} /></p>
            <p class="hint">
                for field in &finding.fields {
                    <JumpLink to={field.path()}>{ field.label() }</JumpLink>{ " · " }
                }
                { "Source: " }
                if let Some(url) = source.url.clone() {
                    <a href={url} rel="noopener noreferrer" target="_blank">
                        { source_title }<Icon name={IconName::ExternalLink} />
                    </a>
                } else {
                    { source_title }
                }
            </p>
        </details>
    }
}
