//! Where the request stands and who acts next, drawn and said.

use super::drawing::Drawing;
use super::foreign::foreign;
use super::icon::{Shape, icon};
use super::moment::moment_and_age;
use crate::order::{Progress, Stage, StageState};

/// The way of a request.
pub fn journey_view(draw: &mut Drawing<'_>, progress: &Progress) {
    draw.element("section", &[("class", "journey"), ("aria-labelledby", "journey-title")], |draw| {
        draw.labelled("h2", &[("id", "journey-title")], "Where it stands");
        draw.element("ol", &[("class", "stations")], |draw| {
            for stage in &progress.stages {
                stage_view(draw, stage);
            }
        });
        draw.element("p", &[("class", "standing")], |draw| foreign(draw, &progress.summary));
        draw.element("p", &[("class", "next")], |draw| {
            draw.labelled("strong", &[], "Who acts next: ");
            foreign(draw, &progress.next);
        });
        draw.element("p", &[("class", "hint")], |draw| foreign(draw, &progress.statuses));
        draw.element("details", &[], |draw| {
            draw.labelled("summary", &[], "What can still be done");
            draw.element("ul", &[("class", "possible")], |draw| {
                for action in &progress.actions {
                    draw.element("li", &[], |draw| {
                        let (shape, said) = match action.allowed {
                            Some(true) => (Shape::Check, ": possible. "),
                            Some(false) => (Shape::Slash, ": not possible. "),
                            None => (Shape::Question, ": not known. "),
                        };
                        icon(draw, shape);
                        draw.labelled("strong", &[], action.label);
                        draw.text(said);
                        draw.text(action.reason);
                    });
                }
            });
        });
    });
}

fn stage_view(draw: &mut Drawing<'_>, stage: &Stage) {
    let (progress, shape, said) = match stage.state {
        StageState::Done => ("passed", Shape::Check, " – done"),
        StageState::Current => ("current", Shape::Clock, " – now"),
        StageState::Complete => ("reached", Shape::Seal, " – complete"),
        StageState::Stopped => ("stopped", Shape::Cross, " – ended here"),
        StageState::Pending => ("ahead", Shape::Circle, " – to come"),
    };
    draw.element("li", &[], |draw| {
        draw.attribute("data-progress", progress);
        if matches!(stage.state, StageState::Current | StageState::Complete | StageState::Stopped) {
            draw.attribute("aria-current", "step");
        }
        icon(draw, shape);
        draw.element("strong", &[], |draw| foreign(draw, &stage.label));
        draw.labelled("span", &[("class", "progress")], said);
        draw.labelled("span", &[("class", "whose")], stage.system);
        if let Some(at) = stage.reached {
            draw.element("span", &[("class", "when")], |draw| moment_and_age(draw, at));
        }
    });
}
