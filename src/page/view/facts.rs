//! The facts of a request, in sections: which value stands under which label is data, and one component draws it.

use super::super::document;
use super::super::state::{File, Message, OrderState};
use super::copy::copy_button;
use super::drawing::Drawing;
use super::foreign::{foreign, foreign_code, name};
use super::moment::moment_and_age;
use crate::order::{DigicertId, Order, Timestamp};

/// A section of facts: its heading, and what stands under it.
pub type Section = (&'static str, &'static [Fact]);

/// One fact.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// The vendor's word for it, spelled out.
    pub label: &'static str,
    /// Where it stands in the response.
    pub path: &'static str,
    /// What was reported.
    pub value: fn(&Order) -> Value,
}

/// What was reported.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: missing, null or `""`.
    NotReported,
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A point in time.
    Time(Timestamp),
    /// Something that is not put into the page, and why.
    Masked(&'static str),
}

const fn fact(label: &'static str, path: &'static str, value: fn(&Order) -> Value) -> Fact {
    Fact { label, path, value }
}

const COMMON_NAME: &str = "certificate.commonName";
const DNS_NAMES: &str = "certificate.dnsNames";

/// Every fact of a request, by section.
pub const SECTIONS: &[Section] = &[
    (
        "Certificate",
        &[
            fact("Common name", COMMON_NAME, |o| text(o.certificate.common_name.as_deref())),
            fact("DNS names", DNS_NAMES, |o| texts(&o.certificate.dns_names)),
            fact("Organization units", "certificate.organizationUnits", |o| {
                texts(&o.certificate.organization_units)
            }),
            fact("Signature hash", "certificate.signatureHash", |o| {
                text(o.certificate.signature_hash.as_deref())
            }),
            fact("Auto-generated CSR", "certificate.autoGenerateCSR", |o| {
                text(o.certificate.auto_generate_csr.map(|yes| if yes { "Yes, by Qualys" } else { "No" }))
            }),
            fact("Private key", "certificate.privateKey", |o| match &o.certificate.private_key {
                Some(_) => Value::Masked(
                    "Delivered with this response; it is no part of this page. Whoever has it can pose as the \
                         certificate's owner.",
                ),
                None => Value::NotReported,
            }),
        ],
    ),
    (
        "Validity",
        &[
            fact("Validity years", "validity.validityYears", |o| count(o.validity.validity_years, " year")),
            fact("Validity days", "validity.validityDays", |o| count(o.validity.validity_days, " day")),
            fact("Custom expiration date", "validity.customExpirationDate", |o| {
                time(o.validity.custom_expiration_date)
            }),
        ],
    ),
    (
        "Issuer",
        &[
            fact("Intermediate CA", "intermediateCA.name", |o| {
                let ca = &o.intermediate_ca;
                text(ca.name.as_deref().or(ca.common_name.as_deref()))
            }),
            fact("Certificate hash", "intermediateCA.certhash", |o| {
                text(o.intermediate_ca.certhash.as_deref())
            }),
            fact("Serial number", "intermediateCA.serialNumber", |o| {
                text(o.intermediate_ca.serial_number.as_deref())
            }),
        ],
    ),
    (
        "DigiCert",
        &[
            fact("Product name id", "digicertProductNameId", |o| id(&o.digicert_product_name_id)),
            fact("Organization id", "digicertOrganization.id", |o| id(&o.digicert_organization.id)),
            fact("Organization", "digicertOrganization.name", |o| {
                text(o.digicert_organization.name.as_deref())
            }),
            fact("EV approver user ids", "digicertEVApproverUserIds", |o| {
                texts(&o.digicert_ev_approver_user_ids.iter().map(ToString::to_string).collect::<Vec<_>>())
            }),
            fact("CA status", "caStatus", |o| text(o.ca_status.as_deref())),
        ],
    ),
    (
        "People",
        &[
            fact("Requester", "requesterUserName", |o| text(o.requester_user_name.as_deref())),
            fact("Approvers", "approverUserNames", |o| texts(&o.approver_user_names)),
        ],
    ),
    (
        "Renewal",
        &[
            fact("DigiCert previous order id", "renewal.digicertPreviousOrderId", |o| {
                o.renewal
                    .as_ref()
                    .map_or(Value::NotReported, |renewal| id(&renewal.digicert_previous_order_id))
            }),
            fact("Renewal of certificate", "renewal.renewalOfCertificate", |o| {
                text(o.renewal.as_ref().and_then(|renewal| renewal.renewal_of_certificate.as_deref()))
            }),
        ],
    ),
    (
        "Request",
        &[
            fact("UUID", "uuid", |o| Value::Text(o.uuid.to_string())),
            fact("Created", "created", |o| time(o.created)),
            fact("Updated", "updated", |o| time(o.updated)),
        ],
    ),
];

/// The label of the fact at this path, where the page has one: its row has the path as its id.
pub(super) fn label_of(path: &str) -> Option<&'static str> {
    if path == ENCODED_CSR.0 {
        return Some(ENCODED_CSR.1);
    }
    SECTIONS.iter().flat_map(|(_, facts)| facts.iter()).find(|fact| fact.path == path).map(|fact| fact.label)
}

/// Path and label of the one fact that stands with the CSR and not in the sections.
pub(super) const ENCODED_CSR: (&str, &str) = ("certificate.encodedCSR", "Encoded CSR");

fn text(text: Option<&str>) -> Value {
    text.map_or(Value::NotReported, |text| Value::Text(text.to_owned()))
}

