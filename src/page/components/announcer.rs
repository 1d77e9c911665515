//! The live region: announces to screen readers a change that is visible elsewhere on the page.

use std::rc::Rc;

use yew::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Announce(Callback<AttrValue>);

/// The last announcement, with its number: an equal text is announced again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Announcement {
    number: u32,
    text: AttrValue,
}

impl Reducible for Announcement {
    type Action = AttrValue;

    fn reduce(self: Rc<Self>, text: AttrValue) -> Rc<Self> {
        if text.is_empty() && self.text.is_empty() {
            return self;
        }
        Rc::new(Self { number: self.number.wrapping_add(1), text })
    }
}

/// Props of [`AnnouncerProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct AnnouncerProviderProps {
    pub(in crate::page) children: Html,
}

/// Provides [`use_announce`] and renders the live region.
#[component]
pub(in crate::page) fn AnnouncerProvider(props: &AnnouncerProviderProps) -> Html {
    let last = use_reducer_eq(Announcement::default);
    let announce = {
        let dispatcher = last.dispatcher();
        use_callback((), move |text: AttrValue, ()| dispatcher.dispatch(text))
    };
    html! {
        <>
            <ContextProvider<Announce> context={Announce(announce)}>{ props.children.clone() }</ContextProvider<Announce>>
            // Screen readers announce what is added to the region: a new element each time, also for an equal text. Not
            // below the provider, which does not render again for children that differ in their keys only.
            <p role="status" class="visually-hidden"><span key={last.number}>{ &last.text }</span></p>
        </>
    }
}

/// Announces a text; an empty one takes the last one back.
#[hook]
pub(in crate::page) fn use_announce() -> Callback<AttrValue> {
    use_context::<Announce>().map_or_else(Callback::noop, |announce| announce.0)
}
