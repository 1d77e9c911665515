//! The command line of `certview-orders`: reads the options, starts the server, and turns every failure into
//! one line.

use std::io::Write;
use std::net::IpAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use certview_orders_server::address::{Origin, UpstreamAddress};
use certview_orders_server::app::{Settings, app};
use certview_orders_server::backend::Backend;
use certview_orders_server::forward::{Forwarder, Limits};
use certview_orders_server::guard::Hosts;
use certview_orders_server::logging::{DroppedLines, LogFormat, Logging};
use certview_orders_server::sandbox::{self, Sandbox, SandboxSettings};
use certview_orders_server::serve::{self, Stop, announce, bind, run, stop_on_signals};
use certview_orders_server::site::Site;
use clap::{Args, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;
use jiff::SignedDuration;
use tokio::time::MissedTickBehavior;

/// How often a folder given with `--dist` is looked at.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);
const SIGN_INS_PER_MINUTE: u32 = 10;
const SANDBOX_GRACE: SignedDuration = SignedDuration::from_secs(3);
const LONGER_THAN_CALLS: SignedDuration = SignedDuration::from_secs(75);

/// See, check and follow DigiCert certificate requests kept in Qualys CertView.
#[derive(Parser)]
#[command(name = "certview-orders", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page and its two API calls, answered by a built-in sandbox or forwarded to a Qualys gateway.
    Serve(Serve),
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("answered-by").args(["sandbox", "upstream"]).required(true)))]
struct Serve {
    /// Where to listen; port 0 takes any free one. The first line printed says which.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Answer from built-in orders; no Qualys account needed. User "sandbox", password "sandbox".
    #[arg(long)]
    sandbox: bool,
    // In the attribute, because rustdoc wants a bare address in brackets and a terminal does not.
    #[arg(
        long,
        value_name = "URL",
        help = "Forward to this gateway, e.g. https://gateway.qg1.apps.qualys.com (http for loopback)"
    )]
    upstream: Option<String>,
    /// The built page [default: dist/ below the working directory, else beside the program or above it].
    #[arg(long, value_name = "DIR")]
    dist: Option<PathBuf>,
    /// Start without the page: only the API, /config.json and /healthz answer.
    #[arg(long, conflicts_with = "dist")]
    no_page: bool,
    /// How long the sandbox's tokens are valid: 4h, 90s, 0s (expired at once).
    #[arg(long, value_name = "TIME", default_value = "4h")]
    #[arg(value_parser = duration, conflicts_with = "upstream")]
    token_lifetime: SignedDuration,
    /// How long the sandbox's walking order takes from SUBMITTED to ISSUED, counted from the sign-in.
    #[arg(long, value_name = "TIME", default_value = "120s")]
    #[arg(value_parser = duration, conflicts_with = "upstream")]
    walk: SignedDuration,
    /// Let readers approve, reject and cancel requests: forward "Update Status" too.
    #[arg(long)]
    allow_decisions: bool,
    /// Let scripts of this origin call the API (CORS); may be given several times.
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// Answer to this host name too (loopback names always); may be given several times.
    #[arg(long, value_name = "NAME")]
    public_host: Vec<String>,
    /// Take the client's address from this proxy's X-Forwarded-For: an address or network; several times.
    #[arg(long, value_name = "NETWORK", value_parser = network)]
    trusted_proxy: Vec<IpNet>,
    /// Sign-ins one address may try in a minute, 0: no limit [default: 10; no limit with --sandbox].
    #[arg(long, value_name = "NUMBER")]
    sign_in_limit: Option<u32>,
    /// Calls to the gateway at a time; further ones are answered 503.
    #[arg(long, value_name = "NUMBER", default_value = "64", conflicts_with = "sandbox")]
    max_calls: NonZeroUsize,
    /// Let the page fetch from this origin too (Content-Security-Policy); may be given several times.
    #[arg(long, value_name = "ORIGIN")]
    connect_src: Vec<String>,
    /// Client connections at a time; at the limit the one idle longest is closed.
    #[arg(long, value_name = "NUMBER", default_value = "1024")]
    max_connections: NonZeroUsize,
    /// How long open calls may go on after the end signal [default: 75s; 3s with --sandbox].
    #[arg(long, value_name = "TIME", value_parser = duration)]
    grace: Option<SignedDuration>,
    /// How long connections are still accepted after the end signal, for load balancers to notice.
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = duration)]
    drain_delay: SignedDuration,
    /// How log lines are written to stderr.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    log_format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl From<Format> for LogFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
        }
    }
}

