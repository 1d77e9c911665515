//! What the list of recent requests shows.

use std::rc::Rc;

use yew::prelude::*;

use super::{Recent, RecentAction, RecentList, RecentOrder};
use crate::page::testing::{Contexts, UUID, order, sample};

#[test]
fn requests_that_were_opened_are_listed() {
    let opened = RecentAction::Opened(RecentOrder::of(&order(&sample())));
    let recent = (*Rc::new(Recent::default()).reduce(opened)).clone();
    let contexts = Contexts { recent, ..Contexts::default() };
    let html = contexts.html(html! { <RecentList /> });
    assert!(html.contains(&format!("href=\"/orders/{UUID}\"")), "{html}");
    let text = contexts.text(html! { <RecentList /> });
    assert!(text.contains("Opened in this tab") && text.contains("example.com"), "{text}");
    assert!(text.contains(&format!("Submitted {UUID}")), "{text}");
}

#[test]
fn an_empty_list_is_not_shown() {
    assert_eq!(Contexts::default().html(html! { <RecentList /> }), "");
}

#[test]
fn an_entry_whose_uuid_was_tampered_with_is_not_a_link() {
    let recent =
        serde_json::from_str(r#"[{"uuid": "//evil.example", "name": "n", "status": null}]"#).unwrap();
    let html = Contexts { recent, ..Contexts::default() }.html(html! { <RecentList /> });
    assert!(!html.contains("evil"), "{html}");
}
