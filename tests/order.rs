//! The order, from outside: what a response becomes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use certview_orders::order::{
    DecodeError, DigicertId, Field, Json, MAX_DEPTH, Order, Piece, ProductKind, Progress, REDACTED,
    RequestStatus, StageState, Timestamp, Trust, Uuid, block_pieces, pieces, spelled_out,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const SAMPLE: &str = include_str!("fixtures/view-certificate-request.json");

fn sample() -> Value {
    serde_json::from_str(SAMPLE).unwrap()
}

fn read(value: &Value) -> Order {
    Order::from_text(&value.to_string()).unwrap()
}

#[test]
fn the_sample_of_the_specification_is_read_whole() {
    let order = Order::from_text(SAMPLE).unwrap();
    assert_eq!(order.uuid.to_string(), "cb95d100-ec30-11ea-920d-eb66140967e3");
    assert_eq!(order.status, Some(RequestStatus::Submitted));
    assert_eq!(order.ca_status, None);
    assert_eq!(order.intermediate_ca.name.as_deref(), Some("DigiCert Test SHA2 Intermediate CA-1"));
    assert_eq!(
        order.intermediate_ca.certhash.as_deref(),
        Some("a52d05988b61a33d6ac3edb449eb47150fa5b7a26c7dfc4e61f905ca36e165ee")
    );
    assert_eq!(order.approver_user_names, ["doe_john"]);
    assert_eq!(order.requester_user_name.as_deref(), Some("doe_john"));
    assert_eq!(order.certificate.common_name.as_deref(), Some("example.com"));
    assert_eq!(order.certificate.organization_units, ["QA"]);
    assert_eq!(order.certificate.signature_hash.as_deref(), Some("SHA-256"));
    assert_eq!(order.certificate.encoded_csr.as_deref(), Some("string"));
    assert!(order.certificate.dns_names.is_empty());
    assert_eq!(order.certificate.private_key, None);
    assert_eq!(order.renewal, None);
    assert_eq!(order.validity.validity_years, Some(1));
    assert_eq!(order.validity.validity_days, None);
    assert_eq!(order.digicert_organization.id.as_ref().unwrap().as_str(), "525858");
    assert_eq!(order.digicert_product_name_id.as_ref().unwrap().as_str(), "private_ssl_plus");
    assert_eq!(order.trust(), Trust::Private);
    assert_eq!(order.created.unwrap().to_string(), "2020-09-01T08:54:50.473Z");
    assert_eq!(order.updated.unwrap().to_string(), "2020-09-01T08:58:58.138Z");
    assert!(order.notes.is_empty(), "{:?}", order.notes);
    assert!(order.unknown.is_empty(), "{:?}", order.unknown);
}

#[test]
fn the_documented_shapes_are_read_too() {
    let order = read(&json!({
        "uuid": "CB95D100-EC30-11EA-920D-EB66140967E3",
        "intermediateCA": { "commonName": "CA", "serialNumber": "0a" },
        "certificate": { "csr": { "encodedCSR": "MII", "autoGenerateCSR": true } },
        "digicertOrganizationId": 9_007_199_254_740_993_u64,
        "digicertProductNameId": 12,
        "digicertEVApproverUserIds": [7, "8"],
        "renewal": { "digicertPreviousOrderId": 1, "renewalOfCertificate": "ab" },
        "status": "rejected"
    }));
    assert_eq!(order.uuid.to_string(), "cb95d100-ec30-11ea-920d-eb66140967e3");
    assert_eq!(order.certificate.encoded_csr.as_deref(), Some("MII"));
    assert_eq!(order.certificate.auto_generate_csr, Some(true));
    assert_eq!(order.digicert_organization.id.as_ref().unwrap().as_str(), "9007199254740993");
    assert_eq!(order.trust(), Trust::Unknown);
    let approvers: Vec<_> = order.digicert_ev_approver_user_ids.iter().map(|id| id.as_str()).collect();
    assert_eq!(approvers, ["7", "8"]);
    assert_eq!(order.status, Some(RequestStatus::Rejected));
    assert!(order.notes.is_empty() && order.unknown.is_empty(), "{:?} {:?}", order.notes, order.unknown);
}

#[test]
fn null_missing_and_empty_all_mean_not_reported() {
    let uuid = "cb95d100-ec30-11ea-920d-eb66140967e3";
    let bare = read(&json!({ "uuid": uuid }));
    for value in [Value::Null, json!("")] {
        let mut all = sample();
        for (name, member) in all.as_object_mut().unwrap() {
            if name != "uuid" {
                *member = value.clone();
            }
        }
        let mut order = read(&all);
        order.raw = bare.raw.clone();
        assert_eq!(order, bare);
    }
    for name in ["renewal", "validity", "certificate", "intermediateCA", "digicertOrganization"] {
        for value in [json!({}), json!({ "renewalOfCertificate": null, "validityYears": "", "name": null })] {
            let order = read(&json!({ "uuid": uuid, name: value }));
            assert_eq!((&order.renewal, &order.validity), (&None, &bare.validity), "{name}");
            assert!(order.notes.is_empty(), "{name}: {:?}", order.notes);
        }
    }
    assert!(bare.status.is_none() && bare.created.is_none() && bare.names().is_empty());
}

