//! The worker as the page sees it: how it is started, and what is sent and received.
//!
//! Not by gloo-worker: it starts its script from a `blob:` address, which the page's policy forbids, panics where that
//! fails, and never says that a worker could not be loaded or has crashed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::super::document;
use crate::inspection::{Inspection, InspectionAnswer, InspectionRequest, READY};

#[wasm_bindgen]
extern "C" {
    #[derive(Clone, Debug)]
    #[wasm_bindgen(extends = Worker, js_name = Worker)]
    type ScriptWorker;
    // web-sys takes a text only, which Trusted Types refuse.
    #[wasm_bindgen(constructor, catch, js_class = "Worker")]
    fn new(address: &JsValue, options: &WorkerOptions) -> Result<ScriptWorker, JsValue>;

    // Trusted Types: web-sys has them behind a flag of the compiler.
    type TrustedTypePolicyFactory;
    #[wasm_bindgen(method, catch, js_name = createPolicy)]
    fn create_policy(
        this: &TrustedTypePolicyFactory,
        name: &str,
        rules: &Object,
    ) -> Result<TrustedTypePolicy, JsValue>;
    type TrustedTypePolicy;
    #[wasm_bindgen(method, catch, js_name = createScriptURL)]
    fn create_script_url(this: &TrustedTypePolicy, address: &str) -> Result<JsValue, JsValue>;
}

/// How long an inspection may take, with the download of the worker: a worker that hangs says nothing.
const DEADLINE_MS: u32 = 60_000;
/// The name of the `meta` element with the worker's address, and of the one policy that the page's headers allow.
const NAME: &str = "inspection-worker";

thread_local! {
    /// The worker's address as a script may be started from, made once: a policy can be created only once.
    static ADDRESS: JsValue = trusted_address();
}

/// A worker that runs. It is terminated when this is dropped.
pub(super) struct RunningWorker {
    worker: ScriptWorker,
    asked: Rc<RefCell<Asked>>,
    on_failure: Rc<dyn Fn()>,
    _listeners: [EventListener; 2],
}

impl fmt::Debug for RunningWorker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunningWorker")
    }
}

/// What was asked and not answered yet.
struct Asked {
    /// What is sent once the worker is ready: before, a message would be lost. None: it is.
    queue: Option<Vec<String>>,
    /// Where the answers go, each with its deadline.
    answers: HashMap<u32, (oneshot::Sender<Inspection>, Timeout)>,
}

impl RunningWorker {
    /// Starts the worker; `on_failure` is called when it cannot be loaded, has crashed, or does not answer in time.
    pub(super) fn start(on_failure: impl Fn() + 'static) -> Result<Self, JsValue> {
        let on_failure: Rc<dyn Fn()> = Rc::new(on_failure);
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = ADDRESS.with(|address| ScriptWorker::new(address, &options))?;
        let asked = Rc::new(RefCell::new(Asked { queue: Some(Vec::new()), answers: HashMap::new() }));
        let on_message = {
            let (worker, asked) = (worker.clone(), asked.clone());
            EventListener::new(&worker.clone(), "message", move |event| {
                let message = event.unchecked_ref::<MessageEvent>().data().as_string();
                asked.borrow_mut().receive(&worker, &message.unwrap_or_default());
            })
        };
        let on_error = {
            let on_failure = on_failure.clone();
            EventListener::new(&worker, "error", move |_| on_failure())
        };
        Ok(Self { worker, asked, on_failure, _listeners: [on_message, on_error] })
    }

    /// Whether it has not answered all that it was asked.
    pub(super) fn is_busy(&self) -> bool {
        !self.asked.borrow().answers.is_empty()
    }

    /// Asks for an inspection. The sender is dropped where there will be no answer.
    pub(super) fn ask(&self, request: &InspectionRequest, sender: oneshot::Sender<Inspection>) {
        let mut asked = self.asked.borrow_mut();
        let on_failure = self.on_failure.clone();
        let deadline = Timeout::new(DEADLINE_MS, move || on_failure());
        asked.answers.insert(request.number, (sender, deadline));
        // Writing into memory cannot fail.
        let message = serde_json::to_string(request).unwrap_or_default();
        match &mut asked.queue {
            Some(queue) => queue.push(message),
            None => post(&self.worker, &message),
        }
    }
}

impl Drop for RunningWorker {
    fn drop(&mut self) {
        self.worker.terminate();
        self.asked.borrow_mut().answers.clear();
    }
}

impl Asked {
    fn receive(&mut self, worker: &Worker, message: &str) {
        if message == READY {
            for message in self.queue.take().unwrap_or_default() {
                post(worker, &message);
            }
        } else if let Ok(answer) = serde_json::from_str::<InspectionAnswer>(message)
            && let Some((sender, _)) = self.answers.remove(&answer.number)
            && let Some(inspection) = answer.inspection
        {
            // Fails where nobody waits any more.
            let _ = sender.send(inspection);
        }
    }
}

fn post(worker: &Worker, message: &str) {
    // A text can always be posted.
    let _ = worker.post_message(&message.into());
}

/// The worker's address. Where the browser has Trusted Types, as their policy makes it; the policy makes this one
/// address only, whatever it is given.
fn trusted_address() -> JsValue {
    let address = document::meta(NAME).unwrap_or_default();
    let factory = Reflect::get(&js_sys::global(), &"trustedTypes".into()).unwrap_or_default();
    if factory.is_undefined() {
        return address.into();
    }
    let rules = Object::new();
    let own = address.clone();
    // It lives as long as the policy, which is as long as the page.
    let rule = Closure::<dyn Fn() -> String>::new(move || own.clone()).into_js_value();
    // A new object takes every member.
    let _ = Reflect::set(&rules, &"createScriptURL".into(), &rule);
    // A host whose headers do not allow the policy gives the text, which its headers then refuse: the worker fails.
    factory
        .unchecked_into::<TrustedTypePolicyFactory>()
        .create_policy(NAME, &rules)
        .and_then(|policy| policy.create_script_url(&address))
        .unwrap_or_else(|_| address.into())
}
