//! What the page knows, and what each event changes. Pure: what has to happen in the world is answered as effects.

use std::rc::Rc;

use zeroize::Zeroizing;

use super::config::Config;
use super::route::Route;
use super::view::SECTIONS;
use crate::client::{Error, Jwt};
use crate::csr::{self, Csr, CsrError, SelfSignature, SignatureCheck};
use crate::order::{Order, RequestStatus, Timestamp, Uuid, spelled_out};
use crate::review::{self, Review};

/// Everything the page knows.
#[derive(Debug, Default)]
pub struct State {
    /// The place of the address bar.
    pub route: Route,
    /// The server's presets; none until they are read.
    pub config: Option<Rc<Config>>,
    /// The token of the session.
    pub token: Option<Jwt>,
    /// The forms that make a session.
    pub sign_in: SignInState,
    /// What is wrong with the text in the field that opens a request.
    pub open_problem: &'static str,
    /// The request of the route.
    pub order: OrderState,
    /// What was said last to those who cannot see it happen.
    pub announcement: String,
    /// The request is read again by itself until it has ended.
    pub watching: bool,
}

/// How soon a watched request is read again, in milliseconds: at once after a change, more and more rarely without.
const WATCH_FIRST_MS: u32 = 10_000;
const WATCH_LONGEST_MS: u32 = 60_000;

/// The forms that make a session.
#[derive(Debug, Default)]
pub struct SignInState {
    /// A sign-in is under way.
    pub busy: bool,
    /// Why the last one failed.
    pub failure: Option<Error>,
    /// What is wrong with the pasted token.
    pub token_problem: String,
}

/// What is known of the request of the route.
#[derive(Debug, Default)]
pub struct OrderState {
    /// The number of the last call: an answer to an earlier one is no longer wanted.
    pub call: u32,
    /// A call is under way.
    pub reading: bool,
    /// The request as it was last read, and when.
    pub read: Option<(Order, Timestamp)>,
    /// Its CSR.
    pub csr: CsrState,
    /// What an approver should notice in it.
    pub review: Option<Review>,
    /// Why the last call failed. What was read before stays.
    pub failure: Option<Error>,
    /// Labels of the facts that changed with the last reading.
    pub changed: Vec<&'static str>,
    /// How long until a watched request is read again, in milliseconds.
    pub interval_ms: u32,
}

impl OrderState {
    /// Reviews what was read, as of when it was read.
    fn look(&mut self) {
        let (csr, self_signature) = match &self.csr {
            CsrState::Missing => (review::CsrState::Missing, None),
            CsrState::Refused(error) => (review::CsrState::Refused(error), None),
            CsrState::Decoded(csr, verdict) => (review::CsrState::Decoded(csr), *verdict),
        };
        self.review = self.read.as_ref().map(|(order, at)| review::review(order, csr, self_signature, *at));
    }
}

/// What became of the CSR of a request.
#[derive(Debug, Default)]
pub enum CsrState {
    /// None was reported.
    #[default]
    Missing,
    /// It is none that can be trusted.
    Refused(CsrError),
    /// It was decoded; its self-signature may still be being checked.
    Decoded(Box<Csr>, Option<SelfSignature>),
}

impl CsrState {
    fn of(order: &Order) -> Self {
        match order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes())) {
            None => Self::Missing,
            Some(Err(error)) => Self::Refused(error),
            Some(Ok(csr)) => Self::Decoded(Box::new(csr), None),
        }
    }
}

