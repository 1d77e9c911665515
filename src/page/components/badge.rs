//! Badges: tone, icon and word, never colour alone.

use yew::prelude::*;

use super::{ForeignText, Icon, IconName, JumpLink};

/// How a badge is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::page) enum Tone {
    /// A fact.
    #[default]
    Neutral,
    /// An action is pending, or something needs attention.
    Warning,
    /// In progress.
    Active,
    /// Completed, or without a problem.
    Good,
    /// Failed, or with an error.
    Bad,
}

impl Tone {
    /// The word the style sheet selects on.
    pub(in crate::page) fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Warning => "warning",
            Self::Active => "active",
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

/// Props of [`Badge`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct BadgeProps {
    /// What the badge is about, for those who cannot see its place: "Request status".
    pub(in crate::page) about: &'static str,
    /// What it is about is shown to all: the text alone does not say enough.
    #[prop_or_default]
    pub(in crate::page) shows_about: bool,
    #[prop_or_default]
    pub(in crate::page) tone: Tone,
    pub(in crate::page) icon: IconName,
    pub(in crate::page) text: AttrValue,
    /// The id of the element the badge jumps to.
    #[prop_or_default]
    pub(in crate::page) jumps_to: Option<&'static str>,
}

/// One badge; a link where it jumps.
#[component]
pub(in crate::page) fn Badge(props: &BadgeProps) -> Html {
    let content = html! {
        <>
            <Icon name={props.icon} />
            <span class={if props.shows_about { "about" } else { "visually-hidden" }}>{ format!("{}: ", props.about) }</span>
            <ForeignText text={props.text.clone()} />
        </>
    };
    match props.jumps_to {
        Some(to) => html! { <JumpLink class="badge" tone={props.tone} {to}>{ content }</JumpLink> },
        None => html! { <span class="badge" data-tone={props.tone.as_str()}>{ content }</span> },
    }
}
