//! What is known of the request on the page, and what each action changes. Pure.

use std::rc::Rc;

use yew::Reducible;

use super::fields::changed_fields;
use crate::client::{Error, ErrorCode};
use crate::csr::{self, Csr, CsrError, SelfSignature};
use crate::order::{Field, Order, RequestStatus, Timestamp, spelled_out};
use crate::review::{self, CsrInput, Review, ReviewInput, SuffixList};

/// How soon a watched request is read again, in milliseconds: soon after a change, less and less often without one.
const WATCH_FIRST_MS: u32 = 10_000;
const WATCH_LONGEST_MS: u32 = 60_000;
/// How often in a row a call is repeated without the user, and after which wait at most.
const MOST_RETRIES: u32 = 5;
const LONGEST_RETRY_MS: u32 = 10 * 60 * 1000;

/// The request on the page.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::page) struct OrderState {
    /// The number of the present call: answers to an earlier one are ignored.
    pub(in crate::page) call: u32,
    /// A call is in flight, or about to be.
    pub(in crate::page) is_loading: bool,
    /// The request as it was last read. A call that fails does not remove it.
    pub(in crate::page) loaded: Option<LoadedOrder>,
    /// Why the last call failed.
    pub(in crate::page) failure: Option<Rc<Error>>,
    /// The request is read again and again until its status is final.
    pub(in crate::page) is_watching: bool,
    /// How long until a watched request is read again.
    pub(in crate::page) watch_interval_ms: u32,
    /// When a call that the gateway limited is repeated without the user.
    pub(in crate::page) retry: Option<PlannedRetry>,
    /// The Public Suffix List, once it was loaded.
    pub(in crate::page) suffixes: Option<Rc<SuffixList>>,
    /// How many calls in a row were repeated so.
    retries: u32,
    /// The announcement of the last action to screen readers.
    pub(in crate::page) announcement: String,
}

/// A call that is repeated after the wait that the gateway wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::page) struct PlannedRetry {
    /// How long the wait is in all.
    pub(in crate::page) wait_ms: u32,
    /// When it ends.
    pub(in crate::page) at: Timestamp,
}

/// A request with all that follows from it. Each part is behind its own `Rc`: a section re-renders for its own part.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::page) struct LoadedOrder {
    pub(in crate::page) order: Rc<Order>,
    /// When it was read.
    pub(in crate::page) at: Timestamp,
    pub(in crate::page) csr: Rc<CsrState>,
    /// The verdict on the CSR's self-signature; none while it is being verified.
    pub(in crate::page) self_signature: Option<SelfSignature>,
    pub(in crate::page) review: Rc<Review>,
    /// The fields that changed with the last call.
    pub(in crate::page) changed: Rc<Vec<Field>>,
}

/// The CSR of a request.
#[derive(Debug, PartialEq)]
pub(in crate::page) enum CsrState {
    /// None was reported.
    Missing,
    /// It cannot be decoded.
    Unreadable(CsrError),
    /// It was decoded.
    Decoded(Box<Csr>),
}

/// What changes the state.
#[derive(Debug)]
pub(in crate::page) enum OrderAction {
    /// The user wants the request read again.
    Refresh,
    /// It is time to read the watched request again.
    WatchDue,
    /// The wait that the gateway wanted is over.
    RetryDue,
    /// The browser is online again.
    BackOnline,
    /// A call began, with another token or on another path.
    CallStarted,
    /// The call of this number was answered.
    OrderLoaded(u32, Box<Result<Order, Error>>, Timestamp),
    /// The self-signature of this CSR was verified.
    SignatureVerified(Rc<CsrState>, SelfSignature),
    /// The Public Suffix List was loaded.
    SuffixListLoaded(Rc<SuffixList>),
    /// The user switches watching on or off.
    WatchToggled,
}

impl Default for OrderState {
    fn default() -> Self {
        Self {
            call: 0,
            is_loading: true,
            loaded: None,
            failure: None,
            is_watching: false,
            watch_interval_ms: WATCH_FIRST_MS,
            retry: None,
            suffixes: None,
            retries: 0,
            announcement: String::new(),
        }
    }
}

