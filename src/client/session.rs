//! Who asks: the JSON Web Token. Pure. The token is never printed, and its memory is overwritten on drop.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

use crate::order::{Json, Timestamp};

/// A token as it travels in the `Authorization` header.
#[derive(Clone, PartialEq, Eq)]
pub struct Jwt(Zeroizing<String>);

/// Why a text cannot be a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// Nothing was given.
    #[error("The token is empty. Paste the text that POST /auth answered.")]
    Empty,
    /// It holds white space or another character that no token has.
    #[error(
        "The token holds a space, a line break or another character that no token has. Paste it whole and alone."
    )]
    Characters,
    /// It is a JSON or web page, or another text, and not a token in three parts.
    #[error("This is not a JSON Web Token: expected three parts joined by dots, beginning with “ey”.")]
    Shape,
}

impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jwt(not shown)")
    }
}

impl Jwt {
    /// Reads a pasted token. White space around it, the word `Bearer` and the header's name before it are
    /// dropped; nothing inside it is.
    ///
    /// # Errors
    /// Where the text cannot be a token in compact form (RFC 7515, section 7.1).
    pub fn parse(text: &str) -> Result<Self, JwtError> {
        let mut token = text.trim().trim_matches('"');
        for prefix in ["authorization:", "bearer "] {
            if let Some(head) = token.get(..prefix.len())
                && head.eq_ignore_ascii_case(prefix)
            {
                token = token.get(prefix.len()..).unwrap_or_default().trim_start();
            }
        }
        if token.is_empty() {
            return Err(JwtError::Empty);
        }
        if token.starts_with(['{', '<', '[']) {
            return Err(JwtError::Shape);
        }
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-_.=+/~".contains(&b);
        if !token.bytes().all(allowed) {
            return Err(JwtError::Characters);
        }
        if token.split('.').count() != 3 || token.split('.').take(2).any(str::is_empty) {
            return Err(JwtError::Shape);
        }
        Ok(Self(Zeroizing::new(token.to_owned())))
    }

    /// The value of the `Authorization` header.
    #[must_use]
    pub fn authorization(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("Bearer {}", self.reveal()))
    }

    /// The token itself, for the caller it was made for.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the token says of itself. Nothing is verified: this is for display only.
    #[must_use]
    pub fn claims(&self) -> Claims {
        self.read_claims().unwrap_or_default()
    }

    fn read_claims(&self) -> Option<Claims> {
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

/// What a token says of itself, unverified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// `sub`: the user's login name.
    pub user_name: Option<String>,
    /// `iat`: when it was made.
    pub issued: Option<Timestamp>,
    /// `exp`: when it ends. Qualys tokens live four hours; those of a customer's own provider may not.
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
