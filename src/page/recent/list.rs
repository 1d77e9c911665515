//! The recent requests, as a table.

use yew::prelude::*;

use super::super::components::{Button, ForeignText, HostName};
use super::super::document;
use super::super::navigation::Link;
use super::super::order::StatusBadge;
use super::super::route::Route;
use super::provider::use_recent;
use super::state::{RecentAction, RecentOrder};

/// The recent requests; nothing where there are none.
#[component]
pub(in crate::page) fn RecentList() -> Html {
    let recent = use_recent();
    if recent.orders.is_empty() {
        return Html::default();
    }
    let clear = {
        let recent = recent.dispatcher();
        Callback::from(move |_: MouseEvent| {
            recent.dispatch(RecentAction::Clear);
            document::focus_heading();
        })
    };
    html! {
        <section class="card recent" aria-labelledby="recent-title">
            <div class="section-head">
                <h2 id="recent-title">{ "Opened in this tab" }</h2>
                <Button class="quiet" label="Remove all from this list" onclick={clear}>{ "Remove all" }</Button>
            </div>
            <div class="table-scroll" tabindex="0" role="group" aria-label="Opened in this tab">
                <table>
                    <thead><tr>
                        <th scope="col">{ "Request" }</th><th scope="col">{ "Status" }</th><th scope="col">{ "UUID" }</th>
                        <th scope="col"><span class="visually-hidden">{ "Remove" }</span></th>
                    </tr></thead>
                    <tbody>
                        for order in &recent.orders {
                            <RecentRow order={order.clone()} />
                        }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct RecentRowProps {
    order: RecentOrder,
}

#[component]
fn RecentRow(props: &RecentRowProps) -> Html {
    let recent = use_recent();
    let Some(uuid) = props.order.uuid() else { return Html::default() };
    let remove = {
        let recent = recent.dispatcher();
        Callback::from(move |_: MouseEvent| {
            recent.dispatch(RecentAction::Remove(uuid));
            document::focus_heading();
        })
    };
    html! {
        <tr>
            <td><Link to={Route::Order(uuid)} id={format!("recent-{uuid}")}><HostName name={props.order.name.clone()} /></Link></td>
            <td><StatusBadge status={props.order.status()} /></td>
            <td class="mono"><ForeignText text={uuid.to_string()} /></td>
            <td><Button class="quiet" label={format!("Remove {uuid} from this list")} onclick={remove}>{ "Remove" }</Button></td>
        </tr>
    }
}
