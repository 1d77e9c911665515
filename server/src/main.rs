//! The command line of `certview-orders`: reads the options, starts the server, and turns every failure into
//! one line.

mod options;

use std::io::Write;
use std::num::NonZeroU32;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use certview_orders_server::address::{Origin, UpstreamAddress};
use certview_orders_server::app::{Settings, app};
use certview_orders_server::backend::Backend;
use certview_orders_server::forward::{Forwarder, Limits};
use certview_orders_server::guard::Hosts;
use certview_orders_server::logging::{DroppedLines, Logging};
use certview_orders_server::sandbox::{self, Sandbox, SandboxSettings};
use certview_orders_server::serve::{self, Stop, announce, bind, run, stop_on_signals};
use certview_orders_server::site::Site;
use certview_orders_server::tls::{Tls, trusted};
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use jiff::SignedDuration;
use tokio::time::MissedTickBehavior;

use crate::options::{Serve, with_file};

/// How often a folder given with `--dist` is read.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);
const SIGN_INS_PER_MINUTE: u32 = 10;
/// For Prometheus.
const METRICS_CONNECTIONS: usize = 16;
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
    /// Serve the page and its API calls, answered by a built-in sandbox or forwarded to a Qualys gateway.
    Serve(Box<Serve>),
    /// Say whether `serve` would start with these options, and end.
    CheckConfig(Box<Serve>),
    /// Print the completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page of `serve`, in roff.
    Man,
}

fn main() -> ExitCode {
    match command_line().and_then(run_command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "certview-orders: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Ends the process itself with what is wrong about the usage, or with the help.
fn command_line() -> anyhow::Result<CommandLine> {
    let command = Serve::augment_args(clap::Command::new("serve"));
    Ok(CommandLine::parse_from(with_file(std::env::args_os().collect(), &command)?))
}

fn run_command(line: CommandLine) -> anyhow::Result<()> {
    match line.command {
        Command::Serve(options) => start(*options),
        Command::CheckConfig(options) => {
            settings(&options)?;
            tls(&options)?;
            writeln!(std::io::stdout(), "the configuration is valid")?;
            Ok(())
        }
        Command::Completions { shell } => {
            let mut command = CommandLine::command();
            let name = command.get_name().to_owned();
            clap_complete::generate(shell, &mut command, name, &mut std::io::stdout());
            Ok(())
        }
        Command::Man => {
            let mut command = CommandLine::command();
            command.build();
            let serve = command.find_subcommand("serve").cloned().unwrap_or(command);
            clap_mangen::Man::new(serve).render(&mut std::io::stdout())?;
            Ok(())
        }
    }
}

fn start(options: Serve) -> anyhow::Result<()> {
    let logging = Logging::start(options.log_format.into())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start; the system may be out of threads or open files")?;
    let outcome = runtime.block_on(serve(options, &logging));
    // A file read that hangs must not keep the process either.
    runtime.shutdown_timeout(Duration::from_secs(1));
    report_dropped_lines(&logging.dropped_lines());
    outcome
}

async fn serve(options: Serve, logging: &Logging) -> anyhow::Result<()> {
    let mut settings = settings(&options)?;
    let has_page = !options.no_page;
    let in_sandbox = options.sandbox;
    let limits = limits(&options);
    let stop = Stop::default();
    stop_on_signals(stop.clone())?;
    let tls = tls(&options)?.map(Arc::new);
    settings.strict_transport = tls.is_some();
    let listener = bind(&options.listen).await?.with_tls(tls.clone());
    settings.stop = stop.soon.clone();
    settings.audit = logging.audit_trail();
    if let Some(address) = &options.metrics_listen {
        let metrics = settings.metrics.routes(logging.dropped_lines());
        let own = serve::Limits { connections: METRICS_CONNECTIONS, grace: Duration::ZERO, ..limits };
        tokio::spawn(run(bind(address).await?, metrics, own, stop.clone()));
    }
    let site = settings.site.clone();
    let app = app(settings);
    serve::reload_on_hangup({
        let site = site.clone();
        move || {
            site.refresh_or_warn();
            if let Some(tls) = &tls {
                tls.reload_or_warn();
            }
        }
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
    // In the sandbox an order that hangs must not delay its end.
    let grace = options.grace.unwrap_or(if options.sandbox { SANDBOX_GRACE } else { LONGER_THAN_CALLS });
    serve::within_descriptor_limit(serve::Limits {
        connections: options.max_connections.get(),
        grace: grace.unsigned_abs(),
        drain_delay: options.drain_delay.unsigned_abs(),
        ..serve::Limits::default()
    })
}

fn tls(options: &Serve) -> anyhow::Result<Option<Tls>> {
    let Some((certificate, key)) = options.tls_cert.clone().zip(options.tls_key.clone()) else {
        return Ok(None);
    };
    Ok(Some(Tls::load(certificate, key)?))
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
            let certificates = options.upstream_ca.clone().map(trusted).transpose()?.unwrap_or_default();
            Backend::Upstream(Forwarder::trusting(UpstreamAddress::parse(upstream)?, limits, certificates)?)
        }
        None => {
            let chosen = SandboxSettings {
                token_lifetime: options.token_lifetime,
                progress_time: options.progress_time,
            };
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
