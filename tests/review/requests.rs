//! Rules about the CSR.

use certview_orders::csr::SelfSignature;
use serde_json::json;

use crate::builder::{Request, TRUE, extension, extension_request, ia5, integer, name, sequence, tlv, utf8};
use crate::{Row, Setting, row, sound};

const SAN: &str = "2.5.29.17";

/// A request for these DNS names.
pub(crate) fn for_names(common_name: &str, names: &[&str]) -> Vec<u8> {
    let encoded: Vec<Vec<u8>> = names.iter().map(|name| tlv(0x82, &[name.as_bytes()])).collect();
    let parts: Vec<&[u8]> = encoded.iter().map(Vec::as_slice).collect();
    with_alternative_names(common_name, &sequence(&parts))
}

pub(crate) fn with_alternative_names(common_name: &str, value: &[u8]) -> Vec<u8> {
    let mut request = Request::with_extension(SAN, value);
    request.subject = name("2.5.4.3", &utf8(common_name));
    request.der()
}

fn asking(csr: Vec<u8>) -> Setting {
    sound().csr(Some(csr))
}

pub(crate) fn rows() -> Vec<Row> {
    let none = || sound().csr(None);
    let generated = || none().with("certificate.autoGenerateCSR", json!(true));
    let everything = || sound().fixture("review/everything-rsa2048-sha1.pem");
    let both = ["api.example.com", "api2.example.com"];
    let same = || asking(for_names("API.example.com", &both));
    vec![
        row(
            "csr-missing",
            [(none(), "no certificate request")],
            [generated(), sound(), asking(b"string".to_vec())],
        ),
        row("csr-to-be-generated", [(generated(), "Qualys is to make it")], [none(), sound()]),
        row(
            "csr-placeholder",
            [(asking(b"string".to_vec()), "“string”")],
            [none(), asking(b"strong".to_vec())],
        ),
        row(
            "csr-unreadable",
            [
                (asking(b"strong".to_vec()), "byte 0 of the DER"),
                (asking(std::fs::read("server/src/sandbox/requests/broken.pem").unwrap()), "cannot be read"),
                (asking(vec![0x30, 0x80, 0, 0]), "expected"),
            ],
            [sound(), none(), asking(b"string".to_vec())],
        ),
        row(
            "csr-unusual",
            [
                (sound().fixture("review/version-3-p256.pem"), "v1"),
                (sound().fixture("csr/openssl-p256-explicit.pem"), "byte"),
            ],
            [sound(), same()],
        ),
        row(
            "csr-signature-wrong",
            [(sound().verdict(SelfSignature::Invalid), "altered")],
            [
                sound(),
                sound().verdict(SelfSignature::Unsupported),
                Setting { self_signature: None, ..sound() },
                none().verdict(SelfSignature::Invalid),
            ],
        ),
        row(
            "csr-signature-unchecked",
            [(sound().verdict(SelfSignature::Unsupported), "cannot be checked here")],
            [sound(), sound().verdict(SelfSignature::Invalid)],
        ),
        row(
            "csr-signature-hash-weak",
            [(everything(), "SHA-1"), (sound().fixture("csr/openssl-rsa2048-sha1.pem"), "SHA-1")],
            [
                sound(),
                sound().fixture("csr/openssl-rsa2048-sha384.pem"),
                sound().fixture("csr/openssl-ed25519.pem"),
            ],
        ),
        row(
            "signature-hash-not-offered",
            [
                (sound().with("certificate.signatureHash", json!("SHA-1")), "“SHA-1”"),
                (sound().with("certificate.signatureHash", json!("sha256")), "“sha256”"),
            ],
            [
                sound(),
                sound().with("certificate.signatureHash", json!("sha-384")),
                sound().with("certificate.signatureHash", json!(null)),
            ],
        ),
        row(
            "signature-hash-differs",
            [
                (
                    sound().with("certificate.signatureHash", json!("SHA-384")),
                    "SHA-384, and the CSR is signed with SHA-256",
                ),
                (sound().fixture("csr/openssl-rsa2048-sha512.pem"), "SHA-512"),
            ],
            [sound(), sound().fixture("csr/openssl-ed25519.pem"), none()],
        ),
        row(
            "common-name-differs",
            [(everything(), "“api.example.com”; the CSR says “intranet.example.com”")],
            [sound(), same(), sound().fixture("csr/openssl-empty-subject.pem")],
        ),
        row(
            "csr-without-names",
            [(sound().fixture("review/roca-rsa2048.pem"), "from the request alone")],
            [
                sound(),
                sound().fixture("review/roca-rsa2048.pem").with("certificate.dnsNames", json!([])),
                none(),
            ],
        ),
        row(
            "names-not-in-csr",
            [
                (asking(for_names("api.example.com", &["www.example.com"])), "CSR: “api2.example.com”."),
                (
                    asking(for_names("b", &["b"])).with(
                        "certificate.dnsNames",
                        (0..300).map(|n| format!("n{n}.example.com")).collect(),
                    ),
                    "“n4.example.com” and 295 more",
                ),
            ],
            [
                sound(),
                same(),
                sound().fixture("review/roca-rsa2048.pem"),
                asking(for_names("API2.example.com", &["api.EXAMPLE.com"])),
                asking(for_names("xn--bcher-kva.example.com", &["xn--BCHER-kva.example.com"]))
                    .with("certificate.commonName", json!("bücher.example.com"))
                    .with("certificate.dnsNames", json!(["bücher.example.com"])),
            ],
        ),
        row(
            "names-only-in-csr",
            [
                (
                    asking(for_names("x", &["api.example.com", "evil.example.net"])),
                    "asked for: “evil.example.net”.",
                ),
                (
                    asking(with_alternative_names("x", &sequence(&[&tlv(0x87, &[&[8, 8, 8, 8]])]))),
                    "“8.8.8.8”",
                ),
            ],
            [sound(), same(), none()],
        ),
        row(
            "csr-other-names",
            [
                (everything(), "“webmaster@example.com”, “https://intranet.example.com/”"),
                (everything().trust("unknown"), "the product does not tell"),
                (
                    asking(with_alternative_names("x", &sequence(&[&tlv(0x88, &[&[0x2a, 3]])]))),
                    "another kind",
                ),
            ],
            [sound(), everything().trust("private")],
        ),
        row(
            "csr-asks-for-ca",
            [
                (everything(), "CA certificate"),
                (asking(Request::with_extension("2.5.29.15", b"\x03\x02\x02\x04").der()), "CA certificate"),
                (
                    asking(Request::with_extension("2.5.29.19", &sequence(&[TRUE, &integer(&[1])])).der()),
                    "CA",
                ),
            ],
            [
                sound(),
                asking(Request::with_extension("2.5.29.19", &sequence(&[])).der()),
                asking(Request::with_extension("2.5.29.15", b"\x03\x02\x05\xa0").der()),
            ],
        ),
        row(
            "csr-challenge-password",
            [(everything(), "challenge password")],
            [sound(), sound().fixture("csr/openssl-rsa2048-sha384.pem")],
        ),
    ]
}

#[test]
fn names_in_the_csr_that_are_also_asked_for_are_found_in_whatever_order_and_form() {
    let csr = Request::with_attributes(&[&extension_request(&[&extension(
        SAN,
        &sequence(&[&tlv(0x82, &[b"API2.Example.Com"]), &tlv(0x82, &[b"api.example.com"])]),
    )])]);
    let review = asking(csr.der()).review();
    assert!(!review.findings.iter().any(|finding| finding.check.starts_with("names-")), "{review:?}");
}

#[test]
fn a_challenge_password_is_never_told() {
    let csr = Request::with_attributes(&[&crate::builder::attribute(
        "1.2.840.113549.1.9.7",
        &[&ia5("tell-nobody")],
    )]);
    let review = asking(csr.der()).review();
    assert!(review.findings.iter().any(|finding| finding.check == "csr-challenge-password"));
    assert!(!format!("{review:?}").contains("tell-nobody"));
}
