//! The table of checks, by subject. Pure; `docs/review-rules.md` is generated from it.

use super::CheckFunction::{Csr, Order};
use super::Scope::{CodeSigning, Every, PublicTls, Tls};
use super::Severity::{Error, Information, Warning};
use super::{Check, Source, csr, international, key, names, process, product, validity};

/// A section of the TLS Baseline Requirements.
macro_rules! baseline {
    ($section:literal, $anchor:literal) => {
        &Source::new(
            "CA/Browser Forum, TLS Baseline Requirements",
            $section,
            concat!("https://github.com/cabforum/servercert/blob/main/docs/BR.md#", $anchor),
        )
    };
}

/// A section of the Extended Validation Guidelines.
macro_rules! ev_guidelines {
    ($section:literal, $anchor:literal) => {
        &Source::new(
            "CA/Browser Forum, EV Guidelines",
            $section,
            concat!("https://github.com/cabforum/servercert/blob/main/docs/EVG.md#", $anchor),
        )
    };
}

/// A section of the Code Signing Baseline Requirements.
macro_rules! code_signing {
    ($section:literal, $anchor:literal) => {
        &Source::new(
            "CA/Browser Forum, Code Signing Baseline Requirements",
            $section,
            concat!("https://github.com/cabforum/code-signing/blob/main/docs/CSBR.md#", $anchor),
        )
    };
}

/// A section of an RFC.
macro_rules! rfc {
    ($number:literal, $section:literal) => {
        &Source::new(
            concat!("RFC ", $number),
            $section,
            concat!("https://www.rfc-editor.org/rfc/rfc", $number, "#section-", $section),
        )
    };
}

/// Another document.
macro_rules! document {
    ($title:literal, $section:literal, $url:literal) => {
        &Source::new($title, $section, $url)
    };
}

/// The vendor's page about requests.
macro_rules! vendor {
    ($section:literal) => {
        document!(
            "Qualys CertView API, View Certificate Request",
            $section,
            "https://docs.qualys.com/en/certview/api/certview_api/ch05/view_certificate_request.htm"
        )
    };
}

/// A page of DigiCert's documentation or knowledge base.
macro_rules! digicert {
    ($title:literal, $url:literal) => {
        document!($title, "", $url)
    };
}

const CSR_NAMES_IGNORED: &Source = digicert!(
    "DigiCert, Request Flex certificate",
    "https://docs.digicert.com/en/certcentral/order-and-manage-certificates/request-certificates/request-flex-certificate.html"
);
const SUBJECT_ALTERNATIVE_NAME: &Source =
    baseline!("7.1.2.7.12", "712712-subscriber-certificate-subject-alternative-name");
const KEY_SIZES: &Source = baseline!("6.1.5", "615-key-sizes");
const KEY_PARAMETERS: &Source =
    baseline!("6.1.6", "616-public-key-parameters-generation-and-quality-checking");
const WEAK_KEYS: &Source = baseline!("6.1.1.3", "6113-subscriber-key-pair-generation");
const APPLICATIONS: &Source = baseline!("4.2.2", "422-approval-or-rejection-of-certificate-applications");
const ORGANIZATIONAL_UNIT: &Source = digicert!(
    "DigiCert AL050820190047, The Organizational Unit field",
    "https://knowledge.digicert.com/alerts/digicert-will-deprecate-the-organizational-unit-field"
);

/// `"Subject" { id severity scope kind(function) source; title; description … }`
macro_rules! checks {
    ($($subject:literal {
        $($id:literal $severity:ident $scope:ident $kind:ident($function:path) $source:expr;
            $title:literal; $description:literal)*
    })*) => {
        /// All checks, by subject.
        pub const CHECKS: &[Check] = &[$($(Check {
            id: $id,
            subject: $subject,
            severity: $severity,
            scope: $scope,
            source: $source,
            title: $title,
            description: $description,
            function: $kind($function),
        }),*),*];
    };
}

