//! OBJECT IDENTIFIERs: their encoding checked, written with dots, and named if a CSR may use them. Pure.

use std::fmt::Write;

use super::der::{Element, Reader, tag};
use super::error::{CsrError, Deviation};

/// No registered identifier comes near this length; writing one with dots takes time that grows with its square.
const MAX_LENGTH: usize = 128;

/// A decoded identifier.
#[derive(Clone)]
pub(super) struct Oid {
    /// With dots.
    pub(super) text: String,
    /// Which of the known ones it is.
    pub(super) known: Known,
    /// Its name in the RFC that defines it.
    pub(super) name: Option<&'static str>,
}

impl Reader<'_> {
    /// The next element, which must be an OBJECT IDENTIFIER.
    pub(super) fn object_identifier(&mut self, expected: &'static str) -> Result<Oid, CsrError> {
        self.take(tag::OBJECT_IDENTIFIER, expected)?.object_identifier()
    }
}

impl<'a> Element<'a> {
    /// An OBJECT IDENTIFIER under any tag.
    pub(super) fn object_identifier(&self) -> Result<Oid, CsrError> {
        let text = dotted(self.arcs()?);
        let (known, name) = Known::from_dotted(&text);
        Ok(Oid { text, known, name })
    }

    /// The contents: whole arcs, each in its shortest form (X.690, 8.19.2).
    pub(super) fn arcs(&self) -> Result<&'a [u8], CsrError> {
        let contents = self.contents();
        let ends = contents.last().is_some_and(|last| last & 0x80 == 0);
        let starts = std::iter::once(&0).chain(contents);
        let is_padded = starts.zip(contents).any(|(before, first)| before & 0x80 == 0 && *first == 0x80);
        if !ends || is_padded {
            let expected = "whole arcs, each in its shortest form";
            return Err(self.contents_error(Deviation::ObjectIdentifier, expected));
        }
        if contents.len() > MAX_LENGTH {
            let expected = "an OBJECT IDENTIFIER of at most 128 octets";
            return Err(self.error(Deviation::TooLarge, expected));
        }
        Ok(contents)
    }
}

/// The base of the numbers that arcs are converted in: nine decimal digits.
const BASE: u64 = 1_000_000_000;

/// The dotted form of a checked encoding, for arcs of any size (X.660 sets no limit; UUID arcs have 128 bits).
fn dotted(encoding: &[u8]) -> String {
    let mut text = String::new();
    // The arc that is being read, the lowest nine digits first.
    let mut arc: Vec<u64> = Vec::new();
    for &octet in encoding {
        let mut carry = u64::from(octet & 0x7f);
        for limb in &mut arc {
            let value = *limb * 128 + carry;
            (*limb, carry) = (value % BASE, value / BASE);
        }
        if carry > 0 {
            arc.push(carry);
        }
        if octet & 0x80 != 0 {
            continue;
        }
        if text.is_empty() {
            text.push(split_first_arc(&mut arc));
        }
        let (highest, lower) = arc.split_last().unwrap_or((&0, &[]));
        // Writing to a String cannot fail.
        let _ = write!(text, ".{highest}");
        for limb in lower.iter().rev() {
            let _ = write!(text, "{limb:09}");
        }
        arc.clear();
    }
    text
}

/// The first two arcs share one number: 40 times the first, which is at most 2, plus the second (X.690, 8.19.4).
/// Subtracts the first from the number and returns it.
fn split_first_arc(number: &mut Vec<u64>) -> char {
    let (first, mut borrow) = match number.as_slice() {
        [] | [0..40] => ('0', 0),
        [40..80] => ('1', 40),
        _ => ('2', 80),
    };
    for limb in number.iter_mut() {
        (*limb, borrow) = if *limb >= borrow { (*limb - borrow, 0) } else { (*limb + BASE - borrow, 1) };
    }
    while number.last() == Some(&0) {
        number.pop();
    }
    first
}

macro_rules! known {
    ($($known:ident $oid:literal $name:literal;)*) => {
        /// An identifier that this decoder knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Known { $($known,)* None }

        impl Known {
            fn from_dotted(oid: &str) -> (Self, Option<&'static str>) {
                match oid {
                    $($oid => (Self::$known, Some($name)),)*
                    _ => (Self::None, None),
                }
            }
        }
    };
}

