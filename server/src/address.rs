//! The two kinds of address an operator gives: the gateway to forward to, and origins to allow.
//! Pure: checks text, resolves and opens nothing.

use std::net::IpAddr;

use axum::http::HeaderValue;
use reqwest::Url;
use thiserror::Error;

/// What is wrong with an address; one sentence for the operator.
#[derive(Debug, Error)]
pub enum AddressError {
    /// `--upstream` is no gateway.
    #[error(
        "--upstream {0}; give the gateway of your Qualys platform, e.g. https://gateway.qg1.apps.qualys.com"
    )]
    Upstream(String),
    /// An option that takes origins got something else.
    #[error(
        "{option} {text} is not an origin; give scheme, host and port only, e.g. https://certs.example.com"
    )]
    Origin {
        /// The option, with its dashes.
        option: String,
        /// What was given.
        text: String,
    },
}

/// The one place API calls are forwarded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamAddress {
    base: String,
    origin: String,
    loopback: bool,
}

impl UpstreamAddress {
    /// Reads `https://gateway…[/base/path]`; `http` only for this very machine.
    ///
    /// # Errors
    /// What is wrong with the address and what a right one looks like.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let wrong = |why: &str| AddressError::Upstream(why.to_owned());
        let url =
            Url::parse(text).map_err(|error| wrong(&format!("is not an absolute address ({error})")))?;
        // Checked before the address is shown anywhere: the part it refuses may be a password.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("must not hold a user name or password (each caller brings an own token)"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must not hold a query (?…) or fragment (#…)"));
        }
        let loopback = is_loopback(&url);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => {
                return Err(wrong(
                    "must be https: tokens would travel readable (http is for 127.0.0.1 only)",
                ));
            }
            _ => return Err(wrong("must begin with https://")),
        }
        if url.host_str().is_none() {
            return Err(wrong("names no host"));
        }
        Ok(Self {
            base: url.as_str().trim_end_matches('/').to_owned(),
            origin: url.origin().ascii_serialization(),
            loopback,
        })
    }

    /// The full address of an API path that begins with `/`.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Scheme, host and port, for messages.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether the gateway is on this machine, where no proxy may stand between.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A web origin, exactly as a browser sends it in `Origin`: `https://host[:port]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl Origin {
    /// Reads an origin given with `option` (`--allow-origin` or `--connect-src`).
    ///
    /// # Errors
    /// When it is more or less than an origin.
    pub fn parse(option: &str, text: &str) -> Result<Self, AddressError> {
        let wrong = || AddressError::Origin { option: option.to_owned(), text: text.to_owned() };
        let url = Url::parse(text).map_err(|_| wrong())?;
        let origin = url.origin().ascii_serialization();
        // Written out again and compared: whatever is more than an origin, or would break out of the header,
        // differs.
        // What the parser lets pass in a host but a policy reads as its own syntax: `;`, `*`, quotes.
        let plain =
            |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte));
        if !matches!(url.scheme(), "https" | "http")
            || !url.host_str().is_some_and(plain)
            || !text.trim_end_matches('/').eq_ignore_ascii_case(&origin)
        {
            return Err(wrong());
        }
        HeaderValue::from_str(&origin).map(Self).map_err(|_| wrong())
    }

    /// The origin as a header's value.
    pub fn header_value(&self) -> &HeaderValue {
        &self.0
    }

    /// The origin as text.
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}
