//! The value of each field of a request, and in which section it stands. Pure.

use crate::order::{DigicertId, Field, Order, RequestStatus, Timestamp};

/// A section of fields.
#[derive(Debug, PartialEq)]
pub(super) struct FieldSection {
    /// The id that links jump to.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) fields: &'static [Field],
}

/// Every field of a request but the encoded CSR, which stands with the decoded one.
pub(super) const FIELD_SECTIONS: &[FieldSection] = &[
    FieldSection {
        id: "certificate",
        title: "Certificate",
        fields: &[
            Field::CommonName,
            Field::DnsNames,
            Field::OrganizationUnits,
            Field::SignatureHash,
            Field::AutoGenerateCsr,
            Field::PrivateKey,
        ],
    },
    FieldSection {
        id: "validity",
        title: "Validity",
        fields: &[Field::ValidityYears, Field::ValidityDays, Field::CustomExpirationDate],
    },
    FieldSection {
        id: "issuer",
        title: "Issuer",
        fields: &[
            Field::IntermediateCaName,
            Field::IntermediateCaCommonName,
            Field::IntermediateCaCerthash,
            Field::IntermediateCaSerialNumber,
        ],
    },
    FieldSection {
        id: "digicert",
        title: "DigiCert",
        fields: &[
            Field::ProductNameId,
            Field::OrganizationId,
            Field::OrganizationName,
            Field::EvApproverUserIds,
            Field::CaStatus,
        ],
    },
    FieldSection {
        id: "people",
        title: "People and dates",
        fields: &[
            Field::RequesterUserName,
            Field::ApproverUserNames,
            Field::Status,
            Field::Created,
            Field::Updated,
            Field::Uuid,
        ],
    },
    FieldSection {
        id: "renewal",
        title: "Renewal",
        fields: &[Field::PreviousOrderId, Field::RenewalOfCertificate],
    },
];

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FieldValue {
    /// Missing, null or empty.
    NotReported,
    /// A text.
    Text(String),
    /// An identifier or a hash, shown in monospace.
    Code(String),
    /// A host name.
    Name(String),
    /// Host names.
    Names(Vec<String>),
    /// Several texts.
    Texts(Vec<String>),
    /// A point in time.
    Time(Timestamp),
    /// A value that does not enter the page.
    Secret,
}

/// The value of a field of this request.
pub(super) fn field_value(order: &Order, field: Field) -> FieldValue {
    let certificate = &order.certificate;
    let ca = &order.intermediate_ca;
    let renewal = order.renewal.as_ref();
    match field {
        Field::Uuid => FieldValue::Code(order.uuid.to_string()),
        Field::Status => text(order.status.as_ref().map(RequestStatus::label)),
        Field::CaStatus => text(order.ca_status.as_deref()),
        Field::CommonName => reported(certificate.common_name.clone(), FieldValue::Name),
        Field::DnsNames => list(&certificate.dns_names, FieldValue::Names),
        Field::OrganizationUnits => list(&certificate.organization_units, FieldValue::Texts),
        Field::SignatureHash => text(certificate.signature_hash.as_deref()),
        Field::EncodedCsr => code(certificate.encoded_csr.as_deref()),
        Field::AutoGenerateCsr => {
            text(certificate.auto_generate_csr.map(|yes| if yes { "Yes, by Qualys" } else { "No" }))
        }
        Field::PrivateKey => reported(certificate.private_key.as_ref(), |_| FieldValue::Secret),
        Field::ValidityYears => count(order.validity.validity_years, "year"),
        Field::ValidityDays => count(order.validity.validity_days, "day"),
        Field::CustomExpirationDate => reported(order.validity.custom_expiration_date, FieldValue::Time),
        Field::IntermediateCaName => text(ca.name.as_deref()),
        Field::IntermediateCaCommonName => text(ca.common_name.as_deref()),
        Field::IntermediateCaCerthash => code(ca.certhash.as_deref()),
        Field::IntermediateCaSerialNumber => code(ca.serial_number.as_deref()),
        Field::ProductNameId => code(order.digicert_product_name_id.as_ref().map(DigicertId::as_str)),
        Field::OrganizationId => code(order.digicert_organization.id.as_ref().map(DigicertId::as_str)),
        Field::OrganizationName => text(order.digicert_organization.name.as_deref()),
        Field::EvApproverUserIds => {
            let ids: Vec<String> =
                order.digicert_ev_approver_user_ids.iter().map(ToString::to_string).collect();
            list(&ids, FieldValue::Texts)
        }
        Field::RequesterUserName => text(order.requester_user_name.as_deref()),
        Field::ApproverUserNames => list(&order.approver_user_names, FieldValue::Texts),
        Field::PreviousOrderId => code(
            renewal.and_then(|renewal| renewal.digicert_previous_order_id.as_ref()).map(DigicertId::as_str),
        ),
        Field::RenewalOfCertificate => {
            code(renewal.and_then(|renewal| renewal.renewal_of_certificate.as_deref()))
        }
        Field::Created => reported(order.created, FieldValue::Time),
        Field::Updated => reported(order.updated, FieldValue::Time),
    }
}

impl FieldValue {
    /// The text that is copied; none for what is not reported or not shown.
    pub(super) fn copied(&self) -> Option<String> {
        match self {
            Self::NotReported | Self::Secret => None,
            Self::Text(text) | Self::Code(text) | Self::Name(text) => Some(text.clone()),
            Self::Names(texts) | Self::Texts(texts) => Some(texts.join("\n")),
            Self::Time(at) => Some(at.to_string()),
        }
    }
}

/// The fields whose values differ.
pub(in crate::page) fn changed_fields(before: &Order, after: &Order) -> Vec<Field> {
    Field::ALL
        .iter()
        .copied()
        .filter(|field| field_value(before, *field) != field_value(after, *field))
        .collect()
}

fn reported<T>(value: Option<T>, to_value: impl FnOnce(T) -> FieldValue) -> FieldValue {
    value.map_or(FieldValue::NotReported, to_value)
}

fn text(text: Option<&str>) -> FieldValue {
    reported(text, |text| FieldValue::Text(text.to_owned()))
}

fn code(text: Option<&str>) -> FieldValue {
    reported(text, |text| FieldValue::Code(text.to_owned()))
}

fn list(list: &[String], to_value: impl FnOnce(Vec<String>) -> FieldValue) -> FieldValue {
    if list.is_empty() { FieldValue::NotReported } else { to_value(list.to_vec()) }
}

/// "1 year", "30 days".
pub(super) fn counted(count: u32, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn count(value: Option<u32>, unit: &str) -> FieldValue {
    reported(value, |value| FieldValue::Text(counted(value, unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_one_row() {
        for field in Field::ALL {
            let rows =
                FIELD_SECTIONS.iter().flat_map(|section| section.fields).filter(|row| *row == field).count();
            assert_eq!(rows, usize::from(*field != Field::EncodedCsr), "{field:?}");
        }
    }
}
