//! The table of checks. Pure; `docs/review-rules.md` is made from it.

use super::CheckFunction::{Csr, Order};
use super::Scope::{Every, Public};
use super::Severity::{Error, Information, Warning};
use super::{Check, Source, international, key, names, request, standing, terms};

/// A section of the Baseline Requirements.
macro_rules! baseline {
    ($section:literal, $anchor:literal) => {
        &Source {
            title: "CA/Browser Forum, TLS Baseline Requirements",
            section: $section,
            url: Some(concat!("https://github.com/cabforum/servercert/blob/main/docs/BR.md#", $anchor)),
        }
    };
}

/// A section of an RFC.
macro_rules! rfc {
    ($number:literal, $section:literal) => {
        &Source {
            title: concat!("RFC ", $number),
            section: $section,
            url: Some(concat!("https://www.rfc-editor.org/rfc/rfc", $number, "#section-", $section)),
        }
    };
}

/// Another document.
macro_rules! document {
    ($title:literal, $section:literal, $url:literal) => {
        &Source { title: $title, section: $section, url: Some($url) }
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

/// `id severity scope function source; title; description`
macro_rules! checks {
    ($($id:literal $severity:ident $scope:ident $kind:ident($function:path) $source:expr; $title:literal; $description:literal)*) => {
        /// All checks, by subject.
        pub const CHECKS: &[Check] = &[$(Check {
            id: $id,
            severity: $severity,
            scope: $scope,
            source: $source,
            title: $title,
            description: $description,
            function: $kind($function),
        }),*];
    };
}

checks! {
    "csr-missing" Error Every Order(request::missing) vendor!("certificate.csr");
        "No CSR";
        "There is no CSR, and Qualys is not to make it."
    "csr-to-be-generated" Information Every Order(request::to_be_generated) vendor!("certificate.csr.autoGenerateCSR");
        "Qualys will generate the CSR";
        "There is no CSR yet, and Qualys is to make it."
    "csr-placeholder" Error Every Order(request::placeholder) vendor!("certificate.csr.encodedCSR");
        "The CSR is a placeholder";
        "The word “string” of the documentation's sample stands in place of the CSR."
    "csr-unreadable" Error Every Order(request::unreadable) rfc!("2986", "4");
        "The CSR cannot be decoded";
        "The CSR cannot be decoded; the decoder's words say where and why."
    "csr-unusual" Warning Every Csr(request::unusual) rfc!("2986", "4");
        "The CSR deviates from the standards";
        "The CSR is decoded with notes: it deviates from RFC 2986, RFC 5280 or DER."
    "csr-signature-wrong" Error Every Csr(request::signature_wrong) rfc!("2986", "4.2");
        "The CSR's self-signature does not verify";
        "The CSR's signature over itself does not verify with its own key."
    "csr-signature-unchecked" Information Every Csr(request::signature_unchecked) rfc!("2986", "4.2");
        "The CSR's self-signature was not checked";
        "The CSR's signature uses an algorithm that cannot be checked here."
    "csr-signature-hash-weak" Warning Every Csr(request::weak_hash) rfc!("6194", "3");
        "The CSR is signed with a weak hash";
        "The CSR is signed with MD2, MD4, MD5 or SHA-1."
    "signature-hash-not-offered" Warning Every Order(request::hash_not_offered) vendor!("certificate.signatureHash");
        "Signature hash not offered";
        "The signature hash asked for is none of SHA-256, SHA-384 and SHA-512."
    "signature-hash-differs" Information Every Csr(request::hash_differs) vendor!("certificate.signatureHash");
        "Signature hash differs from the CSR's";
        "The signature hash asked for is not the one the CSR is signed with."
    "common-name-differs" Warning Every Csr(request::common_name_differs) vendor!("certificate.commonName");
        "Common name differs from the CSR's";
        "The common name asked for is not the CSR's."
    "csr-without-names" Information Every Csr(request::without_names) rfc!("5280", "4.2.1.6");
        "The CSR has no alternative names";
        "Names are asked for, and the CSR has no alternative names."
    "names-not-in-csr" Warning Every Csr(request::names_not_in_csr) rfc!("5280", "4.2.1.6");
        "Requested names missing from the CSR";
        "Names that are asked for, but not in the CSR, which has others."
    "names-only-in-csr" Warning Every Csr(request::names_only_in_csr) rfc!("5280", "4.2.1.6");
        "CSR names missing from the request";
        "Names that are in the CSR, but not asked for."
    "csr-other-names" Warning Public Csr(request::other_kinds_of_names)
        baseline!("7.1.2.7.12", "712712-subscriber-certificate-subject-alternative-name");
        "The CSR has names of other kinds";
        "The CSR asks for alternative names that are neither DNS names nor IP addresses."
    "csr-asks-for-ca" Error Every Csr(request::asks_for_ca)
        baseline!("7.1.2.7.8", "71278-subscriber-certificate-basic-constraints");
        "The CSR requests a CA certificate";
        "The CSR asks for a CA certificate, or for a key that signs certificates."
    "csr-challenge-password" Information Every Csr(request::challenge_password) rfc!("2985", "5.4.1");
        "The CSR contains a challenge password";
        "The CSR holds a challenge password."

    "key-good" Information Every Csr(key::good)
        document!("NIST SP 800-57 part 1", "5.6", "https://doi.org/10.6028/NIST.SP.800-57pt1r5");
        "No known weakness in the key";
        "The key has at least 112 bits of strength, and is neither broken nor one of the known weak keys."
    "key-weak" Error Every Csr(key::weak) baseline!("6.1.5", "615-key-sizes");
        "Weak key";
        "The key has less than 112 bits of strength, such as RSA below 2048 bits."
    "key-not-public" Error Public Csr(key::not_public) baseline!("6.1.5", "615-key-sizes");
        "Key type not allowed";
        "RSA with a number of bits that is no multiple of 8 or for RSASSA-PSS only, a curve other than P-256, P-384 and P-521, DSA, or another kind of key."
    "key-broken" Error Every Csr(key::broken)
        baseline!("6.1.6", "616-public-key-parameters-generation-and-quality-checking");
        "Invalid key";
        "An RSA exponent that is even or below 3, an RSA modulus with a factor below 752, a point that is not on its curve."
    "key-small-exponent" Information Every Csr(key::small_exponent)
        baseline!("6.1.6", "616-public-key-parameters-generation-and-quality-checking");
        "Unusual RSA exponent";
        "An RSA exponent from 3 to 65536."
    "key-roca" Error Every Csr(key::roca) baseline!("6.1.1.3", "6113-subscriber-key-pair-generation");
        "Weak key: ROCA";
        "The RSA modulus has the fingerprint of the ROCA weakness (CVE-2017-15361)."
    "key-close-primes" Error Every Csr(key::close_primes) baseline!("6.1.1.3", "6113-subscriber-key-pair-generation");
        "Weak key: close primes";
        "Fermat's method factors the RSA modulus within 100 rounds. Looked at up to 8192 bits."

    "common-name-missing" Error Every Order(names::no_common_name) vendor!("certificate.commonName");
        "No common name";
        "No common name is asked for."
    "common-name-not-in-names" Warning Public Order(names::common_name_alone)
        baseline!("7.1.4.3", "7143-subscriber-certificate-common-name-attribute");
        "Common name is not among the DNS names";
        "There are names, and the common name is not among them."
    "wildcard-position" Error Every Order(names::wildcard_position) rfc!("9525", "6.3");
        "Misplaced wildcard";
        "An asterisk that is not the whole leftmost label."
    "wildcard-too-wide" Error Public Order(names::wildcard_too_wide)
        baseline!("3.2.2.6", "3226-wildcard-domain-validation");
        "Wildcard for a top-level domain";
        "A wildcard directly under one label, such as *.com. Public suffixes of several labels are not known here."
    "wildcard-missing" Error Every Order(names::wildcard_missing) vendor!("certificate.commonName");
        "Wildcard product without a wildcard name";
        "A wildcard product, and no wildcard name is asked for."
    "wildcard-product" Warning Every Order(names::wildcard_product) vendor!("certificate.commonName");
        "Wildcard name on another product";
        "A wildcard name is asked for, and the product's name says neither wildcard nor flex."
    "internal-name" Error Public Order(names::internal)
        baseline!("4.2.2", "422-approval-or-rejection-of-certificate-applications");
        "Internal name";
        "Names of one label, under a top-level domain that is nobody's (.local, .internal, .corp, .test …), under home.arpa, or of reverse lookup."
    "reserved-address" Error Public Order(names::reserved_address)
        baseline!("4.2.2", "422-approval-or-rejection-of-certificate-applications");
        "Reserved IP address";
        "IP addresses in the blocks that IANA keeps for special purposes."
    "underscore" Error Public Order(names::underscore)
        baseline!("7.1.2.7.12", "712712-subscriber-certificate-subject-alternative-name");
        "Underscore in a name";
        "Names with an underscore."
    "not-a-host-name" Error Every Order(names::not_a_host_name) rfc!("1034", "3.5");
        "Not a host name";
        "Names with characters that host names do not have, or with a hyphen at the edge of a label."
    "label-empty" Error Every Order(names::empty_label) rfc!("1034", "3.5");
        "Empty label";
        "Names with an empty label: two dots in a row, or one at either end."
    "label-too-long" Error Every Order(names::label_too_long) rfc!("1034", "3.1");
        "Label too long";
        "Labels of more than 63 octets, as they are written in the DNS."
    "name-too-long" Error Every Order(names::name_too_long) rfc!("1034", "3.1");
        "Name too long";
        "Names of more than 253 octets, as they are written in the DNS."
    "too-many-names" Warning Every Order(names::too_many)
        document!(
            "TBS Internet, SANs in DigiCert certificates",
            "",
            "https://www.tbs-certificates.co.uk/FAQ/en/san_certificats_verisign.html"
        );
        "Many names";
        "More than 250 names. A reseller's figure; DigiCert may agree on another."
    "organizational-unit" Warning Public Order(names::organizational_unit)
        baseline!("7.1.2.7.4", "71274-organization-validated");
        "Organizational unit";
        "An organizational unit is asked for, or stands in the CSR."

    "international-name" Information Every Order(international::both_forms) rfc!("5891", "4.4");
        "Internationalized name";
        "Names with letters beyond ASCII, shown in both forms."
    "punycode-damaged" Error Public Order(international::damaged)
        baseline!("7.1.2.7.12", "712712-subscriber-certificate-subject-alternative-name");
        "Invalid punycode";
        "Labels that begin with xn-- and are not valid punycode."
    "mixed-scripts" Warning Every Order(international::mixed_scripts)
        document!("Unicode TS 39", "5.1", "https://www.unicode.org/reports/tr39/#Mixed_Script_Detection");
        "Mixed scripts";
        "Labels that mix Latin, Greek or Cyrillic letters."
    "look-alike" Warning Every Order(international::look_alike)
        document!("Unicode TS 39", "4", "https://www.unicode.org/reports/tr39/#Confusable_Detection");
        "Look-alike name";
        "Labels of which every letter is a Latin one or a Greek or Cyrillic one that looks like it."
    "hidden-characters" Error Every Order(international::hidden)
        document!("Unicode TR 36", "2", "https://www.unicode.org/reports/tr36/#visual_spoofing");
        "Hidden characters";
        "Control, invisible and direction characters in names, units, users and the CSR's subject."

    "validity-missing" Error Every Order(terms::no_validity) vendor!("validity");
        "No validity";
        "None of years, days and date is given."
    "validity-several" Error Every Order(terms::several_validities) vendor!("validity");
        "Several validities";
        "More than one of years, days and date is given."
    "validity-past" Error Every Order(terms::validity_past) rfc!("5280", "4.1.2.5");
        "The validity ends in the past";
        "The end is past, or the time is nought."
    "validity-too-long" Warning Public Order(terms::validity_too_long)
        baseline!("6.3.2", "632-certificate-operational-periods-and-key-pair-usage-periods");
        "Validity too long";
        "More days than a public CA may issue for: 398, 200 from 2026-03-15, 100 from 2027-03-15, 47 from 2029-03-15."
    "validity-over-digicert" Warning Public Order(terms::validity_over_digicert)
        document!(
            "DigiCert, End of 397-day public TLS certificates",
            "",
            "https://docs.digicert.com/manage-certificates/end-2-year-public-ssl-certificates"
        );
        "Validity longer than DigiCert issues";
        "More than the 199 days DigiCert issues for since 2026-02-24, where the Baseline Requirements allow it."
    "ev-without-approvers" Error Every Order(terms::no_ev_approvers) vendor!("digicertEVApproverUserIds");
        "No EV approver";
        "An Extended Validation product without EV approvers at DigiCert."
    "renewal-without-order" Error Every Order(terms::renewal_without_order) vendor!("renewal.digicertPreviousOrderId");
        "Renewal without an order id";
        "A renewal without the DigiCert order it renews."
    "renewal-without-certificate" Error Every Order(terms::renewal_without_certificate)
        vendor!("renewal.renewalOfCertificate");
        "Renewal without a certificate";
        "A renewal without the hash of the certificate it renews."
    "renewal-hash-malformed" Error Every Order(terms::renewal_hash_malformed) vendor!("renewal.renewalOfCertificate");
        "Malformed certificate hash";
        "The hash of the renewed certificate is not 64 hexadecimal digits."

    "approver-missing" Warning Every Order(standing::no_approver) vendor!("approverUserNames");
        "No approver";
        "A submitted request without approvers."
    "self-approval" Warning Every Order(standing::self_approval) vendor!("approverUserNames");
        "Requester is the only approver";
        "The requester is the only approver."
    "waiting-long" Warning Every Order(standing::waiting)
        document!(
            "Qualys CertView API, Update Status of Certificate Request",
            "",
            "https://docs.qualys.com/en/certview/api/certview_api/ch05/update_status_of_certificate_request.htm"
        );
        "Waiting for a week or more";
        "A request that has not ended, unchanged for 7 days or more. The 7 days are this project's choice."
    "status-contradiction" Warning Every Order(standing::contradiction) vendor!("caStatus");
        "Statuses contradict each other";
        "CertView's status and the CA's contradict each other, such as ISSUED and needs_approval."
    "private-key-delivered" Warning Every Order(standing::private_key) vendor!("certificate.privateKey");
        "Private key in the response";
        "The response carries a private key."
}
