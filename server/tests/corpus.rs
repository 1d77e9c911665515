//! The properties of the server that are fuzzed (fuzz/request.rs), over the corpora that fuzzing has left.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at a failure")]

#[path = "../../fuzz/request.rs"]
mod properties;

use std::fs;
use std::path::Path;

fn replay(target: &str, property: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        std::panic::catch_unwind(|| property(&bytes)).unwrap_or_else(|_| panic!("{}", path.display()));
        inputs += 1;
    }
    assert!(inputs > 10, "{inputs} inputs in {}", folder.display());
}

#[test]
fn any_request_is_answered_with_the_headers_of_every_answer() {
    replay("request", properties::request);
}

#[test]
fn any_upstream_is_https_or_on_this_machine() {
    replay("addresses", properties::addresses);
}
