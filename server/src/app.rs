//! The whole router, from settings. Opens nothing itself; [`crate::serve`] binds and runs it.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use ipnet::IpNet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::address::Origin;
use crate::api::Guards;
use crate::backend::Backend;
use crate::guard::{Hosts, OwnOrigins, SignInLimit, refuse_framing, refuse_host};
use crate::headers::{CommonHeaders, cross_origin};
use crate::logging::AuditTrail;
use crate::metrics::Metrics;
use crate::observe::{Identifier, ObservedRequest};
use crate::readiness::{Readiness, ready};
use crate::site::{Configuration, Site};
use crate::{api, site};

/// What one running server is made of.
#[derive(Debug)]
pub struct Settings {
    /// Who answers the API calls.
    pub backend: Backend,
    /// The built page; without it only the API answers.
    pub site: Site,
    /// Origins whose scripts may call the API.
    pub allowed_origins: Vec<Origin>,
    /// Whether orders may be approved, rejected and cancelled through this server.
    pub decisions: bool,
    /// Further origins the page may fetch from.
    pub connect_sources: Vec<Origin>,
    /// The names this server answers to.
    pub hosts: Hosts,
    /// Proxies whose `X-Forwarded-For` says who the client is.
    pub trusted_proxies: Vec<IpNet>,
    /// Sign-ins one address may try in a minute; none: as many as it likes.
    pub sign_ins_per_minute: Option<NonZeroU32>,
    /// Whether TLS ends here, so that browsers may be sent `Strict-Transport-Security`.
    pub strict_transport: bool,
    /// What is counted.
    pub metrics: Metrics,
    /// Whether decisions have been recorded.
    pub audit: AuditTrail,
    /// Cancelled when the server is about to end.
    pub stop: CancellationToken,
}

impl Settings {
    /// These answers and this page, everything else as it is by default.
    #[must_use]
    pub fn new(backend: Backend, site: Site) -> Self {
        Self {
            backend,
            site,
            decisions: false,
            allowed_origins: Vec::new(),
            connect_sources: Vec::new(),
            hosts: Hosts::default(),
            trusted_proxies: Vec::new(),
            sign_ins_per_minute: None,
            strict_transport: false,
            metrics: Metrics::default(),
            audit: AuditTrail::default(),
            stop: CancellationToken::new(),
        }
    }
}

/// One router for both backends, the page and the health check.
pub fn app(settings: Settings) -> Router {
    settings.site.configure(match &settings.backend {
        Backend::Sandbox(sandbox) => Configuration::Fixed(sandbox.page_configuration(settings.decisions)),
        Backend::Upstream(_) => Configuration::OfTheSite { decisions: settings.decisions },
    });
    let every_request = EveryRequest {
        identifier: Identifier::new(settings.trusted_proxies),
        metrics: settings.metrics.clone(),
        headers: CommonHeaders::new(
            &settings.connect_sources,
            &settings.allowed_origins,
            settings.strict_transport,
        ),
        hosts: settings.hosts.clone(),
    };
    let guards = Guards {
        own: OwnOrigins { hosts: settings.hosts, allowed: settings.allowed_origins.as_slice().into() },
        decisions: settings.decisions,
        audit: settings.audit,
        sign_in: settings.sign_ins_per_minute.map(|tries| Arc::new(SignInLimit::per_minute(tries))),
    };
    let mut backend = settings.backend;
    if let Backend::Upstream(forwarder) = &mut backend {
        forwarder.count_into(&settings.metrics);
    }
    let backend = Arc::new(backend);
    let readiness = Arc::new(Readiness::new(Arc::clone(&backend), settings.stop));
    let mut api = api::routes(Arc::clone(&backend), guards);
    if let Some(layer) = cross_origin(&settings.allowed_origins, settings.decisions) {
        api = api.layer(layer);
    }
    if settings.decisions && matches!(*backend, Backend::Sandbox(_)) {
        // The sandbox's own record, for tests: nothing in it is secret.
        api = api.route("/sandbox/decisions", get(async move || Json(backend.sandbox_decisions())));
    }
    site::routes(settings.site)
        .merge(api)
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready).with_state(readiness))
        .layer(from_fn_with_state(Arc::new(every_request), around_the_routes))
}

/// What is done for every request, whichever route it takes.
struct EveryRequest {
    identifier: Identifier,
    metrics: Metrics,
    headers: CommonHeaders,
    hosts: Hosts,
}

/// The one layer around all routes: each layer copies what is below it, for each request.
async fn around_the_routes(
    State(every): State<Arc<EveryRequest>>,
    mut request: Request,
    next: Next,
) -> Response {
    let observed = ObservedRequest::begin(&every.identifier, &mut request);
    let counted = every.metrics.begin(&request);
    let resource_policy = every.headers.resource_policy(request.headers());
    let refusal = refuse_framing(&request).or_else(|| refuse_host(&every.hosts, &request));
    let mut response = match refusal {
        None => next.run(request).instrument(observed.span()).await,
        Some(refusal) => refusal,
    };
    every.headers.add(response.headers_mut(), resource_policy);
    counted.answered(&response);
    observed.answered(&mut response);
    response
}
