//! What the start page shows.

use yew::prelude::*;

use super::{NotFoundPage, StartPage};
use crate::page::config::Config;
use crate::page::testing::{Contexts, UUID};

#[test]
fn signing_in_is_offered_where_there_is_no_session() {
    let html = Contexts::default().html(html! { <StartPage /> });
    assert!(html.contains("id=\"password\"") && html.contains("id=\"open-uuid\""), "{html}");
    let html = Contexts::signed_in().html(html! { <StartPage /> });
    assert!(!html.contains("id=\"password\"") && html.contains("id=\"open-uuid\""), "{html}");
}

#[test]
fn an_unknown_address_is_explained_and_shown_as_text() {
    let html = Contexts::default().html(html! { <NotFoundPage invalid_uuid={"<b>\u{202e}"} /> });
    assert!(!html.contains("<b>") && html.contains("&lt;b&gt;") && html.contains("U+202E"), "{html}");
    assert!(html.contains("which is not a UUID") && html.contains("id=\"open-uuid\""), "{html}");
    let html = Contexts::default().html(html! { <NotFoundPage /> });
    assert!(!html.contains("which is not a UUID") && html.contains("Page not found"), "{html}");
}

#[test]
fn the_requests_of_the_sandbox_are_links_in_their_groups() {
    let config = Config::parse(&format!(
        r#"{{"sandbox": {{"userName": "u", "password": "p",
            "orders": [{{"uuid": "{UUID}", "name": "The sample", "shows": "all", "group": "Status"}},
                       {{"uuid": "x", "name": "Not a UUID"}}],
            "failures": [{{"uuid": "00000000-0000-4000-8000-000000000401", "name": "Refused"}}]}}}}"#
    ));
    let contexts = Contexts { config, ..Contexts::default() };
    let html = contexts.html(html! { <StartPage /> });
    assert!(html.contains(&format!("href=\"/orders/{UUID}\"")) && html.contains(">Status<"), "{html}");
    assert!(html.contains("href=\"/orders/00000000-0000-4000-8000-000000000401\""), "{html}");
    assert!(!html.contains("Not a UUID"), "{html}");
    assert!(!Contexts::default().html(html! { <StartPage /> }).contains("Requests in this sandbox"));
}
