//! The client: one gateway, one source of tokens, calls that answer promises.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::AbortSignal;
use zeroize::Zeroizing;

use super::arguments::{LONGEST_TIMER_MS, Options, is_header_value, object, uuid};
use super::error::{invalid_argument, thrown};
use super::values;
use crate::browser::{FetchOptions, FetchTransport};
use crate::client::{
    BaseUrl, BearerToken, Comment, DEFAULT_TIMEOUT_MS, Decision, Endpoint, Error, ErrorCode, Fault, Gateway,
    PathStyle, Retry, StatusChange, TokenSource, Transport, get_order, sign_in, update_status,
};
use crate::order::Uuid;

/// The upper limit of `maxRetries`.
const MOST_RETRIES: u32 = 10;

/// The `User-Agent` outside browsers, unless the caller sets another.
const USER_AGENT: &str = concat!("certview-orders/", env!("CARGO_PKG_VERSION"));

#[wasm_bindgen(raw_module = "./tokens.js")]
extern "C" {
    /// A function that lets calls which ask at the same time share one call of `getToken`.
    #[wasm_bindgen(js_name = shareTokens)]
    fn share_tokens(get_token: &Function) -> Function;
}

/// Reads certificate requests from one gateway, and decides on them.
#[wasm_bindgen]
pub struct Client {
    /// Shared with the calls in flight: they go on when the client is freed.
    settings: Rc<Settings>,
}

struct Settings {
    gateway: Gateway,
    timeout_ms: u32,
    tokens: Tokens,
    fetch: Rc<FetchOptions>,
}

enum Tokens {
    None,
    Given(BearerToken),
    Asked { callback: Function, renewed: Renewed },
}

/// The last token that was requested because another had been refused.
#[derive(Default)]
struct Renewed {
    count: Cell<u32>,
    token: RefCell<Option<BearerToken>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

#[wasm_bindgen]
impl Client {
    /// A client with these options.
    ///
    /// # Errors
    /// `CertViewError` with `invalid_argument`, naming the option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Client, JsValue> {
        const NAMES: [&str; 11] = [
            "baseUrl",
            "token",
            "getToken",
            "pathStyle",
            "timeoutMs",
            "maxRetries",
            "fetch",
            "headers",
            "userAgent",
            "onRequest",
            "onResponse",
        ];
        let options = Options::read(options, "CertViewClient", &NAMES)?;
        let base_url = options.required_text(
            "baseUrl",
            "the address of your gateway, such as \"https://gateway.qg1.apps.qualys.com\", or \"\" for the origin \
             of the page",
        )?;
        let base_url = if base_url.is_empty() {
            BaseUrl::same_origin()
        } else {
            BaseUrl::parse(&base_url).map_err(|error| invalid_argument("baseUrl", &error.message))?
        };
        let expected = "\"auto\", \"documented\", \"sample\" or a path that contains {uuid} once";
        let path_style = match options.text("pathStyle", expected)? {
            None => PathStyle::default(),
            Some(style) => {
                PathStyle::parse(&style).map_err(|error| invalid_argument("pathStyle", &error.message))?
            }
        };
        let retry = match options.whole_number("maxRetries", 0, MOST_RETRIES)? {
            Some(max_retries) => Retry { max_retries },
            None => Retry::default(),
        };
        let settings = Settings {
            gateway: Gateway::new(Endpoint { base_url, path_style }, retry),
            timeout_ms: options.whole_number("timeoutMs", 1, LONGEST_TIMER_MS)?.unwrap_or(DEFAULT_TIMEOUT_MS),
            tokens: Tokens::read(&options)?,
            fetch: Rc::new(fetch_options(&options)?),
        };
        Ok(Self { settings: Rc::new(settings) })
    }

    /// Reads one certificate request: a promise of an `Order`.
    #[wasm_bindgen(js_name = getOrder)]
    pub fn get_order(&self, uuid: &JsValue, options: &JsValue) -> Promise {
        let call = OrderCall::begin(Rc::clone(&self.settings), uuid, options);
        future_to_promise(async move { call?.finish().await })
    }

