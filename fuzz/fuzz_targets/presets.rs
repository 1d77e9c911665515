#![no_main]

#[path = "../properties.rs"]
#[allow(dead_code, reason = "one property for each target")]
mod properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::presets(bytes));
