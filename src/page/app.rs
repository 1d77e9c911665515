//! The root component: the contexts, the bar at the top, and the page that the route names.

use std::rc::Rc;

use yew::prelude::*;

use super::clock::ClockProvider;
use super::components::AnnouncerProvider;
use super::config::{Config, DATA_BLOCK, use_config};
use super::connection::{ConnectionProvider, initial_endpoint};
use super::document;
use super::inspection::{Inspector, use_inspector};
use super::navigation::{Link, NavigationProvider, use_navigation};
use super::online::OfflineNotice;
use super::order::{EarlyCall, OrderPage};
use super::preferences::{PreferencesProvider, SettingsMenu};
use super::recent::RecentProvider;
use super::route::Route;
use super::session::{RestoredSession, SessionBar, SessionProvider};
use super::shortcuts::ShortcutsProvider;
use super::start::{NotFoundPage, OpenField, StartPage};
use super::table::{TablePage, TableProvider};

/// What the page starts with.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    config: Rc<Config>,
    restored: RestoredSession,
    early_call: EarlyCall,
    inspector: Inspector,
}

impl AppProps {
    /// The presets of the host. The call for the request in the address bar is started: it is in flight while the page
    /// renders for the first time.
    pub(super) fn from_document() -> Self {
        let config = Config::parse(&document::data_block(DATA_BLOCK));
        let endpoint = initial_endpoint(&config);
        let restored = RestoredSession::read(&endpoint.base_url);
        let early_call = EarlyCall::start(endpoint, restored.token());
        Self { config: Rc::new(config), restored, early_call, inspector: Inspector::default() }
    }

    /// Waits for the early call, where its answer is just arriving.
    pub(super) async fn answer_on_arrival(&self) {
        self.early_call.answer_on_arrival().await;
    }
}

impl Default for AppProps {
    fn default() -> Self {
        Self::from_document()
    }
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let AppProps { config, restored, early_call, inspector } = props.clone();
    // From what changes least to what changes most; below the session stands what ends with it.
    html! {
        <ContextProvider<Rc<Config>> context={config}>
            <ContextProvider<EarlyCall> context={early_call}>
                <ContextProvider<Inspector> context={inspector}>
                    <PreferencesProvider>
                        <ClockProvider>
                            <AnnouncerProvider>
                                <ConnectionProvider>
                                    <NavigationProvider>
                                        <ShortcutsProvider>
                                            <SessionProvider {restored}>
                                                <RecentProvider>
                                                    <TableProvider>
                                                        <Layout />
                                                    </TableProvider>
                                                </RecentProvider>
                                            </SessionProvider>
                                        </ShortcutsProvider>
                                    </NavigationProvider>
                                </ConnectionProvider>
                            </AnnouncerProvider>
                        </ClockProvider>
                    </PreferencesProvider>
                </ContextProvider<Inspector>>
            </ContextProvider<EarlyCall>>
        </ContextProvider<Rc<Config>>>
    }
}

#[component]
fn Layout() -> Html {
    let is_sandbox = use_config().sandbox.is_some();
    let inspector = use_inspector();
    // The worker ends with the session: everything here is made anew then.
    use_effect_with((), move |()| move || inspector.stop());
    html! {
        <>
            <a class="skip" href="#main">{ "Skip to the content" }</a>
            <header class="top">
                <Link class="brand" to={Route::Start}>{ "CertView orders" }</Link>
                if is_sandbox { <span class="environment">{ "Sandbox" }</span> }
                <Link class="top-link" to={Route::Table}>{ "Several requests" }</Link>
                <OpenField />
                <SettingsMenu />
                <OfflineNotice />
                <SessionBar />
            </header>
            <main id="main"><CurrentPage /></main>
        </>
    }
}

/// The page that the route names.
#[component]
fn CurrentPage() -> Html {
    match use_navigation().route {
        Route::Start => html! { <StartPage /> },
        Route::Table => html! { <TablePage /> },
        Route::Order(uuid) => html! { <OrderPage key={uuid.to_string()} {uuid} /> },
        Route::InvalidUuid(text) => html! { <NotFoundPage invalid_uuid={AttrValue::from(text)} /> },
        Route::NotFound => html! { <NotFoundPage /> },
    }
}
