//! Qualys' platforms and their gateways. Pure.
//!
//! Source: Qualys' page "Platform identification". Private platforms have gateways of their own, so this list is an
//! offer and never a limit.

/// Name and gateway of each shared platform. The last is not on Qualys' page; public code uses it.
pub const PLATFORMS: [(&str, &str); 14] = [
    ("US 1", "https://gateway.qg1.apps.qualys.com"),
    ("US 2", "https://gateway.qg2.apps.qualys.com"),
    ("US 3", "https://gateway.qg3.apps.qualys.com"),
    ("US 4", "https://gateway.qg4.apps.qualys.com"),
    ("EU 1", "https://gateway.qg1.apps.qualys.eu"),
    ("EU 2", "https://gateway.qg2.apps.qualys.eu"),
    ("EU 3", "https://gateway.qg3.apps.qualys.it"),
    ("India 1", "https://gateway.qg1.apps.qualys.in"),
    ("Canada 1", "https://gateway.qg1.apps.qualys.ca"),
    ("UAE 1", "https://gateway.qg1.apps.qualys.ae"),
    ("UK 1", "https://gateway.qg1.apps.qualys.co.uk"),
    ("Australia 1", "https://gateway.qg1.apps.qualys.com.au"),
    ("KSA 1", "https://gateway.qg1.apps.qualysksa.com"),
    ("US Government 1", "https://gateway.gov1.qualys.us"),
];
