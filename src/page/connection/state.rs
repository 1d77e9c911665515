//! The choice of gateway and path, and the test of it. Pure.

use std::rc::Rc;

use yew::Reducible;

use super::super::config::Config;
use crate::client::{BaseUrl, Connection, Endpoint, PathStyle};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::page) enum FormField {
    Address,
    Path,
}

/// What is wrong with a field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::page) struct FieldProblem {
    pub(super) field: FormField,
    pub(super) message: String,
}

/// Parses what was entered: an address, or nothing for the page's own origin, and a path style.
pub(super) fn parse_endpoint(base_url: &str, path_style: &str) -> Result<Endpoint, FieldProblem> {
    let base_url =
        if base_url.trim().is_empty() { Ok(BaseUrl::same_origin()) } else { BaseUrl::parse(base_url) };
    let problem = |field, message| FieldProblem { field, message };
    Ok(Endpoint {
        base_url: base_url.map_err(|error| problem(FormField::Address, error.message))?,
        path_style: PathStyle::parse(path_style.trim())
            .map_err(|error| problem(FormField::Path, error.message))?,
    })
}

/// The stored choice as far as the host allows it: where there is no choice of gateways, only of the path.
pub(super) fn allowed_choice(stored: Endpoint, config: &Config) -> Endpoint {
    if config.gateway.choose {
        stored
    } else {
        Endpoint { base_url: config.endpoint().base_url, path_style: stored.path_style }
    }
}

/// The test of a connection.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::page) struct ConnectionTest {
    call: u32,
    /// A call is in flight.
    pub(super) is_running: bool,
    /// What the last test found.
    pub(super) result: Option<Connection>,
    /// What is wrong with what was entered.
    pub(super) problem: Option<FieldProblem>,
}

/// What changes the test.
#[derive(Debug)]
pub(in crate::page) enum TestAction {
    /// The form was submitted with this problem.
    Refused(FieldProblem),
    /// The test of this number began.
    Started(u32),
    /// The test of this number ended.
    Finished(u32, Connection),
}

impl Reducible for ConnectionTest {
    type Action = TestAction;

    fn reduce(self: Rc<Self>, action: TestAction) -> Rc<Self> {
        Rc::new(match action {
            TestAction::Refused(problem) => {
                Self { call: self.call.wrapping_add(1), problem: Some(problem), ..Self::default() }
            }
            TestAction::Started(call) => Self { call, is_running: true, ..Self::default() },
            // Another gateway was chosen meanwhile.
            TestAction::Finished(call, _) if call != self.call => return self,
            TestAction::Finished(call, result) => Self { call, result: Some(result), ..Self::default() },
        })
    }
}

impl ConnectionTest {
    /// The number of the next test.
    pub(super) fn next_call(&self) -> u32 {
        self.call.wrapping_add(1)
    }
}

#[cfg(test)]
mod tests;
