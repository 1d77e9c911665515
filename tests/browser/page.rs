//! The page in a real browser: what is rendered again, what is sent to which gateway, and what remains after a session.
//!
//! The gateway, the intervals and the time of day are simulated, so no test waits. Yew reports every render of a
//! component to `tracing`: the counts below are of all components.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at a failure"
)]

use std::cell::RefCell;
use std::fmt::Debug;
use std::time::Duration;

use certview_orders::browser::check_self_signature;
use certview_orders::csr::{self, SelfSignature};
use certview_orders::inspection::{Inspection, InspectionAnswer, InspectionRequest, READY};
use certview_orders::page::App;
use certview_orders::review::CsrInput;
use gloo_timers::future::sleep;
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;
use yew::AppHandle;

wasm_bindgen_test_configure!(run_in_browser);

const SAMPLE: &str = include_str!("../fixtures/view-certificate-request.json");
const UUID: &str = "cb95d100-ec30-11ea-920d-eb66140967e3";
/// Tokens without an expiry time.
const TOKEN: &str = "eyJhbGciOiJIUzUxMiJ9.e30.Zmlyc3Q";
const OTHER_TOKEN: &str = "eyJhbGciOiJIUzUxMiJ9.e30.c2Vjb25k";

thread_local! {
    /// The page that is mounted. A test that fails does not unmount it: the next one does.
    static MOUNTED: RefCell<Option<(AppHandle<App>, Element)>> = const { RefCell::new(None) };
    /// What each component has rendered since the last call of [`take_rendered`].
    static RENDERED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Records what each component renders, which Yew traces as the value `view` of an event.
struct Renders;

impl Subscriber for Renders {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.fields().field("view").is_some()
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut View);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct View;

impl Visit for View {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "view" {
            RENDERED.with_borrow_mut(|rendered| rendered.push(format!("{value:?}")));
        }
    }
}

/// What was rendered since the last call.
fn take_rendered() -> Vec<String> {
    RENDERED.take()
}

/// How many of them are an element with this tag.
fn with_tag(rendered: &[String], tag: &str) -> usize {
    let element = format!("Ok(VTag {{ inner: Other {{ tag: Static(\"{tag}\")");
    rendered.iter().filter(|view| view.starts_with(&element)).count()
}

fn js(code: &str) -> JsValue {
    js_sys::eval(code).unwrap_or_else(|error| panic!("{code}: {error:?}"))
}

fn text_literal(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn js_text(code: &str) -> String {
    js(code).as_string().unwrap_or_else(|| panic!("{code} is no text"))
}

fn js_count(code: &str) -> usize {
    js(code).as_f64().unwrap_or_else(|| panic!("{code} is no number")) as usize
}

const SIMULATION: &str = r#"
globalThis.simulation = (() => {
  const real = { fetch, setInterval, clearInterval, Worker, now: Date.now };
  const calls = [], intervals = new Map(), workers = [];
  let lastInterval = 0, advanced = 0, announced = 0;
  const observer = new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => {
    if (target.matches?.("p[role=status]")) announced += addedNodes.length;
  }));
  observer.observe(document.body, { childList: true, subtree: true });
  globalThis.fetch = (request) => new Promise((resolve, reject) => {
    const call = { url: request.url, method: request.method, authorization: request.headers.get("authorization"), state: "open" };
    call.answer = (status, body) => {
      if (call.state === "open") call.state = "answered";
      resolve(new Response(body, { status, headers: { "content-type": "application/json" } }));
    };
    request.signal.addEventListener("abort", () => { if (call.state === "open") call.state = "aborted"; reject(request.signal.reason); });
    calls.push(call);
  });
  globalThis.setInterval = (run, milliseconds) => { intervals.set(++lastInterval, { run, milliseconds }); return lastInterval; };
  globalThis.clearInterval = (id) => intervals.delete(id);
  Date.now = () => real.now() + advanced;
  globalThis.Worker = class extends EventTarget {
    constructor() { super(); Object.assign(this, { sent: [], state: "running" }); workers.push(this); }
    postMessage(text) { this.sent.push(text); }
    terminate() { this.state = "terminated"; }
    answer(data) { if (this.state === "running") this.dispatchEvent(new MessageEvent("message", { data })); }
  };
  return {
    calls,
    workers,
    open: () => calls.filter((call) => call.state === "open"),
    announced: () => announced,
    intervals: () => [...intervals.values()].map((interval) => interval.milliseconds),
    // Time passes, and with it the intervals that are not longer.
    pass: (milliseconds) => { advanced += milliseconds; for (const it of [...intervals.values()]) if (it.milliseconds <= milliseconds) it.run(); },
    end: () => { observer.disconnect(); Object.assign(globalThis, { fetch: real.fetch, Worker: real.Worker, setInterval: real.setInterval, clearInterval: real.clearInterval }); Date.now = real.now; },
  };
})();
"#;

