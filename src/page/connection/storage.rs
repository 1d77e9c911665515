//! The chosen gateway and path in the tab's storage.

use gloo_storage::{SessionStorage, Storage};
use serde::{Deserialize, Serialize};

use super::state::parse_endpoint;
use crate::client::Endpoint;

const KEY: &str = "certview-orders.gateway";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredEndpoint {
    base_url: String,
    path_style: String,
}

/// The stored choice, where it can be read.
pub(super) fn load() -> Option<Endpoint> {
    let stored: StoredEndpoint = SessionStorage::get(KEY).ok()?;
    parse_endpoint(&stored.base_url, &stored.path_style).ok()
}

/// Stores a choice.
pub(super) fn store(endpoint: &Endpoint) {
    let stored = StoredEndpoint {
        base_url: endpoint.base_url.as_str().to_owned(),
        path_style: endpoint.path_style.as_str().to_owned(),
    };
    // A storage that is full or forbidden keeps nothing: the page works without it.
    let _ = SessionStorage::set(KEY, stored);
}
