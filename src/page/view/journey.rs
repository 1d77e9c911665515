//! Where the request stands and who acts next, drawn and said.

use super::drawing::Drawing;
use super::foreign::foreign;
use super::icon::{Shape, icon};
use super::moment::moment_and_age;
use crate::order::{Journey, Progress, Station};

/// The way of a request.
pub fn journey_view(draw: &mut Drawing<'_>, journey: &Journey) {
    draw.element("section", &[("class", "journey"), ("aria-labelledby", "journey-title")], |draw| {
        draw.labelled("h2", &[("id", "journey-title")], "Where it stands");
        draw.element("ol", &[("class", "stations")], |draw| {
            for station in &journey.stations {
                station_view(draw, station);
            }
        });
        draw.element("p", &[("class", "standing")], |draw| foreign(draw, &journey.standing));
        draw.element("p", &[("class", "next")], |draw| {
            draw.labelled("strong", &[], "Who acts next: ");
            foreign(draw, &journey.next);
        });
        draw.element("p", &[("class", "hint")], |draw| foreign(draw, &journey.statuses));
        draw.element("details", &[], |draw| {
            draw.labelled("summary", &[], "What can still be done");
            draw.element("ul", &[("class", "possible")], |draw| {
                for action in &journey.actions {
                    draw.element("li", &[], |draw| {
                        let (shape, said) = match action.possible {
                            Some(true) => (Shape::Check, ": possible. "),
                            Some(false) => (Shape::Slash, ": not possible. "),
                            None => (Shape::Question, ": not known. "),
                        };
                        icon(draw, shape);
                        draw.labelled("strong", &[], action.label);
                        draw.text(said);
                        draw.text(action.why);
                    });
                }
            });
        });
    });
}

fn station_view(draw: &mut Drawing<'_>, station: &Station) {
    let (progress, shape, said) = match station.progress {
        Progress::Passed => ("passed", Shape::Check, " – done"),
        Progress::Current => ("current", Shape::Clock, " – now"),
        Progress::Reached => ("reached", Shape::Seal, " – complete"),
        Progress::Stopped => ("stopped", Shape::Cross, " – ended here"),
        Progress::Ahead => ("ahead", Shape::Circle, " – to come"),
    };
    draw.element("li", &[], |draw| {
        draw.attribute("data-progress", progress);
        if matches!(station.progress, Progress::Current | Progress::Reached | Progress::Stopped) {
            draw.attribute("aria-current", "step");
        }
        icon(draw, shape);
        draw.element("strong", &[], |draw| foreign(draw, &station.label));
        draw.labelled("span", &[("class", "progress")], said);
        draw.labelled("span", &[("class", "whose")], station.whose);
        if let Some(at) = station.reached {
            draw.element("span", &[("class", "when")], |draw| moment_and_age(draw, at));
        }
    });
}
