//! The document: its fields, its title, its focus, its address bar, its clipboard.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, Window};
use zeroize::Zeroizing;

use super::route::Route;
use super::state::Place;

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}

/// The element of this id.
pub(super) fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The text in the field of this id.
pub(super) fn field(id: &str) -> String {
    element(id).map_or_else(String::new, |field| match field.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(other) => other.unchecked_into::<HtmlTextAreaElement>().value(),
    })
}

/// The secret in the field of this id.
pub(super) fn secret_field(id: &str) -> Zeroizing<String> {
    Zeroizing::new(field(id))
}

/// Puts a text into the field of this id, where there is one.
pub(super) fn fill(id: &str, text: &str) {
    match element(id).map(|field| field.dyn_into::<HtmlInputElement>()) {
        Some(Ok(input)) => input.set_value(text),
        Some(Err(other)) => other.unchecked_into::<HtmlTextAreaElement>().set_value(text),
        None => {}
    }
}

/// Empties the fields that hold secrets.
pub(super) fn clear_secrets() {
    for id in ["password", "token"] {
        fill(id, "");
    }
}

/// Moves the focus to the first element that matches.
pub(super) fn focus(selector: &str) {
    if let Some(document) = document()
        && let Ok(Some(element)) = document.query_selector(selector)
    {
        // Where the element takes no focus, it stays where it is.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Whether an element has the focus, rather than the page as a whole.
pub(super) fn has_focus() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|element| element.tag_name() != "BODY")
}

/// Whether the page is on show and the browser is online: only then is watching of any use.
pub(super) fn can_be_seen() -> bool {
    document().is_some_and(|document| !document.hidden())
        && web_sys::window().is_some_and(|window| window.navigator().on_line())
}

/// Sets the title, where it differs.
pub(super) fn set_title(title: &str) {
    if let Some(document) = document()
        && document.title() != title
    {
        document.set_title(title);
    }
}

/// The route of the address bar.
pub(super) fn route() -> Route {
    web_sys::window()
        .and_then(|window| window.location().pathname().ok())
        .map_or(Route::Home, |path| Route::from_path(&path))
}

/// Puts a route into the address bar.
pub(super) fn push(route: &Route) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // A browser that refuses a new entry still shows the place.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.path()));
    }
}

/// Calls back when the reader goes back or forward, for as long as it lives.
pub(super) struct BackAndForward {
    window: Window,
    listener: Closure<dyn FnMut()>,
}

impl BackAndForward {
    pub(super) fn listen(callback: impl Fn(Route) + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let listener = Closure::<dyn FnMut()>::new(move || callback(route()));
        window.add_event_listener_with_callback("popstate", listener.as_ref().unchecked_ref()).ok()?;
        Some(Self { window, listener })
    }
}

impl Drop for BackAndForward {
    fn drop(&mut self) {
        // Fails only where there is nothing to remove.
        let _ = self
            .window
            .remove_event_listener_with_callback("popstate", self.listener.as_ref().unchecked_ref());
    }
}

/// Hands over a file, as if a link to it had been followed.
pub(super) fn download(name: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let made = web_sys::Blob::new_with_u8_array_sequence(&parts)
        .and_then(|file| web_sys::Url::create_object_url_with_blob(&file));
    // A browser that cannot make a file of it has nothing to hand over.
    if let (Ok(url), Some(Ok(link))) = (made, document().map(|document| document.create_element("a"))) {
        let link = link.unchecked_into::<web_sys::HtmlAnchorElement>();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        let _ = web_sys::Url::revoke_object_url(&url);
    }
}

/// The storage of this tab, which ends with it; none where the reader forbids it.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// What the tab has kept in this place.
pub(super) fn kept(place: Place) -> Option<String> {
    storage()?.get_item(place.as_str()).ok()?
}

/// Puts a text into a place of the tab's storage, or empties it.
pub(super) fn keep(place: Place, text: Option<&str>) {
    if let Some(storage) = storage() {
        // A storage that is full keeps nothing: the page works without.
        let _ = match text {
            Some(text) => storage.set_item(place.as_str(), text),
            None => storage.remove_item(place.as_str()),
        };
    }
}

/// Whether the box of this id is ticked.
pub(super) fn is_checked(id: &str) -> bool {
    element(id).is_some_and(|element| element.unchecked_into::<HtmlInputElement>().checked())
}

/// The address of the page, without a place within it.
pub(super) fn address() -> String {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return String::new() };
    [location.origin().unwrap_or_default(), location.pathname().unwrap_or_default()].concat()
}

/// Opens the browser's own dialog for printing.
pub(super) fn print() {
    if let Some(window) = web_sys::window() {
        // A browser without one has nothing to print with.
        let _ = window.print();
    }
}

/// Puts a text on the clipboard; answers whether the browser did.
pub(super) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    // Missing outside secure contexts, whatever the type says.
    let missing =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).map_or(true, |found| found.is_undefined());
    !missing && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
