//! The built page's files, served from memory: names with a hash for ever, the rest checked each time, page
//! paths fall back to `index.html`. Files are read at the start and when the folder has changed; a request only
//! looks up a name.

mod file;
mod folder;
mod render;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use thiserror::Error;
use tracing::{Span, info, warn};

use self::folder::{Fingerprint, check_configuration, fingerprint, read_folder};
use self::render::{RawFiles, Rendered, render};
use crate::headers::never_store;
use crate::metrics::PageRoute;
use crate::observe::record_route;
use crate::problem::json_answer;

const SHELL: &str = "/index.html";
const CONFIGURATION: &str = "/config.json";

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
    raw: RawFiles,
    rendered: Arc<Rendered>,
}

impl Site {
    /// No page: every path of it is 404.
    #[must_use]
    pub fn none() -> Self {
        Self::loaded(Source::None, Fingerprint::new(), RawFiles::new())
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

    fn loaded(source: Source, fingerprint: Fingerprint, raw: RawFiles) -> Self {
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

    /// Reloads the folder if anything in it has changed. What cannot be used leaves the last page that
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
        // Noted in any case: one error for each change is enough.
        loaded.fingerprint = current;
        loaded.raw = replaced?;
        loaded.rendered = Arc::new(render(&loaded.raw, &loaded.configuration));
        info!(folder = %folder.display(), "the page was reloaded");
        Ok(())
    }

    /// [`Site::refresh`], with a line in the log instead of an error.
    pub fn refresh_or_warn(&self) {
        if let Err(error) = self.refresh() {
            warn!(%error, "the changed page cannot be used; the previous one is still served");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_paths_are_the_ones_the_page_knows() {
        for path in ["/", "/orders", "/orders/", "/orders/anything"] {
            assert!(page_path(path).is_some(), "{path}");
        }
        for path in ["/ordersx", "/orders/a/b", "/orders/a.js", "/other", ""] {
            assert!(page_path(path).is_none(), "{path}");
        }
    }
}