#[rustfmt::skip]
known! {
    // Attributes of a name: RFC 5280, A.1; RFC 4519; RFC 2985; EV guidelines, 9.2.4.
    CommonName "2.5.4.3" "CN";
    Surname "2.5.4.4" "surname";
    SerialNumber "2.5.4.5" "serialNumber";
    CountryName "2.5.4.6" "C";
    LocalityName "2.5.4.7" "L";
    StateOrProvinceName "2.5.4.8" "ST";
    StreetAddress "2.5.4.9" "street";
    OrganizationName "2.5.4.10" "O";
    OrganizationalUnitName "2.5.4.11" "OU";
    Title "2.5.4.12" "title";
    Description "2.5.4.13" "description";
    BusinessCategory "2.5.4.15" "businessCategory";
    PostalAddress "2.5.4.16" "postalAddress";
    PostalCode "2.5.4.17" "postalCode";
    TelephoneNumber "2.5.4.20" "telephoneNumber";
    Name "2.5.4.41" "name";
    GivenName "2.5.4.42" "givenName";
    Initials "2.5.4.43" "initials";
    GenerationQualifier "2.5.4.44" "generationQualifier";
    X500UniqueIdentifier "2.5.4.45" "x500UniqueIdentifier";
    DnQualifier "2.5.4.46" "dnQualifier";
    Pseudonym "2.5.4.65" "pseudonym";
    Role "2.5.4.72" "role";
    OrganizationIdentifier "2.5.4.97" "organizationIdentifier";
    UserId "0.9.2342.19200300.100.1.1" "UID";
    DomainComponent "0.9.2342.19200300.100.1.25" "DC";
    EmailAddress "1.2.840.113549.1.9.1" "emailAddress";
    JurisdictionLocality "1.3.6.1.4.1.311.60.2.1.1" "jurisdictionL";
    JurisdictionState "1.3.6.1.4.1.311.60.2.1.2" "jurisdictionST";
    JurisdictionCountry "1.3.6.1.4.1.311.60.2.1.3" "jurisdictionC";
    // Public key and signature algorithms: RFC 3279, 4055, 5480, 5758, 8410, 9688, 9881, 9814, 9935.
    RsaEncryption "1.2.840.113549.1.1.1" "rsaEncryption";
    Md2WithRSAEncryption "1.2.840.113549.1.1.2" "md2WithRSAEncryption";
    Md4WithRSAEncryption "1.2.840.113549.1.1.3" "md4WithRSAEncryption";
    Md5WithRSAEncryption "1.2.840.113549.1.1.4" "md5WithRSAEncryption";
    Sha1WithRSAEncryption "1.2.840.113549.1.1.5" "sha1WithRSAEncryption";
    IdRSAESOAEP "1.2.840.113549.1.1.7" "id-RSAES-OAEP";
    IdRSASSAPSS "1.2.840.113549.1.1.10" "id-RSASSA-PSS";
    Sha256WithRSAEncryption "1.2.840.113549.1.1.11" "sha256WithRSAEncryption";
    Sha384WithRSAEncryption "1.2.840.113549.1.1.12" "sha384WithRSAEncryption";
    Sha512WithRSAEncryption "1.2.840.113549.1.1.13" "sha512WithRSAEncryption";
    Sha224WithRSAEncryption "1.2.840.113549.1.1.14" "sha224WithRSAEncryption";
    Sha512224WithRSAEncryption "1.2.840.113549.1.1.15" "sha512-224WithRSAEncryption";
    Sha512256WithRSAEncryption "1.2.840.113549.1.1.16" "sha512-256WithRSAEncryption";
    Sha1WithRSASignature "1.3.14.3.2.29" "sha1WithRSASignature";
    Ripemd160WithRSA "1.3.36.3.3.1.2" "ripemd160WithRSA";
    IdDsa "1.2.840.10040.4.1" "id-dsa";
    IdDsaWithSha1 "1.2.840.10040.4.3" "id-dsa-with-sha1";
    IdDsaWithSha224 "2.16.840.1.101.3.4.3.1" "id-dsa-with-sha224";
    IdDsaWithSha256 "2.16.840.1.101.3.4.3.2" "id-dsa-with-sha256";
    IdDsaWithSha384 "2.16.840.1.101.3.4.3.3" "id-dsa-with-sha384";
    IdDsaWithSha512 "2.16.840.1.101.3.4.3.4" "id-dsa-with-sha512";
    IdEcPublicKey "1.2.840.10045.2.1" "id-ecPublicKey";
    IdEcDH "1.3.132.1.12" "id-ecDH";
    EcdsaWithSHA1 "1.2.840.10045.4.1" "ecdsa-with-SHA1";
    EcdsaWithSHA224 "1.2.840.10045.4.3.1" "ecdsa-with-SHA224";
    EcdsaWithSHA256 "1.2.840.10045.4.3.2" "ecdsa-with-SHA256";
    EcdsaWithSHA384 "1.2.840.10045.4.3.3" "ecdsa-with-SHA384";
    EcdsaWithSHA512 "1.2.840.10045.4.3.4" "ecdsa-with-SHA512";
    IdEcdsaWithSha3224 "2.16.840.1.101.3.4.3.9" "id-ecdsa-with-sha3-224";
    IdEcdsaWithSha3256 "2.16.840.1.101.3.4.3.10" "id-ecdsa-with-sha3-256";
    IdEcdsaWithSha3384 "2.16.840.1.101.3.4.3.11" "id-ecdsa-with-sha3-384";
    IdEcdsaWithSha3512 "2.16.840.1.101.3.4.3.12" "id-ecdsa-with-sha3-512";
    IdRsassaPkcs1V15WithSha3224 "2.16.840.1.101.3.4.3.13" "id-rsassa-pkcs1-v1-5-with-sha3-224";
    IdRsassaPkcs1V15WithSha3256 "2.16.840.1.101.3.4.3.14" "id-rsassa-pkcs1-v1-5-with-sha3-256";
    IdRsassaPkcs1V15WithSha3384 "2.16.840.1.101.3.4.3.15" "id-rsassa-pkcs1-v1-5-with-sha3-384";
    IdRsassaPkcs1V15WithSha3512 "2.16.840.1.101.3.4.3.16" "id-rsassa-pkcs1-v1-5-with-sha3-512";
    IdX25519 "1.3.101.110" "id-X25519";
    IdX448 "1.3.101.111" "id-X448";
    IdEd25519 "1.3.101.112" "id-Ed25519";
    IdEd448 "1.3.101.113" "id-Ed448";
    IdMlDsa44 "2.16.840.1.101.3.4.3.17" "id-ml-dsa-44";
    IdMlDsa65 "2.16.840.1.101.3.4.3.18" "id-ml-dsa-65";
    IdMlDsa87 "2.16.840.1.101.3.4.3.19" "id-ml-dsa-87";
    IdAlgMlKem512 "2.16.840.1.101.3.4.4.1" "id-alg-ml-kem-512";
    IdAlgMlKem768 "2.16.840.1.101.3.4.4.2" "id-alg-ml-kem-768";
    IdAlgMlKem1024 "2.16.840.1.101.3.4.4.3" "id-alg-ml-kem-1024";
    SM2WithSM3 "1.2.156.10197.1.501" "SM2-with-SM3";
    IdAlgNoSignature "1.3.6.1.5.5.7.6.2" "id-alg-noSignature";
    // Attributes of a request: RFC 2985, and Microsoft's certificate enrolment.
    UnstructuredName "1.2.840.113549.1.9.2" "unstructuredName";
    SigningTime "1.2.840.113549.1.9.5" "signingTime";
    ChallengePassword "1.2.840.113549.1.9.7" "challengePassword";
    UnstructuredAddress "1.2.840.113549.1.9.8" "unstructuredAddress";
    ExtensionRequest "1.2.840.113549.1.9.14" "extensionRequest";
    SmimeCapabilities "1.2.840.113549.1.9.15" "smimeCapabilities";
    CertExtensions "1.3.6.1.4.1.311.2.1.14" "certExtensions";
    RenewalCertificate "1.3.6.1.4.1.311.13.1" "renewalCertificate";
    EnrollmentNameValuePair "1.3.6.1.4.1.311.13.2.1" "enrollmentNameValuePair";
    EnrollmentCSPProvider "1.3.6.1.4.1.311.13.2.2" "enrollmentCSPProvider";
    OsVersion "1.3.6.1.4.1.311.13.2.3" "osVersion";
    RequestClientInfo "1.3.6.1.4.1.311.21.20" "requestClientInfo";
    // Extensions: RFC 5280, 6962, 7633, and Microsoft's and Netscape's.
    SubjectDirectoryAttributes "2.5.29.9" "subjectDirectoryAttributes";
    SubjectKeyIdentifier "2.5.29.14" "subjectKeyIdentifier";
    KeyUsage "2.5.29.15" "keyUsage";
    PrivateKeyUsagePeriod "2.5.29.16" "privateKeyUsagePeriod";
    SubjectAltName "2.5.29.17" "subjectAltName";
    IssuerAltName "2.5.29.18" "issuerAltName";
    BasicConstraints "2.5.29.19" "basicConstraints";
    NameConstraints "2.5.29.30" "nameConstraints";
    CRLDistributionPoints "2.5.29.31" "cRLDistributionPoints";
    CertificatePolicies "2.5.29.32" "certificatePolicies";
    PolicyMappings "2.5.29.33" "policyMappings";
    AuthorityKeyIdentifier "2.5.29.35" "authorityKeyIdentifier";
    PolicyConstraints "2.5.29.36" "policyConstraints";
    ExtKeyUsage "2.5.29.37" "extKeyUsage";
    FreshestCRL "2.5.29.46" "freshestCRL";
    InhibitAnyPolicy "2.5.29.54" "inhibitAnyPolicy";
    AuthorityInfoAccess "1.3.6.1.5.5.7.1.1" "authorityInfoAccess";
    QcStatements "1.3.6.1.5.5.7.1.3" "qcStatements";
    SubjectInfoAccess "1.3.6.1.5.5.7.1.11" "subjectInfoAccess";
    TlsFeature "1.3.6.1.5.5.7.1.24" "tlsFeature";
    OcspNocheck "1.3.6.1.5.5.7.48.1.5" "ocsp-nocheck";
    CertificateTemplateName "1.3.6.1.4.1.311.20.2" "certificateTemplateName";
    CertificateTemplate "1.3.6.1.4.1.311.21.7" "certificateTemplate";
    ApplicationPolicies "1.3.6.1.4.1.311.21.10" "applicationPolicies";
    NtdsCASecurity "1.3.6.1.4.1.311.25.2" "ntdsCASecurity";
    NetscapeCertType "2.16.840.1.113730.1.1" "netscapeCertType";
    NetscapeComment "2.16.840.1.113730.1.13" "netscapeComment";
    // Key purposes: RFC 5280 4.2.1.12 and others in use.
    AnyExtendedKeyUsage "2.5.29.37.0" "anyExtendedKeyUsage";
    ServerAuth "1.3.6.1.5.5.7.3.1" "serverAuth";
    ClientAuth "1.3.6.1.5.5.7.3.2" "clientAuth";
    CodeSigning "1.3.6.1.5.5.7.3.3" "codeSigning";
    EmailProtection "1.3.6.1.5.5.7.3.4" "emailProtection";
    IpsecEndSystem "1.3.6.1.5.5.7.3.5" "ipsecEndSystem";
    IpsecTunnel "1.3.6.1.5.5.7.3.6" "ipsecTunnel";
    IpsecUser "1.3.6.1.5.5.7.3.7" "ipsecUser";
    TimeStamping "1.3.6.1.5.5.7.3.8" "timeStamping";
    OCSPSigning "1.3.6.1.5.5.7.3.9" "OCSPSigning";
    IpsecIKE "1.3.6.1.5.5.7.3.17" "ipsecIKE";
    IKEIntermediate "1.3.6.1.5.5.8.2.2" "iKEIntermediate";
    PkinitKPClientAuth "1.3.6.1.5.2.3.4" "pkinit-KPClientAuth";
    PkinitKPKdc "1.3.6.1.5.2.3.5" "pkinit-KPKdc";
    EncryptingFileSystem "1.3.6.1.4.1.311.10.3.4" "encryptingFileSystem";
    DocumentSigning "1.3.6.1.4.1.311.10.3.12" "documentSigning";
    SmartcardLogon "1.3.6.1.4.1.311.20.2.2" "smartcardLogon";
    RemoteDesktop "1.3.6.1.4.1.311.54.1.2" "remoteDesktop";
    NetscapeStepUp "2.16.840.1.113730.4.1" "netscapeStepUp";
    // Other names, policies and their qualifiers: RFC 5280, 4556, 4985, 9598, CA/Browser Forum 7.1.6.
    UserPrincipalName "1.3.6.1.4.1.311.20.2.3" "userPrincipalName";
    NtdsReplication "1.3.6.1.4.1.311.25.1" "ntdsReplication";
    PkinitSan "1.3.6.1.5.2.2" "pkinit-san";
    XmppAddr "1.3.6.1.5.5.7.8.5" "xmppAddr";
    DnsSRV "1.3.6.1.5.5.7.8.7" "dnsSRV";
    SmtpUTF8Mailbox "1.3.6.1.5.5.7.8.9" "smtpUTF8Mailbox";
    AnyPolicy "2.5.29.32.0" "anyPolicy";
    EvGuidelines "2.23.140.1.1" "ev-guidelines";
    DomainValidated "2.23.140.1.2.1" "domain-validated";
    OrganizationValidated "2.23.140.1.2.2" "organization-validated";
    IndividualValidated "2.23.140.1.2.3" "individual-validated";
    Cps "1.3.6.1.5.5.7.2.1" "cps";
    UserNotice "1.3.6.1.5.5.7.2.2" "userNotice";
    // Named curves: RFC 5480, SEC 2, RFC 5639, GB/T 32918.5.
    P256 "1.2.840.10045.3.1.7" "P-256";
    P384 "1.3.132.0.34" "P-384";
    P521 "1.3.132.0.35" "P-521";
    P192 "1.2.840.10045.3.1.1" "P-192";
    P224 "1.3.132.0.33" "P-224";
    Secp256k1 "1.3.132.0.10" "secp256k1";
    BrainpoolP160r1 "1.3.36.3.3.2.8.1.1.1" "brainpoolP160r1";
    BrainpoolP192r1 "1.3.36.3.3.2.8.1.1.3" "brainpoolP192r1";
    BrainpoolP224r1 "1.3.36.3.3.2.8.1.1.5" "brainpoolP224r1";
    BrainpoolP256r1 "1.3.36.3.3.2.8.1.1.7" "brainpoolP256r1";
    BrainpoolP256t1 "1.3.36.3.3.2.8.1.1.8" "brainpoolP256t1";
    BrainpoolP320r1 "1.3.36.3.3.2.8.1.1.9" "brainpoolP320r1";
    BrainpoolP384r1 "1.3.36.3.3.2.8.1.1.11" "brainpoolP384r1";
    BrainpoolP384t1 "1.3.36.3.3.2.8.1.1.12" "brainpoolP384t1";
    BrainpoolP512r1 "1.3.36.3.3.2.8.1.1.13" "brainpoolP512r1";
    BrainpoolP512t1 "1.3.36.3.3.2.8.1.1.14" "brainpoolP512t1";
    SM2 "1.2.156.10197.1.301" "SM2";
    // Hash functions, MGF1 and the kind of field: RFC 4055, RFC 5754, RFC 3279.
    Md5 "1.2.840.113549.2.5" "md5";
    Sha1 "1.3.14.3.2.26" "sha1";
    Sha256 "2.16.840.1.101.3.4.2.1" "sha256";
    Sha384 "2.16.840.1.101.3.4.2.2" "sha384";
    Sha512 "2.16.840.1.101.3.4.2.3" "sha512";
    Sha224 "2.16.840.1.101.3.4.2.4" "sha224";
    Sha512224 "2.16.840.1.101.3.4.2.5" "sha512-224";
    Sha512256 "2.16.840.1.101.3.4.2.6" "sha512-256";
    Sha3224 "2.16.840.1.101.3.4.2.7" "sha3-224";
    Sha3256 "2.16.840.1.101.3.4.2.8" "sha3-256";
    Sha3384 "2.16.840.1.101.3.4.2.9" "sha3-384";
    Sha3512 "2.16.840.1.101.3.4.2.10" "sha3-512";
    Mgf1 "1.2.840.113549.1.1.8" "mgf1";
    PrimeField "1.2.840.10045.1.1" "prime-field";
}