/// The page, mounted with a simulated gateway until the next one is.
struct Page;

impl Page {
    /// Mounts the page at a path, with the token that the tab has stored.
    async fn open(path: &str, token: Option<&str>) -> Self {
        Self::open_with(path, token, "{}").await
    }

    async fn open_with(path: &str, token: Option<&str>, config: &str) -> Self {
        // Fails where an earlier test has done so: one is enough for all.
        let _ = tracing::subscriber::set_global_default(Renders);
        if let Some((app, root)) = MOUNTED.take() {
            app.destroy();
            root.remove();
            js("simulation.end()");
        }
        js("sessionStorage.clear(); localStorage.clear()");
        js(SIMULATION);
        js(&format!("history.pushState(null, '', {})", text_literal(path)));
        if let Some(token) = token {
            let stored = json!({ "gateway": "", "token": token }).to_string();
            js(&format!("sessionStorage.setItem('certview-orders.token', {})", text_literal(&stored)));
        }
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        root.set_inner_html(&format!(
            "<script type=\"application/json\" id=\"config\">{config}</script><div id=\"app\"></div>"
        ));
        document.body().unwrap().append_child(&root).unwrap();
        let app = document.get_element_by_id("app").unwrap();
        MOUNTED.set(Some((yew::Renderer::<App>::with_root(app).render(), root)));
        Self.settle().await;
        Self
    }

    /// Runs everything that is due.
    async fn settle(&self) {
        for _ in 0..10 {
            sleep(Duration::ZERO).await;
        }
    }

    /// Waits until a condition holds: what the browser does by itself, such as verifying a signature, is not simulated.
    async fn until(&self, what: &str, is_met: impl Fn() -> bool) {
        for _ in 0..2_000 {
            if is_met() {
                return self.settle().await;
            }
            sleep(Duration::ZERO).await;
        }
        panic!("{what} did not happen: {}", text());
    }

    /// Answers the only call that is open, and the worker what it is asked then.
    async fn answer(&self, status: u16, body: &str) {
        self.answer_call(status, body).await;
        self.inspect().await;
    }

    /// Answers the only call that is open.
    async fn answer_call(&self, status: u16, body: &str) {
        assert_eq!(
            js_count("simulation.open().length"),
            1,
            "{}",
            js_text("JSON.stringify(simulation.calls)")
        );
        js(&format!("simulation.open()[0].answer({status}, {})", text_literal(body)));
        self.settle().await;
    }

    /// Lets the worker do its work: as the real one, by the same functions.
    async fn inspect(&self) {
        js(&format!("simulation.workers.at(-1)?.answer({})", text_literal(READY)));
        while let Some(sent) = js("simulation.workers.at(-1)?.sent.shift()").as_string() {
            let request: InspectionRequest = serde_json::from_str(&sent).unwrap();
            let order = request.order().unwrap();
            let csr = order.certificate.encoded_csr.as_deref().map(|text| csr::decode(text.as_bytes()));
            let check = csr.as_ref().and_then(|csr| csr.as_ref().ok()?.signature_check());
            let verdict = match check {
                Some(check) => check_self_signature(&check).await,
                None => SelfSignature::Unsupported,
            };
            let inspection = Inspection::new(&order, CsrInput::new(csr.as_ref()), verdict, request.now, None);
            let answer = InspectionAnswer { number: request.number, inspection: Some(inspection) };
            let text = serde_json::to_string(&answer).unwrap();
            js(&format!("simulation.workers.at(-1).answer({})", text_literal(&text)));
            self.settle().await;
        }
    }

