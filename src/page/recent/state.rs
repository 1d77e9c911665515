//! The list of recent requests: enough to find them again, and no secret. Pure.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use yew::Reducible;

use crate::order::{Order, RequestStatus, Uuid, spelled_out};

const MOST: usize = 20;

/// A request that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::page) struct RecentOrder {
    /// Its UUID, as text.
    uuid: String,
    /// Its common name.
    pub(in crate::page) name: String,
    /// Its status in CertView when it was last read.
    pub(in crate::page) status: Option<String>,
}

impl RecentOrder {
    /// What the list keeps of a request.
    pub(in crate::page) fn of(order: &Order) -> Self {
        Self {
            uuid: order.uuid.to_string(),
            name: spelled_out(order.certificate.common_name.as_deref().unwrap_or("No common name")),
            status: order.status.as_ref().map(|status| spelled_out(status.as_word())),
        }
    }

    /// Its UUID; none where the storage was tampered with.
    pub(in crate::page) fn uuid(&self) -> Option<Uuid> {
        self.uuid.parse().ok()
    }

    /// Its status, as a type.
    pub(in crate::page) fn status(&self) -> Option<RequestStatus> {
        self.status.as_deref().map(RequestStatus::from_word)
    }
}

/// The recent requests, the last one first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::page) struct Recent {
    pub(in crate::page) orders: Vec<RecentOrder>,
}

/// What changes the list.
#[derive(Clone, Debug)]
pub(in crate::page) enum RecentAction {
    /// A request was read.
    Opened(RecentOrder),
    /// The user removes a request.
    Remove(Uuid),
    /// The user removes all.
    Clear,
}

impl Reducible for Recent {
    type Action = RecentAction;

    fn reduce(self: Rc<Self>, action: RecentAction) -> Rc<Self> {
        let mut orders = self.orders.clone();
        match action {
            RecentAction::Opened(opened) => {
                orders.retain(|known| known.uuid != opened.uuid);
                orders.insert(0, opened);
                orders.truncate(MOST);
            }
            RecentAction::Remove(uuid) => orders.retain(|known| known.uuid() != Some(uuid)),
            RecentAction::Clear => orders.clear(),
        }
        Rc::new(Self { orders })
    }
}

#[cfg(test)]
mod tests;
