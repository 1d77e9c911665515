//! The record of a decision for the audit file: what was decided, when, and the review as it was at that moment.

use yew::prelude::*;

use super::super::components::{Button, ForeignText, Section, Time};
use super::super::document;
use super::dialog::finish_text;
use super::state::Record;

/// Props of [`DecisionRecord`].
#[derive(PartialEq, Properties)]
pub(in crate::page) struct DecisionRecordProps {
    pub(in crate::page) record: Record,
}

/// The record. Printing the page prints it with the request.
#[component]
pub(in crate::page) fn DecisionRecord(props: &DecisionRecordProps) -> Html {
    let record = &props.record;
    let print = use_callback((), |_: MouseEvent, ()| document::print());
    let outcome = record.finish.as_ref().map_or_else(
        || "The answer of the gateway has not arrived.".to_owned(),
        |finish| finish_text(record.decision, finish),
    );
    html! {
        <Section id="decision" title="Decision" class="decision-record" aside={html! { <Button onclick={print}>{ "Print record" }</Button> }}>
            <p>
                { format!("{} was sent ", record.decision.as_str()) }<Time at={record.sender.at} />
                if let Some(user) = record.sender.user.clone() { { " by " }<ForeignText text={user} />{ " (the user of the token)" } }
                { ". " }{ outcome }
            </p>
            if let Some(review) = &record.review {
                <p class="hint">
                    { format!("Review at that moment: {} findings, {} checks run.", review.findings.len(), review.checks_run) }
                </p>
                <ul class="texts">
                    for finding in &review.findings {
                        <li>{ format!("{}: ", finding.severity.as_str()) }<ForeignText text={finding.title.clone()} /></li>
                    }
                </ul>
            } else {
                <p class="hint">{ "The request was not reviewed: the review could not be run." }</p>
            }
        </Section>
    }
}
