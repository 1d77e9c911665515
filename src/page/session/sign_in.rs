//! The forms that begin a session. Secrets are read from their fields on submit and cleared: no state holds them.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;
use zeroize::Zeroizing;

use super::super::components::{Button, ErrorNotice};
use super::super::config::use_config;
use super::provider::use_session;
use super::state::{SessionAction, SignIn};
use crate::browser::now;

/// Signing in by user name and password, or by a token.
#[component]
pub(in crate::page) fn SignInPanel() -> Html {
    let session = use_session();
    let keep = use_state_eq(|| session.state.is_kept);
    let onchange = {
        let keep = keep.clone();
        use_callback((), move |event: Event, ()| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                keep.set(input.checked());
            }
        })
    };
    html! {
        <section class="card sign-in" aria-labelledby="sign-in-title">
            <h2 id="sign-in-title">{ "Sign in" }</h2>
            <PasswordForm keep={*keep} />
            <details>
                <summary>{ "Use a token instead" }</summary>
                <TokenForm keep={*keep} />
            </details>
            <p class="choice">
                <input id="keep" type="checkbox" aria-describedby="keep-hint" checked={*keep} {onchange} />
                <label for="keep">{ "Keep me signed in until this tab is closed" }</label>
            </p>
            <p id="keep-hint" class="hint">
                { "Keeps the token in session storage, where scripts of this origin can read it." }
            </p>
        </section>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct FormProps {
    keep: bool,
}

#[component]
fn PasswordForm(props: &FormProps) -> Html {
    let session = use_session();
    let config = use_config();
    let (name, password) = (use_node_ref(), use_node_ref());
    let is_busy = session.state.is_signing_in();
    let onsubmit = {
        let (name, password) = (name.clone(), password.clone());
        use_callback(
            (props.keep, is_busy, session.sign_in.clone()),
            move |event: SubmitEvent, (keep, is_busy, sign_in)| {
                event.prevent_default();
                let (Some(name), Some(password)) =
                    (name.cast::<HtmlInputElement>(), password.cast::<HtmlInputElement>())
                else {
                    return;
                };
                if !is_busy {
                    sign_in.emit((name.value(), Zeroizing::new(password.value()), *keep));
                }
            },
        )
    };
    {
        // Where the form stays on the page, a password that was accepted does not stay in it.
        let password = password.clone();
        use_effect_with(session.state.begun_sessions, move |_| {
            if let Some(password) = password.cast::<HtmlInputElement>() {
                password.set_value("");
            }
        });
    }
    html! {
        <form aria-label="Sign in" novalidate=true {onsubmit}>
            if let Some(sandbox) = &config.sandbox {
                <p class="hint">
                    { "This is a sandbox: sign in as " }<code>{ &sandbox.user_name }</code>
                    { " with the password " }<code>{ &sandbox.password }</code>{ "." }
                </p>
            }
            <label for="user-name">{ "User name" }</label>
            <input
                ref={name} id="user-name" type="text" autocomplete="username" autocapitalize="none" spellcheck="false"
            />
            <label for="password">{ "Password" }</label>
            <input ref={password} id="password" type="password" autocomplete="current-password" />
            <Button class="primary" r#type="submit" is_busy={is_busy}>
                { if is_busy { "Signing in…" } else { "Sign in" } }
            </Button>
            if let SignIn::Failed(error) = &session.state.sign_in {
                <ErrorNotice error={error.clone()} />
            }
        </form>
    }
}

#[component]
fn TokenForm(props: &FormProps) -> Html {
    let session = use_session();
    let token = use_node_ref();
    let problem = session.state.token_problem.clone();
    let onsubmit = {
        let (token, dispatcher) = (token.clone(), session.state.dispatcher());
        use_callback(props.keep, move |event: SubmitEvent, keep| {
            event.prevent_default();
            if let Some(field) = token.cast::<HtmlTextAreaElement>() {
                let text = Zeroizing::new(field.value());
                dispatcher.dispatch(SessionAction::TokenEntered(text, *keep, now()));
            }
        })
    };
    {
        let token = token.clone();
        use_effect_with((problem.clone(), session.state.begun_sessions), move |(problem, _)| {
            if let Some(field) = token.cast::<HtmlTextAreaElement>() {
                if problem.is_some() {
                    // A field that cannot take the focus leaves it where it is.
                    let _ = field.focus();
                } else {
                    field.set_value("");
                }
            }
        });
    }
    html! {
        <form aria-label="Use a token" novalidate=true {onsubmit}>
            <label for="token">{ "Token (JWT)" }</label>
            <textarea
                ref={token} id="token" rows="4" autocomplete="off" spellcheck="false"
                aria-describedby="token-hint token-problem" aria-invalid={problem.is_some().then_some("true")}
            />
            <p id="token-hint" class="hint">
                { "The gateway's answer to " }<code>{ "POST /auth" }</code>
                { ", for accounts with single sign-on or a token you have already." }
            </p>
            <p id="token-problem" class="problem" role="alert">{ problem }</p>
            <Button r#type="submit">{ "Use this token" }</Button>
        </form>
    }
}
