//! Turns the files of a build into what is sent: compressed, and with the configuration in the HTML. Pure.

use std::collections::HashMap;
use std::io::{self, Read, Write};

use bytes::Bytes;
use serde_json::{Map, Value, json};
use tracing::warn;

use super::file::File;
use super::{CONFIGURATION, Configuration, SHELL};

/// The files as they are, by their path with a slash before it.
pub(super) type RawFiles = HashMap<String, Bytes>;
/// The files as they are sent.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub(super) files: HashMap<String, File>,
    pub(super) configuration: String,
}

pub(super) fn render(raw: &RawFiles, configuration: &Configuration) -> Rendered {
    let text = configuration_text(raw, configuration);
    let mut files = HashMap::new();
    for (path, bytes) in raw {
        let is_sibling = [".br", ".gz"]
            .iter()
            .any(|ending| path.strip_suffix(ending).is_some_and(|plain| raw.contains_key(plain)));
        if path == CONFIGURATION || is_sibling {
            continue;
        }
        let injected = (path == SHELL).then(|| with_configuration(bytes, &text)).flatten();
        let file = match injected {
            Some(html) => {
                let (brotli, gzip) = (compress_brotli(&html), compress_gzip(&html));
                File::new(path, html, brotli, gzip)
            }
            None => File::new(
                path,
                bytes.clone(),
                sibling(raw, path, ".br", decompress_brotli),
                sibling(raw, path, ".gz", decompress_gzip),
            ),
        };
        files.insert(path.clone(), file);
    }
    Rendered { files, configuration: text }
}

/// The precompressed file beside a file. One that holds something else (left over from an earlier build) is not
/// used.
fn sibling(
    raw: &RawFiles,
    path: &str,
    ending: &str,
    decompress: impl Fn(&[u8], u64) -> io::Result<Vec<u8>>,
) -> Option<Bytes> {
    let plain = raw.get(path)?;
    let compressed = raw.get(&format!("{path}{ending}"))?;
    let holds_the_same =
        decompress(compressed, (plain.len() as u64).saturating_add(1)).is_ok_and(|bytes| bytes == *plain);
    if !holds_the_same {
        warn!(file = format!("{path}{ending}"), "does not hold what its plain file holds; it is not used");
    }
    holds_the_same.then(|| compressed.clone())
}

fn decompress_brotli(bytes: &[u8], most: u64) -> io::Result<Vec<u8>> {
    read_at_most(brotli::Decompressor::new(bytes, 4096), most)
}

fn decompress_gzip(bytes: &[u8], most: u64) -> io::Result<Vec<u8>> {
    read_at_most(flate2::read::GzDecoder::new(bytes), most)
}

fn read_at_most(reader: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    reader.take(most).read_to_end(&mut plain)?;
    Ok(plain)
}

fn compress_brotli(bytes: &[u8]) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters).ok()?;
    Some(compressed.into())
}

fn compress_gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// The HTML with the configuration in its data block, so that the page need not request it: one round trip
/// less. A block of this type is data, not script, so the policy needs no exception.
fn with_configuration(html: &[u8], configuration: &str) -> Option<Bytes> {
    let html = std::str::from_utf8(html).ok()?;
    let place = empty_data_block(html)?;
    let (before, after) = (html.get(..place)?, html.get(place..)?);
    // The only character that could end the block, in its JSON escape.
    let escaped = configuration.replace('<', "\\u003c");
    Some([before, &escaped, after].concat().into())
}

/// Where the content of `<script type="application/json" id="config"></script>` goes. Attributes may stand in
/// any order, with or without quotes: minifiers change both.
fn empty_data_block(html: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(start) = html.get(from..)?.find("<script").map(|at| at + from) {
        let end = start + html.get(start..)?.find('>')? + 1;
        let tag: String = html.get(start..end)?.chars().filter(|it| !matches!(it, '"' | '\'')).collect();
        let mut words = tag.trim_end_matches(['>', '/']).split_ascii_whitespace();
        let (mut is_config, mut is_json) = (false, false);
        for word in words.by_ref() {
            is_config |= word.eq_ignore_ascii_case("id=config");
            is_json |= word.eq_ignore_ascii_case("type=application/json");
        }
        if is_config && is_json {
            return html.get(end..)?.trim_start().starts_with("</script").then_some(end);
        }
        from = end;
    }
    None
}

fn configuration_text(raw: &RawFiles, configuration: &Configuration) -> String {
    match configuration {
        Configuration::Fixed(text) => text.clone(),
        Configuration::OfTheSite { decisions } => {
            let file = raw.get(CONFIGURATION).and_then(|bytes| serde_json::from_slice(bytes).ok());
            let mut members: Map<String, Value> = file.unwrap_or_default();
            members.entry("gateway").or_insert_with(|| json!({ "baseUrl": "", "pathStyle": "auto" }));
            // Without the route the page must not offer what it cannot do, whatever the file says.
            members.insert("decisions".to_owned(), json!(decisions));
            members.entry("sandbox").or_insert(Value::Null);
            Value::Object(members).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_goes_into_the_empty_data_block_and_cannot_end_it() {
        let html = |tag: &str, content: &str| format!("<a><script src=x></script>{tag}{content}</script><b>");
        for tag in [
            r#"<script type="application/json" id="config">"#,
            "<script id=config type=application/json>",
            "<script\n  id='config' type='application/json'>",
        ] {
            let filled = with_configuration(html(tag, "").as_bytes(), r#"{"a":"</script><b>"}"#).unwrap();
            let expected = html(tag, r#"{"a":"\u003c/script>\u003cb>"}"#);
            assert_eq!(filled, expected);
        }
        for tag in [
            "<script id=config>",
            "<script type=application/json>",
            "<script id=config2 type=application/json>",
        ] {
            assert_eq!(with_configuration(html(tag, "").as_bytes(), "{}"), None, "{tag}");
        }
        let filled = html("<script id=config type=application/json>", "{}");
        assert_eq!(
            with_configuration(filled.as_bytes(), "{}"),
            None,
            "a block that has content is left alone"
        );
    }
}
