//! The certificate signing request: what was asked for and what the CSR says, side by side; then the rest of it.

use super::super::state::{CsrState, File, Message};
use super::copy::copy_button;
use super::drawing::Drawing;
use super::facts::ENCODED_CSR;
use super::foreign::{foreign, foreign_block};
use super::icon::{Shape, icon};
use crate::csr::{Csr, Extension, ExtensionValue, GeneralName, KeyAlgorithm, SelfSignature};
use crate::order::Order;
use crate::review::{Comparison, compare};

/// The section of the CSR.
pub fn csr_view(draw: &mut Drawing<'_>, order: &Order, csr: &CsrState) {
    draw.element("section", &[("class", "facts csr"), ("aria-labelledby", "section-csr")], |draw| {
        draw.labelled("h2", &[("id", "section-csr")], "Certificate signing request");
        draw.part(|draw| match csr {
            CsrState::Missing => draw.labelled("p", &[("class", "absent")], "No CSR is reported."),
            CsrState::Refused(error) => {
                draw.element("p", &[("class", "odd")], |draw| draw.own(&error.to_string()))
            }
            CsrState::Decoded(csr, verdict) => decoded(draw, order, csr, *verdict),
        });
        draw.part(|draw| {
            if let Some(text) = &order.certificate.encoded_csr {
                draw.element("dl", &[], |draw| {
                    draw.element("div", &[("class", "fact"), ("tabindex", "-1")], |draw| {
                        let (path, label) = ENCODED_CSR;
                        draw.attribute("data-path", path);
                        draw.attribute("id", path);
                        draw.labelled("dt", &[], label);
                        draw.element("dd", &[], |draw| {
                            foreign_block(draw, text, label);
                            copy_button(draw, text.clone(), label);
                        });
                    });
                });
            }
        });
    });
}

fn decoded(draw: &mut Drawing<'_>, order: &Order, csr: &Csr, verdict: Option<SelfSignature>) {
    draw.element("table", &[("class", "compared")], |draw| {
        draw.element("thead", &[], |draw| {
            draw.element("tr", &[], |draw| {
                draw.labelled("td", &[], "");
                draw.labelled("th", &[("scope", "col")], "Asked for");
                draw.labelled("th", &[("scope", "col")], "In the CSR");
            });
        });
        draw.element("tbody", &[], |draw| {
            for line in compare(order, csr) {
                compared(draw, &line);
            }
        });
    });
    draw.element("dl", &[], |draw| {
        row(draw, "Self-signature", |draw| {
            let (shape, said) = match verdict {
                None => (Shape::Clock, "Being checked…"),
                Some(SelfSignature::Valid) => {
                    (Shape::Check, "Valid: whoever made the CSR had its private key.")
                }
                Some(SelfSignature::Invalid) => {
                    (Shape::Cross, "Wrong: the CSR was altered, or made without its private key.")
                }
                Some(SelfSignature::Unsupported) => (Shape::Question, "Not checkable here."),
            };
            icon(draw, shape);
            draw.text(said);
        });
        value(draw, "Public key", public_key(csr));
        value(
            draw,
            "Signature algorithm",
            csr.signature_algorithm.name.map_or_else(|| csr.signature_algorithm.oid.clone(), str::to_owned),
        );
        let subject: Vec<String> = csr
            .subject
            .iter()
            .map(|part| [part.name.unwrap_or(&part.oid), "=", &part.value].concat())
            .collect();
        value(draw, "Subject", subject.join(", "));
        for extension in &csr.extensions {
            value(draw, extension.name.unwrap_or(&extension.oid), extension_text(extension));
        }
        value(
            draw,
            "Challenge password",
            if csr.has_challenge_password { "Present" } else { "None" }.to_owned(),
        );
        value(draw, "SHA-256 of the CSR", csr.sha256.to_hex());
        value(draw, "SHA-256 of the public key", csr.spki_sha256.to_hex());
        for note in &csr.notes {
            row(draw, "Unusual", |draw| draw.own(&note.to_string()));
        }
    });
    draw.element("p", &[("class", "actions")], |draw| {
        draw.button("Download PEM", false, || Message::Download(File::CsrPem));
        draw.button("Download DER", false, || Message::Download(File::CsrDer));
    });
}

