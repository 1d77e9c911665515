//! What the page knows, and what each event changes. Pure: what has to happen in the world is answered as effects.

mod export;
mod gateway;
mod message;
mod order;
mod recent;
mod session;
mod table;

use std::rc::Rc;

use zeroize::Zeroizing;

use super::config::Config;
use super::route::Route;
use crate::client::{BearerToken, Endpoint, ErrorCode};
use crate::csr::SelfSignature;
use crate::order::{Order, Timestamp, Uuid};

pub use gateway::GatewayState;
pub(super) use gateway::{ADDRESS_FIELD, PATH_FIELD};
pub use message::{Effect, File, Message};
pub use order::{CsrState, OrderState, status_label};
pub use recent::Recent;
pub use session::{Kept, Place, SessionEnd, SignInState};
pub use table::{Cell, Column, Format, MOST_ROWS, Reading, Row, TableState};

use order::{changes, name, summary};

/// Everything the page knows.
#[derive(Debug, Default)]
pub struct State {
    /// The place of the address bar.
    pub route: Route,
    /// The server's presets; none until they are read.
    pub config: Option<Rc<Config>>,
    /// The token of the session.
    pub token: Option<BearerToken>,
    /// The forms that make a session.
    pub sign_in: SignInState,
    /// What is wrong with the text in the field that opens a request.
    pub open_problem: &'static str,
    /// The request of the route.
    pub order: OrderState,
    /// Several requests at once.
    pub table: TableState,
    /// The requests that were opened in this tab, the last one first.
    pub recent: Vec<Recent>,
    /// Which gateway is asked.
    pub gateway: GatewayState,
    /// How near the session's end is.
    pub session_end: SessionEnd,
    /// What was said last to those who cannot see it happen.
    pub announcement: String,
    /// The request is read again by itself until it has ended.
    pub watching: bool,
}

/// How soon a watched request is read again, in milliseconds: at once after a change, more and more rarely without.
const WATCH_FIRST_MS: u32 = 10_000;
const WATCH_LONGEST_MS: u32 = 60_000;

impl State {
    /// The title of the document.
    #[must_use]
    pub fn title(&self) -> String {
        const NAME: &str = "CertView orders";
        match (&self.route, &self.order.read) {
            (Route::Order(_), Some((order, _))) => [&summary(order), " – ", NAME].concat(),
            (Route::Order(uuid), None) => [&uuid.to_string(), " – ", NAME].concat(),
            (Route::BadUuid(_) | Route::NotFound, _) => ["Page not found – ", NAME].concat(),
            (Route::Table, _) => ["Several requests – ", NAME].concat(),
            (Route::Home, _) => NAME.to_owned(),
        }
    }

