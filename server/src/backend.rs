//! Who answers the two API calls: the sandbox or the gateway. Holds no logic but the choice.

use axum::http::HeaderValue;
use axum::response::Response;
use bytes::Bytes;
use uuid::Uuid;

use crate::forward::Forwarder;
use crate::sandbox::Sandbox;

/// The two published paths of the same call; nobody has published which one a gateway answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// The path in the vendor's text.
    Documented,
    /// The path in the vendor's sample.
    Sample,
}

impl PathStyle {
    /// The path with `{uuid}` in the order's place.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Documented => "/certview/rest/public/v1/certificates/enrollment/digicert/orders/{uuid}",
            Self::Sample => "/certview/v1/certificates/digicert/orders/{uuid}",
        }
    }

    /// The path of one order.
    pub fn path(self, uuid: Uuid) -> String {
        self.template().replace("{uuid}", &uuid.to_string())
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

/// Who answers.
#[derive(Debug)]
pub enum Backend {
    /// This process, from its own orders.
    Sandbox(Box<Sandbox>),
    /// A Qualys gateway.
    Upstream(Forwarder),
}

impl Backend {
    /// Answers a call for one order.
    pub async fn order(&self, call: OrderCall) -> Response {
        match self {
            Self::Sandbox(sandbox) => sandbox.order(call).await,
            Self::Upstream(forwarder) => forwarder.order(call).await,
        }
    }

    /// Answers a sign-in.
    pub async fn sign_in(&self, call: SignInCall) -> Response {
        match self {
            Self::Sandbox(sandbox) => sandbox.sign_in(&call.form),
            Self::Upstream(forwarder) => forwarder.sign_in(call).await,
        }
    }
}
