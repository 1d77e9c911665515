//! Notifications of the operating system. Whatever the browser forbids or lacks is silent.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// Missing outside secure contexts and in some browsers, whatever the type says.
fn is_supported() -> bool {
    let window = web_sys::window();
    window.is_some_and(|window| {
        js_sys::Reflect::get(&window, &"Notification".into()).is_ok_and(|found| found.is_function())
    })
}

/// Asks the user for permission, unless the user has decided. On a click only: browsers refuse it elsewhere.
pub(super) fn ask_for_permission() {
    if !is_supported() || Notification::permission() != NotificationPermission::Default {
        return;
    }
    if let Ok(answer) = Notification::request_permission() {
        spawn_local(async move {
            // The permission is looked up when there is something to show.
            let _ = JsFuture::from(answer).await;
        });
    }
}

/// Shows a notification, where the user permits it.
pub(super) fn notify(title: &str, text: &str) {
    if !is_supported() || Notification::permission() != NotificationPermission::Granted {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(text);
    // Some browsers allow them from service workers only: then there is none.
    let _ = Notification::new_with_options(title, &options);
}
