//! The built page's files, served from memory: names with a hash for ever, the rest checked each time, page
//! paths fall back to `index.html`. Reads below the page's folder and nowhere else, at the start and when the
//! folder has changed; a request only looks up a name.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use thiserror::Error;
use tracing::{Span, info, warn};

use crate::headers::never_store;
use crate::metrics::PageRoute;
use crate::observe::record_route;
use crate::problem::json_answer;

const HASH_LENGTH: usize = 16;
const SHELL: &str = "/index.html";
const CONFIGURATION: &str = "/config.json";
/// Nothing a page consists of is larger.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// There is no page to serve, or not as it should be.
#[derive(Debug, Error)]
pub enum SiteError {
    /// The folder given holds no page.
    #[error(
        "no page in {} (it has no index.html); build it with `cargo xtask serve`, or start without it: \
         --no-page",
        .0.display()
    )]
    NoPage(PathBuf),
    /// None was given, and none was found.
    #[error(
        "the page is not built: no dist/index.html below the working directory or beside the program; build \
         it with `cargo xtask serve`, name its folder with --dist, or start without it: --no-page"
    )]
    NotFound,
    /// A file or folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// `config.json` would be ignored silently by every page.
    #[error("{} is not a JSON object in UTF-8: {source}; see docs/configuration.md", path.display())]
    Configuration {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// The configuration of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Configuration {
    /// The folder's `config.json`, or defaults; whether decisions are offered is the server's to say.
    OfTheSite {
        /// Whether this server forwards decisions.
        decisions: bool,
    },
    /// This text.
    Fixed(String),
}

/// The page: the folder `trunk build` wrote, the one in the program, or none.
#[derive(Debug, Clone)]
pub struct Site(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    source: Source,
    loaded: RwLock<Loaded>,
}

#[derive(Debug)]
enum Source {
    None,
    Embedded,
    Folder(PathBuf),
}

#[derive(Debug)]
struct Loaded {
    configuration: Configuration,
    fingerprint: Fingerprint,
    raw: Raw,
    rendered: Arc<Rendered>,
}

/// The files as they are, by their path with a slash before it.
type Raw = HashMap<String, Bytes>;
/// When each file was last changed, and its length.
type Fingerprint = Vec<(String, Option<SystemTime>, u64)>;

/// The files as they are sent.
#[derive(Debug, Default)]
struct Rendered {
    files: HashMap<String, File>,
    configuration: String,
}

#[derive(Debug)]
struct File {
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

impl Site {
    /// No page: every path of it is 404.
    #[must_use]
    pub fn none() -> Self {
        Self::loaded(Source::None, Fingerprint::new(), Raw::new())
    }

    /// The page that was compiled into this program, if one was.
    #[must_use]
    pub fn embedded() -> Option<Self> {
        let raw = crate::embedded::files();
        raw.contains_key(SHELL).then(|| Self::loaded(Source::Embedded, Fingerprint::new(), raw))
    }

    /// The page in this folder.
    ///
    /// # Errors
    /// When it holds no page, cannot be read, or its `config.json` is not JSON.
    pub fn in_folder(folder: &Path) -> Result<Self, SiteError> {
        if !folder.join("index.html").is_file() {
            return Err(SiteError::NoPage(folder.to_owned()));
        }
        let (fingerprint, raw) = read_folder(folder)?;
        check_configuration(folder, &raw)?;
        Ok(Self::loaded(Source::Folder(folder.to_owned()), fingerprint, raw))
    }

    /// Searches `dist/` below the working directory, then beside the program and each folder above it.
    ///
    /// # Errors
    /// When there is none, or it is not as it should be.
    pub fn find() -> Result<Self, SiteError> {
        let program = std::env::current_exe().unwrap_or_default();
        let above = program.ancestors().skip(1).map(|folder| folder.join("dist"));
        std::iter::once(PathBuf::from("dist"))
            .chain(above)
            .find(|folder| folder.join("index.html").is_file())
            .map_or(Err(SiteError::NotFound), |folder| Self::in_folder(&folder))
    }

