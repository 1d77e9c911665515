//! The one component: carries events to the state and effects to the world.

use std::rc::Rc;

use gloo_timers::callback::Interval;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::config::Config;
use super::document::{self, BackAndForward};
use super::state::{Effect, Kept, Message, Place, State};
use super::view;
use crate::browser::{FetchTransport, check_self_signature, now};
use crate::client::{
    BearerToken, DEFAULT_TIMEOUT_MS, Endpoint, Error, Gateway, Method, Request, Retry, Transport, get_order,
    sign_in, test_connection,
};
use crate::order::{Order, Uuid};

/// How often what is said of the time is brought up to date, in milliseconds.
const TICK_MS: u32 = 5_000;

/// The page.
pub struct App {
    state: State,
    send: Callback<Message>,
    after_drawing: Vec<Effect>,
    call: Option<Rc<FetchTransport>>,
    /// The calls for the rows of the table, with the rows' numbers.
    rows: Vec<Rc<FetchTransport>>,
    watch: Option<Interval>,
    _tick: Interval,
    _back_and_forward: Option<BackAndForward>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

impl Component for App {
    type Message = Message;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let send = context.link().callback(|message: Message| message);
        let went = send.clone();
        let configured = send.clone();
        let ticking = send.clone();
        spawn_local(async move {
            let config = fetch_config().await.unwrap_or_default();
            configured.emit(Message::Configured(config, kept(), now()));
        });
        Self {
            state: State { route: document::route(), ..State::default() },
            send,
            after_drawing: Vec::new(),
            call: None,
            rows: Vec::new(),
            watch: None,
            _tick: Interval::new(TICK_MS, move || {
                if document::can_be_seen() {
                    ticking.emit(Message::Tick(now()));
                }
            }),
            _back_and_forward: BackAndForward::listen(move |route| went.emit(Message::Went(route))),
        }
    }

    fn update(&mut self, _: &Context<Self>, message: Message) -> bool {
        for effect in self.state.update(message) {
            self.perform(effect);
        }
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        view::page(&self.state, now(), &self.send)
    }

    fn rendered(&mut self, _: &Context<Self>, _first: bool) {
        document::set_title(&self.state.title());
        for effect in self.after_drawing.drain(..) {
            match effect {
                Effect::Focus(id) => document::focus(&["#", id].concat()),
                Effect::RescueFocus if document::has_focus() => {}
                _ => document::focus("main h1"),
            }
        }
    }
}

impl App {
    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Push(route) => document::push(&route),
            Effect::ClearSecrets => document::clear_secrets(),
            Effect::Fill(id, text) => document::fill(id, &text),
            Effect::StopReading => self.stop_reading(),
            Effect::FocusHeading | Effect::RescueFocus | Effect::Focus(_) => self.after_drawing.push(effect),
            Effect::Download(name, bytes) => document::download(&name, &bytes),
            Effect::Keep(place, text) => document::keep(place, text.as_ref().map(|text| text.as_str())),
            Effect::Print => document::print(),
            Effect::StopTable => self.rows.drain(..).for_each(|call| call.abort()),
            Effect::CopyLink => self.perform(Effect::Copy(document::address())),
            Effect::Check(call, check) => {
                let send = self.send.clone();
                spawn_local(async move {
                    send.emit(Message::Checked(call, check_self_signature(&check).await));
                });
            }
            Effect::WatchAfter(call, wait) => {
                let link = self.send.clone();
                self.watch = Some(Interval::new(wait, move || {
                    if document::can_be_seen() {
                        link.emit(Message::WatchDue(call));
                    }
                }));
            }
            Effect::Copy(text) => {
                let send = self.send.clone();
                spawn_local(async move { send.emit(Message::Copied(document::copy(&text).await)) });
            }
            Effect::SignIn(number, name, password) => {
                let (send, endpoint) = (self.send.clone(), self.state.endpoint());
                spawn_local(async move {
                    let outcome = match FetchTransport::new(DEFAULT_TIMEOUT_MS, None) {
                        Ok(transport) => sign_in(&transport, &endpoint, &name, &password).await,
                        Err(fault) => Err(fault.into()),
                    };
                    send.emit(Message::SignedIn(number, outcome));
                });
            }
            Effect::Test(number, endpoint, token) => {
                let send = self.send.clone();
                if let Some(transport) = new_call(&send, |_| None) {
                    spawn_local(async move {
                        let gateway = Gateway::new(endpoint, Retry::default());
                        let found = test_connection(&*transport, &gateway, token.as_ref()).await;
                        send.emit(Message::Tested(number, found));
                    });
                }
            }
            Effect::Read(call, uuid, token) => {
                self.watch = None;
                self.stop_reading();
                let answered = move |outcome| Message::Answered(call, Box::new(outcome), now());
                self.call = self.start_reading(uuid, token, answered);
            }
            Effect::ReadRow(number, index, uuid, token) => {
                let answered = move |outcome| Message::RowAnswered(number, index, Box::new(outcome));
                // Those that have ended are in nobody's hands but ours.
                self.rows.retain(|call| Rc::strong_count(call) > 1);
                self.rows.extend(self.start_reading(uuid, token, answered));
            }
        }
    }

    /// Starts a call for a request; `answered` makes the message of its end.
    fn start_reading(
        &self,
        uuid: Uuid,
        token: BearerToken,
        answered: impl Fn(Result<Order, Error>) -> Message + 'static,
    ) -> Option<Rc<FetchTransport>> {
        let (send, endpoint) = (self.send.clone(), self.state.endpoint());
        let transport = new_call(&send, |error| Some(answered(Err(error))))?;
        let call = transport.clone();
        spawn_local(async move {
            send.emit(answered(read(&transport, &endpoint, &token, &uuid).await));
        });
        Some(call)
    }

    fn stop_reading(&mut self) {
        if let Some(transport) = self.call.take() {
            transport.abort();
        }
    }
}

/// A transport for one call; where the host has none, `refused` makes a message of that.
fn new_call(
    send: &Callback<Message>,
    refused: impl FnOnce(Error) -> Option<Message>,
) -> Option<Rc<FetchTransport>> {
    match FetchTransport::new(DEFAULT_TIMEOUT_MS, None) {
        Ok(transport) => Some(Rc::new(transport)),
        Err(fault) => {
            if let Some(message) = refused(fault.into()) {
                send.emit(message);
            }
            None
        }
    }
}

/// What this tab kept of an earlier load of the page.
fn kept() -> Kept {
    Kept {
        gateway: document::kept(Place::Gateway),
        token: document::kept(Place::Token).map(Into::into),
        recent: document::kept(Place::Recent),
    }
}

async fn read(
    transport: &FetchTransport,
    endpoint: &Endpoint,
    token: &BearerToken,
    uuid: &Uuid,
) -> Result<Order, Error> {
    let gateway = Gateway::new(endpoint.clone(), Retry::default());
    get_order(transport, token, &gateway, uuid).await
}

/// The server's presets; a server without the file leaves the defaults.
async fn fetch_config() -> Option<Config> {
    let transport = FetchTransport::new(DEFAULT_TIMEOUT_MS, None).ok()?;
    let request = Request {
        method: Method::Get,
        url: "/config.json".to_owned(),
        authorization: None,
        accept: "application/json",
        body: None,
    };
    let response = transport.send(request).await.ok()?;
    (response.status == 200).then(|| Config::read(&String::from_utf8_lossy(&response.body)))
}
