//! The live region: announces to screen readers a change that is visible elsewhere on the page.

use yew::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Announce(Callback<AttrValue>);

/// Props of [`AnnouncerProvider`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct AnnouncerProviderProps {
    pub(in crate::page) children: Html,
}

/// Provides [`use_announce`] and renders the live region.
#[component]
pub(in crate::page) fn AnnouncerProvider(props: &AnnouncerProviderProps) -> Html {
    let text = use_state_eq(AttrValue::default);
    let announce = {
        let text = text.clone();
        use_callback((), move |announcement: AttrValue, ()| text.set(announcement))
    };
    html! {
        <ContextProvider<Announce> context={Announce(announce)}>
            { props.children.clone() }
            <p role="status" class="visually-hidden">{ &*text }</p>
        </ContextProvider<Announce>>
    }
}

/// Announces a text; an empty one takes the last one back.
#[hook]
pub(in crate::page) fn use_announce() -> Callback<AttrValue> {
    use_context::<Announce>().map_or_else(Callback::noop, |announce| announce.0)
}
