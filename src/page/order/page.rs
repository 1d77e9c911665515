//! The page of one request, in every state.

use yew::prelude::*;

use super::super::components::{Button, ErrorNotice, HostName, use_is_painted};
use super::super::connection::AlternativePath;
use super::super::decision::{DecisionButtons, DecisionDialog, DecisionRecord, use_decision};
use super::super::document;
use super::super::navigation::Link;
use super::super::notification;
use super::super::route::Route;
use super::super::session::{SessionRenewal, SignInPanel, use_session};
use super::super::shortcuts::{Command, use_shortcut};
use super::actions::Actions;
use super::all_fields::AllFieldsSwitch;
use super::csr::CsrSection;
use super::facts::Facts;
use super::fields::FIELD_SECTIONS;
use super::files::{OrderFile, order_file};
use super::key_facts::KeyFacts;
use super::notes::NotesSection;
use super::progress::ProgressSection;
use super::raw::RawSection;
use super::retry::RetryCountdown;
use super::review::ReviewSection;
use super::section_links::SectionLinks;
use super::skeleton::Skeleton;
use super::state::{LoadedOrder, OrderAction, OrderState, summary};
use super::summary::Summary;
use super::use_order::{use_change_mark, use_order};
use crate::client::ErrorCode;
use crate::order::{RequestStatus, Uuid};

/// Props of [`OrderPage`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct OrderPageProps {
    pub(in crate::page) uuid: Uuid,
}

/// The page of one request. Its key is the UUID: nothing of a request outlives the view of it.
#[component]
pub(in crate::page) fn OrderPage(props: &OrderPageProps) -> Html {
    let uuid = props.uuid;
    let state = use_order(uuid);
    let is_marked = use_change_mark(&state);
    use_effect_with(title(uuid, &state, is_marked), |title| document::set_title(title));
    html! { <OrderView {uuid} {state} /> }
}

/// Props of [`OrderView`].
#[derive(PartialEq, Properties)]
pub(super) struct OrderViewProps {
    pub(super) uuid: Uuid,
    pub(super) state: UseReducerHandle<OrderState>,
}

/// The page of one request in one state, whatever led to it.
#[component]
pub(super) fn OrderView(props: &OrderViewProps) -> Html {
    let OrderViewProps { uuid, state } = props;
    let uuid = *uuid;
    let is_signed_in = use_session().state.token.is_some();
    let refresh = {
        let dispatcher = state.dispatcher();
        use_callback(state.is_loading, move |(), is_loading| {
            if !is_loading {
                dispatcher.dispatch(OrderAction::Refresh);
            }
        })
    };
    let on_decided = {
        let dispatcher = state.dispatcher();
        use_callback((), move |(), ()| dispatcher.dispatch(OrderAction::Refresh))
    };
    let decision = use_decision(uuid, on_decided);
    let watch = {
        let dispatcher = state.dispatcher();
        use_callback(state.is_watching, move |(), is_watching| {
            if !is_watching {
                notification::ask_for_permission();
            }
            dispatcher.dispatch(OrderAction::WatchToggled);
        })
    };
    let on_inspect = {
        let dispatcher = state.dispatcher();
        use_callback((), move |_: MouseEvent, ()| dispatcher.dispatch(OrderAction::InspectAgain))
    };
    use_shortcut(Command::Refresh, is_signed_in.then(|| refresh.clone()));
    let on_refresh = refresh.reform(|_: MouseEvent| ());

    html! {
        <>
            // One element in every state, so that the focus stays on it while the rest changes.
            <div class="page-head">
                <h1 tabindex="-1">{ heading(state, is_signed_in) }</h1>
                if let Some(loaded) = state.loaded.as_ref().filter(|_| is_signed_in) {
                    <DecisionButtons
                        decision={decision.clone()} loaded={loaded.clone()}
                    />
                }
            </div>
            <SessionRenewal refusal={state.refusal()} />
            if !is_signed_in {
                <RequestLine {uuid} />
                <div class="panels"><SignInPanel /></div>
            } else if let Some(loaded) = &state.loaded {
                { failure(state) }
                if let Some(record) = decision.record.clone() { <DecisionRecord {record} /> }
                <DecisionDialog {decision} />
                <LoadedPage
                    loaded={loaded.clone()} is_loading={state.is_loading} is_watching={state.is_watching}
                    watch_interval_ms={state.watch_interval_ms} {on_refresh} on_watch={watch} {on_inspect}
                />
            } else if state.failure.is_some() {
                <RequestLine {uuid} />
                { failure(state) }
                <p class="actions">
                    if !state.needs_sign_in() {
                        <Button class="primary" onclick={on_refresh} is_busy={state.is_loading}>
                            { if state.is_loading { "Trying…" } else { "Try again" } }
                        </Button>
                    }
                    <Link to={Route::Start}>{ "Open another request" }</Link>
                </p>
            } else {
                <Skeleton {uuid} />
            }
        </>
    }
}