#[cfg(test)]
mod tests {
    use super::dotted;

    #[test]
    fn arcs_of_any_size_are_written_in_full() {
        assert_eq!(dotted(b"\x00"), "0.0");
        assert_eq!(dotted(b"\x27"), "0.39");
        assert_eq!(dotted(b"\x28"), "1.0");
        assert_eq!(dotted(b"\x4f\x00"), "1.39.0");
        assert_eq!(dotted(b"\x50"), "2.0");
        assert_eq!(dotted(b"\x63\x64"), "2.19.100");
        assert_eq!(dotted(b"\x64"), "2.20");
        assert_eq!(dotted(b"\x88\x37\x03"), "2.999.3");
        // 2, and 10^9 - 1 + 80 or 10^9 as the second arc: where one limb ends and the next begins.
        assert_eq!(dotted(b"\x83\xdc\xeb\x94\x4f"), "2.999999999");
        assert_eq!(dotted(b"\x83\xdc\xeb\x94\x50"), "2.1000000000");
        // 2.25 with a UUID of all ones: 2^128 - 1.
        let mut uuid = vec![0x69, 0x83];
        uuid.extend([0xff; 17]);
        uuid.push(0x7f);
        assert_eq!(dotted(&uuid), "2.25.340282366920938463463374607431768211455");
    }
}