impl CsrState {
    pub(super) fn of(order: &Order) -> Self {
        match order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes())) {
            None => Self::Missing,
            Some(Err(error)) => Self::Unreadable(error),
            Some(Ok(csr)) => Self::Decoded(Box::new(csr)),
        }
    }

    /// The CSR, where it was decoded.
    pub(in crate::page) fn decoded(&self) -> Option<&Csr> {
        match self {
            Self::Decoded(csr) => Some(csr),
            Self::Missing | Self::Unreadable(_) => None,
        }
    }

    fn input(&self) -> CsrInput<'_> {
        match self {
            Self::Missing => CsrInput::Missing,
            Self::Unreadable(error) => CsrInput::Unreadable(error),
            Self::Decoded(csr) => CsrInput::Decoded(csr),
        }
    }
}

impl LoadedOrder {
    pub(in crate::page) fn new(
        order: Order,
        at: Timestamp,
        before: Option<&Self>,
        suffixes: Option<&SuffixList>,
    ) -> Self {
        let csr = CsrState::of(&order);
        // A signature that no browser can verify needs no call to find that out.
        let self_signature =
            csr.decoded().filter(|csr| csr.signature_check().is_none()).map(|_| SelfSignature::Unsupported);
        let changed = before.map_or_else(Vec::new, |before| changed_fields(&before.order, &order));
        let review = review_with(&order, &csr, self_signature, at, suffixes);
        Self {
            order: Rc::new(order),
            at,
            csr: Rc::new(csr),
            self_signature,
            review: Rc::new(review),
            changed: Rc::new(changed),
        }
    }

    /// The same request, reviewed with what is known by now.
    fn reviewed(&self, self_signature: Option<SelfSignature>, suffixes: Option<&SuffixList>) -> Self {
        let review = review_with(&self.order, &self.csr, self_signature, self.at, suffixes);
        Self { self_signature, review: Rc::new(review), ..self.clone() }
    }

    /// Whether the status will not change again.
    pub(in crate::page) fn is_final(&self) -> bool {
        self.order.status.as_ref().is_some_and(RequestStatus::is_final)
    }
}

pub(super) fn review_with(
    order: &Order,
    csr: &CsrState,
    self_signature: Option<SelfSignature>,
    now: Timestamp,
    suffixes: Option<&SuffixList>,
) -> Review {
    review::review(&ReviewInput { self_signature, suffixes, ..ReviewInput::new(order, csr.input(), now) })
}

impl OrderState {
    /// Whether the review of the request needs the Public Suffix List, which has not been loaded.
    pub(super) fn wants_suffix_list(&self) -> bool {
        self.suffixes.is_none()
            && self.loaded.as_ref().is_some_and(|loaded| review::needs_suffix_list(&loaded.order))
    }

    /// How long to wait before a watched request is read again; none where that is not wanted or of no use.
    pub(in crate::page) fn watch_delay_ms(&self) -> Option<u32> {
        // Without a session every call would be refused; with a new one, watching goes on.
        let is_useful = self.is_watching
            && self.loaded.is_some()
            && !self.is_loading
            && !self.needs_sign_in()
            && self.retry.is_none();
        is_useful.then_some(self.watch_interval_ms)
    }

    /// Whether the request is read as soon as the browser is online again: it is watched, or the network was missing.
    fn is_read_once_online(&self) -> bool {
        let has_no_network = self.failure.as_ref().is_some_and(|error| error.code == ErrorCode::Network);
        !self.is_loading && (self.watch_delay_ms().is_some() || has_no_network)
    }

    /// Whether the gateway refused the token.
    pub(in crate::page) fn needs_sign_in(&self) -> bool {
        self.failure.as_ref().is_some_and(|error| error.code == ErrorCode::Unauthorized)
    }

    fn start_call(&self) -> Self {
        Self { call: self.call.wrapping_add(1), is_loading: true, retry: None, retries: 0, ..self.clone() }
    }

    fn apply_error(&self, error: Error, at: Timestamp) -> Self {
        let wait_ms = error
            .retry_after_ms
            .filter(|_| error.code == ErrorCode::RateLimited && self.retries < MOST_RETRIES)
            .and_then(|wait_ms| u32::try_from(wait_ms).ok())
            .filter(|wait_ms| *wait_ms <= LONGEST_RETRY_MS);
        let retry = wait_ms.map(|wait_ms| PlannedRetry {
            wait_ms,
            at: Timestamp::saturating_from_epoch_milliseconds(at.epoch_milliseconds() + i64::from(wait_ms)),
        });
        Self {
            is_loading: false,
            failure: Some(Rc::new(error)),
            retry,
            // The alert says what failed; the last announcement is no longer true.
            announcement: String::new(),
            ..self.clone()
        }
    }

