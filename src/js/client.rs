//! The client: one gateway, one way to get tokens, calls that answer promises.

use std::cell::RefCell;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use js_sys::{Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::AbortSignal;
use zeroize::Zeroizing;

use super::arguments::{LONGEST_TIMER_MS, Options, object, uuid, wrong};
use super::error::{invalid_argument, thrown};
use super::values;
use crate::browser::FetchTransport;
use crate::client::{
    BaseUrl, DEFAULT_TIMEOUT_MS, Endpoint, Error, ErrorCode, Fault, Jwt, PathStyle, Retry, TokenSource,
    Transport, get_order, sign_in,
};

/// More attempts are no patience any more.
const MOST_RETRIES: u32 = 10;

/// Reads certificate requests from one gateway.
#[wasm_bindgen]
pub struct Client {
    /// Shared with the calls in flight: they go on when the client is freed.
    settings: Rc<Settings>,
}

struct Settings {
    endpoint: Endpoint,
    retry: Retry,
    timeout_ms: u32,
    tokens: Tokens,
}

enum Tokens {
    None,
    Given(Jwt),
    Asked(Function),
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
        let options = Options::read(
            options,
            "CertViewClient",
            &["baseUrl", "token", "getToken", "pathStyle", "timeoutMs", "maxRetries"],
        )?;
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
        let path_style =
            match options.text("pathStyle", "\"documented\", \"sample\" or a path that holds {uuid} once")? {
                None => PathStyle::default(),
                Some(style) => {
                    PathStyle::parse(&style).map_err(|error| invalid_argument("pathStyle", &error.message))?
                }
            };
        let settings = Settings {
            endpoint: Endpoint { base_url, path_style },
            retry: match options.whole_number("maxRetries", 0, MOST_RETRIES)? {
                Some(max_retries) => Retry { max_retries },
                None => Retry::default(),
            },
            timeout_ms: options.whole_number("timeoutMs", 1, LONGEST_TIMER_MS)?.unwrap_or(DEFAULT_TIMEOUT_MS),
            tokens: Tokens::read(&options)?,
        };
        Ok(Self { settings: Rc::new(settings) })
    }

    /// Reads one certificate request: a promise of an `Order`.
    #[wasm_bindgen(js_name = getOrder)]
    pub fn get_order(&self, uuid: &JsValue, options: &JsValue) -> Promise {
        let call = OrderCall::begin(Rc::clone(&self.settings), uuid, options);
        future_to_promise(async move { call?.finish().await })
    }

    /// Trades a user name and a password for a token: a promise of a `Session`.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, options: &JsValue) -> Promise {
        let call = SignInCall::begin(Rc::clone(&self.settings), options);
        future_to_promise(async move { call?.finish().await })
    }
}

impl Tokens {
    fn read(options: &Options) -> Result<Self, JsValue> {
        let token = options.text("token", "a token as text")?.map(Zeroizing::new);
        match (token, options.get("getToken")?) {
            (Some(_), Some(_)) => {
                Err(invalid_argument("getToken", "pass either \"token\" or \"getToken\", not both."))
            }
            (Some(token), None) => Jwt::parse(&token)
                .map(Self::Given)
                .map_err(|error| invalid_argument("token", &error.to_string())),
            (None, Some(callback)) => callback
                .dyn_into()
                .map(Self::Asked)
                .map_err(|value| wrong("getToken", "a function that answers a token", &value)),
            (None, None) => Ok(Self::None),
        }
    }
}

/// One reading of a request.
struct OrderCall {
    settings: Rc<Settings>,
    uuid: crate::order::Uuid,
    include_private_key: bool,
    transport: FetchTransport,
}

impl OrderCall {
    fn begin(settings: Rc<Settings>, id: &JsValue, options: &JsValue) -> Result<Self, JsValue> {
        let id = uuid(id)?;
        let options = Options::read(options, "getOrder", &["signal", "includePrivateKey"])?;
        let include_private_key = options.flag("includePrivateKey")?;
        if matches!(settings.tokens, Tokens::None) {
            let problem = "this client has no token. Pass \"token\" or \"getToken\" to CertViewClient; signIn answers \
                           a token.";
            return Err(invalid_argument("token", problem));
        }
        let transport = transport(&settings, options.signal()?)?;
        Ok(Self { settings, uuid: id, include_private_key, transport })
    }

    async fn finish(self) -> Result<JsValue, JsValue> {
        let Settings { endpoint, retry, tokens, .. } = &*self.settings;
        let source = Source { tokens, transport: &self.transport, cause: RefCell::default() };
        let answer = get_order(&self.transport, &source, endpoint, *retry, &self.uuid).await;
        let order = answer.map_err(|error| rejection(&self.transport, &error, &source.cause.take()))?;
        values::order(&order, self.include_private_key)
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
        let answer = sign_in(&self.transport, &self.settings.endpoint, &self.user_name, &self.password).await;
        let token = answer.map_err(|error| rejection(&self.transport, &error, &JsValue::UNDEFINED))?;
        let expires = token.claims().expires.map_or(JsValue::NULL, |at| at.to_string().into());
        Ok(object(&[("token", token.reveal().into()), ("expiresAt", expires)]))
    }
}

/// A transport for one call. Its time begins here.
fn transport(settings: &Settings, signal: Option<AbortSignal>) -> Result<FetchTransport, JsValue> {
    FetchTransport::new(settings.timeout_ms, signal)
        .map_err(|fault| thrown(&Error::from(fault), &JsValue::UNDEFINED))
}

/// What a failed call is rejected with: after an abort the signal's own reason, as `fetch` has it.
fn rejection(transport: &FetchTransport, error: &Error, cause: &JsValue) -> JsValue {
    match error.code {
        ErrorCode::Aborted => transport.abort_reason().unwrap_or_else(|| thrown(error, cause)),
        _ => thrown(error, cause),
    }
}

/// Where the tokens of one call come from.
struct Source<'a> {
    tokens: &'a Tokens,
    transport: &'a FetchTransport,
    /// What `getToken` threw.
    cause: RefCell<JsValue>,
}

impl TokenSource for Source<'_> {
    async fn token(&self, refused: bool) -> Result<Jwt, Error> {
        match self.tokens {
            Tokens::Given(token) => Ok(token.clone()),
            Tokens::Asked(callback) => self.ask(callback, refused).await,
            Tokens::None => Err(Error::new(ErrorCode::InvalidArgument, "There is no token.".to_owned())),
        }
    }

    fn can_renew(&self) -> bool {
        matches!(self.tokens, Tokens::Asked(_))
    }
}

impl Source<'_> {
    async fn ask(&self, callback: &Function, refused: bool) -> Result<Jwt, Error> {
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
            |problem: &str| Error::new(ErrorCode::InvalidArgument, ["\"getToken\": ", problem].concat());
        let text = answer
            .as_string()
            .map(Zeroizing::new)
            .ok_or_else(|| invalid("expected it to answer a token as text."))?;
        Jwt::parse(&text).map_err(|error| invalid(&error.to_string()))
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
