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
        shows: "A shop's certificate asked for three hours ago, waiting for either of two approvers.",
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
        shows: "A mail server's certificate asked for again, with the order and certificate it replaces.",
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
        name: "Walking order",
        shows: "Goes from submitted over approved to issued by itself, within two minutes of your sign-in.",
        body: include_str!("orders/19-walking.json"),
    },
];
