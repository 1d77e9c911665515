//! The routes of the page. Pure.
//!
//! Four routes need no router crate: yew-router 0.20 adds 31 kB (brotli) to the page.

use crate::order::Uuid;

/// A route of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Route {
    /// `/`: sign in and open a request.
    #[default]
    Start,
    /// `/orders`: several requests in a table.
    Table,
    /// `/orders/{uuid}`: one request.
    Order(Uuid),
    /// `/orders/…` with a text that is not a UUID.
    InvalidUuid(String),
    /// Any other path.
    NotFound,
}

impl Route {
    /// Parses the path of an address.
    #[must_use]
    pub(super) fn from_path(path: &str) -> Self {
        let path = path.trim_end_matches('/');
        if path.is_empty() || path == "/index.html" {
            return Self::Start;
        }
        if path == "/orders" {
            return Self::Table;
        }
        match path.strip_prefix("/orders/") {
            Some(text) => text.parse().map_or_else(|_| Self::InvalidUuid(text.to_owned()), Self::Order),
            None => Self::NotFound,
        }
    }

    /// The path of the route.
    #[must_use]
    pub(super) fn path(&self) -> String {
        match self {
            Self::Start | Self::NotFound => "/".to_owned(),
            Self::Table => "/orders".to_owned(),
            Self::Order(uuid) => format!("/orders/{uuid}"),
            Self::InvalidUuid(text) => format!("/orders/{text}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";

    #[test]
    fn paths_name_routes() {
        let order = Route::Order(UUID.parse().expect("a UUID"));
        assert_eq!(Route::from_path("/"), Route::Start);
        assert_eq!(Route::from_path("/index.html"), Route::Start);
        assert_eq!(Route::from_path("/orders/"), Route::Table);
        assert_eq!(Route::Table.path(), "/orders");
        assert_eq!(Route::from_path(&format!("/orders/{UUID}/")), order);
        assert_eq!(Route::from_path("/orders/x"), Route::InvalidUuid("x".to_owned()));
        assert_eq!(Route::from_path("/other"), Route::NotFound);
        assert_eq!(order.path(), format!("/orders/{UUID}"));
    }
}
