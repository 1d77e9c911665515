//! The presets of the host: `config.json`, which the page finds in a data block of its HTML. Parsing is pure.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use yew::prelude::*;

use crate::client::{BaseUrl, Endpoint, PathStyle};
use crate::order::Uuid;

/// The id of the data block. The server fills it; on a static host boot.js does, beside the WebAssembly.
pub(super) const DATA_BLOCK: &str = "config";

/// The presets. What is missing or of the wrong type keeps its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Config {
    /// The gateway of the host.
    #[serde(deserialize_with = "or_default")]
    pub(super) gateway: GatewayConfig,
    /// Set where the server answers from its sandbox.
    #[serde(deserialize_with = "or_default")]
    pub(super) sandbox: Option<Sandbox>,
    /// Requests may be approved, rejected and cancelled on this page.
    #[serde(deserialize_with = "or_default")]
    pub(super) decisions: bool,
    /// Whether a requester may approve the own request.
    #[serde(deserialize_with = "or_default")]
    pub(super) self_approval: SelfApproval,
}

/// The gateway of the host, as configured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct GatewayConfig {
    #[serde(deserialize_with = "or_default")]
    base_url: String,
    #[serde(deserialize_with = "or_default")]
    path_style: String,
    /// The user may choose another gateway: for hosts whose policy and gateways allow calls across origins.
    #[serde(deserialize_with = "or_default")]
    pub(super) choose: bool,
}

/// What happens where requester and approver are the same user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum SelfApproval {
    /// The dialog says so.
    #[default]
    Warn,
    /// Approving is not offered.
    Refuse,
}

/// What the sandbox offers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sandbox {
    /// A user who may sign in.
    pub(super) user_name: String,
    /// That user's password: it protects nothing.
    pub(super) password: String,
    /// Requests that answer.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) orders: Vec<SandboxEntry>,
    /// Requests that always fail in the same way.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) failures: Vec<SandboxEntry>,
}

/// A request of the sandbox.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct SandboxEntry {
    /// Its UUID, as text: an entry that is not a UUID leads nowhere, but does not hide the others.
    #[serde(default, deserialize_with = "or_default")]
    uuid: String,
    /// A short title.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) name: String,
    /// What it shows.
    #[serde(default, deserialize_with = "or_default")]
    pub(super) shows: String,
    /// The subject it is listed under, such as "Status" or "CSR".
    #[serde(default, deserialize_with = "or_default")]
    pub(super) group: String,
}

impl SandboxEntry {
    /// The UUID of the request, where it is one.
    pub(super) fn uuid(&self) -> Option<Uuid> {
        self.uuid.parse().ok()
    }
}

fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = Box::<RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(value.get()).unwrap_or_default())
}

impl Config {
    /// Parses the file; a text that is not a JSON object gives the defaults.
    pub fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// Where requests are read from unless the user chooses.
    pub fn endpoint(&self) -> Endpoint {
        Endpoint {
            base_url: BaseUrl::parse(&self.gateway.base_url).unwrap_or_else(|_| BaseUrl::same_origin()),
            path_style: PathStyle::parse(&self.gateway.path_style).unwrap_or_default(),
        }
    }
}

/// The presets of the host.
#[hook]
pub(super) fn use_config() -> Rc<Config> {
    use_context::<Rc<Config>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_member_costs_only_itself() {
        let config = Config::parse(
            r#"{"gateway": {"baseUrl": 7, "pathStyle": "sample", "choose": true}, "decisions": "yes",
                "selfApproval": "refuse", "sandbox": {"userName": "sandbox", "password": "sandbox", "orders": 3}}"#,
        );
        assert_eq!(config.endpoint().base_url, BaseUrl::same_origin());
        assert_eq!(config.endpoint().path_style, PathStyle::Sample);
        assert!(config.gateway.choose);
        assert!(!config.decisions);
        assert_eq!(config.self_approval, SelfApproval::Refuse);
        assert_eq!(config.sandbox.map(|sandbox| sandbox.user_name), Some("sandbox".to_owned()));
    }

    #[test]
    fn the_gateway_and_the_requests_of_the_sandbox_are_read() {
        let config = Config::parse(
            r#"{"gateway": {"baseUrl": "https://gateway.example", "pathStyle": "sample"},
                "sandbox": {"userName": "u", "password": "p", "orders": [
                    {"uuid": "cb95d100-ec30-11ea-920d-eb66140967e3", "name": "n"}, {"uuid": "x"}, {"name": 7}]}}"#,
        );
        assert_eq!(config.endpoint().base_url.as_str(), "https://gateway.example");
        assert_eq!(config.endpoint().path_style, PathStyle::Sample);
        let uuids: Vec<_> =
            config.sandbox.expect("a sandbox").orders.iter().map(SandboxEntry::uuid).collect();
        assert_eq!(uuids, ["cb95d100-ec30-11ea-920d-eb66140967e3".parse().ok(), None, None]);
    }

    #[test]
    fn the_file_that_is_delivered_gives_the_defaults() {
        let config = Config::parse(include_str!("../../static/config.json"));
        let documented =
            GatewayConfig { path_style: config.gateway.path_style.clone(), ..GatewayConfig::default() };
        assert_eq!(config, Config { gateway: documented, ..Config::default() });
        assert_eq!(config.endpoint().base_url, BaseUrl::same_origin());
    }

    #[test]
    fn what_is_not_json_gives_the_defaults() {
        for text in ["", "null", "[]", "<html>", "{"] {
            assert_eq!(Config::parse(text), Config::default(), "{text}");
        }
    }
}
