//! Rules about the form of names: wildcards, internal names, addresses, lengths. Also what all rules about names
//! share. Pure.

use std::collections::HashSet;

use super::address;
use super::words::{List, number, quoted, said};
use super::{Context, CsrInput, FindingText, punycode};
use crate::csr::GeneralName;
use crate::order::{DigicertId, Field, Order};

/// The part of RFC 1034, 3.1 that bounds a name in text: 255 octets, less the first length and the last dot.
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;
/// What DigiCert's products for several names take.
const MOST_NAMES: usize = 250;

/// A name asked for, or in the CSR.
#[derive(Debug)]
pub(super) struct Name<'a> {
    /// As it came.
    pub(super) text: &'a str,
    /// As names are compared.
    pub(super) plain: String,
    /// The field it stands in.
    pub(super) field: Field,
}

/// Every name: the common name, the further names, then those of the CSR.
pub(super) fn collect<'a>(order: &'a Order, csr: CsrInput<'a>) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    let mut add = |text: &'a str, field| names.push(Name { text, plain: comparable(text), field });
    if let Some(name) = &order.certificate.common_name {
        add(name, Field::CommonName);
    }
    for name in &order.certificate.dns_names {
        add(name, Field::DnsNames);
    }
    if let CsrInput::Decoded(csr) = csr {
        for name in csr.general_names() {
            if let GeneralName::DnsName(text) | GeneralName::IpAddress(text) = name {
                add(text, Field::EncodedCsr);
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

/// Whether two texts are the same name: U-labels and A-labels, case and a last dot make no difference.
#[must_use]
pub fn names_match(one: &str, other: &str) -> bool {
    comparable(one) == comparable(other)
}

/// A name in the form in which names are compared: lower-case U-labels without a last dot, addresses in their
/// canonical form.
pub(super) fn comparable(name: &str) -> String {
    if let Some(address) = address::parse(name) {
        return address.to_string();
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let labels = name.split('.').map(|label| {
        coded(label).and_then(punycode::decode).unwrap_or_else(|| label.to_owned()).to_lowercase()
    });
    labels.collect::<Vec<_>>().join(".")
}

/// The part of a label after `xn--`.
pub(super) fn coded(label: &str) -> Option<&str> {
    let (prefix, coded) = label.split_at_checked(4)?;
    prefix.eq_ignore_ascii_case("xn--").then_some(coded)
}

/// What is to be said of the names of which `is_meant` holds, between `before` and `after`.
pub(super) fn found(
    context: &Context<'_>,
    is_meant: &dyn Fn(&Name<'_>) -> bool,
    before: &str,
    after: &str,
) -> Option<FindingText> {
    told(
        context,
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
    context: &Context<'_>,
    tell: &dyn Fn(&Name<'_>, &mut List),
    before: &str,
    after: &str,
) -> Option<FindingText> {
    let mut list = List::default();
    let mut fields = Vec::new();
    for name in context.names {
        let count = list.count;
        tell(name, &mut list);
        if list.count > count && fields.last() != Some(&name.field) {
            fields.push(name.field);
        }
    }
    said(&[before, &list.finish()?, after], &fields)
}

pub(super) fn no_common_name(context: &Context<'_>) -> Option<FindingText> {
    if context.order.certificate.common_name.is_some() {
        return None;
    }
    said(
        &["No common name is asked for, and CertView requires one. Ask the requester which it is."],
        &[Field::CommonName],
    )
}

pub(super) fn common_name_alone(context: &Context<'_>) -> Option<FindingText> {
    let certificate = &context.order.certificate;
    let common_name = certificate.common_name.as_deref()?;

    if certificate.dns_names.is_empty()
        || certificate.dns_names.iter().any(|name| names_match(name, common_name))
    {
        return None;
    }
    said(
        &[
            "The common name ",
            &quoted(common_name),
            " is not among the names. Browsers look only at the names; DigiCert usually adds it, so check that it is \
             meant to be there.",
        ],
        &[Field::CommonName, Field::DnsNames],
    )
}

/// The name without its wildcard.
fn base(name: &str) -> &str {
    name.strip_prefix("*.").unwrap_or(name)
}

fn is_wildcard(name: &Name<'_>) -> bool {
    name.text.starts_with("*.")
}

pub(super) fn wildcard_position(context: &Context<'_>) -> Option<FindingText> {
    found(
        context,
        &|name| base(name.text).contains('*'),
        "The wildcard is not the whole first label: ",
        ". Browsers match only names such as *.example.com; ask for that form, or for each name.",
    )
}

pub(super) fn wildcard_too_wide(context: &Context<'_>) -> Option<FindingText> {
    found(
        context,
        &|name| is_wildcard(name) && !base(name.text).trim_end_matches('.').contains('.'),
        "The wildcard stands for every name of a whole top-level domain: ",
        ". No public authority issues that.",
    )
}

pub(super) fn wildcard_missing(context: &Context<'_>) -> Option<FindingText> {
    let product = context.order.digicert_product_name_id.as_ref()?;
    if !product.is_wildcard()
        || context.every_name.iter().any(|name| name.field != Field::EncodedCsr && is_wildcard(name))
    {
        return None;
    }
    said(
        &[
            "The product is ",
            &quoted(product.as_str()),
            ", but no name is a wildcard such as *.example.com, which DigiCert requires for it. Ask whether the \
             product or the name is wrong.",
        ],
        &[Field::ProductNameId, Field::CommonName],
    )
}

pub(super) fn wildcard_product(context: &Context<'_>) -> Option<FindingText> {
    let product = context.order.digicert_product_name_id.as_ref().map_or("", DigicertId::as_str);
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
    found(
        context,
        &|name| name.field != Field::EncodedCsr && is_wildcard(name),
        "A wildcard is asked for: ",
        &after,
    )
}

/// Top-level domains that are nobody's: RFC 6761, RFC 6762, RFC 8375, ICANN's "internal", and those that ICANN
/// holds back because private networks use them.
const INTERNAL: &str =
    " local internal corp home lan intranet private localhost localdomain test example invalid ";
const INTERNAL_SUFFIXES: [&str; 3] = [".home.arpa", ".in-addr.arpa", ".ip6.arpa"];

pub(super) fn internal(context: &Context<'_>) -> Option<FindingText> {
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
        context,
        &is_internal,
        "Internal names, which nobody owns on the Internet: ",
        ". No public authority may certify them. Use a name in a domain of yours, or a private product.",
    )
}

pub(super) fn reserved_address(context: &Context<'_>) -> Option<FindingText> {
    found(
        context,
        &|name| address::parse(name.text).is_some_and(address::is_reserved),
        "Addresses of private or reserved networks: ",
        ". No public authority may certify them. Use a host name, or a private product.",
    )
}

pub(super) fn underscore(context: &Context<'_>) -> Option<FindingText> {
    found(
        context,
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

pub(super) fn not_a_host_name(context: &Context<'_>) -> Option<FindingText> {
    found(
        context,
        &|name| address::parse(name.text).is_none() && is_odd(name),
        "These are no host names: ",
        ". A host name has letters, digits, dots, and hyphens within; no scheme, path, port or space. Ask for the \
         bare name.",
    )
}

pub(super) fn empty_label(context: &Context<'_>) -> Option<FindingText> {
    found(
        context,
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

pub(super) fn label_too_long(context: &Context<'_>) -> Option<FindingText> {
    found(
        context,
        &|name| name.text.split('.').any(|label| length(label) > LONGEST_LABEL),
        "A part between two dots is longer than 63 characters: ",
        ". No such host can exist; look for a slip in the name.",
    )
}

pub(super) fn name_too_long(context: &Context<'_>) -> Option<FindingText> {
    let is_long = |name: &Name<'_>| {
        name.text.split('.').fold(0, |sum: usize, label| sum.saturating_add(length(label)).saturating_add(1))
            > LONGEST_NAME + 1
    };
    found(
        context,
        &is_long,
        "Names longer than 253 characters: ",
        ". No such host can exist; look for a slip in the name.",
    )
}

pub(super) fn too_many(context: &Context<'_>) -> Option<FindingText> {
    let count = context.names.iter().filter(|name| name.field != Field::EncodedCsr).count();
    if count <= MOST_NAMES {
        return None;
    }
    said(
        &[
            &number(count as u32),
            " names are asked for; DigiCert usually takes 250 in one certificate. Have the request split, or ask \
             DigiCert.",
        ],
        &[Field::DnsNames],
    )
}

pub(super) fn organizational_unit(context: &Context<'_>) -> Option<FindingText> {
    let mut units = List::default();
    let mut fields = Vec::new();
    for unit in &context.order.certificate.organization_units {
        units.push(&quoted(unit));
        fields = vec![Field::OrganizationUnits];
    }
    if let CsrInput::Decoded(csr) = context.csr
        && csr.organizational_units().next().is_some()
    {
        fields.push(Field::EncodedCsr);
        for unit in csr.organizational_units() {
            if !context.order.certificate.organization_units.iter().any(|asked| asked == unit) {
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
