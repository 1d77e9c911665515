//! The fields of a response, by name: a finding, a comparison and a page name the same field by the same value. Pure.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// `Variant: "path", "label";` for each field: the enum, its list, and both texts from one table.
macro_rules! fields {
    ($($(#[$documentation:meta])* $variant:ident: $path:literal, $label:literal;)*) => {
        /// A documented field of a certificate request. Serialises as its path.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$documentation])* $variant,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Field] = &[$(Field::$variant),*];

            /// Where the field is in an [`Order`](super::Order), such as `certificate.commonName`.
            #[must_use]
            pub fn path(self) -> &'static str {
                match self {
                    $(Field::$variant => $path,)*
                }
            }

            /// The field's name as people read it, such as "Common name".
            #[must_use]
            pub fn label(self) -> &'static str {
                match self {
                    $(Field::$variant => $label,)*
                }
            }
        }
    };
}

fields! {
    /// The request's id.
    Uuid: "uuid", "UUID";
    /// The status in CertView.
    Status: "status", "Status";
    /// The status at the CA.
    CaStatus: "caStatus", "CA status";
    /// The requested common name.
    CommonName: "certificate.commonName", "Common name";
    /// The requested further names.
    DnsNames: "certificate.dnsNames", "DNS names";
    /// The requested organizational units.
    OrganizationUnits: "certificate.organizationUnits", "Organization units";
    /// The hash function requested for the CA's signature.
    SignatureHash: "certificate.signatureHash", "Signature hash";
    /// The CSR as text.
    EncodedCsr: "certificate.encodedCSR", "Encoded CSR";
    /// Whether Qualys generates the CSR.
    AutoGenerateCsr: "certificate.autoGenerateCSR", "Auto-generated CSR";
    /// The private key.
    PrivateKey: "certificate.privateKey", "Private key";
    /// The validity in years.
    ValidityYears: "validity.validityYears", "Validity years";
    /// The validity in days.
    ValidityDays: "validity.validityDays", "Validity days";
    /// The requested end of the validity.
    CustomExpirationDate: "validity.customExpirationDate", "Custom expiration date";
    /// The name of the issuing CA.
    IntermediateCaName: "intermediateCA.name", "Intermediate CA";
    /// The common name of the issuing CA's certificate.
    IntermediateCaCommonName: "intermediateCA.commonName", "Intermediate CA common name";
    /// The hash of the issuing CA's certificate.
    IntermediateCaCerthash: "intermediateCA.certhash", "Certificate hash";
    /// The serial number of the issuing CA's certificate.
    IntermediateCaSerialNumber: "intermediateCA.serialNumber", "Serial number";
    /// DigiCert's product.
    ProductNameId: "digicertProductNameId", "Product name id";
    /// The organization's id at DigiCert.
    OrganizationId: "digicertOrganization.id", "Organization id";
    /// The organization's name.
    OrganizationName: "digicertOrganization.name", "Organization";
    /// The EV approvers at DigiCert.
    EvApproverUserIds: "digicertEVApproverUserIds", "EV approver user ids";
    /// The requester.
    RequesterUserName: "requesterUserName", "Requester";
    /// The approvers in CertView.
    ApproverUserNames: "approverUserNames", "Approvers";
    /// The DigiCert order that is renewed.
    PreviousOrderId: "renewal.digicertPreviousOrderId", "DigiCert previous order id";
    /// The hash of the certificate that is renewed.
    RenewalOfCertificate: "renewal.renewalOfCertificate", "Renewal of certificate";
    /// When the request was created.
    Created: "created", "Created";
    /// When the request last changed.
    Updated: "updated", "Updated";
}

impl Field {
    /// The field at a path of a response. The second form of the fields that the vendor documents in two forms is
    /// accepted too, such as `certificate.csr.encodedCSR`.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        match path {
            "certificate.csr.encodedCSR" => Some(Self::EncodedCsr),
            "certificate.csr.autoGenerateCSR" => Some(Self::AutoGenerateCsr),
            "digicertOrganizationId" => Some(Self::OrganizationId),
            _ => Self::ALL.iter().copied().find(|field| field.path() == path),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

/// From its path.
impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        Self::from_path(&path).ok_or_else(|| de::Error::custom("no such field"))
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.path())
    }
}
