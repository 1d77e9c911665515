//! Checks of the requested names: wildcards, internal names, addresses, labels, lengths. Also how names are collected
//! and compared. Pure.
//!
//! The form of a name is checked where it is requested only: DigiCert ignores the names in the CSR.

use std::collections::HashSet;
use std::sync::LazyLock;

use base32ct::{Base32Unpadded, Encoding};
use sha3::{Digest, Sha3_256};

use super::text::{finding, list_by, quoted, quoted_list};
use super::{Context, CsrInput, FindingText, address, punycode};
use crate::csr::GeneralName;
use crate::order::{Field, Order, ProductKind};

/// RFC 1034, 3.1 bounds a name to 255 octets on the wire: in text one less for the first length and one for the root.
const MAX_NAME: usize = 253;
const MAX_LABEL: usize = 63;
/// ub-common-name (RFC 5280, A.1).
const MAX_COMMON_NAME: usize = 64;
/// What DigiCert's products for several names take.
const MAX_NAMES: usize = 250;

/// A requested name, or one in the CSR.
#[derive(Debug)]
pub(super) struct Name<'a> {
    /// As it was reported.
    pub(super) text: &'a str,
    /// In the form in which names are compared.
    pub(super) comparable: String,
    /// The field it is in.
    pub(super) field: Field,
}

impl Name<'_> {
    /// Whether the name is in the request, not only in the CSR.
    pub(super) fn is_requested(&self) -> bool {
        self.field != Field::EncodedCsr
    }

    fn is_wildcard(&self) -> bool {
        self.text.starts_with("*.")
    }

    fn is_address(&self) -> bool {
        address::parse(self.text).is_some()
    }

    /// The name without its wildcard, for comparison.
    fn base(&self) -> &str {
        base(&self.comparable)
    }

    /// The last label, for comparison.
    fn top_level_domain(&self) -> &str {
        self.comparable.rsplit('.').next().unwrap_or_default()
    }

    fn labels(&self) -> impl Iterator<Item = &str> {
        self.text.split('.')
    }
}

/// Every name: the common name, the further names, then those of the CSR.
pub(super) fn collect<'a>(order: &'a Order, csr: CsrInput<'a>) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    let mut add = |text: &'a str, field| names.push(Name { text, comparable: comparable(text), field });
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
    names.iter().filter(|name| seen.insert(name.comparable.as_str())).collect()
}

/// Whether the checks of an order need the Public Suffix List: a wildcard is requested, and may be for public TLS.
#[must_use]
pub fn needs_suffix_list(order: &Order) -> bool {
    let certificate = &order.certificate;
    matches!(order.product_kind(), ProductKind::PublicTls | ProductKind::Unknown)
        && certificate.common_name.iter().chain(&certificate.dns_names).any(|name| name.starts_with("*."))
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
        let decoded = punycode::encoded_part(label).and_then(punycode::decode);
        decoded.unwrap_or_else(|| label.to_owned()).to_lowercase()
    });
    labels.collect::<Vec<_>>().join(".")
}

/// The name without its wildcard.
fn base(name: &str) -> &str {
    name.strip_prefix("*.").unwrap_or(name)
}

/// A finding about the requested names of which `is_meant` holds; `text` gets them as a list.
fn requested_names(
    context: &Context<'_>,
    is_meant: impl Fn(&Name<'_>) -> bool,
    text: impl FnOnce(&str) -> String,
) -> Option<FindingText> {
    about_names(context, |name| name.is_requested() && is_meant(name), text)
}

/// A finding about the names of which `is_meant` holds, whether in the request or in the CSR.
pub(super) fn about_names(
    context: &Context<'_>,
    is_meant: impl Fn(&Name<'_>) -> bool,
    text: impl FnOnce(&str) -> String,
) -> Option<FindingText> {
    about_items(context, |name| is_meant(name).then_some(name.text), quoted, text)
}

/// A finding about the names for which `item` has something, which `render` writes.
pub(super) fn about_items<'a, T>(
    context: &Context<'a>,
    item: impl Fn(&'a Name<'a>) -> Option<T>,
    render: impl Fn(T) -> String,
    text: impl FnOnce(&str) -> String,
) -> Option<FindingText> {
    let mut fields = Vec::new();
    let items = context.names.iter().filter_map(|name| {
        let item = item(name)?;
        if fields.last() != Some(&name.field) {
            fields.push(name.field);
        }
        Some(item)
    });
    let items = list_by(items, render)?;
    finding(text(&items), &fields)
}

fn product<'a>(context: &Context<'a>) -> &'a str {
    context.order.digicert_product_name_id.as_ref().map_or("", |product| product.as_str())
}

