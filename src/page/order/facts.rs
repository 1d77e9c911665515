//! The sections of fields, one row per field. What is not reported is one line per section.

use std::rc::Rc;

use yew::prelude::*;

use super::super::components::{
    Button, CopyButton, ForeignCode, ForeignText, GroupedCode, HostName, RelativeTime, Section, Time,
};
use super::super::preferences::use_preferences;
use super::fields::{FieldSection, FieldValue, field_value};
use super::names::NameList;
use crate::order::{Field, Order};

/// Props of [`Facts`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct FactsProps {
    pub(super) section: &'static FieldSection,
    pub(super) order: Rc<Order>,
    /// The fields that changed with the last call.
    pub(super) changed: Rc<Vec<Field>>,
    /// Saves the private key as a file.
    pub(super) on_save_key: Callback<MouseEvent>,
}

/// One section of fields.
#[component]
pub(super) fn Facts(props: &FactsProps) -> Html {
    let shows_all = use_preferences().shows_all_fields;
    let order = &props.order;
    let rows = props.section.fields.iter().map(|field| (*field, field_value(order, *field)));
    // A value that could not be read has its row: it was reported, only not understood.
    let is_row = |(field, value): &(Field, FieldValue)| {
        shows_all || *value != FieldValue::NotReported || order.note_at(field.path()).is_some()
    };
    let (shown, absent): (Vec<_>, Vec<_>) = rows.partition(is_row);
    html! {
        <Section id={props.section.id} title={props.section.title} class="facts">
            <dl>
                for (field, value) in shown {
                    <Fact
                        {field} {value} order={order.clone()} is_changed={props.changed.contains(&field)}
                        on_save_key={props.on_save_key.clone()}
                    />
                }
            </dl>
            if !absent.is_empty() {
                <p class="absent">
                    { "Not reported: " }
                    for (index, (field, _)) in absent.iter().enumerate() {
                        // A finding that names the field jumps here.
                        <span id={field.path()} tabindex="-1">
                            { format!("{}{}", if index == 0 { "" } else { ", " }, field.label()) }
                        </span>
                    }
                </p>
            }
        </Section>
    }
}

/// Props of [`Fact`].
#[derive(Debug, PartialEq, Properties)]
struct FactProps {
    field: Field,
    value: FieldValue,
    order: Rc<Order>,
    is_changed: bool,
    on_save_key: Callback<MouseEvent>,
}

/// One field: its label, its value, and a button that copies it.
#[component]
fn Fact(props: &FactProps) -> Html {
    let (path, label) = (props.field.path(), props.field.label());
    html! {
        <div class="fact" id={path} data-path={path} tabindex="-1">
            <dt>
                { label }
                if props.is_changed { <span class="changed">{ " changed" }</span> }
            </dt>
            <dd>
                { value_html(props) }
                if let Some(text) = props.value.copied() { <CopyButton {text} {label} /> }
            </dd>
        </div>
    }
}

fn value_html(props: &FactProps) -> Html {
    match &props.value {
        FieldValue::NotReported => match props.order.note_at(props.field.path()) {
            Some(note) => html! {
                <>
                    <span class="odd">{ "Not readable. Received: " }</span>
                    <ForeignCode text={note.found.clone()} />
                </>
            },
            None => html! { <span class="absent">{ "Not reported" }</span> },
        },
        FieldValue::Secret => html! {
            <>
                <span class="masked" aria-hidden="true">{ "••••••••" }</span>
                { "Delivered with this response; it is not in this page. Anyone who has it can impersonate the \
                   certificate's owner." }
                <p class="actions">
                    <Button onclick={props.on_save_key.clone()}>{ "Save private key as a file" }</Button>
                </p>
            </>
        },
        FieldValue::Text(text) => html! { <ForeignText text={text.clone()} /> },
        FieldValue::Code(text) => html! { <GroupedCode text={text.clone()} /> },
        FieldValue::Name(name) => html! { <HostName name={name.clone()} /> },
        FieldValue::Names(names) => html! { <NameList names={Rc::new(names.clone())} /> },
        FieldValue::Texts(texts) => html! { <TextList texts={Rc::new(texts.clone())} /> },
        FieldValue::Time(at) => html! {
            <><Time at={*at} /><span class="age">{ " (" }<RelativeTime at={*at} />{ ")" }</span></>
        },
    }
}

/// Props of [`TextList`].
#[derive(Debug, PartialEq, Properties)]
struct TextListProps {
    texts: Rc<Vec<String>>,
}

const SHOWN: usize = 25;

/// Several texts; of many, the first.
#[component]
fn TextList(props: &TextListProps) -> Html {
    html! {
        <>
            <ul class="texts">
                for text in props.texts.iter().take(SHOWN) { <li><ForeignText text={text.clone()} /></li> }
            </ul>
            if props.texts.len() > SHOWN {
                <p class="hint">{ format!("and {} more", props.texts.len() - SHOWN) }</p>
            }
        </>
    }
}
