//! The dialog: what is decided, the problems of the review, the comment, and what came of it.

use web_sys::{HtmlDialogElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::super::components::{Button, ErrorNotice, ForeignText, HostName, Icon, IconName};
use super::super::document;
use super::super::order::requested_validity;
use super::super::session::use_session;
use super::state::{DecisionAction, DecisionState, Draft, Finish, Problem, Step};
use crate::client::{Comment, Decision};
use crate::order::{Field, Order};
use crate::review::Severity;

/// Props of [`DecisionDialog`].
#[derive(PartialEq, Properties)]
pub(in crate::page) struct DecisionDialogProps {
    pub(in crate::page) decision: UseReducerHandle<DecisionState>,
}

/// Where the focus goes when the dialog opens or shows something else.
const TITLE: &str = "#decision-dialog-title";

/// What the dialog shows; the focus is moved where that changes.
#[derive(Clone, Copy, PartialEq)]
enum View {
    Nothing,
    Form,
    Waiting,
    Outcome,
}

/// The dialog. The element stays in the page: closing it returns the focus to the button that opened it.
#[component]
pub(in crate::page) fn DecisionDialog(props: &DecisionDialogProps) -> Html {
    let state = &props.decision;
    let dialog = use_node_ref();
    let view = match state.step {
        Step::Closed => View::Nothing,
        Step::Editing(..) | Step::Checking(_) | Step::Sending(_) => View::Form,
        Step::Confirming(_) => View::Waiting,
        Step::Finished(..) => View::Outcome,
    };
    {
        let dialog = dialog.clone();
        // By whether it is sending, too: the browser closes the dialog at a second Escape whatever the page wants.
        use_effect_with((view, state.is_sending()), move |(view, _)| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            if *view == View::Nothing {
                if dialog.open() {
                    dialog.close();
                    // The button that opened it is disabled where the decision was carried out.
                    document::focus_heading_if_lost();
                }
                return;
            }
            if !dialog.open() {
                // Fails only where it is open already.
                let _ = dialog.show_modal();
                // Not the first field, which would scroll past what is decided.
                document::focus(TITLE);
            } else if !document::has_focus_within(&dialog) {
                // What had the focus is gone.
                document::focus(TITLE);
            }
        });
    }
    let oncancel = {
        let dispatcher = state.dispatcher();
        // The state decides: while the decision is on its way, the dialog stays open.
        use_callback((), move |event: Event, ()| {
            event.prevent_default();
            dispatcher.dispatch(DecisionAction::Close);
        })
    };
    let onclose = {
        let dispatcher = state.dispatcher();
        use_callback((), move |_: Event, ()| dispatcher.dispatch(DecisionAction::Close))
    };
    html! {
        <dialog ref={dialog} class="decision" aria-labelledby="decision-dialog-title" {oncancel} {onclose}>
            { match &state.step {
                Step::Closed => Html::default(),
                Step::Editing(draft, problem) => html! {
                    <DecisionForm decision={state.clone()} draft={draft.clone()} problem={problem.clone()} progress={Progress::Editing} />
                },
                Step::Checking(draft) => html! {
                    <DecisionForm decision={state.clone()} draft={draft.clone()} problem={None::<Problem>} progress={Progress::Checking} />
                },
                Step::Sending(draft) => html! {
                    <DecisionForm decision={state.clone()} draft={draft.clone()} problem={None::<Problem>} progress={Progress::Sending} />
                },
                Step::Confirming(confirmation) => html! {
                    <>
                        <DialogTitle decision={confirmation.decision} />
                        <p role="status">{ "The gateway accepted the decision. Waiting for the status to show it…" }</p>
                        <CloseButton decision={state.clone()} />
                    </>
                },
                Step::Finished(decision, finish) => html! {
                    <>
                        <DialogTitle decision={*decision} />
                        { finish_html(*decision, finish) }
                        <CloseButton decision={state.clone()} />
                    </>
                },
            } }
        </dialog>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct DialogTitleProps {
    decision: Decision,
}

#[component]
fn DialogTitle(props: &DialogTitleProps) -> Html {
    html! { <h2 id="decision-dialog-title" tabindex="-1">{ title(props.decision) }</h2> }
}

fn title(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "Approve this request",
        Decision::Reject => "Reject this request",
        Decision::Cancel => "Cancel this request",
    }
}

fn past(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "approved",
        Decision::Reject => "rejected",
        Decision::Cancel => "cancelled",
    }
}

