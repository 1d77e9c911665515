//! The options of `serve`: from flags, else the environment, else a TOML file, else their defaults.

use std::ffi::OsString;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use certview_orders_server::logging::LogFormat;
use clap::{Arg, Args, Command, ValueEnum};
use ipnet::IpNet;
use jiff::SignedDuration;

const CONFIG_VARIABLE: &str = "CERTVIEW_ORDERS_CONFIG";
/// Of each pair one only: given by flag or environment, it comes before both of the file.
const PAIRS: [[&str; 2]; 2] = [["sandbox", "upstream"], ["dist", "no-page"]];

#[derive(Args)]
#[command(group(clap::ArgGroup::new("answered-by").args(["sandbox", "upstream"]).required(true)))]
pub(crate) struct Serve {
    /// Take options from this TOML file too; its keys are the options' names, and flags and environment come
    /// before it.
    #[arg(long, env = CONFIG_VARIABLE, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where to listen: host and port (0 takes any free one), or unix:/path. The first line printed says where.
    #[arg(long, env = "CERTVIEW_ORDERS_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,
    /// Answer from built-in orders; no Qualys account needed. User "sandbox", password "sandbox".
    #[arg(long, env = "CERTVIEW_ORDERS_SANDBOX")]
    pub(crate) sandbox: bool,
    // In the attribute, because rustdoc wants a bare address in brackets and a terminal does not.
    #[arg(
        long,
        env = "CERTVIEW_ORDERS_UPSTREAM",
        value_name = "URL",
        help = "Forward to this gateway, e.g. https://gateway.qg1.apps.qualys.com (http for loopback)"
    )]
    pub(crate) upstream: Option<String>,
    /// The built page [default: dist/ below the working directory, else beside the program or above it].
    #[arg(long, env = "CERTVIEW_ORDERS_DIST", value_name = "DIR")]
    pub(crate) dist: Option<PathBuf>,
    /// Start without the page: only the API, /config.json and /healthz answer.
    #[arg(long, env = "CERTVIEW_ORDERS_NO_PAGE", conflicts_with = "dist")]
    pub(crate) no_page: bool,
    /// How long the sandbox's tokens are valid: 4h, 90s, 0s (expired at once).
    #[arg(long, env = "CERTVIEW_ORDERS_TOKEN_LIFETIME", value_name = "TIME", default_value = "4h")]
    #[arg(value_parser = duration, conflicts_with = "upstream")]
    pub(crate) token_lifetime: SignedDuration,
    /// How long the sandbox's progressing order takes from SUBMITTED to ISSUED, counted from the sign-in.
    #[arg(long, env = "CERTVIEW_ORDERS_PROGRESS_TIME", value_name = "TIME", default_value = "120s")]
    #[arg(value_parser = duration, conflicts_with = "upstream")]
    pub(crate) progress_time: SignedDuration,
    /// Let readers approve, reject and cancel requests: forward "Update Status" too.
    #[arg(long, env = "CERTVIEW_ORDERS_ALLOW_DECISIONS")]
    pub(crate) allow_decisions: bool,
    /// Let scripts of this origin call the API (CORS); may be given several times.
    #[arg(long, env = "CERTVIEW_ORDERS_ALLOW_ORIGIN", value_delimiter = ',', value_name = "ORIGIN")]
    pub(crate) allow_origin: Vec<String>,
    /// Answer to this host name too (loopback names always); may be given several times.
    #[arg(long, env = "CERTVIEW_ORDERS_PUBLIC_HOST", value_delimiter = ',', value_name = "NAME")]
    pub(crate) public_host: Vec<String>,
    /// Take the client's address from this proxy's X-Forwarded-For: an address or network; several times.
    #[arg(long, env = "CERTVIEW_ORDERS_TRUSTED_PROXY", value_delimiter = ',', value_name = "NETWORK", value_parser = network)]
    pub(crate) trusted_proxy: Vec<IpNet>,
    /// Sign-ins one address may try in a minute, 0: no limit [default: 10; no limit with --sandbox].
    #[arg(long, env = "CERTVIEW_ORDERS_SIGN_IN_LIMIT", value_name = "NUMBER")]
    pub(crate) sign_in_limit: Option<u32>,
    /// Calls to the gateway at a time; further ones are answered 503.
    #[arg(
        long,
        env = "CERTVIEW_ORDERS_MAX_CALLS",
        value_name = "NUMBER",
        default_value = "64",
        conflicts_with = "sandbox"
    )]
    pub(crate) max_calls: NonZeroUsize,
    /// Let the page fetch from this origin too (Content-Security-Policy); may be given several times.
    #[arg(long, env = "CERTVIEW_ORDERS_CONNECT_SRC", value_delimiter = ',', value_name = "ORIGIN")]
    pub(crate) connect_src: Vec<String>,
    /// Client connections at a time; at the limit the one idle longest is closed.
    #[arg(long, env = "CERTVIEW_ORDERS_MAX_CONNECTIONS", value_name = "NUMBER", default_value = "1024")]
    pub(crate) max_connections: NonZeroUsize,
    /// How long open calls may go on after the end signal [default: 75s; 3s with --sandbox].
    #[arg(long, env = "CERTVIEW_ORDERS_GRACE", value_name = "TIME", value_parser = duration)]
    pub(crate) grace: Option<SignedDuration>,
    /// How long connections are still accepted after the end signal, for load balancers to notice.
    #[arg(long, env = "CERTVIEW_ORDERS_DRAIN_DELAY", value_name = "TIME", default_value = "0s", value_parser = duration)]
    pub(crate) drain_delay: SignedDuration,
    /// Serve https with this certificate chain (PEM); reloaded on SIGHUP.
    #[arg(long, env = "CERTVIEW_ORDERS_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, env = "CERTVIEW_ORDERS_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Trust these certificates too (PEM) when calling the gateway.
    #[arg(long, env = "CERTVIEW_ORDERS_UPSTREAM_CA", value_name = "FILE", conflicts_with = "sandbox")]
    pub(crate) upstream_ca: Option<PathBuf>,
    /// Serve /metrics for Prometheus here; on no listener otherwise.
    #[arg(long, env = "CERTVIEW_ORDERS_METRICS_LISTEN", value_name = "HOST:PORT")]
    pub(crate) metrics_listen: Option<String>,
    /// How log lines are written to stderr.
    #[arg(long, env = "CERTVIEW_ORDERS_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    pub(crate) log_format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
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

