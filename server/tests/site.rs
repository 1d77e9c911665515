//! The page's files from outside: caching, precompressed siblings, fallbacks, and nothing above the folder.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at a failure")]

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;

use certview_orders_server::app::{Settings, app};
use certview_orders_server::site::Site;
use common::{Server, header, json, sandbox, serve, settings, start_sandbox, upstream};
use reqwest::{Method, Response};
use tempfile::TempDir;

const SHELL: &str = "<!doctype html><p>the shell";
const SCRIPT: &str = "the script, the script, the script";
const HASHED: &str = "/page-0123456789abcdef.js";

fn brotli(text: &str) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut text.as_bytes(), &mut packed, &Default::default()).unwrap();
    packed
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn built_page() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    fs::create_dir(&dist).unwrap();
    fs::create_dir(dist.join("empty")).unwrap();
    fs::write(folder.path().join("secret.txt"), "above the page").unwrap();
    for (name, content) in [
        ("index.html", SHELL),
        ("page-0123456789abcdef.js", SCRIPT),
        ("page-0123456789abcdef_bg.wasm", "\0asm"),
        ("style-0123456789abcdef.css", "p {}"),
        ("boot.js", "boot"),
        ("icon.svg", "<svg/>"),
        ("config.json", r#"{"gateway":{"baseUrl":"/qualys","pathStyle":"sample"},"sandbox":null}"#),
    ] {
        fs::write(dist.join(name), content).unwrap();
    }
    for (name, content) in [("index.html", SHELL), ("page-0123456789abcdef.js", SCRIPT)] {
        fs::write(dist.join(format!("{name}.br")), brotli(content)).unwrap();
        fs::write(dist.join(format!("{name}.gz")), gzip(content)).unwrap();
    }
    folder
}

async fn start(folder: &Path) -> Server {
    serve(app(Settings { site: common::site(&folder.join("dist")), ..settings(sandbox()) })).await
}

async fn get(server: &Server, path: &str, accept: &str, encodings: &str) -> Response {
    server.get(path).header("accept", accept).header("accept-encoding", encodings).send().await.unwrap()
}

#[tokio::test]
async fn a_precompressed_sibling_is_sent_to_those_who_read_it() {
    let folder = built_page();
    let server = start(folder.path()).await;
    for (path, encodings, encoding, content) in [
        (HASHED, "gzip, br", "br", brotli(SCRIPT)),
        (HASHED, "gzip", "gzip", gzip(SCRIPT)),
        (HASHED, "identity", "", SCRIPT.into()),
        ("/boot.js", "gzip, br", "", "boot".into()),
        ("/", "br", "br", brotli(SHELL)),
        ("/orders/x", "gzip, br", "br", brotli(SHELL)),
    ] {
        let answer = get(&server, path, "*/*", encodings).await;
        assert_eq!(header(answer.headers(), "content-encoding"), encoding, "{path} {encodings}");
        assert_eq!(header(answer.headers(), "vary"), "accept-encoding", "{path} {encodings}");
        assert_eq!(answer.bytes().await.unwrap(), content, "{path} {encodings}");
    }
}

#[tokio::test]
async fn a_packed_file_of_an_earlier_build_is_not_sent() {
    let folder = built_page();
    fs::write(folder.path().join("dist/page-0123456789abcdef.js"), "edited").unwrap();
    let server = start(folder.path()).await;
    let answer = get(&server, HASHED, "*/*", "gzip, br").await;
    assert_eq!(header(answer.headers(), "content-encoding"), "");
    assert_eq!(answer.text().await.unwrap(), "edited");
}

