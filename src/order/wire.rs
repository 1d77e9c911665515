//! Decodes the JSON of a response: the vendor's member names, both shapes where two are known, and a note for
//! each unexpected value. Pure.
//!
//! Every member that CertView's page documents or its sample contains is read; all others are kept and reported
//! as unknown. Null, missing and `""` all mean "not reported".

use serde::Serialize;
use zeroize::Zeroize;

use super::json::Json;
use super::private_key::{self, PrivateKey, REDACTED};
use super::{
    Certificate, DecodeError, DigicertId, IntermediateCa, Order, Organization, Renewal, RequestStatus,
    Timestamp, Uuid, Validity,
};

/// An unexpected value. It costs its own field and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// Its path: member names joined by dots, array indices in brackets, such as `certificate.dnsNames[2]`.
    pub path: String,
    /// What is unexpected, as a phrase.
    pub message: String,
    /// The value as JSON on one line, shortened if it is long.
    pub found: String,
}

/// Decodes an order; the tree becomes its `raw`, without any private key.
pub(super) fn order(mut tree: Json) -> Result<Order, DecodeError> {
    let Json::Object(members) = &mut tree else {
        return Err(DecodeError::NotAnObject { found: tree.kind() });
    };
    let private_key_in_csr = redact_csr(members);
    let private_key = take_private_key(members, false);
    let mut notes = Vec::new();
    let mut order = read(&tree, &mut notes)?;
    order.certificate.private_key_in_csr = private_key_in_csr;
    order.certificate.private_key = private_key;
    order.notes = notes;
    order.raw = tree;
    Ok(order)
}

fn read(tree: &Json, notes: &mut Vec<Note>) -> Result<Order, DecodeError> {
    let mut root = Fields::new(String::new(), tree, notes);
    let uuid = match root.get("uuid") {
        Some(Json::Text(text)) => {
            text.parse::<Uuid>().map_err(|_| DecodeError::NoUuid { found: "a string that is not a UUID" })?
        }
        Some(other) => return Err(DecodeError::NoUuid { found: other.kind() }),
        None => return Err(DecodeError::NoUuid { found: "nothing" }),
    };
    let status = root.text("status").map(|word| RequestStatus::from_word(&word));
    let ca_status = root.text("caStatus");
    let requester_user_name = root.text("requesterUserName");
    let approver_user_names = root.texts("approverUserNames");
    let digicert_product_name_id = root.id("digicertProductNameId");
    let digicert_ev_approver_user_ids = root.ids("digicertEVApproverUserIds");
    let created = root.timestamp("created");
    let updated = root.timestamp("updated");
    let flat_organization = root.id("digicertOrganizationId");

    let intermediate_ca = root
        .object("intermediateCA", |ca| IntermediateCa {
            name: ca.text("name"),
            common_name: ca.text("commonName"),
            certhash: ca.text("certhash"),
            serial_number: ca.id("serialNumber").map(|id| id.as_str().to_owned()),
        })
        .unwrap_or_default();
    let certificate = root
        .object("certificate", |fields| {
            fields.known("privateKey");
            let nested = fields.object("csr", |csr| (csr.text("encodedCSR"), csr.boolean("autoGenerateCSR")));
            let (nested_csr, nested_generated) = nested.unwrap_or_default();
            let flat_csr = fields.text("encodedCSR");
            if let (Some(flat), Some(nested)) = (&flat_csr, &nested_csr)
                && flat != nested
            {
                fields.note("csr.encodedCSR", "differs from certificate.encodedCSR, which is used", nested);
            }
            Certificate {
                common_name: fields.text("commonName"),
                dns_names: fields.texts("dnsNames"),
                organization_units: fields.texts("organizationUnits"),
                signature_hash: fields.text("signatureHash"),
                encoded_csr: flat_csr.or(nested_csr),
                auto_generate_csr: fields.boolean("autoGenerateCSR").or(nested_generated),
                private_key_in_csr: false,
                private_key: None,
            }
        })
        .unwrap_or_default();
    let renewal = root.object("renewal", |fields| Renewal {
        digicert_previous_order_id: fields.id("digicertPreviousOrderId"),
        renewal_of_certificate: fields.text("renewalOfCertificate"),
    });
    let validity = root
        .object("validity", |fields| Validity {
            validity_years: fields.count("validityYears"),
            validity_days: fields.count("validityDays"),
            custom_expiration_date: fields.timestamp("customExpirationDate"),
        })
        .unwrap_or_default();
    let digicert_organization = root
        .object("digicertOrganization", |fields| Organization {
            id: fields.id("id").or(flat_organization.clone()),
            name: fields.text("name"),
        })
        .unwrap_or(Organization { id: flat_organization, name: None });
    let unknown = root.unknown_paths();

    Ok(Order {
        uuid,
        status,
        ca_status,
        intermediate_ca,
        approver_user_names,
        requester_user_name,
        certificate,
        renewal,
        validity,
        digicert_organization,
        digicert_product_name_id,
        digicert_ev_approver_user_ids,
        created,
        updated,
        notes: Vec::new(),
        unknown,
        raw: Json::Null,
    })
}

