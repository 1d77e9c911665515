//! Host names of a request: many thousands of them with a search, of which a part is rendered.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::components::{Button, HostName};

/// How many names are rendered at first; more names than this have a search.
pub(super) const SHOWN: usize = 25;
const MORE: usize = 500;

/// Props of [`NameList`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct NameListProps {
    pub(super) names: Rc<Vec<String>>,
}

/// Host names; where they are many, with a search.
#[component]
pub(super) fn NameList(props: &NameListProps) -> Html {
    let query = use_state_eq(String::new);
    let limit = use_state_eq(|| SHOWN);
    let matches = use_memo((props.names.clone(), (*query).clone()), |(names, query)| matching(names, query));
    let oninput = {
        let (query, limit) = (query.clone(), limit.clone());
        use_callback((), move |event: InputEvent, ()| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                query.set(input.value());
                limit.set(SHOWN);
            }
        })
    };
    let onclick = {
        let limit = limit.clone();
        Callback::from(move |_: MouseEvent| limit.set(*limit + MORE))
    };
    let shown = matches.len().min(*limit);
    html! {
        <>
            if props.names.len() > SHOWN {
                <input
                    type="search" autocomplete="off" spellcheck="false" aria-label="Find a name"
                    placeholder="Find a name" value={(*query).clone()} {oninput}
                />
                <p class="hint" role="status">{ format!("{shown} of {} names shown", matches.len()) }</p>
            }
            <ul class="texts names">
                for index in matches.iter().take(shown) {
                    if let Some(name) = props.names.get(*index) { <li><HostName name={name.clone()} /></li> }
                }
            </ul>
            if matches.len() > shown { <Button {onclick}>{ "Show more names" }</Button> }
        </>
    }
}

/// The places of the names that contain the text, whatever its case.
fn matching(names: &[String], query: &str) -> Vec<usize> {
    let query = query.trim().to_ascii_lowercase();
    names
        .iter()
        .enumerate()
        .filter(|(_, name)| query.is_empty() || name.to_ascii_lowercase().contains(&query))
        .map(|(index, _)| index)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_case() {
        let names = ["www.example.com", "MAIL.example.com", "shop.example.org"].map(str::to_owned);
        assert_eq!(matching(&names, ""), [0, 1, 2]);
        assert_eq!(matching(&names, " mail "), [1]);
        assert_eq!(matching(&names, "EXAMPLE.COM"), [0, 1]);
        assert!(matching(&names, "nothing").is_empty());
    }
}
