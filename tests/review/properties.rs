//! No order, CSR or time makes the review panic.

use certview_orders::csr::{SelfSignature, decode};
use certview_orders::order::{Order, Timestamp};
use certview_orders::review::{CsrInput, ReviewInput, names_match, review};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{file, sound, suffixes};

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z0-9*_.-]{0,80}",
        "(xn--)?[a-zA-Z0-9-]{0,70}(\\.[a-z]{0,3}){0,3}",
        "[\u{400}-\u{45f}a-z.]{0,20}",
        "[0-9a-f:.]{0,40}",
    ]
}

fn text() -> impl Strategy<Value = Value> {
    prop_oneof![name().prop_map(Value::from), Just(Value::Null), any::<u64>().prop_map(Value::from)]
}

proptest! {
    #[test]
    fn no_order_makes_it_panic(
        common_name in text(),
        dns_names in proptest::collection::vec(name(), 0..20),
        words in proptest::collection::vec(text(), 12),
        numbers in proptest::collection::vec(proptest::option::of(any::<u32>()), 2),
        now in any::<i64>(),
        csr in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let order = json!({
            "uuid": "00000000-0000-4000-8000-000000000021",
            "requesterUserName": words[0],
            "approverUserNames": [words[1]],
            "certificate": {
                "commonName": common_name,
                "dnsNames": dns_names,
                "organizationUnits": [words[2]],
                "signatureHash": words[3],
            },
            "renewal": { "digicertPreviousOrderId": words[4], "renewalOfCertificate": words[5] },
            "validity": {
                "validityYears": numbers[0],
                "validityDays": numbers[1],
                "customExpirationDate": words[6],
            },
            "digicertProductNameId": words[7],
            "status": words[8],
            "caStatus": words[9],
            "created": words[10],
            "updated": words[11],
        });
        let order = Order::from_text(&order.to_string()).unwrap();
        let decoded = decode(&csr);
        let now = Timestamp::saturating_from_epoch_milliseconds(now);
        let _ = review(&ReviewInput::new(&order, CsrInput::new(Some(&decoded)), now));
        let missing = ReviewInput::new(&order, CsrInput::Missing, now);
        let _ = review(&ReviewInput {
            self_signature: Some(SelfSignature::Invalid),
            suffixes: Some(suffixes()),
            ..missing
        });
    }

    #[test]
    fn no_changed_csr_makes_it_panic(at in 0_usize..2000, octet in any::<u8>(), which in 0_usize..3) {
        let name = ["everything-rsa2048-sha1", "brainpool256", "factor-3-rsa2048"][which];
        let mut der = decode(&file(&format!("tests/fixtures/review/{name}.pem"))).unwrap().der().to_vec();
        let at = at % der.len();
        der[at] = octet;
        sound().csr(Some(der)).review();
    }
}

/// The number of findings' characters does not grow with the number of names: lists are cut short.
#[test]
fn twenty_thousand_names_are_reviewed_and_listed_in_part() {
    for word in ["a_", "xn--bcher-kva", "\u{430}a", "*"] {
        let names: Vec<String> = (0..20_000).map(|number| format!("{word}.{number}.example")).collect();
        let review = sound().with("certificate.dnsNames", json!(names)).review();
        assert!(review.findings.iter().any(|finding| finding.check == "too-many-names"));
        let finding = review.findings.iter().find(|finding| finding.check == "internal-name").unwrap();
        assert!(finding.text.contains("and 19994 more"), "{}", finding.text);
        assert!(review.findings.iter().all(|finding| finding.text.len() < 2000 && finding.fields.len() <= 3));
    }
}

proptest! {
    /// What is compared is compared as the review compares it: no name is missing on a side where it matches.
    #[test]
    fn names_match_is_an_equivalence(one in name(), other in name()) {
        prop_assert!(names_match(&one, &one));
        prop_assert_eq!(names_match(&one, &other), names_match(&other, &one));
        prop_assert!(names_match(&one, &one.to_ascii_uppercase()) || one.contains("xn--") || one.contains("XN--"));
        let dotted = format!("{one}.");
        prop_assert!(one.ends_with('.') || one.contains(':') || one.parse::<std::net::IpAddr>().is_ok() || names_match(&one, &dotted));
    }
}
