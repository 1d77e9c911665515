//! Loads the Public Suffix List, which few reviews need: it is as large as the rest of the page.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::state::{OrderAction, OrderState};
use crate::review::SuffixList;

/// Beside the page, on any host.
const PATH: &str = "/public-suffixes.txt";

/// Loads the list once the review of the request needs it. Without it, the check for public suffixes reports nothing.
#[hook]
pub(super) fn use_suffix_list(state: &UseReducerHandle<OrderState>) {
    let dispatcher = state.dispatcher();
    use_effect_with(state.wants_suffix_list(), move |is_wanted| {
        if *is_wanted {
            spawn_local(async move {
                if let Some(list) = load().await {
                    dispatcher.dispatch(OrderAction::SuffixListLoaded(Rc::new(list)));
                }
            });
        }
    });
}

/// Not through the transport of the client, which keeps answers out of the browser's cache.
async fn load() -> Option<SuffixList> {
    let answer = JsFuture::from(web_sys::window()?.fetch_with_str(PATH)).await.ok()?;
    let answer: web_sys::Response = answer.dyn_into().ok().filter(web_sys::Response::ok)?;
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    SuffixList::parse(&text.as_string()?)
}
