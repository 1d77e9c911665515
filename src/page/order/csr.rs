//! The certificate signing request: requested and in the CSR side by side, then the rest of the CSR.

use std::rc::Rc;

use yew::prelude::*;

use super::super::components::{
    Badge, Button, CopyButton, ForeignBlock, ForeignText, GroupedCode, Icon, IconName, Section, Tone, groups,
};
use super::files::OrderFile;
use super::names::NameList;
use super::state::InspectionState;
use crate::csr::SelfSignature;
use crate::inspection::{DecodedCsr, InspectedCsr};
use crate::order::{Field, Order};
use crate::review::Comparison;

/// Props of [`CsrSection`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct CsrSectionProps {
    pub(super) order: Rc<Order>,
    pub(super) inspection: InspectionState,
    pub(super) on_download: Callback<OrderFile>,
}

/// The certificate signing request. Until it is decoded, a box of the height that it has.
#[component]
pub(super) fn CsrSection(props: &CsrSectionProps) -> Html {
    let csr = match &props.inspection {
        // Another element than the section, which would move when the review above it arrives.
        InspectionState::Pending => {
            return html! { <div id="csr" class="bone csr" aria-busy="true" tabindex="-1" /> };
        }
        InspectionState::Done(inspection) => Some(&inspection.csr),
        InspectionState::Failed => None,
    };
    let verdict = csr
        .and_then(InspectedCsr::decoded)
        .map(|csr| signature_badge(csr.self_signature))
        .unwrap_or_default();
    html! {
        <Section id="csr" title="Certificate signing request" class="csr" aside={verdict}>
            { match csr {
                None => html! { <p class="absent">{ "Not decoded, since the review failed." }</p> },
                Some(InspectedCsr::Missing) => html! { <p class="absent">{ "No CSR is reported." }</p> },
                Some(InspectedCsr::Unreadable(reason)) => html! { <p class="odd">{ reason.clone() }</p> },
                Some(InspectedCsr::Decoded(csr)) => html! {
                    <>
                        { comparison(&csr.comparison) }
                        { facts(csr) }
                        <Downloads on_download={props.on_download.clone()} />
                    </>
                },
            } }
            if let Some(text) = props.order.certificate.encoded_csr.clone() {
                <EncodedCsr {text} />
            } else {
                <span id={Field::EncodedCsr.path()} tabindex="-1" />
            }
        </Section>
    }
}

fn signature_badge(verdict: SelfSignature) -> Html {
    let (tone, icon, text) = match verdict {
        SelfSignature::Valid => (Tone::Good, IconName::Check, "Valid"),
        SelfSignature::Invalid => (Tone::Bad, IconName::Cross, "Does not verify"),
        SelfSignature::Unsupported => (Tone::Neutral, IconName::Question, "Cannot be verified here"),
    };
    html! { <Badge about="Self-signature" shows_about=true {tone} {icon} {text} /> }
}

/// What was requested beside what the CSR contains. Equal values are shown once.
fn comparison(rows: &[Comparison]) -> Html {
    html! {
        <table class="comparison">
            <thead><tr>
                <th scope="col"><span class="visually-hidden">{ "Field" }</span></th>
                <th scope="col">{ "Requested" }</th>
                <th scope="col">{ "In the CSR" }</th>
                <th scope="col"><span class="visually-hidden">{ "Result" }</span></th>
            </tr></thead>
            <tbody>
                for row in rows { <ComparisonRow row={row.clone()} /> }
            </tbody>
        </table>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ComparisonRowProps {
    row: Comparison,
}

#[component]
fn ComparisonRow(props: &ComparisonRowProps) -> Html {
    let row = &props.row;
    let is_once = row.matches && row.requested == row.in_csr;
    html! {
        <tr data-matches={row.matches.to_string()}>
            <th scope="row">{ &*row.label }</th>
            if is_once {
                <td colspan="2">{ values(&row.requested, row.are_names) }</td>
            } else {
                <td>{ values(&row.requested, row.are_names) }</td>
                <td>{ values(&row.in_csr, row.are_names) }</td>
            }
            <td>
                if row.matches {
                    <Badge about="Result" tone={Tone::Good} icon={IconName::Check} text="match" />
                } else {
                    <Badge about="Result" tone={Tone::Warning} icon={IconName::Warning} text="mismatch" />
                }
            </td>
        </tr>
    }
}

fn values(values: &[String], are_names: bool) -> Html {
    if values.is_empty() {
        return html! { <span class="absent">{ "none" }</span> };
    }
    if are_names {
        return html! { <NameList names={Rc::new(values.to_vec())} /> };
    }
    html! { <ul class="texts">for value in values { <li><ForeignText text={value.clone()} /></li> }</ul> }
}

fn facts(csr: &DecodedCsr) -> Html {
    html! {
        <dl>
            for fact in &csr.facts {
                <CsrFact
                    label={fact.label.clone()} oid={fact.oid.clone().map(AttrValue::from)} text={fact.text.clone()}
                    is_code={groups(&fact.text).len() > 1}
                />
            }
            for deviation in &csr.deviations {
                <div class="fact">
                    <dt>{ "Deviation" }</dt>
                    <dd class="odd"><Icon name={IconName::Info} />{ deviation }</dd>
                </div>
            }
        </dl>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct CsrFactProps {
    label: AttrValue,
    text: AttrValue,
    oid: Option<AttrValue>,
    is_code: bool,
}

/// How many characters of a value are shown; all are copied.
const LONGEST: usize = 500;

#[component]
fn CsrFact(props: &CsrFactProps) -> Html {
    let cut = props.text.char_indices().nth(LONGEST).and_then(|(end, _)| props.text.get(..end));
    let text: AttrValue = cut.map_or_else(|| props.text.clone(), |cut| cut.to_owned().into());
    html! {
        <div class="fact">
            <dt>
                <ForeignText text={props.label.clone()} />
                if let Some(oid) = &props.oid { if *oid != props.label { <span class="oid">{ oid }</span> } }
            </dt>
            <dd>
                if props.is_code { <GroupedCode {text} /> } else { <ForeignText {text} /> }
                if cut.is_some() { { format!("… {} bytes in all", props.text.len()) } }
                <CopyButton text={props.text.clone()} label={props.label.clone()} />
            </dd>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct DownloadsProps {
    on_download: Callback<OrderFile>,
}

#[component]
fn Downloads(props: &DownloadsProps) -> Html {
    let save = |file| props.on_download.reform(move |_: MouseEvent| file);
    html! {
        <p class="actions">
            <Button onclick={save(OrderFile::CsrPem)}><Icon name={IconName::Download} />{ "Download PEM" }</Button>
            <Button onclick={save(OrderFile::CsrDer)}><Icon name={IconName::Download} />{ "Download DER" }</Button>
        </p>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct EncodedCsrProps {
    text: AttrValue,
}

#[component]
fn EncodedCsr(props: &EncodedCsrProps) -> Html {
    let (path, label) = (Field::EncodedCsr.path(), Field::EncodedCsr.label());
    html! {
        <details class="encoded" id={path} data-path={path} tabindex="-1">
            <summary>{ format!("{label}, {}", size(props.text.len())) }</summary>
            <ForeignBlock text={props.text.clone()} {label} />
            <CopyButton text={props.text.clone()} {label} />
        </details>
    }
}

/// "1.0 kB"
fn size(bytes: usize) -> String {
    if bytes < 1000 {
        format!("{bytes} bytes")
    } else {
        format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
    }
}
