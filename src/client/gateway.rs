//! A gateway as a client calls it: its endpoint, how calls are retried, and which path it was found to answer. Pure.

use std::cell::Cell;

use super::endpoint::{Endpoint, PathStyle};
use super::retry::Retry;

/// A gateway, kept for as long as calls are made to it: with [`PathStyle::Auto`] it remembers which path answers.
#[derive(Debug)]
pub struct Gateway {
    /// Where it is.
    pub endpoint: Endpoint,
    /// How calls that only read are retried.
    pub retry: Retry,
    resolved: Cell<Option<Published>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Published {
    Documented,
    Sample,
}

impl Gateway {
    /// A gateway of which nothing is known yet.
    #[must_use]
    pub fn new(endpoint: Endpoint, retry: Retry) -> Self {
        Self { endpoint, retry, resolved: Cell::new(None) }
    }

    /// The path the gateway was found to answer, where the endpoint's path style is [`PathStyle::Auto`].
    #[must_use]
    pub fn resolved_path(&self) -> Option<PathStyle> {
        self.resolved.get().map(|published| match published {
            Published::Documented => PathStyle::Documented,
            Published::Sample => PathStyle::Sample,
        })
    }

    /// Remembers a path that was found earlier, such as one from storage. Only a published path is remembered, and only
    /// where the path style is [`PathStyle::Auto`].
    pub fn remember_path(&self, path: &PathStyle) {
        if self.endpoint.path_style == PathStyle::Auto {
            self.resolved.set(match path {
                PathStyle::Documented => Some(Published::Documented),
                PathStyle::Sample => Some(Published::Sample),
                PathStyle::Auto | PathStyle::Custom(_) => None,
            });
        }
    }

    /// Remembers the path that another gateway of the same endpoint was found to answer, if it was.
    pub fn remember_path_of(&self, other: &Self) {
        if let Some(path) = other.resolved_path() {
            self.remember_path(&path);
        }
    }

    /// The path that calls go to, where it is configured or was found.
    pub(super) fn known_path(&self) -> Option<PathStyle> {
        match &self.endpoint.path_style {
            PathStyle::Auto => self.resolved_path(),
            configured => Some(configured.clone()),
        }
    }

    /// Forgets what was found.
    pub(super) fn forget_path(&self) {
        self.resolved.set(None);
    }

    /// The path to call first, and the one to call where the gateway has no such path: only where the style is
    /// [`PathStyle::Auto`]. A configured path is taken as it is.
    pub(super) fn paths(&self) -> (PathStyle, Option<PathStyle>) {
        match &self.endpoint.path_style {
            PathStyle::Auto => {
                let first = self.resolved_path().unwrap_or(PathStyle::Documented);
                let second = first.alternative();
                (first, second)
            }
            configured => (configured.clone(), None),
        }
    }
}
