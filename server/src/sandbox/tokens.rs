//! The sandbox's JWTs: signed with a key of this process, with the claims a Qualys token is known to carry.

use std::fmt;

use axum::http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use super::SandboxError;
use super::hmac::PROVIDER;

const ISSUER: &str = "sandbox";

/// What a token says. Names as in the JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    /// The user.
    pub sub: String,
    /// Who signed.
    pub iss: String,
    /// For whom.
    pub aud: String,
    /// Issued at, in seconds since 1970.
    pub iat: i64,
    /// Expires at, in seconds since 1970.
    pub exp: i64,
    /// This one token: two sign-ins within a second still differ.
    pub jti: String,
    /// What the user may use.
    pub modules_allowed: Vec<String>,
    /// The kind of user, as Qualys writes it.
    pub usertype: String,
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is none, or it is not one of ours.
    NotAuthenticated,
    /// It was one of ours.
    Expired,
}

/// Signs and verifies.
pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
    random: SystemRandom,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Tokens(key not shown)")
    }
}

impl Tokens {
    pub(super) fn new() -> Result<Self, SandboxError> {
        // Fails only when installed already, by an earlier sandbox in this process.
        let _ = PROVIDER.install_default();
        let random = SystemRandom::new();
        let mut key = [0_u8; 64];
        random.fill(&mut key).map_err(|_| SandboxError::Randomness("the sandbox's signing key"))?;
        let mut validation = Validation::new(Algorithm::HS512);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        // Checked below against the caller's clock: to the second, without the library's minute of tolerance.
        validation.validate_exp = false;
        Ok(Self {
            signing: EncodingKey::from_secret(&key),
            verifying: DecodingKey::from_secret(&key),
            validation,
            random,
        })
    }

    /// A token for `user`, as if signed in at `issued`.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn sign(
        &self,
        user: &str,
        issued: Timestamp,
        lifetime: SignedDuration,
    ) -> Result<String, SandboxError> {
        let mut serial = [0_u8; 16];
        self.random.fill(&mut serial).map_err(|_| SandboxError::Randomness("a token"))?;
        let claims = Claims {
            sub: user.to_owned(),
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
            iat: issued.as_second(),
            exp: issued.as_second().saturating_add(lifetime.as_secs()),
            jti: uuid::Builder::from_random_bytes(serial).into_uuid().to_string(),
            modules_allowed: vec!["CERTVIEW".to_owned()],
            usertype: "fo".to_owned(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS512), &claims, &self.signing)
            .map_err(SandboxError::Signing)
    }

    pub(super) fn verify(
        &self,
        authorization: Option<&HeaderValue>,
        now: Timestamp,
    ) -> Result<Claims, Refusal> {
        let text = authorization.and_then(|value| value.to_str().ok()).ok_or(Refusal::NotAuthenticated)?;
        let (scheme, token) = text.split_once(' ').ok_or(Refusal::NotAuthenticated)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refusal::NotAuthenticated);
        }
        let claims = jsonwebtoken::decode::<Claims>(token.trim(), &self.verifying, &self.validation)
            .map_err(|_| Refusal::NotAuthenticated)?
            .claims;
        if claims.exp <= now.as_second() { Err(Refusal::Expired) } else { Ok(claims) }
    }
}