#[tokio::test]
async fn the_configuration_comes_with_the_html_and_packed() {
    let folder = built_page();
    let block = |content: &str| {
        format!("<!doctype html><script type=\"application/json\" id=\"config\">{content}</script><p>shell")
    };
    fs::write(folder.path().join("dist/index.html"), block("")).unwrap();
    let server = start(folder.path()).await;
    let configuration = server.get("/config.json").send().await.unwrap().text().await.unwrap();
    let expected = block(&configuration.replace('<', "\\u003c"));
    for (encodings, encoding) in [("identity", ""), ("gzip", "gzip"), ("gzip, br", "br")] {
        let answer = get(&server, "/orders/x", "text/html", encodings).await;
        assert_eq!(header(answer.headers(), "content-encoding"), encoding);
        let bytes = answer.bytes().await.unwrap();
        let html = match encoding {
            "br" => {
                let mut plain = Vec::new();
                brotli::BrotliDecompress(&mut &bytes[..], &mut plain).unwrap();
                String::from_utf8(plain).unwrap()
            }
            "gzip" => std::io::read_to_string(flate2::read::GzDecoder::new(&bytes[..])).unwrap(),
            _ => String::from_utf8(bytes.to_vec()).unwrap(),
        };
        assert_eq!(html, expected, "{encodings}");
    }
}

#[tokio::test]
async fn files_that_are_not_part_of_the_page_are_not_sent() {
    let folder = built_page();
    let dist = folder.path().join("dist");
    fs::create_dir(dist.join(".git")).unwrap();
    fs::write(dist.join(".git/config"), "hidden").unwrap();
    fs::write(dist.join(".env"), "hidden").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.txt", dist.join("link.txt")).unwrap();
        std::os::unix::fs::symlink("boot.js", dist.join("inside.js")).unwrap();
    }
    let server = start(folder.path()).await;
    let long = format!("/{}", "a".repeat(5000));
    for path in ["/.env", "/.git/config", "/link.txt", "/%63onfig.json", "/boot.js%00", "/empty/", &long] {
        let answer = get(&server, path, "*/*", "").await;
        assert_eq!(answer.status(), 404, "{path}");
        let text = answer.text().await.unwrap();
        assert!(!text.contains("hidden") && !text.contains("above"), "{path}: {text}");
    }
    #[cfg(unix)]
    assert_eq!(get(&server, "/inside.js", "*/*", "").await.status(), 200);
}

#[tokio::test]
async fn a_name_with_a_hash_is_kept_and_any_other_is_checked_each_time() {
    let folder = built_page();
    let server = start(folder.path()).await;
    let immutable = "public, max-age=31536000, immutable";
    for (path, kind, rule) in [
        (HASHED, "text/javascript; charset=utf-8", immutable),
        ("/page-0123456789abcdef_bg.wasm", "application/wasm", immutable),
        ("/style-0123456789abcdef.css", "text/css; charset=utf-8", immutable),
        ("/boot.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/icon.svg", "image/svg+xml; charset=utf-8", "no-cache"),
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/orders/x", "text/html; charset=utf-8", "no-cache"),
        ("/none-0123456789abcdef.js", "text/plain; charset=utf-8", "no-cache"),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = server.client.request(method.clone(), format!("{}{path}", server.base()));
            let answer = answer.send().await.unwrap();
            assert_eq!(header(answer.headers(), "content-type"), kind, "{method} {path}");
            assert_eq!(header(answer.headers(), "cache-control"), rule, "{method} {path}");
            assert_ne!(header(answer.headers(), "content-length"), "0", "{method} {path}");
            if method == Method::HEAD {
                assert_eq!(answer.bytes().await.unwrap().len(), 0, "{path}");
            }
        }
    }
    let tag = get(&server, "/boot.js", "*/*", "").await.headers().get("etag").unwrap().clone();
    let again = server.get("/boot.js").header("if-none-match", tag).send().await.unwrap();
    assert_eq!(again.status(), 304);
    assert_eq!(header(again.headers(), "vary"), "accept-encoding");
    assert_eq!(header(again.headers(), "cache-control"), "no-cache");
}