/// What can happen.
#[derive(Debug)]
pub enum Message {
    /// The presets are read.
    Configured(Config),
    /// The reader follows a link.
    Go(Route),
    /// The address bar has changed by itself (back, forward).
    Went(Route),
    /// The reader submits a text to open a request by.
    Open(String),
    /// The reader submits user name and password.
    SignIn(String, Zeroizing<String>),
    /// The answer to it.
    SignedIn(Result<Jwt, Error>),
    /// The reader submits a token.
    UseToken(Zeroizing<String>),
    /// The reader ends the session.
    SignOut,
    /// The reader wants the request read again.
    Refresh,
    /// The reader wants the request watched, or no longer.
    Watch,
    /// The time has come to read the watched request again, if the last call still is the one of this number.
    WatchDue(u32),
    /// The answer to the call of this number, and when it came.
    Answered(u32, Box<Result<Order, Error>>, Timestamp),
    /// The self-signature of the CSR that the call of this number brought is checked.
    Checked(u32, SelfSignature),
    /// The reader wants the CSR as a file of this name: PEM, or DER where the name ends in `.der`.
    Download(&'static str),
    /// The reader wants this on the clipboard.
    Copy(String),
    /// Whether it got there.
    Copied(bool),
}

/// What has to happen in the world.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Put the route into the address bar.
    Push(Route),
    /// Trade user name and password for a token.
    SignIn(String, Zeroizing<String>),
    /// Read a request: the call's number, which request, with which token.
    Read(u32, Uuid, Jwt),
    /// Say when so many milliseconds have passed after the call of this number, and somebody could see the page.
    WatchAfter(u32, u32),
    /// End the call that is under way.
    StopReading,
    /// Check the self-signature of the CSR that the call of this number brought.
    Check(u32, SignatureCheck),
    /// Hand over a file: its name and its bytes.
    Download(&'static str, Vec<u8>),
    /// Put a text on the clipboard.
    Copy(String),
    /// Empty the fields that held secrets.
    ClearSecrets,
    /// Move the focus to the heading of the new place.
    FocusHeading,
    /// Move the focus to the field of this id.
    Focus(&'static str),
}

impl State {
    /// The title of the document.
    #[must_use]
    pub fn title(&self) -> String {
        const NAME: &str = "CertView orders";
        match (&self.route, &self.order.read) {
            (Route::Order(_), Some((order, _))) => [&summary(order), " – ", NAME].concat(),
            (Route::Order(uuid), None) => [&uuid.to_string(), " – ", NAME].concat(),
            (Route::BadUuid(_) | Route::NotFound, _) => ["Page not found – ", NAME].concat(),
            (Route::Home, _) => NAME.to_owned(),
        }
    }

    /// Takes in what has happened; answers what has to be done.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Configured(config) => {
                self.config = Some(Rc::new(config));
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
            Message::Open(text) => match text.parse().ok().or_else(|| Uuid::find_in(&text)) {
                Some(uuid) => self.update(Message::Go(Route::Order(uuid))),
                None => {
                    self.open_problem = if text.trim().is_empty() {
                        "Enter the UUID of a request."
                    } else {
                        "No UUID in this text. Expected 32 hexadecimal digits in groups of 8-4-4-4-12, such as \
                         cb95d100-ec30-11ea-920d-eb66140967e3."
                    };
                    vec![Effect::Focus("open-uuid")]
                }
            },
            Message::SignIn(..) if self.sign_in.busy => Vec::new(),
            Message::SignIn(name, password) => {
                self.sign_in = SignInState { busy: true, ..SignInState::default() };
                vec![Effect::SignIn(name, password)]
            }
            Message::SignedIn(Ok(token)) => self.connect(token),
            Message::SignedIn(Err(error)) => {
                self.sign_in = SignInState { failure: Some(error), ..SignInState::default() };
                Vec::new()
            }
            Message::UseToken(text) => match Jwt::parse(&text) {
                Ok(token) => self.connect(token),
                Err(error) => {
                    self.sign_in.token_problem = error.to_string();
                    vec![Effect::Focus("token")]
                }
            },
            Message::SignOut => {
                self.token = None;
                self.forget();
                "Signed out.".clone_into(&mut self.announcement);
                vec![Effect::StopReading, Effect::FocusHeading]
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
            Message::Download(name) => match &self.order.csr {
                CsrState::Decoded(csr, _) if name.ends_with(".der") => {
                    vec![Effect::Download(name, csr.der().to_vec())]
                }
                CsrState::Decoded(csr, _) => vec![Effect::Download(name, csr.to_pem().into_bytes())],
                _ => Vec::new(),
            },
            Message::Copy(text) => vec![Effect::Copy(text)],
            Message::Copied(done) => {
                self.announcement =
                    if done { "Copied." } else { "Could not copy: the browser refused." }.to_owned();
                Vec::new()
            }
        }
    }

    /// A session begins: the request that was waiting for it is read.
    fn connect(&mut self, token: Jwt) -> Vec<Effect> {
        self.token = Some(token);
        self.sign_in = SignInState::default();
        "Signed in.".clone_into(&mut self.announcement);
        let mut effects = vec![Effect::ClearSecrets];
        effects.extend(self.read());
        effects.push(Effect::FocusHeading);
        effects
    }

    /// A request has been read.
    fn take_in(&mut self, order: Order, at: Timestamp) -> Vec<Effect> {
        let name = summary(&order);
        self.order.changed =
            self.order.read.as_ref().map_or_else(Vec::new, |(before, _)| changes(before, &order));
        self.announcement = match (&self.order.read, self.order.changed.is_empty()) {
            (None, _) => ["Read: ", &name, "."].concat(),
            (Some(_), true) => "No change.".to_owned(),
            (Some(_), false) => [&name, ". Changed: ", &self.order.changed.join(", "), "."].concat(),
        };
        self.order.interval_ms = if self.order.changed.is_empty() {
            (self.order.interval_ms * 3 / 2).clamp(WATCH_FIRST_MS, WATCH_LONGEST_MS)
        } else {
            WATCH_FIRST_MS
        };
        self.order.failure = None;
        self.order.csr = CsrState::of(&order);
        self.order.read = Some((order, at));
        let mut effects = self.watch();
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
        let ended = self
            .order
            .read
            .as_ref()
            .is_some_and(|(order, _)| order.status.as_ref().is_some_and(RequestStatus::is_final));
        self.watching &= !ended;
        if self.watching && self.order.read.is_some() && !self.order.reading {
            vec![Effect::WatchAfter(self.order.call, self.order.interval_ms)]
        } else {
            Vec::new()
        }
    }

    fn arrive(&mut self, route: Route) -> Vec<Effect> {
        self.route = route;
        self.open_problem = "";
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

/// The labels of the facts that are not what they were.
fn changes(before: &Order, after: &Order) -> Vec<&'static str> {
    let status = (before.status != after.status).then_some("Status");
    let facts = SECTIONS.iter().flat_map(|(_, facts)| facts.iter());
    let facts = facts.filter(|fact| (fact.value)(before) != (fact.value)(after)).map(|fact| fact.label);
    status.into_iter().chain(facts).collect()
}

/// "example.com · Submitted"
fn summary(order: &Order) -> String {
    let status = order.status.as_ref().map_or("Status not reported", RequestStatus::label);
    spelled_out(&[order.certificate.common_name.as_deref().unwrap_or("Request"), " · ", status].concat())
}
