//! Browser interfaces that have no crate: title, focus, history, clipboard, download and print.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement};

use super::route::Route;

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}

/// The element with this id.
pub(super) fn element_by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Moves the focus to the first element that matches the selector; answers whether there is one.
pub(super) fn focus(selector: &str) -> bool {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    // An element that cannot take the focus leaves it where it is.
    let _ = element.focus();
    true
}

/// Moves the focus to the element with this id, which is opened where it is closed, and scrolls to it.
pub(super) fn reveal(id: &str) {
    let Some(element) = element_by_id(id) else { return };
    if element.tag_name() == "DETAILS" {
        // Fails for invalid names only.
        let _ = element.set_attribute("open", "");
    }
    element.scroll_into_view();
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// The id that the fragment of the address names; empty where there is none.
pub(super) fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Moves the focus to the heading of the page, unless an element has it.
pub(super) fn focus_heading_if_lost() {
    let focused = document().and_then(|document| document.active_element());
    if focused.is_none_or(|element| element.tag_name() == "BODY") {
        focus_heading();
    }
}

/// Whether the focus is on an element in this one.
pub(super) fn has_focus_within(element: &Element) -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|focused| focused != *element && element.contains(Some(&focused)))
}

/// Moves the focus to the heading of the page.
pub(super) fn focus_heading() {
    focus("main h1");
}

/// Whether the focus is where text is entered, or a dialog is open.
pub(super) fn is_typing() -> bool {
    let Some(document) = document() else { return false };
    let matches = |selector| document.query_selector(selector).is_ok_and(|found| found.is_some());
    matches("dialog[open]")
        || matches(
            "textarea:focus, select:focus, input:not([type=checkbox], [type=radio]):focus, [contenteditable]:focus",
        )
}

/// Whether the browser is online.
pub(super) fn is_online() -> bool {
    // Where there is no browser nothing is known to be wrong.
    cfg!(not(target_arch = "wasm32")) || web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the user works in this page: it is visible and has the focus of the system.
pub(super) fn has_focus() -> bool {
    document().is_some_and(|document| document.has_focus().unwrap_or(true))
}

/// Marks the icon of the tab, or takes the mark away.
pub(super) fn mark_icon(is_marked: bool) {
    let icon = document().and_then(|document| document.query_selector("link[rel=icon]").ok().flatten());
    if let Some(icon) = icon {
        // Fails for invalid names only.
        let _ = icon.set_attribute("href", if is_marked { "/icon-changed.svg" } else { "/icon.svg" });
    }
}

/// Whether the page is visible and the browser online: only then can reading again be of use.
pub(super) fn is_visible_and_online() -> bool {
    document().is_some_and(|document| !document.hidden())
        && web_sys::window().is_some_and(|window| window.navigator().on_line())
}

/// Sets the title of the document.
pub(super) fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets an attribute `data-…` of the root element, which the style sheet selects on.
pub(super) fn set_root_data(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // Fails for invalid names only; the names are ours.
        let _ = root.set_attribute(&format!("data-{name}"), value);
    }
}

/// The route in the address bar.
pub(super) fn current_route() -> Route {
    web_sys::window()
        .and_then(|window| window.location().pathname().ok())
        .map_or(Route::Start, |path| Route::from_path(&path))
}

/// Adds a route to the history.
pub(super) fn push_route(route: &Route) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // A browser that refuses a new entry still shows the route.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.path()));
    }
}

/// Keeps a text with the present entry of the history, for as long as the tab has it.
pub(super) fn keep_in_history(text: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // A browser that refuses it keeps nothing: the focus then starts at the heading.
        let _ = history.replace_state(&JsValue::from_str(text), "");
    }
}

/// The text that is kept with the present entry of the history.
pub(super) fn kept_in_history() -> Option<String> {
    web_sys::window()?.history().ok()?.state().ok()?.as_string()
}

/// The address of the page, without its fragment.
pub(super) fn page_address() -> String {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return String::new() };
    format!("{}{}", location.origin().unwrap_or_default(), location.pathname().unwrap_or_default())
}

/// Offers bytes as a file to download.
pub(super) fn download(name: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let url = web_sys::Blob::new_with_u8_array_sequence(&parts)
        .and_then(|file| web_sys::Url::create_object_url_with_blob(&file));
    // A browser that cannot make a file has nothing to download.
    if let (Ok(url), Some(Ok(link))) = (url, document().map(|document| document.create_element("a"))) {
        let link = link.unchecked_into::<web_sys::HtmlAnchorElement>();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        let _ = web_sys::Url::revoke_object_url(&url);
    }
}

/// Opens the browser's print dialog.
pub(super) fn print() {
    if let Some(window) = web_sys::window() {
        // A browser without a print dialog has nothing to open.
        let _ = window.print();
    }
}

/// Writes a text to the clipboard; answers whether the browser allowed it.
pub(super) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    // Missing outside secure contexts, whatever the type says.
    let is_missing =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).map_or(true, |found| found.is_undefined());
    !is_missing && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// The content of the `meta` element with this name.
pub(super) fn meta(name: &str) -> Option<String> {
    let element = document()?.query_selector(&format!("meta[name='{name}']")).ok()??;
    element.get_attribute("content")
}

/// The text of the data block with this id: `<script type="application/json" id="…">`. Where the server left it
/// empty, boot.js has put it into the attribute `data-config`.
pub(super) fn data_block(id: &str) -> String {
    let Some(block) = element_by_id(id) else { return String::new() };
    match block.text_content() {
        Some(text) if !text.trim().is_empty() => text,
        _ => block.get_attribute("data-config").unwrap_or_default(),
    }
}