    fn apply_order(&self, order: Order, at: Timestamp) -> Self {
        let loaded = LoadedOrder::new(order, at, self.loaded.as_ref(), self.suffixes.as_deref());
        let summary = summary(&loaded.order);
        let labels = || loaded.changed.iter().map(|field| field.label()).collect::<Vec<_>>().join(", ");
        let announcement = match (&self.loaded, loaded.changed.is_empty()) {
            (None, _) => format!("Loaded: {summary}."),
            (Some(_), true) => "No change.".to_owned(),
            (Some(_), false) => format!("{summary}. Changed: {}.", labels()),
        };
        let watch_interval_ms = if loaded.changed.is_empty() {
            (self.watch_interval_ms * 3 / 2).clamp(WATCH_FIRST_MS, WATCH_LONGEST_MS)
        } else {
            WATCH_FIRST_MS
        };
        Self {
            call: self.call,
            is_loading: false,
            failure: None,
            is_watching: self.is_watching && !loaded.is_final(),
            loaded: Some(loaded),
            watch_interval_ms,
            retry: None,
            suffixes: self.suffixes.clone(),
            retries: 0,
            announcement,
        }
    }

    fn toggle_watch(&self) -> Self {
        let is_watching = !self.is_watching;
        let announcement = if is_watching { "Watching for changes." } else { "No longer watching." };
        Self {
            is_watching,
            watch_interval_ms: WATCH_FIRST_MS,
            announcement: announcement.to_owned(),
            ..self.clone()
        }
    }
}

impl Reducible for OrderState {
    type Action = OrderAction;

    fn reduce(self: Rc<Self>, action: OrderAction) -> Rc<Self> {
        Rc::new(match action {
            OrderAction::Refresh => self.start_call(),
            OrderAction::WatchDue if self.watch_delay_ms().is_some() => self.start_call(),
            OrderAction::WatchDue => return self,
            OrderAction::RetryDue if self.retry.is_some() => {
                Self { retries: self.retries + 1, ..self.start_call() }
            }
            OrderAction::RetryDue => return self,
            OrderAction::BackOnline if self.is_read_once_online() => self.start_call(),
            OrderAction::BackOnline => return self,
            OrderAction::CallStarted if self.is_loading => return self,
            OrderAction::CallStarted => Self { is_loading: true, retry: None, ..(*self).clone() },
            OrderAction::OrderLoaded(call, ..) if call != self.call => return self,
            OrderAction::OrderLoaded(_, outcome, at) => match *outcome {
                Ok(order) => self.apply_order(order, at),
                Err(error) => self.apply_error(error, at),
            },
            // By the CSR and not by the call: another call may be in flight by now, and it may fail.
            OrderAction::SignatureVerified(csr, verdict) => match &self.loaded {
                Some(loaded) if Rc::ptr_eq(&loaded.csr, &csr) => {
                    let loaded = loaded.reviewed(Some(verdict), self.suffixes.as_deref());
                    Self { loaded: Some(loaded), ..(*self).clone() }
                }
                _ => return self,
            },
            OrderAction::SuffixListLoaded(suffixes) => Self {
                loaded: self
                    .loaded
                    .as_ref()
                    .map(|loaded| loaded.reviewed(loaded.self_signature, Some(&suffixes))),
                suffixes: Some(suffixes),
                ..(*self).clone()
            },
            OrderAction::WatchToggled => self.toggle_watch(),
        })
    }
}

/// The name of a request, as text.
pub(in crate::page) fn order_name(order: &Order) -> &str {
    order.certificate.common_name.as_deref().unwrap_or("Request")
}

/// The status of a request, as text.
pub(in crate::page) fn status_label(status: Option<&RequestStatus>) -> &str {
    status.map_or("Status not reported", RequestStatus::label)
}

/// "example.com · Submitted"
pub(in crate::page) fn summary(order: &Order) -> String {
    spelled_out(&format!("{} · {}", order_name(order), status_label(order.status.as_ref())))
}

#[cfg(test)]
mod tests;
