//! One call of an operation while its arguments are gathered.

use std::borrow::Cow;
use std::fmt;
use std::time::Instant;

use bytes::Bytes;
use http::Uri;
use http::header::{HeaderName, HeaderValue};

use crate::runtime::client::shared::Client;
use crate::runtime::credentials::credential::Credential;
use crate::runtime::credentials::token::TokenLease;
use crate::runtime::json::convert::Json;
use crate::runtime::json::write::{Places, WriteFault, Writer};
use crate::runtime::requests::body::RequestBody;
use crate::runtime::requests::check::{Check, Checks};
use crate::runtime::requests::idempotency_key;
use crate::runtime::requests::invalid::{RequestPart, Violation};
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::parameter::{ListStyle, Parameter};
use crate::runtime::requests::sensitive;
use crate::runtime::requests::url::encode;
use crate::runtime::text::secret::Secret;

pub use crate::runtime::client::call_options::CallOptions;

/// A call of an operation: its arguments, encoded, and what is wrong with them.
///
/// A parameter that is set again takes the place of the earlier one. What is wrong with an argument
/// is told when the request is made.
pub struct Call {
    pub(crate) state: Box<State>,
}

#[derive(Clone)]
pub(crate) struct State {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) arguments: Vec<Argument>,
    /// The media types to ask for, where they are not the operation's own.
    pub(crate) accept: Option<&'static str>,
    pub(crate) body: Option<(Cow<'static, str>, RequestBody)>,
    pub(crate) violations: Vec<Violation>,
    /// The credentials that providers gave for this call, and what they are made of.
    pub(crate) provided: Vec<Credential>,
    pub(crate) tokens: Vec<TokenLease>,
    /// When the call began, where it asked for credentials first.
    pub(crate) begun: Option<Instant>,
    /// The URL to call in place of that of the operation; it is on the same origin.
    pub(crate) target: Option<Uri>,
    pub(crate) options: CallOptions,
    /// The key by which the server knows a repeated request again, where the operation takes one
    /// and the caller sets none. It is the same for as long as the call lives.
    pub(crate) key: Option<String>,
    /// Where the secrets of a body of JSON stand in it; `None` for any other body.
    pub(crate) secrets: Option<Places>,
    /// The secrets of the body, decoded.
    pub(crate) words: Vec<Secret<String>>,
    /// Whether the description says of an error that it passes.
    pub(crate) stated: fn(&http::Response<Bytes>) -> Option<bool>,
}

/// A parameter with its value.
#[derive(Clone)]
pub(crate) struct Argument {
    pub(crate) place: RequestPart,
    pub(crate) name: &'static str,
    /// As it goes into the request: encoded, a query parameter with its name.
    pub(crate) text: String,
    /// The text as messages may show it, where only a part of it is a secret.
    pub(crate) shown: Option<String>,
    /// The secrets in it, decoded.
    pub(crate) words: Vec<Secret<String>>,
}

impl Argument {
    pub(crate) fn is_sensitive(&self) -> bool {
        !self.words.is_empty()
    }
}

/// Reserved characters (RFC 3986, 2.2) that may stand in a value of a query, with their escapes.
const RESERVED: [(&str, &str); 11] = [
    ("%3A", ":"),
    ("%2F", "/"),
    ("%3F", "?"),
    ("%40", "@"),
    ("%21", "!"),
    ("%24", "$"),
    ("%27", "'"),
    ("%28", "("),
    ("%29", ")"),
    ("%2A", "*"),
    ("%3B", ";"),
];

impl Call {
    pub(crate) fn new(client: Client, operation: &'static Operation) -> Self {
        Self {
            state: Box::new(State {
                client,
                operation,
                arguments: Vec::new(),
                accept: None,
                body: None,
                violations: Vec::new(),
                provided: Vec::new(),
                tokens: Vec::new(),
                begun: None,
                target: None,
                options: CallOptions::default(),
                key: operation.idempotency_key.and_then(|_| idempotency_key::make()),
                secrets: None,
                words: Vec::new(),
                stated: |_| None,
            }),
        }
    }

    /// Sets the parameter `{name}` of the path (style `simple`). Where it is empty, `.` or `..`,
    /// URL parsers would make another path of it, so it is refused.
    pub fn path(&mut self, name: &'static str, value: &dyn Parameter) {
        self.path_items(name, &[value]);
    }

