//! What holds for any bytes, one function for each target. `cargo xtask fuzz` looks for bytes for which it does not;
//! `tests/corpus.rs` runs the same functions over the kept corpora with the stable compiler. Every one panics where the
//! property is broken.

use certview_orders::client::{BaseUrl, BearerToken, GatewayMessage, PathStyle};
use certview_orders::csr;
use certview_orders::order::{Json, Order, Piece, Timestamp, block_pieces, code_point, pieces, spelled_out};
use certview_orders::review::{CsrInput, ReviewInput, review};

/// A response: what is decoded is reviewed, and keeps its JSON.
pub(crate) fn order(bytes: &[u8]) {
    let order = match Order::from_response(bytes.to_vec()) {
        Ok(order) => order,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    for note in &order.notes {
        assert!(note.found.chars().count() <= 200, "a note is short: {}", note.found.len());
        assert!(order.note_at(&note.path).is_some(), "{} has no note", note.path);
    }
    assert!(order.names().iter().all(|name| !name.is_empty()));
    let decoded = order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes()));
    let now = Timestamp::saturating_from_epoch_milliseconds(1_795_000_000_000);
    let review = review(&ReviewInput::new(&order, CsrInput::new(decoded.as_ref()), now));
    for finding in &review.findings {
        assert!(finding.text.ends_with(['.', '?', ')']), "{}", finding.text);
    }
    // The raw view never has a key, and is read again as what it shows.
    let raw = order.raw.pretty();
    assert!(Json::parse(&raw).is_ok(), "{raw}");
}

/// The body of a refusal: a short text, or none.
pub(crate) fn refusal(bytes: &[u8]) {
    let message = GatewayMessage::read(bytes);
    for text in [&message.code, &message.text].into_iter().flatten() {
        assert!(
            !text.trim().is_empty() && text.chars().count() <= 501,
            "{} characters",
            text.chars().count()
        );
    }
    let _ = (message.is_limit(), message.says_no_such_route());
}

/// A certification request: no more output than input accounts for, and what is decoded is decoded again from its own
/// DER and PEM.
pub(crate) fn csr(bytes: &[u8]) {
    let csr = match csr::decode(bytes) {
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
    let from_der = csr::decode_der(csr.der()).expect("its own DER");
    let from_pem = csr::decode(csr.to_pem().as_bytes()).expect("its own PEM");
    assert_eq!(from_der, from_pem);
    assert_eq!(from_der.sha256, csr.sha256);
}

/// A pasted token: taken or refused, never changed inside, and its claims are read or are none.
pub(crate) fn token(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(token) = BearerToken::parse(&text) else { return };
    assert!(text.contains(token.reveal()));
    assert_eq!(*token.authorization(), format!("Bearer {}", token.reveal()));
    assert!(!format!("{token:?}").contains(token.reveal()) || token.reveal().len() < 12);
    let claims = token.claims();
    assert!(token.is_jwt() || claims == Default::default());
    let now = Timestamp::saturating_from_epoch_milliseconds(0);
    assert!(token.expired(now).is_none_or(|end| end <= now));
}

/// Text of others: every character is shown as it is or named, in order, and none is both.
pub(crate) fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (parts, breaks_are_plain) in [(pieces(&text), false), (block_pieces(&text), true)] {
        let mut together = String::new();
        for part in parts {
            match part {
                Piece::Plain(plain) => {
                    assert!(!plain.is_empty());
                    let unseen = |c: char| c.is_control() && !(breaks_are_plain && c == '\n');
                    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
                    assert!(!plain.chars().any(|c| unseen(c) || turns(c)), "{plain:?}");
                    together.push_str(plain);
                }
                Piece::Hidden(character) => {
                    assert!(code_point(character).starts_with("U+"));
                    together.push(character);
                }
            }
        }
        assert_eq!(together, text);
    }
    assert!(!spelled_out(&text).chars().any(char::is_control));
}

/// The texts of a configuration: addresses and paths. What is taken stays on its own origin.
pub(crate) fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(base) = BaseUrl::parse(&text) {
        let address = base.as_str().to_ascii_lowercase();
        assert!(address.starts_with("https://") || address.starts_with("http://"), "{address}");
        assert!(!address.contains(['@', '?', '#', ' ', '\\']) && !address.contains("/../"), "{address}");
        assert_eq!(BaseUrl::parse(base.as_str()).ok(), Some(base));
    }
    if let Ok(path) = PathStyle::parse(&text) {
        let template = path.template();
        assert!(template.starts_with('/') && !template.starts_with("//"), "{template}");
        assert!(!template.contains(['?', '#', '\\', ' ']) && !template.contains(".."), "{template}");
    }
}

/// The presets of the page: whatever the host's file contains, calls go to the page's own origin or to a valid gateway.
#[cfg(feature = "page")]
pub(crate) fn presets(bytes: &[u8]) {
    let endpoint = certview_orders::page::config::Config::parse(&String::from_utf8_lossy(bytes)).endpoint();
    let base = endpoint.base_url;
    assert!(base == BaseUrl::same_origin() || BaseUrl::parse(base.as_str()).ok().as_ref() == Some(&base));
    assert_eq!(PathStyle::parse(endpoint.path_style.as_str()).ok(), Some(endpoint.path_style));
}
