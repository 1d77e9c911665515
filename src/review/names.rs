//! Rules about the form of names: wildcards, internal names, addresses, lengths. Also what all rules about names
//! share. Pure.

use std::collections::HashSet;

use super::address::{self, Address};
use super::words::{COMMON_NAME, CSR, DNS_NAMES, List, number, quoted, said};
use super::{Case, CsrState, Said, punycode};
use crate::csr::GeneralName;
use crate::order::{DigicertId, Order};

/// The part of RFC 1034, 3.1 that bounds a name in text: 255 octets, less the first length and the last dot.
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;
/// What DigiCert's products for several names take.
const MOST_NAMES: usize = 250;
const PRODUCT: &str = "digicertProductNameId";

/// A name asked for, or in the CSR.
#[derive(Debug)]
pub(super) struct Name<'a> {
    /// As it came.
    pub(super) text: &'a str,
    /// As names are compared.
    pub(super) plain: String,
    /// The field it stands in.
    pub(super) field: &'static str,
}

/// Every name: the common name, the further names, then those of the CSR.
pub(super) fn collect<'a>(order: &'a Order, csr: CsrState<'a>) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    let mut add = |text: &'a str, field| names.push(Name { text, plain: plain(text), field });
    if let Some(name) = &order.certificate.common_name {
        add(name, COMMON_NAME);
    }
    for name in &order.certificate.dns_names {
        add(name, DNS_NAMES);
    }
    if let CsrState::Decoded(csr) = csr {
        for name in csr.general_names() {
            if let GeneralName::DnsName(text) | GeneralName::IpAddress(text) = name {
                add(text, CSR);
            }
        }
    }
    names
}

/// Each name once, in its first place.
pub(super) fn once<'a, 'b>(names: &'b [Name<'a>]) -> Vec<&'b Name<'a>> {
    let mut seen = HashSet::new();
    let mut once = Vec::new();
    for name in names {
        if seen.insert(name.plain.as_str()) {
            once.push(name);
        }
    }
    once
}

/// A name as names are compared: letters small, and what is behind `xn--`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for (index, label) in name.split('.').enumerate() {
        if index > 0 {
            plain.push('.');
        }
        match coded(label).and_then(punycode::decode) {
            Some(text) => plain.push_str(&text.to_ascii_lowercase()),
            None => plain.push_str(&label.to_ascii_lowercase()),
        }
    }
    plain
}

/// The part of a label after `xn--`.
pub(super) fn coded(label: &str) -> Option<&str> {
    let (prefix, coded) = label.split_at_checked(4)?;
    prefix.eq_ignore_ascii_case("xn--").then_some(coded)
}

