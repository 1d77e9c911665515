//! `/readyz`: whether this server can do its work. Asks the gateway, at most once in ten seconds, without a token.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::Mutex;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::backend::Backend;

/// How long an answer about the gateway's health is kept.
const MAX_AGE: Duration = Duration::from_secs(10);

/// Whether this server can do its work, for load balancers.
#[derive(Debug)]
pub struct Readiness {
    backend: Arc<Backend>,
    stop: CancellationToken,
    last: Mutex<Option<(Instant, bool)>>,
}

impl Readiness {
    /// Not ready any more once `stop` is cancelled.
    pub fn new(backend: Arc<Backend>, stop: CancellationToken) -> Self {
        Self { backend, stop, last: Mutex::default() }
    }

    async fn upstream_answers(&self) -> bool {
        // One asks, the others wait for the answer.
        let mut last = self.last.lock().await;
        match *last {
            Some((at, answers)) if at.elapsed() < MAX_AGE => answers,
            _ => {
                let answers = self.backend.is_reachable().await;
                *last = Some((Instant::now(), answers));
                answers
            }
        }
    }
}

/// `/readyz`: 200, or 503 with the reason.
pub async fn ready(State(readiness): State<Arc<Readiness>>) -> Response {
    if readiness.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping").into_response();
    }
    if readiness.upstream_answers().await {
        return "ready".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, "the gateway cannot be reached").into_response()
}
