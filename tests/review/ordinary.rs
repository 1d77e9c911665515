//! Forty ordinary orders with CSRs as tools make them: what an approver sees every day gets no error and no warning that
//! is not true.
//!
//! They are rebuilt from the description of the orders on which an earlier version of the checks raised 24 false alarms.

use serde_json::json;

use crate::builder::{
    Request, attribute, attribute_type_and_value, extension, extension_request, ia5, oid, printable,
    sequence, set, tlv, utf8,
};
use crate::csr::for_names;
use crate::{Setting, sound};

use certview_orders::review::Severity;

const CN: &str = "2.5.4.3";
const C: &str = "2.5.4.6";
const O: &str = "2.5.4.10";
const OU: &str = "2.5.4.11";
const EMAIL: &str = "1.2.840.113549.1.9.1";

/// A subject of these attributes, each in its own RDN.
fn subject(attributes: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let rdns: Vec<Vec<u8>> =
        attributes.iter().map(|(kind, value)| set(&[&attribute_type_and_value(kind, value)])).collect();
    sequence(&rdns.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn alternative_names(names: &[&str]) -> Vec<u8> {
    let names: Vec<Vec<u8>> = names
        .iter()
        .map(|name| match name.parse::<std::net::Ipv4Addr>() {
            Ok(address) => tlv(0x87, &[&address.octets()]),
            Err(_) => tlv(0x82, &[name.as_bytes()]),
        })
        .collect();
    sequence(&names.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// A CSR with this subject and these alternative names, if any.
fn csr(subject: Vec<u8>, names: &[&str]) -> Request {
    let mut csr = if names.is_empty() {
        Request::new()
    } else {
        Request::with_extension("2.5.29.17", &alternative_names(names))
    };
    csr.subject = subject;
    csr
}

/// An order of this product for these names, the first of which is the common name.
fn order(product: &str, names: &[&str], csr: Vec<u8>) -> Setting {
    sound()
        .product(product)
        .with("certificate.commonName", json!(names[0]))
        .with("certificate.dnsNames", json!(names))
        .csr(Some(csr))
}

/// The same, with a CSR that lists the names.
fn matching(product: &str, names: &[&str]) -> Setting {
    order(product, names, for_names(names[0], names))
}

fn years(setting: Setting, years: u32) -> Setting {
    setting.with("validity", json!({ "validityYears": years }))
}

/// Each order, and the errors and warnings that are true of it.
fn orders() -> Vec<(&'static str, Setting, &'static [&'static str])> {
    let www = ["www.example.com", "example.com"];
    let keytool = |unit: &str, country: &str| {
        let parts = [
            (CN, printable("www.example.com")),
            (OU, printable(unit)),
            (O, printable("Example GmbH")),
            (C, printable(country)),
        ];
        csr(subject(&parts), &[]).der()
    };
    let microsoft = || {
        let bmp =
            |text: &str| tlv(0x1e, &[&text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()]);
        let version = attribute("1.3.6.1.4.1.311.13.2.3", &[&ia5("10.0.20348.2")]);
        let provider = sequence(&[&[2, 1, 1], &bmp("Microsoft RSA SChannel Provider"), &tlv(0x03, &[&[0]])]);
        let provider = attribute("1.3.6.1.4.1.311.13.2.2", &[&provider]);
        let usage = extension("2.5.29.15", b"\x03\x02\x05\xa0");
        let server = extension("2.5.29.37", &sequence(&[&oid("1.3.6.1.5.5.7.3.1")]));
        let names = extension("2.5.29.17", &alternative_names(&www));
        let request = extension_request(&[&usage, &server, &names]);
        let mut csr = Request::with_attributes(&[&version, &provider, &request]);
        csr.subject =
            subject(&[(C, printable("AT")), (O, utf8("Example GmbH")), (CN, utf8("www.example.com"))]);
        csr
    };
    vec![
        ("01 OV, one year", years(matching("ssl_basic", &www), 1), &[]),
        (
            "02 common name and additional names",
            matching("ssl_securesite_pro", &www)
                .with("certificate.commonName", json!("example.com"))
                .with("certificate.dnsNames", json!(["www.example.com", "api.example.com"]))
                .csr(Some(for_names("example.com", &["example.com", "www.example.com", "api.example.com"]))),
            &[],
        ),
        ("03 Basic OV, wildcard", matching("ssl_basic", &["*.example.com", "example.com"]), &[]),
        ("04 Secure Site Pro, wildcard alone", matching("ssl_securesite_pro", &["*.example.com"]), &[]),
        ("05 multi-domain", matching("ssl_multi_domain", &["a.example.com", "b.example.net"]), &[]),
        (
            "06 EV, one year",
            years(matching("ssl_ev_securesite_pro", &www), 1)
                .with("digicertEVApproverUserIds", json!([1_048_576])),
            &[],
        ),
        (
            "07 IIS: an organizational unit in the CSR",
            order(
                "ssl_basic",
                &["www.example.com"],
                csr(
                    subject(&[
                        (C, printable("AT")),
                        (O, utf8("Example GmbH")),
                        (OU, utf8("IT")),
                        (CN, utf8("www.example.com")),
                    ]),
                    &[],
                )
                .der(),
            ),
            &[],
        ),
        ("08 wildcard product", matching("ssl_wildcard", &["*.example.com"]), &[]),
        ("09 keytool with a unit", order("ssl_basic", &["www.example.com"], keytool("Web", "AT")), &[]),
        ("10 keytool, all unknown", order("ssl_basic", &["www.example.com"], keytool("Unknown", "Unknown")), &[]),
        (
            "11 node-forge: an asterisk in a PrintableString",
            order(
                "ssl_basic",
                &["*.example.com", "example.com"],
                csr(subject(&[(CN, printable("*.example.com"))]), &["*.example.com", "example.com"]).der(),
            ),
            &[],
        ),
        (
            "12 node-forge: its sample's unit",
            order(
                "ssl_basic",
                &["example.org"],
                csr(subject(&[(CN, printable("example.org")), (C, printable("US")), (OU, printable("Test"))]), &[])
                    .der(),
            ),
            &[],
        ),
        ("13 P-256", matching("ssl_basic", &["api.example.com", "api2.example.com"]).fixture("../../server/src/sandbox/requests/p-256.pem"), &[]),
        (
            "14 names in the CSR's extension alone",
            order("ssl_basic", &www, csr(sequence(&[]), &www).der()),
            &[],
        ),
        ("15 certreq, with Microsoft's attributes", order("ssl_basic", &www, microsoft().der()), &[]),
        (
            "16 an e-mail address in the subject",
            order(
                "ssl_basic",
                &www,
                csr(subject(&[(CN, utf8("www.example.com")), (EMAIL, ia5("webmaster@example.com"))]), &www).der(),
            ),
            &[],
        ),
        (
            "17 capital letters",
            order("ssl_basic", &www, for_names("WWW.EXAMPLE.COM", &["Example.COM", "WWW.example.com"])),
            &[],
        ),
        (
            "18 a public address",
            order(
                "ssl_basic",
                &["www.example.com", "8.8.8.8"],
                csr(subject(&[(CN, utf8("www.example.com"))]), &["www.example.com", "8.8.8.8"]).der(),
            ),
            &[],
        ),
        (
            "19 private, internal names and two years",
            years(matching("private_ssl_plus", &["historian.plant.internal", "historian", "10.0.0.7"]), 2)
                .csr(Some(
                    csr(
                        subject(&[(CN, utf8("historian.plant.internal"))]),
                        &["historian.plant.internal", "historian", "10.0.0.7"],
                    )
                    .der(),
                ))
                .with("certificate.organizationUnits", json!(["Plant 7"])),
            &[],
        ),
        (
            "20 the CSR has the base name too",
            order("ssl_basic", &["www.example.com"], for_names("www.example.com", &www)),
            &[],
        ),
        (
            "21 names beyond the CSR's",
            order("ssl_basic", &["www.example.com", "shop.example.com"], for_names("www.example.com", &["www.example.com"])),
            &["names-not-in-csr"],
        ),
        ("22 a renewal", matching("ssl_basic", &www).with("renewal", json!({ "digicertPreviousOrderId": 214_003_977, "renewalOfCertificate": "7c1f0e93b2a84d55e6f1a0987b3c2d4e5f60718293a4b5c6d7e8f90a1b2c3d4e" })), &[]),
        ("23 no renewal, as an empty object", matching("ssl_basic", &www).with("renewal", json!({})), &[]),
        (
            "24 DV, two years, no organization",
            years(matching("ssl_dv_geotrust", &www), 2).with("digicertOrganization", json!(null)),
            &[],
        ),
        ("25 DV wildcard product", matching("wildcard_dv_geotrust", &["*.example.com"]).with("digicertOrganization", json!(null)), &[]),
        ("26 SHA-384 requested", matching("ssl_basic", &www).with("certificate.signatureHash", json!("SHA-384")), &[]),
        ("27 until a date", matching("ssl_basic", &www).with("validity", json!({ "customExpirationDate": "2026-09-01" })), &[]),
        ("28 199 days", matching("ssl_basic", &www).with("validity", json!({ "validityDays": 199 })), &[]),
        ("29 a CSR without names", order("ssl_basic", &www, csr(subject(&[(CN, utf8("www.example.com"))]), &[]).der()), &[]),
        ("30 a name of four labels", matching("ssl_basic", &["a.b.c.example.co.uk"]), &[]),
        (
            "31 an organizational unit is requested",
            matching("ssl_basic", &www).with("certificate.organizationUnits", json!(["IT"])),
            &["organizational-unit"],
        ),
        (
            "32 S/MIME with an e-mail name",
            years(
                order(
                    "class1_smime",
                    &["Jane Roe"],
                    {
                        let mut csr = Request::with_extension("2.5.29.17", &sequence(&[&tlv(0x81, &[b"jane.roe@example.com"])]));
                        csr.subject = subject(&[(CN, utf8("Jane Roe")), (EMAIL, ia5("jane.roe@example.com"))]);
                        csr.der()
                    },
                )
                .with("certificate.dnsNames", json!(null)),
                2,
            ),
            &[],
        ),
        (
            "33 client authentication",
            years(
                order(
                    "client_premium",
                    &["jane.roe@example.com"],
                    csr(subject(&[(CN, utf8("Jane Roe"))]), &[]).der(),
                )
                .with("certificate.dnsNames", json!(null)),
                3,
            ),
            &[],
        ),
        (
            "34 code signing",
            years(
                order("code_signing", &["Example GmbH & Co. KG"], csr(subject(&[(CN, utf8("Example GmbH"))]), &[]).der())
                    .with("certificate.dnsNames", json!(null)),
                1,
            ),
            &[],
        ),
        ("35 an international name", order("ssl_basic", &["bücher.example.com"], for_names("xn--bcher-kva.example.com", &["xn--bcher-kva.example.com"])), &[]),
        ("36 Russian words", order("ssl_basic", &["хор.рф", "раса.рф"], for_names("xn--n1aen.xn--p1ai", &["xn--n1aen.xn--p1ai", "xn--80aa0cf.xn--p1ai"])), &[]),
        ("37 approved, at DigiCert", matching("ssl_basic", &www).with("status", json!("APPROVED")).with("caStatus", json!("pending")), &[]),
        ("38 issued", matching("ssl_basic", &www).with("status", json!("ISSUED")).with("caStatus", json!("issued")), &[]),
        (
            "39 a CSR signed with SHA-1",
            order("ssl_basic", &www, {
                let csr = Request {
                    signature_algorithm: sequence(&[&oid("1.2.840.10045.4.1")]),
                    ..csr(subject(&[(CN, utf8("www.example.com"))]), &www)
                };
                csr.der()
            }),
            &["csr-signature-hash-weak"],
        ),
        ("40 a brand's top-level domain", matching("ssl_basic", &["*.bmw"]), &["top-level-domain"]),
    ]
}

#[test]
fn ordinary_orders_get_no_false_alarm() {
    let orders = orders();
    assert_eq!(orders.len(), 40);
    let mut wrong = Vec::new();
    for (name, setting, expected) in &orders {
        let findings = setting.review().findings;
        let found = findings.iter().filter(|finding| finding.severity != Severity::Information);
        let found: Vec<(&str, &str)> =
            found.map(|finding| (&*finding.check, finding.text.as_str())).collect();
        if found.iter().map(|(check, _)| *check).ne(expected.iter().copied()) {
            wrong.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
