//! The API's routes: two calls, and a third where decisions are allowed, checked before anyone answers them. Everything else below
//! `/certview` and `/auth` ends here.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};
use bytes::Bytes;
use certview_orders::client::BearerToken;
use certview_orders::order::Uuid;
use http_body::Body as _;
use http_body_util::LengthLimitError;
use tracing::{Instrument, info};

use crate::backend::Backend;
use crate::call::{Decision, DecisionCall, OrderCall, PathStyle, SignInCall, StatusUpdate};
use crate::guard::{OwnOrigins, SignInLimit, limit_sign_in, refuse_cross_site};
use crate::headers::private_data;
use crate::logging::{AUDIT, AuditTrail};
use crate::problem::Problem;

/// A user name, a password and two flags need far less, as does a decision with the longest comment.
const LARGEST_BODY: usize = 16 * 1024;
/// Of a user name, in the log.
const LONGEST_USER: usize = 128;
/// Long enough for any line, short enough that a caller who never finishes is not kept.
const BODY_TIME: Duration = Duration::from_secs(15);
/// For callers whose decision could not be recorded.
const AUDIT_RETRY: u64 = 30;
const FORM_TYPE: &str = "application/x-www-form-urlencoded";

/// What stands before calls that change something.
#[derive(Debug, Clone)]
pub struct Guards {
    /// Whose pages may make them.
    pub own: OwnOrigins,
    /// How many sign-ins an address may try.
    pub sign_in: Option<Arc<SignInLimit>>,
    /// Whether orders may be decided.
    pub decisions: bool,
    /// Whether decisions have been recorded.
    pub audit: AuditTrail,
}

/// The API's routes, answered by `backend`.
pub fn routes(backend: Arc<Backend>, guards: Guards) -> Router {
    // `get` alone would answer HEAD by running the GET: only the method that was sent may reach a gateway.
    let order = |style: PathStyle| {
        get(move |state, uuid, headers| order(style, state, uuid, headers))
            .head(|| refused_method("GET"))
            .fallback(|| refused_method("GET"))
    };
    let mut routes = Router::new();
    if guards.decisions {
        for style in [PathStyle::Documented, PathStyle::Sample] {
            let audit = guards.audit.clone();
            let decide = put(move |state, uuid, request| decide(style, audit, state, uuid, request))
                .layer(from_fn_with_state(guards.own.clone(), refuse_cross_site))
                .fallback(|| refused_method("PUT"));
            routes = routes.route(&format!("{}/status", style.template()), decide);
        }
    }
    routes
        .route(&PathStyle::Documented.template(), order(PathStyle::Documented))
        .route(&PathStyle::Sample.template(), order(PathStyle::Sample))
        .route(
            "/auth",
            post(sign_in)
                .layer(from_fn_with_state(guards.sign_in, limit_sign_in))
                .layer(from_fn_with_state(guards.own, refuse_cross_site))
                .fallback(|| refused_method("POST")),
        )
        .route("/auth/", any(no_such_call))
        .route("/auth/{*rest}", any(no_such_call))
        .route("/certview", any(no_such_call))
        .route("/certview/", any(no_such_call))
        .route("/certview/{*rest}", any(no_such_call))
        .layer(map_response(private_data))
        .with_state(backend)
}

async fn order(
    style: PathStyle,
    State(backend): State<Arc<Backend>>,
    uuid: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Some(uuid) = uuid.ok().and_then(|Path(text)| hyphenated(&text)) else {
        return invalid_uuid();
    };
    let [authorization, accept] =
        [header::AUTHORIZATION, header::ACCEPT].map(|name| headers.get(name).cloned());
    backend.order(OrderCall { style, uuid, authorization, accept }).await
}

fn invalid_uuid() -> Response {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "The order's uuid is not valid: expected 36 characters like \
         cb95d100-ec30-11ea-920d-eb66140967e3. Nothing was looked up; check the address for a cut or extra \
         character.",
    )
    .into_response()
}

/// The one spelling CertView prints; the braced, URN and bare ones that the parser also knows are refused.
fn hyphenated(text: &str) -> Option<Uuid> {
    let uuid: Uuid = text.parse().ok()?;
    uuid.to_string().eq_ignore_ascii_case(text).then_some(uuid)
}

async fn sign_in(State(backend): State<Arc<Backend>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(content_type) = parts.headers.get(header::CONTENT_TYPE).filter(|value| is_form(value)).cloned()
    else {
        return Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!(
                "Sign-in takes a form (Content-Type: {FORM_TYPE}) with the fields username, password, \
                 token=true and permissions=true."
            ),
        )
        .into_response();
    };
    let form = match bounded(body, "sign-in form").await {
        Ok(form) => form,
        Err(problem) => return problem.into_response(),
    };
    let [authorization, accept] =
        [header::AUTHORIZATION, header::ACCEPT].map(|name| parts.headers.get(name).cloned());
    backend.sign_in(SignInCall { form, content_type, authorization, accept }).await
}

