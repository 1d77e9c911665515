//! Who is signed in, for how long still, and the forms that begin a session.

use super::super::document;
use super::super::route::Route;
use super::super::state::{Message, SessionEnd, State};
use super::drawing::Drawing;
use super::failure::failure_view;
use super::foreign::foreign;
use super::moment::{ago, moment};
use crate::client::{BearerToken, ErrorCode};

/// Who is signed in, in the bar at the top.
pub(super) fn session(draw: &mut Drawing<'_>, token: &BearerToken) {
    let claims = token.claims();
    draw.element("div", &[("class", "session")], |draw| {
        draw.element("span", &[], |draw| {
            draw.text("Signed in");
            if let Some(name) = &claims.user_name {
                draw.text(" as ");
                draw.element("strong", &[], |draw| foreign(draw, name));
            }
            if let Some(expires) = claims.expires {
                draw.text(if expires > draw.now { ", until " } else { ", expired " });
                moment(draw, expires);
                let now = draw.now;
                draw.own(&[" (", &ago(expires, now), ")"].concat());
            }
        });
        if claims.lacks_certview() {
            draw.labelled(
                "span",
                &[("class", "session-warning")],
                "This token does not name CertView among its modules.",
            );
        }
        draw.button("Sign out", false, || Message::SignOut);
    });
}

/// Signing in again in place, where the session ends soon, has ended, or is not accepted any more.
pub(super) fn renewal(draw: &mut Drawing<'_>, state: &State) {
    let refused = |code: Option<ErrorCode>| code == Some(ErrorCode::Unauthorized);
    let is_refused = match state.route {
        Route::Order(_) => refused(state.order.failure.as_ref().map(|error| error.code)),
        Route::Table => state.table.needs_session(),
        _ => false,
    };
    if state.token.is_none() {
        return;
    }
    let (said, is_needed) = match state.session_end {
        SessionEnd::Over => ("Your session has ended. What was read stays; sign in again to go on.", true),
        _ if is_refused => ("The gateway no longer accepts this session. Sign in again to go on.", true),
        SessionEnd::Soon => ("Your session ends within five minutes: sign in again", false),
        SessionEnd::Far => return,
    };
    // One element before the end and after it: what is being typed into it meanwhile stays.
    draw.element("details", &[("class", "renewal")], |draw| {
        if is_needed {
            draw.attribute("open", "");
        }
        draw.labelled("summary", &[], said);
        draw.element("div", &[("class", "panels")], |draw| connect_panel(draw, state));
    });
}

/// The forms that make a session.
pub fn connect_panel(draw: &mut Drawing<'_>, state: &State) {
    draw.element("section", &[("class", "panel"), ("aria-labelledby", "connect-title")], |draw| {
        draw.labelled("h2", &[("id", "connect-title")], "Connect");
        draw.element("form", &[("aria-label", "Sign in"), ("novalidate", "")], |draw| {
            password_form(draw, state)
        });
        draw.element("details", &[], |draw| {
            draw.labelled("summary", &[], "Use a token instead");
            draw.element("form", &[("aria-label", "Use a token"), ("novalidate", "")], |draw| {
                token_form(draw, &state.sign_in.token_problem);
            });
        });
        draw.element("p", &[("class", "choice")], |draw| {
            draw.element("input", &[("id", "keep"), ("type", "checkbox"), ("aria-describedby", "keep-hint")], |draw| {
                if state.sign_in.keep {
                    draw.attribute("checked", "");
                }
            });
            draw.labelled("label", &[("for", "keep")], "Keep me signed in until this tab is closed");
        });
        draw.labelled(
            "p",
            &[("id", "keep-hint"), ("class", "hint")],
            "Without it, the token stays in the memory of this page: reloading or closing it signs you out. With it, \
             the token lies in this tab's session storage, where any script of this address could read it.",
        );
    });
}

fn password_form(draw: &mut Drawing<'_>, state: &State) {
    draw.on_submit(|| {
        let (name, password) = (document::field("user-name"), document::secret_field("password"));
        Message::SignIn(name, password, document::is_checked("keep"))
    });
    draw.part(|draw| {
        if let Some(sandbox) = state.config.as_ref().and_then(|config| config.sandbox.as_ref()) {
            draw.element("p", &[("class", "hint")], |draw| {
                draw.text("This is a sandbox: sign in as ");
                draw.element("code", &[], |draw| draw.own(&sandbox.user_name));
                draw.text(" with the password ");
                draw.element("code", &[], |draw| draw.own(&sandbox.password));
                draw.text(".");
            });
        }
    });
    draw.labelled("label", &[("for", "user-name")], "User name");
    draw.labelled(
        "input",
        &[
            ("id", "user-name"),
            ("type", "text"),
            ("autocomplete", "username"),
            ("autocapitalize", "none"),
            ("spellcheck", "false"),
        ],
        "",
    );
    draw.labelled("label", &[("for", "password")], "Password");
    draw.labelled(
        "input",
        &[("id", "password"), ("type", "password"), ("autocomplete", "current-password")],
        "",
    );
    draw.element("button", &[("type", "submit")], |draw| {
        draw.attribute_if("aria-disabled", state.sign_in.busy);
        draw.text(if state.sign_in.busy { "Signing in…" } else { "Sign in" });
    });
    draw.part(|draw| {
        if let Some(error) = &state.sign_in.failure {
            failure_view(draw, error);
        }
    });
}

fn token_form(draw: &mut Drawing<'_>, problem: &str) {
    draw.on_submit(|| Message::UseToken(document::secret_field("token"), document::is_checked("keep")));
    draw.labelled("label", &[("for", "token")], "JSON Web Token, as POST /auth answers it");
    draw.element(
        "textarea",
        &[
            ("id", "token"),
            ("rows", "4"),
            ("autocomplete", "off"),
            ("spellcheck", "false"),
            ("aria-describedby", "token-problem"),
        ],
        |draw| draw.attribute_if("aria-invalid", !problem.is_empty()),
    );
    draw.element("p", &[("id", "token-problem"), ("class", "problem"), ("role", "alert")], |draw| {
        draw.own(problem)
    });
    draw.labelled("button", &[("type", "submit")], "Use this token");
}
