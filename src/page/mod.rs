//! The Yew page: uses `order`, `inspection`, `client` and `browser`, and the types of `csr` and `review`; never `js`.
//!
//! One folder per feature (`order`, `table`, `session`, `connection`, `decision`, `recent`, `start`,
//! `preferences`, `shortcuts`). In each, `state.rs` is pure and natively tested: what an action changes, and which calls are
//! wanted. A hook beside it carries the effects out and drops them with the component. Components that features
//! share are in `components`.

mod app;
mod clock;
mod components;
pub mod config;
mod connection;
mod decision;
mod document;
mod inspection;
mod navigation;
mod notification;
mod online;
mod order;
mod preferences;
mod recent;
mod route;
mod session;
mod shortcuts;
mod start;
mod table;

#[cfg(test)]
#[cfg(feature = "render")]
mod testing;

use wasm_bindgen_futures::spawn_local;

pub use app::{App, AppProps};

/// Renders the page into the element `#page` of the document.
pub fn mount() {
    let Some(root) = document::element_by_id("page") else { return };
    let props = AppProps::from_document();
    spawn_local(async move {
        props.answer_on_arrival().await;
        // The skeleton of index.html gives way to the page.
        root.set_text_content(None);
        yew::Renderer::<App>::with_root_and_props(root, props).render();
    });
}
