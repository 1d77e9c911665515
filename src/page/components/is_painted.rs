//! What may wait until what matters more is on the screen.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_render::request_animation_frame;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// Whether the browser has painted what the component rendered at first. Without a browser, at once.
#[hook]
pub(in crate::page) fn use_is_painted() -> bool {
    let is_painted = use_state_eq(|| cfg!(not(target_arch = "wasm32")));
    let setter = is_painted.setter();
    use_effect_with((), move |()| {
        let after_frame = Rc::new(RefCell::new(None));
        let slot = after_frame.clone();
        // The callback runs before its frame is painted, the task that it plans after that.
        let frame = request_animation_frame(move |_| {
            let timeout = Timeout::new(0, move || setter.set(true));
            *slot.borrow_mut() = Some(timeout);
        });
        move || drop((frame, after_frame))
    });
    *is_painted
}