#[test]
fn an_unknown_status_is_kept_as_it_came() {
    let mut value = sample();
    value["status"] = json!("Waiting for Godot");
    let status = read(&value).status.unwrap();
    assert_eq!(status, RequestStatus::Other("Waiting for Godot".to_owned()));
    assert!(!status.is_final());
    assert_eq!(status.as_word(), "Waiting for Godot");
}

#[test]
fn unknown_members_are_kept_and_named() {
    let mut value = sample();
    value["comment"] = json!({ "by": "x" });
    value["certificate"]["keyUsage"] = json!([1]);
    let order = read(&value);
    assert_eq!(order.unknown, ["comment", "certificate.keyUsage"]);
    assert!(order.raw.pretty().contains("\"keyUsage\": [\n      1\n    ]"), "{}", order.raw.pretty());
}

#[test]
fn odd_values_cost_their_field_and_are_noted_with_their_path() {
    let mut value = sample();
    value["created"] = json!("yesterday");
    value["approverUserNames"] = json!("doe_john");
    value["certificate"]["dnsNames"] = json!(["a.example", 5, null, "b.example"]);
    let order = read(&value);
    assert_eq!(order.created, None);
    assert_eq!(order.approver_user_names, ["doe_john"]);
    assert_eq!(order.certificate.dns_names, ["a.example", "b.example"]);
    let paths: Vec<_> = order.notes.iter().map(|note| (note.path.as_str(), note.found.as_str())).collect();
    assert_eq!(
        paths,
        [
            ("approverUserNames", "\"doe_john\""),
            ("created", "\"yesterday\""),
            ("certificate.dnsNames[1]", "5")
        ]
    );
}

#[test]
fn the_names_are_the_common_name_and_then_the_dns_names_without_duplicates() {
    let mut value = sample();
    value["certificate"]["dnsNames"] =
        json!(["www.example.com", "example.com", "a.example.com", "www.example.com"]);
    assert_eq!(read(&value).names(), ["example.com", "www.example.com", "a.example.com"]);
    value["certificate"]["commonName"] = Value::Null;
    assert_eq!(read(&value).names(), ["www.example.com", "example.com", "a.example.com"]);
}

#[test]
fn a_note_is_found_by_its_path() {
    let mut value = sample();
    value["created"] = json!("yesterday");
    value["updated"] = json!("today");
    let order = read(&value);
    assert_eq!(order.note_at("updated").unwrap().found, "\"today\"");
    assert_eq!(order.note_at("created").unwrap().found, "\"yesterday\"");
    assert_eq!(order.note_at("status"), None);
}

#[test]
fn another_uuid_than_the_requested_one_is_noted() {
    let mut order = read(&sample());
    order.note_uuid_mismatch(&"cb95d100-ec30-11ea-920d-eb66140967e3".parse().unwrap());
    assert_eq!(order.note_at("uuid"), None);
    order.note_uuid_mismatch(&Uuid::NIL);
    assert_eq!(order.note_at("uuid").unwrap().found, order.uuid.to_string());
}

#[test]
fn a_member_that_appears_twice_is_noted_and_the_last_one_is_used() {
    let text = r#"{"uuid":"cb95d100-ec30-11ea-920d-eb66140967e3","status":"ISSUED","status":"SUBMITTED"}"#;
    let order = Order::from_text(text).unwrap();
    assert_eq!(order.status, Some(RequestStatus::Submitted));
    assert_eq!(order.note_at("status").unwrap().found, "\"ISSUED\"");
    assert_eq!(order.raw.compact(), text);
}

