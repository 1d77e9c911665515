//! The properties of the server that are fuzzed (fuzz/request.rs), over the corpora that fuzzing has left.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at a failure")]

#[path = "../../fuzz/request.rs"]
mod properties;

#[path = "../../fuzz/options.rs"]
mod file_options;

#[path = "../../fuzz/replay.rs"]
mod replay;

fn replay(folder: &str, property: fn(&[u8])) {
    replay::replay(concat!(env!("CARGO_MANIFEST_DIR"), "/.."), folder, property);
}

#[test]
fn any_request_is_answered_with_the_headers_of_every_answer() {
    replay("fuzz/corpus/request", properties::request);
}

#[test]
fn any_upstream_is_https_or_on_this_machine() {
    replay("fuzz/corpus/addresses", properties::addresses);
}

#[test]
fn any_file_of_options_gives_known_options_or_is_refused() {
    replay("fuzz/corpus/options", file_options::options_file);
}