    /// Takes in what has happened; answers what has to be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Configured(config, kept, now) => self.start(config, kept, now),
            Message::Tick(now) => {
                let end = SessionEnd::of(self.token.as_ref(), now);
                if end != self.session_end {
                    self.session_end = end;
                    end.said().clone_into(&mut self.announcement);
                }
                Vec::new()
            }
            Message::Go(route) => {
                let mut effects = self.arrive(route.clone());
                effects.insert(0, Effect::Push(route));
                effects
            }
            // A link within the place: nothing of it is to be forgotten.
            Message::Went(route) if route == self.route => Vec::new(),
            Message::Went(route) => self.arrive(route),
            Message::Open(text) => match (text.parse::<Uuid>(), Uuid::find_all(&text).as_slice()) {
                (Ok(uuid), _) | (Err(_), &[uuid]) => self.update(Message::Go(Route::Order(uuid))),
                (Err(_), []) => {
                    self.open_problem = if text.trim().is_empty() { NOTHING_ENTERED } else { NO_UUID };
                    vec![Effect::Focus("open-uuid")]
                }
                (Err(_), _) => {
                    let mut effects = self.update(Message::OpenAll(text));
                    effects.extend(self.update(Message::Go(Route::Table)));
                    effects
                }
            },
            Message::OpenAll(text) => {
                let uuids = Uuid::find_all(&text);
                if uuids.is_empty() {
                    self.table.problem = if text.trim().is_empty() { NOTHING_ENTERED } else { NO_UUID };
                    return vec![Effect::Focus("open-uuids")];
                }
                self.table.fill(uuids);
                let mut effects = vec![Effect::StopTable];
                effects.extend(self.read_rows());
                effects
            }
            Message::SignIn(..) if self.sign_in.busy => Vec::new(),
            Message::SignIn(name, password, keep) => {
                self.sign_in = SignInState { busy: true, keep, ..self.next_sign_in() };
                vec![Effect::SignIn(self.sign_in.number, name, password)]
            }
            // Meanwhile the reader has signed out, used a token, or chosen another gateway.
            Message::SignedIn(number, _) if number != self.sign_in.number => Vec::new(),
            Message::SignedIn(_, Ok(token)) => self.connect(token),
            Message::SignedIn(_, Err(error)) => {
                self.sign_in.busy = false;
                self.sign_in.failure = Some(error);
                Vec::new()
            }
            Message::UseToken(text, keep) => match BearerToken::parse(&text) {
                Ok(token) => {
                    self.sign_in.keep = keep;
                    self.connect(token)
                }
                Err(error) => {
                    self.sign_in.token_problem = error.to_string();
                    vec![Effect::Focus("token")]
                }
            },
            Message::SignOut => {
                "Signed out.".clone_into(&mut self.announcement);
                self.end_session()
            }
            Message::Refresh => self.read(),
            Message::Watch => {
                self.watching = !self.watching;
                self.order.interval_ms = WATCH_FIRST_MS;
                self.announcement =
                    if self.watching { "Watching for changes." } else { "No longer watching." }.to_owned();
                self.watch()
            }
            Message::WatchDue(call) if self.watching && call == self.order.call => self.read(),
            Message::WatchDue(_) => Vec::new(),
            Message::Answered(call, outcome, at) if call == self.order.call => {
                self.order.reading = false;
                match *outcome {
                    Ok(order) => self.take_in(order, at),
                    Err(error) => {
                        // The failure says it itself; what was said before is no longer true.
                        self.announcement.clear();
                        self.order.failure = Some(error);
                        self.watch()
                    }
                }
            }
            // An answer to a call that is no longer wanted.
            Message::Answered(..) => Vec::new(),
            Message::Checked(call, found) => {
                if let CsrState::Decoded(_, verdict) = &mut self.order.csr
                    && call == self.order.call
                {
                    *verdict = Some(found);
                    self.order.look();
                }
                Vec::new()
            }
            Message::RowAnswered(number, index, outcome) if number == self.table.number => {
                self.table.take_in(index, *outcome);
                if self.table.finished() == self.table.rows.len() {
                    "All requests are read.".clone_into(&mut self.announcement);
                }
                self.read_rows()
            }
            Message::RowAnswered(..) => Vec::new(),
            Message::ReadTable => {
                self.table.restart();
                let mut effects = vec![Effect::StopTable];
                effects.extend(self.read_rows());
                effects
            }
            Message::Filter(text) => {
                self.table.filter = text;
                let count = self.table.shown().len();
                let shown = if count == 1 { " request shown." } else { " requests shown." };
                self.announcement = [&count.to_string(), shown].concat();
                Vec::new()
            }
            Message::Sort(column) => {
                self.table.sort(column);
                Vec::new()
            }
            Message::FindName(text) => {
                self.order.names_query = text;
                self.order.more_names = 0;
                Vec::new()
            }
            Message::MoreNames => {
                self.order.more_names += 500;
                Vec::new()
            }
            Message::Forget(which) => {
                self.recent.retain(|recent| which.is_some_and(|which| recent.uuid != which));
                vec![self.keep_recent(), Effect::FocusHeading]
            }
            Message::Platform(address) => vec![Effect::Fill(ADDRESS_FIELD, address)],
            Message::UseGateway(base, path) => match gateway::entered(&base, &path) {
                Ok(endpoint) => self.use_gateway(endpoint),
                Err(problem) => {
                    let field = problem.0;
                    self.gateway = GatewayState {
                        problem,
                        chosen: self.gateway.chosen.take(),
                        number: self.gateway.number.wrapping_add(1),
                        ..GatewayState::default()
                    };
                    vec![Effect::Focus(field)]
                }
            },
            // A second click would switch back.
            Message::SwitchPath if self.order.reading => Vec::new(),
            Message::SwitchPath => match self.endpoint().on_the_other_path() {
                Some(other) => {
                    let mut effects = vec![Effect::Keep(Place::Gateway, Some(gateway::write(&other).into()))];
                    self.gateway.chosen = Some(other);
                    effects.extend(self.read());
                    effects
                }
                None => Vec::new(),
            },
            Message::Tested(number, _) if number != self.gateway.number => Vec::new(),
            Message::Tested(_, found) => {
                self.gateway.testing = false;
                self.gateway.found = Some(found);
                found.message().clone_into(&mut self.announcement);
                Vec::new()
            }
            Message::Download(file) => self.file(file).into_iter().collect(),
            Message::CopyLink => vec![Effect::CopyLink],
            Message::Print => vec![Effect::Print],
            Message::Copy(text) => vec![Effect::Copy(text)],
            Message::Copied(done) => {
                self.announcement =
                    if done { "Copied." } else { "Could not copy: the browser refused." }.to_owned();
                Vec::new()
            }
        }
    }

    /// Takes up what the server presets and what this tab has kept.
    fn start(&mut self, config: Config, kept: Kept, now: Timestamp) -> Vec<Effect> {
        self.gateway.chosen = kept.gateway.as_deref().and_then(gateway::read);
        if let Some(chosen) = &mut self.gateway.chosen
            && !config.choose
        {
            // Where there is no choice of gateways, only the path is the reader's.
            chosen.base_url = config.endpoint.base_url.clone();
        }
        self.config = Some(Rc::new(config));
        self.recent = recent::read(kept.recent.as_deref().unwrap_or_default());
        let token = kept.token.as_deref().and_then(|text| session::read(text, &self.endpoint().base_url));
        let token = token.filter(|token| SessionEnd::of(Some(token), now) != SessionEnd::Over);
        if kept.token.is_some() && token.is_none() {
            // It has ended, or was made for another gateway than the one that is asked now.
            return vec![Effect::Keep(Place::Token, None)];
        }
        self.session_end = SessionEnd::of(token.as_ref(), now);
        self.sign_in.keep = token.is_some();
        self.token = token;
        self.read()
    }

    /// Where requests are read from.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        match (&self.gateway.chosen, &self.config) {
            (Some(chosen), _) => chosen.clone(),
            (None, Some(config)) => config.endpoint.clone(),
            (None, None) => Config::default().endpoint,
        }
    }

    /// Asks another gateway, or the same on another path, from now on, and tests whether that works.
    fn use_gateway(&mut self, endpoint: Endpoint) -> Vec<Effect> {
        let mut effects = Vec::new();
        if endpoint.base_url != self.endpoint().base_url && (self.token.is_some() || self.sign_in.busy) {
            // A token is sent to no gateway but the one it was made for.
            effects = self.end_session();
        }
        effects.push(Effect::Keep(Place::Gateway, Some(gateway::write(&endpoint).into())));
        let number = self.gateway.number.wrapping_add(1);
        effects.push(Effect::Test(number, endpoint.clone(), self.token.clone()));
        self.gateway =
            GatewayState { number, chosen: Some(endpoint), testing: true, ..GatewayState::default() };
        effects
    }

    /// A session begins: what was waiting for it is read.
    fn connect(&mut self, token: BearerToken) -> Vec<Effect> {
        let keep = self.sign_in.keep;
        let mut effects = vec![
            Effect::ClearSecrets,
            Effect::Keep(Place::Token, keep.then(|| session::write(&token, &self.endpoint().base_url))),
        ];
        self.token = Some(token);
        self.session_end = SessionEnd::Far;
        self.sign_in = SignInState { keep, ..self.next_sign_in() };
        "Signed in.".clone_into(&mut self.announcement);
        effects.extend(self.read());
        self.table.resume();
        effects.extend(self.read_rows());
        effects.push(Effect::FocusHeading);
        effects
    }

    fn next_sign_in(&self) -> SignInState {
        SignInState { number: self.sign_in.number.wrapping_add(1), ..SignInState::default() }
    }

    /// A session ends: nothing of what was read with it stays.
    fn end_session(&mut self) -> Vec<Effect> {
        self.token = None;
        self.session_end = SessionEnd::Far;
        self.sign_in = self.next_sign_in();
        self.recent.clear();
        self.table = TableState { number: self.table.number.wrapping_add(1), ..TableState::default() };
        self.forget();
        vec![
            Effect::StopReading,
            Effect::StopTable,
            Effect::Keep(Place::Token, None),
            Effect::Keep(Place::Recent, None),
            Effect::FocusHeading,
        ]
    }

    /// Reads the rows of the table whose turn it is.
    fn read_rows(&mut self) -> Vec<Effect> {
        let Some(token) = &self.token else { return Vec::new() };
        let number = self.table.number;
        let next = self.table.next().into_iter();
        next.map(|(index, uuid)| Effect::ReadRow(number, index, uuid, token.clone())).collect()
    }

    fn keep_recent(&self) -> Effect {
        let kept = (!self.recent.is_empty()).then(|| recent::write(&self.recent).into());
        Effect::Keep(Place::Recent, kept)
    }

    fn file(&self, file: File) -> Option<Effect> {
        let csr = match &self.order.csr {
            CsrState::Decoded(csr, _) => Some(csr),
            _ => None,
        };
        let order = self.order.read.as_ref().map(|(order, _)| order);
        let (name, bytes) = match file {
            File::CsrPem => ("request.pem".to_owned(), csr?.to_pem().into_bytes()),
            File::CsrDer => ("request.der".to_owned(), csr?.der().to_vec()),
            File::Json => {
                (["order-", &order?.uuid.to_string(), ".json"].concat(), order?.raw.pretty().into_bytes())
            }
            File::PrivateKey => (
                "private-key.pem".to_owned(),
                order?.certificate.private_key.as_ref()?.reveal().as_bytes().to_vec(),
            ),
            File::Table(format) => {
                let rows = self.table.shown();
                let (name, text) = match format {
                    Format::Csv => ("orders.csv", export::csv(&rows)),
                    Format::Json => ("orders.json", export::json(&rows)),
                };
                (name.to_owned(), text.into_bytes())
            }
        };
        Some(Effect::Download(name, Zeroizing::new(bytes)))
    }

    /// A request has been read.
    fn take_in(&mut self, order: Order, at: Timestamp) -> Vec<Effect> {
        let summary = summary(&order);
        self.order.changed =
            self.order.read.as_ref().map_or_else(Vec::new, |(before, _)| changes(before, &order));
        self.announcement = match (&self.order.read, self.order.changed.is_empty()) {
            (None, _) => ["Read: ", &summary, "."].concat(),
            (Some(_), true) => "No change.".to_owned(),
            (Some(_), false) => [&summary, ". Changed: ", &self.order.changed.join(", "), "."].concat(),
        };
        self.order.interval_ms = if self.order.changed.is_empty() {
            (self.order.interval_ms * 3 / 2).clamp(WATCH_FIRST_MS, WATCH_LONGEST_MS)
        } else {
            WATCH_FIRST_MS
        };
        self.order.failure = None;
        self.order.csr = CsrState::of(&order);
        let opened = Recent {
            uuid: order.uuid,
            name: name(&order).to_owned(),
            status: status_label(&order).to_owned(),
        };
        recent::put(&mut self.recent, opened);
        self.order.read = Some((order, at));
        let was_watching = self.watching;
        let mut effects = self.watch();
        if was_watching && !self.watching {
            // The button that had the focus goes with the last change.
            effects.push(Effect::RescueFocus);
        }
        effects.push(self.keep_recent());
        if let CsrState::Decoded(csr, verdict) = &mut self.order.csr {
            match csr.signature_check() {
                Some(check) => effects.push(Effect::Check(self.order.call, check)),
                None => *verdict = Some(SelfSignature::Unsupported),
            }
        }
        self.order.look();
        effects
    }

    /// Asks to be told when to read again, where that is wanted and can bring anything new.
    fn watch(&mut self) -> Vec<Effect> {
        self.watching &= !self.order.has_ended();
        // Without a session every call would be refused; with a new one the watching goes on.
        let is_refused = matches!(&self.order.failure, Some(error) if error.code == ErrorCode::Unauthorized);
        if self.watching && self.order.read.is_some() && !self.order.reading && !is_refused {
            vec![Effect::WatchAfter(self.order.call, self.order.interval_ms)]
        } else {
            Vec::new()
        }
    }

    fn arrive(&mut self, route: Route) -> Vec<Effect> {
        self.route = route;
        self.open_problem = "";
        self.announcement.clear();
        self.forget();
        let mut effects = self.read();
        effects.insert(0, Effect::StopReading);
        effects.push(Effect::FocusHeading);
        effects
    }

    /// Nothing of a request outlives the view of it.
    fn forget(&mut self) {
        self.watching = false;
        self.order = OrderState { call: self.order.call.wrapping_add(1), ..OrderState::default() };
    }

    /// Reads the request of the route, where there is one and a session to read it with.
    fn read(&mut self) -> Vec<Effect> {
        let (Route::Order(uuid), Some(token)) = (&self.route, &self.token) else { return Vec::new() };
        self.order.call = self.order.call.wrapping_add(1);
        self.order.reading = true;
        vec![Effect::Read(self.order.call, *uuid, token.clone())]
    }
}

const NOTHING_ENTERED: &str = "Enter the UUID of a request.";
const NO_UUID: &str = "No UUID in this text. Expected 32 hexadecimal digits in groups of 8-4-4-4-12, such as \
                       cb95d100-ec30-11ea-920d-eb66140967e3.";
