//! The whole page, from the bar at its top to what the route names.

use yew::prelude::*;

use super::super::config::{Config, SandboxEntry};
use super::super::document;
use super::super::route::Route;
use super::super::state::{Message, State};
use super::connect::connect_panel;
use super::drawing::Drawing;
use super::failure::failure_view;
use super::foreign::foreign;
use super::moment::moment;
use super::order_view::order_view;
use crate::client::{ErrorCode, Jwt};
use crate::order::{RequestStatus, Timestamp, Uuid};

/// The page.
pub fn page(state: &State, now: Timestamp, send: &Callback<Message>) -> Html {
    let mut drawing = Drawing::new(now, send);
    let draw = &mut drawing;
    draw.labelled("a", &[("class", "skip"), ("href", "#main")], "Skip to the content");
    draw.element("header", &[("class", "top")], |draw| {
        link(draw, Route::Home, "CertView orders");
        draw.part(|draw| {
            if state.config.as_ref().is_some_and(|config| config.sandbox.is_some()) {
                draw.labelled("span", &[("class", "sandbox-mark")], "Sandbox");
            }
        });
        draw.part(|draw| {
            if let Some(token) = &state.token {
                session(draw, token);
            }
        });
    });
    draw.element("main", &[("id", "main")], |draw| place(draw, state));
    draw.element("p", &[("role", "status"), ("class", "announcement")], |draw| draw.own(&state.announcement));
    drawing.finish()
}

/// The heading is one element in every place and state, so that the focus stays on it while the rest comes in.
fn place(draw: &mut Drawing<'_>, state: &State) {
    // A server without presets is asked in a moment: nothing is worth drawing before.
    let Some(config) = &state.config else { return };
    draw.element("h1", &[("tabindex", "-1")], |draw| heading(draw, state));
    draw.part(|draw| match &state.route {
        Route::Order(uuid) if state.token.is_some() => request(draw, *uuid, state),
        Route::Order(uuid) => {
            request_line(draw, *uuid);
            draw.element("div", &[("class", "panels")], |draw| connect_panel(draw, state));
        }
        Route::Home => home(draw, state, config),
        Route::BadUuid(_) | Route::NotFound => lost(draw, state),
    });
}

fn heading(draw: &mut Drawing<'_>, state: &State) {
    let text = match (&state.route, &state.order.read) {
        (Route::Home, _) => "Certificate requests in Qualys CertView",
        (Route::BadUuid(_) | Route::NotFound, _) => "Page not found",
        (Route::Order(_), _) if state.token.is_none() => "Sign in to see this request",
        (Route::Order(_), Some((order, _))) => match &order.certificate.common_name {
            Some(name) => return foreign(draw, name),
            None => "Request without a common name",
        },
        (Route::Order(_), None) if state.order.failure.is_some() => "This request cannot be shown",
        (Route::Order(_), None) => "Reading the request…",
    };
    draw.text(text);
}

fn lost(draw: &mut Drawing<'_>, state: &State) {
    if let Route::BadUuid(text) = &state.route {
        draw.element("p", &[], |draw| {
            draw.text("The address names the request “");
            foreign(draw, text);
            draw.text("”, which is no UUID.");
        });
    }
    draw.labelled(
        "p",
        &[],
        "A request is found at /orders/ and its UUID, 32 hexadecimal digits in groups of 8-4-4-4-12.",
    );
    draw.element("div", &[("class", "panels")], |draw| open_form(draw, state));
    draw.element("p", &[], |draw| link(draw, Route::Home, "To the start page"));
}

fn home(draw: &mut Drawing<'_>, state: &State, config: &Config) {
    draw.labelled("p", &[("class", "lead")], "What a request is, where it stands, and who acts next.");
    draw.element("div", &[("class", "panels")], |draw| {
        draw.part(|draw| {
            if state.token.is_none() {
                connect_panel(draw, state);
            }
        });
        open_form(draw, state);
    });
    if let Some(sandbox) = &config.sandbox {
        draw.element("div", &[("class", "sandbox")], |draw| {
            entries(draw, "Requests in this sandbox", &sandbox.orders);
            entries(draw, "Requests that always fail", &sandbox.failures);
        });
    }
}

