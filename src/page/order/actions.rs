//! What the user can do with the request on the page: refresh, watch, copy the link, save, print.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::components::{Button, Icon, IconName, RelativeTime, use_announce};
use super::super::config::use_config;
use super::super::document;
use super::super::shortcuts::{Command, use_shortcut};
use super::files::OrderFile;
use crate::order::{Field, Timestamp};

/// Props of [`Actions`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ActionsProps {
    /// When the request was last read.
    pub(super) updated: Timestamp,
    pub(super) is_loading: bool,
    pub(super) is_final: bool,
    pub(super) is_watching: bool,
    pub(super) watch_interval_ms: u32,
    pub(super) changed: Rc<Vec<Field>>,
    pub(super) on_refresh: Callback<MouseEvent>,
    pub(super) on_watch: Callback<()>,
    pub(super) on_download: Callback<OrderFile>,
}

/// The buttons.
#[component]
pub(super) fn Actions(props: &ActionsProps) -> Html {
    let announce = use_announce();
    // One primary button: where requests are decided on, that is to approve.
    let has_decisions = use_config().decisions;
    let copy_link = use_callback(announce, |(), announce| {
        let announce = announce.clone();
        spawn_local(async move {
            let is_copied = document::copy(&document::page_address()).await;
            announce
                .emit(if is_copied { "Link copied." } else { "Could not copy: the browser refused." }.into());
        });
    });
    use_shortcut(Command::CopyLink, Some(copy_link.clone()));
    use_shortcut(Command::Watch, (!props.is_final).then(|| props.on_watch.clone()));
    let copy_link = copy_link.reform(|_: MouseEvent| ());
    let print = use_callback((), |_: MouseEvent, ()| document::print());
    let save = props.on_download.reform(|_: MouseEvent| OrderFile::Json);
    html! {
        <div class="order-actions">
            <p class="updated">
                { "Updated " }<RelativeTime at={props.updated} />
                if props.is_watching {
                    { format!(" · refreshes every {} s", props.watch_interval_ms / 1000) }
                }
            </p>
            <div class="buttons">
                <Button class={classes!((!has_decisions).then_some("primary"))} onclick={props.on_refresh.clone()} is_busy={props.is_loading}>
                    <Icon name={IconName::Refresh} />{ if props.is_loading { "Refreshing…" } else { "Refresh" } }
                </Button>
                if !props.is_final {
                    <Button onclick={props.on_watch.reform(|_: MouseEvent| ())} pressed={props.is_watching}><Icon name={IconName::Eye} />{ "Watch" }</Button>
                }
                <Button onclick={copy_link}><Icon name={IconName::Link} />{ "Copy link" }</Button>
                <Button onclick={print}><Icon name={IconName::Printer} />{ "Print" }</Button>
                <Button onclick={save}><Icon name={IconName::Download} />{ "Download JSON" }</Button>
            </div>
            if !props.changed.is_empty() {
                <p class="changed">
                    { format!("Changed: {}", props.changed.iter().map(|field| field.label()).collect::<Vec<_>>().join(", ")) }
                </p>
            }
        </div>
    }
}
