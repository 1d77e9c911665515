//! Is this the right gateway, path and token? A test that reads a request that does not exist. Pure.

use super::call::{Method, Request, Response, Transport, judge};
use super::endpoint::{Endpoint, PathStyle};
use super::error::ErrorCode;
use super::gateway::Gateway;
use super::token::BearerToken;
use crate::order::Uuid;

/// What a connection test found: as much as a browser can distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Gateway, path and token are right.
    Works,
    /// The gateway answers, but only a token would show whether the path is right.
    NoToken,
    /// The gateway does not accept the token.
    TokenRefused,
    /// The user may not read requests.
    NoPermission,
    /// The gateway has no such path, but answers on the other published one.
    OtherPath,
    /// The gateway has no such path.
    WrongPath,
    /// Something answers, but no gateway.
    WrongPlatform,
    /// The gateway is there, but does not let pages of other origins read its answers.
    NoCors,
    /// Nothing answers.
    Unreachable,
    /// The gateway answers with a failure of its own.
    Failing,
}

impl Connection {
    /// Whether nothing stands in the way.
    #[must_use]
    pub fn is_good(self) -> bool {
        matches!(self, Self::Works | Self::NoToken)
    }

    /// What was found and what to do, as sentences.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Works => "The gateway knows this path and accepts your token.",
            Self::NoToken => "The gateway answers. Sign in and test again to see whether the path is right.",
            Self::TokenRefused => "The gateway does not accept your token: sign in again on this platform.",
            Self::NoPermission => {
                "The gateway does not let this user read requests: ask a Qualys manager for “CertView API access”."
            }
            Self::OtherPath => "The gateway has no such path, but answers on the other one: use that.",
            Self::WrongPath => {
                "The gateway has no such path. Check the platform, and the path with Qualys Support."
            }
            Self::WrongPlatform => "Something answers there, but it is no Qualys gateway. Check the address.",
            Self::NoCors => {
                "The gateway is there, but does not let a page of this origin read its answers (CORS). Run the \
                 server with --upstream and this gateway; pages then need no such permission."
            }
            Self::Unreachable => {
                "Nothing answers there. A browser cannot tell apart: being offline, a name that does not resolve, a \
                 certificate it does not trust, a gateway that shuts out pages of other origins altogether \
                 (Cross-Origin-Resource-Policy), and a server of this page that does not permit the address \
                 (--connect-src)."
            }
            Self::Failing => "The gateway is there, but fails. Try again in a minute.",
        }
    }
}

/// Tests a gateway. With [`super::PathStyle::Auto`] both published paths are tried, and the one that answers is
/// remembered.
pub async fn test_connection<T: Transport>(
    transport: &T,
    gateway: &Gateway,
    token: Option<&BearerToken>,
) -> Connection {
    let endpoint = &gateway.endpoint;
    let (first, second) = gateway.paths();
    match probe(transport, endpoint, &first, token).await {
        Connection::WrongPath => match second {
            Some(second) => {
                let found = probe(transport, endpoint, &second, token).await;
                if found == Connection::Works {
                    gateway.remember_path(&second);
                }
                found
            }
            None => match first.alternative() {
                Some(other) => match probe(transport, endpoint, &other, token).await {
                    Connection::Works | Connection::TokenRefused | Connection::NoPermission => {
                        Connection::OtherPath
                    }
                    _ => Connection::WrongPath,
                },
                None => Connection::WrongPath,
            },
        },
        // The page's own origin needs no permission.
        Connection::Unreachable
            if !endpoint.base_url.as_str().is_empty()
                && transport.is_there(endpoint.base_url.as_str()).await =>
        {
            Connection::NoCors
        }
        found => {
            if found == Connection::Works {
                gateway.remember_path(&first);
            }
            found
        }
    }
}

async fn probe<T: Transport>(
    transport: &T,
    endpoint: &Endpoint,
    path: &PathStyle,
    token: Option<&BearerToken>,
) -> Connection {
    let request = Request {
        method: Method::Get,
        url: endpoint.order_url_at(path, &Uuid::NIL),
        authorization: token.map(BearerToken::authorization),
        accept: "application/json",
        body: None,
    };
    let outcome = transport.send(request).await;
    let is_web_page = outcome.as_ref().is_ok_and(Response::is_web_page);
    match judge(outcome, transport.now()).map_err(|error| error.code) {
        Err(ErrorCode::Unauthorized) if token.is_none() => Connection::NoToken,
        Err(ErrorCode::Unauthorized) => Connection::TokenRefused,
        Err(ErrorCode::Network | ErrorCode::Timeout | ErrorCode::InvalidArgument) => Connection::Unreachable,
        _ if is_web_page => Connection::WrongPlatform,
        Err(ErrorCode::Forbidden) => Connection::NoPermission,
        Err(ErrorCode::WrongPath) => Connection::WrongPath,
        Ok(_) | Err(ErrorCode::NotFound) => Connection::Works,
        Err(_) => Connection::Failing,
    }
}
