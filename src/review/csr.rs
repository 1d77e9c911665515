//! Checks of the CSR: whether it can be read, what it asks for, and whether it goes with the request. Pure.

use std::collections::HashSet;

use super::countries::is_country;
use super::names;
use super::text::{finding, list, quoted, quoted_list};
use super::{Context, CsrInput, FindingText, address};
use crate::csr::{
    Csr, CsrError, CsrNote, Deviation, ExtensionValue, GeneralName, Hash, KeyUsage, SelfSignature,
};
use crate::order::{Field, ProductKind, REDACTED};

/// extKeyUsage (RFC 5280, 4.2.1.12).
const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
const NAME_CONSTRAINTS: &str = "2.5.29.30";
const COUNTRY: &str = "2.5.4.6";
/// szOID_ENROLLMENT_NAME_VALUE_PAIR ([MS-WCCE], 2.2.2.7.10): names for Microsoft's CA beside the extensions.
const ENROLLMENT_NAME_VALUE_PAIR: &str = "1.3.6.1.4.1.311.13.2.1";

/// Whether the CSR field held a private key. The order has it redacted, and its text keeps the marker when the order is
/// written and read again; what was beside the key is still decoded.
pub(super) fn private_key_in_csr(context: &Context<'_>) -> bool {
    let certificate = &context.order.certificate;
    let is_redacted = certificate.private_key_in_csr
        || certificate.encoded_csr.as_deref().is_some_and(|text| text.contains(REDACTED));
    let is_noted = match context.csr {
        CsrInput::Missing => false,
        CsrInput::Unreadable(error) => error.kind == Deviation::PrivateKey,
        CsrInput::Decoded(csr) => csr.notes.iter().any(|note| note.kind == Deviation::PrivateKey),
    };
    is_redacted || is_noted
}

pub(super) fn key_exposed(context: &Context<'_>) -> Option<FindingText> {
    if !private_key_in_csr(context) {
        return None;
    }
    finding(
        "The CSR field contains a private key. Everyone who can read this request has it, so it is compromised. Reject \
         the request; the requester must generate a new key and CSR, and revoke every certificate for this key.",
        &[Field::EncodedCsr],
    )
}

fn is_generated(context: &Context<'_>) -> bool {
    context.order.certificate.auto_generate_csr == Some(true)
}

pub(super) fn missing(context: &Context<'_>) -> Option<FindingText> {
    // DigiCert can issue these without a CSR, such as to a hardware token.
    let needs_none = matches!(
        context.product,
        ProductKind::CodeSigning | ProductKind::SecureEmail | ProductKind::Client | ProductKind::Document
    );
    if needs_none || is_generated(context) || !matches!(context.csr, CsrInput::Missing) {
        return None;
    }
    finding(
        "The request has no certificate signing request (CSR), so there is no key to certify. Ask the requester for a \
         CSR.",
        &[Field::EncodedCsr],
    )
}

pub(super) fn to_be_generated(context: &Context<'_>) -> Option<FindingText> {
    if !is_generated(context) || !matches!(context.csr, CsrInput::Missing) {
        return None;
    }
    finding(
        "The request has no certificate signing request (CSR) yet: Qualys generates it, and the private key with it. \
         There is no key to check yet. Review the request again once the CSR is there.",
        &[Field::AutoGenerateCsr, Field::EncodedCsr],
    )
}

fn decoding_error<'a>(context: &Context<'a>) -> Option<&'a CsrError> {
    match context.csr {
        CsrInput::Unreadable(error) => Some(error),
        _ => None,
    }
}

pub(super) fn placeholder(context: &Context<'_>) -> Option<FindingText> {
    decoding_error(context).filter(|error| error.kind == Deviation::Placeholder)?;
    finding(
        "The CSR field contains the word “string”, as the example in the API documentation does. Ask the requester for \
         the CSR.",
        &[Field::EncodedCsr],
    )
}

