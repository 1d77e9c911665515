//! Where the call goes. Pure.
//!
//! The vendor publishes two paths for the same call, one in the description and one in the sample, and nobody
//! has published which answers; so the path is a setting, and by default both are tried.

use http::Uri;
use http::uri::Scheme;

use super::error::{Error, ErrorCode};
use crate::order::Uuid;

/// An origin with an optional base path, without a slash at its end: `https://gateway.qg1.apps.qualys.com`.
/// Empty means the origin the page came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The origin the page itself came from.
    #[must_use]
    pub fn same_origin() -> Self {
        Self(String::new())
    }

    /// Reads an absolute `https` URL; `http` is for loopback addresses only, since a token travels with every
    /// call. A slash at the end is dropped.
    ///
    /// # Errors
    /// `invalid_argument`, saying what was expected.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim().trim_end_matches('/');
        let fault = |problem: &str| {
            Error::new(
                ErrorCode::InvalidArgument,
                format!(
                    "The base URL {problem}. Expected the address of your gateway, such as \
                     https://gateway.qg1.apps.qualys.com."
                ),
            )
        };
        if text.is_empty() {
            return Err(fault("is empty"));
        }
        let uri: Uri = text.parse().map_err(|_| fault("is not an absolute https URL"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(fault("is not an absolute https URL"));
        };
        let secure = *scheme == Scheme::HTTPS;
        if !secure && *scheme != Scheme::HTTP {
            return Err(fault("is not an absolute https URL"));
        }
        // `Uri` drops a fragment silently.
        if uri.query().is_some() || text.contains('#') {
            return Err(fault("has a query or a fragment"));
        }
        if authority.as_str().contains('@') {
            return Err(fault("contains a user name"));
        }
        let host = authority.host();
        // One dot at the end is the root of the DNS.
        let has_empty_label = host.strip_suffix('.').unwrap_or(host).split('.').any(str::is_empty);
        if has_empty_label || !host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._[]:".contains(&b)) {
            return Err(fault("has no valid host name"));
        }
        // What follows the host is a port, which `Uri` answers only where it is a valid one.
        if authority.as_str() != host && authority.port().is_none() {
            return Err(fault("has a port that is no number from 0 to 65535"));
        }
        let path = uri.path();
        if !path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)) || path.contains("..") {
            return Err(fault("has a path with characters that do not belong there"));
        }
        if !secure && !is_loopback(host) {
            return Err(fault("is http, which would show the token to the network"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The URL, without a slash at its end; empty for the page's own origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// Which path is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PathStyle {
    /// The published path that the gateway answers: `Documented` first, and `Sample` where the gateway has no such path.
    #[default]
    Auto,
    /// As the vendor's page describes it.
    Documented,
    /// As the vendor's sample calls it.
    Sample,
    /// Another path, with `{uuid}` where the UUID goes.
    Custom(String),
}

const DOCUMENTED: &str = "/certview/rest/public/v1/certificates/enrollment/digicert/orders/{uuid}";
const SAMPLE: &str = "/certview/v1/certificates/digicert/orders/{uuid}";

impl PathStyle {
    /// Reads `auto`, `documented`, `sample`, or a path template that begins with a slash and contains `{uuid}` once.
    ///
    /// # Errors
    /// `invalid_argument`, saying what was expected.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text {
            "auto" => Ok(Self::Auto),
            "documented" => Ok(Self::Documented),
            "sample" => Ok(Self::Sample),
            template
                if template.starts_with('/')
                    && !template.starts_with("//")
                    && template.matches("{uuid}").count() == 1
                    && !template.contains("..")
                    && template
                        .replace("{uuid}", "")
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)) =>
            {
                Ok(Self::Custom(template.to_owned()))
            }
            _ => Err(Error::new(
                ErrorCode::InvalidArgument,
                "The path style is not known. Expected \"auto\", \"documented\", \"sample\", or a path that begins \
                 with a slash and contains {uuid} once, such as /certview/v1/orders/{uuid}."
                    .to_owned(),
            )),
        }
    }

    /// How [`PathStyle::parse`] reads it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Auto => "auto",
            Self::Documented => "documented",
            Self::Sample => "sample",
            Self::Custom(template) => template,
        }
    }

    /// The path with `{uuid}` in it; for `Auto`, the one that is tried first.
    #[must_use]
    pub fn template(&self) -> &str {
        match self {
            Self::Auto | Self::Documented => DOCUMENTED,
            Self::Sample => SAMPLE,
            Self::Custom(template) => template,
        }
    }

    /// The other of the two published paths; none for a path that is neither.
    #[must_use]
    pub fn alternative(&self) -> Option<Self> {
        match self {
            Self::Auto | Self::Documented => Some(Self::Sample),
            Self::Sample => Some(Self::Documented),
            Self::Custom(_) => None,
        }
    }
}

/// Where requests are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The gateway.
    pub base_url: BaseUrl,
    /// The path on it.
    pub path_style: PathStyle,
}

impl Endpoint {
    /// The URL of one request, at the path that is tried first.
    #[must_use]
    pub fn order_url(&self, uuid: &Uuid) -> String {
        self.order_url_at(&self.path_style, uuid)
    }

    pub(super) fn order_url_at(&self, path: &PathStyle, uuid: &Uuid) -> String {
        format!("{}{}", self.base_url.as_str(), path.template().replace("{uuid}", &uuid.to_string()))
    }

    /// The same with `{uuid}` in the place of the UUID.
    #[must_use]
    pub fn order_url_template(&self) -> String {
        format!("{}{}", self.base_url.as_str(), self.path_style.template())
    }

    /// The same gateway on the other of the two published paths; none where the path is neither.
    #[must_use]
    pub fn with_alternative_path(&self) -> Option<Self> {
        let path_style = self.path_style.alternative()?;
        Some(Self { base_url: self.base_url.clone(), path_style })
    }

    /// The URL that exchanges a user name and a password for a token.
    #[must_use]
    pub fn auth_url(&self) -> String {
        format!("{}/auth", self.base_url.as_str())
    }
}