fn is_ev(context: &Context<'_>) -> bool {
    context.order.digicert_product_name_id.as_ref().is_some_and(|product| product.is_extended_validation())
}

pub(super) fn common_name_missing(context: &Context<'_>) -> Option<FindingText> {
    if context.order.certificate.common_name.is_some() {
        return None;
    }
    finding(
        "The request has no common name, and CertView requires one. Ask the requester for it.",
        &[Field::CommonName],
    )
}

pub(super) fn common_name_too_long(context: &Context<'_>) -> Option<FindingText> {
    let name = context.order.certificate.common_name.as_deref()?;
    let length = encoded_length(name);
    if length <= MAX_COMMON_NAME {
        return None;
    }
    finding(
        format!(
            "The common name {} has {length} characters. A certificate's common name may have at most 64. Choose a \
             shorter common name, and request this one as a DNS name.",
            quoted(name)
        ),
        &[Field::CommonName],
    )
}

pub(super) fn wildcard_position(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| base(name.text).contains('*'),
        |names| {
            format!(
                "These names have a misplaced wildcard: {names}. A wildcard is valid only as the whole first label, as in \
                 *.example.com; a bare * is not a name. Ask for that form, or for each name."
            )
        },
    )
}

/// The top-level domains of the public DNS, from the ICANN section of the Public Suffix List, as U-labels.
const TOP_LEVEL_DOMAINS: &str = include_str!("top-level-domains.txt");

static TOP_LEVEL_DOMAIN_SET: LazyLock<HashSet<&str>> =
    LazyLock::new(|| TOP_LEVEL_DOMAINS.lines().filter(|line| !line.starts_with('#')).collect());

/// The day of the list.
fn list_date() -> &'static str {
    let version = TOP_LEVEL_DOMAINS.lines().find_map(|line| line.strip_prefix("# Version "));
    version.unwrap_or_default()
}

pub(super) fn top_level_domain(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| TOP_LEVEL_DOMAIN_SET.contains(name.base()),
        |names| {
            format!(
                "These names are a whole top-level domain: {names}. Only the operator of its registry can prove \
                 control of it. Unless you are the operator, have the name corrected."
            )
        },
    )
}

pub(super) fn wildcard_public_suffix(context: &Context<'_>) -> Option<FindingText> {
    let suffixes = context.suffixes?;
    requested_names(
        context,
        // A top-level domain has its own check.
        |name| name.is_wildcard() && name.base().contains('.') && suffixes.is_public_suffix(name.base()),
        |names| {
            format!(
                "These wildcards are for a public suffix: {names}. Anybody can register a domain below it, so public CAs must \
                 refuse the wildcard (Public Suffix List of {}). Ask for a wildcard within a registered domain.",
                suffixes.version()
            )
        },
    )
}

pub(super) fn wildcard_missing(context: &Context<'_>) -> Option<FindingText> {
    let product = context.order.digicert_product_name_id.as_ref()?;
    if !product.is_wildcard() || context.names.iter().any(|name| name.is_requested() && name.is_wildcard()) {
        return None;
    }
    finding(
        format!(
            "The product {} is for wildcard names, and no requested name is one. DigiCert requires a name such as \
             *.example.com for it. Ask whether the product or the name is wrong.",
            quoted(product.as_str())
        ),
        &[Field::ProductNameId, Field::CommonName],
    )
}

/// DigiCert's older products for names without wildcards. The others are flexible: any mix of names.
const WITHOUT_WILDCARDS: [&str; 6] = [
    "ssl_plus",
    "ssl_multi_domain",
    "ssl_securesite",
    "ssl_securesite_multi_domain",
    "ssl_dv_geotrust",
    "ssl_dv_rapidssl",
];

pub(super) fn wildcard_product(context: &Context<'_>) -> Option<FindingText> {
    let product = product(context);
    if !WITHOUT_WILDCARDS.contains(&product) {
        return None;
    }
    requested_names(
        context,
        |name| name.is_wildcard(),
        |names| {
            format!(
                "The request contains wildcard names: {names}. The product {} is for names without wildcards, so DigiCert may refuse them or \
             bill them differently. Ask for a flexible or a wildcard product.",
                quoted(product)
            )
        },
    )
}