    async fn click(&self, selector: &str) {
        js(&format!("document.querySelector({}).click()", text_literal(selector)));
        self.settle().await;
    }

    /// Presses the button with this text.
    async fn press(&self, label: &str) {
        js(&format!(
            "[...document.querySelectorAll('#app button')].find((button) => button.textContent.trim() === {}).click()",
            text_literal(label)
        ));
        self.settle().await;
    }

    async fn enter(&self, selector: &str, value: &str) {
        js(&format!(
            "{{ const field = document.querySelector({}); field.value = {}; field.dispatchEvent(new InputEvent('input', {{ bubbles: true }})) }}",
            text_literal(selector),
            text_literal(value)
        ));
        self.settle().await;
    }

    async fn submit(&self, selector: &str) {
        js(&format!("document.querySelector({}).closest('form').requestSubmit()", text_literal(selector)));
        self.settle().await;
    }
}

/// The text of the page.
fn text() -> String {
    js_text("document.querySelector('#app').textContent.replace(/\\s+/g, ' ')")
}

/// The last announcement to screen readers.
fn announcement() -> String {
    js_text("document.querySelector('#app > p[role=status]').textContent")
}

fn stored(key: &str) -> Option<String> {
    js(&format!("sessionStorage.getItem({})", text_literal(key))).as_string()
}

fn order_path() -> String {
    format!("/orders/{UUID}")
}

fn sample() -> Value {
    serde_json::from_str(SAMPLE).unwrap()
}

fn with_names(count: usize) -> String {
    let mut value = sample();
    value["certificate"]["dnsNames"] = (0..count).map(|number| json!(format!("n{number}.example"))).collect();
    value.to_string()
}

fn numbered(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

#[wasm_bindgen_test]
async fn a_tick_of_the_clock_renders_what_shows_the_time_and_nothing_else() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer(200, &with_names(300)).await;
    let shown = js_count("document.querySelectorAll('#app time.relative').length");
    assert!(shown >= 4, "{shown}: {}", text());
    for _ in 0..3 {
        take_rendered();
        js("simulation.pass(5000)");
        page.settle().await;
        let rendered = take_rendered();
        assert_eq!(with_tag(&rendered, "time"), shown, "{rendered:#?}");
        // Besides: the provider of the time, and the clock of the session, which shows nothing.
        assert_eq!(rendered.len(), shown + 2, "{rendered:#?}");
    }
    assert!(text().contains("Updated 10 seconds ago"), "{}", text());
}

#[wasm_bindgen_test]
async fn a_keystroke_in_the_search_of_names_renders_the_names_that_are_shown() {
    let mut counts = Vec::new();
    for count in [100, 10_000] {
        let page = Page::open(&order_path(), Some(TOKEN)).await;
        page.answer(200, &with_names(count)).await;
        let names = || js_count("document.querySelectorAll('#app .names > li').length");
        assert_eq!(names(), 25);
        take_rendered();
        page.enter("#app input[type=search]", "N9").await;
        let rendered = take_rendered();
        assert!(text().contains("n9.example"), "{}", text());
        assert_eq!(names(), 25.min(if count == 100 { 11 } else { 25 }));
        let (names, all) = (with_tag(&rendered, "bdi"), rendered.len());
        // The list, its button, and a name with its text for each line that differs.
        assert!(all <= 2 + 2 * 25, "{count} names: {all}, {rendered:#?}");
        assert!((1..=25).contains(&names), "{count} names: {names}, {rendered:#?}");
        counts.push(all);
        page.enter("#app input[type=search]", "N9.").await;
        assert!(text().contains("1 of 1 names shown"), "{}", text());
        page.enter("#app input[type=search]", "").await;
        assert!(text().contains(&format!("25 of {count} names shown")), "{}", text());
        page.press("Show more names").await;
        assert!(text().contains(&format!("{} of {count} names shown", count.min(525))), "{}", text());
    }
    assert!(counts[1] <= 52, "{counts:?}");
}

