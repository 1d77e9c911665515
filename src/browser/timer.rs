//! Timers that are cleared when they are dropped. Works wherever `setTimeout` is global.

use std::fmt;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // Browsers answer a number, Node an object.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &js_sys::Function, milliseconds: i32) -> JsValue;
    #[wasm_bindgen(js_name = setInterval)]
    fn set_interval(callback: &js_sys::Function, milliseconds: i32) -> JsValue;
    // Clears either kind: both draw their ids from one list (HTML standard, 8.7 Timers; Node alike).
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}

/// Calls back until it is dropped.
pub struct Timer {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls back once after so many milliseconds, at most 24 days.
    pub fn after(milliseconds: u32, callback: impl FnMut() + 'static) -> Self {
        Self::new(set_timeout, milliseconds, Closure::new(callback))
    }

    /// Calls back again and again, each time after so many milliseconds, at most 24 days.
    pub fn every(milliseconds: u32, callback: impl FnMut() + 'static) -> Self {
        Self::new(set_interval, milliseconds, Closure::new(callback))
    }

    fn new(
        set: fn(&js_sys::Function, i32) -> JsValue,
        milliseconds: u32,
        callback: Closure<dyn FnMut()>,
    ) -> Self {
        let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        let id = set(callback.as_ref().unchecked_ref(), milliseconds);
        Self { id, _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timer")
    }
}

/// A promise that resolves after so many milliseconds, for as long as the timer beside it lives.
pub(super) fn elapsing(milliseconds: u32) -> (js_sys::Promise, Option<Timer>) {
    let mut timer = None;
    let elapsed = js_sys::Promise::new(&mut |resolve, _| {
        timer = Some(Timer::after(milliseconds, move || {
            // The callback is a resolve function: it does not throw.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }));
    });
    (elapsed, timer)
}