#[tokio::test]
async fn page_paths_fall_back_to_the_shell_and_missing_files_do_not() {
    let folder = built_page();
    let server = start(folder.path()).await;
    let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    for (path, accept, status, is_shell) in [
        ("/", browser, 200, true),
        ("/", "*/*", 200, true),
        ("/orders", browser, 200, true),
        ("/orders/", browser, 200, true),
        ("/orders/cb95d100-ec30-11ea-920d-eb66140967e3", browser, 200, true),
        ("/orders/cb95d100-ec30-11ea-920d-eb66140967e3?x=1", "*/*", 200, true),
        ("/nowhere", browser, 404, true),
        ("/orders/a/b", browser, 404, true),
        ("/empty", browser, 404, true),
        ("/nowhere", "*/*", 404, false),
        ("/nowhere.js", browser, 404, false),
        ("/orders/nowhere.js", browser, 404, false),
        ("/none-0123456789abcdef.js", "*/*", 404, false),
    ] {
        let answer = get(&server, path, accept, "identity").await;
        assert_eq!(answer.status().as_u16(), status, "{path} {accept}");
        assert_eq!(
            header(answer.headers(), "content-type") == "text/html; charset=utf-8",
            is_shell,
            "{path} {accept}"
        );
        assert_eq!(answer.text().await.unwrap() == SHELL, is_shell, "{path} {accept}");
    }
    let conditional = server.get("/nowhere").header("accept", browser).header("range", "bytes=0-3");
    let tag = get(&server, "/", "*/*", "").await.headers().get("etag").unwrap().clone();
    let answer = conditional.header("if-none-match", tag).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (404, SHELL));
}

#[tokio::test]
async fn nothing_above_the_folder_is_ever_sent() {
    let folder = built_page();
    let server = start(folder.path()).await;
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/empty/../../secret.txt",
        "/empty/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//../secret.txt",
        "/orders/..%2f..%2fsecret.txt",
    ] {
        let answer =
            server.raw(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        assert!(!answer.contains("above the page"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn the_configuration_is_the_sandboxs_or_the_folders_or_the_plain_one() {
    let folder = built_page();
    let dist = folder.path().join("dist");
    let in_sandbox = start(folder.path()).await;
    assert_eq!(json(in_sandbox.get("/config.json")).await.1["sandbox"]["userName"], "sandbox");

    let backend = || upstream("http://127.0.0.1:9", certview_orders_server::forward::Limits::default());
    let site = common::site(&dist);
    let hosted = serve(app(Settings { site: site.clone(), ..settings(backend()) })).await;
    let (_, from_folder) = json(hosted.get("/config.json")).await;
    assert_eq!(from_folder["gateway"]["baseUrl"], "/qualys");

    let plain = serde_json::json!({
        "gateway": { "baseUrl": "", "pathStyle": "auto" }, "sandbox": null, "decisions": false,
    });
    fs::remove_file(dist.join("config.json")).unwrap();
    site.refresh().unwrap();
    assert_eq!(json(hosted.get("/config.json")).await.1, plain);
    let bare = serve(app(settings(backend()))).await;
    assert_eq!(json(bare.get("/config.json")).await.1, plain);
}

#[tokio::test]
async fn a_configuration_that_cannot_be_read_is_reported() {
    let folder = built_page();
    let dist = folder.path().join("dist");
    let site = common::site(&dist);
    let server = serve(app(Settings { site: site.clone(), ..settings(sandbox()) })).await;
    let utf_16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [&b"{\"gateway\":"[..], b"[]", b"{\"a\": \"\xe4\"}", &utf_16] {
        fs::write(dist.join("config.json"), bytes).unwrap();
        let message = Site::in_folder(&dist).unwrap_err().to_string();
        assert!(message.contains("config.json") && message.contains("not a JSON object"), "{message}");
        // A running server keeps the page it has.
        assert!(site.refresh().is_err());
        assert_eq!(get(&server, "/", "text/html", "").await.status(), 200);
    }
    fs::remove_dir_all(&dist).unwrap();
    assert!(site.refresh().is_err());
    assert_eq!(get(&server, "/", "text/html", "").await.status(), 200);
}

#[tokio::test]
async fn without_the_page_the_rest_answers() {
    let server = start_sandbox().await;
    let page = get(&server, "/", "text/html", "").await;
    assert_eq!(page.status(), 404);
    assert!(page.text().await.unwrap().contains("--no-page"));
    let health = server.get("/healthz").send().await.unwrap();
    assert_eq!((health.status().as_u16(), health.text().await.unwrap().as_str()), (200, "ok"));
}

#[test]
fn a_folder_without_a_page_is_refused_with_the_command_that_builds_it() {
    let folder = tempfile::tempdir().unwrap();
    let message = Site::in_folder(folder.path()).unwrap_err().to_string();
    assert!(message.contains("cargo xtask serve") && message.contains("--no-page"), "{message}");
}
