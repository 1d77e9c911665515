//! One file as it is sent: its type, its variants by content coding, its caching; and conditional requests for it.

use std::fmt::Write;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

const HASH_LENGTH: usize = 16;

#[derive(Debug)]
pub(super) struct File {
    content_type: HeaderValue,
    cache_control: HeaderValue,
    plain: Variant,
    brotli: Option<Variant>,
    gzip: Option<Variant>,
}

#[derive(Debug)]
struct Variant {
    bytes: Bytes,
    etag: HeaderValue,
}

impl File {
    pub(super) fn new(path: &str, plain: Bytes, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        let hash = hash(&plain);
        let variant = |bytes: Bytes, encoding: &str| Variant {
            bytes,
            // Hexadecimal digits and letters: always a header value.
            etag: HeaderValue::try_from(format!("\"{hash}{encoding}\""))
                .unwrap_or_else(|_| HeaderValue::from_static("\"\"")),
        };
        let rule = if has_hash(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
        Self {
            content_type: content_type(path),
            cache_control: HeaderValue::from_static(rule),
            plain: variant(plain, ""),
            brotli: brotli.map(|bytes| variant(bytes, "-br")),
            gzip: gzip.map(|bytes| variant(bytes, "-gzip")),
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().iter().take(12).fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn content_type(path: &str) -> HeaderValue {
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    let essence = media_type.essence_str();
    let is_text = essence.starts_with("text/") || essence == "image/svg+xml";
    let full = if is_text { format!("{essence}; charset=utf-8") } else { essence.to_owned() };
    HeaderValue::try_from(full).unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"))
}

impl File {
    /// The file, or 304 where the caller has it.
    pub(super) fn answer(&self, headers: &HeaderMap) -> Response {
        let variant = self.variant(headers).0;
        if has_current(headers, &variant.etag) {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            self.describe(response.headers_mut(), variant);
            return response;
        }
        self.whole(headers)
    }

    pub(super) fn whole(&self, headers: &HeaderMap) -> Response {
        let (variant, encoding) = self.variant(headers);
        let mut response = Response::new(Body::from(variant.bytes.clone()));
        let headers = response.headers_mut();
        self.describe(headers, variant);
        headers.insert(header::CONTENT_TYPE, self.content_type.clone());
        // For HEAD too, whose body is not sent.
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(variant.bytes.len()));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }

    fn describe(&self, headers: &mut HeaderMap, variant: &Variant) {
        headers.insert(header::CACHE_CONTROL, self.cache_control.clone());
        headers.insert(header::ETAG, variant.etag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }

    fn variant(&self, headers: &HeaderMap) -> (&Variant, Option<&'static str>) {
        let candidates = [("br", &self.brotli), ("gzip", &self.gzip)];
        let accepted = candidates.into_iter().find_map(|(encoding, variant)| {
            let variant = variant.as_ref().filter(|_| accepts_encoding(headers, encoding))?;
            Some((variant, Some(encoding)))
        });
        accepted.unwrap_or((&self.plain, None))
    }
}

/// Whether `Accept-Encoding` names this coding with a weight that is not zero (RFC 9110, section 12.5.3).
fn accepts_encoding(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut any_other = false;
    for item in values.flat_map(|value| value.split(',')) {
        let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters.split(';').find_map(|it| it.trim().strip_prefix("q="));
        let accepted = weight.is_none_or(|weight| weight.trim().parse::<f32>().is_ok_and(|it| it > 0.0));
        match coding.trim() {
            coding if coding.eq_ignore_ascii_case(encoding) => return accepted,
            "*" => any_other = accepted,
            _ => {}
        }
    }
    any_other
}

/// Whether `If-None-Match` names this variant (RFC 9110, section 13.1.2).
fn has_current(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == etag.as_bytes())
}

/// Trunk puts 16 hex digits of the content's hash at the end of the stem: `page-0123456789abcdef_bg.wasm`.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() == HASH_LENGTH && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_full_hash_makes_a_name_immutable() {
        for name in
            ["/page-0123456789abcdef.js", "/page-0123456789abcdef_bg.wasm", "/a/style-ffffffffffffffff.css"]
        {
            assert!(has_hash(name), "{name}");
        }
        for name in [
            "/boot.js",
            "/page.js",
            "/page-0123456789abcde.js",
            "/page-0123456789abcdeg.js",
            "/0123456789abcdef.js",
        ] {
            assert!(!has_hash(name), "{name}");
        }
    }

    #[test]
    fn a_coding_is_accepted_by_name_or_star_unless_its_weight_is_zero() {
        let accepts = |value: &'static str| {
            accepts_encoding(
                &HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]),
                "br",
            )
        };
        for yes in ["br", "gzip, br", "gzip, BR;q=0.1", "*", "gzip;q=0, *;q=0.5", "br ; q=1"] {
            assert!(accepts(yes), "{yes}");
        }
        for no in ["", "gzip", "br;q=0", "br;q=0.000, *", "*;q=0", "brx", "br;q=x"] {
            assert!(!accepts(no), "{no}");
        }
    }
}
