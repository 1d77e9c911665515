//! The requests that were opened in this tab: enough to find them again, and no secret.

use crate::order::{Json, Uuid, spelled_out};

/// How many are remembered.
const MOST: usize = 20;

/// A request that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Its UUID.
    pub uuid: Uuid,
    /// Its common name.
    pub name: String,
    /// Its status when it was last read, as a label.
    pub status: String,
}

/// Puts a request first.
pub(super) fn put(list: &mut Vec<Recent>, recent: Recent) {
    list.retain(|known| known.uuid != recent.uuid);
    list.insert(0, recent);
    list.truncate(MOST);
}

/// The list as the tab keeps it.
pub(super) fn write(list: &[Recent]) -> String {
    let text = |text: &str| Json::Text(spelled_out(text));
    let entry = |recent: &Recent| {
        Json::Array(vec![text(&recent.uuid.to_string()), text(&recent.name), text(&recent.status)])
    };
    Json::Array(list.iter().map(entry).collect()).compact()
}

/// Reads what the tab has kept; what is damaged is left out.
pub(super) fn read(text: &str) -> Vec<Recent> {
    let Ok(Json::Array(entries)) = Json::parse(text) else { return Vec::new() };
    let entry = |entry: &Json| {
        let Json::Array(parts) = entry else { return None };
        let mut parts = parts.iter().map(Json::scalar);
        Some(Recent {
            uuid: parts.next()??.parse().ok()?,
            name: parts.next()??.to_owned(),
            status: parts.next()??.to_owned(),
        })
    };
    entries.iter().filter_map(entry).take(MOST).collect()
}
