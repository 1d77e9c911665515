//! The token in the tab's storage, with the gateway it was made for. Only where the user ticked the box.

use gloo_storage::{SessionStorage, Storage};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::client::{BaseUrl, BearerToken, Endpoint};

const KEY: &str = "certview-orders.token";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredToken {
    gateway: String,
    token: Zeroizing<String>,
    /// The URL of a request, with `{uuid}` in it: static/boot.js sends the first one while the page is still loading.
    #[serde(skip_deserializing)]
    order_url: String,
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
pub(super) fn store(token: Option<&BearerToken>, endpoint: &Endpoint) {
    let Some(token) = token else { return SessionStorage::delete(KEY) };
    let stored = StoredToken {
        gateway: endpoint.base_url.as_str().to_owned(),
        token: Zeroizing::new(token.reveal().to_owned()),
        order_url: endpoint.order_url_template(),
    };
    // A storage that is full or forbidden keeps nothing: the page works without it.
    let _ = SessionStorage::set(KEY, stored);
}
