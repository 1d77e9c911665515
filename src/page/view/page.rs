//! The whole page, from the bar at its top to what the route names.

use yew::prelude::*;

use super::super::route::Route;
use super::super::state::{File, Message, State};
use super::drawing::Drawing;
use super::failure::failure_view;
use super::foreign::{foreign, name};
use super::home::{home, open_form};
use super::moment::moment_and_age;
use super::order_view::order_view;
use super::session::{connect_panel, renewal, session};
use super::table::table_view;
use crate::client::ErrorCode;
use crate::order::{RequestStatus, Timestamp, Uuid};

/// The page.
pub fn page(state: &State, now: Timestamp, send: &Callback<Message>) -> Html {
    let mut drawing = Drawing::new(now, send);
    let draw = &mut drawing;
    draw.labelled("a", &[("class", "skip"), ("href", "#main")], "Skip to the content");
    draw.element("header", &[("class", "top")], |draw| {
        draw.link(Route::Home, |draw| draw.text("CertView orders"));
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
    draw.part(|draw| renewal(draw, state));
    draw.part(|draw| match &state.route {
        Route::Order(uuid) if state.token.is_some() => request(draw, *uuid, state),
        Route::Order(uuid) => {
            request_line(draw, *uuid);
            draw.element("div", &[("class", "panels")], |draw| connect_panel(draw, state));
        }
        Route::Table => table_view(draw, state),
        Route::Home => home(draw, state, config),
        Route::BadUuid(_) | Route::NotFound => lost(draw, state),
    });
}

fn heading(draw: &mut Drawing<'_>, state: &State) {
    let text = match (&state.route, &state.order.read) {
        (Route::Home, _) => "Certificate requests in Qualys CertView",
        (Route::Table, _) => "Several requests",
        (Route::BadUuid(_) | Route::NotFound, _) => "Page not found",
        (Route::Order(_), _) if state.token.is_none() => "Sign in to see this request",
        (Route::Order(_), Some((order, _))) => match &order.certificate.common_name {
            Some(common_name) => return name(draw, common_name),
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
    draw.element("p", &[], |draw| draw.link(Route::Home, |draw| draw.text("To the start page")));
}

fn request(draw: &mut Drawing<'_>, uuid: Uuid, state: &State) {
    let reading = state.order.reading;
    if let Some((order, at)) = &state.order.read {
        draw.element("div", &[("class", "bar")], |draw| {
            draw.element("span", &[], |draw| {
                draw.text("Read ");
                moment_and_age(draw, *at);
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
            draw.part(|draw| other_path(draw, state));
            draw.button("Copy link", false, || Message::CopyLink);
            draw.button("Download JSON", false, || Message::Download(File::Json));
            draw.button("Print", false, || Message::Print);
            draw.part(|draw| {
                if state.watching {
                    let seconds = (state.order.interval_ms / 1000).to_string();
                    draw.element("span", &[], |draw| {
                        draw.own(&["Reads again every ", &seconds, " s"].concat())
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
        order_view(draw, &state.order);
    } else if state.order.failure.is_some() {
        request_line(draw, uuid);
        failed(draw, state);
        draw.element("p", &[("class", "actions")], |draw| {
            draw.button(if reading { "Trying…" } else { "Try again" }, reading, || Message::Refresh);
            draw.part(|draw| other_path(draw, state));
            draw.link(Route::Home, |draw| draw.text("Open another request"));
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
    }
}

/// The quick way out of a wrong path: two are published, and nobody says which one a gateway has.
fn other_path(draw: &mut Drawing<'_>, state: &State) {
    let is_wrong = state.order.failure.as_ref().is_some_and(|error| error.code == ErrorCode::WrongPath);
    if is_wrong && state.endpoint().on_the_other_path().is_some() {
        draw.button("Try the other path", state.order.reading, || Message::SwitchPath);
    }
}

fn request_line(draw: &mut Drawing<'_>, uuid: Uuid) {
    draw.element("p", &[], |draw| {
        draw.text("Request ");
        draw.element("code", &[], |draw| draw.own(&uuid.to_string()));
    });
}
