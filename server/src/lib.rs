//! The native server of certview-orders, as a library so that tests can start it in their own process.
//!
//! One router ([`app`]) serves the page's files and the two API calls; who answers the calls is a
//! [`backend`]: the built-in [`sandbox`], or a Qualys gateway reached through [`forward`]. Nothing is kept
//! between calls but the sandbox's signing key and one small counter, so several instances can stand behind a
//! load balancer.

pub mod address;
pub mod api;
pub mod app;
pub mod backend;
pub mod call;
pub mod connection;
mod embedded;
pub mod forward;
pub mod guard;
pub mod headers;
pub mod logging;
pub mod metrics;
pub mod observe;
pub mod problem;
pub mod readiness;
pub mod sandbox;
pub mod serve;
pub mod site;
pub mod tls;
