//! The signature of a request over itself, checked by the host's WebCrypto: no cryptography of our own to download.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey};

use crate::csr::{CheckAlgorithm, SelfSignature, SignatureCheck};

/// Checks a signature. A host that lacks the algorithm, or WebCrypto itself (outside secure contexts), gives no verdict:
/// that is [`SelfSignature::Unsupported`], never a verdict.
pub async fn check_self_signature(check: &SignatureCheck) -> SelfSignature {
    match verify(check).await {
        Ok(true) => SelfSignature::Valid,
        Ok(false) => SelfSignature::Invalid,
        Err(_) => SelfSignature::Unsupported,
    }
}

async fn verify(check: &SignatureCheck) -> Result<bool, JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    if Reflect::get(&crypto, &"subtle".into())?.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    let subtle = crypto.unchecked_into::<Crypto>().subtle();
    let algorithm = algorithm(check.algorithm)?;
    let key = subtle.import_key_with_object(
        "spki",
        &Uint8Array::from(check.spki_der.as_slice()),
        &algorithm,
        false,
        &Array::of1(&"verify".into()),
    )?;
    let key: CryptoKey = JsFuture::from(key).await?.unchecked_into();
    let verdict = subtle.verify_with_object_and_js_u8_array_and_js_u8_array(
        &algorithm,
        &key,
        &Uint8Array::from(check.signature.as_slice()),
        &Uint8Array::from(check.signed_bytes.as_slice()),
    )?;
    Ok(JsFuture::from(verdict).await?.is_truthy())
}

/// One object serves importing and verifying: each takes what it needs of it.
fn algorithm(algorithm: CheckAlgorithm) -> Result<Object, JsValue> {
    let (name, hash, other) = match algorithm {
        CheckAlgorithm::RsaPkcs1 { hash } => ("RSASSA-PKCS1-v1_5", Some(hash), None),
        CheckAlgorithm::RsaPss { hash, salt_length } => {
            ("RSA-PSS", Some(hash), Some(("saltLength", JsValue::from(salt_length))))
        }
        CheckAlgorithm::Ecdsa { curve, hash } => {
            ("ECDSA", Some(hash), Some(("namedCurve", JsValue::from(curve))))
        }
        CheckAlgorithm::Ed25519 => ("Ed25519", None, None),
    };
    let object = Object::new();
    Reflect::set(&object, &"name".into(), &name.into())?;
    if let Some(hash) = hash {
        Reflect::set(&object, &"hash".into(), &hash.name().into())?;
    }
    if let Some((member, value)) = other {
        Reflect::set(&object, &member.into(), &value)?;
    }
    Ok(object)
}
