//! Has requests inspected: their CSR decoded, compared and reviewed, in a worker beside the page. The page's own program
//! holds neither the decoder nor the checks, and the status is painted without waiting for them.

mod worker;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use yew::prelude::*;

use crate::inspection::{Inspection, InspectionRequest};
use crate::order::{Order, Timestamp};
use worker::RunningWorker;

/// The worker could not be loaded, or stopped working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::page) struct InspectionFailed;

/// Inspects requests in one worker, which is started when it is needed.
#[derive(Clone, Debug, Default)]
pub(in crate::page) struct Inspector(Rc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    worker: RefCell<Option<RunningWorker>>,
    /// The number of the last inspection.
    last: Cell<u32>,
}

impl PartialEq for Inspector {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Inspector {
    /// Starts the worker, unless it runs: it is loaded while the page waits for the request.
    pub(in crate::page) fn start(&self) {
        if self.0.worker.borrow().is_none() {
            let inspector = self.clone();
            // Where there is no worker, the inspections fail.
            let worker = RunningWorker::start(move || inspector.stop()).ok();
            self.0.worker.replace(worker);
        }
    }

    /// Ends the worker, and with it all that it holds of a request. What it has not answered has failed.
    pub(in crate::page) fn stop(&self) {
        drop(self.0.worker.take());
    }

    /// Nobody waits for an inspection any more. One that is under way ends, with its worker; a worker that is idle holds
    /// nothing of a request, and is kept for the next one.
    pub(in crate::page) fn release(&self) {
        let is_busy = self.0.worker.borrow().as_ref().is_some_and(RunningWorker::is_busy);
        if is_busy {
            self.stop();
        }
    }

    /// Inspects a request.
    ///
    /// # Errors
    /// If the worker could not be loaded, stopped working, or was ended.
    pub(in crate::page) fn inspect(
        &self,
        order: &Order,
        now: Timestamp,
    ) -> impl Future<Output = Result<Inspection, InspectionFailed>> + use<> {
        let number = self.0.last.get().wrapping_add(1);
        self.0.last.set(number);
        self.start();
        let (sender, answer) = oneshot::channel();
        if let Some(worker) = &*self.0.worker.borrow() {
            worker.ask(&InspectionRequest::new(number, order, now), sender);
        }
        // Without a worker, or once it is gone, the sender is too.
        async move { answer.await.map_err(|_| InspectionFailed) }
    }
}

/// What inspects requests; without a provider, one that is not started.
#[hook]
pub(in crate::page) fn use_inspector() -> Inspector {
    let own = use_memo((), |()| Inspector::default());
    use_context::<Inspector>().unwrap_or_else(|| (*own).clone())
}