/// How a decision ended, as a sentence.
pub(super) fn finish_text(decision: Decision, finish: &Finish) -> String {
    let past = past(decision);
    match finish {
        Finish::Shown => format!("The request is {past}."),
        Finish::Accepted => format!(
            "The gateway accepted the decision. The request does not show the status {} yet. Do not decide again; \
             refresh the request later.",
            decision.as_str()
        ),
        Finish::NotDecided(_) => {
            format!("The request was not {past}: the gateway failed, and the request is unchanged.")
        }
        Finish::Unknown(_) => format!(
            "It is not known whether the request was {past}: the answer was lost, and the request does not show it. \
             Refresh the request before you decide again."
        ),
    }
}

fn finish_html(decision: Decision, finish: &Finish) -> Html {
    let (tone, icon) = match finish {
        Finish::Shown => ("good", IconName::Check),
        Finish::Accepted => ("active", IconName::Clock),
        Finish::NotDecided(_) | Finish::Unknown(_) => ("bad", IconName::Warning),
    };
    let error = match finish {
        Finish::NotDecided(error) | Finish::Unknown(error) => error.clone(),
        Finish::Shown | Finish::Accepted => None,
    };
    html! {
        <>
            <p class="test-result" data-tone={tone} role="alert">
                <Icon name={icon} />{ finish_text(decision, finish) }
            </p>
            if let Some(error) = error { <ErrorNotice {error} /> }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct DecisionFormProps {
    decision: UseReducerHandle<DecisionState>,
    draft: Draft,
    problem: Option<Problem>,
    progress: Progress,
}

/// How far a form is that may have been submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Editing,
    Checking,
    Sending,
}

#[component]
fn DecisionForm(props: &DecisionFormProps) -> Html {
    let DecisionFormProps { decision: state, draft, problem, progress } = props;
    let is_busy = *progress != Progress::Editing;
    let user = use_session().state.token.as_ref().and_then(|token| token.claims().user_name);
    let is_own = user.is_some() && user == draft.order.requester_user_name;
    let onsubmit = {
        let state = state.dispatcher();
        use_callback((), move |event: SubmitEvent, ()| {
            event.prevent_default();
            state.dispatch(DecisionAction::Submit);
        })
    };
    let oninput = {
        let state = state.dispatcher();
        use_callback((), move |event: InputEvent, ()| {
            if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
                state.dispatch(DecisionAction::CommentChanged(field.value()));
            }
        })
    };
    let onaccept = {
        let state = state.dispatcher();
        use_callback((), move |event: Event, ()| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                state.dispatch(DecisionAction::ErrorsAccepted(field.checked()));
            }
        })
    };
    // The focus goes to what has to be corrected.
    use_effect_with(problem.clone(), |problem| {
        document::focus(match problem {
            Some(Problem::Comment(_)) => "#decision-comment",
            Some(Problem::ErrorsNotAccepted) => "#accept-errors",
            Some(Problem::Changed(_) | Problem::Refused(_)) => TITLE,
            None => return,
        });
    });
    let length = draft.comment.trim().chars().count();
    let comment_problem = match problem {
        Some(Problem::Comment(text)) => Some(text.clone()),
        _ => None,
    };
    let verb = match draft.decision {
        Decision::Approve => "Approve",
        Decision::Reject => "Reject",
        Decision::Cancel => "Cancel the request",
    };
    html! {
        <form {onsubmit} novalidate=true>
            <DialogTitle decision={draft.decision} />
            if let Some(Problem::Changed(fields)) = problem {
                <p class="test-result" data-tone="warning" role="alert">
                    <Icon name={IconName::Warning} />
                    { format!("The request has changed since you opened it: {}. Nothing was sent. Check it again.", labels(fields)) }
                </p>
            }
            if let Some(Problem::Refused(error)) = problem { <ErrorNotice error={error.clone()} /> }
            { subject(&draft.order) }
            if is_own {
                <p class="test-result" data-tone="warning">
                    <Icon name={IconName::Warning} />
                    { "You submitted this request yourself." }
                </p>
            }
            { problems(draft) }
            if draft.needs_acceptance() {
                <p class="choice">
                    <input
                        id="accept-errors" type="checkbox" checked={draft.accepts_errors} onchange={onaccept}
                        aria-describedby="accept-problem"
                    />
                    <label for="accept-errors">{ acceptance(draft) }</label>
                </p>
                <p id="accept-problem" class="problem" role="alert">
                    if *problem == Some(Problem::ErrorsNotAccepted) {
                        { if draft.review.is_some() {
                            "Tick this to approve a request whose review has errors."
                        } else {
                            "Tick this to approve a request that was not reviewed."
                        } }
                    }
                </p>
            }
            <label for="decision-comment">{ "Comment (required)" }</label>
            <textarea
                id="decision-comment" rows="3" value={draft.comment.clone()} {oninput} readonly={is_busy}
                aria-describedby="comment-count comment-problem" aria-invalid={comment_problem.as_ref().map(|_| "true")}
            />
            <p id="comment-count" class="hint">{ format!("{length} of {} characters, without line breaks", Comment::MAX_CHARS) }</p>
            <p id="comment-problem" class="problem" role="alert">{ comment_problem }</p>
            if let Some(reason) = draft.refusal() { <p class="problem">{ format!("This is no longer possible. {reason}") }</p> }
            <p class="actions">
                if draft.refusal().is_none() { <Button class={if draft.decision == Decision::Approve { "primary" } else { "danger" }} r#type="submit" {is_busy}>
                    { match progress { Progress::Editing => verb, Progress::Checking => "Checking…", Progress::Sending => "Sending…" } }
                </Button> }
                if *progress != Progress::Sending { <CloseButton decision={state.clone()} /> }
            </p>
        </form>
    }
}

