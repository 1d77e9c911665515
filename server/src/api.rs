//! The API's routes: exactly two calls, checked before anyone answers them. Everything else below
//! `/certview` and `/auth` ends here.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use certview_orders::order::Uuid;

use crate::backend::Backend;
use crate::call::{OrderCall, PathStyle, SignInCall};
use crate::guard::{OwnOrigins, SignInLimit, limit_sign_in, refuse_cross_site};
use crate::headers::private_data;
use crate::problem::Problem;

/// A user name, a password and two flags need far less.
const LARGEST_FORM: usize = 16 * 1024;
/// Long enough for any line, short enough that a caller who never finishes is not kept.
const FORM_TIME: Duration = Duration::from_secs(15);
const FORM_TYPE: &str = "application/x-www-form-urlencoded";

/// What stands before calls that change something.
#[derive(Debug, Clone)]
pub struct Guards {
    /// Whose pages may make them.
    pub own: OwnOrigins,
    /// How many sign-ins an address may try.
    pub sign_in: Option<Arc<SignInLimit>>,
}

/// The API's routes, answered by `backend`.
pub fn routes(backend: Arc<Backend>, guards: Guards) -> Router {
    // `get` alone would answer HEAD by running the GET: only what was asked for may reach a gateway.
    let order = |style: PathStyle| {
        get(move |state, uuid, headers| order(style, state, uuid, headers))
            .head(|| refused_method("GET"))
            .fallback(|| refused_method("GET"))
    };
    Router::new()
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
        return Problem::new(
            StatusCode::BAD_REQUEST,
            "The order's uuid is not valid: expected 36 characters like \
             cb95d100-ec30-11ea-920d-eb66140967e3. Nothing was looked up; check the address for a cut or \
             extra character.",
        )
        .into_response();
    };
    let [authorization, accept] =
        [header::AUTHORIZATION, header::ACCEPT].map(|name| headers.get(name).cloned());
    backend.order(OrderCall { style, uuid, authorization, accept }).await
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
    let form = match tokio::time::timeout(FORM_TIME, to_bytes(body, LARGEST_FORM)).await {
        Ok(Ok(form)) => form,
        Ok(Err(_)) => {
            return Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!(
                    "The sign-in form broke off or is larger than {LARGEST_FORM} bytes; it was not looked at."
                ),
            )
            .into_response();
        }
        Err(_) => {
            return Problem::new(
                StatusCode::REQUEST_TIMEOUT,
                format!(
                    "The sign-in form did not arrive within {} seconds; send it again.",
                    FORM_TIME.as_secs()
                ),
            )
            .into_response();
        }
    };
    let [authorization, accept] =
        [header::AUTHORIZATION, header::ACCEPT].map(|name| parts.headers.get(name).cloned());
    backend.sign_in(SignInCall { form, content_type, authorization, accept }).await
}

fn is_form(content_type: &HeaderValue) -> bool {
    let text = content_type.to_str().unwrap_or_default();
    text.split(';').next().is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(FORM_TYPE))
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
