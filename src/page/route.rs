//! Which place of the page an address names. Pure: a router library costs more than the whole of this page's own
//! code, for three routes.

use crate::order::Uuid;

/// A place of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    #[default]
    /// `/`: connect, and open a request.
    Home,
    /// `/orders`: several requests at once.
    Table,
    /// `/orders/{uuid}`: one request.
    Order(Uuid),
    /// `/orders/…` with something that is no UUID.
    BadUuid(String),
    /// Anything else.
    NotFound,
}

impl Route {
    /// Reads the path of an address.
    #[must_use]
    pub fn from_path(path: &str) -> Self {
        let path = path.trim_end_matches('/');
        if path.is_empty() || path == "/index.html" {
            return Self::Home;
        }
        if path == "/orders" {
            return Self::Table;
        }
        match path.strip_prefix("/orders/") {
            Some(text) => text.parse().map_or_else(|_| Self::BadUuid(text.to_owned()), Self::Order),
            None => Self::NotFound,
        }
    }

    /// The path of the place.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home | Self::NotFound => "/".to_owned(),
            Self::Table => "/orders".to_owned(),
            Self::Order(uuid) => ["/orders/", &uuid.to_string()].concat(),
            Self::BadUuid(text) => ["/orders/", text].concat(),
        }
    }
}
