//! What the form of the connection shows.

use yew::prelude::*;

use super::ConnectionPanel;
use super::state::parse_endpoint;
use crate::page::config::Config;
use crate::page::testing::Contexts;

fn panel(config: &str) -> Contexts {
    Contexts { config: Config::parse(config), ..Contexts::default() }
}

#[test]
fn platforms_are_offered_only_where_the_host_allows_it() {
    let html = |config| panel(config).html(html! { <ConnectionPanel /> });
    let choose = html(r#"{"gateway":{"baseUrl":"https://gateway.example","choose":true}}"#);
    assert!(choose.contains("gateway.qg1.apps.qualys.eu"), "{choose}");
    assert!(choose.contains("value=\"https://gateway.example\""), "{choose}");
    let platform = html(r#"{"gateway":{"baseUrl":"https://gateway.qg2.apps.qualys.com","choose":true}}"#);
    let (_, option) = platform.split_once("<option value=\"https://gateway.qg2.apps.qualys.com\"").unwrap();
    assert!(option.split_once('>').unwrap().0.contains("selected"), "{platform}");
    let fixed = html("{}");
    assert!(!fixed.contains("gateway.qg1.apps.qualys.eu") && !fixed.contains("gateway-address"), "{fixed}");
    assert!(panel("{}").text(html! { <ConnectionPanel /> }).contains("the server of this page."));
    let named =
        panel(r#"{"gateway":{"baseUrl":"https://gateway.example"}}"#).html(html! { <ConnectionPanel /> });
    assert!(named.contains("https://gateway.example"), "{named}");
}

#[test]
fn the_chosen_gateway_and_path_are_in_the_fields() {
    let endpoint = parse_endpoint("https://gateway.example", "sample").unwrap();
    let contexts = Contexts { endpoint: Some(endpoint), ..panel(r#"{"gateway":{"choose":true}}"#) };
    let html = contexts.html(html! { <ConnectionPanel /> });
    assert!(
        html.contains("value=\"https://gateway.example\"") && html.contains("value=\"sample\""),
        "{html}"
    );
}
