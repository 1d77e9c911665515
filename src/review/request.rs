//! Rules about the CSR: whether it can be read, and whether it asks for what the order asks for. Pure.

use std::collections::HashSet;

use super::names::{self, Name};
use super::words::{List, listed, quoted, said};
use super::{Context, CsrInput, FindingText};
use crate::csr::{Csr, CsrError, Deviation, ExtensionValue, GeneralName, Hash, KeyUsage, SelfSignature};
use crate::order::Field;

fn is_generated(context: &Context<'_>) -> bool {
    context.order.certificate.auto_generate_csr == Some(true)
}

pub(super) fn missing(context: &Context<'_>) -> Option<FindingText> {
    if is_generated(context) || !matches!(context.csr, CsrInput::Missing) {
        return None;
    }
    said(
        &[
            "There is no certificate request (CSR), so no key that the certificate could be for. Ask the requester \
           for one.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn to_be_generated(context: &Context<'_>) -> Option<FindingText> {
    if !is_generated(context) || !matches!(context.csr, CsrInput::Missing) {
        return None;
    }
    said(
        &[
            "There is no certificate request (CSR) yet: Qualys is to make it, and the private key with it. There is \
           no key to be checked here.",
        ],
        &[Field::EncodedCsr, Field::AutoGenerateCsr],
    )
}

fn refused<'a>(context: &Context<'a>, is_placeholder: bool) -> Option<&'a CsrError> {
    match context.csr {
        CsrInput::Unreadable(error) if (error.kind == Deviation::Placeholder) == is_placeholder => {
            Some(error)
        }
        _ => None,
    }
}

pub(super) fn placeholder(context: &Context<'_>) -> Option<FindingText> {
    refused(context, true)?;
    said(
        &["The word “string” stands where the certificate request (CSR) should: somebody sent the \
           documentation's example unchanged. Ask the requester for the real one."],
        &[Field::EncodedCsr],
    )
}