/// The command line with what the TOML file says added to it as options, unless flags or environment say
/// otherwise.
pub(crate) fn with_file(arguments: Vec<OsString>, command: &Command) -> anyhow::Result<Vec<OsString>> {
    // The program, its subcommand, and then the options.
    let takes_options = arguments.get(1).is_some_and(|word| word == "serve" || word == "check-config");
    let (Some(options), true) = (arguments.get(2..), takes_options) else { return Ok(arguments) };
    let Some(file) = value_of("config", options).or_else(|| std::env::var_os(CONFIG_VARIABLE)) else {
        return Ok(arguments);
    };
    let path = Path::new(&file);
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    with_text(arguments, path, &text, command)
}

/// The same with the text of the file, which was read from this path.
pub(crate) fn with_text(
    mut arguments: Vec<OsString>,
    path: &Path,
    text: &str,
    command: &Command,
) -> anyhow::Result<Vec<OsString>> {
    let options = arguments.get(2..).unwrap_or_default();
    let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
    let known: Vec<&Arg> = command.get_arguments().filter(|arg| arg.get_long() != Some("config")).collect();
    let find = |name: &str| known.iter().find(|arg| arg.get_long() == Some(name));
    let is_given = |name: &str| {
        let variable = find(name).and_then(|arg| arg.get_env()).and_then(std::env::var_os);
        is_among(name, options) || variable.is_some()
    };
    let mut added = Vec::new();
    for (name, value) in &table {
        if find(name).is_none() {
            bail!("{}: there is no option {name}; see `certview-orders serve --help`", path.display());
        }
        let pair = PAIRS.iter().find(|pair| pair.contains(&name.as_str()));
        if is_given(name) || pair.is_some_and(|pair| pair.iter().any(|one| is_given(one))) {
            continue;
        }
        for text in texts(value).with_context(|| format!("{}: {name}", path.display()))? {
            added.push(match text {
                Some(text) => format!("--{name}={text}").into(),
                None => format!("--{name}").into(),
            });
        }
    }
    arguments.splice(2..2, added);
    Ok(arguments)
}

/// A value as an option takes it, one for each time it is given; nothing within for a flag.
fn texts(value: &toml::Value) -> anyhow::Result<Vec<Option<String>>> {
    Ok(match value {
        toml::Value::String(text) => vec![Some(text.clone())],
        toml::Value::Integer(number) => vec![Some(number.to_string())],
        toml::Value::Boolean(true) => vec![None],
        toml::Value::Boolean(false) => Vec::new(),
        toml::Value::Array(items) => {
            items.iter().map(texts).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect()
        }
        _ => bail!("expected a text, a whole number, true, false or a list"),
    })
}

fn is_among(name: &str, options: &[OsString]) -> bool {
    let (flag, with_value) = (format!("--{name}"), format!("--{name}="));
    options.iter().any(|it| *it == *flag || it.to_str().is_some_and(|it| it.starts_with(&with_value)))
}

fn value_of(name: &str, options: &[OsString]) -> Option<OsString> {
    let (flag, with_value) = (format!("--{name}"), format!("--{name}="));
    let mut options = options.iter();
    while let Some(option) = options.next() {
        if *option == *flag {
            return options.next().cloned();
        }
        if let Some(value) = option.to_str().and_then(|it| it.strip_prefix(&with_value)) {
            return Some(value.into());
        }
    }
    None
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