fn texts(list: &[String]) -> Value {
    if list.is_empty() { Value::NotReported } else { Value::Texts(list.to_vec()) }
}

fn id(id: &Option<DigicertId>) -> Value {
    text(id.as_ref().map(DigicertId::as_str))
}

fn time(at: Option<Timestamp>) -> Value {
    at.map_or(Value::NotReported, Value::Time)
}

fn count(count: Option<u32>, unit: &str) -> Value {
    count.map_or(Value::NotReported, |count| {
        Value::Text([count.to_string().as_str(), unit, if count == 1 { "" } else { "s" }].concat())
    })
}

/// How many of a long list are seen at once.
const SHOWN: usize = 25;

/// One section of facts.
pub fn facts_view(draw: &mut Drawing<'_>, section: &Section, order: &Order, state: &OrderState) {
    let (title, facts) = section;
    let id = ["section-", &title.to_ascii_lowercase().replace(' ', "-")].concat();
    draw.element("section", &[("class", "facts")], |draw| {
        draw.attribute("aria-labelledby", &id);
        draw.element("h2", &[], |draw| {
            draw.attribute("id", &id);
            draw.text(title);
        });
        draw.element("dl", &[], |draw| {
            for fact in *facts {
                draw.element("div", &[("class", "fact"), ("tabindex", "-1")], |draw| {
                    draw.attribute("data-path", fact.path);
                    draw.attribute("id", fact.path);
                    let is_changed = state.changed.contains(&fact.label);
                    draw.element("dt", &[], |draw| {
                        draw.text(fact.label);
                        if is_changed {
                            draw.labelled("span", &[("class", "changed")], " changed");
                        }
                    });
                    draw.element("dd", &[], |draw| value_view(draw, fact, order, state));
                });
            }
        });
    });
}

fn value_view(draw: &mut Drawing<'_>, fact: &Fact, order: &Order, state: &OrderState) {
    let is_names = matches!(fact.path, COMMON_NAME | DNS_NAMES);
    let copied = match (fact.value)(order) {
        Value::NotReported => {
            match order.note_at(fact.path) {
                Some(note) => {
                    draw.labelled("span", &[("class", "odd")], "Not readable, came as ");
                    foreign_code(draw, &note.found);
                }
                None => absent(draw),
            }
            return;
        }
        Value::Masked(why) => {
            draw.labelled("span", &[("class", "masked"), ("aria-hidden", "true")], "••••••••");
            draw.text(why);
            draw.element("p", &[("class", "actions")], |draw| {
                draw.button("Save private key as a file", false, || Message::Download(File::PrivateKey));
            });
            return;
        }
        Value::Text(text) => {
            if is_names {
                name(draw, &text)
            } else {
                foreign(draw, &text)
            }
            text
        }
        Value::Texts(texts) => {
            if fact.path == DNS_NAMES && texts.len() > SHOWN {
                many_names(draw, &texts, state);
            } else {
                texts_view(draw, &texts, is_names);
            }
            texts.join("\n")
        }
        Value::Time(at) => {
            moment_and_age(draw, at);
            at.to_string()
        }
    };
    copy_button(draw, copied, fact.label);
}

fn absent(draw: &mut Drawing<'_>) {
    draw.labelled("span", &[("class", "absent")], "Not reported");
}

/// Several texts, or that there are none.
pub(super) fn texts_or_absent(draw: &mut Drawing<'_>, texts: &[String], are_names: bool) {
    if texts.is_empty() {
        absent(draw);
    } else {
        texts_view(draw, texts, are_names);
    }
}

/// The first of several texts, and how many more there are.
fn texts_view(draw: &mut Drawing<'_>, texts: &[String], are_names: bool) {
    list(draw, texts.iter().take(SHOWN), are_names);
    if let Some(more @ 1..) = texts.len().checked_sub(SHOWN) {
        draw.element("p", &[("class", "hint")], |draw| {
            draw.own(&["and ", &more.to_string(), " more"].concat())
        });
    }
}

/// More names than can be seen at once: a field to look for some, and a button for more.
fn many_names(draw: &mut Drawing<'_>, names: &[String], state: &OrderState) {
    draw.element("input", &[("id", "find-name"), ("type", "search"), ("autocomplete", "off")], |draw| {
        draw.attribute("aria-label", "Find a name");
        draw.attribute("placeholder", "Find a name");
        draw.on_input(|| Message::FindName(document::field("find-name")));
    });
    let wanted = state.names_query.trim().to_ascii_lowercase();
    let found =
        || names.iter().filter(|name| wanted.is_empty() || name.to_ascii_lowercase().contains(&wanted));
    let (count, most) = (found().count(), SHOWN + state.more_names);
    draw.element("p", &[("class", "hint"), ("role", "status")], |draw| {
        let shown = count.min(most).to_string();
        draw.own(&[&shown, " of ", &count.to_string(), " names shown"].concat());
    });
    list(draw, found().take(most), true);
    draw.part(|draw| {
        if count > most {
            draw.button("Show more names", false, || Message::MoreNames);
        }
    });
}

fn list<'t>(draw: &mut Drawing<'_>, texts: impl Iterator<Item = &'t String>, are_names: bool) {
    draw.element("ul", &[("class", "texts")], |draw| {
        for text in texts {
            draw.element("li", &[], |draw| if are_names { name(draw, text) } else { foreign(draw, text) });
        }
    });
}
