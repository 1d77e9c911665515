//! Which gateway is asked, on which of the published paths, and a test of whether that works.

use super::super::config::Config;
use super::super::document;
use super::super::state::{ADDRESS_FIELD, Message, PATH_FIELD, State};
use super::drawing::Drawing;
use super::icon::{Shape, icon};
use crate::client::{PLATFORMS, PathStyle};

/// The panel that chooses the gateway.
pub(super) fn gateway_panel(draw: &mut Drawing<'_>, state: &State, config: &Config) {
    draw.element("details", &[("class", "panel gateway")], |draw| {
        draw.labelled("summary", &[], "Gateway and path");
        draw.element("form", &[("aria-label", "Gateway and path"), ("novalidate", "")], |draw| {
            form(draw, state, config);
        });
    });
}

fn form(draw: &mut Drawing<'_>, state: &State, config: &Config) {
    draw.on_submit(|| Message::UseGateway(document::field(ADDRESS_FIELD), document::field(PATH_FIELD)));
    let (problem_at, problem) = &state.gateway.problem;
    let endpoint = state.endpoint();
    let address = endpoint.base_url.as_str();
    draw.part(|draw| {
        if config.choose {
            platforms(draw, address);
            draw.labelled("label", &[("for", ADDRESS_FIELD)], "Address of the gateway");
            draw.element(
                "input",
                &[
                    ("id", ADDRESS_FIELD),
                    ("type", "url"),
                    ("spellcheck", "false"),
                    ("aria-describedby", "gateway-hint gateway-problem"),
                ],
                |draw| {
                    draw.attribute("value", address);
                    draw.attribute_if("aria-invalid", *problem_at == ADDRESS_FIELD);
                },
            );
            draw.labelled(
                "p",
                &[("id", "gateway-hint"), ("class", "hint")],
                "The address of your platform, or of a private one. Empty: the server of this page. Another gateway \
                 ends the session, since a token is sent to no gateway but its own.",
            );
        } else {
            draw.element("p", &[], |draw| {
                draw.text("Requests are read through ");
                match address {
                    "" => draw.text("the server of this page."),
                    _ => draw.element("code", &[], |draw| draw.own(address)),
                }
            });
            draw.element("input", &[("id", ADDRESS_FIELD), ("type", "hidden")], |draw| {
                draw.attribute("value", address);
            });
        }
    });
    draw.labelled("label", &[("for", PATH_FIELD)], "Path of a request");
    draw.element(
        "input",
        &[
            ("id", PATH_FIELD),
            ("type", "text"),
            ("list", "paths"),
            ("spellcheck", "false"),
            ("autocomplete", "off"),
            ("aria-describedby", "path-hint gateway-problem"),
        ],
        |draw| {
            draw.attribute("value", endpoint.path_style.as_str());
            draw.attribute_if("aria-invalid", *problem_at == PATH_FIELD);
        },
    );
    draw.element("datalist", &[("id", "paths")], |draw| {
        for style in [PathStyle::Documented, PathStyle::Sample] {
            draw.element("option", &[], |draw| draw.attribute("value", style.as_str()));
        }
    });
    draw.labelled(
        "p",
        &[("id", "path-hint"), ("class", "hint")],
        "Two are published: “documented” and “sample”. A path of your own begins with a slash and holds {uuid}.",
    );
    draw.element("p", &[("id", "gateway-problem"), ("class", "problem"), ("role", "alert")], |draw| {
        draw.own(problem);
    });
    draw.element("button", &[("type", "submit")], |draw| {
        draw.attribute_if("aria-disabled", state.gateway.testing);
        draw.text(if state.gateway.testing { "Testing…" } else { "Use and test" });
    });
    draw.part(|draw| {
        if let Some(found) = state.gateway.found {
            draw.element("p", &[("class", "found")], |draw| {
                draw.attribute("data-tone", if found.is_good() { "good" } else { "bad" });
                icon(draw, if found.is_good() { Shape::Check } else { Shape::Warning });
                draw.text(found.message());
            });
        }
    });
}

/// Qualys' platforms: the one that is chosen has its address put into the field below.
fn platforms(draw: &mut Drawing<'_>, address: &str) {
    draw.labelled("label", &[("for", PLATFORM_FIELD)], "Platform");
    draw.element("select", &[("id", PLATFORM_FIELD)], |draw| {
        draw.on_change(|| Message::Platform(document::field(PLATFORM_FIELD)));
        for (name, gateway) in
            [("The server of this page, or another address", "")].into_iter().chain(PLATFORMS)
        {
            draw.element("option", &[], |draw| {
                draw.attribute("value", gateway);
                if gateway == address {
                    draw.attribute("selected", "");
                }
                draw.text(name);
            });
        }
    });
}

const PLATFORM_FIELD: &str = "gateway-platform";