#[wasm_bindgen_test]
async fn a_keystroke_in_the_filter_of_the_table_renders_no_row() {
    let page = Page::open("/orders", Some(TOKEN)).await;
    page.enter("#open-uuids", "none").await;
    page.submit("#open-uuids").await;
    assert!(text().contains("No UUID in this text."), "{}", text());
    assert_eq!(js_text("document.activeElement.id"), "open-uuids");
    let uuids: Vec<String> = (0..50).map(numbered).collect();
    page.enter("#open-uuids", &uuids.join("\n")).await;
    page.submit("#open-uuids").await;
    load_table(&page).await;
    assert_eq!(js_count("document.querySelectorAll('#app tbody tr').length"), 50);
    take_rendered();
    page.enter("#filter", "example").await;
    let rendered = take_rendered();
    for tag in ["tr", "th"] {
        assert_eq!(with_tag(&rendered, tag), 0, "{tag}: {rendered:#?}");
    }
    // What shows the table without its rows and headings, the buttons of its files, and the announcement.
    assert!(!rendered.is_empty() && rendered.len() < 16, "{}: {rendered:#?}", rendered.len());
    page.enter("#filter", "nothing").await;
    assert!(text().contains("No request matches the filter."), "{}", text());
    assert_eq!(announcement(), "0 requests shown.");
}

#[wasm_bindgen_test]
async fn rows_stay_while_they_are_refreshed() {
    let page = Page::open("/orders", Some(TOKEN)).await;
    let uuids: Vec<String> = (0..3).map(numbered).collect();
    page.enter("#open-uuids", &uuids.join("\n")).await;
    page.submit("#open-uuids").await;
    load_table(&page).await;
    assert_eq!(announcement(), "3 requests loaded.");
    let announced = announcement_number();
    page.press("Refresh").await;
    assert_eq!(
        js_count("document.querySelectorAll('#app tr[aria-busy=true] td[data-label=Status]').length"),
        3
    );
    assert!(text().contains("0 of 3 loaded") && text().contains("doe_john"), "{}", text());
    // One fails: what was read of it stays, and is marked.
    js("simulation.open()[0].answer(403, '{}')");
    page.settle().await;
    load_table(&page).await;
    assert_eq!(js_count("document.querySelectorAll('#app tr[aria-busy]').length"), 0);
    assert_eq!(js_count("document.querySelectorAll('#app tr td[data-label=Status]').length"), 3);
    assert!(text().contains("Not refreshed. Not allowed:"), "{}", text());
    assert_eq!(announcement(), "2 requests loaded, 1 failed.");
    page.press("Retry failed").await;
    load_table(&page).await;
    assert_eq!(announcement(), "3 requests loaded.");
    page.press("Refresh").await;
    load_table(&page).await;
    assert_eq!(announcement(), "3 requests loaded.");
    assert_eq!(announcement_number() - announced, 3, "an equal text is announced again");
}

/// How many elements the live region has been given so far: screen readers announce what is added.
fn announcement_number() -> usize {
    js_count("simulation.announced()")
}

/// Answers the calls of the table, which are never more than four at a time.
async fn load_table(page: &Page) {
    while js_count("simulation.open().length") > 0 {
        assert!(js_count("simulation.open().length") <= 4);
        let uuid = js_text("simulation.open()[0].url.split('/').at(-1)");
        let mut value = sample();
        value["uuid"] = json!(uuid);
        js(&format!("simulation.open()[0].answer(200, {})", text_literal(&value.to_string())));
        page.settle().await;
    }
}

