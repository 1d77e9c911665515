//! The parts of a CSR as text. Pure.

use super::CsrFact;
use super::usual_names::usual_name;
use crate::csr::{Csr, Extension, ExtensionValue, GeneralName, KeyAlgorithm};

/// What a CSR contains, value by value.
pub(super) fn facts(csr: &Csr) -> Vec<CsrFact> {
    let fact = |label: &str, text: String| CsrFact { label: label.to_owned(), oid: None, text };
    let password = if csr.has_challenge_password { "Present" } else { "None" };
    let exponent = match &csr.public_key.algorithm {
        KeyAlgorithm::Rsa { exponent_value: Some(exponent), .. } => format!(", exponent {exponent}"),
        _ => String::new(),
    };
    let mut facts = vec![fact("Public key", format!("{}{exponent}", public_key(csr)))];
    facts.extend(csr.public_key.strength_bits.map(|bits| fact("Key strength", format!("{bits} bits"))));
    facts.push(fact("Signature algorithm", signature_algorithm(csr).to_owned()));
    facts.push(fact("Subject", subject(csr)));
    facts.extend(csr.extensions.iter().map(|extension| CsrFact {
        oid: Some(extension.oid.clone()),
        ..fact(extension_name(extension), extension_value(extension))
    }));
    facts.push(fact("Challenge password", password.to_owned()));
    facts.push(fact("SHA-256 of the CSR", csr.sha256.to_hex()));
    facts.push(fact("SHA-256 of the public key", csr.spki_sha256.to_hex()));
    facts
}

/// "RSA 2048 bits", "EC P-256"
pub(super) fn public_key(csr: &Csr) -> String {
    let key = &csr.public_key;
    let bits = key.bits.map_or_else(String::new, |bits| format!(" {bits} bits"));
    match &key.algorithm {
        KeyAlgorithm::Rsa { .. } => format!("RSA{bits}"),
        KeyAlgorithm::Ec { curve, .. } => {
            format!("EC {}", curve.name.or(curve.oid.as_deref()).unwrap_or("with explicit parameters"))
        }
        KeyAlgorithm::Dsa { .. } => format!("DSA{bits}"),
        _ => usual_name(key.name.unwrap_or(&key.oid)).to_owned(),
    }
}

/// "C=AT, O=Example GmbH, CN=example.com"
fn subject(csr: &Csr) -> String {
    csr.subject
        .iter()
        .map(|attribute| format!("{}={}", attribute.name.unwrap_or(&attribute.oid), attribute.value))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The name or the OID of the signature algorithm.
fn signature_algorithm(csr: &Csr) -> &str {
    usual_name(csr.signature_algorithm.name.unwrap_or(&csr.signature_algorithm.oid))
}

/// The usual name of an extension: "Subject alternative name".
fn extension_name(extension: &Extension) -> &str {
    match extension.name.unwrap_or(&extension.oid) {
        "subjectAltName" => "Subject alternative name",
        "keyUsage" => "Key usage",
        "extKeyUsage" | "extendedKeyUsage" => "Extended key usage",
        "basicConstraints" => "Basic constraints",
        "subjectKeyIdentifier" => "Subject key identifier",
        "certificatePolicies" => "Certificate policies",
        "tlsfeature" | "tlsFeature" => "TLS feature (must-staple)",
        other => usual_name(other),
    }
}

/// The value of an extension.
fn extension_value(extension: &Extension) -> String {
    let join = |texts: Vec<String>| texts.join(", ");
    let text = match &extension.value {
        ExtensionValue::SubjectAltName(names) => join(names.iter().map(general_name).collect()),
        ExtensionValue::KeyUsage(uses) => join(uses.iter().map(|usage| usage.name().to_owned()).collect()),
        ExtensionValue::ExtendedKeyUsage(purposes) => {
            join(purposes.iter().map(|purpose| purpose.name.unwrap_or(&purpose.oid).to_owned()).collect())
        }
        ExtensionValue::BasicConstraints { ca: true, .. } => "CA certificate".to_owned(),
        ExtensionValue::BasicConstraints { .. } => "Not a CA certificate".to_owned(),
        ExtensionValue::SubjectKeyIdentifier(octets) => octets.to_hex(),
        ExtensionValue::CertificatePolicies(policies) => {
            join(policies.iter().map(|policy| policy.oid.clone()).collect())
        }
        ExtensionValue::TlsFeature(features) => join(features.iter().map(ToString::to_string).collect()),
        ExtensionValue::Other { octets, .. } => octets.to_hex(),
    };
    if extension.critical { format!("{text} (critical)") } else { text }
}

fn general_name(name: &GeneralName) -> String {
    match name {
        GeneralName::DnsName(text) => text.clone(),
        GeneralName::IpAddress(text) => format!("IP {text}"),
        GeneralName::Rfc822Name(text) => format!("e-mail {text}"),
        GeneralName::Uri(text) => format!("URI {text}"),
        GeneralName::RegisteredId(oid) => format!("id {oid}"),
        GeneralName::DirectoryName(parts) => {
            let values = parts.iter().map(|part| part.value.as_str()).collect::<Vec<_>>();
            format!("name {}", values.join(", "))
        }
        GeneralName::OtherName { oid, texts, .. } => format!("other {oid} {}", texts.join(" ")),
        GeneralName::X400Address(octets) | GeneralName::EdiPartyName(octets) => octets.to_hex(),
    }
}
