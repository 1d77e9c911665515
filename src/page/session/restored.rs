//! The session that the tab has kept, read from its storage once, when the page starts.

use std::cell::RefCell;
use std::rc::Rc;

use super::state::SessionState;
use super::storage;
use crate::browser::now;
use crate::client::{BaseUrl, BearerToken};

/// The kept session, until the provider of the session takes it over: no copy of the token stays behind.
#[derive(Clone, Default)]
pub(in crate::page) struct RestoredSession(Rc<RefCell<Option<SessionState>>>);

impl PartialEq for RestoredSession {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl RestoredSession {
    /// Reads the session that was kept for this gateway, if its token has not expired.
    pub(in crate::page) fn read(gateway: &BaseUrl) -> Self {
        let state = SessionState::restore(storage::load(gateway), now());
        Self(Rc::new(RefCell::new(Some(state))))
    }

    /// Its token.
    pub(in crate::page) fn token(&self) -> Option<Rc<BearerToken>> {
        self.0.borrow().as_ref().and_then(|state| state.token.clone())
    }

    /// Takes it over, once.
    pub(super) fn take(&self) -> Option<SessionState> {
        self.0.borrow_mut().take()
    }
}