#[wasm_bindgen_test]
async fn a_keystroke_in_the_search_of_the_sandbox_renders_only_that_list() {
    let entries: Vec<Value> = (0..40)
        .map(|number| json!({ "uuid": numbered(number), "name": format!("Request {number}") }))
        .collect();
    let config = json!({ "sandbox": { "userName": "u", "password": "p", "orders": entries } });
    let page = Page::open_with("/", None, &config.to_string()).await;
    take_rendered();
    page.enter("#app .sandbox input[type=search]", "request 39").await;
    let rendered = take_rendered();
    assert_eq!(js_count("document.querySelectorAll('#app .sandbox tbody tr').length"), 1);
    // The list, and the link in it that another request now uses.
    assert!((1..=2).contains(&rendered.len()), "{rendered:#?}");
}

#[wasm_bindgen_test]
async fn a_deep_link_without_a_session_requires_one_and_then_loads_the_request() {
    let page = Page::open(&order_path(), None).await;
    assert!(text().contains("Sign in to see this request"), "{}", text());
    assert_eq!(js_count("simulation.calls.length"), 0);
    page.enter("#token", TOKEN).await;
    page.submit("#token").await;
    assert_eq!(js_text("simulation.calls[0].authorization"), format!("Bearer {TOKEN}"));
    assert!(js_text("simulation.calls[0].url").ends_with(UUID));
    page.answer(200, SAMPLE).await;
    assert!(text().contains("Submitted by doe_john"), "{}", text());
    assert_eq!(js_text("document.title"), "example.com · Submitted – CertView orders");
    assert_eq!(js_text("document.activeElement.tagName"), "H1");
    assert_eq!(stored("certview-orders.token"), None, "a token is stored only where the user chose it");
}

#[wasm_bindgen_test]
async fn a_password_is_sent_once_and_removed_from_the_form() {
    let page = Page::open(&order_path(), None).await;
    page.enter("#user-name", "doe_john").await;
    page.enter("#password", "secret").await;
    page.click("#keep").await;
    page.submit("#password").await;
    page.submit("#password").await;
    assert_eq!(js_count("simulation.calls.length"), 1, "one at a time");
    assert_eq!(js_text("simulation.calls[0].method"), "POST");
    assert_eq!(stored("certview-orders.token"), None);
    page.answer(201, TOKEN).await;
    assert!(stored("certview-orders.token").is_some_and(|stored| stored.contains(TOKEN)));
    assert_eq!(js_text("simulation.open()[0].authorization"), format!("Bearer {TOKEN}"));
    assert!(js("document.querySelector('#password')").is_null());
}

#[wasm_bindgen_test]
async fn a_refused_password_is_reported_and_keeps_the_form() {
    let page = Page::open("/", None).await;
    page.enter("#user-name", "doe_john").await;
    page.enter("#password", "wrong").await;
    page.submit("#password").await;
    page.answer(401, "{}").await;
    assert_eq!(
        js_text("document.querySelector('#app [role=alert][data-code]').dataset.code"),
        "unauthorized"
    );
    assert_eq!(js_text("document.querySelector('#user-name').value"), "doe_john");
    page.click("#app .sign-in summary").await;
    page.enter("#token", "{}").await;
    page.submit("#token").await;
    assert_eq!(js_text("document.activeElement.id"), "token", "the field with the problem has the focus");
}

#[wasm_bindgen_test]
async fn signing_out_aborts_the_call_and_removes_all_data() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer(200, SAMPLE).await;
    assert!(stored("certview-orders.recent").is_some());
    page.press("Refresh").await;
    page.press("Sign out").await;
    assert_eq!(js_text("simulation.calls.at(-1).state"), "aborted");
    js(&format!("simulation.calls.at(-1).answer(200, {})", text_literal(SAMPLE)));
    page.settle().await;
    assert!(text().contains("Sign in to see this request") && !text().contains("doe_john"), "{}", text());
    assert_eq!(js_count("simulation.open().length"), 0);
    assert_eq!((stored("certview-orders.token"), stored("certview-orders.recent")), (None, None));
    assert_eq!(announcement(), "Signed out.");
    assert!(!js_text("document.title").contains("example.com"));
}

