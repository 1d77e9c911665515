//! The two calls, checked: all that can reach whoever answers them. Pure.

use axum::http::HeaderValue;
use bytes::Bytes;
use certview_orders::client::{self, BaseUrl, Endpoint};
use certview_orders::order::Uuid;

/// The two published paths of the same call; nobody has published which one a gateway answers.
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

/// A checked sign-in: a form of bounded size. Its fields are the business of whoever answers.
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
