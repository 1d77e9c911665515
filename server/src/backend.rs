//! Who answers the two API calls: the sandbox or the gateway. Holds no logic but the choice.

use axum::response::Response;

use crate::call::{DecisionCall, OrderCall, SignInCall};
use crate::forward::Forwarder;
use crate::sandbox::{Sandbox, Taken};

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

    /// Answers a call that changes an order's status.
    pub async fn decide(&self, call: DecisionCall) -> Response {
        match self {
            Self::Sandbox(sandbox) => sandbox.decide(call).await,
            Self::Upstream(forwarder) => forwarder.decide(call).await,
        }
    }

    /// What was decided in the sandbox; nothing for a gateway.
    pub fn sandbox_decisions(&self) -> Vec<Taken> {
        match self {
            Self::Sandbox(sandbox) => sandbox.decisions(),
            Self::Upstream(_) => Vec::new(),
        }
    }

    /// Whether calls can be answered.
    pub async fn is_reachable(&self) -> bool {
        match self {
            Self::Sandbox(_) => true,
            Self::Upstream(forwarder) => forwarder.is_reachable().await,
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