/// What is to be said of the names of which `is_meant` holds, between `before` and `after`.
pub(super) fn found(
    case: &Case<'_>,
    is_meant: &dyn Fn(&Name<'_>) -> bool,
    before: &str,
    after: &str,
) -> Option<Said> {
    told(
        case,
        &|name, list| {
            if is_meant(name) {
                list.push(&quoted(name.text))
            }
        },
        before,
        after,
    )
}

/// What is to be said of the names of which `tell` puts something into the list.
pub(super) fn told(
    case: &Case<'_>,
    tell: &dyn Fn(&Name<'_>, &mut List),
    before: &str,
    after: &str,
) -> Option<Said> {
    let mut list = List::default();
    let mut fields = Vec::new();
    for name in case.names {
        let count = list.count;
        tell(name, &mut list);
        if list.count > count && fields.last() != Some(&name.field) {
            fields.push(name.field);
        }
    }
    said(&[before, &list.finish()?, after], &fields)
}

pub(super) fn no_common_name(case: &Case<'_>) -> Option<Said> {
    if case.order.certificate.common_name.is_some() {
        return None;
    }
    said(
        &["No common name is asked for, and CertView requires one. Ask the requester which it is."],
        &[COMMON_NAME],
    )
}

pub(super) fn common_name_alone(case: &Case<'_>) -> Option<Said> {
    let certificate = &case.order.certificate;
    let common_name = certificate.common_name.as_deref()?;
    let wanted = plain(common_name);
    if certificate.dns_names.is_empty() || certificate.dns_names.iter().any(|name| plain(name) == wanted) {
        return None;
    }
    said(
        &[
            "The common name ",
            &quoted(common_name),
            " is not among the names. Browsers look only at the names; DigiCert usually adds it, so check that it is \
             meant to be there.",
        ],
        &[COMMON_NAME, DNS_NAMES],
    )
}

/// The name without its wildcard.
fn base(name: &str) -> &str {
    name.strip_prefix("*.").unwrap_or(name)
}

fn is_wildcard(name: &Name<'_>) -> bool {
    name.text.starts_with("*.")
}

pub(super) fn wildcard_position(case: &Case<'_>) -> Option<Said> {
    found(
        case,
        &|name| base(name.text).contains('*'),
        "The wildcard is not the whole first label: ",
        ". Browsers match only names such as *.example.com; ask for that form, or for each name.",
    )
}

pub(super) fn wildcard_too_wide(case: &Case<'_>) -> Option<Said> {
    found(
        case,
        &|name| is_wildcard(name) && !base(name.text).trim_end_matches('.').contains('.'),
        "The wildcard stands for every name of a whole top-level domain: ",
        ". No public authority issues that.",
    )
}

pub(super) fn wildcard_missing(case: &Case<'_>) -> Option<Said> {
    let product = case.order.digicert_product_name_id.as_ref()?;
    if !product.is_wildcard() || case.every_name.iter().any(|name| name.field != CSR && is_wildcard(name)) {
        return None;
    }
    said(
        &[
            "The product is ",
            &quoted(product.as_str()),
            ", but no name is a wildcard such as *.example.com, which DigiCert requires for it. Ask whether the \
             product or the name is wrong.",
        ],
        &[PRODUCT, COMMON_NAME],
    )
}

pub(super) fn wildcard_product(case: &Case<'_>) -> Option<Said> {
    let product = case.order.digicert_product_name_id.as_ref().map_or("", DigicertId::as_str);
    // DigiCert's flexible products take any mix of names; a number tells nothing.
    if !product.starts_with(|c: char| c.is_ascii_alphabetic())
        || product.contains("wildcard")
        || product.contains("flex")
    {
        return None;
    }
    let after = [
        ". The product ",
        &quoted(product),
        " does not say wildcard, and DigiCert may refuse the name or bill it otherwise. Ask which product is meant.",
    ]
    .concat();
    found(case, &|name| name.field != CSR && is_wildcard(name), "A wildcard is asked for: ", &after)
}

/// Top-level domains that are nobody's: RFC 6761, RFC 6762, RFC 8375, ICANN's "internal", and those that ICANN
/// holds back because private networks use them.
const INTERNAL: &str =
    " local internal corp home lan intranet private localhost localdomain test example invalid ";
const INTERNAL_SUFFIXES: [&str; 3] = [".home.arpa", ".in-addr.arpa", ".ip6.arpa"];

pub(super) fn internal(case: &Case<'_>) -> Option<Said> {
    let is_internal = |name: &Name<'_>| {
        let plain = base(&name.plain).trim_end_matches('.');
        let (rest, last) = plain.rsplit_once('.').unwrap_or(("", plain));
        address::parse(plain).is_none()
            && !plain.is_empty()
            && !is_odd(name)
            && ((rest.is_empty() && !is_wildcard(name))
                || INTERNAL.contains(&[" ", last, " "].concat())
                || INTERNAL_SUFFIXES.iter().any(|suffix| plain.ends_with(suffix)))
    };
    found(
        case,
        &is_internal,
        "Internal names, which nobody owns on the Internet: ",
        ". No public authority may certify them. Use a name in a domain of yours, or a private product.",
    )
}

pub(super) fn reserved_address(case: &Case<'_>) -> Option<Said> {
    found(
        case,
        &|name| address::parse(name.text) == Some(Address::Reserved),
        "Addresses of private or reserved networks: ",
        ". No public authority may certify them. Use a host name, or a private product.",
    )
}

pub(super) fn underscore(case: &Case<'_>) -> Option<Said> {
    found(
        case,
        &|name| name.text.contains('_'),
        "Names with an underscore: ",
        ". Public authorities have not been allowed to certify them since 2019; the host needs another name.",
    )
}

/// Whether a name has characters, or hyphens in places, that no host name has.
fn is_odd(name: &Name<'_>) -> bool {
    let is_odd_byte =
        |byte: u8| matches!(byte, b' '..=b'~') && !byte.is_ascii_alphanumeric() && !b"-._*".contains(&byte);
    name.text.bytes().any(is_odd_byte)
        || name.text.split('.').any(|label| label.starts_with('-') || label.ends_with('-'))
}

pub(super) fn not_a_host_name(case: &Case<'_>) -> Option<Said> {
    found(
        case,
        &|name| address::parse(name.text).is_none() && is_odd(name),
        "These are no host names: ",
        ". A host name has letters, digits, dots, and hyphens within; no scheme, path, port or space. Ask for the \
         bare name.",
    )
}

pub(super) fn empty_label(case: &Case<'_>) -> Option<Said> {
    found(
        case,
        &|name| name.text.split('.').any(str::is_empty),
        "Names that begin or end with a dot, or have two in a row: ",
        ". They are not valid in a certificate; ask for them without.",
    )
}

/// The length of a label as it is written in the DNS.
fn length(label: &str) -> usize {
    if label.is_ascii() {
        label.len()
    } else {
        punycode::encode(label).map_or(usize::MAX, |coded| coded.len() + 4)
    }
}

pub(super) fn label_too_long(case: &Case<'_>) -> Option<Said> {
    found(
        case,
        &|name| name.text.split('.').any(|label| length(label) > LONGEST_LABEL),
        "A part between two dots is longer than 63 characters: ",
        ". No such host can exist; look for a slip in the name.",
    )
}

pub(super) fn name_too_long(case: &Case<'_>) -> Option<Said> {
    let is_long = |name: &Name<'_>| {
        name.text.split('.').fold(0, |sum: usize, label| sum.saturating_add(length(label)).saturating_add(1))
            > LONGEST_NAME + 1
    };
    found(
        case,
        &is_long,
        "Names longer than 253 characters: ",
        ". No such host can exist; look for a slip in the name.",
    )
}

