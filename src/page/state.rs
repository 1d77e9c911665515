//! What the page knows, and what each event changes. Pure: what has to happen in the world is answered as effects.

use std::rc::Rc;

use zeroize::Zeroizing;

use super::config::Config;
use super::route::Route;
use crate::client::{Error, Jwt};
use crate::csr::{self, Csr, CsrError, SelfSignature, SignatureCheck};
use crate::order::{Order, RequestStatus, Timestamp, Uuid, spelled_out};

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
}

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
    /// Why the last call failed. What was read before stays.
    pub failure: Option<Error>,
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
            Message::Answered(call, outcome, at) if call == self.order.call => {
                self.order.reading = false;
                match *outcome {
                    Ok(order) => self.take_in(order, at),
                    Err(error) => {
                        self.order.failure = Some(error);
                        Vec::new()
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
        self.announcement = ["Read: ", &summary(&order), "."].concat();
        self.order.failure = None;
        self.order.csr = CsrState::of(&order);
        self.order.read = Some((order, at));
        let CsrState::Decoded(csr, verdict) = &mut self.order.csr else { return Vec::new() };
        match csr.signature_check() {
            Some(check) => vec![Effect::Check(self.order.call, check)],
            None => {
                *verdict = Some(SelfSignature::Unsupported);
                Vec::new()
            }
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

/// "example.com · Submitted"
fn summary(order: &Order) -> String {
    let status = order.status.as_ref().map_or("Status not reported", RequestStatus::label);
    spelled_out(&[order.certificate.common_name.as_deref().unwrap_or("Request"), " · ", status].concat())
}