    /// Approves, rejects or cancels a certificate request: a promise of a `StatusUpdate`.
    #[wasm_bindgen(js_name = updateStatus)]
    pub fn update_status(&self, uuid: &JsValue, options: &JsValue) -> Promise {
        let call = StatusCall::begin(Rc::clone(&self.settings), uuid, options);
        future_to_promise(async move { call?.finish().await })
    }

    /// Exchanges a user name and a password for a token: a promise of a `Session`.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, options: &JsValue) -> Promise {
        let call = SignInCall::begin(Rc::clone(&self.settings), options);
        future_to_promise(async move { call?.finish().await })
    }
}

fn fetch_options(options: &Options) -> Result<FetchOptions, JsValue> {
    let user_agent = options.text("userAgent", "a text")?;
    if user_agent.as_deref().is_some_and(|text| !is_header_value(text)) {
        return Err(invalid_argument("userAgent", "expected a text of visible ASCII characters."));
    }
    Ok(FetchOptions {
        fetch: options.function("fetch", "a function with the parameters and the result of fetch")?,
        headers: options.headers()?,
        user_agent: Some(user_agent.unwrap_or_else(|| USER_AGENT.to_owned())),
        on_request: options.function("onRequest", "a function")?,
        on_response: options.function("onResponse", "a function")?,
    })
}

impl Tokens {
    fn read(options: &Options) -> Result<Self, JsValue> {
        let token = options.text("token", "a token as text")?.map(Zeroizing::new);
        match (token, options.function("getToken", "a function that answers a token")?) {
            (Some(_), Some(_)) => {
                Err(invalid_argument("getToken", "pass either \"token\" or \"getToken\", not both."))
            }
            (Some(token), None) => BearerToken::parse(&token)
                .map(Self::Given)
                .map_err(|error| invalid_argument("token", &error.to_string())),
            (None, Some(callback)) => {
                Ok(Self::Asked { callback: share_tokens(&callback), renewed: Renewed::default() })
            }
            (None, None) => Ok(Self::None),
        }
    }

    /// Refuses a call that needs a token where there is no source of one.
    fn required(&self) -> Result<(), JsValue> {
        match self {
            Self::None => Err(invalid_argument(
                "token",
                "this client has no token. Pass \"token\" or \"getToken\" to CertViewClient; signIn answers a token.",
            )),
            Self::Given(_) | Self::Asked { .. } => Ok(()),
        }
    }
}

/// One reading of a request.
struct OrderCall {
    settings: Rc<Settings>,
    uuid: Uuid,
    include_private_key: bool,
    transport: FetchTransport,
}

impl OrderCall {
    fn begin(settings: Rc<Settings>, id: &JsValue, options: &JsValue) -> Result<Self, JsValue> {
        let id = uuid(id)?;
        let options = Options::read(options, "getOrder", &["signal", "includePrivateKey"])?;
        let include_private_key = options.flag("includePrivateKey")?;
        settings.tokens.required()?;
        let transport = transport(&settings, options.signal()?)?;
        Ok(Self { settings, uuid: id, include_private_key, transport })
    }

    async fn finish(self) -> Result<JsValue, JsValue> {
        let source = Source::new(&self.settings.tokens, &self.transport);
        let answer = get_order(&self.transport, &source, &self.settings.gateway, &self.uuid).await;
        let order = answer.map_err(|error| rejection(&self.transport, &error, source.cause.take()))?;
        values::order(&order, self.include_private_key)
    }
}

/// One decision on a request.
struct StatusCall {
    settings: Rc<Settings>,
    uuid: Uuid,
    decision: Decision,
    comment: Comment,
    signal: Option<AbortSignal>,
    transport: FetchTransport,
}