fn open_form(draw: &mut Drawing<'_>, state: &State) {
    draw.element(
        "form",
        &[("class", "panel"), ("aria-labelledby", "open-title"), ("novalidate", "")],
        |draw| {
            draw.on_submit(|| Message::Open(document::field("open-uuid")));
            draw.labelled("h2", &[("id", "open-title")], "Open a request");
            draw.labelled("label", &[("for", "open-uuid")], "Request UUID, or a link or text that holds one");
            draw.element(
                "input",
                &[
                    ("id", "open-uuid"),
                    ("type", "text"),
                    ("autocomplete", "off"),
                    ("spellcheck", "false"),
                    ("aria-describedby", "open-problem"),
                ],
                |draw| draw.attribute_if("aria-invalid", !state.open_problem.is_empty()),
            );
            draw.labelled(
                "p",
                &[("id", "open-problem"), ("class", "problem"), ("role", "alert")],
                state.open_problem,
            );
            draw.labelled("button", &[("type", "submit")], "Open");
        },
    );
}

fn session(draw: &mut Drawing<'_>, token: &Jwt) {
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

fn request(draw: &mut Drawing<'_>, uuid: Uuid, state: &State) {
    let reading = state.order.reading;
    if let Some((order, at)) = &state.order.read {
        draw.element("div", &[("class", "bar")], |draw| {
            draw.element("span", &[], |draw| {
                draw.text("Read ");
                moment(draw, *at);
            });
            draw.button(if reading { "Reading…" } else { "Read again" }, reading, || Message::Refresh);
            draw.part(|draw| {
                if !order.status.as_ref().is_some_and(RequestStatus::is_final) {
                    draw.element("button", &[("type", "button")], |draw| {
                        draw.attribute("aria-pressed", if state.watching { "true" } else { "false" });
                        draw.on_click(|_| Some(Message::Watch));
                        draw.text("Watch");
                    });
                }
            });
            draw.part(|draw| {
                if !state.order.changed.is_empty() {
                    draw.element("span", &[("class", "changed")], |draw| {
                        draw.own(&["Changed: ", &state.order.changed.join(", ")].concat());
                    });
                }
            });
        });
        draw.part(|draw| failed(draw, state));
        order_view(draw, order, &state.order.csr, state.order.review.as_ref());
    } else if state.order.failure.is_some() {
        request_line(draw, uuid);
        failed(draw, state);
        draw.element("p", &[("class", "actions")], |draw| {
            draw.button(if reading { "Trying…" } else { "Try again" }, reading, || Message::Refresh);
            link(draw, Route::Home, "Open another request");
        });
    } else {
        draw.element("div", &[("class", "skeleton"), ("aria-busy", "true")], |draw| {
            request_line(draw, uuid);
            draw.labelled("div", &[("class", "bone")], "");
            draw.labelled("div", &[("class", "bone tall")], "");
            draw.labelled("div", &[("class", "bone tall")], "");
        });
    }
}

fn failed(draw: &mut Drawing<'_>, state: &State) {
    if let Some(error) = &state.order.failure {
        failure_view(draw, error);
        if error.code == ErrorCode::Unauthorized {
            draw.element("div", &[("class", "panels")], |draw| connect_panel(draw, state));
        }
    }
}

/// What the sandbox has to show, for a newcomer to click through.
fn entries(draw: &mut Drawing<'_>, title: &'static str, entries: &[SandboxEntry]) {
    draw.element("section", &[], |draw| {
        draw.attribute("aria-label", title);
        draw.labelled("h2", &[], title);
        draw.element("ul", &[("class", "sandbox-list")], |draw| {
            for entry in entries {
                draw.element("li", &[], |draw| {
                    link(draw, Route::Order(entry.uuid), &entry.name);
                    draw.element("span", &[("class", "shows")], |draw| draw.own(&entry.shows));
                });
            }
        });
    });
}

fn request_line(draw: &mut Drawing<'_>, uuid: Uuid) {
    draw.element("p", &[], |draw| {
        draw.text("Request ");
        draw.element("code", &[], |draw| draw.own(&uuid.to_string()));
    });
}

/// A link within the page: followed without a new load, unless the reader asks for a new tab.
fn link(draw: &mut Drawing<'_>, to: Route, text: &str) {
    draw.element("a", &[], |draw| {
        draw.attribute("href", &to.path());
        draw.on_click(move |event| {
            let new_tab = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
            (!new_tab).then(|| Message::Go(to.clone()))
        });
        draw.own(text);
    });
}
