//! The location as a context, links, and where the focus goes after a navigation.

use std::rc::Rc;

use gloo_events::EventListener;
use yew::prelude::*;

use super::document;
use super::route::Route;

/// The present route, and the way to another one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Navigation {
    /// The present route.
    pub(super) route: Route,
    /// Navigates to a route and adds it to the history.
    pub(super) navigate: Callback<Route>,
    /// The same, by the link that this selector finds: on Back, the focus returns to it.
    follow: Callback<(Route, String)>,
}

/// What moved the location last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    PageLoad,
    Link,
    History,
}

/// A location that the address bar shows.
#[derive(Clone, Debug, PartialEq)]
struct Location {
    route: Route,
    cause: Cause,
}

/// What changes the location.
enum LocationAction {
    /// The user followed a link.
    Navigate(Route),
    /// The browser went back or forward.
    LocationChanged(Route),
}

impl Reducible for Location {
    type Action = LocationAction;

    fn reduce(self: Rc<Self>, action: LocationAction) -> Rc<Self> {
        match action {
            LocationAction::Navigate(route) => Rc::new(Self { route, cause: Cause::Link }),
            // A fragment changed: the route is the same, and nothing of it is to be forgotten.
            LocationAction::LocationChanged(route) if route == self.route => self,
            LocationAction::LocationChanged(route) => Rc::new(Self { route, cause: Cause::History }),
        }
    }
}

/// Props of [`NavigationProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct NavigationProviderProps {
    pub(super) children: Html,
}

/// Provides [`Navigation`] and follows the browser's history.
#[component]
pub(super) fn NavigationProvider(props: &NavigationProviderProps) -> Html {
    let location = use_reducer_eq(|| Location { route: document::current_route(), cause: Cause::PageLoad });
    let follow = {
        let dispatcher = location.dispatcher();
        use_callback((), move |(route, link): (Route, String), ()| {
            document::keep_in_history(&link);
            document::push_route(&route);
            dispatcher.dispatch(LocationAction::Navigate(route));
        })
    };
    let navigate = use_callback(follow.clone(), |route: Route, follow| {
        let link = link_to(&route);
        follow.emit((route, link));
    });
    {
        let dispatcher = location.dispatcher();
        use_effect_with((), move |()| {
            let window = web_sys::window();
            let listener = window.map(|window| {
                EventListener::new(&window, "popstate", move |_| {
                    dispatcher.dispatch(LocationAction::LocationChanged(document::current_route()));
                })
            });
            move || drop(listener)
        });
    }
    use_effect_with((*location).clone(), move_focus);

    let navigation = Navigation { route: location.route.clone(), navigate, follow };
    html! { <ContextProvider<Navigation> context={navigation}>{ props.children.clone() }</ContextProvider<Navigation>> }
}

/// The selector of the first link of the page's content that leads to this route.
fn link_to(route: &Route) -> String {
    format!("main a[href=\"{}\"]", route.path())
}

fn move_focus(location: &Location) {
    match location.cause {
        Cause::PageLoad => {}
        Cause::Link => document::focus_heading(),
        Cause::History => {
            // The link may be gone, such as one of a list that was emptied.
            if !document::kept_in_history().is_some_and(|link| document::focus(&link)) {
                document::focus_heading();
            }
        }
    }
}

/// The present route, and the way to another one.
#[hook]
pub(super) fn use_navigation() -> Navigation {
    use_context::<Navigation>().unwrap_or_else(|| Navigation {
        route: Route::Start,
        navigate: Callback::noop(),
        follow: Callback::noop(),
    })
}

/// Props of [`Link`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct LinkProps {
    /// Where the link leads.
    pub(super) to: Route,
    /// Tells the link from others of the same view that lead there.
    #[prop_or_default]
    pub(super) id: Option<AttrValue>,
    #[prop_or_default]
    pub(super) class: Classes,
    pub(super) children: Html,
}

/// A link within the page. A click with a modifier key is left to the browser, which opens a tab.
#[component]
pub(super) fn Link(props: &LinkProps) -> Html {
    let follow = use_navigation().follow;
    let deps = (props.to.clone(), props.id.clone(), follow);
    let onclick = use_callback(deps, |event: MouseEvent, (to, id, follow)| {
        let is_plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if is_plain {
            event.prevent_default();
            let link = id.as_ref().map_or_else(|| link_to(to), |id| format!("#{id}"));
            follow.emit((to.clone(), link));
        }
    });
    html! {
        <a id={props.id.clone()} class={props.class.clone()} href={props.to.path()} {onclick}>
            { props.children.clone() }
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_keeps_the_location_and_back_changes_it() {
        let start = Rc::new(Location { route: Route::Start, cause: Cause::PageLoad });
        let table = start.reduce(LocationAction::Navigate(Route::Table));
        assert_eq!((&table.route, table.cause), (&Route::Table, Cause::Link));
        let same = table.clone().reduce(LocationAction::LocationChanged(Route::Table));
        assert!(Rc::ptr_eq(&table, &same));
        let back = table.reduce(LocationAction::LocationChanged(Route::Start));
        assert_eq!((&back.route, back.cause), (&Route::Start, Cause::History));
    }
}
