//! What each state of the session shows.

use std::rc::Rc;

use yew::prelude::*;

use super::state::{SessionAction, SessionEnd, SignIn};
use super::{SessionBar, SessionRenewal, SessionState, SignInPanel};
use crate::client::{Error, ErrorCode};
use crate::page::config::Config;
use crate::page::testing::{Contexts, TOKEN, time};

fn with(session: SessionState) -> Contexts {
    Contexts { session, ..Contexts::default() }
}

#[test]
fn a_refused_password_is_reported_in_the_form() {
    let error = Error::new(ErrorCode::Unauthorized, "No.".to_owned());
    let state = SessionState { sign_in: SignIn::Failed(Rc::new(error)), ..SessionState::default() };
    let html = with(state).html(html! { <SignInPanel /> });
    assert!(html.contains("No.") && html.contains("Sign in again, or use a fresh token"), "{html}");
    assert!(html.contains("id=\"password\"") && html.contains("type=\"password\""), "{html}");
}

#[test]
fn a_text_that_is_no_token_is_marked_and_explained() {
    let entered = SessionAction::TokenEntered("{}".to_owned().into(), false, time("2020-09-01T12:00:00Z"));
    let state = Rc::new(SessionState::default()).reduce(entered);
    let html = with((*state).clone()).html(html! { <SignInPanel /> });
    assert!(html.contains("and not a token"), "{html}");
    let (_, field) = html.split_once("<textarea").unwrap();
    assert!(field.split_once('>').unwrap().0.contains("aria-invalid=\"true\""), "{html}");
    assert!(!html.contains("{}"), "what was pasted is in no state");
}

#[test]
fn while_signing_in_the_button_is_busy() {
    let sent = SessionAction::SignInSent { call: 1, keep: false };
    let state = Rc::new(SessionState::default()).reduce(sent);
    let html = with((*state).clone()).html(html! { <SignInPanel /> });
    let (before, _) = html.split_once("Signing in…").unwrap();
    assert!(before.rsplit_once("<button").unwrap().1.contains("aria-disabled=\"true\""), "{html}");
}

#[test]
fn a_sandbox_names_its_user() {
    let config = Config::parse(r#"{"sandbox": {"userName": "demo-user", "password": "demo-password"}}"#);
    let text = Contexts { config, ..Contexts::default() }.text(html! { <SignInPanel /> });
    assert!(text.contains("demo-user") && text.contains("demo-password"), "{text}");
    assert!(!Contexts::default().text(html! { <SignInPanel /> }).contains("sandbox"));
}

#[test]
fn the_bar_names_the_user_and_the_end_and_never_the_token() {
    let contexts = Contexts { now: time("2020-09-01T11:54:50Z"), ..Contexts::signed_in() };
    let html = contexts.html(html! { <SessionBar /> });
    assert!(html.contains("doe_john") && html.contains("datetime=\"2020-09-01T12:54:50Z\""), "{html}");
    assert!(contexts.text(html! { <SessionBar /> }).contains("session ends in 1 hour"));
    assert!(!html.contains(TOKEN.rsplit('.').next().unwrap()), "{html}");
    assert_eq!(Contexts::default().html(html! { <SessionBar /> }), "");
    let ended = SessionState { end: SessionEnd::Over, ..contexts.session.clone() };
    let over = Contexts { session: ended, now: time("2020-09-01T12:56:00Z"), ..Contexts::signed_in() };
    assert!(over.text(html! { <SessionBar /> }).contains("session ended 1 minute ago"));
}

#[test]
fn signing_in_again_is_offered_where_the_session_ends_soon_has_ended_or_is_refused() {
    let at = |end| {
        let signed_in = Contexts::signed_in();
        Contexts { session: SessionState { end, ..signed_in.session.clone() }, ..signed_in }
    };
    assert_eq!(at(SessionEnd::Far).html(html! { <SessionRenewal /> }), "");
    let soon = at(SessionEnd::Soon).html(html! { <SessionRenewal /> });
    assert!(soon.contains("Your session ends within five minutes: sign in again"), "{soon}");
    assert!(!is_open(&soon), "it can wait: {soon}");
    let over = at(SessionEnd::Over).html(html! { <SessionRenewal /> });
    assert!(over.contains("Your session has ended.") && over.contains("id=\"password\""), "{over}");
    assert!(is_open(&over), "{over}");
    let mut error = Error::new(ErrorCode::Unauthorized, "No.".to_owned());
    error.gateway.text = Some("JWT <expired>".to_owned());
    let refusal = Some(Rc::new(error));
    let refused = at(SessionEnd::Far).html(html! { <SessionRenewal refusal={refusal.clone()} /> });
    assert!(
        refused.contains("no longer accepts this session") && refused.contains("id=\"password\""),
        "{refused}"
    );
    assert!(refused.contains("JWT &lt;expired&gt;"), "what the gateway says is part of it: {refused}");
    assert!(is_open(&refused), "{refused}");
    assert_eq!(Contexts::default().html(html! { <SessionRenewal {refusal} /> }), "");
}

/// Whether the first element of the HTML is open.
fn is_open(html: &str) -> bool {
    html.split_once('>').unwrap().0.contains(" open")
}
