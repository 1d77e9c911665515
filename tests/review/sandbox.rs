//! Each check can be seen in the page: an order of the sandbox has its finding.

use std::collections::BTreeMap;

use certview_orders::csr::{CheckAlgorithm, Csr, Hash, SelfSignature, decode};
use certview_orders::order::{Order, Timestamp};
use certview_orders::review::{CHECKS, CsrInput, Review, ReviewInput, Severity, review};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

#[path = "../support/sandbox.rs"]
mod orders;

use crate::suffixes;

const NOW: &str = "2026-06-01T12:00:00Z";

fn order(file_name: &str) -> Order {
    let now = Timestamp::parse(NOW).unwrap().epoch_milliseconds();
    Order::from_text(&orders::response(file_name, now)).unwrap_or_else(|error| panic!("{file_name}: {error}"))
}

/// The verdict the page gets from WebCrypto, as far as the sandbox's requests need it.
fn verdict(csr: &Csr) -> Option<SelfSignature> {
    let Some(check) = csr.signature_check() else { return Some(SelfSignature::Unsupported) };
    let algorithm: &dyn VerificationAlgorithm = match check.algorithm {
        CheckAlgorithm::RsaPkcs1 { hash: Hash::Sha256 } => {
            &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
        }
        CheckAlgorithm::Ecdsa { curve: "P-256", hash: Hash::Sha256 } => &signature::ECDSA_P256_SHA256_FIXED,
        _ => return None,
    };
    let key = UnparsedPublicKey::new(algorithm, csr.public_key.subject_public_key.as_slice());
    let is_valid = key.verify(&check.signed_bytes, &check.signature).is_ok();
    Some(if is_valid { SelfSignature::Valid } else { SelfSignature::Invalid })
}

fn reviewed(file_name: &str) -> Review {
    let order = order(file_name);
    let decoded = order.certificate.encoded_csr.as_deref().map(|text| decode(text.as_bytes()));
    let verdict = decoded.as_ref().and_then(|decoded| decoded.as_ref().ok()).and_then(verdict);
    let csr = CsrInput::new(decoded.as_ref());
    let now = Timestamp::parse(NOW).unwrap();
    review(&ReviewInput {
        self_signature: verdict,
        suffixes: Some(suffixes()),
        ..ReviewInput::new(&order, csr, now)
    })
}

/// For each check the order that shows it, and the text of its finding: an order made for the review if there is one.
pub(crate) fn first_shown() -> BTreeMap<String, (String, String)> {
    let (general, made): (Vec<_>, Vec<_>) =
        orders::file_names().into_iter().partition(|name| name.as_str() < "20");
    let mut shown = BTreeMap::new();
    for name in made.iter().chain(&general) {
        for finding in reviewed(name).findings {
            let order = name.trim_end_matches(".json").to_owned();
            shown.entry(finding.check.into_owned()).or_insert((order, finding.text));
        }
    }
    shown
}

#[test]
fn every_check_is_shown_by_an_order_of_the_sandbox() {
    let shown = first_shown();
    let missing: Vec<&str> =
        CHECKS.iter().map(|check| check.id).filter(|id| !shown.contains_key(*id)).collect();
    assert!(missing.is_empty(), "no order shows {missing:?}");
}

#[test]
fn the_orders_of_the_review_show_what_their_names_say() {
    for (name, rules) in [
        ("21-nothing-to-object-to.json", &[] as &[&str]),
        ("23-altered-request.json", &["csr-signature-wrong"]),
        ("24-request-to-be-made.json", &["approver-missing"]),
        ("25-no-request.json", &["csr-missing", "self-approval"]),
        ("26-weak-key.json", &["key-weak"]),
        ("27-roca-key.json", &["key-roca"]),
        ("28-close-primes.json", &["key-close-primes"]),
        ("29-broken-key.json", &["key-broken"]),
        ("30-curve-of-its-own.json", &["key-not-public"]),
        ("32-wildcard-missing.json", &["wildcard-missing"]),
        ("33-extended-validation-without-approvers.json", &["ev-without-approvers"]),
        ("34-validity-three-ways.json", &["validity-several", "validity-past"]),
        ("35-validity-none.json", &["validity-missing", "signature-hash-not-offered"]),
        ("36-two-hundred-days.json", &["validity-over-digicert"]),
        ("37-renewal-without-order.json", &["renewal-without-order"]),
        ("38-renewal-hash-cut-off.json", &["renewal-hash-malformed", "csr-unusual"]),
        ("39-status-contradiction.json", &["status-contradiction"]),
        ("40-private-key-in-csr.json", &["key-exposed"]),
        ("41-code-signing.json", &["key-code-signing", "validity-code-signing"]),
        ("42-secure-email.json", &[]),
        ("43-client-authentication.json", &["csr-asks-for-client-auth"]),
        ("44-distrusted-issuer.json", &["intermediate-distrusted"]),
        ("45-public-suffix.json", &["wildcard-public-suffix", "top-level-domain"]),
        ("46-extended-validation-names.json", &["ev-wildcard", "ev-address"]),
        (
            "47-names-of-no-domain.json",
            &[
                "common-name-too-long",
                "reverse-zone",
                "onion-name",
                "not-a-host-name",
                "label-reserved",
                "tld-unknown",
            ],
        ),
        ("48-names-in-an-attribute.json", &["csr-names-in-attributes"]),
        ("49-renewal-without-certificate.json", &["renewal-without-certificate"]),
        ("50-a-year-in-days.json", &["validity-too-long"]),
        ("51-prime-modulus.json", &["key-broken"]),
    ] {
        let found = reviewed(name).findings;
        let weighty: Vec<&str> =
            found.iter().filter(|it| it.severity != Severity::Information).map(|it| &*it.check).collect();
        assert_eq!(weighty, rules, "{name}");
    }
}
