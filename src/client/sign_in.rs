//! Signing in. Pure.

use zeroize::Zeroizing;

use super::call::{Body, Method, Request, Transport, judge};
use super::endpoint::Endpoint;
use super::error::{Error, ErrorCode};
use super::token::BearerToken;

/// Exchanges a user name and a password for a token, as CertView's guide has it: a form with `token=true` and
/// `permissions=true`, answered by 201 and the JSON Web Token as plain text. Sent once, never repeated.
///
/// # Errors
/// `unauthorized` for a wrong name or password; each other [`ErrorCode`] as for a request.
pub async fn sign_in<T: Transport>(
    transport: &T,
    endpoint: &Endpoint,
    user_name: &str,
    password: &str,
) -> Result<BearerToken, Error> {
    if user_name.trim().is_empty() || password.is_empty() {
        return Err(Error::new(
            ErrorCode::InvalidArgument,
            "User name and password are both needed.".to_owned(),
        ));
    }
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("username", user_name.trim())
        .append_pair("password", password)
        .append_pair("token", "true")
        .append_pair("permissions", "true")
        .finish();
    let request = Request {
        method: Method::Post,
        url: endpoint.auth_url(),
        authorization: None,
        accept: "text/plain, */*",
        body: Some(Body::Form(Zeroizing::new(form))),
    };
    let outcome = judge(transport.send(request).await, transport.now()).and_then(|response| {
        let body = Zeroizing::new(response.body);
        let token = std::str::from_utf8(&body).ok().and_then(|text| BearerToken::parse(text).ok());
        // Any word would do as a bearer token, so that the word of a proxy could pass for one.
        token.filter(BearerToken::is_jwt).ok_or_else(|| {
            let mut error = Error::new(
                ErrorCode::Decode,
                "The answer to the sign-in is no token where one was expected as plain text.".to_owned(),
            );
            error.status = Some(response.status);
            error
        })
    });
    outcome.map_err(|mut error| {
        error.attempts = 1;
        error.gateway.hide(password);
        if error.code == ErrorCode::Unauthorized {
            error.message = "The user name or the password is not accepted.".to_owned();
        }
        error
    })
}
