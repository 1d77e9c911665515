//! Checks of the product, the issuing CA and the renewal; and which checks a product decides on.

use certview_orders::order::{DigicertId, ProductKind, Trust};
use serde_json::{Value, json};

use crate::{Row, Setting, row, sound};

fn renewal(order: Value, certificate: Value) -> Setting {
    sound().with("renewal", json!({ "digicertPreviousOrderId": order, "renewalOfCertificate": certificate }))
}

pub(crate) fn rows() -> Vec<Row> {
    let hash = "7c1f0e93b2a84d55e6f1a0987b3c2d4e5f60718293a4b5c6d7e8f90a1b2c3d4e";
    let ev = || sound().product("ssl_ev_securesite_pro");
    let issuer = |name: &str| sound().with("intermediateCA.name", json!(name));
    let units = |units: &[&str]| sound().with("certificate.organizationUnits", json!(units));
    let without = |path: &str| sound().with(path, json!(null));
    vec![
        row(
            "mandatory-missing",
            [
                (without("certificate.signatureHash"), "requires: Signature hash."),
                (without("digicertOrganization"), "requires: Organization id."),
                (without("digicertProductNameId"), "requires: Product name id."),
                (without("intermediateCA"), "requires: Intermediate CA."),
                (
                    without("intermediateCA").with("digicertOrganization", json!(null)).trust("private"),
                    "Organization id, Intermediate CA",
                ),
                (without("digicertOrganization").product("code_signing"), "Organization id"),
                (without("digicertOrganization").product("317"), "Organization id"),
            ],
            [
                sound(),
                without("intermediateCA").with("intermediateCA", json!({ "serialNumber": "0a" })),
                without("intermediateCA").with("intermediateCA", json!({ "certhash": hash })),
                without("digicertOrganization").product("ssl_dv_geotrust"),
                without("digicertOrganization").product("secure_email_mailbox"),
                without("digicertOrganization").product("client_premium"),
            ],
        ),
        row(
            "intermediate-distrusted",
            [
                (issuer("DigiCert TLS RSA SHA256 2020 CA1"), "G1 roots"),
                (issuer("digicert sha2 secure server ca"), "2026-04-15"),
                (
                    without("intermediateCA.name")
                        .with("intermediateCA.commonName", json!("GeoTrust RSA CA 2018")),
                    "“GeoTrust RSA CA 2018”",
                ),
                (issuer("DigiCert Test Intermediate CA G2"), "test CA"),
                (issuer("DigiCert TLS RSA SHA256 2020 CA1").trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                issuer("DigiCert EV RSA CA G2"),
                issuer("GeoTrust TLS RSA CA G1"),
                issuer("Contest CA"),
                issuer("Example Test CA").trust("private"),
                issuer("DigiCert SHA2 Secure Server CA").product("code_signing"),
            ],
        ),
        row(
            "organizational-unit",
            [
                (
                    units(&["IT"]),
                    "The request contains the organizational unit “IT”. Public certificates may not",
                ),
                (units(&["Web", "\u{202e}Shop"]), "units: “Web”, “U+202EShop”"),
                (units(&["Web"]).trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                units(&["Web"]).trust("private"),
                units(&["Web"]).product("code_signing"),
                units(&[]),
                sound().fixture("review/everything-rsa2048-sha1.pem"),
            ],
        ),
        row(
            "ev-without-approvers",
            [
                (ev(), "“ssl_ev_securesite_pro”"),
                (sound().product("code_signing_ev"), "until an EV approver is named"),
            ],
            [sound(), ev().with("digicertEVApproverUserIds", json!([1_048_576]))],
        ),
        row(
            "renewal-without-order",
            [(renewal(json!(null), json!(hash)), "which DigiCert order")],
            [
                sound(),
                renewal(json!(214_003_977), json!(hash)),
                renewal(json!(null), json!("")),
                sound().with("renewal", json!({})),
            ],
        ),
        row(
            "renewal-without-certificate",
            [(renewal(json!(214_003_977), json!("")), "which certificate")],
            [
                sound(),
                renewal(json!(214_003_977), json!(hash)),
                renewal(json!(null), json!(null)),
                sound().with("renewal", json!({})),
            ],
        ),
        row(
            "renewal-hash-malformed",
            [
                (renewal(json!(1), json!(&hash[1..])), "not a SHA-256"),
                (renewal(json!(1), json!(hash.replace('7', "g"))), "not a SHA-256"),
                (renewal(json!(1), json!(format!("{hash}0"))), "64"),
            ],
            [sound(), renewal(json!(1), json!(hash.to_uppercase())), renewal(json!(1), json!(null))],
        ),
    ]
}

#[test]
fn the_product_id_gives_the_kind_and_the_trust() {
    use ProductKind::{Client, CodeSigning, Document, PrivateTls, PublicTls, SecureEmail, Unknown};
    for (ids, kind, trust) in [
        (
            &[
                "ssl_plus",
                "ssl_ev_securesite_pro",
                "wildcard_dv_geotrust",
                "wildcard_dv_rapidssl",
                "cloud_dv_geotrust",
            ] as &[&str],
            PublicTls,
            Trust::Public,
        ),
        (&["private_ssl_plus", "private_ssl_wildcard"], PrivateTls, Trust::Private),
        (&["code_signing", "code_signing_ev"], CodeSigning, Trust::Public),
        (
            &["secure_email_mailbox", "secure_email_sponsor", "class1_smime", "client_email_security_plus"],
            SecureEmail,
            Trust::Public,
        ),
        (&["client_premium", "client_authentication_plus"], Client, Trust::Unknown),
        (&["document_signing_org_1"], Document, Trust::Unknown),
        (&["317", "", "ssl", "SSL_PLUS", "vmc_basic", "my_ssl_plus"], Unknown, Trust::Unknown),
    ] {
        for id in ids {
            let id = DigicertId::new(id);
            assert_eq!((id.product_kind(), id.trust()), (kind, trust), "{id}");
        }
    }
    let is_ev = |id: &str| DigicertId::new(id).is_extended_validation();
    assert!(is_ev("ssl_ev_basic") && is_ev("code_signing_ev") && !is_ev("ssl_every") && !is_ev("ssl_basic"));
    let is_dv = |id: &str| DigicertId::new(id).is_domain_validation();
    assert!(is_dv("ssl_dv_geotrust") && !is_dv("ssl_dvd"));
}