/// The title of the document.
pub(super) fn title(uuid: Uuid, state: &OrderState, is_marked: bool) -> String {
    let name = state.loaded.as_ref().map_or_else(|| uuid.to_string(), |loaded| summary(&loaded.order));
    let mark = if is_marked { "● " } else { "" };
    format!("{mark}{name} – CertView orders")
}

fn heading(state: &OrderState, is_signed_in: bool) -> Html {
    if !is_signed_in || (state.loaded.is_none() && state.needs_sign_in()) {
        return html! { { "Sign in to see this request" } };
    }
    match &state.loaded {
        Some(LoadedOrder { order, .. }) => match order.names().as_slice() {
            [] => html! { { "Request without a common name" } },
            [name, more @ ..] => html! {
                <>
                    <HostName name={(*name).to_owned()} />
                    if !more.is_empty() {
                        <span class="more-names">
                            { format!(" +{} {}", more.len(), if more.len() == 1 { "name" } else { "names" }) }
                        </span>
                    }
                </>
            },
        },
        None if state.failure.is_some() => html! { { "This request cannot be shown" } },
        None => html! { { "Loading the request…" } },
    }
}

/// Why the last call failed. A refused token is not among it: the form to sign in again says that.
fn failure(state: &OrderState) -> Html {
    state.failure.as_ref().filter(|_| !state.needs_sign_in()).map_or_else(Html::default, |error| {
        html! {
            <>
                <ErrorNotice error={error.clone()} is_repeated={state.retry.is_some()} />
                if error.code == ErrorCode::WrongPath { <AlternativePath is_busy={state.is_loading} /> }
                if let Some(retry) = state.retry { <RetryCountdown key={state.call} {retry} /> }
            </>
        }
    })
}

#[derive(Debug, PartialEq, Properties)]
struct RequestLineProps {
    uuid: Uuid,
}

#[component]
fn RequestLine(props: &RequestLineProps) -> Html {
    html! { <p class="request-line">{ "Request " }<code>{ props.uuid.to_string() }</code></p> }
}

#[derive(Debug, PartialEq, Properties)]
struct LoadedPageProps {
    loaded: LoadedOrder,
    is_loading: bool,
    is_watching: bool,
    watch_interval_ms: u32,
    on_refresh: Callback<MouseEvent>,
    on_watch: Callback<()>,
    on_inspect: Callback<MouseEvent>,
}

/// A request that was read: summary, details and, beside them on wide screens, the key facts and actions. The status is
/// painted first: the sections below it, which are most of the page, follow in the next task.
#[component]
fn LoadedPage(props: &LoadedPageProps) -> Html {
    let is_status_painted = use_is_painted();
    let LoadedOrder { order, at, progress, inspection, changed } = &props.loaded;
    let on_download = use_callback(props.loaded.clone(), |file: OrderFile, loaded| {
        if let Some((name, bytes)) = order_file(&loaded.order, loaded.inspection.decoded_csr(), file) {
            document::download(&name, &bytes);
        }
    });
    // Of the request alone: an inspection that arrives renders no field again.
    let on_save_key = use_callback(order.clone(), |_: MouseEvent, order| {
        if let Some((name, bytes)) = order_file(order, None, OrderFile::PrivateKey) {
            document::download(&name, &bytes);
        }
    });
    let is_final = order.status.as_ref().is_some_and(RequestStatus::is_final);
    html! {
        <article class="order">
            <Summary order={order.clone()} progress={progress.clone()} inspection={inspection.clone()} />
            <div class="order-columns">
                <div class="order-details">
                    <ProgressSection progress={progress.clone()} />
                    <ReviewSection inspection={inspection.clone()} on_retry={props.on_inspect.clone()} />
                    if is_status_painted {
                        <CsrSection
                            order={order.clone()} inspection={inspection.clone()} on_download={on_download.clone()}
                        />
                        <AllFieldsSwitch />
                        <div class="fact-sections">
                            for section in FIELD_SECTIONS {
                                if section.id != "renewal" || order.renewal.is_some() {
                                    <Facts
                                        {section} order={order.clone()} changed={changed.clone()}
                                        on_save_key={on_save_key.clone()}
                                    />
                                }
                            }
                        </div>
                        <NotesSection order={order.clone()} />
                        <RawSection order={order.clone()} />
                    }
                </div>
                <aside class="order-side" aria-label="Summary">
                    <div class="card">
                        <KeyFacts order={order.clone()} inspection={inspection.clone()} />
                        <Actions
                            updated={*at} is_loading={props.is_loading} {is_final} is_watching={props.is_watching}
                            watch_interval_ms={props.watch_interval_ms} changed={changed.clone()}
                            on_refresh={props.on_refresh.clone()} on_watch={props.on_watch.clone()} {on_download}
                        />
                    </div>
                    if is_status_painted { <SectionLinks order={order.clone()} inspection={inspection.clone()} /> }
                </aside>
            </div>
        </article>
    }
}
