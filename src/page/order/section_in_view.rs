//! Which section is in view. Pure, and the hook that observes it.

use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};
use yew::prelude::*;

use super::super::document;

/// What is known of the sections' places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SectionsInView {
    /// The sections that touch the band of the window in which people read.
    in_band: Vec<&'static str>,
    /// The end of the page is in view: what is below the band can come no nearer.
    is_at_end: bool,
    /// The section that a link jumped to.
    target: Option<&'static str>,
}

/// What changes the places.
#[derive(Debug)]
pub(super) enum ViewAction {
    /// A section entered the band, or left it.
    Moved { id: &'static str, is_in_band: bool },
    /// The end of the page came into view, or went out of it.
    EndMoved(bool),
    /// A link to this section was followed.
    Jumped(&'static str),
}

impl SectionsInView {
    /// The section in view, of these in their order on the page.
    pub(super) fn current(&self, sections: &[&'static str]) -> Option<&'static str> {
        if self.is_at_end {
            return self.target.or_else(|| sections.last().copied());
        }
        // Above the first section there is none in the band.
        let in_band = sections.iter().copied().find(|id| self.in_band.contains(id));
        in_band.or_else(|| sections.first().copied())
    }
}

impl Reducible for SectionsInView {
    type Action = ViewAction;

    fn reduce(self: Rc<Self>, action: ViewAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            ViewAction::Moved { id, is_in_band } => {
                next.in_band.retain(|known| *known != id);
                if is_in_band {
                    next.in_band.push(id);
                }
                // A target that the band has reached needs no other mark.
                next.target = next.target.filter(|target| !next.in_band.contains(target));
            }
            ViewAction::EndMoved(is_at_end) => {
                next.is_at_end = is_at_end;
                if !is_at_end {
                    next.target = None;
                }
            }
            ViewAction::Jumped(id) => next.target = Some(id).filter(|id| !next.in_band.contains(id)),
        }
        Rc::new(next)
    }
}

/// A tenth of the window, below its top: where the eye is after a jump.
const BAND: &str = "-12% 0px -78% 0px";

/// The places of these sections, observed for as long as the component is there; anew when the pending ones, which are
/// other elements, are replaced.
#[hook]
pub(super) fn use_sections_in_view(
    sections: Rc<Vec<&'static str>>,
    is_pending: bool,
) -> UseReducerHandle<SectionsInView> {
    let state = use_reducer_eq(SectionsInView::default);
    let dispatcher = state.dispatcher();
    use_effect_with((sections, is_pending), move |(sections, _)| {
        let (band, end) = (dispatcher.clone(), dispatcher);
        let ids = sections.clone();
        let in_band = Observation::start(sections, BAND, 0.0, move |id, is_in_band| {
            if let Some(id) = ids.iter().copied().find(|known| *known == id) {
                band.dispatch(ViewAction::Moved { id, is_in_band });
            }
        });
        let last: Vec<_> = sections.last().copied().into_iter().collect();
        let at_end = Observation::start(&last, "0px", 1.0, move |_, is_at_end| {
            end.dispatch(ViewAction::EndMoved(is_at_end));
        });
        move || drop((in_band, at_end))
    });
    state
}

/// An observer of elements, which ends when it is dropped.
struct Observation {
    observer: IntersectionObserver,
    _callback: Closure<dyn FnMut(Array)>,
}

impl Observation {
    /// Calls back with the id of each element that begins or ends to intersect; none where the browser cannot.
    fn start(
        ids: &[&'static str],
        margin: &str,
        threshold: f64,
        moved: impl Fn(String, bool) + 'static,
    ) -> Option<Self> {
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            for entry in entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok())
            {
                moved(entry.target().id(), entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        options.set_threshold(&threshold.into());
        let observer =
            IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options).ok()?;
        for element in ids.iter().filter_map(|id| document::element_by_id(id)) {
            observer.observe(&element);
        }
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Follows the fragment of the address once the request is there: the browser searched for it earlier.
#[hook]
pub(super) fn use_fragment() {
    use_effect_with((), |()| {
        let follow = || {
            let id = document::fragment();
            if !id.is_empty() {
                document::reveal(&id);
            }
        };
        follow();
        let listener =
            web_sys::window().map(|window| EventListener::new(&window, "hashchange", move |_| follow()));
        move || drop(listener)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECTIONS: [&str; 4] = ["progress", "review", "csr", "raw"];

    fn after(actions: Vec<ViewAction>) -> Option<&'static str> {
        let start = Rc::new(SectionsInView::default());
        actions.into_iter().fold(start, SectionsInView::reduce).current(&SECTIONS)
    }

    #[test]
    fn the_first_section_in_the_band_is_current() {
        let moved = |id, is_in_band| ViewAction::Moved { id, is_in_band };
        assert_eq!(after(vec![]), Some("progress"));
        assert_eq!(after(vec![moved("csr", true), moved("review", true)]), Some("review"));
        assert_eq!(
            after(vec![moved("csr", true), moved("review", true), moved("review", false)]),
            Some("csr")
        );
    }

    #[test]
    fn at_the_end_the_target_is_current_and_else_the_last_section() {
        let band = || ViewAction::Moved { id: "csr", is_in_band: true };
        assert_eq!(after(vec![band(), ViewAction::EndMoved(true)]), Some("raw"));
        assert_eq!(
            after(vec![band(), ViewAction::Jumped("review"), ViewAction::EndMoved(true)]),
            Some("review")
        );
        let reached = vec![ViewAction::Jumped("csr"), band(), ViewAction::EndMoved(true)];
        assert_eq!(after(reached), Some("raw"));
        let left =
            vec![band(), ViewAction::EndMoved(true), ViewAction::Jumped("raw"), ViewAction::EndMoved(false)];
        assert_eq!(after(left), Some("csr"));
    }
}
