//! Any bytes as a request: no panic, no overflow, no more output than input accounts for, and what is decoded is
//! decoded again from its own PEM.

#![no_main]

use certview_orders::csr::{decode, decode_der};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let csr = match decode(bytes) {
        Ok(csr) => csr,
        Err(error) => {
            assert!(error.to_string().ends_with('.'));
            return;
        }
    };
    assert!(csr.notes.len() <= 101);
    let check = csr.signature_check();
    assert!(check.is_none_or(|check| {
        csr.der().windows(check.signed_bytes.len()).any(|part| part == check.signed_bytes)
    }));
    let from_der = decode_der(csr.der()).expect("its own DER");
    let from_pem = decode(csr.to_pem().as_bytes()).expect("its own PEM");
    assert_eq!(from_der, from_pem);
    assert_eq!(from_der.sha256, csr.sha256);
});