pub(super) fn wildcard_without_base(context: &Context<'_>) -> Option<FindingText> {
    let is_wildcard_product =
        context.order.digicert_product_name_id.as_ref().is_some_and(|product| product.is_wildcard());
    // DigiCert adds the base name for its wildcard products; EV has no wildcards.
    if is_wildcard_product || is_ev(context) {
        return None;
    }
    let requested: HashSet<&str> = context
        .names
        .iter()
        .filter(|name| name.is_requested())
        .map(|name| name.comparable.as_str())
        .collect();
    requested_names(
        context,
        |name| {
            name.is_wildcard()
                && name.base().contains('.')
                && !requested.contains(name.base())
                && !context.suffixes.is_some_and(|suffixes| suffixes.is_public_suffix(name.base()))
        },
        |names| {
            format!(
                "The request contains wildcards without their base name: {names}. *.example.com does not cover \
                 example.com, and DigiCert does not add it to this product. If the base name is needed, have it added \
                 to the request."
            )
        },
    )
}

pub(super) fn ev_wildcard(context: &Context<'_>) -> Option<FindingText> {
    if !is_ev(context) {
        return None;
    }
    requested_names(
        context,
        |name| name.is_wildcard() && name.top_level_domain() != "onion",
        |names| {
            format!(
                "The product is Extended Validation, and the request contains wildcard names: {names}. EV certificates must not contain \
                 wildcards. Request each host name, or choose another product."
            )
        },
    )
}

pub(super) fn ev_address(context: &Context<'_>) -> Option<FindingText> {
    if !is_ev(context) {
        return None;
    }
    requested_names(
        context,
        |name| name.is_address(),
        |names| {
            format!(
                "The product is Extended Validation, and the request contains IP addresses: {names}. EV certificates contain host names only. \
             Request a host name, or choose another product."
            )
        },
    )
}

/// Names that networks use for themselves: RFC 6761, RFC 6762, RFC 8375, RFC 9476, ICANN's "internal", and others that
/// are found in private networks. None is registered.
const PRIVATE_DOMAINS: [&str; 16] = [
    "local",
    "internal",
    "corp",
    "home",
    "home.arpa",
    "lan",
    "intranet",
    "intra",
    "private",
    "localhost",
    "localdomain",
    "test",
    "example",
    "invalid",
    "alt",
    "mail",
];

const REVERSE_ZONES: [&str; 2] = ["in-addr.arpa", "ip6.arpa"];

fn is_within(name: &str, domains: &[&str]) -> bool {
    domains.iter().any(|domain| {
        name.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// Whether checks of a name's domain have something to judge: it is no address and has no other fault.
fn has_domain(name: &Name<'_>) -> bool {
    !name.is_address() && !name.base().is_empty() && !is_malformed(name) && !name.base().contains('*')
}

fn is_internal(name: &Name<'_>) -> bool {
    let is_single_label = !name.base().contains('.');
    (is_single_label && !TOP_LEVEL_DOMAIN_SET.contains(name.base()))
        || is_within(name.base(), &PRIVATE_DOMAINS)
}

pub(super) fn internal_name(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| has_domain(name) && is_internal(name),
        |names| {
            format!(
                "The request contains internal names: {names}. They are not in the public DNS, so nobody can prove control of them and no \
                 public CA may certify them. Use a name in a registered domain, or a private product."
            )
        },
    )
}

pub(super) fn reverse_zone(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| has_domain(name) && is_within(name.base(), &REVERSE_ZONES),
        |names| {
            format!(
                "The request contains names in a reverse lookup zone: {names}. Since 2026-03-15 public CAs must not \
                 certify them. Request the host name instead."
            )
        },
    )
}

pub(super) fn unknown_top_level_domain(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| {
            has_domain(name)
                && !is_internal(name)
                && name.top_level_domain() != "onion"
                && !TOP_LEVEL_DOMAIN_SET.contains(name.top_level_domain())
        },
        |names| {
            format!(
                "These names are under an unknown top-level domain: {names}. It was not registered on {}; if it still is not, no \
                 public CA may certify the names. Look for a typing error.",
                list_date()
            )
        },
    )
}

/// Whether a label is a version 3 onion address: a key of 32 octets, two of checksum and the version, in base32
/// (<https://spec.torproject.org/rend-spec/encoding-onion-addresses.html>).
fn is_onion_address(label: &str) -> bool {
    let mut octets = [0; 35];
    match Base32Unpadded::decode(label, &mut octets) {
        Ok([key @ .., first, second, 3]) if key.len() == 32 => {
            let checksum =
                Sha3_256::new().chain_update(b".onion checksum").chain_update(key).chain_update([3]);
            checksum.finalize().starts_with(&[*first, *second])
        }
        _ => false,
    }
}

pub(super) fn onion_name(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| {
            let mut labels = name.comparable.rsplit('.');
            labels.next() == Some("onion") && !labels.next().is_some_and(is_onion_address)
        },
        |names| {
            format!(
                "These onion names have no valid version 3 address: {names}. Such an address has 56 characters and ends \
                 with a checksum and the version; public CAs must refuse all others. Ask for the service's present \
                 address, and copy it whole."
            )
        },
    )
}

