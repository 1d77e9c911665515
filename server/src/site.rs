//! The built page's files: names with a hash for ever, the rest checked each time, page paths fall back to
//! the shell. Reads below the page's folder and nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use thiserror::Error;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};
use tracing::Span;

use crate::headers::never_store;
use crate::observe::record_route;
use crate::problem::json_answer;

/// What the page is told when nothing else is configured: the API is where the page came from.
const SAME_ORIGIN: &str = r#"{"gateway":{"baseUrl":"","pathStyle":"documented"},"sandbox":null}"#;
const HASH_LENGTH: usize = 16;

/// There is no page to serve.
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
}

/// The folder `trunk build` wrote, or none.
#[derive(Debug, Clone)]
pub struct Site {
    folder: Option<PathBuf>,
}

impl Site {
    /// No page: every path of it is 404.
    pub fn none() -> Self {
        Self { folder: None }
    }

    /// The page in this folder.
    ///
    /// # Errors
    /// When it holds no page.
    pub fn in_folder(folder: &Path) -> Result<Self, SiteError> {
        if folder.join("index.html").is_file() {
            return Ok(Self { folder: Some(folder.to_owned()) });
        }
        Err(SiteError::NoPage(folder.to_owned()))
    }

    /// Looks for `dist/` below the working directory, then beside the program and each folder above it.
    ///
    /// # Errors
    /// When there is none.
    pub fn find() -> Result<Self, SiteError> {
        let program = std::env::current_exe().unwrap_or_default();
        let above = program.ancestors().skip(1).map(|folder| folder.join("dist"));
        std::iter::once(PathBuf::from("dist"))
            .chain(above)
            .find_map(|folder| Self::in_folder(&folder).ok())
            .ok_or(SiteError::NotFound)
    }
}

/// The page's routes. `sandbox_configuration` is what `/config.json` answers in sandbox mode.
pub fn routes(site: Site, sandbox_configuration: Option<String>) -> Router {
    let configuration = Arc::new(sandbox_configuration);
    let folder = site.folder.clone();
    Router::new()
        .route(
            "/config.json",
            get(move || configuration_file(folder.clone(), Arc::clone(&configuration)))
                .layer(map_response(never_store)),
        )
        .fallback(file_or_page)
        .with_state(site)
}

async fn configuration_file(folder: Option<PathBuf>, sandbox: Arc<Option<String>>) -> Response {
    let from_folder = async || tokio::fs::read_to_string(folder?.join("config.json")).await.ok();
    let text = match sandbox.as_ref() {
        Some(text) => text.clone(),
        None => from_folder().await.unwrap_or_else(|| SAME_ORIGIN.to_owned()),
    };
    json_answer(StatusCode::OK, text)
}

async fn file_or_page(State(site): State<Site>, request: Request) -> Response {
    record_route(&Span::current(), "(file)");
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let text = "This path answers GET and HEAD only.\n";
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")], text).into_response();
    }
    let Some(folder) = site.folder else {
        return not_found("This server was started without the page (--no-page); it answers the API only.\n");
    };
    let path = request.uri().path().to_owned();
    if is_page_path(&path) {
        return page(&folder, request).await;
    }
    let wants_page = !has_extension(&path) && accepts_html(&request);
    let shell_request = bare_copy(&request);
    let file = serve(ServeDir::new(&folder).append_index_html_on_directories(false), request).await;
    if file.status() != StatusCode::NOT_FOUND {
        return with_cache_rule(file, &path);
    }
    if wants_page {
        // The page itself says that there is no such page; the status says so to everyone else.
        let mut shell = page(&folder, shell_request).await;
        *shell.status_mut() = StatusCode::NOT_FOUND;
        return shell;
    }
    not_found("There is no such file here.\n")
}

async fn page(folder: &Path, request: Request) -> Response {
    let shell = ServeFile::new(folder.join("index.html")).precompressed_br().precompressed_gzip();
    match shell.oneshot(request).await {
        Ok(response) => with_cache_rule(response.map(Body::new), "/index.html"),
        Err(never) => match never {},
    }
}

async fn serve(folder: ServeDir, request: Request) -> Response {
    match folder.precompressed_br().precompressed_gzip().oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

/// The same request without conditions or ranges: a 404 must bring the whole shell.
fn bare_copy(request: &Request) -> Request {
    let mut copy = Request::new(Body::empty());
    *copy.method_mut() = request.method().clone();
    if let Some(encodings) = request.headers().get(header::ACCEPT_ENCODING) {
        copy.headers_mut().insert(header::ACCEPT_ENCODING, encodings.clone());
    }
    copy
}

fn not_found(text: &'static str) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-cache"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, headers, text).into_response()
}

/// `/`, `/orders` and `/orders/{anything}`: the page knows what to show there.
fn is_page_path(path: &str) -> bool {
    match path.strip_prefix("/orders") {
        None => path == "/",
        Some("") => true,
        Some(rest) => rest.strip_prefix('/').is_some_and(|order| !order.contains(['/', '.', '\\'])),
    }
}

fn has_extension(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

fn accepts_html(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

fn with_cache_rule(mut response: Response, path: &str) -> Response {
    let kept =
        matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED);
    let rule = if kept && has_hash(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(rule));
    response
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
    use super::{has_hash, is_page_path};

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
            assert!(is_page_path(path), "{path}");
        }
        for path in ["/ordersx", "/orders/a/b", "/orders/a.js", "/other", ""] {
            assert!(!is_page_path(path), "{path}");
        }
    }
}
