//! Which gateway is asked, on which path, and whether that works.

use crate::client::{BaseUrl, Connection, Endpoint, PathStyle};
use crate::order::Json;

/// The ids of the form's fields.
pub(crate) const ADDRESS_FIELD: &str = "gateway-address";
/// The other one.
pub(crate) const PATH_FIELD: &str = "gateway-path";

/// The form that chooses the gateway.
#[derive(Debug, Default)]
pub struct GatewayState {
    /// The reader's choice; none while the server's presets count.
    pub chosen: Option<Endpoint>,
    /// What is wrong with what was entered, and the id of the field it was entered in.
    pub problem: (&'static str, String),
    /// The number of the last test: the result of an earlier one is no longer wanted.
    pub number: u32,
    /// A test of the connection is under way.
    pub testing: bool,
    /// What the last one found.
    pub found: Option<Connection>,
}

/// Reads what was entered: an address, or nothing for the page's own origin; a path style. Fails with the id of the
/// field and what is wrong there.
pub(super) fn entered(base: &str, path: &str) -> Result<Endpoint, (&'static str, String)> {
    let base_url = if base.trim().is_empty() { Ok(BaseUrl::same_origin()) } else { BaseUrl::parse(base) };
    Ok(Endpoint {
        base_url: base_url.map_err(|error| (ADDRESS_FIELD, error.message))?,
        path_style: PathStyle::parse(path.trim()).map_err(|error| (PATH_FIELD, error.message))?,
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