#[wasm_bindgen_test]
async fn leaving_a_request_aborts_its_call_and_ends_its_watch() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer(200, SAMPLE).await;
    page.press("Watch").await;
    assert!(js_text("JSON.stringify(simulation.intervals())").contains("10000"));
    js("simulation.pass(10000)");
    page.settle().await;
    assert_eq!(js_count("simulation.open().length"), 1, "it is refreshed");
    page.click("#app .brand").await;
    assert_eq!(js_text("simulation.calls.at(-1).state"), "aborted");
    assert_eq!(js_text("JSON.stringify(simulation.intervals())"), "[5000]", "the clock alone is left");
    assert_eq!(js_text("document.title"), "CertView orders");
    assert!(text().contains("Opened in this tab"), "{}", text());
    js("history.back()");
    page.until("going back", || text().contains("Loading the request…")).await;
    assert_eq!(js_count("simulation.open().length"), 1, "what was left is read anew");
}

#[wasm_bindgen_test]
async fn a_fragment_keeps_what_was_loaded() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer(200, SAMPLE).await;
    page.click("#app .section-links a[href='#raw']").await;
    page.until("the fragment", || js_text("location.hash") == "#raw").await;
    assert!(text().contains("Submitted by doe_john"), "{}", text());
    assert_eq!(js_count("simulation.calls.length"), 1);
}

#[wasm_bindgen_test]
async fn another_gateway_gets_no_token_that_is_not_its_own() {
    let config = r#"{"gateway": {"choose": true}}"#;
    let page = Page::open_with("/orders", Some(TOKEN), config).await;
    let uuids: Vec<String> = (0..9).map(numbered).collect();
    page.enter("#open-uuids", &uuids.join("\n")).await;
    page.submit("#open-uuids").await;
    assert_eq!(js_count("simulation.open().length"), 4);
    page.click("#app .brand").await;
    page.enter("#gateway-address", "https://gateway.example").await;
    page.submit("#gateway-address").await;
    assert!(!js("document.querySelector('#password')").is_null(), "the session has ended: {}", text());
    let to_other = "simulation.calls.filter((call) => call.url.startsWith('https://gateway.example'))";
    assert!(js_count(&format!("{to_other}.length")) >= 1, "it is tested");
    assert_eq!(js_count(&format!("{to_other}.filter((call) => call.authorization !== null).length")), 0);
    let to_own = "simulation.calls.filter((call) => !call.url.startsWith('https://gateway.example'))";
    assert_eq!(
        js_count(&format!("{to_own}.filter((call) => call.state === 'open').length")),
        0,
        "calls are aborted"
    );
    js("simulation.open()[0].answer(401, '{}')");
    page.settle().await;
    assert!(text().contains("The gateway answers."), "the result outlives the session: {}", text());
    assert!(!js("document.querySelector('#app .connection[open]')").is_null());
    assert_eq!(stored("certview-orders.token"), None);
    assert!(
        stored("certview-orders.gateway").is_some_and(|stored| stored.contains("https://gateway.example"))
    );
}