pub(super) fn unreadable(context: &Context<'_>) -> Option<FindingText> {
    let error = decoding_error(context)?;
    if error.kind == Deviation::Placeholder || private_key_in_csr(context) {
        return None;
    }
    let advice = match error.kind {
        Deviation::Truncated => "It is cut off. Ask the requester for the complete file.",
        Deviation::Base64 | Deviation::TextEncoding => {
            "It was probably cut off or changed when it was pasted. Ask the requester for the complete file."
        }
        Deviation::OtherContent => "It is something else. Ask the requester for the CSR.",
        _ => {
            "Its key cannot be checked, and DigiCert cannot use it. Ask the requester to export and send it again."
        }
    };
    finding(format!("{error} {advice}"), &[Field::EncodedCsr])
}

/// Whether a deviation is in how a value is written only: it leaves no doubt about the key, and DigiCert takes
/// nothing else from a CSR.
fn is_formal(note: &CsrNote) -> bool {
    use Deviation::{
        Base64, BitString, Boolean, Characters, DefaultEncoded, EmptyValue, GeneralName, Length, Null,
        SetOrder, StringType, TextEncoding, Time, UpperBound,
    };
    matches!(
        note.kind,
        Base64
            | BitString
            | Boolean
            | Characters
            | DefaultEncoded
            | EmptyValue
            | GeneralName
            | Length
            | Null
            | SetOrder
            | StringType
            | TextEncoding
            | Time
            | UpperBound
    )
}

fn notes(csr: &Csr, formal: bool) -> Option<String> {
    let notes =
        csr.notes.iter().filter(|note| note.kind != Deviation::PrivateKey && is_formal(note) == formal);
    list(notes.map(|note| note.to_string().trim_end_matches('.').replacen("Expected", "expected", 1)))
}

