//! The CSR decoder from outside: requests made by the tools in use, and every deviation it refuses or notes.
//!
//! Everything expected here was written by hand or by OpenSSL (`fixtures/csr/openssl.tsv`), never by the decoder.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "test helpers may panic, as tests do"
)]

#[path = "csr/builder.rs"]
mod builder;
#[path = "csr/expect.rs"]
mod expect;
#[path = "csr/extensions.rs"]
mod extensions;
#[path = "csr/framing.rs"]
mod framing;
#[path = "csr/keys.rs"]
mod keys;
#[path = "csr/names.rs"]
mod names;
#[path = "csr/properties.rs"]
mod properties;
#[path = "csr/shapes.rs"]
mod shapes;
#[path = "csr/signatures.rs"]
mod signatures;
#[path = "csr/text.rs"]
mod text;
#[path = "csr/tools.rs"]
mod tools;

/// All requests in `fixtures/csr`, by file name.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/csr");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".pem") || name.ends_with(".der") {
            found.push((name, std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    assert!(found.len() > 40, "the fixtures are gone");
    found
}

/// One of them.
fn fixture(name: &str) -> Vec<u8> {
    fixtures().into_iter().find(|(found, _)| found == name).unwrap().1
}
