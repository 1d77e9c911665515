//! The properties that are fuzzed (fuzz/properties.rs), over the corpora that fuzzing has left and the fixtures: what was
//! found once is found again without a nightly compiler.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at a failure")]

#[path = "../fuzz/properties.rs"]
mod properties;

#[path = "../fuzz/replay.rs"]
mod replay;

fn replay(folder: &str, property: fn(&[u8])) {
    replay::replay(env!("CARGO_MANIFEST_DIR"), folder, property);
}

#[test]
fn any_response_is_decoded_and_reviewed_or_refused() {
    replay("fuzz/corpus/order", properties::order);
    replay("server/src/sandbox/orders", properties::order);
}

#[test]
fn any_refusal_has_a_short_text_or_none() {
    replay("fuzz/corpus/refusal", properties::refusal);
}

#[test]
fn any_request_is_decoded_to_what_it_says_or_refused() {
    replay("fuzz/corpus/csr", properties::csr);
    replay("tests/fixtures/csr", properties::csr);
}

#[test]
fn any_token_is_taken_as_it_is_or_refused() {
    replay("fuzz/corpus/token", properties::token);
}

#[test]
fn any_text_is_shown_character_by_character() {
    replay("fuzz/corpus/text", properties::text);
}

#[cfg(feature = "page")]
#[test]
fn any_presets_lead_to_a_gateway_or_to_the_own_origin() {
    replay("fuzz/corpus/presets", properties::presets);
}

#[test]
fn any_configured_address_stays_on_its_origin_or_is_refused() {
    replay("fuzz/corpus/config", properties::config);
}
