//! Addresses that lead nowhere.

use yew::prelude::*;

use super::super::components::ForeignText;
use super::super::document;
use super::super::navigation::Link;
use super::super::route::Route;
use super::open_form::OpenForm;

/// Props of [`NotFoundPage`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct NotFoundPageProps {
    /// What stands in the address where a UUID is expected.
    #[prop_or_default]
    pub(in crate::page) invalid_uuid: Option<AttrValue>,
}

/// Shows the form of an address, and opens a request.
#[component]
pub(in crate::page) fn NotFoundPage(props: &NotFoundPageProps) -> Html {
    use_effect_with((), |()| document::set_title("Page not found – CertView orders"));
    html! {
        <>
            <h1 tabindex="-1">{ "Page not found" }</h1>
            if let Some(text) = props.invalid_uuid.clone() {
                <p>{ "The address names the request “" }<ForeignText {text} />{ "”, which is not a UUID." }</p>
            }
            <p>{ "A request is at /orders/ and its UUID, 32 hexadecimal digits in groups of 8-4-4-4-12." }</p>
            <div class="panels"><OpenForm /></div>
            <p><Link to={Route::Start}>{ "Go to the start page" }</Link></p>
        </>
    }
}