fn acceptance(draft: &Draft) -> &'static str {
    if draft.review.is_some() {
        "I approve although the review has errors"
    } else {
        "I approve although the request was not reviewed"
    }
}

fn labels(fields: &[Field]) -> String {
    fields.iter().map(|field| field.label()).collect::<Vec<_>>().join(", ")
}

fn subject(order: &Order) -> Html {
    const SHOWN: usize = 10;
    let names = order.names();
    let product = order.digicert_product_name_id.as_ref().map_or("not reported", |product| product.as_str());
    html! {
        <dl class="decision-facts">
            <div class="fact"><dt>{ "Names" }</dt><dd><ul class="texts">
                for name in names.iter().take(SHOWN) { <li><HostName name={(*name).to_owned()} /></li> }
                if names.len() > SHOWN { <li class="absent">{ format!("and {} more", names.len() - SHOWN) }</li> }
            </ul></dd></div>
            <div class="fact"><dt>{ "Requester" }</dt><dd>
                <ForeignText text={order.requester_user_name.clone().unwrap_or_else(|| "not reported".to_owned())} />
            </dd></div>
            <div class="fact"><dt>{ "Product" }</dt><dd><ForeignText text={product.to_owned()} /></dd></div>
            <div class="fact"><dt>{ "Validity" }</dt><dd>{ requested_validity(&order.validity) }</dd></div>
        </dl>
    }
}

fn problems(draft: &Draft) -> Html {
    let Some(review) = &draft.review else {
        return html! {
            <p class="test-result" data-tone="bad">
                <Icon name={IconName::Warning} />
                { "The review could not be run. Nothing is known about problems of this request." }
            </p>
        };
    };
    let findings = || review.findings.iter().filter(|finding| finding.severity != Severity::Information);
    if findings().next().is_none() {
        return html! { <p class="hint">{ "The review found no problems." }</p> };
    }
    html! {
        <>
        <p id="decision-findings" class="hint">{ "Errors and warnings of the review" }</p>
        <ul class="decision-findings" aria-labelledby="decision-findings">
            for finding in findings() {
                <li data-tone={if finding.severity == Severity::Error { "bad" } else { "warning" }}>
                    <Icon name={if finding.severity == Severity::Error { IconName::Cross } else { IconName::Warning }} />
                    <span class="visually-hidden">{ format!("{}: ", finding.severity.as_str()) }</span>
                    <ForeignText text={finding.title.clone()} />
                </li>
            }
        </ul>
        </>
    }
}

#[component]
fn CloseButton(props: &DecisionDialogProps) -> Html {
    let onclick = {
        let state = props.decision.dispatcher();
        use_callback((), move |_: MouseEvent, ()| state.dispatch(DecisionAction::Close))
    };
    html! { <Button {onclick}>{ "Close" }</Button> }
}
