//! Checks of validity, approval and delivery.

use serde_json::{Value, json};

use crate::{Row, Setting, row, sound};

fn validity(value: Value) -> Setting {
    sound().with("validity", value)
}

fn days(days: u32) -> Setting {
    validity(json!({ "validityDays": days }))
}

fn years(years: u32) -> Setting {
    validity(json!({ "validityYears": years }))
}

fn code_signing(setting: Setting) -> Setting {
    setting.product("code_signing")
}

fn statuses(status: &str, ca_status: &str) -> Setting {
    sound().with("status", json!(status)).with("caStatus", json!(ca_status))
}

pub(crate) fn rows() -> Vec<Row> {
    let until = |date: &str| validity(json!({ "customExpirationDate": date }));
    let approvers = |names: &[&str]| sound().with("approverUserNames", json!(names));
    let quiet = |at: &'static str| sound().at(at);
    vec![
        row(
            "validity-missing",
            [(validity(json!(null)), "how long"), (validity(json!({ "validityYears": null })), "how long")],
            [sound(), until("2026-08-01")],
        ),
        row(
            "validity-several",
            [(validity(json!({ "validityDays": 90, "validityYears": 1 })), "more than one form")],
            [sound(), validity(json!(null))],
        ),
        row(
            "validity-past",
            [
                (until("2026-05-31"), "2026-05-31"),
                (until("2026-06-01T12:00:00Z"), "2026-06-01"),
                (days(0), "zero"),
                (validity(json!({ "validityYears": 0 })), "zero"),
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
                    days(399).at("2026-02-23T23:59:59Z"),
                    "for 399 days. Public CAs may issue for at most 398 days, so",
                ),
                (days(399).at("2026-03-14T23:59:59Z"), "398 days, so DigiCert will shorten"),
                (
                    days(201).at("2026-03-15T00:00:00Z"),
                    "Since 2026-03-15 public CAs may issue for at most 200 days, so",
                ),
                (days(201).at("2026-03-15T00:00:00Z"), "Ask for 199 days or fewer"),
                (days(201).at("2027-03-14T23:59:59Z"), "200"),
                (days(101).at("2027-03-15T00:00:00Z"), "at most 100"),
                (days(101).at("2027-03-15T00:00:00Z"), "Ask for 100 days"),
                (days(101).at("2029-03-14T23:59:59Z"), "100"),
                (days(48).at("2029-03-15T00:00:00Z"), "at most 47"),
                (validity(json!({ "validityDays": 4_294_967_295_u32 })), "4294967295"),
                (until("2026-12-19"), "201"),
                (days(300).trust("unknown"), "does not tell"),
            ],
            [
                days(398).at("2026-03-14T23:59:59Z"),
                days(200).at("2026-03-15T00:00:00Z"),
                days(100).at("2027-03-15T00:00:00Z"),
                days(47).at("2029-03-15T00:00:00Z"),
                until("2026-12-18T12:00:00Z"),
                years(3),
                days(1000).trust("private"),
                days(1000).product("class1_smime"),
                days(200).with("status", json!("ISSUED")).at("2028-01-01T00:00:00Z"),
            ],
        ),
        row(
            "validity-over-digicert",
            [
                (days(200), "at most 199 days"),
                (days(200).at("2026-02-24T00:00:00Z"), "199"),
                (days(398).at("2026-03-01T00:00:00Z"), "199"),
                (until("2026-12-18T00:00:00Z"), "for 200 days"),
            ],
            [
                days(199),
                days(201),
                years(1),
                days(200).at("2026-02-23T23:59:59Z"),
                days(200).trust("private"),
                days(100).at("2027-03-15T00:00:00Z"),
            ],
        ),
        row(
            "validity-code-signing",
            [
                (code_signing(days(460)), "at most 460 days, and DigiCert issues them for at most 459, so"),
                (code_signing(days(460)), "for 460 days. Since 2026-03-01"),
                (code_signing(years(2)), "for 2 years. Since"),
                (code_signing(years(2)), "Ask for 459 days or fewer"),
                (code_signing(until("2027-09-05")), "for 461 days"),
                (code_signing(days(460)).product("code_signing_ev"), "460"),
                (code_signing(days(460)).at("2026-02-24T00:00:00Z"), "459"),
                (
                    code_signing(years(4)).at("2026-02-23T23:59:59Z"),
                    "for 4 years. Code signing certificates may",
                ),
                (code_signing(days(1189)).at("2026-01-01T00:00:00Z"), "39 months, so"),
                (code_signing(validity(json!({ "validityYears": 4_294_967_295_u32 }))), "4294967295 years"),
            ],
            [
                code_signing(days(459)),
                code_signing(years(1)),
                code_signing(until("2027-09-03T12:00:00Z")),
                code_signing(years(3)).at("2026-02-23T23:59:59Z"),
                code_signing(days(1188)).at("2026-01-01T00:00:00Z"),
                // What was issued before the limit was right in its day.
                code_signing(years(3))
                    .with("status", json!("ISSUED"))
                    .with("updated", json!("2026-02-01T00:00:00Z")),
                code_signing(validity(json!(null))),
                days(199),
                days(1000),
                days(1000).trust("private"),
                days(1000).product("class1_smime"),
            ],
        ),
        row(
            "validity-plan",
            [
                (
                    years(1),
                    "for one year. At DigiCert this is the length of the plan: a certificate lasts at most 199",
                ),
                (years(3), "for 3 years"),
                (years(1).at("2027-03-15T00:00:00Z"), "100 days"),
                (years(2).at("2026-01-01T00:00:00Z"), "398 days"),
                (validity(json!({ "validityYears": 4_294_967_295_u32 })), "4294967295"),
                (years(1).trust("unknown"), "does not tell"),
            ],
            [
                sound(),
                years(0),
                years(1).at("2026-02-23T23:59:59Z"),
                years(2).trust("private"),
                years(2).product("code_signing"),
            ],
        ),
        row(
            "approver-missing",
            [(approvers(&[]), "names no approver")],
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
                    "7 days, since 2026-06-01. It waits for approval by “doe_john”. Ask there",
                ),
                (quiet("2026-07-01T07:00:00Z").with("approverUserNames", json!([])), "30 days, since"),
                (statuses("APPROVED", "pending").at("2026-07-01T07:00:00Z"), "waits for DigiCert"),
                (statuses("ON_HOLD", "").at("2026-07-01T07:00:00Z"), "not known"),
                (quiet("2026-07-01T07:00:00Z").with("status", json!(null)), "not known"),
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
                (statuses("ISSUED", "needs_approval"), "status is ISSUED, and the CA's is “needs_approval”"),
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
                // Other words of the same length.
                statuses("ISSUED", "needs.approval"),
                statuses("ISSUED", "pen ing"),
            ],
        ),
        row(
            "private-key-delivered",
            [(
                sound().with("certificate.privateKey", json!("-----BEGIN PRIVATE KEY-----")),
                "contains a private key",
            )],
            [sound(), sound().with("certificate.privateKey", json!(null))],
        ),
    ]
}