pub(super) fn too_many(case: &Case<'_>) -> Option<Said> {
    let count = case.names.iter().filter(|name| name.field != CSR).count();
    if count <= MOST_NAMES {
        return None;
    }
    said(
        &[
            &number(count as u32),
            " names are asked for; DigiCert usually takes 250 in one certificate. Have the request split, or ask \
             DigiCert.",
        ],
        &[DNS_NAMES],
    )
}

pub(super) fn organizational_unit(case: &Case<'_>) -> Option<Said> {
    let mut units = List::default();
    let mut fields = Vec::new();
    for unit in &case.order.certificate.organization_units {
        units.push(&quoted(unit));
        fields = vec!["certificate.organizationUnits"];
    }
    if let CsrState::Decoded(csr) = case.csr
        && csr.organizational_units().next().is_some()
    {
        fields.push(CSR);
        for unit in csr.organizational_units() {
            if !case.order.certificate.organization_units.iter().any(|asked| asked == unit) {
                units.push(&quoted(unit));
            }
        }
    }
    said(
        &[
            "An organizational unit is asked for: ",
            &units.finish()?,
            ". Publicly trusted certificates have not been allowed to carry one since 2022-09-01; DigiCert leaves it \
             out. Do not rely on it.",
        ],
        &fields,
    )
}
