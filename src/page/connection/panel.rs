//! The form that chooses gateway and path, and tests them.

use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::super::components::{Button, Icon, IconName, Tone, use_announce};
use super::super::config::use_config;
use super::super::session::use_session;
use super::provider::use_connection;
use super::state::{FormField, TestAction, parse_endpoint};
use crate::browser::FetchTransport;
use crate::client::{DEFAULT_TIMEOUT_MS, Gateway, PLATFORMS, PathStyle, Retry, test_connection};

/// The form, closed until it is needed.
#[component]
pub(in crate::page) fn ConnectionPanel() -> Html {
    let test = use_connection().test;
    // Open where there is something to see, also when the form was made anew.
    let is_open = test.is_running || test.result.is_some() || test.problem.is_some();
    html! {
        <details class="card connection" open={is_open}>
            <summary>{ "Connection" }</summary>
            <ConnectionForm />
        </details>
    }
}

#[component]
fn ConnectionForm() -> Html {
    let config = use_config();
    let connection = use_connection();
    let session = use_session();
    let announce = use_announce();
    let endpoint = connection.endpoint();
    let test = connection.test.clone();
    let address = use_state_eq(|| endpoint.base_url.as_str().to_owned());
    let (address_field, path_field) = (use_node_ref(), use_node_ref());

    let onsubmit = {
        let (address_field, path_field, test) = (address_field.clone(), path_field.clone(), test.clone());
        let token = session.state.token.clone();
        let (endpoint, choose) = (endpoint.clone(), connection.choose.clone());
        let address = address.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(path) = path_field.cast::<HtmlInputElement>() else { return };
            let chosen = match parse_endpoint(&address, &path.value()) {
                Ok(chosen) => chosen,
                Err(problem) => {
                    let field = match problem.field {
                        FormField::Address => &address_field,
                        FormField::Path => &path_field,
                    };
                    if let Some(field) = field.cast::<HtmlInputElement>() {
                        // A field that cannot take the focus leaves it where it is.
                        let _ = field.focus();
                    }
                    return test.dispatch(TestAction::Refused(problem));
                }
            };
            // The token of another gateway is not sent to this one, not even for a test.
            let token = token.clone().filter(|_| chosen.base_url == endpoint.base_url);
            let call = test.next_call();
            test.dispatch(TestAction::Started(call));
            let gateway = Gateway::new(chosen.clone(), Retry::default());
            choose.emit(chosen);
            let (test, announce) = (test.dispatcher(), announce.clone());
            spawn_local(async move {
                let Ok(transport) = FetchTransport::new(DEFAULT_TIMEOUT_MS, None) else { return };
                let result = test_connection(&transport, &gateway, token.as_deref()).await;
                announce.emit(result.message().into());
                test.dispatch(TestAction::Finished(call, result));
            });
        })
    };
    let onplatform = {
        let address = address.clone();
        use_callback((), move |event: Event, ()| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                address.set(select.value());
            }
        })
    };
    let onaddress = {
        let address = address.clone();
        use_callback((), move |event: InputEvent, ()| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                address.set(input.value());
            }
        })
    };
    let invalid =
        |field| test.problem.as_ref().is_some_and(|problem| problem.field == field).then_some("true");

    html! {
        <form aria-label="Connection" novalidate=true {onsubmit}>
            if config.gateway.choose {
                <label for="gateway-platform">{ "Platform" }</label>
                <select id="gateway-platform" onchange={onplatform}>
                    for (name, gateway) in [("The server of this page, or another address", "")].into_iter().chain(PLATFORMS) {
                        <option value={gateway} selected={gateway == address.as_str()}>{ name }</option>
                    }
                </select>
                <label for="gateway-address">{ "Gateway address" }</label>
                <input
                    ref={address_field} id="gateway-address" type="url" spellcheck="false"
                    aria-describedby="gateway-hint gateway-problem"
                    value={(*address).clone()} oninput={onaddress} aria-invalid={invalid(FormField::Address)}
                />
                <p id="gateway-hint" class="hint">
                    { "The gateway of your platform, or of a private one. Empty: the server of this page. Another gateway \
                       ends the session, since a token is sent to no gateway but its own." }
                </p>
            } else {
                <p>
                    { "Requests are read through " }
                    if endpoint.base_url.as_str().is_empty() { { "the server of this page." } }
                    else { <code>{ endpoint.base_url.as_str() }</code> }
                </p>
            }
            <label for="gateway-path">{ "Path of a request" }</label>
            <input
                ref={path_field} id="gateway-path" type="text" list="paths" spellcheck="false" autocomplete="off"
                aria-describedby="path-hint gateway-problem" value={endpoint.path_style.as_str().to_owned()}
                aria-invalid={invalid(FormField::Path)}
            />
            <datalist id="paths">
                for style in [PathStyle::Auto, PathStyle::Documented, PathStyle::Sample] {
                    <option value={style.as_str().to_owned()} />
                }
            </datalist>
            <p id="path-hint" class="hint">
                { "Two paths are published: “documented” and “sample”. “auto” finds the one that answers. A custom path begins \
                   with a slash and contains {uuid}." }
            </p>
            <p id="gateway-problem" class="problem" role="alert">
                { test.problem.as_ref().map(|problem| problem.message.clone()) }
            </p>
            <Button r#type="submit" is_busy={test.is_running}>
                { if test.is_running { "Testing…" } else { "Save and test" } }
            </Button>
            if let Some(result) = test.result {
                <p class="test-result" data-tone={if result.is_good() { Tone::Good } else { Tone::Bad }.as_str()}>
                    <Icon name={if result.is_good() { IconName::Check } else { IconName::Warning }} />
                    { result.message() }
                </p>
            }
        </form>
    }
}