#[test]
fn the_tree_keeps_order_duplicates_and_digits() {
    for text in [
        r#"{"b":1,"a":2,"b":3}"#,
        "[123456789012345678901234567890,-0,1.50,1E+05,1e999,0.1e-7]",
        r#"["\"\\\n\u0001","é𝄞"]"#,
        "[null,true,false,[],{}]",
    ] {
        assert_eq!(Json::parse(text).unwrap().compact(), text);
    }
    assert_eq!(
        Json::parse(r#"[null,true,false,-1.50,"a",{"a":[]}]"#).unwrap(),
        Json::Array(vec![
            Json::Null,
            Json::Bool(true),
            Json::Bool(false),
            Json::Number("-1.50".to_owned()),
            Json::Text("a".to_owned()),
            Json::Object(vec![("a".to_owned(), Json::Array(Vec::new()))]),
        ])
    );
    let pretty = "{\n  \"a\": [\n    1.0,\n    []\n  ],\n  \"b\": {}\n}";
    assert_eq!(Json::parse(pretty).unwrap().pretty(), pretty);
    assert_eq!(Json::parse(r#"{"b":1,"b":3}"#).unwrap().get("b").unwrap().scalar(), Some("3"));
}

#[test]
fn arrays_nest_as_deep_as_the_bound_and_no_deeper() {
    let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::parse(&nested(MAX_DEPTH)).is_ok());
    let error = Json::parse(&nested(MAX_DEPTH + 1)).unwrap_err();
    assert_eq!((error.problem, error.line, error.column), ("nested too deep", 1, MAX_DEPTH + 1));
}

#[test]
fn an_error_quotes_nothing_of_the_text() {
    for text in [
        r#"{"privateKey": "CANARY"#,
        r#"{"privateKey": CANARY}"#,
        r#"{"CANARY\ud800": 1}"#,
        r#"{"CANARY": 1 "CANARY"}"#,
        r#"{"uuid": "CANARY"}"#,
        r#"["CANARY"]"#,
    ] {
        let error = Order::from_text(text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
    }
}

#[test]
fn a_private_key_is_removed_from_every_place() {
    const CANARY: &str = "-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----";
    let places: [fn(&mut Value); 5] = [
        |value| value["certificate"]["privateKey"] = json!(CANARY),
        |value| value["certificate"]["csr"] = json!({ "privateKeyInfo": { "pem": ["x", CANARY] } }),
        |value| value["private_key"] = json!("bare CANARY text"),
        |value| value["comment"] = json!(CANARY),
        |value| value["certificate"]["PrivateKey"] = json!("CANARY"),
    ];
    for place in places {
        let mut value = sample();
        place(&mut value);
        let order = read(&value);
        assert!(order.certificate.private_key.is_some());
        for text in [order.raw.pretty(), format!("{order:?}"), serde_json::to_string(&order).unwrap()] {
            assert!(!text.contains("CANARY"), "{text}");
            assert!(text.contains(REDACTED), "{text}");
        }
    }
    let mut value = sample();
    value["certificate"]["privateKey"] = json!(CANARY);
    let key = read(&value).certificate.private_key.unwrap();
    assert_eq!(key.reveal(), CANARY);
    assert_eq!(format!("{key:?}"), REDACTED);
    assert_eq!(serde_json::to_string(&key).unwrap(), format!("\"{REDACTED}\""));
}

#[test]
fn a_private_key_in_the_csr_field_is_removed_and_the_csr_beside_it_is_kept() {
    const CSR: &str = include_str!("fixtures/csr/openssl-p256.pem");
    const KEY: &str = "-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----";
    const OPEN_KEY: &str = "-----BEGIN RSA PRIVATE KEY-----\nCANARY\n";
    let escaped = |text: &str| text.replace('\n', "\\n");
    for (text, csr_is_kept) in [
        (format!("{KEY}\n{CSR}"), true),
        (format!("{CSR}{KEY}"), true),
        (format!("{KEY}\n{CSR}\n{KEY}\n"), true),
        // Cut off before its END line: it ends where the next block begins.
        (format!("{OPEN_KEY}{CSR}"), true),
        (format!("{CSR}{OPEN_KEY}"), true),
        (escaped(&format!("{KEY}\n{CSR}")), true),
        (KEY.to_owned(), false),
        (format!("PRIVATE KEY {CSR} CANARY"), false),
        (format!("{CSR} CANARY-----END PRIVATE KEY-----"), false),
    ] {
        for place in ["flat", "nested"] {
            let mut value = sample();
            match place {
                "flat" => value["certificate"]["encodedCSR"] = json!(text),
                _ => value["certificate"] = json!({ "csr": { "encodedCSR": text } }),
            }
            let order = read(&value);
            let kept = order.certificate.encoded_csr.as_deref().unwrap();
            assert!(kept.contains(REDACTED), "{kept}");
            let decoded = certview_orders::csr::decode(kept.as_bytes());
            assert_eq!(decoded.is_ok(), csr_is_kept, "{kept}: {decoded:?}");
            assert!(order.certificate.private_key_in_csr);
            // It is compromised, and not offered as the key that CertView delivers.
            assert_eq!(order.certificate.private_key, None);
            let json = serde_json::to_string(&order).unwrap();
            assert!(json.contains("\"privateKeyInCSR\":true"), "{json}");
            for text in [json, order.raw.pretty(), format!("{order:?}")] {
                assert!(!text.contains("CANARY"), "{text}");
            }
        }
    }
    let mut value = sample();
    value["certificate"]["encodedCSR"] = json!(CSR);
    value["certificate"]["privateKey"] = json!(KEY);
    let order = read(&value);
    assert_eq!(order.certificate.encoded_csr.as_deref(), Some(CSR));
    assert!(!order.certificate.private_key_in_csr && order.certificate.private_key.is_some());
}

#[test]
fn a_text_that_is_not_an_order_is_an_error_with_a_reason() {
    let cases = [
        ("", "the response is empty where a JSON object was expected"),
        ("\u{feff} ", "the response is empty where a JSON object was expected"),
        ("<!doctype html><p>hello", "the response is a web page where a JSON object was expected"),
        ("[]", "the response is an array where a JSON object was expected"),
        ("{", "the response is not JSON: the text ends early (line 1, column 1)"),
        // The fault is in a value: its place is still that in the whole text.
        ("{\n \"uuid\":\n[1, \"\\uzz00\"]}", "the response is not JSON: not valid JSON (line 3, column 11)"),
        ("{\n \"uuid\": tru }", "the response is not JSON: not valid JSON (line 2, column 13)"),
        ("{}", "the response is not a certificate request: its member \"uuid\" is nothing"),
        ("{\"uuid\":5}", "the response is not a certificate request: its member \"uuid\" is a number"),
        (
            "{\"uuid\":\"x\"}",
            "the response is not a certificate request: its member \"uuid\" is a string that is not a UUID",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(Order::from_text(text).unwrap_err().to_string(), message, "{text}");
    }
    assert_eq!(Order::from_response(vec![b'{', 0xff]).unwrap_err(), DecodeError::NotUtf8);
    let deep = "[".repeat(MAX_DEPTH + 1) + &"]".repeat(MAX_DEPTH + 1);
    assert!(Order::from_text(&deep).unwrap_err().to_string().contains("nested too deep (line 1, column 33)"));
    let below = format!("{{\n\n  \"a\": {deep}}}");
    assert!(
        Order::from_text(&below).unwrap_err().to_string().contains("nested too deep (line 3, column 39)")
    );
}

#[test]
fn half_a_surrogate_pair_costs_its_own_character_and_nothing_else() {
    let half = r#"{"uuid":"cb95d100-ec30-11ea-920d-eb66140967e3","requesterUserName":"doe \ud83d","a\udc00":1,"whole":"\ud83d\ude00"}"#;
    let order = Order::from_text(half).unwrap();
    assert!(order.requester_user_name.as_deref().unwrap().starts_with("doe \u{fffd}"));
    assert!(order.raw.get("a\u{fffd}\u{fffd}\u{fffd}").is_some());
    assert_eq!(order.raw.get("whole"), Some(&Json::Text("\u{1f600}".to_owned())));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert!(Order::from_text(&format!("\u{feff}{SAMPLE}")).is_ok());
}

#[test]
fn each_form_of_a_date_is_read_as_the_same_instant() {
    for text in [
        "2020-09-01T08:54:50.473+0000",
        "2020-09-01T08:54:50.473+00:00",
        "2020-09-01T08:54:50.473Z",
        "2020-09-01T10:54:50.473+0200",
        "2020-09-01T03:24:50.473-05:30",
        "2020-09-01 08:54:50,473000Z",
        "1598950490473",
    ] {
        assert_eq!(Timestamp::parse(text).unwrap().to_string(), "2020-09-01T08:54:50.473Z", "{text}");
    }
    for (text, same) in [
        ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2020-09-01T08:54:50.4+00", "2020-09-01T08:54:50.400Z"),
        // "No expiry" (RFC 5280, 4.1.2.5), and the other end.
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ] {
        assert_eq!(Timestamp::parse(text).unwrap().to_string(), same);
    }
    for text in [
        "2023-02-29",
        "2020-13-01",
        "2020-09-01T24:00:00Z",
        "2020-09-01T08:54:50",
        "2020-09-01T08:54Z",
        "-",
        "",
        "9".repeat(15).as_str(),
        "2020-09-01T08:54:50.Z",
        "2020-09-01T08:54:50+0000x",
        "0000-12-31T23:59:59Z",
        "9999-12-31T23:59:59-00:01",
    ] {
        assert_eq!(Timestamp::parse(text), None, "{text}");
    }
}

#[test]
fn uuids_are_found_in_pasted_text() {
    let uuid: Uuid = "cb95d100-ec30-11ea-920d-eb66140967e3".parse().unwrap();
    for text in [
        "https://example.com/orders/CB95D100-EC30-11EA-920D-EB66140967E3?x=1",
        "request cb95d100-ec30-11ea-920d-eb66140967e3, please",
        "uuid=cb95d100-ec30-11ea-920d-eb66140967e3\n",
    ] {
        assert_eq!(Uuid::find_all(text), [uuid], "{text}");
    }
    for none in ["cb95d100-ec30-11ea-920d-eb66140967e", "cb95d100-ec30-11ea-920d-eb66140967e34", "no", ""] {
        assert!(Uuid::find_all(none).is_empty(), "{none}");
    }
    let (one, other) = ("cb95d100-ec30-11ea-920d-eb66140967e3", "00000000-0000-4000-8000-000000000001");
    let both = [one.parse().unwrap(), other.parse().unwrap()];
    for text in [
        format!("{one},{other}"),
        format!("{one}\r\n{other}\n"),
        // As a field of one line takes a pasted column: without its line breaks.
        format!("{one}{other}"),
        format!("https://host/orders/{one}\thttps://host/orders/{other} {one}"),
    ] {
        assert_eq!(Uuid::find_all(&text), both, "{text}");
    }
    assert!("cb95d100-ec30-11ea-920d-eb66140967eg".parse::<Uuid>().is_err());
}

#[test]
fn hidden_characters_are_separated_from_the_text() {
    assert_eq!(
        pieces("a\u{202e}b\nc"),
        [
            Piece::Plain("a"),
            Piece::Hidden('\u{202e}'),
            Piece::Plain("b"),
            Piece::Hidden('\n'),
            Piece::Plain("c")
        ]
    );
    assert_eq!(block_pieces("a\nb\u{0}"), [Piece::Plain("a\nb"), Piece::Hidden('\0')]);
    assert_eq!(pieces("שלום مرحبا 例え"), [Piece::Plain("שלום مرحبا 例え")]);
}

#[test]
fn progress_names_the_current_stage_and_who_acts_next() {
    let mut value = sample();
    value["approverUserNames"] = json!(["anna", "ben", "carl"]);
    let cases = [
        ("SUBMITTED", StageState::Current, "waiting for approval", "anna, ben or carl can approve"),
        ("APPROVED", StageState::Current, "now with DigiCert", "DigiCert"),
        ("ISSUED", StageState::Complete, "issued by DigiCert", "Nobody"),
        ("REJECTED", StageState::Stopped, "rejected by an approver", "doe_john"),
        ("CANCELLED", StageState::Stopped, "cancelled before approval", "Nobody"),
        ("ON_HOLD", StageState::Current, "“ON_HOLD”", "Not known"),
    ];
    for (status, state, summary, next) in cases {
        value["status"] = json!(status);
        let progress = Progress::of(&read(&value));
        assert!(progress.summary.contains(summary), "{}", progress.summary);
        assert!(progress.next.contains(next), "{}", progress.next);
        let current: Vec<_> = progress
            .stages
            .iter()
            .filter(|stage| !matches!(stage.state, StageState::Done | StageState::Pending))
            .map(|stage| stage.state)
            .collect();
        assert_eq!(current, [state], "{status}");
        let allowed = progress.actions.map(|action| action.allowed);
        let expected = match status {
            "SUBMITTED" => [Some(true); 3],
            "ON_HOLD" => [None; 3],
            _ => [Some(false); 3],
        };
        assert_eq!(allowed, expected, "{status}");
    }
    value["caStatus"] = json!("pending");
    assert!(Progress::of(&read(&value)).statuses.contains("DigiCert's is “pending”."));
    value["status"] = Value::Null;
    assert!(Progress::of(&read(&value)).summary.contains("no status"));
}

#[test]
fn booleans_and_counts_are_read_from_texts_too_and_anything_else_is_noted() {
    for (text, expected) in [
        (json!(false), Some(false)),
        (json!("TRUE"), Some(true)),
        (json!("False"), Some(false)),
        (json!("yes"), None),
        (json!(1), None),
    ] {
        let mut value = sample();
        value["certificate"]["autoGenerateCSR"] = text.clone();
        let order = read(&value);
        assert_eq!(order.certificate.auto_generate_csr, expected, "{text}");
        let note = order.note_at("certificate.autoGenerateCSR");
        assert_eq!(note.is_none(), expected.is_some(), "{text}");
    }
    for (text, expected) in [
        (json!("90"), Some(90)),
        (json!(4_294_967_295_u32), Some(u32::MAX)),
        (json!(4_294_967_296_u64), None),
        (json!(-1), None),
        (json!(1.5), None),
    ] {
        let mut value = sample();
        value["validity"]["validityDays"] = text.clone();
        let order = read(&value);
        assert_eq!(order.validity.validity_days, expected, "{text}");
        assert_eq!(order.note_at("validity.validityDays").is_none(), expected.is_some(), "{text}");
    }
}

#[test]
fn a_note_names_what_was_found_and_shows_its_first_120_characters() {
    for (wrong, kind) in [
        (json!(5), "a number"),
        (json!(true), "a boolean"),
        (json!([]), "an array"),
        (json!({}), "an object"),
    ] {
        let mut value = sample();
        value["caStatus"] = wrong.clone();
        let note = read(&value).note_at("caStatus").unwrap().clone();
        assert_eq!(note.message, format!("expected a string, found {kind}"));
        assert_eq!(note.found, wrong.to_string());
    }
    let mut value = sample();
    // Two of the characters are the quotes.
    value["created"] = json!("ä".repeat(118));
    assert_eq!(read(&value).note_at("created").unwrap().found, format!("\"{}\"", "ä".repeat(118)));
    value["created"] = json!("ä".repeat(119));
    assert_eq!(read(&value).note_at("created").unwrap().found, format!("\"{}…", "ä".repeat(119)));
}

#[test]
fn two_different_csrs_are_noted_and_two_equal_ones_are_not() {
    let mut value = sample();
    value["certificate"]["csr"] = json!({ "encodedCSR": "string" });
    let order = read(&value);
    assert!(order.notes.is_empty(), "{:?}", order.notes);
    value["certificate"]["csr"] = json!({ "encodedCSR": "other" });
    let order = read(&value);
    assert_eq!(order.note_at("certificate.csr.encodedCSR").unwrap().found, "other");
    assert_eq!(order.certificate.encoded_csr.as_deref(), Some("string"));
}

#[test]
fn a_member_is_known_as_a_private_key_by_its_name() {
    let uuid = "cb95d100-ec30-11ea-920d-eb66140967e3";
    for (name, is_key) in
        [("privateKeyPem", true), ("PRIVATE-KEY", true), ("hasPrivateKey", false), ("publicKey", false)]
    {
        let order = read(&json!({ "uuid": uuid, name: "CANARY" }));
        assert_eq!(order.certificate.private_key.is_some(), is_key, "{name}");
        assert_eq!(order.raw.compact().contains("CANARY"), !is_key, "{name}");
        // A number is no key, and is not shown either.
        let order = read(&json!({ "uuid": uuid, name: 271_828_182 }));
        assert_eq!(order.certificate.private_key, None, "{name}");
        assert_eq!(order.raw.compact().contains("271828182"), !is_key, "{name}");
        let order = read(&json!({ "uuid": uuid, name: { "parts": ["CANARY"] } }));
        assert_eq!(order.raw.compact().contains("CANARY"), !is_key, "{name}");
    }
    let order = read(&json!({ "uuid": uuid, "privateKey": "", "note": "PRIVATE" }));
    assert_eq!(order.certificate.private_key, None);
    assert!(!order.raw.compact().contains(REDACTED));
    // Of several, the first is the one that is delivered.
    let order = read(&json!({ "uuid": uuid, "a": { "privateKey": "first" }, "privateKey": "second" }));
    assert_eq!(order.certificate.private_key.unwrap().reveal(), "first");
}

#[test]
fn what_surrounds_a_private_key_in_the_csr_field_is_kept() {
    for (text, kept) in [
        ("a\n-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\nb", format!("a\n{REDACTED}\nb")),
        ("a -BEGIN EC PRIVATE KEY-CANARY-END EC PRIVATE KEY- b", format!("a {REDACTED} b")),
        (
            "-----BEGIN NOTE-----\nx\n-----END NOTE-----\n-----BEGIN PRIVATE KEY-----\nCANARY",
            format!("-----BEGIN NOTE-----\nx\n-----END NOTE-----\n{REDACTED}"),
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nCANARY\n-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----.",
            format!("{REDACTED}{REDACTED}."),
        ),
    ] {
        let mut value = sample();
        value["certificate"]["encodedCSR"] = json!(text);
        assert_eq!(read(&value).certificate.encoded_csr, Some(kept), "{text}");
    }
}

#[test]
fn a_time_is_shown_at_its_offset_from_utc() {
    let time = Timestamp::parse("2020-09-01T08:54:50.473Z").unwrap();
    for (offset, shown) in [
        (0, "1 Sep 2020, 08:54:50"),
        (120, "1 Sep 2020, 10:54:50"),
        (-330, "1 Sep 2020, 03:24:50"),
        (-540, "31 Aug 2020, 23:54:50"),
    ] {
        assert_eq!(time.local_time(offset), shown);
    }
    // Beyond the calendar's end it stays there.
    let last = Timestamp::parse("9999-12-31T23:59:59Z").unwrap();
    assert_eq!(last.local_time(60), "31 Dec 9999, 23:59:59");
}

#[test]
fn times_are_of_the_years_1_to_9999() {
    let (first, last) = (-62_135_596_800_000, 253_402_300_799_999);
    for (milliseconds, is_there) in [(first, true), (first - 1, false), (last, true), (last + 1, false)] {
        assert_eq!(Timestamp::from_epoch_milliseconds(milliseconds).is_some(), is_there, "{milliseconds}");
        let nearest = Timestamp::saturating_from_epoch_milliseconds(milliseconds).epoch_milliseconds();
        assert_eq!(nearest, milliseconds.clamp(first, last));
    }
    let (begin, end) = (Timestamp::from_date(2026, 3, 1).unwrap(), Timestamp::from_date(2026, 3, 3).unwrap());
    assert_eq!((end.days_since(begin), begin.days_since(end)), (2, -2));
    assert_eq!((end.milliseconds_since(begin), begin.milliseconds_since(end)), (172_800_000, -172_800_000));
    // A day begun backwards counts.
    let later = Timestamp::from_epoch_milliseconds(begin.epoch_milliseconds() + 1).unwrap();
    assert_eq!((later.days_since(begin), begin.days_since(later)), (0, -1));
    assert_eq!(begin.plus_days(2), end);
    assert_eq!(begin.plus_days(i64::MAX).epoch_milliseconds(), last);
    assert_eq!(Timestamp::from_date(2026, 2, 29), None);
    assert_eq!(Timestamp::parse("-1").unwrap().to_string(), "1969-12-31T23:59:59.999Z");
}

#[test]
fn values_are_written_as_they_are_read() {
    let time = Timestamp::parse("2020-09-01T08:54:50.473Z").unwrap();
    let json = serde_json::to_string(&time).unwrap();
    assert_eq!((json.as_str(), format!("{time:?}")), ("\"2020-09-01T08:54:50.473Z\"", time.to_string()));
    assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
    assert!(serde_json::from_str::<Timestamp>("\"yesterday\"").is_err());
    let uuid: Uuid = "urn:uuid:CB95D100-EC30-11EA-920D-EB66140967E3".parse().unwrap();
    assert_eq!(format!("{uuid} {uuid:?}"), format!("{0} {0}", "cb95d100-ec30-11ea-920d-eb66140967e3"));
    for field in Field::ALL {
        let json = serde_json::to_string(field).unwrap();
        assert_eq!(json, format!("\"{}\"", field.path()));
        assert_eq!(serde_json::from_str::<Field>(&json).unwrap(), *field);
        assert_eq!(
            (Field::from_path(field.path()), field.to_string()),
            (Some(*field), field.path().to_owned())
        );
    }
    for (path, field) in [
        ("certificate.csr.encodedCSR", Some(Field::EncodedCsr)),
        ("certificate.csr.autoGenerateCSR", Some(Field::AutoGenerateCsr)),
        ("digicertOrganizationId", Some(Field::OrganizationId)),
        ("comment", None),
    ] {
        assert_eq!(Field::from_path(path), field, "{path}");
    }
    assert!(serde_json::from_str::<Field>("\"comment\"").is_err());
}

#[test]
fn statuses_and_products_have_labels() {
    for (word, label, is_final) in [
        ("SUBMITTED", "Submitted", false),
        ("APPROVED", "Approved", false),
        ("ISSUED", "Issued", true),
        ("REJECTED", "Rejected", true),
        ("CANCELLED", "Cancelled", true),
        ("On hold", "On hold", false),
    ] {
        let status = RequestStatus::from_word(word);
        assert_eq!((status.label(), status.is_final()), (label, is_final));
        assert_eq!(status.to_string(), word);
    }
    assert_eq!(ProductKind::PublicTls.label(), "public TLS");
    assert_eq!(ProductKind::Document.label(), "document signing");
    let product = DigicertId::new("ssl_wildcard");
    assert_eq!((product.is_wildcard(), product.to_string()), (true, "ssl_wildcard".to_owned()));
    assert!(DigicertId::new("wildcard_dv_geotrust").is_wildcard());
    assert!(!DigicertId::new("ssl_wildcards").is_wildcard());
}

#[test]
fn hidden_characters_are_spelled_out() {
    // A space is plain, other spaces are not.
    for (text, spelled) in [
        ("a b", "a b"),
        ("a\u{a0}b", "aU+00A0b"),
        ("\u{200b}", "U+200B"),
        ("\u{1f600}\u{e0041}", "\u{1f600}U+E0041"),
        ("a\nb\t", "aU+000AbU+0009"),
    ] {
        assert_eq!(spelled_out(text), spelled);
    }
    assert_eq!(block_pieces("a\u{200b}"), [Piece::Plain("a"), Piece::Hidden('\u{200b}')]);
}

#[test]
fn each_stage_is_of_one_system_and_the_status_at_the_ca_is_reported() {
    let mut value = sample();
    let system = |progress: &Progress| progress.stages.iter().map(|it| it.system).collect::<Vec<_>>();
    let progress = Progress::of(&read(&value));
    assert_eq!(system(&progress), ["CertView", "CertView", "DigiCert"]);
    assert!(progress.statuses.ends_with("DigiCert's begins there."), "{}", progress.statuses);
    assert_eq!(progress.stages[0].reached.unwrap().to_string(), "2020-09-01T08:54:50.473Z");
    value["status"] = json!("APPROVED");
    let progress = Progress::of(&read(&value));
    assert!(progress.statuses.ends_with("CertView reports no DigiCert status."), "{}", progress.statuses);
    assert_eq!(progress.actions.map(|it| it.label), ["Approve", "Reject", "Cancel"]);
    assert!(progress.actions[0].reason.contains("approved already"));
    assert!(progress.actions[1].reason.contains("before approval"));
    value["status"] = json!("ISSUED");
    let progress = Progress::of(&read(&value));
    assert_eq!(progress.actions.map(|it| it.reason), ["The request has ended."; 3]);
    for (approvers, next) in [
        (json!([]), "No approver is reported."),
        (json!(["anna"]), "anna can approve"),
        (json!(["anna", "ben"]), "anna or ben can approve"),
    ] {
        let mut value = sample();
        value["approverUserNames"] = approvers;
        let progress = Progress::of(&read(&value));
        assert!(progress.next.starts_with(next), "{}", progress.next);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
        any::<u64>().prop_map(|number| json!(number)),
        ".*".prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((".*", inner), 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn json_is_read_and_written_as_serde_json_has_it(value in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        let json = Json::parse(&text).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Value>(&json.compact()).unwrap(), &value);
        prop_assert_eq!(&Json::parse(&json.pretty()).unwrap(), &json);
    }

    #[test]
    fn json_is_refused_where_serde_json_refuses_it(text in "[\\[\\]{}\",:0-9eE+.\\-truefalsn\\\\u \n]{0,12}") {
        // A number too large for floating point is JSON all the same (RFC 8259, 6).
        let is_json = match serde_json::from_str::<Value>(&text) {
            Ok(_) => true,
            Err(error) => error.to_string().starts_with("number out of range"),
        };
        prop_assert_eq!(Json::parse(&text).is_ok(), is_json, "{}", text);
    }

    #[test]
    fn no_bytes_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Order::from_response(body);
    }

    #[test]
    fn a_damaged_sample_never_panics(at in 0..SAMPLE.len(), byte: u8, cut: bool) {
        let mut body = SAMPLE.as_bytes().to_vec();
        body[at] = byte;
        if cut {
            body.truncate(at);
        }
        let _ = Order::from_response(body);
    }

    #[test]
    fn a_wrong_type_costs_only_its_field(which in 0..24_usize, wrong in any_json()) {
        let fields = fields_of(&sample());
        let path = &fields[which % fields.len()];
        prop_assume!(path.as_slice() != ["uuid"]);
        let mut value = sample();
        *path.iter().fold(&mut value, |value, name| &mut value[name.as_str()]) = wrong;
        let mut with = read(&value);
        let mut without = read(&sample());
        // Whatever the wrong value became, everything outside that field is as it was.
        for order in [&mut with, &mut without] {
            order.raw = Json::Null;
            order.notes.clear();
            order.unknown.clear();
            order.certificate.private_key = None;
            blank(order, path);
        }
        prop_assert_eq!(with, without);
    }

    #[test]
    fn timestamps_are_read_back(milliseconds in -62_135_596_800_000_i64..=253_402_300_799_999) {
        let timestamp = Timestamp::from_epoch_milliseconds(milliseconds).unwrap();
        prop_assert_eq!(Timestamp::parse(&timestamp.to_string()), Some(timestamp));
    }

    #[test]
    fn dates_agree_with_the_day_count(days in 0..200_000_i64) {
        let start = Timestamp::from_date(1601, 1, 1).unwrap();
        let day = start.plus_days(days);
        let text = day.to_string();
        let next = day.plus_days(1).to_string();
        prop_assert!(text < next && day.days_since(start) == days);
    }

    #[test]
    fn pieces_lose_nothing(text in ".*") {
        let joined: String = pieces(&text).iter().map(|piece| match piece {
            Piece::Plain(text) => (*text).to_owned(),
            Piece::Hidden(c) => c.to_string(),
        }).collect();
        prop_assert_eq!(joined, text);
    }
}

fn fields_of(value: &Value) -> Vec<Vec<String>> {
    let mut fields = Vec::new();
    for (name, member) in value.as_object().unwrap() {
        fields.push(vec![name.clone()]);
        if member.is_object() {
            fields.extend(fields_of(member).into_iter().map(|mut path| {
                path.insert(0, name.clone());
                path
            }));
        }
    }
    fields
}

/// Makes two orders equal in the one field that was damaged.
fn blank(order: &mut Order, path: &[String]) {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    match names[0] {
        "status" => order.status = None,
        "caStatus" => order.ca_status = None,
        "requesterUserName" => order.requester_user_name = None,
        "approverUserNames" => order.approver_user_names.clear(),
        "digicertProductNameId" => order.digicert_product_name_id = None,
        "digicertEVApproverUserIds" => order.digicert_ev_approver_user_ids.clear(),
        "created" => order.created = None,
        "updated" => order.updated = None,
        "renewal" => order.renewal = None,
        "digicertOrganization" => order.digicert_organization = Default::default(),
        "validity" if names.len() == 1 => order.validity = Default::default(),
        "intermediateCA" if names.len() == 1 => order.intermediate_ca = Default::default(),
        "certificate" if names.len() == 1 => order.certificate = Default::default(),
        _ => match names[1] {
            "validityYears" => order.validity.validity_years = None,
            "validityDays" => order.validity.validity_days = None,
            "customExpirationDate" => order.validity.custom_expiration_date = None,
            "name" => order.intermediate_ca.name = None,
            "certhash" => order.intermediate_ca.certhash = None,
            "commonName" => order.certificate.common_name = None,
            "dnsNames" => order.certificate.dns_names.clear(),
            "organizationUnits" => order.certificate.organization_units.clear(),
            "signatureHash" => order.certificate.signature_hash = None,
            "encodedCSR" => order.certificate.encoded_csr = None,
            _ => {}
        },
    }
}
