//! The token in the tab's storage, with the gateway it was made for. Only where the user ticked the box.

use gloo_storage::{SessionStorage, Storage};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::client::{BaseUrl, BearerToken};

const KEY: &str = "certview-orders.token";

#[derive(Serialize, Deserialize)]
struct StoredToken {
    gateway: String,
    token: Zeroizing<String>,
}

/// The stored token, if it was made for this gateway. Any other one is removed.
pub(super) fn load(gateway: &BaseUrl) -> Option<BearerToken> {
    let stored: StoredToken = SessionStorage::get(KEY).ok()?;
    let token =
        (stored.gateway == gateway.as_str()).then(|| BearerToken::parse(&stored.token).ok()).flatten();
    if token.is_none() {
        SessionStorage::delete(KEY);
    }
    token
}

/// Stores a token, or removes the one that is stored.
pub(super) fn store(token: Option<&BearerToken>, gateway: &BaseUrl) {
    let Some(token) = token else { return SessionStorage::delete(KEY) };
    let stored = StoredToken {
        gateway: gateway.as_str().to_owned(),
        token: Zeroizing::new(token.reveal().to_owned()),
    };
    // A storage that is full or forbidden keeps nothing: the page works without it.
    let _ = SessionStorage::set(KEY, stored);
}
