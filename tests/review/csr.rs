//! Checks of the CSR and of the request beside it.

use certview_orders::csr::SelfSignature;
use certview_orders::order::{Order, REDACTED};
use serde_json::json;

use crate::builder::{
    Request, TRUE, attribute, attribute_type_and_value, extension, extension_request, ia5, integer, name,
    oid, printable, sequence, set, tlv, utf8,
};
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
            [
                (none(), "no certificate signing request"),
                (none().product("317"), "no certificate signing request"),
            ],
            [
                generated(),
                sound(),
                asking(b"string".to_vec()),
                none().product("code_signing"),
                none().product("secure_email_mailbox"),
            ],
        ),
        row("csr-to-be-generated", [(generated(), "Qualys generates it")], [none(), sound()]),
        row(
            "key-exposed",
            [
                (key_alone(), "Reject the request"),
                (key_and_csr(), "generate a new key"),
                (asking(PRIVATE_KEY.as_bytes().to_vec()), "it is compromised"),
                (key_alone().trust("private"), "compromised"),
                // A saved response, decoded once more: the key is gone, and its mark is left.
                (sound().with("certificate.encodedCSR", json!(format!("{REDACTED}\n"))), "compromised"),
            ],
            [
                sound(),
                none(),
                asking(b"string".to_vec()),
                sound().with("certificate.privateKey", json!(PRIVATE_KEY)),
            ],
        ),
        row(
            "csr-placeholder",
            [(asking(b"string".to_vec()), "“string”")],
            [none(), asking(b"strong".to_vec())],
        ),
        row(
            "csr-unreadable",
            [
                (asking(b"strong".to_vec()), "byte 0 of the DER"),
                (
                    asking(std::fs::read("server/src/sandbox/requests/broken.pem").unwrap()),
                    "probably cut off",
                ),
                (asking(vec![0x30, 0x80, 0, 0]), "expected"),
                (asking(truncated()), "Ask the requester for the complete file"),
                (asking(CERTIFICATE.as_bytes().to_vec()), "not a certificate"),
                (asking(CERTIFICATE.as_bytes().to_vec()), "It is something else"),
            ],
            [sound(), none(), asking(b"string".to_vec()), key_alone()],
        ),
        row(
            "csr-unusual",
            [
                (sound().fixture("review/version-3-p256.pem"), "v1"),
                (sound().fixture("csr/openssl-p256-explicit.pem"), "byte"),
                (
                    asking(
                        Request {
                            attributes: tlv(0xa0, &[&unstructured(), &unstructured()]),
                            ..Request::new()
                        }
                        .der(),
                    ),
                    "once",
                ),
            ],
            [sound(), same(), long_country(), star_in_printable_string(), key_and_csr()],
        ),
        row(
            "csr-encoding",
            [(long_country(), "harmless"), (star_in_printable_string(), "PrintableString")],
            [sound(), same(), sound().fixture("review/version-3-p256.pem")],
        ),
        row(
            "csr-signature-wrong",
            [(sound().verdict(SelfSignature::Invalid), "does not verify")],
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
            [(everything(), "“api.example.com”, and the CSR's is “intranet.example.com”")],
            [
                sound(),
                same(),
                sound().fixture("csr/openssl-empty-subject.pem"),
                everything().product("class1_smime"),
            ],
        ),
        row(
            "csr-without-names",
            [
                (sound().fixture("review/roca-rsa2048.pem"), "from the request alone"),
                // Neither an alternative name nor a common name.
                (
                    sound().fixture("csr/go-ed25519.pem").with("certificate.dnsNames", json!([])),
                    "from the request alone",
                ),
            ],
            [
                sound(),
                sound().fixture("review/roca-rsa2048.pem").with("certificate.dnsNames", json!([])),
                none(),
            ],
        ),
        row(
            "names-not-in-csr",
            [
                (asking(for_names("api.example.com", &["www.example.com"])), "not list: “api2.example.com”."),
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
                    "not requested: “evil.example.net”.",
                ),
                (
                    asking(with_alternative_names("x", &sequence(&[&tlv(0x87, &[&[8, 8, 8, 8]])]))),
                    "“8.8.8.8”",
                ),
            ],
            [sound(), same(), none()],
        ),
        row(
            "csr-common-names",
            [
                (
                    two_common_names("api.example.com"),
                    "names: “api.example.com”, “shop.example.com”. A public",
                ),
                (two_common_names("other.example.com").trust("private"), "“other.example.com”, “shop"),
                (two_common_names("api.example.com").trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                sound().fixture("csr/openssl-empty-subject.pem"),
                two_common_names("Jane Roe").product("class1_smime"),
            ],
        ),
        row(
            "csr-address-as-dns-name",
            [
                (asking(for_names("x", &["8.8.8.8", "api.example.com"])), "names: “8.8.8.8”. Browsers"),
                (asking(for_names("x", &["2606:4700::1111"])).trust("private"), "“2606:4700::1111”"),
            ],
            [
                sound(),
                same(),
                asking(for_names("x", &["1.2.3", "8.8.8.8.example.com"])),
                asking(with_alternative_names("x", &sequence(&[&tlv(0x87, &[&[8, 8, 8, 8]])]))),
                // The request has one field for names and addresses.
                sound().with("certificate.dnsNames", json!(["8.8.8.8"])),
            ],
        ),
        row(
            "csr-other-names",
            [
                (everything(), "“webmaster@example.com”, “https://intranet.example.com/”"),
                (everything().trust("private"), "https"),
                (everything().trust("unknown"), "does not tell"),
                (
                    asking(with_alternative_names("x", &sequence(&[&tlv(0x88, &[&[0x2a, 3]])]))),
                    "another kind",
                ),
            ],
            [sound(), everything().product("class1_smime"), everything().product("secure_email_sponsor")],
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
                (asking(Request::with_extension("2.5.29.15", b"\x03\x02\x01\x02").der()), "CA certificate"),
                (asking(Request::with_extension("2.5.29.30", &sequence(&[])).der()), "CA certificate"),
                (everything().trust("private"), "CA certificate"),
            ],
            [
                sound(),
                everything().product("code_signing"),
                asking(Request::with_extension("2.5.29.19", &sequence(&[])).der()),
                asking(Request::with_extension("2.5.29.15", b"\x03\x02\x05\xa0").der()),
            ],
        ),
        row(
            "csr-challenge-password",
            [(everything(), "challenge password")],
            [sound(), sound().fixture("csr/openssl-rsa2048-sha384.pem")],
        ),
        row(
            "csr-asks-for-client-auth",
            [
                (asking_for_purposes(&[SERVER_AUTH, CLIENT_AUTH]), "2027-03-01"),
                (asking_for_purposes(&[CLIENT_AUTH]).trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                asking_for_purposes(&[SERVER_AUTH]),
                asking_for_purposes(&[CLIENT_AUTH]).trust("private"),
                asking_for_purposes(&[CLIENT_AUTH]).product("client_premium"),
            ],
        ),
        row(
            "csr-extensions",
            [
                (asking_for_purposes(&[SERVER_AUTH, "1.3.6.1.5.5.7.3.3"]), "codeSigning"),
                (asking_for_purposes(&["1.2.3.4"]), "1.2.3.4"),
                (
                    asking(Request::with_extension("1.3.6.1.5.5.7.1.24", &sequence(&[&integer(&[5])])).der()),
                    "must-staple",
                ),
            ],
            [
                sound(),
                asking_for_purposes(&[SERVER_AUTH, CLIENT_AUTH]),
                asking_for_purposes(&["1.2.3.4"]).product("code_signing"),
            ],
        ),
        row(
            "csr-organizational-unit",
            [
                (everything(), "“Web”, “Shop”"),
                (everything().with("certificate.organizationUnits", json!(["Web"])), "unit: “Shop”."),
            ],
            [
                sound(),
                everything().trust("private"),
                everything().with("certificate.organizationUnits", json!(["Web", "Shop"])),
            ],
        ),
        row(
            "csr-country",
            [
                (country("XX"), "“XX”"),
                (country("UK"), "“UK”"),
                (country("de"), "“de”"),
                (country("DEU"), "“DEU”"),
                (country(""), "“”"),
                (country("Unknown"), "“Unknown”"),
            ],
            [sound(), country("DE"), country("ZW"), country("AD"), country("XX").trust("private")],
        ),
        row(
            "csr-names-in-attributes",
            [
                (
                    enrollment_names("SAN", "dns=evil.example.net&dns=api.example.com"),
                    "requested: “evil.example.net”.",
                ),
                (enrollment_names("san", "DNS=evil.example.net").trust("private"), "“evil.example.net”"),
            ],
            [
                sound(),
                enrollment_names("SAN", "dns=API.example.com"),
                enrollment_names("CertificateTemplate", "WebServer"),
                asking(
                    Request::with_attributes(&[&attribute("1.2.3", &[&utf8("dns=evil.example.net")])]).der(),
                ),
            ],
        ),
    ]
}