pub(super) fn unreadable(context: &Context<'_>) -> Option<FindingText> {
    let error = refused(context, false)?;
    said(
        &[
            &error.to_string(),
            " No authority can use it, and nobody can see what key it is for. Ask the requester to send it again, whole.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn unusual(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let mut notes = List::default();
    for note in &csr.notes {
        notes.push(note.to_string().trim_end_matches('.'));
    }
    said(
        &[
            "The CSR can be read, but is not written as the standards ask: ",
            &notes.finish()?,
            ". An authority may refuse it; if it does, have it made again with another tool.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn signature_wrong(context: &Context<'_>, _: &Csr) -> Option<FindingText> {
    if context.self_signature != Some(SelfSignature::Invalid) {
        return None;
    }
    said(
        &[
            "The CSR's signature over itself is wrong: it was altered after it was made, or made by somebody who does \
           not have the private key. Do not approve it; ask for a new one.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn signature_unchecked(context: &Context<'_>, _: &Csr) -> Option<FindingText> {
    if context.self_signature != Some(SelfSignature::Unsupported) {
        return None;
    }
    said(
        &[
            "The CSR's signature over itself uses an algorithm that cannot be checked here. Whether the requester has \
           the private key stays open; the authority checks it.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn weak_hash(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let hash = csr.signature_algorithm.hash?;
    if !matches!(hash, Hash::Md2 | Hash::Md4 | Hash::Md5 | Hash::Sha1) {
        return None;
    }
    said(
        &[
            "The CSR is signed with ",
            hash.name(),
            ", which can be forged. Many authorities refuse such a CSR; have it made again with SHA-256.",
        ],
        &[Field::EncodedCsr],
    )
}

/// The words of the vendor for the hash functions it offers.
fn offered(asked: &str) -> Option<Hash> {
    [Hash::Sha256, Hash::Sha384, Hash::Sha512]
        .into_iter()
        .find(|hash| hash.name().eq_ignore_ascii_case(asked))
}

pub(super) fn hash_not_offered(context: &Context<'_>) -> Option<FindingText> {
    let asked = context.order.certificate.signature_hash.as_deref()?;
    if offered(asked).is_some() {
        return None;
    }
    said(
        &[
            "The signature hash asked for is ",
            &quoted(asked),
            ": CertView knows SHA-256, SHA-384 and SHA-512. The request will fail, or get another hash.",
        ],
        &[Field::SignatureHash],
    )
}

pub(super) fn hash_differs(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let asked = offered(context.order.certificate.signature_hash.as_deref()?)?;
    let own = csr.signature_algorithm.hash.filter(|own| *own != asked)?;
    said(
        &[
            "The certificate is asked for with ",
            asked.name(),
            ", and the CSR is signed with ",
            own.name(),
            ". The certificate's hash is the one asked for; the difference matters only if the requester meant the \
             CSR's.",
        ],
        &[Field::SignatureHash, Field::EncodedCsr],
    )
}

pub(super) fn common_name_differs(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let asked = context.order.certificate.common_name.as_deref()?;
    if csr.common_names().any(|own| names::names_match(own, asked)) {
        return None;
    }
    let own = listed(&mut csr.common_names())?;
    said(
        &[
            "The common name asked for is ",
            &quoted(asked),
            "; the CSR says ",
            &own,
            ". The CSR may have been made for another request: ask the requester which is meant.",
        ],
        &[Field::CommonName, Field::EncodedCsr],
    )
}

fn has_names(csr: &Csr) -> bool {
    csr.general_names().next().is_some()
}

pub(super) fn without_names(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if has_names(csr) || context.order.certificate.dns_names.is_empty() {
        return None;
    }
    said(
        &[
            "The CSR lists no alternative names, so the names come from the request alone. That is usual; check them \
           there.",
        ],
        &[Field::DnsNames, Field::EncodedCsr],
    )
}

pub(super) fn names_not_in_csr(context: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if !has_names(csr) {
        return None;
    }
    let mut in_csr = HashSet::new();
    for name in context.every_name {
        if name.field == Field::EncodedCsr {
            in_csr.insert(name.plain.as_str());
        }
    }
    let common_name = csr.common_names().next().map(names::comparable);
    if let Some(name) = &common_name {
        in_csr.insert(name.as_str());
    }
    let is_missing =
        |name: &Name<'_>| name.field != Field::EncodedCsr && !in_csr.contains(name.plain.as_str());
    names::found(
        context,
        &is_missing,
        "Asked for, but not in the CSR: ",
        ". The certificate would be for names the CSR's maker did not list; ask the requester whether they belong.",
    )
}

pub(super) fn names_only_in_csr(context: &Context<'_>, _: &Csr) -> Option<FindingText> {
    // Each name stands once, first where it is asked for.
    names::found(
        context,
        &|name| name.field == Field::EncodedCsr,
        "In the CSR, but not asked for: ",
        ". An authority that takes the names from the CSR would certify them with your approval; ask the requester \
         whether they belong.",
    )
}

pub(super) fn other_kinds_of_names(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    let mut kinds = List::default();
    for name in csr.general_names() {
        match name {
            GeneralName::DnsName(_) | GeneralName::IpAddress(_) => {}
            GeneralName::Rfc822Name(address) => kinds.push(&quoted(address)),
            GeneralName::Uri(uri) => kinds.push(&quoted(uri)),
            _ => kinds.push("a name of another kind"),
        }
    }
    said(
        &[
            "The CSR asks for names that are neither host names nor addresses: ",
            &kinds.finish()?,
            ". A public authority leaves them out or refuses the CSR.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn asks_for_ca(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    csr.extensions.iter().find(|extension| match &extension.value {
        ExtensionValue::BasicConstraints { ca, .. } => *ca,
        ExtensionValue::KeyUsage(uses) => uses.contains(&KeyUsage::KeyCertSign),
        _ => false,
    })?;
    said(
        &[
            "The CSR asks for a certificate that may issue others (a CA certificate). A server needs none, and it \
           could vouch for any name: ask the requester why.",
        ],
        &[Field::EncodedCsr],
    )
}

pub(super) fn challenge_password(_: &Context<'_>, csr: &Csr) -> Option<FindingText> {
    if !csr.has_challenge_password {
        return None;
    }
    said(
        &[
            "The CSR holds a challenge password, which everybody who can read the CSR can read. DigiCert does not \
           need it; if it is in use elsewhere, it should be changed.",
        ],
        &[Field::EncodedCsr],
    )
}