impl StatusCall {
    fn begin(settings: Rc<Settings>, id: &JsValue, options: &JsValue) -> Result<Self, JsValue> {
        const STATUS: &str = "\"APPROVED\", \"REJECTED\" or \"CANCELLED\"";
        let id = uuid(id)?;
        let options = Options::read(options, "updateStatus", &["status", "comment", "signal"])?;
        let status = options.required_text("status", STATUS)?;
        let decision = Decision::from_word(&status)
            .ok_or_else(|| invalid_argument("status", &format!("expected {STATUS}.")))?;
        let comment = options.required_text("comment", "a text of 1 to 2,000 characters")?;
        let comment =
            Comment::parse(&comment).map_err(|error| invalid_argument("comment", &error.to_string()))?;
        settings.tokens.required()?;
        let signal = options.signal()?;
        let transport = transport(&settings, signal.clone())?;
        Ok(Self { settings, uuid: id, decision, comment, signal, transport })
    }

    async fn finish(self) -> Result<JsValue, JsValue> {
        let Settings { gateway, tokens, timeout_ms, fetch, .. } = &*self.settings;
        let source = Source::new(tokens, &self.transport);
        let read_back = || FetchTransport::with_options(*timeout_ms, self.signal.clone(), Rc::clone(fetch));
        let change =
            StatusChange { uuid: &self.uuid, decision: self.decision, comment: &self.comment, before: None };
        let answer = update_status(&self.transport, read_back, &source, gateway, change).await;
        let update = match answer {
            Ok(update) => update,
            // Not the signal's own reason: it could not report that the decision had been sent.
            Err(error) if error.may_have_taken_effect => {
                let reason = self.signal.as_ref().map_or(JsValue::UNDEFINED, AbortSignal::reason);
                return Err(thrown(&error, &reason));
            }
            Err(error) => return Err(rejection(&self.transport, &error, source.cause.take())),
        };
        let mut members = vec![("outcome", JsValue::from(update.outcome.as_str()))];
        if let Some(order) = &update.order {
            members.push(("order", values::order(order, false)?));
        }
        if let Some(lost) = &update.lost {
            members.push(("error", thrown(lost, &self.transport.cause().unwrap_or_default())));
        }
        Ok(object(&members))
    }
}

/// One sign-in.
struct SignInCall {
    settings: Rc<Settings>,
    user_name: String,
    password: Zeroizing<String>,
    transport: FetchTransport,
}

impl SignInCall {
    fn begin(settings: Rc<Settings>, options: &JsValue) -> Result<Self, JsValue> {
        let options = Options::read(options, "signIn", &["username", "password", "signal"])?;
        let filled = |name: &str, text: String| match text.trim().is_empty() {
            true => Err(invalid_argument(name, "is empty.")),
            false => Ok(text),
        };
        let user_name =
            options.required_text("username", "a text").and_then(|text| filled("username", text))?;
        let password = Zeroizing::new(options.required_text("password", "a text")?);
        if password.is_empty() {
            return Err(invalid_argument("password", "is empty."));
        }
        let transport = transport(&settings, options.signal()?)?;
        Ok(Self { settings, user_name, password, transport })
    }

    async fn finish(self) -> Result<JsValue, JsValue> {
        let answer =
            sign_in(&self.transport, &self.settings.gateway.endpoint, &self.user_name, &self.password).await;
        let token = answer.map_err(|error| rejection(&self.transport, &error, JsValue::UNDEFINED))?;
        let expires = token.claims().expires.map_or(JsValue::NULL, |at| at.to_string().into());
        Ok(object(&[("token", token.reveal().into()), ("expiresAt", expires)]))
    }
}

/// A transport for one call. Its time begins here.
fn transport(settings: &Settings, signal: Option<AbortSignal>) -> Result<FetchTransport, JsValue> {
    FetchTransport::with_options(settings.timeout_ms, signal, Rc::clone(&settings.fetch))
        .map_err(|fault| thrown(&Error::from(fault), &JsValue::UNDEFINED))
}

/// What a failed call is rejected with: after an abort the signal's own reason, as `fetch` has it.
fn rejection(transport: &FetchTransport, error: &Error, token_cause: JsValue) -> JsValue {
    match error.code {
        ErrorCode::Aborted => transport.abort_reason().unwrap_or_else(|| thrown(error, &token_cause)),
        // The host's own account of what failed.
        ErrorCode::Network => thrown(error, &transport.cause().unwrap_or_default()),
        _ => thrown(error, &token_cause),
    }
}