const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
/// Worthless: base64 of no key.
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----\nTm90IGEga2V5\n-----END PRIVATE KEY-----\n";
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";

/// An order in whose CSR field a key was pasted; the decoder gets what the order has left of it.
fn pasted(text: &str) -> Setting {
    let setting = sound().with("certificate.encodedCSR", json!(text));
    let order = Order::from_text(&setting.order.to_string()).unwrap();
    let left = order.certificate.encoded_csr.unwrap();
    assert!(!left.contains("Tm90IGEga2V5"), "the key is still there: {left}");
    setting.csr(Some(left.into_bytes()))
}

fn key_alone() -> Setting {
    pasted(PRIVATE_KEY)
}

fn key_and_csr() -> Setting {
    let csr = String::from_utf8(crate::file("server/src/sandbox/requests/p-256.pem")).unwrap();
    pasted(&format!("{PRIVATE_KEY}{csr}"))
}

fn truncated() -> Vec<u8> {
    let mut der = for_names("api.example.com", &["api.example.com"]);
    der.truncate(der.len() - 10);
    der
}

fn subject(attribute_type: &str, value: &[u8]) -> Setting {
    asking(Request::with_subject(name(attribute_type, value)).der())
}

/// A CSR with this common name and another one.
fn two_common_names(first: &str) -> Setting {
    let part = |text: &str| set(&[&attribute_type_and_value("2.5.4.3", &utf8(text))]);
    asking(Request::with_subject(sequence(&[&part(first), &part("shop.example.com")])).der())
}