    /// Sets the parameter `{name}` of the path to the items of an array, with commas between
    /// them (style `simple`).
    pub fn path_list<T: Parameter>(&mut self, name: &'static str, values: &[T]) {
        self.path_items(name, &erased(values));
    }

    /// Sets a query parameter: `name=value`.
    pub fn query(&mut self, name: &'static str, value: &dyn Parameter) {
        let text = pair(name, value);
        self.set(RequestPart::Query, name, text, &[value]);
    }

    /// Sets a query parameter to the items of an array. An array without items is left out.
    pub fn query_list<T: Parameter>(&mut self, name: &'static str, style: ListStyle, values: &[T]) {
        self.query_items(name, style, &erased(values));
    }

    /// Sets a header (style `simple`).
    pub fn header(&mut self, name: &'static str, value: &dyn Parameter) {
        let text = value.text().into_owned();
        self.set(RequestPart::Header, name, text, &[value]);
    }

    /// Sets a header to the items of an array, with commas between them (style `simple`).
    pub fn header_list<T: Parameter>(&mut self, name: &'static str, values: &[T]) {
        let values = erased(values);
        let texts: Vec<_> = values.iter().map(|value| value.text()).collect();
        self.set(RequestPart::Header, name, texts.join(","), &values);
    }

    /// Sets a cookie (style `form`).
    pub fn cookie(&mut self, name: &'static str, value: &dyn Parameter) {
        let text = pair(name, value);
        self.set(RequestPart::Cookie, name, text, &[value]);
    }

    /// Checks the constraints of a parameter that was set before.
    pub fn check(
        &mut self,
        place: RequestPart,
        name: &'static str,
        check: impl FnOnce(&mut Checks),
    ) {
        let mut checks = Checks::new(place, name);
        check(&mut checks);
        self.state.violations.append(&mut checks.into_violations());
    }

    /// Sets the body to a value as JSON.
    pub fn json(&mut self, body: &impl Json) {
        match Writer::text_and_secrets(body) {
            Ok((json, secrets)) => {
                let words = sensitive::words(&json, &secrets);
                self.body("application/json", json);
                self.state.secrets = Some(secrets);
                self.state.words = words;
            }
            Err(faults) => self.unwritable(RequestPart::Body, "", faults),
        }
    }

    /// Sets the body to a value as JSON and checks its constraints.
    pub fn json_checked(&mut self, body: &(impl Json + Check)) {
        self.check(RequestPart::Body, "", |checks| body.check(checks));
        self.json(body);
    }

    /// Sets the body to what is there of this media type.
    pub fn body(
        &mut self,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<RequestBody>,
    ) {
        self.state.body = Some((content_type.into(), body.into()));
        self.state.secrets = None;
        self.state.words.clear();
    }

    /// Keeps a part of the body out of texts, which is given decoded.
    #[allow(dead_code, reason = "not every API has tokens by OAuth")]
    pub(crate) fn keep_secret(&mut self, word: &str) {
        self.state.words.push(Secret::from(word));
    }

    /// Asks for answers of these media types, in place of the operation's own.
    pub fn accept(&mut self, media_types: &'static str) {
        self.state.accept = Some(media_types);
    }

    /// The same call once more.
    #[allow(dead_code, reason = "not every API has pages or events")]
    pub(crate) fn again(&self) -> Self {
        Self { state: self.state.clone() }
    }

