//! The start page.

use yew::prelude::*;

use super::super::connection::ConnectionPanel;
use super::super::document;
use super::super::recent::RecentList;
use super::super::session::{SessionRenewal, SignInPanel, use_session};
use super::open_form::OpenForm;
use super::sandbox::SandboxOrders;

/// Sign in and open a request.
#[component]
pub(in crate::page) fn StartPage() -> Html {
    let is_signed_in = use_session().state.token.is_some();
    use_effect_with((), |()| document::set_title("CertView orders"));
    html! {
        <>
            <h1 tabindex="-1">{ "Certificate requests in Qualys CertView" }</h1>
            <SessionRenewal />
            <div class="panels">
                if !is_signed_in { <SignInPanel /> }
                <div class="panel-stack"><OpenForm /><ConnectionPanel /></div>
            </div>
            <RecentList />
            <SandboxOrders />
        </>
    }
}
