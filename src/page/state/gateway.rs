//! Which gateway is asked, on which path, and whether that works.

use crate::client::{BaseUrl, Connection, Endpoint, PathStyle};
use crate::order::Json;

/// The form that chooses the gateway.
#[derive(Debug, Default)]
pub struct GatewayState {
    /// The reader's choice; none while the server's presets count.
    pub chosen: Option<Endpoint>,
    /// What is wrong with what was entered.
    pub problem: String,
    /// A test of the connection is under way.
    pub testing: bool,
    /// What the last one found.
    pub found: Option<Connection>,
}

/// Reads what was entered: an address, or nothing for the page's own origin; a path style.
pub(super) fn entered(base: &str, path: &str) -> Result<Endpoint, String> {
    let base_url = if base.trim().is_empty() { Ok(BaseUrl::same_origin()) } else { BaseUrl::parse(base) };
    let words = |error: crate::client::Error| error.message;
    Ok(Endpoint {
        base_url: base_url.map_err(words)?,
        path_style: PathStyle::parse(path.trim()).map_err(words)?,
    })
}

/// The choice as the tab keeps it.
pub(super) fn write(endpoint: &Endpoint) -> String {
    let text = |text: &str| Json::Text(text.to_owned());
    Json::Array(vec![text(endpoint.base_url.as_str()), text(endpoint.path_style.as_str())]).compact()
}

/// Reads what the tab has kept.
pub(super) fn read(text: &str) -> Option<Endpoint> {
    let Ok(Json::Array(parts)) = Json::parse(text) else { return None };
    let mut parts = parts.iter().map(Json::scalar);
    entered(parts.next()??, parts.next()??).ok()
}
