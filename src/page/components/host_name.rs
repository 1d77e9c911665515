//! Host names.

use yew::prelude::*;

use super::ForeignText;
use crate::review::other_form;

/// Props of [`HostName`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct HostNameProps {
    pub(in crate::page) name: AttrValue,
}

/// A host name as it came, and beside it the other form of an internationalized one: neither what people read nor
/// what the certificate contains is hidden.
#[component]
pub(in crate::page) fn HostName(props: &HostNameProps) -> Html {
    html! {
        <>
            <ForeignText text={props.name.clone()} />
            if let Some(other) = other_form(&props.name) {
                <span class="other-form">{ " = " }<ForeignText text={other} /></span>
            }
        </>
    }
}