/// Takes private keys out of the text of the CSR, which stays readable beside them. Returns whether there was one.
///
/// Such a key is not offered to the reader as the one that CertView delivers: it is compromised.
fn redact_csr(members: &mut [(String, Json)]) -> bool {
    let mut found = false;
    for (name, value) in members {
        found |= match (name.as_str(), value) {
            ("certificate" | "csr", Json::Object(members)) => redact_csr(members),
            ("encodedCSR", Json::Text(text)) => private_key::redact(text),
            _ => false,
        };
    }
    found
}

/// Takes every private key out of the tree, wherever it is, and returns the first.
///
/// The sample has it at `certificate.privateKey`; where CertView really puts it is not published, so every member
/// named like a private key, and every text that contains one, is taken.
fn take_private_key(members: &mut [(String, Json)], within: bool) -> Option<PrivateKey> {
    let mut first = None;
    for (name, value) in members {
        let named = within || {
            let name: String =
                name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            name.contains("privatekey") && !name.starts_with("has")
        };
        let found = take_from_value(value, named);
        first = first.or(found);
    }
    first
}

fn take_from_value(value: &mut Json, named: bool) -> Option<PrivateKey> {
    match value {
        Json::Text(text) if !text.is_empty() && (named || text.contains(private_key::LABEL)) => {
            let key = PrivateKey::new(text);
            text.zeroize();
            text.push_str(REDACTED);
            Some(key)
        }
        Json::Number(digits) if named => {
            digits.zeroize();
            *value = Json::Text(REDACTED.to_owned());
            None
        }
        Json::Array(items) => {
            let mut first = None;
            for item in items {
                let found = take_from_value(item, named);
                first = first.or(found);
            }
            first
        }
        Json::Object(members) => take_private_key(members, named),
        _ => None,
    }
}

/// The members of one object, read by name; records which names are known.
struct Fields<'a> {
    path: String,
    members: &'a [(String, Json)],
    known: Vec<&'static str>,
    unknown: Vec<String>,
    notes: &'a mut Vec<Note>,
}