#[wasm_bindgen_test]
async fn a_connection_is_tested_and_an_invalid_field_is_marked() {
    let page = Page::open_with("/", None, r#"{"gateway": {"choose": true}}"#).await;
    page.click("#app .connection > summary").await;
    page.enter("#gateway-address", "http://gateway.example").await;
    page.submit("#gateway-address").await;
    assert!(text().contains("is http"), "{}", text());
    assert_eq!(js_text("document.activeElement.id"), "gateway-address");
    assert_eq!((js_count("simulation.calls.length"), stored("certview-orders.gateway")), (0, None));
    js("{ const platform = document.querySelector('#gateway-platform'); \
        platform.value = 'https://gateway.qg1.apps.qualys.eu'; \
        platform.dispatchEvent(new Event('change', { bubbles: true })) }");
    page.settle().await;
    assert_eq!(
        js_text("document.querySelector('#gateway-address').value"),
        "https://gateway.qg1.apps.qualys.eu"
    );
    page.enter("#gateway-path", "nothing").await;
    page.submit("#gateway-path").await;
    assert!(text().contains("The path style is not known"), "{}", text());
    assert_eq!(js_text("document.activeElement.id"), "gateway-path");
    page.enter("#gateway-path", "documented").await;
    page.submit("#gateway-path").await;
    assert!(text().contains("Testing…"), "{}", text());
    assert!(js_text("simulation.open()[0].url").starts_with("https://gateway.qg1.apps.qualys.eu/"));
    page.answer(401, "{}").await;
    let result = || js_text("document.querySelector('.test-result').dataset.tone");
    assert!(result() == "good" && text().contains("The gateway answers."), "{}", text());
    assert!(announcement().contains("The gateway answers."), "{}", announcement());
    page.submit("#gateway-path").await;
    page.answer(403, "{}").await;
    assert_eq!(result(), "bad");
}

#[wasm_bindgen_test]
async fn a_kept_token_of_another_gateway_is_removed() {
    let config = r#"{"gateway": {"baseUrl": "https://gateway.example"}}"#;
    Page::open_with(&order_path(), Some(TOKEN), config).await;
    assert!(text().contains("Sign in to see this request"), "{}", text());
    assert_eq!((js_count("simulation.calls.length"), stored("certview-orders.token")), (0, None));
}

#[wasm_bindgen_test]
async fn a_table_continues_with_a_new_session() {
    let page = Page::open("/orders", Some(TOKEN)).await;
    let uuids: Vec<String> = (0..9).map(numbered).collect();
    page.enter("#open-uuids", &uuids.join("\n")).await;
    page.submit("#open-uuids").await;
    assert_eq!(js_count("simulation.open().length"), 4);
    js("simulation.open()[0].answer(401, '{}')");
    page.settle().await;
    assert_eq!(js_count("simulation.calls.length"), 4, "no more calls with this token");
    page.enter("#token", OTHER_TOKEN).await;
    page.submit("#token").await;
    assert_eq!(js_count("simulation.calls.filter((call) => call.state === 'aborted').length"), 3);
    // Late refusals of the last session's calls change nothing.
    js("simulation.calls.slice(1, 4).forEach((call) => call.answer(401, '{}'))");
    page.settle().await;
    load_table(&page).await;
    assert!(text().contains("9 of 9 loaded") && !text().contains("failed"), "{}", text());
    let with_new =
        format!("simulation.calls.filter((call) => call.authorization === 'Bearer {OTHER_TOKEN}').length");
    assert_eq!(js_count(&with_new), 9);
    assert_eq!(announcement(), "9 requests loaded.");
}

#[wasm_bindgen_test]
async fn the_raw_response_is_written_when_it_is_opened_and_holds_no_private_key() {
    let mut value = sample();
    value["certificate"]["privateKey"] = json!("-----BEGIN PRIVATE KEY-----CANARY");
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer(200, &value.to_string()).await;
    let html = || js_text("document.querySelector('#app').innerHTML");
    assert!(!html().contains("validityYears\": 1"));
    page.click("#raw > summary").await;
    page.until("opening", || {
        js_text("document.querySelector('#raw').textContent").contains("\"validityYears\": 1")
    })
    .await;
    assert!(html().contains("[private key, not shown]") && !html().contains("CANARY"));
    page.click("#raw > summary").await;
    page.until("closing", || {
        !js_text("document.querySelector('#raw').textContent").contains("validityYears")
    })
    .await;
}

#[wasm_bindgen_test]
async fn opening_accepts_any_text_with_a_uuid_and_reports_any_other() {
    let page = Page::open("/", Some(TOKEN)).await;
    page.enter("#open-uuid", "nothing here").await;
    page.submit("#open-uuid").await;
    assert!(text().contains("No UUID in this text."), "{}", text());
    assert_eq!(js_text("document.activeElement.id"), "open-uuid");
    page.enter("#open-uuid", &format!("see https://host/orders/{UUID}?a=b")).await;
    page.submit("#open-uuid").await;
    assert_eq!(js_text("location.pathname"), order_path());
    assert_eq!(js_count("simulation.open().length"), 1);
}

#[wasm_bindgen_test]
async fn a_wrong_path_is_replaced_with_one_click() {
    let config = r#"{"gateway": {"pathStyle": "documented"}}"#;
    let page = Page::open_with(&order_path(), Some(TOKEN), config).await;
    page.answer(404, r#"{"message":"No static resource certview."}"#).await;
    assert!(text().contains("Try the alternative path"), "{}", text());
    page.press("Try the alternative path").await;
    assert!(js_text("simulation.open()[0].url").contains("/certview/v1/"));
    page.press("Try the alternative path").await;
    assert_eq!(js_count("simulation.calls.length"), 2, "a second click does not switch back");
    page.answer(200, SAMPLE).await;
    assert!(text().contains("Submitted by doe_john"), "{}", text());
    assert!(stored("certview-orders.gateway").is_some());
}

fn signed() -> String {
    let mut value = sample();
    value["certificate"]["encodedCSR"] = json!(include_str!("../fixtures/csr/openssl-p256.pem"));
    value.to_string()
}

#[wasm_bindgen_test]
async fn the_status_is_shown_before_the_review_which_renders_no_field() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    assert_eq!(js_count("simulation.workers.length"), 1, "it is loaded while the call is in flight");
    page.answer_call(200, &signed()).await;
    assert!(text().contains("Submitted by doe_john") && text().contains("Checks are running…"), "{}", text());
    assert!(!text().contains("checks run") && !text().contains("No problems found"), "{}", text());
    take_rendered();
    page.inspect().await;
    let rendered = take_rendered();
    assert!(text().contains("checks run") && !text().contains("Checks are running…"), "{}", text());
    let is_fact = |view: &&String| view.contains("data-path") && !view.contains("encoded");
    assert_eq!(rendered.iter().filter(is_fact).count(), 0, "{rendered:#?}");
    // An equal answer renders neither the review nor the CSR again, and shows both all the time.
    page.press("Refresh").await;
    page.answer_call(200, &signed()).await;
    assert!(text().contains("checks run") && !text().contains("Checks are running…"), "{}", text());
    take_rendered();
    page.inspect().await;
    assert_eq!(take_rendered(), [] as [String; 0]);
}

#[wasm_bindgen_test]
async fn a_worker_that_failed_is_reported_and_started_again() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer_call(200, &signed()).await;
    js("simulation.workers.at(-1).dispatchEvent(new Event('error'))");
    page.settle().await;
    assert_eq!(js_text("simulation.workers[0].state"), "terminated");
    assert!(text().contains("The request was not reviewed"), "{}", text());
    assert!(text().contains("Submitted by doe_john") && !text().contains("checks run"), "{}", text());
    page.press("Try again").await;
    assert_eq!(js_count("simulation.workers.length"), 2);
    page.inspect().await;
    assert!(text().contains("checks run") && !text().contains("not reviewed"), "{}", text());
}

#[wasm_bindgen_test]
async fn an_idle_worker_ends_with_the_session_and_starts_on_the_page_of_a_request_only() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer(200, SAMPLE).await;
    page.click("#app .brand").await;
    assert_eq!(js_text("simulation.workers[0].state"), "running", "it is kept for the next request");
    page.press("Sign out").await;
    assert_eq!(js_text("simulation.workers[0].state"), "terminated");
    Page::open("/", Some(TOKEN)).await;
    assert_eq!(js_count("simulation.workers.length"), 0);
}

#[wasm_bindgen_test]
async fn an_inspection_under_way_ends_with_the_view_of_its_request() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer_call(200, SAMPLE).await;
    page.click("#app .brand").await;
    assert_eq!(js_text("simulation.workers[0].state"), "terminated");
}

#[wasm_bindgen_test]
async fn the_signature_of_the_csr_is_verified() {
    let page = Page::open(&order_path(), Some(TOKEN)).await;
    page.answer(200, &signed()).await;
    page.until("verifying", || text().contains("Self-signature: Valid")).await;
    page.press("Refresh").await;
    page.answer(403, "{}").await;
    assert!(text().contains("Self-signature: Valid"), "{}", text());
}
