//! What the server presets for the page: `/config.json`. Pure: fetching it is the app's work.

use crate::client::{BaseUrl, Endpoint, PathStyle};
use crate::order::{Json, Uuid};

/// The presets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where requests are read from.
    pub endpoint: Endpoint,
    /// The reader may choose another gateway: for hosts whose policy and gateways allow calls across origins.
    pub choose: bool,
    /// Set where the server answers from its sandbox.
    pub sandbox: Option<Sandbox>,
}

/// What the sandbox has to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sandbox {
    /// A user who may sign in.
    pub user_name: String,
    /// That user's password: it guards nothing.
    pub password: String,
    /// Requests that answer.
    pub orders: Vec<SandboxEntry>,
    /// Requests that always fail in the same way.
    pub failures: Vec<SandboxEntry>,
}

/// A request of the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxEntry {
    /// Its UUID.
    pub uuid: Uuid,
    /// A short title.
    pub name: String,
    /// What there is to see in it.
    pub shows: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            endpoint: Endpoint { base_url: BaseUrl::same_origin(), path_style: PathStyle::Documented },
            choose: false,
            sandbox: None,
        }
    }
}

impl Config {
    /// Reads the file; what is missing or odd keeps its default.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut config = Self::default();
        let Ok(json) = Json::parse(text) else { return config };
        if let Some(gateway) = json.get("gateway") {
            if let Some(base) = gateway.get("baseUrl").and_then(Json::scalar)
                && let Ok(base) = BaseUrl::parse(base)
            {
                config.endpoint.base_url = base;
            }
            if let Some(style) = gateway.get("pathStyle").and_then(Json::scalar)
                && let Ok(style) = PathStyle::parse(style)
            {
                config.endpoint.path_style = style;
            }
            config.choose = gateway.get("choose") == Some(&Json::Bool(true));
        }
        config.sandbox = json.get("sandbox").and_then(|sandbox| {
            Some(Sandbox {
                user_name: text_of(sandbox, "userName")?,
                password: text_of(sandbox, "password")?,
                orders: entries(sandbox.get("orders")),
                failures: entries(sandbox.get("failures")),
            })
        });
        config
    }
}

fn text_of(json: &Json, name: &str) -> Option<String> {
    json.get(name).and_then(Json::scalar).map(str::to_owned)
}

fn entries(json: Option<&Json>) -> Vec<SandboxEntry> {
    let Some(Json::Array(items)) = json else { return Vec::new() };
    items
        .iter()
        .filter_map(|item| {
            Some(SandboxEntry {
                uuid: text_of(item, "uuid")?.parse().ok()?,
                name: text_of(item, "name")?,
                shows: text_of(item, "shows").unwrap_or_default(),
            })
        })
        .collect()
}
