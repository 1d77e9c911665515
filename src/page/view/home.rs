//! The start page: connect, open a request, and the requests there are to open.

use super::super::config::{Config, SandboxEntry};
use super::super::document;
use super::super::route::Route;
use super::super::state::{Message, Recent, State};
use super::drawing::Drawing;
use super::foreign::foreign;
use super::gateway::gateway_panel;
use super::session::connect_panel;
use crate::order::Uuid;

/// The start page.
pub(super) fn home(draw: &mut Drawing<'_>, state: &State, config: &Config) {
    draw.labelled("p", &[("class", "lead")], "What a request is, where it stands, and who acts next.");
    draw.element("div", &[("class", "panels")], |draw| {
        draw.part(|draw| {
            if state.token.is_none() {
                connect_panel(draw, state);
            }
        });
        open_form(draw, state);
        gateway_panel(draw, state, config);
    });
    draw.part(|draw| {
        if !state.recent.is_empty() {
            recents(draw, &state.recent);
        }
    });
    if let Some(sandbox) = &config.sandbox {
        draw.element("div", &[("class", "sandbox")], |draw| {
            entries(draw, "Requests in this sandbox", &sandbox.orders);
            entries(draw, "Requests that always fail", &sandbox.failures);
        });
    }
}

/// The form that opens a request.
pub(super) fn open_form(draw: &mut Drawing<'_>, state: &State) {
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
                    ("aria-describedby", "open-hint open-problem"),
                ],
                |draw| draw.attribute_if("aria-invalid", !state.open_problem.is_empty()),
            );
            draw.labelled("p", &[("id", "open-hint"), ("class", "hint")], "Several at once open as a table.");
            draw.labelled(
                "p",
                &[("id", "open-problem"), ("class", "problem"), ("role", "alert")],
                state.open_problem,
            );
            draw.labelled("button", &[("type", "submit")], "Open");
        },
    );
}

/// The requests that were opened in this tab.
fn recents(draw: &mut Drawing<'_>, recents: &[Recent]) {
    draw.element("section", &[("class", "recent"), ("aria-labelledby", "recent-title")], |draw| {
        draw.labelled("h2", &[("id", "recent-title")], "Opened in this tab");
        draw.element("ul", &[("class", "sandbox-list")], |draw| {
            for Recent { uuid, name, status } in recents {
                let uuid = *uuid;
                draw.element("li", &[], |draw| {
                    draw.link(Route::Order(uuid), |draw| foreign(draw, name));
                    draw.element("span", &[("class", "shows")], |draw| {
                        foreign(draw, status);
                        draw.text(" · ");
                        draw.own(&uuid.to_string());
                    });
                    forget(
                        draw,
                        "Remove",
                        &["Remove ", &uuid.to_string(), " from this list"].concat(),
                        Some(uuid),
                    );
                });
            }
        });
        forget(draw, "Remove all", "Remove all from this list", None);
    });
}

fn forget(draw: &mut Drawing<'_>, text: &'static str, label: &str, which: Option<Uuid>) {
    draw.element("button", &[("type", "button"), ("class", "copy")], |draw| {
        draw.attribute("aria-label", label);
        draw.on_click(move |_| Some(Message::Forget(which)));
        draw.text(text);
    });
}

/// What the sandbox has to show, for a newcomer to click through.
fn entries(draw: &mut Drawing<'_>, title: &'static str, entries: &[SandboxEntry]) {
    draw.element("section", &[], |draw| {
        draw.attribute("aria-label", title);
        draw.labelled("h2", &[], title);
        draw.element("ul", &[("class", "sandbox-list")], |draw| {
            for entry in entries {
                draw.element("li", &[], |draw| {
                    draw.link(Route::Order(entry.uuid), |draw| draw.own(&entry.name));
                    draw.element("span", &[("class", "shows")], |draw| draw.own(&entry.shows));
                });
            }
        });
    });
}
