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
    let entries = sandbox.orders.iter().map(|entry| ("Requests", entry));
    let failures = sandbox.failures.iter().map(|entry| ("Failures", entry));
    let groups = grouped(entries.chain(failures), &query);
    html! {
        <section class="card sandbox" aria-labelledby="sandbox-title">
            <div class="section-head"><h2 id="sandbox-title">{ "Requests in this sandbox" }</h2>
                <input
                    type="search" autocomplete="off" aria-label="Find a sandbox request" placeholder="Find a request"
                    value={(*query).clone()} {oninput}
                />
            </div>
            if groups.is_empty() { <p class="absent">{ "No request matches." }</p> }
            <div class="sandbox-groups">
                for (group, entries) in groups {
                    <table key={group}>
                        <caption>{ group }</caption>
                        <thead class="visually-hidden"><tr><th scope="col">{ "Request" }</th><th scope="col">{ "Shows" }</th></tr></thead>
                        <tbody>
                            for (uuid, entry) in entries.iter().filter_map(|entry| Some((entry.uuid()?, *entry))) {
                                <tr>
                                    <td><Link to={Route::Order(uuid)} id={format!("sandbox-{uuid}")}>{ &entry.name }</Link></td>
                                    <td>{ &entry.shows }</td>
                                </tr>
                            }
                        </tbody>
                    </table>
                }
            </div>
        </section>
    }
}

/// The entries that contain the text, by group, in the order of the server. Each comes with the group it is listed
/// under where it names none.
fn grouped<'e>(
    entries: impl Iterator<Item = (&'static str, &'e SandboxEntry)>,
    query: &str,
) -> Vec<(&'e str, Vec<&'e SandboxEntry>)> {
    let query = query.trim().to_lowercase();
    let mut groups: Vec<(&str, Vec<&SandboxEntry>)> = Vec::new();
    for (default, entry) in entries {
        if !format!("{} {}", entry.name, entry.shows).to_lowercase().contains(&query) {
            continue;
        }
        let group = if entry.group.is_empty() { default } else { entry.group.as_str() };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, members)) => members.push(entry),
            None => groups.push((group, vec![entry])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::super::super::config::Config;
    use super::*;

    const CONFIG: &str = r#"{"sandbox": {"userName": "sandbox", "password": "sandbox", "orders": [
        {"uuid": "1", "name": "Submitted", "shows": "A request.", "group": "Status"},
        {"uuid": "2", "name": "Wildcard", "shows": "A name."},
        {"uuid": "3", "name": "Issued", "shows": "A certificate.", "group": "Status"}
    ]}}"#;

    fn names(query: &str) -> Vec<(String, Vec<String>)> {
        let config = Config::parse(CONFIG);
        let orders = config.sandbox.map(|sandbox| sandbox.orders).unwrap_or_default();
        grouped(orders.iter().map(|entry| ("Requests", entry)), query)
            .into_iter()
            .map(|(group, entries)| {
                (group.to_owned(), entries.iter().map(|entry| entry.name.clone()).collect())
            })
            .collect()
    }

    fn group(name: &str, entries: &[&str]) -> (String, Vec<String>) {
        (name.to_owned(), entries.iter().map(|entry| (*entry).to_owned()).collect())
    }

    #[test]
    fn entries_stand_under_their_group_and_others_under_the_default() {
        assert_eq!(names(""), [group("Status", &["Submitted", "Issued"]), group("Requests", &["Wildcard"])]);
    }

    #[test]
    fn the_search_covers_name_and_description_and_leaves_no_empty_group() {
        assert_eq!(names(" CERTIFICATE "), [group("Status", &["Issued"])]);
        assert_eq!(names("wild"), [group("Requests", &["Wildcard"])]);
        assert_eq!(names("nothing"), []);
    }
}