fn country(code: &str) -> Setting {
    subject("2.5.4.6", &printable(code))
}

fn long_country() -> Setting {
    country("Unknown")
}

fn star_in_printable_string() -> Setting {
    subject("2.5.4.3", &printable("*.example.com"))
}

fn unstructured() -> Vec<u8> {
    attribute("1.2.840.113549.1.9.2", &[&ia5("a")])
}

fn asking_for_purposes(purposes: &[&str]) -> Setting {
    let purposes: Vec<Vec<u8>> = purposes.iter().map(|purpose| oid(purpose)).collect();
    let purposes: Vec<&[u8]> = purposes.iter().map(Vec::as_slice).collect();
    asking(Request::with_extension("2.5.29.37", &sequence(&purposes)).der())
}

/// Microsoft's enrollmentNameValuePair, whose strings are BMPString.
fn enrollment_names(key: &str, value: &str) -> Setting {
    let bmp = |text: &str| tlv(0x1e, &[&text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()]);
    let pair = sequence(&[&bmp(key), &bmp(value)]);
    asking(Request::with_attributes(&[&attribute("1.3.6.1.4.1.311.13.2.1", &[&pair])]).der())
}

#[test]
fn a_key_beside_the_csr_is_reported_once_and_its_delivery_is_not() {
    for setting in [key_alone(), key_and_csr()] {
        let review = setting.review();
        let checks: Vec<&str> = review.findings.iter().map(|finding| &*finding.check).collect();
        assert!(checks.contains(&"key-exposed"), "{checks:?}");
        for other in ["csr-unreadable", "csr-unusual", "private-key-delivered", "csr-missing", "key-good"] {
            assert!(!checks.contains(&other), "{checks:?}");
        }
        assert!(!format!("{:?}", setting.review()).contains("Tm90IGEga2V5"));
    }
    // The CSR beside the key is decoded, and its checks are run.
    assert_eq!(key_and_csr().review().checks_run, sound().review().checks_run);
    assert!(key_alone().review().checks_run < sound().review().checks_run);
}

#[test]
fn names_in_the_csr_that_are_also_requested_are_found_in_any_order_and_form() {
    let csr = Request::with_attributes(&[&extension_request(&[&extension(
        SAN,
        &sequence(&[&tlv(0x82, &[b"API2.Example.Com"]), &tlv(0x82, &[b"api.example.com"])]),
    )])]);
    let review = asking(csr.der()).review();
    assert!(!review.findings.iter().any(|finding| finding.check.starts_with("names-")), "{review:?}");
}

#[test]
fn a_challenge_password_is_never_shown() {
    let csr = Request::with_attributes(&[&attribute("1.2.840.113549.1.9.7", &[&ia5("tell-nobody")])]);
    let review = asking(csr.der()).review();
    assert!(review.findings.iter().any(|finding| finding.check == "csr-challenge-password"));
    assert!(!format!("{review:?}").contains("tell-nobody"));
}
