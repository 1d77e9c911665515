//! A call that failed: what happened, what the gateway says, what to do next.

use std::rc::Rc;

use yew::prelude::*;

use super::{ForeignText, Icon, IconName};
use crate::client::{Error, ErrorCode};

/// The heading for each kind of error.
pub(in crate::page) fn error_title(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::InvalidArgument => "Something is missing",
        ErrorCode::Unauthorized => "Not signed in",
        ErrorCode::Forbidden => "Not allowed",
        ErrorCode::NotFound => "No such request",
        ErrorCode::WrongPath => "Wrong path or platform",
        ErrorCode::Conflict => "Refused as a conflict",
        ErrorCode::RateLimited => "Too many calls",
        ErrorCode::Server => "The gateway failed",
        ErrorCode::Network => "No answer",
        ErrorCode::Timeout => "No answer in time",
        ErrorCode::Aborted => "Aborted",
        ErrorCode::TooLarge => "Answer too large",
        ErrorCode::Decode => "Answer not understood",
    }
}

/// Props of [`ErrorNotice`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct ErrorNoticeProps {
    pub(in crate::page) error: Rc<Error>,
    /// The call is repeated without the user, and a countdown beside the notice says when: neither the wait nor an
    /// advice is needed.
    #[prop_or_default]
    pub(in crate::page) is_repeated: bool,
}

/// An error, as an alert.
#[component]
pub(in crate::page) fn ErrorNotice(props: &ErrorNoticeProps) -> Html {
    let error = &props.error;
    html! {
        <div class="notice" data-tone="bad" role="alert" data-code={error.code.as_str()}>
            <h2><Icon name={IconName::Warning} />{ error_title(error.code) }</h2>
            <p>{ &error.message }</p>
            <GatewayWords error={error.clone()} />
            if !props.is_repeated {
                if let Some(wait_ms) = error.retry_after_ms {
                    <p>{ format!("It asks to wait {} s.", wait_ms.div_ceil(1000)) }</p>
                }
                <p class="advice"><strong>{ "What to do: " }</strong>{ error.advice() }</p>
            }
            if error.attempts > 1 {
                <p class="hint">{ format!("Tried {} times.", error.attempts) }</p>
            }
        </div>
    }
}

/// Props of [`GatewayWords`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct GatewayWordsProps {
    pub(in crate::page) error: Rc<Error>,
}

/// What the gateway itself says about a call that failed; nothing where it says nothing.
#[component]
pub(in crate::page) fn GatewayWords(props: &GatewayWordsProps) -> Html {
    let (code, text) = (&props.error.gateway.code, &props.error.gateway.text);
    if code.is_none() && text.is_none() {
        return Html::default();
    }
    html! {
        <p>
            { "The gateway says: " }
            if let Some(code) = code.clone() { <q><ForeignText text={code} /></q> }
            if code.is_some() && text.is_some() { { ": " } }
            if let Some(text) = text.clone() { <q><ForeignText {text} /></q> }
        </p>
    }
}
