//! The settings, in the bar at the top.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::components::{Button, Icon, IconName, Menu};
use super::super::shortcuts::use_show_shortcuts;
use super::provider::{use_preferences, use_set_preferences};
use super::state::{Preferences, Theme, TimeZone};

/// Theme, time zone and keyboard shortcuts.
#[component]
pub(in crate::page) fn SettingsMenu() -> Html {
    html! {
        <Menu class="settings" label={html! { <><Icon name={IconName::Settings} /><span>{ "Settings" }</span></> }}>
            <Settings />
        </Menu>
    }
}

#[component]
fn Settings() -> Html {
    let preferences = use_preferences();
    let set = use_set_preferences();
    let show_shortcuts = use_show_shortcuts();
    let choose = |next: Preferences| set.reform(move |_: Event| next.clone());
    let onshortcuts = {
        let (preferences, set) = (preferences.clone(), set.clone());
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                set.emit(Preferences { has_shortcuts: input.checked(), ..preferences.clone() });
            }
        })
    };
    html! {
        <>
            <fieldset>
                <legend>{ "Theme" }</legend>
                for (theme, label) in [(Theme::System, "System"), (Theme::Light, "Light"), (Theme::Dark, "Dark")] {
                    <label>
                        <input
                            type="radio" name="theme" checked={preferences.theme == theme}
                            onchange={choose(Preferences { theme, ..preferences.clone() })}
                        />
                        { label }
                    </label>
                }
            </fieldset>
            <fieldset>
                <legend>{ "Times" }</legend>
                for (time_zone, label) in [(TimeZone::Local, "Local"), (TimeZone::Utc, "UTC")] {
                    <label>
                        <input
                            type="radio" name="time-zone" checked={preferences.time_zone == time_zone}
                            onchange={choose(Preferences { time_zone, ..preferences.clone() })}
                        />
                        { label }
                    </label>
                }
            </fieldset>
            <label>
                <input type="checkbox" role="switch" checked={preferences.has_shortcuts} onchange={onshortcuts} />
                { "Keyboard shortcuts" }
            </label>
            <Button class="quiet" onclick={show_shortcuts.reform(|_: MouseEvent| ())}>{ "Show all shortcuts" }</Button>
        </>
    }
}