/// The whole body of a request, if it is small and comes in time.
async fn bounded(body: Body, what: &str) -> Result<Bytes, Problem> {
    let too_large = || {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The {what} is larger than {LARGEST_BODY} bytes; it was not used."),
        )
    };
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return Err(too_large());
    }
    match tokio::time::timeout(BODY_TIME, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(error)) if error.source().is_some_and(|source| source.is::<LengthLimitError>()) => {
            Err(too_large())
        }
        Ok(Err(_)) => Err(Problem::new(
            StatusCode::BAD_REQUEST,
            format!("The {what} broke off, or its chunks are malformed; it was not used."),
        )),
        Err(_) => Err(Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("The {what} did not arrive within {} seconds; send it again.", BODY_TIME.as_secs()),
        )),
    }
}

async fn decide(
    style: PathStyle,
    audit: AuditTrail,
    State(backend): State<Arc<Backend>>,
    uuid: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let Some(uuid) = uuid.ok().and_then(|Path(text)| hyphenated(&text)) else {
        return invalid_uuid();
    };
    let (parts, body) = request.into_parts();
    if !parts.headers.get(header::CONTENT_TYPE).is_some_and(|value| is_type(value, "application/json")) {
        return Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "A decision is JSON (Content-Type: application/json) with the members status and comment.",
        )
        .into_response();
    }
    let update = match bounded(body, "decision").await {
        Ok(body) => StatusUpdate::parse(&body)
            .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, format!("{error} Nothing was decided."))),
        Err(problem) => Err(problem),
    };
    let StatusUpdate { status: decision, comment } = match update {
        Ok(update) => update,
        Err(problem) => return problem.into_response(),
    };
    let [authorization, accept] =
        [header::AUTHORIZATION, header::ACCEPT].map(|name| parts.headers.get(name).cloned());
    let user = unverified_user(authorization.as_ref());
    let call = DecisionCall { style, uuid, decision, comment, authorization, accept };
    let record = DecisionRecord { audit: audit.clone(), uuid, decision, user };
    // In a task of its own: once sent, a decision is followed to its end and recorded, whether or not the caller
    // stays for the answer.
    let deciding = async move {
        // Recorded before it is sent: there must be no decision without a record.
        let Some(_slot) = audit.admit().await else { return not_recorded() };
        if !record.write("decision requested", None).await {
            record.queue("decision not sent", None);
            return not_recorded();
        }
        let response = backend.decide(call).await;
        record.write("decision answered", Some(response.status())).await;
        response
    };
    tokio::spawn(deciding.in_current_span()).await.unwrap_or_else(|_| {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The decision was interrupted; refresh the request to see whether it was carried out.",
        )
        .into_response()
    })
}

fn not_recorded() -> Response {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "The decision was not sent, because the server could not write its audit log. Try again later; the \
         operator has to make sure that the server's log is read.",
    )
    .retry_after(AUDIT_RETRY)
    .into_response()
}

/// What the audit log says of one decision, before it is sent and once it is answered.
struct DecisionRecord {
    audit: AuditTrail,
    uuid: Uuid,
    decision: Decision,
    user: Option<String>,
}

impl DecisionRecord {
    /// Queues a line, and waits for it; whether it has been written.
    async fn write(&self, event: &'static str, status: Option<StatusCode>) -> bool {
        self.queue(event, status);
        self.audit.is_written().await
    }

    fn queue(&self, event: &'static str, status: Option<StatusCode>) {
        info!(
            target: AUDIT,
            uuid = %self.uuid,
            decision = self.decision.as_word(),
            status = status.map(|status| status.as_u16()),
            unverified_user = self.user,
            "{event}"
        );
    }
}

/// The user that the token names. Only the gateway can verify it.
fn unverified_user(authorization: Option<&HeaderValue>) -> Option<String> {
    let token = BearerToken::parse(authorization?.to_str().ok()?).ok()?;
    let name = token.claims().user_name?;
    Some(name.chars().take(LONGEST_USER).collect())
}

fn is_form(content_type: &HeaderValue) -> bool {
    is_type(content_type, FORM_TYPE)
}

fn is_type(content_type: &HeaderValue, wanted: &str) -> bool {
    let text = content_type.to_str().unwrap_or_default();
    text.split(';').next().is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(wanted))
}

async fn no_such_call() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "This server has no endpoint of this name. It answers GET for one order, in the documented path \
         (/certview/rest/public/v1/certificates/enrollment/digicert/orders/{uuid}) or the sample's \
         (/certview/v1/certificates/digicert/orders/{uuid}), and POST /auth.",
    )
}

async fn refused_method(allowed: &'static str) -> Response {
    let problem = Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("This path answers {allowed} only; nothing was changed or forwarded."),
    );
    ([(header::ALLOW, HeaderValue::from_static(allowed))], problem).into_response()
}