    fn loaded(source: Source, fingerprint: Fingerprint, raw: Raw) -> Self {
        let configuration = Configuration::OfTheSite { decisions: false };
        let rendered = Arc::new(render(&raw, &configuration));
        let loaded = RwLock::new(Loaded { configuration, fingerprint, raw, rendered });
        Self(Arc::new(Inner { source, loaded }))
    }

    /// Sets the configuration of the page.
    pub fn configure(&self, configuration: Configuration) {
        let mut loaded = self.0.loaded.write().unwrap_or_else(PoisonError::into_inner);
        if loaded.configuration != configuration {
            loaded.rendered = Arc::new(render(&loaded.raw, &configuration));
            loaded.configuration = configuration;
        }
    }

    /// Reads the folder again if anything in it has changed. What cannot be used leaves the last page that
    /// could.
    ///
    /// # Errors
    /// Why the changed page cannot be used.
    pub fn refresh(&self) -> Result<(), SiteError> {
        let Source::Folder(folder) = &self.0.source else { return Ok(()) };
        let current = fingerprint(folder)?;
        if current == self.0.loaded.read().unwrap_or_else(PoisonError::into_inner).fingerprint {
            return Ok(());
        }
        let replaced = read_folder(folder).and_then(|(_, raw)| {
            if !raw.contains_key(SHELL) {
                return Err(SiteError::NoPage(folder.clone()));
            }
            check_configuration(folder, &raw).map(|()| raw)
        });
        let mut loaded = self.0.loaded.write().unwrap_or_else(PoisonError::into_inner);
        // Noted in any case: one complaint for each change is enough.
        loaded.fingerprint = current;
        loaded.raw = replaced?;
        loaded.rendered = Arc::new(render(&loaded.raw, &loaded.configuration));
        info!(folder = %folder.display(), "the page was reloaded");
        Ok(())
    }

    /// [`Site::refresh`], with a line in the log instead of an error.
    pub fn refresh_or_warn(&self) {
        if let Err(error) = self.refresh() {
            warn!(%error, "the changed page cannot be used; the last one is still served");
        }
    }

    fn rendered(&self) -> Arc<Rendered> {
        Arc::clone(&self.0.loaded.read().unwrap_or_else(PoisonError::into_inner).rendered)
    }
}

/// The page's routes.
pub fn routes(site: Site) -> Router {
    Router::new()
        .route(CONFIGURATION, get(configuration).layer(map_response(never_store)))
        .fallback(file_or_page)
        .with_state(site)
}

async fn configuration(State(site): State<Site>) -> Response {
    json_answer(StatusCode::OK, site.rendered().configuration.clone())
}

async fn file_or_page(State(site): State<Site>, request: Request) -> Response {
    let route = |name: &str| record_route(&Span::current(), name);
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        route("(none)");
        let text = "This path answers GET and HEAD only.\n";
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], text).into_response();
    }
    let rendered = site.rendered();
    let Some(shell) = rendered.files.get(SHELL) else {
        route("(none)");
        return not_found("This server was started without the page (--no-page); it answers the API only.\n");
    };
    let path = request.uri().path();
    if let Some(name) = page_path(path) {
        route(name);
        return of_the_page(shell.answer(request.headers()));
    }
    if let Some((name, file)) = rendered.files.get_key_value(path) {
        route(name);
        return of_the_page(file.answer(request.headers()));
    }
    route("(none)");
    if !has_extension(path) && accepts_html(request.headers()) {
        // The page itself says that there is no such page; the status says so to everyone else.
        let mut answer = shell.whole(request.headers());
        *answer.status_mut() = StatusCode::NOT_FOUND;
        return answer;
    }
    not_found("There is no such file here.\n")
}

fn of_the_page(mut response: Response) -> Response {
    response.extensions_mut().insert(PageRoute);
    response
}

fn not_found(text: &'static str) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-cache"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, headers, text).into_response()
}

