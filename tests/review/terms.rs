//! Rules about validity, product, renewal, people and status.

use serde_json::{Value, json};

use crate::{Row, Setting, row, sound};

fn validity(value: Value) -> Setting {
    sound().with("validity", value)
}

fn days(days: u32) -> Setting {
    validity(json!({ "validityDays": days }))
}

fn renewal(order: Value, certificate: Value) -> Setting {
    sound().with("renewal", json!({ "digicertPreviousOrderId": order, "renewalOfCertificate": certificate }))
}

fn statuses(status: &str, ca_status: &str) -> Setting {
    sound().with("status", json!(status)).with("caStatus", json!(ca_status))
}

pub(crate) fn rows() -> Vec<Row> {
    let until = |date: &str| validity(json!({ "customExpirationDate": date }));
    let hash = "7c1f0e93b2a84d55e6f1a0987b3c2d4e5f60718293a4b5c6d7e8f90a1b2c3d4e";
    let ev = || sound().with("digicertProductNameId", json!("ssl_ev_securesite_pro"));
    let approvers = |names: &[&str]| sound().with("approverUserNames", json!(names));
    let quiet = |at: &'static str| sound().at(at);
    let mut rows = vec![
        row(
            "validity-missing",
            [(validity(json!(null)), "how long"), (validity(json!({ "validityYears": null })), "how long")],
            [sound(), until("2026-08-01")],
        ),
        row(
            "validity-several",
            [(validity(json!({ "validityDays": 90, "validityYears": 1 })), "more than one way")],
            [sound(), validity(json!(null))],
        ),
        row(
            "validity-past",
            [
                (until("2026-05-31"), "2026-05-31"),
                (until("2026-06-01T12:00:00Z"), "2026-06-01"),
                (days(0), "no time at all"),
                (validity(json!({ "validityYears": 0 })), "no time at all"),
            ],
            [
                sound(),
                until("2026-06-02"),
                // What has been issued was right in its day.
                until("2026-06-02").with("status", json!("ISSUED")).at("2026-12-01T00:00:00Z"),
            ],
        ),
        row(
            "validity-too-long",
            [
                (
                    days(399).at("2026-03-14T23:59:59Z"),
                    "399 days are asked for; a public authority may issue for at most 398",
                ),
                (days(201).at("2026-03-15T00:00:00Z"), "at most 200 days from 2026-03-15 on"),
                (days(201).at("2027-03-14T23:59:59Z"), "200"),
                (days(101).at("2027-03-15T00:00:00Z"), "at most 100"),
                (days(101).at("2029-03-14T23:59:59Z"), "100"),
                (days(48).at("2029-03-15T00:00:00Z"), "at most 47"),
                (validity(json!({ "validityYears": 1 })), "365"),
                (validity(json!({ "validityYears": 4_294_967_295_u32 })), "4294967295"),
                (until("2026-12-19"), "201"),
                (days(300).trust("unknown"), "does not tell"),
            ],
            [
                days(398).at("2026-03-14T23:59:59Z"),
                days(200).at("2026-03-15T00:00:00Z"),
                days(100).at("2027-03-15T00:00:00Z"),
                days(47).at("2029-03-15T00:00:00Z"),
                until("2026-12-18T12:00:00Z"),
                days(1000).trust("private"),
                days(200).with("status", json!("ISSUED")).at("2028-01-01T00:00:00Z"),
            ],
        ),
        row(
            "validity-over-digicert",
            [
                (days(200), "at most 199 days"),
                (days(200).at("2026-02-24T00:00:00Z"), "199"),
                (days(398).at("2026-03-01T00:00:00Z"), "199"),
            ],
            [
                days(199),
                days(201),
                days(200).at("2026-02-23T23:59:59Z"),
                days(200).trust("private"),
                days(100).at("2027-03-15T00:00:00Z"),
            ],
        ),
        row(
            "ev-without-approvers",
            [(ev(), "“ssl_ev_securesite_pro”")],
            [sound(), ev().with("digicertEVApproverUserIds", json!([1_048_576]))],
        ),
        row(
            "renewal-without-order",
            [(renewal(json!(null), json!(hash)), "which DigiCert order")],
            [sound(), renewal(json!(214_003_977), json!(hash))],
        ),
        row(
            "renewal-without-certificate",
            [(renewal(json!(214_003_977), json!("")), "which certificate")],
            [sound(), renewal(json!(214_003_977), json!(hash))],
        ),
        row(
            "renewal-hash-malformed",
            [
                (renewal(json!(1), json!(&hash[1..])), "not a SHA-256"),
                (renewal(json!(1), json!(hash.replace('7', "g"))), "not a SHA-256"),
            ],
            [sound(), renewal(json!(1), json!(hash.to_uppercase())), renewal(json!(1), json!(null))],
        ),
    ];
    rows.extend([
        row(
            "approver-missing",
            [(approvers(&[]), "No approver is named")],
            [sound(), approvers(&[]).with("status", json!("ISSUED"))],
        ),
        row(
            "self-approval",
            [
                (approvers(&["roe_jane"]), "“roe_jane”"),
                (approvers(&["ROE_jane", "roe_jane"]), "only approver"),
            ],
            [sound(), approvers(&["roe_jane", "doe_john"]), approvers(&[])],
        ),
        row(
            "waiting-long",
            [
                (
                    quiet("2026-06-08T07:00:00Z"),
                    "7 days, since 2026-06-01. It waits for approval by “doe_john”",
                ),
                (quiet("2026-07-01T07:00:00Z").with("approverUserNames", json!([])), "30 days"),
                (statuses("APPROVED", "pending").at("2026-07-01T07:00:00Z"), "waits for DigiCert"),
                (statuses("ON_HOLD", "").at("2026-07-01T07:00:00Z"), "not known"),
            ],
            [
                sound(),
                quiet("2026-06-08T06:59:59Z"),
                statuses("ISSUED", "issued").at("2026-07-01T07:00:00Z"),
                quiet("2026-07-01T07:00:00Z").with("updated", json!(null)),
            ],
        ),
        row(
            "status-contradiction",
            [
                (
                    statuses("ISSUED", "needs_approval"),
                    "CertView says ISSUED, the authority says “needs_approval”",
                ),
                (statuses("ISSUED", "Needs Approval"), "“Needs Approval”"),
                (statuses("SUBMITTED", "issued"), "“issued”"),
                (statuses("APPROVED", "rejected"), "“rejected”"),
                (statuses("CANCELLED", "pending"), "“pending”"),
            ],
            [
                sound(),
                statuses("ISSUED", "issued"),
                statuses("ISSUED", "reissue_pending"),
                statuses("APPROVED", "pending"),
                statuses("SUBMITTED", "needs_approval"),
                statuses("ON_HOLD", "issued"),
                statuses("ISSUED", "<marquee>pending</marquee>"),
            ],
        ),
        row(
            "private-key-delivered",
            [(
                sound().with("certificate.privateKey", json!("-----BEGIN PRIVATE KEY-----")),
                "carries a private key",
            )],
            [sound(), sound().with("certificate.privateKey", json!(null))],
        ),
    ]);
    rows
}
