//! Connecting: sign in with a password through the server, or paste a token. Neither outlives the page.

use super::super::document;
use super::super::state::{Message, State};
use super::drawing::Drawing;
use super::failure::failure_view;

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
        draw.labelled(
            "p",
            &[("class", "hint")],
            "The token stays in the memory of this page: reloading or closing it signs you out.",
        );
    });
}

fn password_form(draw: &mut Drawing<'_>, state: &State) {
    draw.on_submit(|| Message::SignIn(document::field("user-name"), document::secret_field("password")));
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
    draw.on_submit(|| Message::UseToken(document::secret_field("token")));
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
