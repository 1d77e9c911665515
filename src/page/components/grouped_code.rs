//! Hashes and long identifiers, in groups that can be compared by eye and that wrap between groups only.

use yew::prelude::*;

use super::ForeignCode;

const GROUP: usize = 8;
/// Shorter values are read at a glance.
const SHORTEST: usize = 20;

/// Props of [`GroupedCode`].
#[derive(Debug, PartialEq, Properties)]
pub(in crate::page) struct GroupedCodeProps {
    pub(in crate::page) text: AttrValue,
}

/// A hash in groups of eight digits; any other text as one piece. The gaps are drawn, not written: what is selected
/// or searched for is the value itself.
#[component]
pub(in crate::page) fn GroupedCode(props: &GroupedCodeProps) -> Html {
    let groups = groups(&props.text);
    if groups.len() < 2 {
        return html! { <ForeignCode text={props.text.clone()} /> };
    }
    html! { <code class="groups" dir="ltr">for group in groups { <span>{ group }</span><wbr /> }</code> }
}

/// The groups of a text that is one long hexadecimal number; otherwise the text itself.
pub(in crate::page) fn groups(text: &str) -> Vec<&str> {
    if text.len() < SHORTEST || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return vec![text];
    }
    (0..text.len())
        .step_by(GROUP)
        .filter_map(|start| text.get(start..(start + GROUP).min(text.len())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_falls_into_groups_that_join_to_itself() {
        let hash = "52274c57ce4dee3b49db7a7ff708c040f771898b3be88725a86fb4430182fe1";
        let groups = groups(hash);
        assert_eq!(groups.len(), 8);
        assert_eq!((groups.first(), groups.last()), (Some(&"52274c57"), Some(&"0182fe1")));
        assert_eq!(groups.concat(), hash);
    }

    #[test]
    fn what_is_no_hash_stays_whole() {
        for text in [
            "",
            "525858",
            "00000000-0000-4000-8000-000000000001",
            "not hexadecimal, but long enough",
            "é0000000000000000000",
        ] {
            assert_eq!(groups(text), [text]);
        }
    }
}