impl<'a> Fields<'a> {
    fn new(path: String, value: &'a Json, notes: &'a mut Vec<Note>) -> Self {
        let members = match value {
            Json::Object(members) => members.as_slice(),
            _ => &[],
        };
        Self { path, members, known: Vec::new(), unknown: Vec::new(), notes }
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn known(&mut self, name: &'static str) {
        self.known.push(name);
    }

    /// The reported value of this name: neither missing nor null nor `""`.
    fn get(&mut self, name: &'static str) -> Option<&'a Json> {
        self.known(name);
        let mut found = None;
        for (own, value) in self.members {
            if own == name {
                if let Some(earlier) = found {
                    self.note(name, "appears more than once; the last one is used", earlier);
                }
                found = Some(value);
            }
        }
        found.filter(|value| !matches!(value, Json::Null) && !is_empty_text(value))
    }

    fn note(&mut self, name: &str, message: &str, found: impl Into<Found<'a>>) {
        let path = self.path_of(name);
        self.notes.push(Note { path, message: message.to_owned(), found: found.into().shortened() });
    }

    fn expected(&mut self, name: &str, expected: &str, found: &'a Json) {
        let message = format!("expected {expected}, found {}", found.kind());
        self.note(name, &message, found);
    }

    fn text(&mut self, name: &'static str) -> Option<String> {
        match self.get(name)? {
            Json::Text(text) => Some(text.clone()),
            other => {
                self.expected(name, "a string", other);
                None
            }
        }
    }

    fn boolean(&mut self, name: &'static str) -> Option<bool> {
        match self.get(name)? {
            Json::Bool(value) => Some(*value),
            Json::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Json::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            other => {
                self.expected(name, "true or false", other);
                None
            }
        }
    }

    fn id(&mut self, name: &'static str) -> Option<DigicertId> {
        let value = self.get(name)?;
        let id = value.scalar().map(DigicertId::new);
        if id.is_none() {
            self.expected(name, "an id (a number or a string)", value);
        }
        id
    }

    fn count(&mut self, name: &'static str) -> Option<u32> {
        let value = self.get(name)?;
        let count = value.scalar().and_then(|text| text.parse().ok());
        if count.is_none() {
            self.expected(name, "a whole number from 0", value);
        }
        count
    }

    fn timestamp(&mut self, name: &'static str) -> Option<Timestamp> {
        let value = self.get(name)?;
        let timestamp = value.scalar().and_then(Timestamp::parse);
        if timestamp.is_none() {
            self.expected(name, "a date such as 2020-09-01T08:54:50.473+0000 or epoch milliseconds", value);
        }
        timestamp
    }

    fn texts(&mut self, name: &'static str) -> Vec<String> {
        self.list(name, "a string", |item| match item {
            Json::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    fn ids(&mut self, name: &'static str) -> Vec<DigicertId> {
        self.list(name, "an id (a number or a string)", |item| item.scalar().map(DigicertId::new))
    }

    fn list<T>(&mut self, name: &'static str, item: &str, read: impl Fn(&Json) -> Option<T>) -> Vec<T> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Json::Array(items) = value else {
            self.expected(name, "an array", value);
            return read(value).into_iter().collect();
        };
        let mut list = Vec::with_capacity(items.len());
        for (index, value) in items.iter().enumerate() {
            match (read(value), value) {
                (Some(read), _) => list.push(read),
                (None, Json::Null) => {}
                (None, other) => self.expected(&format!("{name}[{index}]"), item, other),
            }
        }
        list
    }

    /// An object; `None` also if none of its members is reported.
    fn object<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Fields<'_>) -> T) -> Option<T> {
        let value = self.get(name)?;
        let Json::Object(members) = value else {
            self.expected(name, "an object", value);
            return None;
        };
        let is_reported = members.iter().any(|(_, value)| *value != Json::Null && !is_empty_text(value));
        let mut fields = Fields::new(self.path_of(name), value, self.notes);
        let read = read(&mut fields);
        let unknown = fields.unknown_paths();
        self.unknown.extend(unknown);
        is_reported.then_some(read)
    }

    fn unknown_paths(&mut self) -> Vec<String> {
        let mut paths: Vec<String> = self
            .members
            .iter()
            .filter(|(name, _)| !self.known.contains(&name.as_str()))
            .map(|(name, _)| self.path_of(name))
            .collect();
        paths.append(&mut self.unknown);
        paths
    }
}

fn is_empty_text(value: &Json) -> bool {
    matches!(value, Json::Text(text) if text.is_empty())
}

/// The value that a note is about.
enum Found<'a> {
    Value(&'a Json),
    Text(String),
}

impl<'a> From<&'a Json> for Found<'a> {
    fn from(value: &'a Json) -> Self {
        Self::Value(value)
    }
}

impl From<&String> for Found<'_> {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl Found<'_> {
    fn shortened(self) -> String {
        const LONGEST: usize = 120;
        let text = match self {
            Found::Value(value) => value.compact(),
            Found::Text(text) => text,
        };
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }
}