pub(super) fn reserved_address(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| address::parse(name.text).is_some_and(address::is_reserved),
        |names| {
            format!(
                "The request contains addresses of private or reserved networks: {names}. Nobody can prove control of them, so no public CA may \
                 certify them. Use a host name, or a private product."
            )
        },
    )
}

pub(super) fn underscore(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| name.text.contains('_'),
        |names| {
            format!(
                "These names contain an underscore: {names}. Public CAs have not been allowed to certify them since 2019. The \
                 host needs another name."
            )
        },
    )
}

/// Whether a name has characters, hyphens or digits in places where host names have none.
fn is_malformed(name: &Name<'_>) -> bool {
    let is_other_character =
        |byte: u8| matches!(byte, b' '..=b'~') && !byte.is_ascii_alphanumeric() && !b"-._*".contains(&byte);
    let last = name.top_level_domain();
    name.text.bytes().any(is_other_character)
        || name.labels().any(|label| label.starts_with('-') || label.ends_with('-'))
        || (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(super) fn not_a_host_name(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| !name.is_address() && is_malformed(name),
        |names| {
            format!(
                "These are not host names: {names}. A host name has letters, digits, dots, and hyphens between them; \
                 no scheme, path, port or space; and does not end in a number. Ask for the bare name."
            )
        },
    )
}

/// Whether a label is reserved (RFC 5890, 2.3.1): hyphens in the third and fourth place, and no punycode.
fn is_reserved_label(label: &str) -> bool {
    label.as_bytes().get(2..4) == Some(b"--") && punycode::encoded_part(label).is_none()
}

pub(super) fn reserved_label(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| name.labels().any(is_reserved_label),
        |names| {
            format!(
                "These names have a reserved label: {names}. Two hyphens in the third and fourth place are reserved for \
                 labels that begin with xn--, so public CAs must refuse the names. Look for a typing error."
            )
        },
    )
}

pub(super) fn empty_label(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| name.labels().any(str::is_empty),
        |names| {
            format!(
                "These names begin or end with a dot, or have two dots in a row: {names}. They are not valid in a \
                 certificate. Ask for them without the extra dot."
            )
        },
    )
}

/// The length of a label as the DNS and the certificate have it.
fn label_length(label: &str) -> usize {
    if label.is_ascii() {
        label.len()
    } else {
        punycode::encode(label).map_or(usize::MAX, |encoded| encoded.len() + 4)
    }
}

/// The length of a name as the DNS and the certificate have it.
fn encoded_length(name: &str) -> usize {
    if name.contains('.') {
        let labels = name.split('.');
        labels.fold(0, |sum: usize, label| sum.saturating_add(label_length(label)).saturating_add(1)) - 1
    } else {
        // May be no host name at all, but a person's or an organization's.
        name.chars().count()
    }
}

pub(super) fn label_too_long(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| name.labels().any(|label| label_length(label) > MAX_LABEL),
        |names| {
            format!(
                "These names have a label of more than 63 characters: {names}. Such a host cannot exist. Look for a typing \
                 error."
            )
        },
    )
}

pub(super) fn name_too_long(context: &Context<'_>) -> Option<FindingText> {
    requested_names(
        context,
        |name| name.text.contains('.') && encoded_length(name.text) > MAX_NAME,
        |names| {
            format!(
                "These names are longer than 253 characters: {names}. Such a host cannot exist. Look for a typing error."
            )
        },
    )
}

pub(super) fn duplicate_names(context: &Context<'_>) -> Option<FindingText> {
    let mut seen = HashSet::new();
    let mut repeated = HashSet::new();
    let names = context.every_name.iter().filter(|name| name.field == Field::DnsNames);
    let repeated = names.filter(|name| !seen.insert(&name.comparable) && repeated.insert(&name.comparable));
    let names = quoted_list(repeated.map(|name| name.text))?;
    finding(
        format!(
            "These names are requested more than once: {names}. The certificate will contain each once. Check that no \
             other name was meant."
        ),
        &[Field::DnsNames],
    )
}

pub(super) fn too_many_names(context: &Context<'_>) -> Option<FindingText> {
    let count = context.names.iter().filter(|name| name.is_requested()).count();
    if count <= MAX_NAMES {
        return None;
    }
    finding(
        format!(
            "The request has {count} names; DigiCert usually takes 250 in one certificate. Have the request split, or \
             ask DigiCert."
        ),
        &[Field::DnsNames],
    )
}
