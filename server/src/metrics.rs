//! Figures for Prometheus, served on a listener of their own. Labels are routes and statuses; never a uuid, a user
//! or an address.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::logging::DroppedLines;

/// Seconds; a gateway takes tens of milliseconds to a minute.
const LATENCIES: [f64; 11] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    call: &'static str,
    status: u16,
}

/// The figures of one server; clones count into the same ones.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    requests: Family<RequestLabels, Counter>,
    requests_in_flight: Gauge,
    upstream: Upstream,
}

/// The figures of the calls to the gateway.
#[derive(Debug, Clone)]
pub struct Upstream {
    seconds: Family<Call, Histogram>,
    in_flight: Gauge,
}

impl Default for Upstream {
    fn default() -> Self {
        Self {
            seconds: Family::new_with_constructor(|| Histogram::new(LATENCIES)),
            in_flight: Gauge::default(),
        }
    }
}

impl Upstream {
    /// A call has begun; it ends with the guard.
    pub(crate) fn begin(&self, call: &'static str) -> UpstreamCall {
        self.in_flight.inc();
        // What was given up before an answer.
        UpstreamCall { metrics: self.clone(), call, began: Instant::now(), status: 499 }
    }
}

/// A call to the gateway under way.
#[derive(Debug)]
pub(crate) struct UpstreamCall {
    metrics: Upstream,
    call: &'static str,
    began: Instant,
    status: u16,
}

impl UpstreamCall {
    /// The status the caller gets.
    pub(crate) fn answered(&mut self, status: StatusCode) {
        self.status = status.as_u16();
    }
}

impl Drop for UpstreamCall {
    fn drop(&mut self) {
        self.metrics.in_flight.dec();
        let labels = Call { call: self.call, status: self.status };
        self.metrics.seconds.get_or_create(&labels).observe(self.began.elapsed().as_secs_f64());
    }
}

/// The route of a page file, which the router does not know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageRoute;

/// A request being answered.
#[derive(Debug)]
pub struct CountedRequest<'a> {
    metrics: &'a Metrics,
    route: Option<MatchedPath>,
}

impl CountedRequest<'_> {
    /// Counts the answer by its route and status.
    pub fn answered(&self, response: &Response) {
        // File names are many, and change with each build.
        let page = || response.extensions().get::<PageRoute>().map(|_| "(page)");
        let route = self.route.as_ref().map(MatchedPath::as_str).or_else(page).unwrap_or("(none)");
        let labels = RequestLabels { route: route.to_owned(), status: response.status().as_u16() };
        self.metrics.requests.get_or_create(&labels).inc();
    }
}

impl Drop for CountedRequest<'_> {
    fn drop(&mut self) {
        self.metrics.requests_in_flight.dec();
    }
}

impl Metrics {
    /// A request has begun; it ends with the guard.
    pub fn begin(&self, request: &Request) -> CountedRequest<'_> {
        self.requests_in_flight.inc();
        CountedRequest { metrics: self, route: request.extensions().get().cloned() }
    }

    /// The figures of the calls to the gateway.
    pub(crate) fn upstream(&self) -> &Upstream {
        &self.upstream
    }

    /// The router of the metrics' own listener: `/metrics`.
    pub fn routes(&self, dropped: DroppedLines) -> Router {
        let mut registry = Registry::with_prefix("certview_orders");
        let build = vec![("version", env!("CARGO_PKG_VERSION"))];
        registry.register("build", "The program", Info::new(build));
        registry.register("requests", "Answers, by route and status", self.requests.clone());
        registry.register("requests_in_flight", "Requests being answered", self.requests_in_flight.clone());
        registry.register(
            "upstream_seconds",
            "Time of the calls to the gateway, by call and the status passed on (499: given up)",
            self.upstream.seconds.clone(),
        );
        registry.register(
            "upstream_in_flight",
            "Calls to the gateway under way",
            self.upstream.in_flight.clone(),
        );
        registry.register_collector(Box::new(LogLines(dropped)));
        let registry = Arc::new(registry);
        Router::new().route("/metrics", get(async move || text(&registry)))
    }
}

/// Log lines that were dropped, counted elsewhere.
#[derive(Debug)]
struct LogLines(DroppedLines);

impl Collector for LogLines {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let counter = ConstCounter::new(self.0.count() as u64);
        let metric = encoder.encode_descriptor(
            "certview_orders_log_lines_dropped",
            "Log lines dropped because stderr was not read",
            None,
            counter.metric_type(),
        )?;
        counter.encode(metric)
    }
}

fn text(registry: &Registry) -> Response {
    let mut body = String::new();
    match encode(&mut body, registry) {
        Ok(()) => {
            let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, content_type)], body).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