impl File {
    /// The file, or 304 where the caller has it.
    fn answer(&self, headers: &HeaderMap) -> Response {
        let variant = self.variant(headers).0;
        if has_current(headers, &variant.etag) {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            self.describe(response.headers_mut(), variant);
            return response;
        }
        self.whole(headers)
    }

    fn whole(&self, headers: &HeaderMap) -> Response {
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

/// `/`, `/orders` and `/orders/{anything}`: the page knows what to show there. The name is for the log.
fn page_path(path: &str) -> Option<&'static str> {
    match path.strip_prefix("/orders") {
        None => (path == "/").then_some("/"),
        Some("" | "/") => Some("/orders"),
        Some(rest) => {
            let order = rest.strip_prefix('/')?;
            (!order.contains(['/', '.', '\\'])).then_some("/orders/{uuid}")
        }
    }
}

fn has_extension(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
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

fn render(raw: &Raw, configuration: &Configuration) -> Rendered {
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

impl File {
    fn new(path: &str, plain: Bytes, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
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

/// The precompressed file beside a file. One that holds something else (left over from an earlier build) is not
/// used.
fn sibling(
    raw: &Raw,
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

fn configuration_text(raw: &Raw, configuration: &Configuration) -> String {
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

fn check_configuration(folder: &Path, raw: &Raw) -> Result<(), SiteError> {
    let Some(bytes) = raw.get(CONFIGURATION) else { return Ok(()) };
    match serde_json::from_slice::<Map<String, Value>>(bytes) {
        Ok(_) => Ok(()),
        Err(source) => Err(SiteError::Configuration { path: folder.join("config.json"), source }),
    }
}

fn fingerprint(folder: &Path) -> Result<Fingerprint, SiteError> {
    let mut found = Fingerprint::new();
    walk(folder, &mut |name, _, metadata| {
        found.push((name, metadata.modified().ok(), metadata.len()));
        Ok(())
    })?;
    found.sort();
    Ok(found)
}

fn read_folder(folder: &Path) -> Result<(Fingerprint, Raw), SiteError> {
    // Before reading: a file changed meanwhile is then read again.
    let fingerprint = fingerprint(folder)?;
    let mut raw = Raw::new();
    walk(folder, &mut |name, path, _| {
        let bytes =
            std::fs::read(path).map_err(|source| SiteError::Unreadable { path: path.to_owned(), source })?;
        raw.insert(name, bytes.into());
        Ok(())
    })?;
    Ok((fingerprint, raw))
}

/// Calls `visit` with each file's name, path and metadata. Names that begin with a dot are left out (but for
/// `.well-known`), as is what links lead to outside the folder.
fn walk(
    folder: &Path,
    visit: &mut impl FnMut(String, &Path, &std::fs::Metadata) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| SiteError::Unreadable { path, source }
    };
    let root = folder.canonicalize().map_err(unreadable(folder))?;
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).map_err(unreadable(&folder))? {
            let entry = entry.map_err(unreadable(&folder))?;
            let path = entry.path();
            let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}/{name}")) else {
                continue;
            };
            let hidden =
                entry.file_name().as_encoded_bytes().starts_with(b".") && entry.file_name() != ".well-known";
            let inside = path.canonicalize().is_ok_and(|target| target.starts_with(&root));
            if hidden || !inside {
                continue;
            }
            let metadata = std::fs::metadata(&path).map_err(unreadable(&path))?;
            if metadata.is_dir() && !entry.file_type().is_ok_and(|it| it.is_symlink()) {
                waiting.push((path, name));
            } else if metadata.is_file() && metadata.len() <= LARGEST_FILE {
                visit(name, &path, &metadata)?;
            }
        }
    }
    Ok(())
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
    fn page_paths_are_the_ones_the_page_knows() {
        for path in ["/", "/orders", "/orders/", "/orders/anything"] {
            assert!(page_path(path).is_some(), "{path}");
        }
        for path in ["/ordersx", "/orders/a/b", "/orders/a.js", "/other", ""] {
            assert!(page_path(path).is_none(), "{path}");
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
