//! The orders the sandbox knows: one table that drives both the answers and the page's list of what to click.
//! The bodies are the JSON files in `orders/`; see `template.rs` for their placeholders.

/// The specification's own example.
pub(super) const SAMPLE: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";
/// An order without anything remarkable, for answers that are remarkable in another way.
pub(super) const ORDINARY: &str = include_str!("orders/ordinary.json");

/// One order of the sandbox.
#[derive(Debug)]
pub struct Order {
    /// Its uuid.
    pub uuid: &'static str,
    /// A short title.
    pub name: &'static str,
    /// One sentence for a newcomer.
    pub shows: &'static str,
    /// The JSON, with placeholders.
    pub(super) body: &'static str,
}

impl Order {
    /// The heading under which the page lists the order.
    pub(super) fn group(&self) -> &'static str {
        let number = self.uuid.rsplit('-').next().and_then(|end| end.parse::<u32>().ok());
        match number.filter(|_| self.uuid != SAMPLE) {
            Some(8 | 15..=17 | 31 | 45..=47) => "Names",
            Some(11 | 13 | 14 | 18) => "Response shapes",
            Some(12 | 22..=30 | 40 | 48 | 51) => "CSR and key",
            Some(7 | 9 | 10 | 32..=38 | 41..=44 | 49 | 50) => "Product, validity and renewal",
            _ => "Status",
        }
    }
}

