//! The one component: carries events to the state and effects to the world.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::config::Config;
use super::document::{self, BackAndForward};
use super::state::{Effect, Message, State};
use super::view;
use crate::browser::{FetchTransport, Timer, check_self_signature, now};
use crate::client::{
    DEFAULT_TIMEOUT_MS, Endpoint, Error, Jwt, Method, Request, Retry, Transport, get_order, sign_in,
};
use crate::order::{Order, Uuid};

/// The page.
pub struct App {
    state: State,
    send: Callback<Message>,
    after_drawing: Vec<Effect>,
    call: Option<Rc<FetchTransport>>,
    watch: Option<Timer>,
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
        spawn_local(async move {
            configured.emit(Message::Configured(fetch_config().await.unwrap_or_default()));
        });
        Self {
            state: State { route: document::route(), ..State::default() },
            send,
            after_drawing: Vec::new(),
            call: None,
            watch: None,
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
            Effect::StopReading => self.stop_reading(),
            Effect::FocusHeading | Effect::Focus(_) => self.after_drawing.push(effect),
            Effect::Download(name, bytes) => document::download(name, &bytes),
            Effect::Check(call, check) => {
                let send = self.send.clone();
                spawn_local(async move {
                    send.emit(Message::Checked(call, check_self_signature(&check).await));
                });
            }
            Effect::WatchAfter(call, wait) => {
                let link = self.send.clone();
                self.watch = Some(Timer::every(wait, move || {
                    if document::can_be_seen() {
                        link.emit(Message::WatchDue(call));
                    }
                }));
            }
            Effect::Copy(text) => {
                let send = self.send.clone();
                spawn_local(async move { send.emit(Message::Copied(document::copy(&text).await)) });
            }
            Effect::SignIn(name, password) => {
                let (send, endpoint) = (self.send.clone(), self.endpoint());
                spawn_local(async move {
                    let outcome = match FetchTransport::new(DEFAULT_TIMEOUT_MS, None) {
                        Ok(transport) => sign_in(&transport, &endpoint, &name, &password).await,
                        Err(fault) => Err(fault.into()),
                    };
                    send.emit(Message::SignedIn(outcome));
                });
            }
            Effect::Read(call, uuid, token) => {
                self.watch = None;
                self.stop_reading();
                let send = self.send.clone();
                match FetchTransport::new(DEFAULT_TIMEOUT_MS, None) {
                    Ok(transport) => {
                        let transport = Rc::new(transport);
                        self.call = Some(transport.clone());
                        let endpoint = self.endpoint();
                        spawn_local(async move {
                            let outcome = read(&transport, &endpoint, &token, &uuid).await;
                            send.emit(Message::Answered(call, Box::new(outcome), now()));
                        });
                    }
                    Err(fault) => send.emit(Message::Answered(call, Box::new(Err(fault.into())), now())),
                }
            }
        }
    }

    fn stop_reading(&mut self) {
        if let Some(transport) = self.call.take() {
            transport.abort();
        }
    }

    fn endpoint(&self) -> Endpoint {
        self.state
            .config
            .as_deref()
            .map_or_else(|| Config::default().endpoint, |config| config.endpoint.clone())
    }
}

async fn read(
    transport: &FetchTransport,
    endpoint: &Endpoint,
    token: &Jwt,
    uuid: &Uuid,
) -> Result<Order, Error> {
    get_order(transport, token, endpoint, Retry::default(), uuid).await
}

/// The server's presets; a server without the file leaves the defaults.
async fn fetch_config() -> Option<Config> {
    let transport = FetchTransport::new(DEFAULT_TIMEOUT_MS, None).ok()?;
    let request = Request {
        method: Method::Get,
        url: "/config.json".to_owned(),
        authorization: None,
        accept: "application/json",
        form: None,
    };
    let response = transport.send(request).await.ok()?;
    (response.status == 200).then(|| Config::read(&String::from_utf8_lossy(&response.body)))
}