checks! {
    "Certificate signing request" {
        "key-exposed" Error Every Order(csr::key_exposed)
            baseline!("4.9.1.1", "4911-reasons-for-revoking-a-subscriber-certificate");
            "Private key in the CSR field";
            "The CSR field contains a private key. The key is redacted, and a CSR beside it is still decoded."
        "csr-missing" Error Every Order(csr::missing) vendor!("certificate.csr");
            "No CSR";
            "There is no CSR, and Qualys is not to generate it. Not for products that DigiCert issues without a CSR."
        "csr-to-be-generated" Information Every Order(csr::to_be_generated)
            vendor!("certificate.csr.autoGenerateCSR");
            "Qualys generates the CSR";
            "There is no CSR yet, and Qualys is to generate it."
        "csr-placeholder" Error Every Order(csr::placeholder) vendor!("certificate.csr.encodedCSR");
            "Placeholder instead of a CSR";
            "The word “string” of the documentation's sample is in place of the CSR."
        "csr-unreadable" Error Every Order(csr::unreadable) rfc!("2986", "4");
            "CSR cannot be decoded";
            "The CSR cannot be decoded: cut off, something else, or malformed. The text says where and why."
        "csr-unusual" Warning Every Csr(csr::unusual) rfc!("2986", "4");
            "CSR deviates from the standards";
            "Deviations from RFC 2986, RFC 5280 or DER that matter: another version, duplicates, unknown critical extensions, the key or the signature."
        "csr-encoding" Information Every Csr(csr::encoding) rfc!("5280", "4.1.2.4");
            "Unusual encoding in the CSR";
            "Harmless deviations: string types, lengths, encoded default values, the order of a SET, the text form."
        "csr-signature-wrong" Error Every Csr(csr::signature_wrong) rfc!("2986", "3");
            "CSR self-signature does not verify";
            "The CSR's self-signature does not verify with the CSR's own key."
        "csr-signature-unchecked" Information Every Csr(csr::signature_unchecked) rfc!("2986", "3");
            "CSR self-signature not checked";
            "The CSR's self-signature uses an algorithm that cannot be checked here."
        "csr-signature-hash-weak" Warning Every Csr(csr::weak_hash)
            document!("NIST SP 800-131A Rev. 2", "9", "https://doi.org/10.6028/NIST.SP.800-131Ar2");
            "CSR signed with a weak hash";
            "The CSR is signed with MD2, MD4, MD5 or SHA-1."
        "signature-hash-not-offered" Warning Every Order(csr::hash_not_offered)
            vendor!("certificate.signatureHash");
            "Signature hash not offered";
            "The requested signature hash is none of SHA-256, SHA-384 and SHA-512."
        "signature-hash-differs" Information Every Csr(csr::hash_differs) vendor!("certificate.signatureHash");
            "Signature hash differs from the CSR";
            "The requested signature hash is not the one the CSR is signed with."
        "csr-asks-for-ca" Warning Tls Csr(csr::asks_for_ca)
            baseline!("7.1.2.7.8", "71278-subscriber-certificate-basic-constraints");
            "CSR asks for a CA certificate";
            "The CSR asks for a CA certificate, for a key that signs certificates or CRLs, or for name constraints."
        "csr-asks-for-client-auth" Warning PublicTls Csr(csr::asks_for_client_authentication)
            digicert!(
                "DigiCert ALERT53, Removing the client authentication EKU from public TLS certificates",
                "https://knowledge.digicert.com/alerts/sunsetting-client-authentication-eku-from-digicert-public-tls-certificates"
            );
            "CSR asks for client authentication";
            "The CSR asks for the extended key usage clientAuth, which public TLS certificates lose by 2027-03-01 (Chrome Root Program Policy)."
        "csr-extensions" Information PublicTls Csr(csr::extensions_without_effect)
            digicert!(
                "DigiCert Services API, Order Basic OV",
                "https://dev.digicert.com/certcentral-apis/services-api/orders/order-basic-ov.html"
            );
            "CSR extensions without effect";
            "The CSR asks for other extended key usages, certificate policies or TLS features, which DigiCert does not take from a CSR."
        "csr-organizational-unit" Information PublicTls Csr(csr::organizational_unit_in_csr) ORGANIZATIONAL_UNIT;
            "Organizational unit in the CSR";
            "The CSR contains an organizational unit that is not requested."
        "csr-country" Information PublicTls Csr(csr::country)
            baseline!("7.1.4.2", "7142-subject-attribute-encoding");
            "Invalid country in the CSR";
            "The country in the CSR's subject is no code of ISO 3166-1 alpha-2: XX, UK, lower case, a name."
        "csr-challenge-password" Information Every Csr(csr::challenge_password) rfc!("2985", "5.4.1");
            "CSR contains a challenge password";
            "The CSR holds a challenge password. Its value is never shown."
    }

    "Request and CSR compared" {
        "common-name-differs" Warning Tls Csr(csr::common_name_differs) vendor!("certificate.commonName");
            "Common name differs from the CSR";
            "The requested common name is not the CSR's."
        "names-not-in-csr" Warning Tls Csr(csr::names_not_in_csr) CSR_NAMES_IGNORED;
            "Requested names missing in the CSR";
            "Names that are requested and not in the CSR, which has others."
        "names-only-in-csr" Information Tls Csr(csr::names_only_in_csr) CSR_NAMES_IGNORED;
            "CSR names not requested";
            "Names that are in the CSR and not requested."
        "csr-without-names" Information Tls Csr(csr::without_names) CSR_NAMES_IGNORED;
            "CSR has no alternative names";
            "Names are requested, and the CSR has no alternative names."
        "csr-common-names" Information Tls Csr(csr::several_common_names)
            baseline!("7.1.4.3", "7143-subscriber-certificate-common-name-attribute");
            "CSR has several common names";
            "The CSR's subject has more than one common name."
        "csr-address-as-dns-name" Information Tls Csr(csr::addresses_as_dns_names) rfc!("5280", "4.2.1.6");
            "IP address as a DNS name in the CSR";
            "The CSR's alternative names have an IP address as a DNS name, not as an address."
        "csr-other-names" Information Tls Csr(csr::other_kinds_of_names) SUBJECT_ALTERNATIVE_NAME;
            "CSR names of other kinds";
            "The CSR has alternative names that are neither DNS names nor IP addresses."
        "csr-names-in-attributes" Warning Tls Csr(csr::names_in_attributes)
            document!(
                "Microsoft, [MS-WCCE]",
                "2.2.2.7.10",
                "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-wcce/92f07a54-2889-45e3-afd0-94b60daa80ec"
            );
            "Names hidden in a CSR attribute";
            "Names that are not requested, in Microsoft's enrollmentNameValuePair attribute."
    }

    "Key" {
        "key-good" Information Every Csr(key::good)
            document!("NIST SP 800-57 part 1", "5.6", "https://doi.org/10.6028/NIST.SP.800-57pt1r5");
            "No known weakness in the key";
            "The key has at least 112 bits of strength, and no other check objects to it."
        "key-weak" Error Every Csr(key::weak) KEY_SIZES;
            "Weak key";
            "The key has less than 112 bits of strength, such as RSA below 2048 bits."
        "key-not-public" Error PublicTls Csr(key::not_accepted) KEY_SIZES;
            "Key not accepted by public CAs";
            "RSA with a number of bits that is no multiple of 8 or for RSASSA-PSS only, a curve other than P-256, P-384 and P-521, DSA, or another kind of key."
        "key-not-listed" Information PublicTls Csr(key::not_listed_by_digicert)
            digicert!(
                "DigiCert, Generate a certificate signing request",
                "https://docs.digicert.com/en/certcentral/order-and-manage-certificates/prepare-to-request-certificates/generate-a-certificate-signing-request--csr-.html"
            );
            "Key size not listed by DigiCert";
            "A key that the Baseline Requirements allow and DigiCert does not list: RSA other than 2048, 3072 and 4096 bits, P-521."
        "key-code-signing" Error CodeSigning Csr(key::not_accepted_for_code_signing)
            code_signing!("6.1.5.2", "6152-code-signing-certificate-and-timestamp-authority-key-sizes");
            "Key not accepted for code signing";
            "A code signing product and RSA below 3072 bits, or another kind of key than RSA, P-256, P-384 and P-521."
        "key-broken" Error Every Csr(key::broken) KEY_PARAMETERS;
            "Invalid key";
            "An RSA exponent that is even, below 3 or not less than the modulus; an RSA modulus with a factor below 752, or that is a prime or a power of one (tested up to 3072 bits); a point that is not on its curve."
        "key-exponent" Information Every Csr(key::exponent) KEY_PARAMETERS;
            "Unusual RSA exponent";
            "An odd RSA exponent outside the range from 65537 to 2^256 - 1."
        "key-roca" Error Every Csr(key::roca) WEAK_KEYS;
            "Weak key (ROCA)";
            "The RSA modulus has the fingerprint of the ROCA weakness (CVE-2017-15361)."
        "key-close-primes" Error Every Csr(key::close_primes) WEAK_KEYS;
            "Weak key (close primes)";
            "Fermat's method factors the RSA modulus within 100 rounds. Tried up to 8192 bits."
    }

    "Names" {
        "common-name-missing" Error Every Order(names::common_name_missing) vendor!("certificate.commonName");
            "No common name";
            "No common name is requested."
        "common-name-too-long" Error Every Order(names::common_name_too_long)
            digicert!(
                "DigiCert, Restrictions on data entries (RFC 5280, A.1: ub-common-name)",
                "https://docs.digicert.com/en/certcentral/order-and-manage-certificates/configure-advanced-certificate-options/restrictions-on-data-entries-for-public-certificates.html"
            );
            "Common name too long";
            "A common name of more than 64 characters, as the certificate has it."
        "wildcard-position" Error Tls Order(names::wildcard_position) rfc!("9525", "6.3");
            "Misplaced wildcard";
            "An asterisk that is not the whole leftmost label."
        "wildcard-public-suffix" Error PublicTls Order(names::wildcard_public_suffix)
            baseline!("3.2.2.6", "3226-wildcard-domain-validation");
            "Wildcard for a public suffix";
            "A wildcard directly under a public suffix of several labels, such as *.co.uk. Runs only where the Public Suffix List is at hand."
        "top-level-domain" Warning PublicTls Order(names::top_level_domain)
            baseline!("3.2.2.6", "3226-wildcard-domain-validation");
            "Whole top-level domain";
            "A wildcard directly under a top-level domain, such as *.com, or a top-level domain itself. The registrant of a brand's domain may have it."
        "wildcard-missing" Error Tls Order(names::wildcard_missing) vendor!("certificate.commonName");
            "Wildcard product without a wildcard";
            "A wildcard product, and no wildcard name is requested."
        "wildcard-product" Warning Tls Order(names::wildcard_product) CSR_NAMES_IGNORED;
            "Wildcard on a product without wildcards";
            "A wildcard name on one of DigiCert's older products for names without wildcards. The flexible products take any mix of names."
        "wildcard-without-base" Information PublicTls Order(names::wildcard_without_base) CSR_NAMES_IGNORED;
            "Wildcard without its base name";
            "*.example.com is requested and example.com is not, on a product to which DigiCert does not add it."
        "ev-wildcard" Error PublicTls Order(names::ev_wildcard)
            ev_guidelines!("7.1.2.1", "7121-subject-alternative-name-extension");
            "Wildcard on an EV product";
            "A wildcard name on an Extended Validation product, except for onion names."
        "ev-address" Error PublicTls Order(names::ev_address)
            ev_guidelines!("7.1.2.1", "7121-subject-alternative-name-extension");
            "IP address on an EV product";
            "An IP address on an Extended Validation product."
        "internal-name" Error PublicTls Order(names::internal_name) APPLICATIONS;
            "Internal name";
            "Names of one label, and names under domains that private networks use (.local, .internal, .corp, .test, home.arpa …)."
        "reverse-zone" Error PublicTls Order(names::reverse_zone) APPLICATIONS;
            "Reverse lookup name";
            "Names under in-addr.arpa or ip6.arpa."
        "tld-unknown" Warning PublicTls Order(names::unknown_top_level_domain) APPLICATIONS;
            "Unknown top-level domain";
            "Names under a top-level domain that is not in the built-in list. The finding has the list's date."
        "onion-name" Error PublicTls Order(names::onion_name)
            baseline!("Appendix B", "appendix-b--issuance-of-certificates-for-onion-domain-names");
            "Invalid onion name";
            "Names under .onion without a version 3 address, or whose checksum or version is wrong."
        "reserved-address" Error PublicTls Order(names::reserved_address) APPLICATIONS;
            "Reserved IP address";
            "IP addresses in the blocks that IANA keeps for special purposes, and multicast."
        "underscore" Error PublicTls Order(names::underscore) SUBJECT_ALTERNATIVE_NAME;
            "Underscore in a name";
            "Names with an underscore."
        "not-a-host-name" Error Tls Order(names::not_a_host_name) rfc!("1034", "3.5");
            "Not a host name";
            "Names with characters that host names do not have (such as a scheme, path or port), with a hyphen at the edge of a label, or that end in a number."
        "label-reserved" Error PublicTls Order(names::reserved_label) SUBJECT_ALTERNATIVE_NAME;
            "Reserved label";
            "Labels with hyphens in the third and fourth place that do not begin with xn--."
        "label-empty" Error Tls Order(names::empty_label) SUBJECT_ALTERNATIVE_NAME;
            "Empty label";
            "Names with an empty label: two dots in a row, or one at either end."
        "label-too-long" Error Tls Order(names::label_too_long) rfc!("1034", "3.1");
            "Label too long";
            "Labels of more than 63 octets, as the DNS has them."
        "name-too-long" Error Tls Order(names::name_too_long) rfc!("1034", "3.1");
            "Name too long";
            "Names of more than 253 octets, as the DNS has them."
        "duplicate-names" Information Tls Order(names::duplicate_names) vendor!("certificate.dnsNames");
            "Repeated names";
            "The same DNS name more than once, in whatever form."
        "too-many-names" Warning Tls Order(names::too_many_names)
            document!(
                "TBS Internet, SANs in DigiCert certificates",
                "",
                "https://www.tbs-certificates.co.uk/FAQ/en/san_certificats_verisign.html"
            );
            "Many names";
            "More than 250 names. A reseller's figure; DigiCert may agree on another."
    }

    "International names and hidden characters" {
        "international-name" Information Tls Order(international::both_forms) rfc!("5891", "4.4");
            "Internationalized name";
            "Names with letters beyond ASCII, shown in both forms."
        "punycode-damaged" Error PublicTls Order(international::invalid_punycode) SUBJECT_ALTERNATIVE_NAME;
            "Invalid punycode";
            "Labels that begin with xn-- and are not valid punycode."
        "mixed-scripts" Warning Tls Order(international::mixed_scripts)
            document!("Unicode TS 39", "5.1", "https://www.unicode.org/reports/tr39/#Mixed_Script_Detection");
            "Mixed scripts in a name";
            "Labels that mix Latin, Greek or Cyrillic letters."
        "look-alike" Warning Tls Order(international::look_alike)
            document!("Unicode TS 39", "4", "https://www.unicode.org/reports/tr39/#Confusable_Detection");
            "Look-alike letters in a name";
            "Labels of which every letter is a Latin one or a Greek or Cyrillic one that looks like it, except below a top-level domain in the same script."
        "hidden-characters" Error Every Order(international::hidden_characters)
            document!("Unicode TR 36", "2", "https://www.unicode.org/reports/tr36/#visual_spoofing");
            "Hidden characters";
            "Control, invisible and direction characters in names, units, users and the CSR's subject."
    }

    "Validity" {
        "validity-missing" Error Every Order(validity::missing) vendor!("validity");
            "No validity";
            "None of years, days and date is given."
        "validity-several" Error Every Order(validity::several) vendor!("validity");
            "Validity given more than once";
            "More than one of years, days and date is given."
        "validity-past" Error Every Order(validity::past) rfc!("5280", "4.1.2.5");
            "Validity ends in the past";
            "The end is past, or the validity is zero."
        "validity-too-long" Warning PublicTls Order(validity::too_long)
            baseline!("6.3.2", "632-certificate-operational-periods-and-key-pair-usage-periods");
            "Validity longer than allowed";
            "Days or a date beyond what a public CA may issue for: 398 days, 200 since 2026-03-15, 100 from 2027-03-15, 47 from 2029-03-15."
        "validity-over-digicert" Warning PublicTls Order(validity::over_digicert)
            digicert!(
                "DigiCert, End of 397-day public TLS certificates",
                "https://docs.digicert.com/manage-certificates/end-2-year-public-ssl-certificates"
            );
            "Validity longer than DigiCert issues";
            "Days or a date beyond the 199 days DigiCert issues for since 2026-02-24, where the Baseline Requirements allow it."
        "validity-code-signing" Warning CodeSigning Order(validity::code_signing)
            code_signing!("6.3.2", "632-certificate-operational-periods-and-key-pair-usage-periods");
            "Validity too long for code signing";
            "Years, days or a date beyond 459 days, which DigiCert issues code signing certificates for since 2026-02-24; the limit is 460 days since 2026-03-01, and was 39 months."
        "validity-plan" Information PublicTls Order(validity::plan)
            digicert!(
                "DigiCert, Set certificate validTo time",
                "https://docs.digicert.com/en/certcentral/order-and-manage-certificates/configure-advanced-certificate-options/set-certificate-validto-time.html"
            );
            "Plan longer than one certificate";
            "A validity in years: DigiCert's plan, within which certificates are reissued."
    }

    "Product and issuing CA" {
        "mandatory-missing" Warning Every Order(product::mandatory_missing) vendor!("");
            "Mandatory fields not reported";
            "No signature hash, product, organization or intermediate CA is reported. DV, secure e-mail and client products need no organization."
        "intermediate-distrusted" Warning PublicTls Order(product::distrusted_issuer)
            digicert!(
                "DigiCert ALERT86, TLS Root Strategy",
                "https://knowledge.digicert.com/alerts/digicert-tls-root-strategy-aligning-with-industry-standards"
            );
            "Issuing CA not trusted by browsers";
            "An issuing CA under one of DigiCert's G1 roots, which Chrome and Firefox do not trust since 2026-04-15, or a test CA."
        "ev-without-approvers" Error Every Order(product::no_ev_approvers) vendor!("digicertEVApproverUserIds");
            "No EV approver";
            "An Extended Validation product without EV approvers at DigiCert."
        "organizational-unit" Warning PublicTls Order(product::organizational_unit) ORGANIZATIONAL_UNIT;
            "Organizational unit requested";
            "An organizational unit is requested."
        "renewal-without-order" Error Every Order(product::renewal_without_order)
            vendor!("renewal.digicertPreviousOrderId");
            "Renewal without its order";
            "A renewal without the DigiCert order it renews."
        "renewal-without-certificate" Error Every Order(product::renewal_without_certificate)
            vendor!("renewal.renewalOfCertificate");
            "Renewal without its certificate";
            "A renewal without the hash of the certificate it renews."
        "renewal-hash-malformed" Error Every Order(product::malformed_renewal_hash)
            vendor!("renewal.renewalOfCertificate");
            "Malformed certificate hash";
            "The hash of the renewed certificate is not 64 hexadecimal digits."
    }

    "Approval and delivery" {
        "approver-missing" Warning Every Order(process::no_approver) vendor!("approverUserNames");
            "No approver";
            "A submitted request without approvers."
        "self-approval" Warning Every Order(process::self_approval) vendor!("approverUserNames");
            "Requester is the only approver";
            "The requester is the only approver."
        "waiting-long" Warning Every Order(process::waiting)
            document!(
                "Qualys CertView API, Update Status of Certificate Request",
                "",
                "https://docs.qualys.com/en/certview/api/certview_api/ch05/update_status_of_certificate_request.htm"
            );
            "No change for a week or more";
            "A request that has not ended, unchanged for 7 days or more. The 7 days are this project's choice."
        "status-contradiction" Warning Every Order(process::contradiction) vendor!("caStatus");
            "Statuses contradict each other";
            "CertView's status and the CA's contradict each other, such as ISSUED and needs_approval."
        "private-key-delivered" Warning Every Order(process::private_key_delivered)
            vendor!("certificate.privateKey");
            "Private key in the response";
            "The response carries a private key."
    }
}
