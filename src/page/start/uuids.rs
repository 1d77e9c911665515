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

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";
    const OTHER: &str = "00000000-0000-4000-8000-000000000001";

    #[test]
    fn any_text_with_a_uuid_opens_it() {
        let one = EnteredUuids::One(ONE.parse().expect("a UUID"));
        for text in [ONE, &format!("see https://host/orders/{ONE}?a=b"), &format!(" {ONE}\n{ONE} ")] {
            assert_eq!(entered_uuids(text), one, "{text}");
        }
        let both = [ONE, OTHER].map(|uuid| uuid.parse().expect("a UUID")).to_vec();
        assert_eq!(entered_uuids(&format!("{ONE}\t{OTHER}\t{ONE}")), EnteredUuids::Several(both));
    }

    #[test]
    fn a_text_without_a_uuid_is_explained() {
        assert_eq!(entered_uuids("nothing here"), EnteredUuids::None(NO_UUID));
        assert_eq!(entered_uuids(" \n"), EnteredUuids::None(NOTHING_ENTERED));
        assert!(NO_UUID.starts_with("No UUID in this text."));
    }
}