    /// Sends a header of the call's own, in place of an earlier one of the name.
    #[allow(dead_code, reason = "not every API has events")]
    pub(crate) fn send_header(&mut self, name: &str, value: &str) {
        let headers = &mut self.state.options.headers;
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.to_owned(), Secret::from(value)));
    }

    /// Does this call otherwise than its client would.
    pub fn options(&mut self, options: CallOptions) {
        self.state.options = options;
    }

    fn path_items(&mut self, name: &'static str, values: &[&dyn Parameter]) {
        let mut text = String::new();
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            encode(&value.text(), &mut text);
        }
        let rule = path_rule(&text);
        self.set(RequestPart::Path, name, text, values);
        if let Some(rule) = rule {
            self.violate(RequestPart::Path, name, rule);
        }
    }

    fn query_items(&mut self, name: &'static str, style: ListStyle, values: &[&dyn Parameter]) {
        let mut text = String::new();
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                text.push_str(match style {
                    ListStyle::Repeated => "&",
                    ListStyle::Commas => ",",
                    ListStyle::Spaces => "%20",
                    ListStyle::Pipes => "%7C",
                });
            }
            if index == 0 || style == ListStyle::Repeated {
                encode(name, &mut text);
                text.push('=');
            }
            encode(&value.text(), &mut text);
        }
        self.set(RequestPart::Query, name, text, values);
    }

    /// Puts an argument in the place of an earlier one of that name, whose violations go with it.
    fn set(
        &mut self,
        place: RequestPart,
        name: &'static str,
        text: String,
        values: &[&dyn Parameter],
    ) {
        let state = &mut self.state;
        let others = |argument: &Argument| (argument.place, argument.name) != (place, name);
        state.arguments.retain(others);
        let others = |violation: &Violation| (violation.place, &*violation.name) != (place, name);
        state.violations.retain(others);
        if place == RequestPart::Header
            && (HeaderName::try_from(name).is_err() || HeaderValue::try_from(&text).is_err())
        {
            self.violate(place, name, "must have a name and a value that HTTP can carry");
        }
        for fault in values.iter().filter_map(|value| value.fault()) {
            self.violate(place, name, fault);
        }
        if values.is_empty() {
            return;
        }
        let secrets = values.iter().filter(|value| value.is_sensitive());
        let words = secrets.map(|value| Secret::new(value.text().into_owned())).collect();
        self.state.arguments.push(Argument { place, name, text, shown: None, words });
    }

    fn violate(&mut self, place: RequestPart, name: &'static str, rule: &'static str) {
        let violation = Violation::new(place, name, rule);
        self.state.violations.push(violation);
    }

    /// Sets a parameter to a text that is encoded already; without any it is left out, but for one
    /// of the path, which is refused. `words` are the secrets in it, `shown` is the text without
    /// them.
    pub(crate) fn set_encoded(
        &mut self,
        place: RequestPart,
        name: &'static str,
        text: String,
        shown: Option<String>,
        words: Vec<Secret<String>>,
    ) {
        let values: &[&dyn Parameter] = if text.is_empty() { &[] } else { &[&""] };
        let rule = (place == RequestPart::Path).then(|| path_rule(&text)).flatten();
        self.set(place, name, text, values);
        let mut arguments = self.state.arguments.iter_mut();
        if let Some(argument) = arguments.find(|it| (it.place, it.name) == (place, name)) {
            (argument.shown, argument.words) = (shown, words);
        }
        if let Some(rule) = rule {
            self.violate(place, name, rule);
        }
    }

    /// Lets characters of the value stand that a query may have as they are, although they could
    /// be taken for delimiters (`allowReserved`; OpenAPI 3.1, 4.8.12.2). Those that would end the
    /// value stay encoded.
    pub fn allow_reserved(&mut self, place: RequestPart, name: &'static str) {
        let argument = self.state.arguments.iter_mut();
        for argument in argument.filter(|it| (it.place, it.name) == (place, name)) {
            for text in [Some(&mut argument.text), argument.shown.as_mut()].into_iter().flatten() {
                for (escape, char) in RESERVED {
                    *text = text.replace(escape, char);
                }
            }
        }
    }

    /// Sets the media type of a body that was set before.
    pub fn content_type(&mut self, content_type: &'static str) {
        if let Some(body) = &mut self.state.body {
            body.0 = Cow::Borrowed(content_type);
        }
    }

    pub(crate) fn unwritable(
        &mut self,
        place: RequestPart,
        name: &'static str,
        faults: Vec<WriteFault>,
    ) {
        for fault in faults {
            let mut violation = Violation::new(place, name, fault.rule);
            violation.pointer = fault.pointer;
            self.state.violations.push(violation);
        }
    }
}

impl fmt::Debug for Call {
    /// Shows the operation alone: arguments may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.state.operation;
        f.debug_struct("Call")
            .field("operation", &operation.id)
            .field("method", &operation.method)
            .field("path", &operation.path)
            .finish_non_exhaustive()
    }
}

/// What is wrong with a parameter of the path, which must not make another path of it.
fn path_rule(text: &str) -> Option<&'static str> {
    match text {
        "" => Some("must not be empty"),
        "." | ".." => Some("must not be `.` or `..`, which would change the path"),
        _ => None,
    }
}

fn erased<T: Parameter>(values: &[T]) -> Vec<&dyn Parameter> {
    values.iter().map(|value| value as &dyn Parameter).collect()
}

fn pair(name: &str, value: &dyn Parameter) -> String {
    let mut text = String::new();
    encode(name, &mut text);
    text.push('=');
    encode(&value.text(), &mut text);
    text
}
