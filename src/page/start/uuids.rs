//! The UUIDs in a text that a user enters: a UUID, a link, a column of a spreadsheet. Pure.

use crate::order::Uuid;

/// What was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::page) enum EnteredUuids {
    /// No UUID, and what to enter instead.
    None(&'static str),
    /// One request.
    One(Uuid),
    /// Several requests.
    Several(Vec<Uuid>),
}

const NOTHING_ENTERED: &str = "Enter the UUID of a request.";
const NO_UUID: &str = "No UUID in this text. Expected 32 hexadecimal digits in groups of 8-4-4-4-12, such as \
                       cb95d100-ec30-11ea-920d-eb66140967e3.";

/// Finds the UUIDs in a text.
pub(in crate::page) fn entered_uuids(text: &str) -> EnteredUuids {
    if let Ok(uuid) = text.parse() {
        return EnteredUuids::One(uuid);
    }
    match Uuid::find_all(text).as_slice() {
        [] if text.trim().is_empty() => EnteredUuids::None(NOTHING_ENTERED),
        [] => EnteredUuids::None(NO_UUID),
        [uuid] => EnteredUuids::One(*uuid),
        uuids => EnteredUuids::Several(uuids.to_vec()),
    }
}
