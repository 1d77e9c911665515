//! Renders components to HTML without a browser, for the tests of what each state shows. Effects do not run there, so
//! the providers, which read the browser's storage, are replaced by their contexts.

use std::rc::Rc;

use yew::prelude::*;

use super::clock::Now;
use super::config::Config;
use super::connection::{ConnectionContext, ConnectionTest};
use super::preferences::{Preferences, PreferencesContext};
use super::recent::{Recent, RecentContext};
use super::session::{Session, SessionState};
use super::table::{TableContext, TableState};
use crate::client::{BearerToken, Endpoint, Gateway, Retry};
use crate::order::{Order, Timestamp};

/// The vendor's sample of a response.
pub(super) const SAMPLE: &str = include_str!("../../tests/fixtures/view-certificate-request.json");
/// The UUID of the sample.
pub(super) const UUID: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";
/// A token of the user doe_john that expires at 2020-09-01T12:54:50Z.
pub(super) const TOKEN: &str =
    "eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJkb2Vfam9obiIsImV4cCI6MTU5ODk2NDg5MH0.c2VjcmV0";

/// The sample, to be changed.
pub(super) fn sample() -> serde_json::Value {
    serde_json::from_str(SAMPLE).unwrap()
}

/// The request that a response describes.
pub(super) fn order(response: &serde_json::Value) -> Order {
    Order::from_text(&response.to_string()).unwrap()
}

/// A point in time.
pub(super) fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// What components find around them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Contexts {
    pub(super) config: Config,
    pub(super) now: Timestamp,
    pub(super) preferences: Preferences,
    /// The chosen endpoint; none: the host's.
    pub(super) endpoint: Option<Endpoint>,
    pub(super) session: SessionState,
    pub(super) recent: Recent,
    pub(super) table: TableState,
}

impl Default for Contexts {
    /// Nobody is signed in, a day after the sample was created.
    fn default() -> Self {
        Self {
            config: Config::default(),
            now: time("2020-09-02T08:54:50.473Z"),
            preferences: Preferences::default(),
            endpoint: None,
            session: SessionState::default(),
            recent: Recent::default(),
            table: TableState::default(),
        }
    }
}

impl Contexts {
    /// Signed in with a session that does not end soon.
    pub(super) fn signed_in() -> Self {
        let token = Some(Rc::new(BearerToken::parse(TOKEN).unwrap()));
        Self { session: SessionState { token, ..SessionState::default() }, ..Self::default() }
    }

    /// The content as HTML.
    pub(super) fn html(&self, content: Html) -> String {
        let props = SurroundedProps { contexts: self.clone(), content };
        let renderer = yew::LocalServerRenderer::<Surrounded>::with_props(props).hydratable(false);
        pollster::block_on(renderer.render())
    }

    /// The text of the content, with single spaces.
    pub(super) fn text(&self, content: Html) -> String {
        text_of(&self.html(content))
    }
}

/// The text of HTML, with single spaces.
pub(super) fn text_of(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        let (_, after) = piece.split_once('>').unwrap_or(("", piece));
        text.push_str(after);
        text.push(' ');
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Every value of the attribute `id`.
pub(super) fn ids(html: &str) -> Vec<&str> {
    html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[derive(PartialEq, Properties)]
struct SurroundedProps {
    contexts: Contexts,
    content: Html,
}

#[component]
fn Surrounded(props: &SurroundedProps) -> Html {
    let Contexts { config, now, preferences, endpoint, session, recent, table } = props.contexts.clone();
    let endpoint = endpoint.unwrap_or_else(|| config.endpoint());
    let session = Session { state: use_reducer_eq(move || session), sign_in: Callback::noop() };
    let recent = RecentContext(use_reducer_eq(move || recent));
    let table = TableContext(use_reducer_eq(move || table));
    let preferences = PreferencesContext { preferences, set: Callback::noop() };
    let gateway = Rc::new(Gateway::new(endpoint, Retry::default()));
    let connection = ConnectionContext {
        gateway,
        choose: Callback::noop(),
        test: use_reducer_eq(ConnectionTest::default),
    };
    html! {
        <ContextProvider<Rc<Config>> context={Rc::new(config)}>
            <ContextProvider<Now> context={Now(now)}>
                <ContextProvider<PreferencesContext> context={preferences}>
                    <ContextProvider<ConnectionContext> context={connection}>
                        <ContextProvider<Session> context={session}>
                            <ContextProvider<RecentContext> context={recent}>
                                <ContextProvider<TableContext> context={table}>
                                    { props.content.clone() }
                                </ContextProvider<TableContext>>
                            </ContextProvider<RecentContext>>
                        </ContextProvider<Session>>
                    </ContextProvider<ConnectionContext>>
                </ContextProvider<PreferencesContext>>
            </ContextProvider<Now>>
        </ContextProvider<Rc<Config>>>
    }
}
