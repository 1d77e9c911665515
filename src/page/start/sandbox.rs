//! What the sandbox offers, grouped by what it shows, with a search.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::config::{SandboxEntry, use_config};
use super::super::navigation::Link;
use super::super::route::Route;

/// The requests of the sandbox; nothing where there is no sandbox.
#[component]
pub(super) fn SandboxOrders() -> Html {
    let config = use_config();
    let query = use_state_eq(String::new);
    let oninput = {
        let query = query.clone();
        use_callback((), move |event: InputEvent, ()| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                query.set(input.value());
            }
        })
    };
    let Some(sandbox) = &config.sandbox else { return Html::default() };
    let groups = grouped(sandbox.orders.iter().chain(&sandbox.failures), &query);
    html! {
        <section class="card sandbox" aria-labelledby="sandbox-title">
            <div class="section-head"><h2 id="sandbox-title">{ "Requests in this sandbox" }</h2>
                <input
                    type="search" autocomplete="off" aria-label="Find a sandbox request" placeholder="Find a request"
                    value={(*query).clone()} {oninput}
                />
            </div>
            if groups.is_empty() { <p class="absent">{ "No request matches." }</p> }
            for (group, entries) in groups {
                <h3>{ group }</h3>
                <table>
                    <thead class="visually-hidden"><tr><th scope="col">{ "Request" }</th><th scope="col">{ "Shows" }</th></tr></thead>
                    <tbody>
                        for (uuid, entry) in entries.iter().filter_map(|entry| Some((entry.uuid()?, *entry))) {
                            <tr>
                                <td><Link to={Route::Order(uuid)}>{ &entry.name }</Link></td>
                                <td>{ &entry.shows }</td>
                            </tr>
                        }
                    </tbody>
                </table>
            }
        </section>
    }
}

/// The entries that contain the text, by group, in the order of the server.
fn grouped<'e>(
    entries: impl Iterator<Item = &'e SandboxEntry>,
    query: &str,
) -> Vec<(&'e str, Vec<&'e SandboxEntry>)> {
    let query = query.trim().to_lowercase();
    let mut groups: Vec<(&str, Vec<&SandboxEntry>)> = Vec::new();
    for entry in entries {
        if !format!("{} {}", entry.name, entry.shows).to_lowercase().contains(&query) {
            continue;
        }
        let group = if entry.group.is_empty() { "Requests" } else { entry.group.as_str() };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, members)) => members.push(entry),
            None => groups.push((group, vec![entry])),
        }
    }
    groups
}