fn main() -> ExitCode {
    let CommandLine { command: Command::Serve(options) } = CommandLine::parse();
    match start(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "certview-orders: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(options: Serve) -> anyhow::Result<()> {
    let logging = Logging::start(options.log_format.into())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start; the system may be out of threads or open files")?;
    let outcome = runtime.block_on(serve(options));
    // A file read that hangs must not keep the process either.
    runtime.shutdown_timeout(Duration::from_secs(1));
    report_dropped_lines(&logging.dropped_lines());
    outcome
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    let settings = settings(&options)?;
    let has_page = !options.no_page;
    let in_sandbox = options.sandbox;
    let limits = limits(&options);
    let stop = Stop::default();
    stop_on_signals(stop.clone())?;
    let listener = bind(&options.listen).await?;
    let site = settings.site.clone();
    let app = app(settings);
    serve::reload_on_hangup({
        let site = site.clone();
        move || site.refresh_or_warn()
    })?;
    watch(site);
    announce(&listener, |base| if in_sandbox { sandbox::welcome(base, has_page) } else { String::new() })?;
    run(listener, app, limits, stop).await;
    Ok(())
}

/// Serves a folder that is built again without a restart.
fn watch(site: Site) {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(WATCH_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let site = site.clone();
            // Reading files blocks.
            let _ = tokio::task::spawn_blocking(move || site.refresh_or_warn()).await;
        }
    });
}

fn limits(options: &Serve) -> serve::Limits {
    // In the sandbox an order that hangs must not keep whoever ends it.
    let grace = options.grace.unwrap_or(if options.sandbox { SANDBOX_GRACE } else { LONGER_THAN_CALLS });
    serve::within_descriptor_limit(serve::Limits {
        connections: options.max_connections.get(),
        grace: grace.unsigned_abs(),
        drain_delay: options.drain_delay.unsigned_abs(),
        ..serve::Limits::default()
    })
}

fn report_dropped_lines(dropped: &DroppedLines) {
    match dropped.count() {
        0 => {}
        lines => tracing::warn!(lines, "log lines were dropped because stderr was not read"),
    }
}

fn settings(options: &Serve) -> anyhow::Result<Settings> {
    let origins = |option: &str, texts: &[String]| {
        texts.iter().map(|text| Origin::parse(option, text)).collect::<Result<Vec<_>, _>>()
    };
    let backend = match &options.upstream {
        Some(upstream) => {
            let limits = Limits { calls: options.max_calls.get(), ..Limits::default() };
            Backend::Upstream(Forwarder::new(UpstreamAddress::parse(upstream)?, limits)?)
        }
        None => {
            let chosen = SandboxSettings { token_lifetime: options.token_lifetime, walk: options.walk };
            Backend::Sandbox(Box::new(Sandbox::new(chosen)?))
        }
    };
    let allowed_origins = origins("--allow-origin", &options.allow_origin)?;
    let connect_sources = origins("--connect-src", &options.connect_src)?;
    let site = match &options.dist {
        _ if options.no_page => Site::none(),
        Some(folder) => Site::in_folder(folder)?,
        None => Site::embedded().map_or_else(Site::find, Ok)?,
    };
    let hosts = Hosts::new(options.public_host.iter().map(String::as_str))?;
    // The sandbox's password is no secret.
    let tries = options.sign_in_limit.unwrap_or(if options.sandbox { 0 } else { SIGN_INS_PER_MINUTE });
    Ok(Settings {
        decisions: options.allow_decisions,
        allowed_origins,
        connect_sources,
        hosts,
        trusted_proxies: options.trusted_proxy.clone(),
        sign_ins_per_minute: NonZeroU32::new(tries),
        ..Settings::new(backend, site)
    })
}

fn network(text: &str) -> Result<IpNet, &'static str> {
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse().or_else(|_| address()).map_err(|_| "expected an address or a network such as 10.0.0.0/8")
}

fn duration(text: &str) -> Result<SignedDuration, &'static str> {
    match text.parse::<SignedDuration>() {
        Ok(duration) if !duration.is_negative() => Ok(duration),
        _ => Err("expected a time such as 4h, 90s or 1h30m"),
    }
}