/// One line of the comparison.
fn compared(draw: &mut Drawing<'_>, line: &Comparison) {
    let equal = line.matches;
    draw.element("tr", &[], |draw| {
        draw.attribute("data-equal", if equal { "true" } else { "false" });
        draw.element("th", &[("scope", "row")], |draw| {
            draw.text(line.label);
            draw.element("span", &[("class", "mark")], |draw| {
                icon(draw, if equal { Shape::Check } else { Shape::Warning });
                draw.text(if equal { "equal" } else { "different" });
            });
        });
        for list in [&line.requested, &line.in_csr] {
            draw.element("td", &[], |draw| super::facts::texts_or_absent(draw, list, line.are_names));
        }
    });
}

fn row(draw: &mut Drawing<'_>, label: &str, inside: impl FnOnce(&mut Drawing<'_>)) {
    draw.element("div", &[("class", "fact")], |draw| {
        draw.element("dt", &[], |draw| draw.own(label));
        draw.element("dd", &[], inside);
    });
}

/// How many characters of a value are seen; all are copied.
const LONGEST: usize = 500;

fn value(draw: &mut Drawing<'_>, label: &str, text: String) {
    row(draw, label, |draw| {
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => {
                foreign(draw, text.get(..end).unwrap_or_default());
                draw.own(&["… ", &text.len().to_string(), " characters in all"].concat());
            }
            None => foreign(draw, &text),
        }
        copy_button(draw, text, label);
    });
}

fn public_key(csr: &Csr) -> String {
    let key = &csr.public_key;
    let bits =
        |bits: Option<u32>| bits.map_or_else(String::new, |bits| [" ", &bits.to_string(), " bits"].concat());
    let mut text = match &key.algorithm {
        KeyAlgorithm::Rsa { exponent_value, .. } => {
            let exponent =
                exponent_value.map_or_else(String::new, |value| [", exponent ", &value.to_string()].concat());
            ["RSA", &bits(key.bits), &exponent].concat()
        }
        KeyAlgorithm::Ec { curve, .. } => {
            ["EC ", curve.name.or(curve.oid.as_deref()).unwrap_or("with a curve of its own")].concat()
        }
        KeyAlgorithm::Dsa { .. } => ["DSA", &bits(key.bits)].concat(),
        _ => key.name.unwrap_or(&key.oid).to_owned(),
    };
    if let Some(strength) = key.strength_bits {
        text = [text.as_str(), " (strength ", &strength.to_string(), " bits)"].concat();
    }
    text
}

fn extension_text(extension: &Extension) -> String {
    let mut text = match &extension.value {
        ExtensionValue::SubjectAltName(names) => {
            names.iter().map(general_name).collect::<Vec<_>>().join(", ")
        }
        ExtensionValue::KeyUsage(uses) => {
            uses.iter().map(|usage| usage.name()).collect::<Vec<_>>().join(", ")
        }
        ExtensionValue::ExtendedKeyUsage(purposes) => {
            purposes.iter().map(|purpose| purpose.name.unwrap_or(&purpose.oid)).collect::<Vec<_>>().join(", ")
        }
        ExtensionValue::BasicConstraints { ca, .. } => {
            if *ca { "CA certificate" } else { "No CA certificate" }.to_owned()
        }
        ExtensionValue::SubjectKeyIdentifier(octets) => octets.to_hex(),
        ExtensionValue::CertificatePolicies(policies) => {
            policies.iter().map(|policy| policy.oid.clone()).collect::<Vec<_>>().join(", ")
        }
        ExtensionValue::TlsFeature(features) => {
            features.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        ExtensionValue::Other { octets, .. } => octets.to_hex(),
    };
    if extension.critical {
        text.push_str(" (critical)");
    }
    text
}

fn general_name(name: &GeneralName) -> String {
    match name {
        GeneralName::DnsName(text) => text.clone(),
        GeneralName::IpAddress(text) => ["IP ", text].concat(),
        GeneralName::Rfc822Name(text) => ["e-mail ", text].concat(),
        GeneralName::Uri(text) => ["URI ", text].concat(),
        GeneralName::RegisteredId(oid) => ["id ", oid].concat(),
        GeneralName::DirectoryName(parts) => {
            ["name ", &parts.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join(", ")].concat()
        }
        GeneralName::OtherName { oid, texts, .. } => ["other ", oid, " ", &texts.join(" ")].concat(),
        GeneralName::X400Address(octets) | GeneralName::EdiPartyName(octets) => octets.to_hex(),
    }
}
