//! The way out of a wrong path that was configured: two are published. Where none is configured, both were tried.

use yew::prelude::*;

use super::super::components::Button;
use super::provider::use_connection;
use crate::client::PathStyle;

/// Props of [`AlternativePath`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct AlternativePathProps {
    #[prop_or_default]
    pub(in crate::page) is_busy: bool,
    /// The other path was chosen.
    #[prop_or_default]
    pub(in crate::page) onchosen: Callback<()>,
}

/// Offers the other published path; nothing where both were tried, or the path is one of its own.
#[component]
pub(in crate::page) fn AlternativePath(props: &AlternativePathProps) -> Html {
    let connection = use_connection();
    let endpoint = connection.endpoint();
    if endpoint.path_style == PathStyle::Auto {
        return Html::default();
    }
    let Some(other) = endpoint.with_alternative_path() else { return Html::default() };
    let onclick = {
        let (choose, onchosen) = (connection.choose.clone(), props.onchosen.clone());
        Callback::from(move |_: MouseEvent| {
            choose.emit(other.clone());
            onchosen.emit(());
        })
    };
    html! {
        <p class="actions"><Button {onclick} is_busy={props.is_busy}>{ "Try the alternative path" }</Button></p>
    }
}
