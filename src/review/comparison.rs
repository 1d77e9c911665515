//! The request beside its CSR, value by value. Pure.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::names::comparable;
use crate::csr::{Csr, GeneralName};
use crate::order::{Field, Order};

/// One line of the comparison between a request and its CSR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// What is compared.
    pub label: Cow<'static, str>,
    /// The field of the request.
    pub field: Field,
    /// The requested values.
    pub requested: Vec<String>,
    /// The values in the CSR.
    #[serde(rename = "inCSR")]
    pub in_csr: Vec<String>,
    /// Whether both say the same; the order of values does not count.
    pub matches: bool,
    /// Whether the values are host names or addresses.
    pub are_names: bool,
}

/// Compares a request with its CSR. Names are compared as [`names_match`](super::names_match) does, other values
/// without case.
///
/// A name that is the common name on one side and an alternative name on the other is no difference: DigiCert's
/// `dns_names` are the names beside the common name, most CSRs list all of them.
#[must_use]
pub fn compare(order: &Order, csr: &Csr) -> Vec<Comparison> {
    let certificate = &order.certificate;
    let common_name: Vec<String> = certificate.common_name.iter().cloned().collect();
    let csr_common_names: Vec<String> = csr.common_names().map(str::to_owned).collect();
    let alternative_names: Vec<String> = csr
        .general_names()
        .filter_map(|name| match name {
            GeneralName::DnsName(text) | GeneralName::IpAddress(text) => Some(text.clone()),
            _ => None,
        })
        .collect();

    let common_names_match = if csr_common_names.is_empty() {
        // A CSR without a common name is usual today.
        is_within(&common_name, &[&alternative_names])
    } else if common_name.is_empty() {
        is_within(&csr_common_names, &[&certificate.dns_names])
    } else {
        is_within(&common_name, &[&csr_common_names])
    };
    // Where the CSR has no alternative names at all, the review says so: its common name does not stand for them.
    let has_alternative_names = !alternative_names.is_empty() || certificate.dns_names.is_empty();
    let dns_names_match = has_alternative_names
        && is_within(&certificate.dns_names, &[&alternative_names, &csr_common_names])
        && is_within(&alternative_names, &[&certificate.dns_names, &common_name]);

    let line =
        |field: Field, requested: Vec<String>, in_csr: Vec<String>, names_match: Option<bool>| Comparison {
            label: Cow::Borrowed(field.label()),
            field,
            matches: names_match.unwrap_or_else(|| lower_case(&requested) == lower_case(&in_csr)),
            are_names: names_match.is_some(),
            requested,
            in_csr,
        };
    let units = csr.organizational_units().map(str::to_owned).collect();
    let hash = csr.signature_algorithm.hash.iter().map(|hash| hash.name().to_owned()).collect();
    vec![
        line(Field::CommonName, common_name, csr_common_names, Some(common_names_match)),
        line(Field::DnsNames, certificate.dns_names.clone(), alternative_names, Some(dns_names_match)),
        line(Field::OrganizationUnits, certificate.organization_units.clone(), units, None),
        line(Field::SignatureHash, certificate.signature_hash.iter().cloned().collect(), hash, None),
    ]
}

/// Whether each of the names is in one of the lists.
fn is_within(names: &[String], lists: &[&[String]]) -> bool {
    let known: HashSet<String> =
        lists.iter().flat_map(|list| list.iter()).map(|name| comparable(name)).collect();
    names.iter().all(|name| known.contains(&comparable(name)))
}

fn lower_case(texts: &[String]) -> HashSet<String> {
    texts.iter().map(|text| text.to_lowercase()).collect()
}
