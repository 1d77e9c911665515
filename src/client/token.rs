//! The token a call is authorized with. Pure. It is never printed, and its memory is overwritten on drop.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

use crate::order::{Json, Timestamp};

/// A bearer token (RFC 6750) as it is sent in the `Authorization` header. Qualys' own are JSON Web Tokens; those of a
/// proxy or a test need not be.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken(Zeroizing<String>);

/// Why a text cannot be a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nothing was given.
    #[error("The token is empty. Paste the text that POST /auth answered.")]
    Empty,
    /// It contains white space or another character that no token contains.
    #[error(
        "The token contains a space, a line break or another character that no token contains. Paste the whole token \
         and nothing else."
    )]
    Characters,
    /// It is JSON or a web page.
    #[error("This is JSON or a web page and not a token. Paste the text that POST /auth answered.")]
    Document,
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(not shown)")
    }
}

impl BearerToken {
    /// Reads a pasted token. White space and quotes around it, the word `Bearer` and the header's name before it are
    /// dropped; nothing inside it is.
    ///
    /// # Errors
    /// Where the text is no `b64token` (RFC 6750, section 2.1).
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let mut token = text.trim().trim_matches('"');
        for prefix in ["authorization:", "bearer "] {
            if let Some(head) = token.get(..prefix.len())
                && head.eq_ignore_ascii_case(prefix)
            {
                token = token.get(prefix.len()..).unwrap_or_default().trim_start();
            }
        }
        if token.is_empty() {
            return Err(TokenError::Empty);
        }
        if token.starts_with(['{', '<', '[']) {
            return Err(TokenError::Document);
        }
        let characters = token.trim_end_matches('=');
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/".contains(&b);
        if characters.is_empty() || !characters.bytes().all(allowed) {
            return Err(TokenError::Characters);
        }
        Ok(Self(Zeroizing::new(token.to_owned())))
    }

    /// The value of the `Authorization` header.
    #[must_use]
    pub fn authorization(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("Bearer {}", self.reveal()))
    }

    /// The token itself, for the caller it was issued to.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it has the form of a JSON Web Token in compact form (RFC 7515, section 7.1). One without a signature has
    /// an empty third part.
    #[must_use]
    pub fn is_jwt(&self) -> bool {
        self.0.split('.').count() == 3 && !self.0.split('.').take(2).any(str::is_empty)
    }

    /// The claims of a JSON Web Token; none of any other token. Nothing is verified: this is for display only.
    #[must_use]
    pub fn claims(&self) -> Claims {
        self.read_claims().unwrap_or_default()
    }

    /// When the token expired, where it is a JSON Web Token that has.
    #[must_use]
    pub fn expired(&self, now: Timestamp) -> Option<Timestamp> {
        self.claims().expires.filter(|end| *end <= now)
    }

    fn read_claims(&self) -> Option<Claims> {
        if !self.is_jwt() {
            return None;
        }
        let payload = self.0.split('.').nth(1)?.trim_end_matches('=');
        let payload = Zeroizing::new(Base64UrlUnpadded::decode_vec(payload).ok()?);
        let json = Json::parse(std::str::from_utf8(&payload).ok()?).ok()?;
        let text = |name: &str| json.get(name).and_then(Json::scalar).map(str::to_owned);
        let time = |name: &str| {
            // Seconds since the epoch (RFC 7519, section 2); decimals are allowed and of no interest here.
            let seconds = json.get(name)?.scalar()?.split('.').next()?.parse::<i64>().ok()?;
            Timestamp::from_epoch_milliseconds(seconds.checked_mul(1000)?)
        };
        let modules = match json.get("modulesAllowed") {
            Some(Json::Array(items)) => items.iter().filter_map(Json::scalar).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        Some(Claims { user_name: text("sub"), issued: time("iat"), expires: time("exp"), modules })
    }
}

/// The claims of a token, unverified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// `sub`: the user's login name.
    pub user_name: Option<String>,
    /// `iat`: when it was issued.
    pub issued: Option<Timestamp>,
    /// `exp`: when it expires. Qualys tokens are valid for four hours; those of a customer's own provider may not be.
    pub expires: Option<Timestamp>,
    /// `modulesAllowed`: Qualys modules the user may use.
    pub modules: Vec<String>,
}

impl Claims {
    /// Whether the token names modules, and CertView is not among them.
    #[must_use]
    pub fn lacks_certview(&self) -> bool {
        !self.modules.is_empty()
            && !self.modules.iter().any(|module| module == "CERTVIEW" || module == "CERT_VIEW")
    }
}
