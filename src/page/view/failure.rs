//! A call that failed: what happened, what the gateway says, what to do next.

use super::drawing::Drawing;
use super::foreign::foreign;
use super::icon::{Shape, icon};
use crate::client::{Error, ErrorCode, GatewayMessage};

/// The heading for each kind of failure.
pub(super) fn title(code: ErrorCode) -> &'static str {
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
        ErrorCode::Aborted => "Ended",
        ErrorCode::TooLarge => "Answer too large",
        ErrorCode::Decode => "Answer not understood",
    }
}

/// A failure.
pub fn failure_view(draw: &mut Drawing<'_>, error: &Error) {
    draw.element("div", &[("class", "failure"), ("role", "alert")], |draw| {
        draw.attribute("data-code", error.code.as_str());
        draw.element("h2", &[], |draw| {
            icon(draw, Shape::Warning);
            draw.text(title(error.code));
        });
        draw.element("p", &[], |draw| draw.own(&error.message));
        let GatewayMessage { code, text } = &error.gateway;
        if code.is_some() || text.is_some() {
            draw.element("p", &[], |draw| {
                draw.text("The gateway says: ");
                for (text, before) in [(code, ""), (text, if code.is_some() { ": " } else { "" })] {
                    if let Some(text) = text {
                        draw.text(before);
                        draw.element("q", &[], |draw| foreign(draw, text));
                    }
                }
            });
        }
        if let Some(wait) = error.retry_after_ms {
            let seconds = wait.div_ceil(1000).to_string();
            draw.element("p", &[], |draw| draw.own(&["It asks to wait ", &seconds, " s."].concat()));
        }
        draw.element("p", &[("class", "advice")], |draw| {
            draw.labelled("strong", &[], "What to do: ");
            draw.text(error.code.advice());
        });
        if error.attempts > 1 {
            let attempts = error.attempts.to_string();
            draw.element("p", &[("class", "hint")], |draw| {
                draw.own(&["Tried ", &attempts, " times."].concat())
            });
        }
    });
}
