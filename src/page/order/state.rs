//! What is known of the request on the page, and what each action changes. Pure.

use std::rc::Rc;

use yew::Reducible;

use super::super::inspection::InspectionFailed;
use super::super::session::IS_REFUSED;
use super::fields::changed_fields;
use crate::client::{Error, ErrorCode};
use crate::inspection::{DecodedCsr, Inspection};
use crate::order::{Field, Order, Progress, RequestStatus, Timestamp, spelled_out};
use crate::review::Review;

/// How soon a watched request is refreshed, in milliseconds: soon after a change, less and less often without one.
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
    /// The request is refreshed until its status is final.
    pub(in crate::page) is_watching: bool,
    /// How long until a watched request is refreshed.
    pub(in crate::page) watch_interval_ms: u32,
    /// When a call that the gateway limited is repeated without the user.
    pub(in crate::page) retry: Option<PlannedRetry>,
    /// The number of the present inspection: answers to an earlier one are ignored.
    inspection: u32,
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
    pub(in crate::page) progress: Rc<Progress>,
    pub(in crate::page) inspection: InspectionState,
    /// The fields that changed with the last call.
    pub(in crate::page) changed: Rc<Vec<Field>>,
}

/// How far the inspection of a request is. A request whose review is missing has no fewer problems for that.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::page) enum InspectionState {
    /// It is under way.
    Pending,
    /// It is there.
    Done(Rc<Inspection>),
    /// There is none, since the worker failed.
    Failed,
}

/// What changes the state.
#[derive(Debug)]
pub(in crate::page) enum OrderAction {
    /// The user wants the request refreshed.
    Refresh,
    /// It is time to read the watched request again.
    WatchDue,
    /// The wait that the gateway wanted is over.
    RetryDue,
    /// The browser is online again.
    BackOnline,
    /// A call began, in another session or on another path.
    CallStarted,
    /// The call of this number was answered.
    OrderLoaded(u32, Box<Result<Order, Error>>, Timestamp),
    /// The inspection of this number was answered.
    Inspected(u32, Box<Result<Inspection, InspectionFailed>>),
    /// The user wants the request inspected again, after a failure.
    InspectAgain,
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
            inspection: 0,
            retries: 0,
            announcement: String::new(),
        }
    }
}

impl InspectionState {
    /// The review, where it is there.
    pub(in crate::page) fn review(&self) -> Option<&Review> {
        self.done().map(|inspection| &inspection.review)
    }

    /// The CSR, where it was decoded.
    pub(in crate::page) fn decoded_csr(&self) -> Option<&DecodedCsr> {
        self.done().and_then(|inspection| inspection.csr.decoded())
    }

    fn done(&self) -> Option<&Inspection> {
        match self {
            Self::Done(inspection) => Some(inspection),
            Self::Pending | Self::Failed => None,
        }
    }
}

impl LoadedOrder {
    pub(in crate::page) fn new(order: Order, at: Timestamp, before: Option<&Self>) -> Self {
        let changed = before.map_or_else(Vec::new, |before| changed_fields(&before.order, &order));
        // The inspection of an equal request is shown until the new one is there.
        let inspection = before
            .filter(|before| *before.order == order)
            .map_or(InspectionState::Pending, |before| before.inspection.clone());
        Self {
            at,
            progress: Rc::new(Progress::of(&order)),
            order: Rc::new(order),
            inspection,
            changed: Rc::new(changed),
        }
    }

    /// Whether the status will not change again.
    pub(in crate::page) fn is_final(&self) -> bool {
        self.order.status.as_ref().is_some_and(RequestStatus::is_final)
    }
}

impl OrderState {
    /// The state of a request whose first call was answered before anything was rendered.
    pub(super) fn answered(outcome: Result<Order, Error>, at: Timestamp) -> Self {
        Self::default().apply_outcome(outcome, at)
    }

    /// The inspection that is wanted, by its number, with the request and the time it is about.
    pub(super) fn wanted_inspection(&self) -> Option<(u32, Rc<Order>, Timestamp)> {
        self.loaded.as_ref().map(|loaded| (self.inspection, loaded.order.clone(), loaded.at))
    }

    /// How long to wait before a watched request is refreshed; none where that is not wanted or of no use.
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
        self.refusal().is_some()
    }

    /// How the gateway refused the token, where it did.
    pub(super) fn refusal(&self) -> Option<Rc<Error>> {
        self.failure.clone().filter(|error| error.code == ErrorCode::Unauthorized)
    }

    fn start_call(&self) -> Self {
        Self { call: self.call.wrapping_add(1), is_loading: true, retry: None, retries: 0, ..self.clone() }
    }

    fn apply_outcome(&self, outcome: Result<Order, Error>, at: Timestamp) -> Self {
        match outcome {
            Ok(order) => self.apply_order(order, at),
            Err(error) => self.apply_error(error, at),
        }
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
        // An alert says what failed, and the last announcement is no longer true. The form to sign in again is no alert.
        let announcement = match error.code {
            ErrorCode::Unauthorized => IS_REFUSED.to_owned(),
            _ => String::new(),
        };
        Self { is_loading: false, failure: Some(Rc::new(error)), retry, announcement, ..self.clone() }
    }

    fn apply_order(&self, order: Order, at: Timestamp) -> Self {
        let loaded = LoadedOrder::new(order, at, self.loaded.as_ref());
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
            inspection: self.inspection.wrapping_add(1),
            retries: 0,
            announcement,
        }
    }

    fn with_inspection(&self, inspection: InspectionState) -> Self {
        let loaded = self.loaded.clone().map(|loaded| LoadedOrder { inspection, ..loaded });
        Self { loaded, ..self.clone() }
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
            OrderAction::CallStarted => {
                // The refusal was that of the last session.
                let failure = self.failure.clone().filter(|_| !self.needs_sign_in());
                Self { is_loading: true, failure, retry: None, ..(*self).clone() }
            }
            OrderAction::OrderLoaded(call, ..) if call != self.call => return self,
            OrderAction::OrderLoaded(_, outcome, at) => self.apply_outcome(*outcome, at),
            OrderAction::Inspected(number, _) if number != self.inspection => return self,
            OrderAction::Inspected(_, outcome) => self.with_inspection(match *outcome {
                Ok(inspection) => InspectionState::Done(Rc::new(inspection)),
                Err(InspectionFailed) => InspectionState::Failed,
            }),
            OrderAction::InspectAgain => Self {
                inspection: self.inspection.wrapping_add(1),
                ..self.with_inspection(InspectionState::Pending)
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
