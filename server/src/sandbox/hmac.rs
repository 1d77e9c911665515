//! HMAC with SHA-512 for the token library, by ring, which TLS needs anyway. No key is kept here.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, new_error};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use ring::hmac;

/// Only HS512: a token that claims another algorithm is refused before its key is used.
pub(super) static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

struct Hs512(hmac::Key);

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> jsonwebtoken::errors::Result<Box<dyn JwtSigner>> {
    keyed(*algorithm, key.as_bytes()).map(|it| Box::new(it) as Box<dyn JwtSigner>)
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> jsonwebtoken::errors::Result<Box<dyn JwtVerifier>> {
    keyed(*algorithm, key.try_get_as_bytes()?).map(|it| Box::new(it) as Box<dyn JwtVerifier>)
}

fn keyed(algorithm: Algorithm, key: &[u8]) -> jsonwebtoken::errors::Result<Hs512> {
    match algorithm {
        Algorithm::HS512 => Ok(Hs512(hmac::Key::new(hmac::HMAC_SHA512, key))),
        _ => Err(new_error(ErrorKind::InvalidAlgorithm)),
    }
}

impl Signer<Vec<u8>> for Hs512 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs512 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), Error> {
        hmac::verify(&self.0, message, signature).map_err(|_| Error::new())
    }
}

impl JwtSigner for Hs512 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS512
    }
}

impl JwtVerifier for Hs512 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS512
    }
}