/// Every order that answers with 200.
pub const ORDERS: &[Order] = &[
    Order {
        uuid: SAMPLE,
        name: "The documentation's sample",
        shows: "The vendor's own example to the letter: private trust, from 2020, without a real CSR.",
        body: include_str!("../../../tests/fixtures/view-certificate-request.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000001",
        name: "Submitted, RSA 2048",
        shows: "A shop's certificate requested three hours ago, waiting for either of two approvers.",
        body: include_str!("orders/01-submitted.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000002",
        name: "Wildcard, approved",
        shows: "A wildcard request that was approved and is now with DigiCert.",
        body: include_str!("orders/02-wildcard-approved.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000003",
        name: "Issued, P-256",
        shows: "A finished request: the certificate for an API was issued for 199 days.",
        body: include_str!("orders/03-issued.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000004",
        name: "Rejected, RSA 4096",
        shows: "A request for longer than public certificates may last, turned down by an approver.",
        body: include_str!("orders/04-rejected.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000005",
        name: "Cancelled, Ed25519",
        shows: "A request with a kind of key that public authorities do not take, withdrawn a day later.",
        body: include_str!("orders/05-cancelled.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000006",
        name: "Unknown status",
        shows: "A request in the status ON_HOLD, which the documentation does not know.",
        body: include_str!("orders/06-on-hold.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000007",
        name: "Extended validation",
        shows: "A bank's EV request with a chosen end date and two EV approvers at DigiCert.",
        body: include_str!("orders/07-extended-validation.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000008",
        name: "Multi-domain, 300 names",
        shows: "One certificate for three hundred tenants, approved, for 90 days.",
        body: include_str!("orders/08-three-hundred-names.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000009",
        name: "Private trust",
        shows: "A plant's internal server, named and dated as only a private authority may grant.",
        body: include_str!("orders/09-private-trust.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000010",
        name: "Renewal",
        shows: "A mail server's certificate renewed, with the order and certificate it replaces.",
        body: include_str!("orders/10-renewal.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000011",
        name: "Private key in the answer",
        shows: "Qualys made the CSR, so the answer carries a private key (a worthless one).",
        body: include_str!("orders/11-private-key.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000012",
        name: "Broken CSR, waiting nine days",
        shows: "The CSR was cut off when it was pasted, and nobody has acted for nine days.",
        body: include_str!("orders/12-broken-request.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000013",
        name: "Nested CSR, numeric ids",
        shows: "The shape of the documentation's table, with ids too large for a JavaScript number.",
        body: include_str!("orders/13-nested-and-numeric.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000014",
        name: "Nothing reported",
        shows: "Every field is null except the uuid.",
        body: include_str!("orders/14-everything-null.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000015",
        name: "Names with markup",
        shows: "HTML and script in every field that takes text; all of it must be shown as text.",
        body: include_str!("orders/15-markup.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000016",
        name: "Names with hidden characters",
        shows: "Invisible characters and marks that turn the writing direction, which disguise names.",
        body: include_str!("orders/16-hidden-characters.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000017",
        name: "International names",
        shows: "Names in punycode and other scripts, one a look-alike of example.com in part Cyrillic.",
        body: include_str!("orders/17-international-names.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000018",
        name: "Wrong types, unknown fields",
        shows: "Many fields are of another type than documented and some are not documented at all.",
        body: include_str!("orders/18-wrong-types.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000019",
        name: "Order that progresses",
        shows: "Goes from submitted over approved to issued by itself, within two minutes of your sign-in.",
        body: include_str!("orders/19-progressing.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000021",
        name: "No findings",
        shows: "A request as it should be: the review has nothing to say against it.",
        body: include_str!("orders/21-nothing-to-object-to.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000022",
        name: "CSR made for something else",
        shows: "The CSR has another name, other names, a SHA-1 signature and asks for a CA certificate.",
        body: include_str!("orders/22-request-for-something-else.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000023",
        name: "Altered CSR",
        shows: "One letter of the CSR was changed after it was signed, so its signature is wrong.",
        body: include_str!("orders/23-altered-request.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000024",
        name: "CSR still to be made, no approver",
        shows: "Qualys is to make the CSR, and nobody is named who may approve.",
        body: include_str!("orders/24-request-to-be-made.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000025",
        name: "No CSR, approved by the requester",
        shows: "There is no CSR, and the only approver is the one who asked.",
        body: include_str!("orders/25-no-request.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000026",
        name: "Weak key, RSA 1024",
        shows: "A legacy server's key that is too short for any certificate today.",
        body: include_str!("orders/26-weak-key.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000027",
        name: "ROCA key",
        shows: "A key from a faulty chip, whose private half can be computed; its CSR names no hosts.",
        body: include_str!("orders/27-roca-key.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000028",
        name: "Close primes",
        shows: "A key whose two primes are so close that Fermat's method finds them.",
        body: include_str!("orders/28-close-primes.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000029",
        name: "Broken key",
        shows: "A key whose modulus can be divided by 3, with 3 as its exponent.",
        body: include_str!("orders/29-broken-key.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000030",
        name: "Brainpool curve",
        shows: "A sound key on a curve that public authorities do not take and browsers cannot check.",
        body: include_str!("orders/30-curve-of-its-own.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000031",
        name: "Names nobody may certify",
        shows: "Internal names, private addresses, underscores, misplaced wildcards and names too long.",
        body: include_str!("orders/31-impossible-names.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000032",
        name: "Wildcard product, no wildcard",
        shows: "A wildcard certificate is ordered for names that are none.",
        body: include_str!("orders/32-wildcard-missing.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000033",
        name: "EV without approvers",
        shows: "Extended Validation without an approver at DigiCert.",
        body: include_str!("orders/33-extended-validation-without-approvers.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000034",
        name: "Validity given three times",
        shows: "Years, days and a date that is past, where one of them is allowed.",
        body: include_str!("orders/34-validity-three-ways.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000035",
        name: "No validity, SHA-1",
        shows: "Nothing says how long it is to be valid, and the requested hash is not offered.",
        body: include_str!("orders/35-validity-none.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000036",
        name: "200 days",
        shows: "A day more than DigiCert issues, though the Baseline Requirements allow it.",
        body: include_str!("orders/36-two-hundred-days.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000037",
        name: "Renewal without its order",
        shows: "A renewal that does not say which DigiCert order it renews.",
        body: include_str!("orders/37-renewal-without-order.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000038",
        name: "Renewal with a short hash, odd CSR",
        shows: "The hash was cut off when it was pasted, and the CSR says a version that does not exist.",
        body: include_str!("orders/38-renewal-hash-cut-off.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000039",
        name: "Contradicting statuses",
        shows: "CertView says issued, DigiCert says that approval is needed.",
        body: include_str!("orders/39-status-contradiction.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000040",
        name: "Private key in the CSR field",
        shows: "A private key was pasted with the CSR: it is compromised, and is not shown.",
        body: include_str!("orders/40-private-key-in-csr.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000041",
        name: "Code signing, RSA 2048",
        shows: "A code signing product, whose keys must have 3072 bits, for longer than is allowed; the names are no host names.",
        body: include_str!("orders/41-code-signing.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000042",
        name: "Secure e-mail",
        shows: "A certificate for a person's e-mail: the checks of host names do not apply.",
        body: include_str!("orders/42-secure-email.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000043",
        name: "Client authentication",
        shows: "The CSR asks for client authentication, which public TLS certificates no longer have.",
        body: include_str!("orders/43-client-authentication.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000044",
        name: "Issuing CA of the G1 hierarchy",
        shows: "The issuing CA is under a root that browsers no longer trust; the key is P-521.",
        body: include_str!("orders/44-distrusted-issuer.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000045",
        name: "Wildcards too wide",
        shows: "Wildcards for a public suffix and for a top-level domain.",
        body: include_str!("orders/45-public-suffix.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000046",
        name: "EV for a wildcard and an address",
        shows: "Extended Validation for names that EV certificates may not contain.",
        body: include_str!("orders/46-extended-validation-names.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000047",
        name: "Names of no domain",
        shows: "A reverse lookup name, an old onion address, an unknown top-level domain, a common name too long.",
        body: include_str!("orders/47-names-of-no-domain.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000048",
        name: "Names hidden in the CSR",
        shows: "The CSR has names in a Microsoft attribute that are not requested; the exponent is 3.",
        body: include_str!("orders/48-names-in-an-attribute.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000049",
        name: "Renewal without its certificate",
        shows: "A renewal that does not say which certificate it renews.",
        body: include_str!("orders/49-renewal-without-certificate.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000050",
        name: "A year in days",
        shows: "365 days, where public CAs may issue for 200.",
        body: include_str!("orders/50-a-year-in-days.json"),
    },
    Order {
        uuid: "00000000-0000-4000-8000-000000000051",
        name: "Prime modulus",
        shows: "An RSA key whose modulus is a prime; the CSR has two common names, and an address as a DNS name.",
        body: include_str!("orders/51-prime-modulus.json"),
    },
];
