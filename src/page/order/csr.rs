//! The certificate signing request: requested and in the CSR side by side, then the rest of the CSR.

use std::rc::Rc;

use yew::prelude::*;

use super::super::components::{
    Badge, Button, CopyButton, ForeignBlock, ForeignText, GroupedCode, Icon, IconName, Section, Tone, groups,
};
use super::csr_text::{extension_name, extension_value, public_key, signature_algorithm, subject};
use super::files::OrderFile;
use super::names::NameList;
use super::state::CsrState;
use crate::csr::{Csr, SelfSignature};
use crate::order::{Field, Order};
use crate::review::{Comparison, compare};

/// Props of [`CsrSection`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct CsrSectionProps {
    pub(super) order: Rc<Order>,
    pub(super) csr: Rc<CsrState>,
    pub(super) self_signature: Option<SelfSignature>,
    pub(super) on_download: Callback<OrderFile>,
}

/// The certificate signing request.
#[component]
pub(super) fn CsrSection(props: &CsrSectionProps) -> Html {
    let verdict = props.csr.decoded().map(|_| signature_badge(props.self_signature)).unwrap_or_default();
    html! {
        <Section id="csr" title="Certificate signing request" class="csr" aside={verdict}>
            { match &*props.csr {
                CsrState::Missing => html! { <p class="absent">{ "No CSR is reported." }</p> },
                CsrState::Unreadable(error) => html! { <p class="odd">{ error.to_string() }</p> },
                CsrState::Decoded(csr) => html! {
                    <>
                        <ComparisonTable order={props.order.clone()} csr={props.csr.clone()} />
                        { decoded(csr) }
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

fn signature_badge(verdict: Option<SelfSignature>) -> Html {
    let (tone, icon, text) = match verdict {
        None => (Tone::Neutral, IconName::Clock, "Verifying…"),
        Some(SelfSignature::Valid) => (Tone::Good, IconName::Check, "Valid"),
        Some(SelfSignature::Invalid) => (Tone::Bad, IconName::Cross, "Does not verify"),
        Some(SelfSignature::Unsupported) => (Tone::Neutral, IconName::Question, "Cannot be verified here"),
    };
    html! { <Badge about="Self-signature" shows_about=true {tone} {icon} {text} /> }
}

#[derive(Debug, PartialEq, Properties)]
struct ComparisonTableProps {
    order: Rc<Order>,
    csr: Rc<CsrState>,
}

/// What was requested beside what the CSR contains, mismatches first. Equal values are shown once.
#[component]
fn ComparisonTable(props: &ComparisonTableProps) -> Html {
    let rows = use_memo((props.order.clone(), props.csr.clone()), |(order, csr)| {
        let mut rows = csr.decoded().map(|csr| compare(order, csr)).unwrap_or_default();
        rows.sort_by_key(|row| row.matches);
        rows
    });
    html! {
        <table class="comparison">
            <thead><tr>
                <th scope="col"><span class="visually-hidden">{ "Field" }</span></th>
                <th scope="col">{ "Requested" }</th>
                <th scope="col">{ "In the CSR" }</th>
                <th scope="col"><span class="visually-hidden">{ "Result" }</span></th>
            </tr></thead>
            <tbody>
                for row in rows.iter() { <ComparisonRow row={row.clone()} /> }
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
            <th scope="row">{ row.label }</th>
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

fn decoded(csr: &Csr) -> Html {
    html! {
        <dl>
            <CsrFact label="Public key" text={public_key(csr)} />
            if let Some(bits) = csr.public_key.strength_bits {
                <CsrFact label="Key strength" text={format!("{bits} bits")} />
            }
            <CsrFact label="Signature algorithm" text={signature_algorithm(csr).to_owned()} />
            <CsrFact label="Subject" text={subject(csr)} />
            for extension in &csr.extensions {
                <CsrFact
                    label={extension_name(extension).to_owned()} oid={extension.oid.clone()}
                    text={extension_value(extension)} is_code={groups(&extension_value(extension)).len() > 1}
                />
            }
            <CsrFact label="Challenge password" text={if csr.has_challenge_password { "Present" } else { "None" }} />
            <CsrFact label="SHA-256 of the CSR" text={csr.sha256.to_hex()} is_code=true />
            <CsrFact label="SHA-256 of the public key" text={csr.spki_sha256.to_hex()} is_code=true />
            for note in &csr.notes {
                <div class="fact">
                    <dt>{ "Deviation" }</dt>
                    <dd class="odd"><Icon name={IconName::Info} />{ note.to_string() }</dd>
                </div>
            }
        </dl>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct CsrFactProps {
    label: AttrValue,
    text: AttrValue,
    #[prop_or_default]
    oid: Option<AttrValue>,
    #[prop_or_default]
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
