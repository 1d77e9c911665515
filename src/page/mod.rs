//! The page. Stands on every pure room and on `browser`; never on `js`.
//!
//! One loop: an event becomes a [`Message`], [`State::update`] answers it with effects, the state is drawn by the
//! plain functions of [`view`], and [`App`], the one Yew component, carries the effects out. State, messages and
//! views are pure and tested natively; only `app.rs` and `document.rs` touch the browser.

mod app;
mod config;
mod document;
mod route;
mod state;
pub mod view;

pub use app::App;
pub use config::{Config, Sandbox, SandboxEntry};
pub use route::Route;
pub use state::{
    Cell, Column, CsrState, Effect, File, Format, GatewayState, Kept, MOST_ROWS, Message, OrderState, Place,
    Reading, Recent, Row, SessionEnd, SignInState, State, TableState, status_label,
};

/// Puts the page into the document.
pub fn mount() {
    if let Some(root) = document::element("page") {
        // What index.html shows while the program loads makes room for the program.
        root.set_text_content(None);
        yew::Renderer::<App>::with_root(root).render();
    }
}
