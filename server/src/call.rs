//! The calls, checked: all that can reach a backend. Pure.

use axum::http::HeaderValue;
use bytes::Bytes;
use certview_orders::client::{self, BaseUrl, Endpoint};
use certview_orders::order::Uuid;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The two published paths of the same call; which one a gateway answers is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// The path in the vendor's text.
    Documented,
    /// The path in the vendor's sample.
    Sample,
}

impl PathStyle {
    /// The path of one order.
    #[must_use]
    pub fn path(self, uuid: Uuid) -> String {
        let path_style = match self {
            Self::Documented => client::PathStyle::Documented,
            Self::Sample => client::PathStyle::Sample,
        };
        Endpoint { base_url: BaseUrl::same_origin(), path_style }.order_url(&uuid)
    }

    /// The path of the call that changes an order's status.
    #[must_use]
    pub fn status_path(self, uuid: Uuid) -> String {
        format!("{}/status", self.path(uuid))
    }

    /// The path with `{uuid}` in the order's place.
    #[must_use]
    pub fn template(self) -> String {
        self.path(Uuid::NIL).replace(&Uuid::NIL.to_string(), "{uuid}")
    }
}

/// A checked call for one order. Only what is named here can reach a gateway.
#[derive(Debug)]
pub struct OrderCall {
    /// Which of the two paths was used.
    pub style: PathStyle,
    /// The order.
    pub uuid: Uuid,
    /// The caller's token, as it came.
    pub authorization: Option<HeaderValue>,
    /// What the caller can read.
    pub accept: Option<HeaderValue>,
}

/// A checked sign-in: a form of bounded size. Its fields are checked by the backend.
#[derive(Debug)]
pub struct SignInCall {
    /// The form, as it came.
    pub form: Bytes,
    /// The form's content type, as it came.
    pub content_type: HeaderValue,
    /// A token sent along, as it came.
    pub authorization: Option<HeaderValue>,
    /// What the caller can read.
    pub accept: Option<HeaderValue>,
}

/// What can be decided about an order, in the vendor's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Decision {
    /// It goes on to DigiCert.
    Approved,
    /// An approver says no.
    Rejected,
    /// It is withdrawn.
    Cancelled,
}

impl Decision {
    /// The vendor's word.
    #[must_use]
    pub fn as_word(self) -> &'static str {
        match self {
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// The body of the call that changes an order's status: these two members and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusUpdate {
    /// The decision.
    pub status: Decision,
    /// Why; mandatory in CertView.
    pub comment: String,
}

/// What is wrong with a status update; one sentence for the caller. Never holds the comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StatusUpdateError {
    /// Not the two members, or not JSON.
    #[error(
        "The body has to be JSON with two members and no others: status (APPROVED, REJECTED or CANCELLED) and \
         comment (text)."
    )]
    Shape,
    /// The comment is missing or too long.
    #[error("The comment has to be 1 to {LONGEST_COMMENT} characters long, and more than white space.")]
    Length,
    /// The comment holds what no text field should.
    #[error("The comment must not hold control characters or line breaks.")]
    ControlCharacter,
}

/// The longest comment, in characters.
pub const LONGEST_COMMENT: usize = 2000;

impl StatusUpdate {
    /// Reads and checks the body of a call.
    ///
    /// # Errors
    /// When it is anything but a decision with a comment.
    pub fn parse(body: &[u8]) -> Result<Self, StatusUpdateError> {
        let update: Self = serde_json::from_slice(body).map_err(|_| StatusUpdateError::Shape)?;
        if update.comment.trim().is_empty() || update.comment.chars().count() > LONGEST_COMMENT {
            return Err(StatusUpdateError::Length);
        }
        if update.comment.chars().any(char::is_control) {
            return Err(StatusUpdateError::ControlCharacter);
        }
        Ok(update)
    }
}

/// A checked call that changes an order's status.
#[derive(Debug)]
pub struct DecisionCall {
    /// Which of the two paths was used.
    pub style: PathStyle,
    /// The order.
    pub uuid: Uuid,
    /// What is decided.
    pub decision: Decision,
    /// Why.
    pub comment: String,
    /// The caller's token, as it came.
    pub authorization: Option<HeaderValue>,
    /// What the caller can read.
    pub accept: Option<HeaderValue>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_update_is_a_decision_with_a_comment_and_nothing_else() {
        let body =
            |comment: &str| serde_json::json!({ "status": "APPROVED", "comment": comment }).to_string();
        for right in
            ["x", "Names checked with the owner", "\u{fc}\u{1f512}", &"\u{e9}".repeat(LONGEST_COMMENT)]
        {
            assert_eq!(StatusUpdate::parse(body(right).as_bytes()).unwrap().comment, right);
        }
        for (wrong, error) in [
            (body(""), StatusUpdateError::Length),
            (body(" \u{a0}"), StatusUpdateError::Length),
            (body(&"x".repeat(LONGEST_COMMENT + 1)), StatusUpdateError::Length),
            (body("a\nb"), StatusUpdateError::ControlCharacter),
            (body("a\u{0}"), StatusUpdateError::ControlCharacter),
            (body("a\u{85}"), StatusUpdateError::ControlCharacter),
            (body("x").replace("APPROVED", "approved"), StatusUpdateError::Shape),
            (body("x").replace("APPROVED", "ISSUED"), StatusUpdateError::Shape),
            (body("x").replace('}', ",\"uuid\":\"x\"}"), StatusUpdateError::Shape),
            (body("x").replace('}', ",\"status\":\"REJECTED\"}"), StatusUpdateError::Shape),
            (r#"{"status":"APPROVED"}"#.to_owned(), StatusUpdateError::Shape),
            (r#"{"status":"APPROVED","comment":1}"#.to_owned(), StatusUpdateError::Shape),
            (r#"[{"status":"APPROVED","comment":"x"}]"#.to_owned(), StatusUpdateError::Shape),
            (body("x") + "x", StatusUpdateError::Shape),
            (String::new(), StatusUpdateError::Shape),
        ] {
            assert_eq!(StatusUpdate::parse(wrong.as_bytes()), Err(error), "{wrong}");
        }
    }
}
