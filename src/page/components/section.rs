//! A section of a page, with its heading.

use yew::prelude::*;

/// Props of [`Section`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct SectionProps {
    /// The id that links jump to.
    pub(in crate::page) id: AttrValue,
    pub(in crate::page) title: AttrValue,
    #[prop_or_default]
    pub(in crate::page) class: Classes,
    /// What stands beside the heading: counts, a verdict.
    #[prop_or_default]
    pub(in crate::page) aside: Html,
    pub(in crate::page) children: Html,
}

/// A section.
#[component]
pub(in crate::page) fn Section(props: &SectionProps) -> Html {
    let title_id = format!("{}-title", props.id);
    html! {
        // Links jump here, and the focus goes with them.
        <section id={props.id.clone()} class={classes!("card", props.class.clone())} aria-labelledby={title_id.clone()} tabindex="-1">
            <div class="section-head"><h2 id={title_id}>{ &props.title }</h2>{ props.aside.clone() }</div>
            { props.children.clone() }
        </section>
    }
}
