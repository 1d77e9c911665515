//! Where the request stands and who acts next.

use std::rc::Rc;

use yew::prelude::*;

use super::super::components::{ForeignText, Icon, IconName, RelativeTime, Section};
use crate::order::{Progress, Stage, StageState};

/// Props of [`ProgressSection`] and [`NextAction`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ProgressProps {
    pub(super) progress: Rc<Progress>,
}

/// The stages of the request, and which actions are available.
#[component]
pub(super) fn ProgressSection(props: &ProgressProps) -> Html {
    let progress = &props.progress;
    html! {
        <Section id="progress" title="Progress" class="progress">
            <ol class="stages">
                for stage in &progress.stages { <li data-state={state_word(stage.state)} aria-current={is_current(stage.state).then_some("step")}>{ stage_html(stage) }</li> }
            </ol>
            <p class="summary"><ForeignText text={progress.summary.clone()} /></p>
            <p class="hint"><ForeignText text={progress.statuses.clone()} /></p>
            <details>
                <summary>{ "Available actions" }</summary>
                <ul class="available-actions">
                    for action in &progress.actions {
                        <li>
                            <Icon name={match action.allowed {
                                Some(true) => IconName::Check,
                                Some(false) => IconName::Ban,
                                None => IconName::Question,
                            }} />
                            <strong>{ action.label }</strong>
                            { match action.allowed {
                                Some(true) => ": available. ",
                                Some(false) => ": not available. ",
                                None => ": not known. ",
                            } }
                            { action.reason }
                        </li>
                    }
                </ul>
            </details>
        </Section>
    }
}

/// Who acts next, as one sentence.
#[component]
pub(super) fn NextAction(props: &ProgressProps) -> Html {
    html! { <p class="next"><strong>{ "Next: " }</strong><ForeignText text={props.progress.next.clone()} /></p> }
}

fn stage_html(stage: &Stage) -> Html {
    let (icon, word) = match stage.state {
        StageState::Done => (IconName::Check, "done"),
        StageState::Current => (IconName::Clock, "current"),
        StageState::Complete => (IconName::Seal, "complete"),
        StageState::Stopped => (IconName::Cross, "stopped"),
        StageState::Pending => (IconName::Circle, "pending"),
    };
    html! {
        <>
            <Icon name={icon} />
            <strong><ForeignText text={stage.label.clone()} /></strong>
            <span class="stage-note">
                { format!("{} · {word}", stage.system) }
                if let Some(at) = stage.reached { { " · " }<RelativeTime {at} /> }
            </span>
        </>
    }
}

fn state_word(state: StageState) -> &'static str {
    match state {
        StageState::Done => "done",
        StageState::Current => "current",
        StageState::Complete => "complete",
        StageState::Stopped => "stopped",
        StageState::Pending => "pending",
    }
}

fn is_current(state: StageState) -> bool {
    matches!(state, StageState::Current | StageState::Complete | StageState::Stopped)
}