pub(super) fn unusual(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let notes = notes(csr, false)?;
    finding(
        format!(
            "The CSR can be read, but deviates from the standards: {notes}. DigiCert may reject it; if it does, ask for \
             a CSR from another tool."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn encoding(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let notes = notes(csr, true)?;
    finding(
        format!(
            "The CSR writes some values in another form than the standards require: {notes}. This is harmless: only the \
             key in the CSR is used."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn signature_wrong(context: &Context<'_>, _: &Csr) -> Option<FindingText> {
    if context.self_signature != Some(SelfSignature::Invalid) {
        return None;
    }
    finding(
        "The CSR's self-signature does not verify: there is no proof that the requester has the private key. The CSR \
         was altered, or made without the key. Do not approve it; ask for a new one.",
        &[Field::EncodedCsr],
    )
}

pub(super) fn signature_unchecked(context: &Context<'_>, _: &Csr) -> Option<FindingText> {
    if context.self_signature != Some(SelfSignature::Unsupported) {
        return None;
    }
    finding(
        "The CSR's self-signature uses an algorithm that cannot be checked here. Whether the requester has the private \
         key stays open until DigiCert checks it.",
        &[Field::EncodedCsr],
    )
}

pub(super) fn weak_hash(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let hash = csr.signature_algorithm.hash?;
    if !matches!(hash, Hash::Md2 | Hash::Md4 | Hash::Md5 | Hash::Sha1) {
        return None;
    }
    finding(
        format!(
            "The CSR is signed with {}, for which collisions can be made. Many CAs reject it; ask for a new CSR signed \
             with SHA-256.",
            hash.name()
        ),
        &[Field::EncodedCsr],
    )
}

/// The hash functions that CertView offers, by the vendor's words.
fn offered_hash(requested: &str) -> Option<Hash> {
    [Hash::Sha256, Hash::Sha384, Hash::Sha512]
        .into_iter()
        .find(|hash| hash.name().eq_ignore_ascii_case(requested))
}

pub(super) fn hash_not_offered(context: &Context<'_>) -> Option<FindingText> {
    let requested = context.order.certificate.signature_hash.as_deref()?;
    if offered_hash(requested).is_some() {
        return None;
    }
    finding(
        format!(
            "The requested signature hash is {}. CertView offers SHA-256, SHA-384 and SHA-512, so the request may fail \
             or get another hash. Ask the requester to correct it.",
            quoted(requested)
        ),
        &[Field::SignatureHash],
    )
}

pub(super) fn hash_differs(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let requested = offered_hash(context.order.certificate.signature_hash.as_deref()?)?;
    let own = csr.signature_algorithm.hash.filter(|own| *own != requested)?;
    finding(
        format!(
            "The requested signature hash is {}, and the CSR is signed with {}. The certificate will be signed with the \
             requested one; this matters only if the other was meant.",
            requested.name(),
            own.name()
        ),
        &[Field::SignatureHash, Field::EncodedCsr],
    )
}

pub(super) fn common_name_differs(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let requested = context.order.certificate.common_name.as_deref()?;
    if csr.common_names().any(|own| names::names_match(own, requested)) {
        return None;
    }
    let own = quoted_list(csr.common_names())?;
    finding(
        format!(
            "The requested common name is {}, and the CSR's is {own}. The CSR may have been made for another request. \
             Ask the requester which name is meant.",
            quoted(requested)
        ),
        &[Field::CommonName, Field::EncodedCsr],
    )
}

pub(super) fn several_common_names(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if csr.common_names().count() < 2 {
        return None;
    }
    let names = quoted_list(csr.common_names())?;
    finding(
        format!(
            "The CSR's subject has several common names: {names}. A public certificate has one at most, and DigiCert \
             takes it from the request. Check that the requested common name is the one that is meant."
        ),
        &[Field::CommonName, Field::EncodedCsr],
    )
}

pub(super) fn addresses_as_dns_names(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let addresses = csr.general_names().filter_map(|name| match name {
        GeneralName::DnsName(text) if address::parse(text).is_some() => Some(text.as_str()),
        _ => None,
    });
    let addresses = quoted_list(addresses)?;
    finding(
        format!(
            "The CSR lists IP addresses as DNS names: {addresses}. Browsers do not accept an address in this form. \
             DigiCert takes the names from the request, so check only that the address is requested, if it is needed."
        ),
        &[Field::EncodedCsr],
    )
}

fn has_names(csr: &Csr) -> bool {
    csr.general_names().next().is_some()
}

pub(super) fn without_names(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let requested = &context.order.certificate;
    // A common name on both sides is compared by itself.
    let has_no_name_at_all = csr.common_names().next().is_none() && requested.common_name.is_some();
    if has_names(csr) || (requested.dns_names.is_empty() && !has_no_name_at_all) {
        return None;
    }
    finding(
        "The CSR lists no alternative names. This is usual: the names come from the request alone. Check them there.",
        &[Field::DnsNames, Field::EncodedCsr],
    )
}

pub(super) fn names_not_in_csr(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if !has_names(csr) {
        return None;
    }
    let in_csr = context.every_name.iter().filter(|name| !name.is_requested());
    let in_csr: HashSet<String> =
        in_csr.map(|name| name.comparable.clone()).chain(csr.common_names().map(names::comparable)).collect();
    names::about_names(
        context,
        |name| name.is_requested() && !in_csr.contains(&name.comparable),
        |names| {
            format!(
                "The request contains names that the CSR does not list: {names}. They will be in the certificate, \
                 though the maker of the CSR did not list them. Ask the requester whether they belong there."
            )
        },
    )
}

pub(super) fn names_only_in_csr(context: &Context<'_>, _: &Csr) -> Option<FindingText> {
    // Each name is listed in its first place, which is the request if it is requested at all.
    names::about_names(
        context,
        |name| !name.is_requested(),
        |names| {
            format!(
                "The CSR contains names that are not requested: {names}. They will not be in the certificate: DigiCert \
                 takes the names from the request only. If they are needed, have them requested."
            )
        },
    )
}

pub(super) fn other_kinds_of_names(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let names = csr.general_names().filter_map(|name| match name {
        GeneralName::DnsName(_) | GeneralName::IpAddress(_) => None,
        GeneralName::Rfc822Name(text) | GeneralName::Uri(text) => Some(quoted(text)),
        _ => Some("a name of another kind".to_owned()),
    });
    let names = list(names)?;
    finding(
        format!(
            "The CSR contains names that are neither host names nor addresses: {names}. They will not be in the \
             certificate: server certificates have none. No action is needed."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn names_in_attributes(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let attributes = csr.attributes.iter().filter(|attribute| attribute.oid == ENROLLMENT_NAME_VALUE_PAIR);
    let texts = attributes.flat_map(|attribute| &attribute.values).flat_map(|value| &value.texts);
    let names: Vec<&str> = texts
        .flat_map(|text| text.split('&'))
        .filter_map(|part| part.split_once('=').filter(|(kind, _)| kind.eq_ignore_ascii_case("dns")))
        .map(|(_, name)| name)
        .filter(|name| {
            let is_requested =
                |known: &&names::Name<'_>| known.is_requested() && names::names_match(known.text, name);
            !context.names.iter().any(is_requested)
        })
        .collect();
    let names = quoted_list(names)?;
    finding(
        format!(
            "The CSR contains names in a Microsoft enrollment attribute that are not requested: {names}. Microsoft's CA \
             would put them into a certificate unseen; DigiCert does not. Ask the requester why they are there."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn asks_for_ca(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    csr.extensions.iter().find(|extension| match &extension.value {
        ExtensionValue::BasicConstraints { ca, .. } => *ca,
        ExtensionValue::KeyUsage(uses) => {
            uses.contains(&KeyUsage::KeyCertSign) || uses.contains(&KeyUsage::CrlSign)
        }
        _ => extension.oid == NAME_CONSTRAINTS,
    })?;
    finding(
        "The CSR asks for a CA certificate, which could issue others. A TLS product never gives one. Ask the requester \
         whether this is the right CSR and the right product.",
        &[Field::EncodedCsr],
    )
}

/// The extended key usages that the CSR asks for.
fn key_purposes(csr: &Csr) -> impl Iterator<Item = (&str, &str)> {
    let extensions = csr.extensions.iter().filter_map(|extension| match &extension.value {
        ExtensionValue::ExtendedKeyUsage(purposes) => Some(purposes),
        _ => None,
    });
    extensions.flatten().map(|purpose| (purpose.oid.as_str(), purpose.name.unwrap_or(&purpose.oid)))
}

pub(super) fn asks_for_client_authentication(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    key_purposes(csr).find(|(oid, _)| *oid == CLIENT_AUTH)?;
    finding(
        "The CSR asks for client authentication. Public TLS certificates are for servers: DigiCert has left the usage out by default since 2025-10-01, and removes it entirely on 2027-03-01. If a client uses this certificate (mutual TLS), \
         choose a private product.",
        &[Field::EncodedCsr],
    )
}

pub(super) fn extensions_without_effect(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let purposes = key_purposes(csr)
        .filter(|(oid, _)| ![SERVER_AUTH, CLIENT_AUTH].contains(oid))
        .map(|(_, name)| name.to_owned());
    let extensions = csr.extensions.iter().filter_map(|extension| match extension.value {
        ExtensionValue::TlsFeature(_) | ExtensionValue::CertificatePolicies(_) => {
            Some(extension.name.unwrap_or(&extension.oid).to_owned())
        }
        _ => None,
    });
    let extensions = list(extensions.chain(purposes))?;
    finding(
        format!(
            "The CSR asks for extensions that DigiCert does not take from a CSR: {extensions}. If one of them is needed, \
             such as OCSP must-staple, order it at DigiCert."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn organizational_unit_in_csr(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let requested = &context.order.certificate.organization_units;
    let units = csr.organizational_units().filter(|unit| !requested.iter().any(|known| known == unit));
    let units = quoted_list(units)?;
    finding(
        format!(
            "The CSR contains an organizational unit: {units}. DigiCert does not put it into public certificates. No \
             action is needed."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn country(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let countries = quoted_list(csr.subject_values(COUNTRY).filter(|code| !is_country(code)))?;
    finding(
        format!(
            "The country in the CSR's subject is not a code of ISO 3166-1: {countries}. It does not get into the \
             certificate: DigiCert takes the country of the validated organization. No action is needed."
        ),
        &[Field::EncodedCsr],
    )
}

pub(super) fn challenge_password(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if !csr.has_challenge_password {
        return None;
    }
    finding(
        "The CSR contains a challenge password, which everyone who can read the CSR can read. DigiCert does not need \
         it. If the password is in use elsewhere, change it.",
        &[Field::EncodedCsr],
    )
}
