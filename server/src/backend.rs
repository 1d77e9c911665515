//! Who answers the two API calls: the sandbox or the gateway. Holds no logic but the choice.

use axum::response::Response;

use crate::call::{OrderCall, SignInCall};
use crate::forward::Forwarder;
use crate::sandbox::Sandbox;

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
