//! The comparison of the request with its CSR agrees with the review.

use certview_orders::csr;
use certview_orders::order::{Field, Order};
use certview_orders::review::{Comparison, compare, names_match};
use serde_json::json;

use crate::csr::for_names;
use crate::{Setting, sound};

fn compared(setting: &Setting) -> Vec<Comparison> {
    let order = Order::from_text(&setting.order.to_string()).unwrap();
    compare(&order, &csr::decode(setting.csr.as_deref().unwrap()).unwrap())
}

/// Which lines match: common name, DNS names, organization units, signature hash.
fn matches(setting: &Setting) -> Vec<bool> {
    compared(setting).iter().map(|line| line.matches).collect()
}

fn requested(common_name: &str, dns_names: &[&str], csr: Vec<u8>) -> Setting {
    sound()
        .with("certificate.commonName", json!(common_name))
        .with("certificate.dnsNames", json!(dns_names))
        .csr(Some(csr))
}

#[test]
fn names_are_the_same_in_either_form_in_any_case_and_with_a_last_dot() {
    for (one, other) in [
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "XN--BCHER-KVA.EXAMPLE"),
        ("a.example", "A.Example."),
        ("*.a.example", "*.A.example"),
        ("2001:DB8::1", "2001:0db8:0::1"),
        ("", ""),
    ] {
        assert!(names_match(one, other) && names_match(other, one), "{one} {other}");
    }
    for (one, other) in [
        ("a.example", "b.example"),
        ("bücher.example", "xn--bucher-kva.example"),
        ("*.a.example", "a.example"),
        ("a.example", "a.example.."),
        ("1.2.3.4", "1.2.3.04"),
    ] {
        assert!(!names_match(one, other) && !names_match(other, one), "{one} {other}");
    }
}

#[test]
fn the_comparison_names_the_fields_and_holds_both_sides() {
    let lines = compared(&sound());
    let fields: Vec<Field> = lines.iter().map(|line| line.field).collect();
    let expected = [Field::CommonName, Field::DnsNames, Field::OrganizationUnits, Field::SignatureHash];
    assert_eq!(fields, expected);
    assert!(lines.iter().all(|line| line.matches && line.label == line.field.label()));
    assert_eq!(lines.iter().map(|line| line.are_names).collect::<Vec<_>>(), [true, true, false, false]);
    assert_eq!(lines[1].requested, ["api.example.com", "api2.example.com"]);
    assert_eq!(lines[1].in_csr, ["api.example.com", "api2.example.com"]);
    assert_eq!(lines[3].in_csr, ["SHA-256"]);
    let value = serde_json::to_value(&lines[1]).unwrap();
    assert_eq!((&value["field"], &value["areNames"]), (&json!("certificate.dnsNames"), &json!(true)));
    assert!(value["inCSR"].is_array());
}

#[test]
fn what_the_review_takes_for_the_same_is_no_mismatch() {
    let both_forms = for_names("xn--bcher-kva.example", &["XN--bcher-kva.example"]);
    let sound = [
        requested("bücher.example", &["bücher.example"], both_forms),
        // The vendor's usual form: the DNS names are those beside the common name.
        requested(
            "a.example.com",
            &["b.example.com"],
            for_names("a.example.com", &["b.example.com", "a.example.com"]),
        ),
        requested("a.example.com", &["a.example.com"], for_names("A.example.com", &["a.example.com."])),
        // One name, which is the common name alone on one side and an alternative name, too, on the other.
        requested("a.example.com", &[], for_names("a.example.com", &["a.example.com"])),
        sound()
            .with("certificate.commonName", json!(null))
            .with("certificate.dnsNames", json!(["a.example.com"]))
            .csr(Some(for_names("a.example.com", &["a.example.com"]))),
    ];
    for setting in sound {
        assert_eq!(matches(&setting)[..2], [true, true], "{:?}", setting.order);
        let findings = setting.review().findings;
        assert!(
            !findings.iter().any(|it| it.check.starts_with("names-") || it.check == "common-name-differs")
        );
    }
}

#[test]
fn what_differs_is_a_mismatch() {
    let csr = || for_names("a.example.com", &["a.example.com", "b.example.com"]);
    let names =
        |common_name, dns_names: &[&str]| matches(&requested(common_name, dns_names, csr()))[..2].to_vec();
    assert_eq!(names("a.example.com", &["b.example.com", "a.example.com"]), [true, true]);
    assert_eq!(names("b.example.com", &["a.example.com", "b.example.com"]), [false, true]);
    assert_eq!(names("a.example.com", &["b.example.com", "c.example.com"]), [true, false]);
    assert_eq!(names("a.example.com", &["a.example.com"]), [true, false]);
    assert_eq!(names("a.example.com", &[]), [true, false]);
    let without_names = |setting: Setting| matches(&setting.fixture("review/roca-rsa2048.pem"))[1];
    assert!(!without_names(sound()));
    assert!(without_names(sound().with("certificate.dnsNames", json!([]))));
    let units = |units: &[&str]| {
        let everything = sound().fixture("review/everything-rsa2048-sha1.pem");
        matches(&everything.with("certificate.organizationUnits", json!(units)))[2..].to_vec()
    };
    assert_eq!(units(&["shop", "WEB"]), [true, false]);
    assert_eq!(units(&["Web"]), [false, false]);
}