/// The source of one call's tokens.
struct Source<'a> {
    tokens: &'a Tokens,
    transport: &'a FetchTransport,
    /// How often tokens had been renewed when this call last requested one.
    renewals: Cell<u32>,
    /// What `getToken` threw.
    cause: RefCell<JsValue>,
}

impl TokenSource for Source<'_> {
    async fn token(&self, refused: bool) -> Result<BearerToken, Error> {
        match self.tokens {
            Tokens::Given(token) => Ok(token.clone()),
            Tokens::Asked { callback, renewed } if !refused => {
                self.renewals.set(renewed.count.get());
                self.ask(callback, false).await
            }
            Tokens::Asked { callback, renewed } => self.renew(callback, renewed).await,
            Tokens::None => Err(Error::new(ErrorCode::InvalidArgument, "There is no token.".to_owned())),
        }
    }

    fn can_renew(&self) -> bool {
        matches!(self.tokens, Tokens::Asked { .. })
    }
}

impl<'a> Source<'a> {
    fn new(tokens: &'a Tokens, transport: &'a FetchTransport) -> Self {
        Self { tokens, transport, renewals: Cell::new(0), cause: RefCell::default() }
    }

    /// A token in the place of one that was refused: another call's, where it was renewed since this call got its own.
    async fn renew(&self, callback: &Function, renewed: &Renewed) -> Result<BearerToken, Error> {
        if renewed.count.get() != self.renewals.get()
            && let Some(token) = renewed.token.borrow().clone()
        {
            return Ok(token);
        }
        let token = self.ask(callback, true).await?;
        // Calls that shared this one have counted it already.
        if renewed.token.borrow().as_ref() != Some(&token) {
            renewed.token.replace(Some(token.clone()));
            renewed.count.set(renewed.count.get().wrapping_add(1));
        }
        Ok(token)
    }

    async fn ask(&self, callback: &Function, refused: bool) -> Result<BearerToken, Error> {
        let why = object(&[("refused", refused.into())]);
        let answer = match callback.call1(&JsValue::UNDEFINED, &why) {
            Ok(answer) => self.unless_ended(&settled(&answer)).await?,
            Err(thrown) => Err(thrown),
        };
        let answer = answer.map_err(|thrown| {
            self.cause.replace(thrown);
            let message = "getToken gave no token; what it threw is this error's cause.";
            Error::new(ErrorCode::Unauthorized, message.to_owned())
        })?;
        let invalid =
            |problem: &str| Error::new(ErrorCode::InvalidArgument, format!("\"getToken\": {problem}"));
        let text = answer
            .as_string()
            .map(Zeroizing::new)
            .ok_or_else(|| invalid("expected it to answer a token as text."))?;
        BearerToken::parse(&text).map_err(|error| invalid(&error.to_string()))
    }

    /// Waits for the promise, or for the call's deadline or the caller's signal, whichever is first.
    async fn unless_ended(&self, promise: &Promise) -> Result<Result<JsValue, JsValue>, Error> {
        let mut answer = pin!(JsFuture::from(promise.clone()));
        let mut end = pin!(self.transport.wait(self.transport.remaining_ms()));
        poll_fn(|context| {
            if let Poll::Ready(answer) = answer.as_mut().poll(context) {
                return Poll::Ready(Ok(answer));
            }
            end.as_mut().poll(context).map(|ended| Err(Error::from(ended.err().unwrap_or(Fault::Timeout))))
        })
        .await
    }
}

/// A promise that settles as the value does, promise or not. Unlike `Promise.resolve` it reads nothing from a promise
/// of the caller's that could throw here.
fn settled(value: &JsValue) -> Promise {
    Promise::new(&mut |resolve, _| {
        // A resolve function does not throw.
        let _ = resolve.call1(&JsValue::UNDEFINED, value);
    })
}
