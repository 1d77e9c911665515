//! The fields of findings are fields of the order: a page can show each of them, and link to it.

use std::collections::BTreeSet;

use certview_orders::order::{Field, Order};
use serde_json::json;

use crate::{Row, rows};

#[test]
fn every_field_has_a_path_and_a_label_of_its_own_and_is_found_by_its_path() {
    let paths: BTreeSet<&str> = Field::ALL.iter().map(|field| field.path()).collect();
    let labels: BTreeSet<&str> = Field::ALL.iter().map(|field| field.label()).collect();
    assert_eq!((paths.len(), labels.len(), Field::ALL.len()), (27, 27, 27));
    for field in Field::ALL {
        assert_eq!(Field::from_path(field.path()), Some(*field));
        assert_eq!(serde_json::to_value(field).unwrap(), json!(field.path()));
        assert!(field.label().starts_with(|first: char| first.is_ascii_uppercase()), "{field}");
    }
    assert_eq!(Field::from_path("certificate"), None);
    assert_eq!(Field::from_path(""), None);
}

#[test]
fn the_vendors_second_form_of_a_path_is_the_same_field() {
    assert_eq!(Field::from_path("certificate.csr.encodedCSR"), Some(Field::EncodedCsr));
    assert_eq!(Field::from_path("certificate.csr.autoGenerateCSR"), Some(Field::AutoGenerateCsr));
    assert_eq!(Field::from_path("digicertOrganizationId"), Some(Field::OrganizationId));
}

#[test]
fn every_path_leads_to_a_member_of_an_order() {
    let order = json!({ "uuid": "00000000-0000-4000-8000-000000000021", "renewal": { "renewalOfCertificate": "00" } });
    let order = serde_json::to_value(Order::from_text(&order.to_string()).unwrap()).unwrap();
    for field in Field::ALL {
        let pointer = format!("/{}", field.path().replace('.', "/"));
        assert!(order.pointer(&pointer).is_some(), "{field} is no member of {order}");
    }
}

#[test]
fn every_field_of_every_finding_is_listed_and_has_a_label() {
    for Row { check, reports, .. } in rows() {
        for (setting, _) in reports {
            for field in setting.finding(check).unwrap().fields {
                assert!(Field::ALL.contains(&field) && !field.label().is_empty(), "{check}: {field:?}");
            }
        }
    }
}
